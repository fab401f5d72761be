"""The glossary of official terms, made from the first docstring lines of models and states."""

import importlib
import inspect
import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models

_TERM = re.compile(r"^(?P<english>.+?)\. In Vietnamese: (?P<vietnamese>.+?)\.")
_PACKAGES = ("territory", "accounts", "audit", "worktime", "land", "imagery", "notices", "payments", "auctions")
# Modules with words that are no tables.
_WORDS = (
    "accounts.roles",
    "territory.models",
    "worktime.workflow",
    "land.workflow",
    "imagery.workflow",
    "notices.workflow",
    "auctions.workflow",
    "auctions.inquiry_states",
)


def glossary() -> str:
    """Markdown table: Vietnamese term, English words, the class that bears it."""
    rows = sorted(set(_entries()), key=lambda row: (row[0].lower(), row[2]))
    lines = [f"| {vietnamese} | {english} | `{where}` |" for vietnamese, english, where in rows]
    head = [
        "# Glossary",
        "",
        "Made by `manage.py make_glossary` from the first docstring line of each model and state; not edited by hand.",
        "",
        "| Tiếng Việt | English | in the code |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *lines]) + "\n"


def _entries() -> Iterator[tuple[str, str, str]]:
    for kind in _classes():
        first = (kind.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
        if found := _TERM.match(re.sub(r"\s+", " ", first)):
            where = f"{kind.__module__.split('.')[0]}.{kind.__name__}"
            yield found["vietnamese"], found["english"].split(". ")[0], where


def _classes() -> Iterator[type]:
    for model in apps.get_models():
        if model.__module__.split(".")[0] in _PACKAGES:
            yield model
    for name in _WORDS:
        for _name, kind in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(kind, models.TextChoices) and kind is not models.TextChoices:
                yield kind
