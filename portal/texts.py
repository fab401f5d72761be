"""The texts of the code that are to be translated, read from Python by its syntax tree and from templates by Django."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# Name of the function -> places of context, singular and plural among its arguments.
_ASKING: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}


@dataclass(frozen=True)
class Text:
    """One text; `plural` is empty where it does not count anything."""

    singular: str
    plural: str = ""
    context: str = ""


def texts(homes: Sequence[Path]) -> dict[Path, list[Text]]:
    """The texts of each folder in the order of files and lines.

    What several say stands once, in the first of them, and in the form with a plural if any of them counts.

    Args:
        homes: the folders, from the bottom of the ladder up. What is in a folder inside another is the inner one's.
    """
    found: dict[tuple[str, str], Text] = {}
    first: dict[tuple[str, str], Path] = {}
    for home in homes:
        for path in _sources(home, [inner for inner in homes if home in inner.parents]):
            _gather(found, of_code(path.read_text(encoding="utf-8") if path.suffix == ".py" else as_code(path)))
        for key in found:
            first.setdefault(key, home)
    return {home: [text for key, text in found.items() if first[key] == home] for home in homes}


def _sources(home: Path, inner: Sequence[Path]) -> Iterator[Path]:
    code = (path for path in sorted(home.rglob("*.py")) if "migrations" not in path.parts)
    pages = (path for path in sorted(home.rglob("templates/**/*.*")) if path.suffix in {".html", ".txt"})
    for path in (*code, *pages):
        if not any(folder in path.parents for folder in inner):
            yield path


def _gather(found: dict[tuple[str, str], Text], more: Iterator[Text]) -> None:
    for text in more:
        key = (text.singular, text.context)
        if text.singular and (key not in found or text.plural):
            found[key] = text


def as_code(path: Path) -> str:
    """A template's calls as Python, one to a line: what is between them is noise to the parser."""
    made = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(_calls(made))


def _calls(made: str) -> Iterator[str]:
    """`gettext(...)` and the like out of templatize's text, up to the closing bracket of each."""
    at = 0
    while True:
        starts = [(made.find(f" {name}(", at), name) for name in ("gettext", "ngettext", "pgettext", "npgettext", "_")]
        begin, _name = min(((place, name) for place, name in starts if place >= 0), default=(-1, ""))
        if begin < 0:
            return
        end = made.find(")", begin)
        while end > 0 and not _parses(made[begin + 1 : end + 1]):
            end = made.find(")", end + 1)
        if end < 0:
            return
        yield made[begin + 1 : end + 1]
        at = end


def _parses(code: str) -> bool:
    try:
        ast.parse(code, mode="eval")
    except SyntaxError:
        return False
    return True


def of_code(code: str) -> Iterator[Text]:
    """The texts that Python code asks for."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in _ASKING:
                yield from _asked(node, _ASKING[name])


def _asked(node: ast.Call, places: tuple[int | None, int, int | None]) -> Iterator[Text]:
    context, singular, plural = (_constant(node, place) for place in places)
    if singular:
        yield Text(singular, plural, context)


def _constant(node: ast.Call, place: int | None) -> str:
    if place is None or place >= len(node.args):
        return ""
    value = node.args[place]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
