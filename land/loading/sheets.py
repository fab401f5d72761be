"""Lists without geometry of their own: CSV and XLSX as offices keep them, titles above, sums and signatures below."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from gis.text.fold import fold
from land.loading import archives, formats
from land.loading.errors import Unreadable
from land.loading.formats import Format
from land.loading.headings import SEARCHED, Heading, Row, find_heading, is_number
from land.loading.tables import LIST, SourceTable, as_objects, make_frame

_MAX_COLUMNS = 400
_MAX_ROWS = 2_000_000
_NUMBERING = re.compile(r"\(?\s*(?:\d{1,3}|[a-zA-Z])\s*\)?(?:\s*=.*)?")
_FOOTER = re.compile(
    r"(?:tong(?: cong| so)?|cong(?: don)?|nguoi lap(?: bieu)?|nguoi kiem tra|thu truong|ghi chu|lap bieu|total)\b"
)
_DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class _List:
    label: str
    heading: Heading
    rows: Callable[[], Iterator[Row]]


def open_list(
    name: str, files: Sequence[tuple[Path, Format]], layer: str | None, profile: Mapping[str, Any]
) -> SourceTable:
    """A list as a table.

    Raises:
        Unreadable: no heading row, or several sheets with rows and none chosen.
    """
    sheets = [sheet for path, form in files for sheet in _sheets(path, form)]
    wanted = profile.get("header_row")
    tables = [table for label, rows in sheets if (table := _table(label, rows, wanted)) is not None]
    known = [table for table in tables if table.heading.known >= 2]
    tables = known or tables  # a sheet of remarks beside the list is no table
    labels = tuple(table.label for table in tables)
    if layer:
        tables = [table for table in tables if table.label == layer]
        if not tables:
            listed = ", ".join(label for label, _rows in sheets)
            raise Unreadable("no_such_layer", name=name, layer=layer, layers=listed)
    if not tables:
        raise Unreadable("no_header", name=name)
    if len(tables) > 1:
        raise Unreadable("choose_layer", name=name, layers=", ".join(labels))
    chosen = tables[0]
    named = wanted or profile.get("columns")
    return SourceTable(
        name=name,
        format=files[0][1].name,
        kind=LIST,
        layers=labels,
        layer=chosen.label,
        crs=None,
        encoding=_encoding_of(files[0]),
        columns=tuple(chosen.heading.names),
        count=-1,
        pieces=lambda size: _pieces(chosen.heading, chosen.rows, size),
        notes=[] if chosen.heading.known or named else [_guessed(chosen.heading)],
    )


def _guessed(heading: Heading) -> tuple[str, dict[str, Any]]:
    """The remark that no heading is known and which row was taken for them."""
    shown = ", ".join(heading.read(name) for name in heading.names[:4])
    return "heading_guessed", {"row": heading.row, "columns": shown}


def _encoding_of(file: tuple[Path, Format]) -> str:
    return _text_encoding(file[0]) if file[1] is formats.CSV else ""


def _sheets(path: Path, form: Format) -> list[tuple[str, Callable[[], Iterator[Row]]]]:
    if form is formats.CSV:
        return [(path.stem, lambda: _csv_rows(path))]
    with _opened(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [(title, _sheet_reader(path, title)) for title in names]


def _sheet_reader(path: Path, title: str) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        with _opened(path) as book:
            for number, values in enumerate(book[title].iter_rows(values_only=True, max_col=_MAX_COLUMNS), start=1):
                if number > _MAX_ROWS:
                    return
                yield number, list(values)

    return rows


class _opened:  # noqa: N801  reads as a statement
    """A workbook read row by row; what its zip claims is checked first."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Any:
        try:
            with zipfile.ZipFile(self.path) as archive:
                archives.inspect(self.path, archive.infolist())
            self.book = openpyxl.load_workbook(self.path, read_only=True, data_only=True, keep_links=False)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
            raise Unreadable("damaged", name=self.path.name, what=type(error).__name__) from error
        return self.book

    def __exit__(self, *_: object) -> None:
        self.book.close()


def _text_encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        file.seek(0)
        try:
            for line in file:
                line.decode("utf-8")
        except UnicodeDecodeError:
            return "latin-1"  # bytes one by one; which legacy encoding they are is found out from the words
    return "utf-8-sig"


def _csv_rows(path: Path) -> Iterator[Row]:
    encoding = _text_encoding(path)
    csv.field_size_limit(50_000_000)  # a WKT of a large forest has megabytes
    with path.open(encoding=encoding, newline="") as file:
        sample = "".join(islice(file, 60))
        file.seek(0)
        reader = csv.reader(file, delimiter=_delimiter(sample))
        for values in reader:
            yield reader.line_num, [value if value.strip() else None for value in values[:_MAX_COLUMNS]]


def _delimiter(sample: str) -> str:
    """The sign that parts most rows into the same number of cells, more than one."""
    best, score = ",", 0.0
    for sign in _DELIMITERS:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=sign) if row]
        common = max(set(widths), key=widths.count, default=1)
        share = widths.count(common) / max(1, len(widths)) * min(common, 12)
        if common > 1 and share > score:
            best, score = sign, share
    return best


def _table(label: str, rows: Callable[[], Iterator[Row]], wanted: int | None) -> _List | None:
    heading = find_heading(list(islice(rows(), SEARCHED)), wanted)
    if heading is None:
        return None
    if not any(_is_filled(values) for number, values in islice(rows(), 5_000) if number >= heading.first):
        return None
    return _List(label, heading, rows)


def _is_filled(values: Sequence[Any]) -> bool:
    return any(value is not None and str(value).strip() for value in values)


def _is_row(values: Sequence[Any], under_header: bool, read: Callable[[str], str]) -> bool:
    """A row of data: not blank, not the line of column numbers, not a sum, not a signature."""
    filled = [value for value in values if value is not None and str(value).strip()]
    if not filled or (under_header and _is_numbering(filled)):
        return False
    texts = [value for value in filled if isinstance(value, str) and not is_number(value)]
    return not (1 <= len(texts) <= 2 and _FOOTER.match(fold(read(texts[0]))))


def _is_numbering(filled: Sequence[Any]) -> bool:
    """(1) (2) (3) ... or A B 1 2 3 under the headings."""
    if len(filled) < 3 or not all(_NUMBERING.fullmatch(str(value).strip()) for value in filled):
        return False
    digits = [re.sub(r"\D", "", str(value).partition("=")[0]) for value in filled]
    numbers = [int(value) for value in digits if value]
    if len(numbers) < len(filled) - 2:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _pieces(heading: Heading, rows: Callable[[], Iterator[Row]], size: int) -> Iterator[gpd.GeoDataFrame]:
    batch: list[Row] = []
    for number, values in rows():
        if number >= heading.first and _is_row(values, number <= heading.first + 1, heading.read):
            batch.append((number, values))
        if len(batch) == size:
            yield _piece(heading.names, batch)
            batch = []
    if batch:
        yield _piece(heading.names, batch)


def _piece(header: list[str], batch: list[Row]) -> gpd.GeoDataFrame:
    columns = {
        name: as_objects([values[at] if at < len(values) else None for _number, values in batch])
        for at, name in enumerate(header)
    }
    empty = as_objects([None] * len(batch))
    return make_frame(columns, empty, [number for number, _values in batch], None)
