"""The table old number -> new number of a commune, as offices send it: CSV with a heading."""

import csv
import io
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
# Why a row was left out, by what the action answers.
WHY: dict[str, Any] = {
    "not_held": gettext_lazy("không có khu đất nào đang giữ số này trong phần được xem"),
    "ended": gettext_lazy("khu đất giữ số này không còn trong quỹ đất"),
    "later": gettext_lazy("số này chỉ được giữ từ ngày đó hoặc sau đó"),
    "unchanged": gettext_lazy("đã mang số mới"),
}
TITLES = ("Số tờ cũ", "Số thửa cũ", "Số tờ mới", "Số thửa mới")


def read_numbers(path: Path) -> list[NumberRow]:
    """The rows of a file, see `rows_of`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadFile(f"Không đọc được tệp {path.name}.") from error
    return rows_of(text_of(content))


def text_of(content: bytes) -> str:
    """The text of a file.

    Raises:
        BadFile: it is not in UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(_("Không đọc được tệp: cần CSV mã UTF-8.")) from error


def rows_of(text: str) -> list[NumberRow]:
    """The rows with their lines; empty ones are passed over. Cells stand apart by comma, semicolon or tab.

    Raises:
        BadFile: a column is missing.
    """
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
        raise BadFile(
            _("Bảng thiếu cột: %(missing)s. Dòng đầu cần có: %(titles)s.")
            % {"missing": ", ".join(missing), "titles": ", ".join(TITLES)}
        )
    return {name: at for name, at in found.items() if at is not None}
