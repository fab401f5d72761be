"""Lists without geometry of their own: CSV and XLSX as offices keep them, titles above, sums and signatures below."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from gis.text.fold import fold
from land.loading import archives, formats
from land.loading.columns import known_heading
from land.loading.errors import Unreadable
from land.loading.formats import Format
from land.loading.tables import LIST, SourceTable, as_objects, make_frame, unique_names

Row = tuple[int, list[Any]]
_HEADER_SEARCH = 40
_MAX_COLUMNS = 400
_MAX_ROWS = 2_000_000
_NUMBERING = re.compile(r"\(?\s*(?:\d{1,3}|[a-zA-Z])\s*\)?(?:\s*=.*)?")
_FOOTER = re.compile(
    r"(?:tong(?: cong| so)?|cong(?: don)?|nguoi lap(?: bieu)?|nguoi kiem tra|thu truong|ghi chu|lap bieu|total)\b"
)
_DELIMITERS = ";,\t|"


def open_list(
    name: str, files: Sequence[tuple[Path, Format]], layer: str | None, profile: Mapping[str, Any]
) -> SourceTable:
    """A list as a table.

    Raises:
        Unreadable: no heading row, or several sheets with rows and none chosen.
    """
    sheets = [sheet for path, form in files for sheet in _sheets(path, form)]
    tables = [table for label, rows in sheets if (table := _table(label, rows, profile)) is not None]
    known = [table for table in tables if sum(map(known_heading, table[1])) >= 2]
    tables = known or tables  # a sheet of remarks beside the list is no table
    labels = tuple(table[0] for table in tables)
    if layer:
        tables = [table for table in tables if table[0] == layer]
        if not tables:
            listed = ", ".join(label for label, _rows in sheets)
            raise Unreadable("no_such_layer", name=name, layer=layer, layers=listed)
    if not tables:
        raise Unreadable("no_header", name=name)
    if len(tables) > 1:
        raise Unreadable("choose_layer", name=name, layers=", ".join(labels))
    label, header, body, first = tables[0]
    count = -1
    form = files[0][1]
    return SourceTable(
        name=name,
        format=form.name,
        kind=LIST,
        layers=labels,
        layer=label,
        crs=None,
        encoding=_encoding_of(files[0]),
        columns=tuple(header),
        count=count,
        pieces=lambda size: _pieces(header, body, first, size),
    )


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


def _table(
    label: str, rows: Callable[[], Iterator[Row]], profile: Mapping[str, Any]
) -> tuple[str, list[str], Callable[[], Iterator[Row]], int] | None:
    head = list(islice(rows(), _HEADER_SEARCH + 2))
    wanted = profile.get("header_row")
    place = next((at for at, row in enumerate(head) if row[0] == wanted), None) if wanted else _header_at(head)
    if place is None:
        return None
    header, used = _header([(number, _trimmed(values)) for number, values in head], place)
    first = head[place + used - 1][0] + 1
    if not any(_is_filled(values) for number, values in islice(rows(), 5_000) if number >= first):
        return None
    return label, header, rows, first


def _header_at(head: list[Row]) -> int | None:
    """The row with most known headings; without any, the first one of three texts or more with data below."""
    scores = [sum(known_heading(_text(value)) for value in values) for _number, values in head[:_HEADER_SEARCH]]
    best = max(scores, default=0)
    if best >= 2:
        return scores.index(best)
    for at, (_number, values) in enumerate(head[:_HEADER_SEARCH]):
        texts = [value for value in values if isinstance(value, str) and not _is_number(value)]
        if len(texts) >= 2 and len(texts) == sum(value is not None for value in values) and at + 1 < len(head):
            return at
    return None


def _header(head: list[Row], place: int) -> tuple[list[str], int]:
    """Headings, of two rows where one heading spans several columns ("Thửa đất" over "Số tờ", "Số thửa")."""
    top = [_text(value) for value in head[place][1]]
    if place > 0 and _is_group_row(head[place - 1][1], top):
        above = _filled_right([_text(value) for value in head[place - 1][1]], top)
        joined = [low or high for high, low in zip(_padded(above, len(top)), top, strict=False)]
        return unique_names(joined), 1
    below = [_text(value) for value in head[place + 1][1]] if place + 1 < len(head) else []
    gaps = [at for at, value in enumerate(below) if value and (at >= len(top) or not top[at] or _spans(top, at))]
    if gaps and all(not _is_number(below[at]) for at in gaps) and _is_sub_row(top, below):
        width = max(len(top), len(below))
        joined = [low or high for high, low in zip(_padded(top, width), _padded(below, width), strict=True)]
        return unique_names(joined), 2
    return unique_names(top), 1


def _trimmed(values: list[Any]) -> list[Any]:
    """Without the blank cells at the right, of which a sheet may have hundreds."""
    last = max((at for at, value in enumerate(values) if value is not None), default=-1)
    return values[: last + 1]


def _is_group_row(values: Sequence[Any], top: list[str]) -> bool:
    """Headings above the found row that fill its gaps."""
    texts = _padded([_text(value) for value in values], len(top))
    fills = [at for at, value in enumerate(top) if not value and texts[at]]
    return bool(fills) and any(known_heading(texts[at]) for at in fills)


def _is_sub_row(top: list[str], below: list[str]) -> bool:
    known = sum(known_heading(value) for value in below if value)
    return known >= 2 and sum(bool(value) for value in below) < max(len(top), len(below))


def _spans(top: list[str], at: int) -> bool:
    return at + 1 < len(top) and not top[at + 1]


def _filled_right(above: list[str], top: list[str]) -> list[str]:
    return [value if at >= len(top) or not top[at] else "" for at, value in enumerate(above)]


def _padded(values: list[str], width: int) -> list[str]:
    return [*values, *[""] * (width - len(values))]


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | date | datetime) or bool(re.fullmatch(r"[\d.,\s]+", str(value)))


def _is_filled(values: Sequence[Any]) -> bool:
    return any(value is not None and str(value).strip() for value in values)


def _is_row(values: Sequence[Any], under_header: bool) -> bool:
    """A row of data: not blank, not the line of column numbers, not a sum, not a signature."""
    filled = [value for value in values if value is not None and str(value).strip()]
    if not filled or (under_header and _is_numbering(filled)):
        return False
    texts = [value for value in filled if isinstance(value, str) and not _is_number(value)]
    return not (texts and _FOOTER.match(fold(texts[0])) and len(texts) <= 2)


def _is_numbering(filled: Sequence[Any]) -> bool:
    """(1) (2) (3) ... or A B 1 2 3 under the headings."""
    if len(filled) < 3 or not all(_NUMBERING.fullmatch(str(value).strip()) for value in filled):
        return False
    digits = [re.sub(r"\D", "", str(value).partition("=")[0]) for value in filled]
    numbers = [int(value) for value in digits if value]
    if len(numbers) < len(filled) - 2:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _pieces(header: list[str], rows: Callable[[], Iterator[Row]], first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
    batch: list[Row] = []
    for number, values in rows():
        if number >= first and _is_row(values, number <= first + 1):
            batch.append((number, values))
        if len(batch) == size:
            yield _piece(header, batch)
            batch = []
    if batch:
        yield _piece(header, batch)


def _piece(header: list[str], batch: list[Row]) -> gpd.GeoDataFrame:
    columns = {
        name: as_objects([values[at] if at < len(values) else None for _number, values in batch])
        for at, name in enumerate(header)
    }
    empty = as_objects([None] * len(batch))
    return make_frame(columns, empty, [number for number, _values in batch], None)
