"""The row of headings of a list, in whatever encoding the list was typed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from gis.text.charsets import Encoding
from gis.text.legacy import decode_text, detect_encoding
from land.loading.columns import known_heading, names_person
from land.loading.tables import unique_names

Row = tuple[int, list[Any]]
Read = Callable[[str], str]
_LAST = 40  # letterhead, titles and remarks above a table are never longer
SEARCHED = _LAST + 2  # headings may take two rows


@dataclass(frozen=True)
class Heading:
    """The headings found.

    Attributes:
        names: one for each column, as they stand in the file.
        row: number of the row, as the person sees it.
        first: number of the first row below the headings.
        known: how many names mean a field of the register.
        read: a text of the file in Unicode, as far as headings and sums need it.
    """

    names: list[str]
    row: int
    first: int
    known: int
    read: Read


def find_heading(head: list[Row], wanted: int | None) -> Heading | None:
    """The headings among the first rows; None when no row looks like them.

    Args:
        head: the first SEARCHED rows.
        wanted: number of the row that a person named.
    """
    head = [(number, _trimmed(values)) for number, values in head]
    read = _reader(_encoding(head))
    place = next((at for at, row in enumerate(head) if row[0] == wanted), None) if wanted else _place(head, read)
    if place is None:
        return None
    names, used = _names(head, place, read)
    known = sum(known_heading(read(name)) for name in names)
    return Heading(names, head[place][0], head[place + used - 1][0] + 1, known, read)


def is_number(value: Any) -> bool:
    """Whether a cell holds a number or a day."""
    return isinstance(value, int | float | date | datetime) or bool(re.fullmatch(r"[\d.,\s]+", str(value)))


def _encoding(head: list[Row]) -> Encoding:
    """The encoding that makes most headings of one row known; words decide where several do.

    Words alone would not do: a letterhead may be typed in Unicode over a list in TCVN3.
    """
    likely = detect_encoding(_text(value) for _number, values in head for value in values).encoding
    return max([likely, *Encoding], key=lambda encoding: max(_scores(head, _reader(encoding)), default=0))


def _reader(encoding: Encoding) -> Read:
    @lru_cache(maxsize=4_096)
    def read(text: str) -> str:
        return text if text.isascii() else decode_text(text, encoding)

    return read


def _scores(head: list[Row], read: Read) -> list[int]:
    return [sum(known_heading(read(_text(value))) for value in values) for _number, values in head[:_LAST]]


def _place(head: list[Row], read: Read) -> int | None:
    """The row with most known headings; without any, the first one of two texts or more with data below."""
    scores = _scores(head, read)
    best = max(scores, default=0)
    if best >= 2:
        return scores.index(best)
    for at, (_number, values) in enumerate(head[:_LAST]):
        texts = [value for value in values if isinstance(value, str) and not is_number(value)]
        if len(texts) >= 2 and len(texts) == sum(value is not None for value in values) and at + 1 < len(head):
            return at
    return None


def _names(head: list[Row], place: int, read: Read) -> tuple[list[str], int]:
    """Headings, of two rows where one heading spans several columns ("Thửa đất" over "Số tờ", "Số thửa")."""
    top = _texts(head[place])
    above = _texts(head[place - 1]) if place else []
    if _is_group_row(above, top, read):
        return unique_names(_joined(above, top, read)), 1
    below = _texts(head[place + 1]) if place + 1 < len(head) else []
    gaps = [at for at, value in enumerate(below) if value and (at >= len(top) or not top[at] or _spans(top, at))]
    if gaps and all(not is_number(below[at]) for at in gaps) and _is_sub_row(top, below, read):
        return unique_names(_joined(top, below, read)), 2
    return unique_names(top), 1


def _joined(highs: list[str], lows: list[str], read: Read) -> list[str]:
    """One name for each column of two rows of headings.

    What stands under a person says so in brackets: "Địa chỉ" under "Người sử dụng đất" is not where the plot lies.
    """
    width = max(len(highs), len(lows))
    names, person = [], ""
    for high, low in zip(_padded(highs, width), _padded(lows, width), strict=True):
        if high:
            person = high if low and names_person(read(high)) else ""
        names.append(f"{low} ({person})" if low and person else low or high)
    return names


def _is_group_row(above: list[str], top: list[str], read: Read) -> bool:
    """Headings above the found row that fill its gaps, or groups of columns of which one is about a person."""
    texts = _padded(above, len(top))
    fills = [at for at, value in enumerate(top) if not value and texts[at]]
    if any(known_heading(read(texts[at])) for at in fills):
        return True
    return sum(map(bool, above)) >= 2 and any(names_person(read(text)) for text in above)  # a title stands alone


def _is_sub_row(top: list[str], below: list[str], read: Read) -> bool:
    known = sum(known_heading(read(value)) for value in below)
    return known >= 2 and sum(map(bool, below)) < max(len(top), len(below))


def _spans(top: list[str], at: int) -> bool:
    return at + 1 < len(top) and not top[at + 1]


def _padded(values: list[str], width: int) -> list[str]:
    return [*values, *[""] * (width - len(values))]


def _trimmed(values: Sequence[Any]) -> list[Any]:
    """Without the blank cells at the right, of which a sheet may have hundreds."""
    last = max((at for at, value in enumerate(values) if value is not None), default=-1)
    return list(values[: last + 1])


def _texts(row: Row) -> list[str]:
    return [_text(value) for value in row[1]]


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""
