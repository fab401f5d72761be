"""The table old number -> new number of a commune, as offices send it: CSV with a heading."""

import csv
import io
from pathlib import Path

from gis.text.fold import fold
from land.actions import NumberRow
from land.errors import BadFile

# Heading, folded and without spaces -> field.
_HEADINGS = {
    "old_sheet": ("tocu", "sotocu", "sotobandocu", "oldsheet"),
    "old_parcel": ("thuacu", "sothuacu", "sothuadatcu", "oldparcel"),
    "new_sheet": ("tomoi", "sotomoi", "sotobandomoi", "newsheet"),
    "new_parcel": ("thuamoi", "sothuamoi", "sothuadatmoi", "newparcel"),
}
TITLES = ("Số tờ cũ", "Số thửa cũ", "Số tờ mới", "Số thửa mới")


def read_numbers(path: Path) -> list[NumberRow]:
    """The rows with their lines in the file; empty ones are passed over.

    Raises:
        BadFile: no text in UTF-8, or a column is missing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"Không đọc được tệp {path.name}: cần CSV mã UTF-8.") from error
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    places = _places(next(reader, []))
    rows = []
    for cells in reader:
        values = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        if any(values.values()):
            rows.append(NumberRow(reader.line_num, **values))
    return rows


def _places(heading: list[str]) -> dict[str, int]:
    keys = [fold(title).replace(" ", "").replace("_", "") for title in heading]
    found = {name: next((at for at, key in enumerate(keys) if key in known), None) for name, known in _HEADINGS.items()}
    if missing := [title for title, at in zip(TITLES, found.values(), strict=True) if at is None]:
        raise BadFile(f"Tệp thiếu cột: {', '.join(missing)}. Dòng đầu cần có: {', '.join(TITLES)}.")
    return {name: at for name, at in found.items() if at is not None}
