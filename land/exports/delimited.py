"""CSV: one kind for Vietnamese Excel, one for machines."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gis.text.cells import defused
from land.exports.rows import Chunk, Column, day_text, plain

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Dialect:
    """How a table becomes text.

    Attributes:
        delimiter: Vietnamese Excel uses the comma for decimals, so a double click splits at semicolons only.
        labels: a label column beside each code column.
        headings: Vietnamese headings instead of outward field names.
        value: writes one value.
    """

    delimiter: str
    bom: bytes
    labels: bool
    headings: bool
    value: Callable[[Any], str]


def _for_people(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (float, Decimal)):
        return decimal_comma(value)
    if isinstance(value, (date, datetime)):
        return day_text(value)
    return _text(value)


def _for_machines(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return str(value)
    return _text(plain(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return defused(", ".join(value)) if isinstance(value, (list, tuple)) else _unless_number(value)


def _unless_number(value: Any) -> str:
    return str(value) if isinstance(value, (int, float)) else defused(str(value))


def decimal_comma(value: float | Decimal, decimals: int | None = None) -> str:
    """A number as a Vietnamese spreadsheet reads it: decimal comma, no grouping."""
    text = f"{value:f}" if decimals is None else f"{value:.{decimals}f}"
    return text.replace(".", ",")


EXCEL = Dialect(";", BOM, labels=True, headings=True, value=_for_people)
MACHINE = Dialect(",", b"", labels=False, headings=False, value=_for_machines)


class _Line:
    """What csv writes to: keeps the last line."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def lines(rows: Iterator[Sequence[str]], delimiter: str) -> Iterator[bytes]:
    """Encoded lines, CRLF as RFC 4180 has it."""
    line = _Line()
    writer = csv.writer(line, delimiter=delimiter)
    for row in rows:
        writer.writerow(row)
        yield line.text.encode()


def table(
    chosen: Sequence[Column], chunks: Iterator[Chunk], dialect: Dialect, *, placed: bool = True
) -> Iterator[bytes]:
    """The whole file, piece by piece.

    Args:
        placed: points of WGS 84 follow the fields, so a machine can place the row.
    """
    yield dialect.bom
    yield from lines(_rows(chosen, chunks, dialect, placed=placed), dialect.delimiter)


def _rows(
    chosen: Sequence[Column], chunks: Iterator[Chunk], dialect: Dialect, *, placed: bool
) -> Iterator[Sequence[str]]:
    yield [*_headings(chosen, dialect), *(["longitude", "latitude"] if placed else [])]
    for chunk in chunks:
        for values, point in zip(chunk.values, chunk.anchors, strict=True):
            yield [*_cells(chosen, values, dialect), *(_place(point, dialect) if placed else [])]


def _place(point: Any, dialect: Dialect) -> list[str]:
    if point is None:
        return ["", ""]
    place = [f"{point.x:.7f}", f"{point.y:.7f}"]
    return [number.replace(".", ",") for number in place] if dialect.delimiter == ";" else place


def has_label(column: Column) -> bool:
    """Whether a code column gets a label column beside it."""
    return column.labels is not None and not column.named_elsewhere


def label_heading(column: Column) -> str:
    """Heading of the label column."""
    return _("%(heading)s (tên)") % {"heading": column.heading}


def _headings(chosen: Sequence[Column], dialect: Dialect) -> Iterator[str]:
    for column in chosen:
        yield column.heading if dialect.headings else column.name
        if dialect.labels and has_label(column):
            yield label_heading(column)


def _cells(chosen: Sequence[Column], values: Sequence[Any], dialect: Dialect) -> Iterator[str]:
    for column, value in zip(chosen, values, strict=True):
        yield dialect.value(value)
        if dialect.labels and has_label(column):
            yield defused(column.label(value))
