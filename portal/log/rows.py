"""Events as a page shows them: the act and its subject in words, what changed, the way to the subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import Agency
from auctions import layers as lot_layers
from audit.models import Event
from gis.layers import Field
from gis.text.errors import Lang
from gis.text.numbers import format_number
from imagery import policies
from land.layers import FIELDS
from land.models import ImportJob
from land.reading import Labels
from land.workflow import ImportTarget
from portal.log.words import AGENCIES, LOT_FAMILIES, NAMES, code_words, codes_of, verb_words

_OF_PLOTS, _OF_LOTS = (
    {str(item.source): item for item in fields if "__" not in str(item.source)}
    for fields in (FIELDS, lot_layers.FIELDS)
)
_LONGEST = 200


@dataclass(frozen=True)
class Change:
    """One thing before and after an act."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """A line of the log."""

    event: Event
    words: str
    address: str
    changes: list[Change]


class Writer:
    """Puts events into the words of one reader; code lists and names of agencies are read once."""

    def __init__(self, user: Any, language: Lang, events: Sequence[Event]) -> None:
        self._user = user
        self._labels = Labels(language)
        told = [values for event in events for values in (event.before, event.after) if values]
        ids = {values[name] for values in told for name in AGENCIES & values.keys() if isinstance(values[name], int)}
        self._uploads = _uploads(user, [event.subject_id for event in events if event.subject_type == "import"])
        self._agencies = dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}

    def row(self, event: Event) -> Row:
        """One event."""
        return Row(event, verb_words(event.verb), self._address(event), self._changes(event))

    def _changes(self, event: Event) -> list[Change]:
        before, after = event.before or {}, event.after or {}
        fields = _OF_LOTS if event.verb.partition(".")[0] in LOT_FAMILIES else _OF_PLOTS
        changes = []
        for name in dict.fromkeys((*before, *after)):
            was, value = before.get(name), after.get(name)
            if was != value:
                field, codes = fields.get(name), codes_of(event.verb, name)
                texts = (self._text(field, codes, name, each) for each in (was, value))
                changes.append(Change(self._title(field, name), *texts))
        return changes

    def _title(self, field: Field | None, name: str) -> str:
        if field is not None and (name not in NAMES or field in lot_layers.FIELDS):
            return self._labels.title(field)
        return str(NAMES.get(name, name))

    def _text(self, field: Field | None, codes: tuple[Any, ...], name: str, value: Any) -> str:
        if value is None or value in ("", [], {}):
            return ""
        if name in AGENCIES:
            return self._agencies.get(value, str(value))
        if codes:
            return code_words(codes, value) if isinstance(value, str) else str(value)
        return self._value(field, value)[:_LONGEST]

    def _value(self, field: Field | None, value: Any) -> str:
        if field is not None and isinstance(value, str | list | bool):
            return self._labels.text(field, _typed(field.kind, value))
        if isinstance(value, bool):
            return self._labels.text(_YES_OR_NO, value)
        if isinstance(value, int | float):
            return format_number(value, self._labels.language)
        if isinstance(value, list):
            return "; ".join(_plain(item) for item in value)
        return _plain(value)

    def _address(self, event: Event) -> str:
        """Where the subject is shown; "" where there is no page for it, or none for this reader."""
        if event.subject_type in {"plot", "document", "photo"}:
            code = event.subject_label.partition(":")[0]
            return reverse("plot", args=[code]) if code else ""
        if event.subject_type == "lot":
            return reverse("lot", args=[event.subject_label])
        if event.subject_type == "lease":
            return reverse("lease", args=[event.subject_id])
        if event.subject_type == "change":
            return reverse("change", args=[event.subject_id]) if policies.can_review_changes(self._user) else ""
        if event.subject_type == "scene":
            return reverse("scene", args=[event.subject_id]) if policies.can_load_scenes(self._user) else ""
        if event.subject_type == "scene_job":
            return reverse("scene-load", args=[event.subject_id]) if policies.can_open_scene_desk(self._user) else ""
        return self._uploads.get(event.subject_id, "") if event.subject_type == "import" else ""


def _uploads(user: Any, ids: list[str]) -> dict[str, str]:
    """Addresses of uploaded files at the desk of what they are loaded into, as far as the reader gets in there."""
    if not ids:
        return {}
    pages = {ImportTarget.PLOTS: "import", ImportTarget.REFERENCE: "reference-upload"}
    return {
        str(pk): reverse(page, args=[pk])
        for target, page in pages.items()
        for pk in ImportJob.objects.visible_to(user, target).filter(pk__in=ids).values_list("pk", flat=True)
    }


_YES_OR_NO = Field("", "", "boolean", "")


def _typed(kind: str, value: Any) -> Any:
    """A day or a number that the log keeps as text."""
    try:
        if kind == "date":
            return date.fromisoformat(value)
        if kind == "date-time":
            return f"{localtime(datetime.fromisoformat(value)):%d/%m/%Y %H:%M}"
        return Decimal(value) if kind == "number" else value
    except (ArithmeticError, TypeError, ValueError):
        return value


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(item)}" for key, item in value.items() if item not in (None, "", []))
    return ", ".join(_plain(item) for item in value) if isinstance(value, list) else str(value)
