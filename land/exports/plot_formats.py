"""One plot in the formats people ask for."""

from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gis.text.numbers import format_area
from land.exports import words
from land.exports.downloads import Download
from land.exports.planning import planning_lines, planning_members, read_planning
from land.exports.records import Record, read_plot
from land.exports.rows import number_lang
from land.exports.single import FORMATS, Single, check_format, export_single
from land.layers import PLOTS
from land.past import Past
from land.reading_details import Planning

__all__ = ["FORMATS", "export_plot"]


def export_plot(fmt: str, *, code: str, user: Any, today: date | None = None, past: Past | None = None) -> Download:
    """One plot as a file, with the fields this reader may see.

    Args:
        fmt: one of FORMATS; "csv" is the table of corners.
        code: plot code.
        user: the reader.
        today: the day on the file; the local day by default.
        past: the state that is written; today's by default.

    Raises:
        NotFound: no such plot for this reader.
        ExportError: an unknown format, or corners of a plot without a boundary.
    """
    check_format(fmt)
    return export_single(fmt, _single(read_plot(user, code, past), today or timezone.localdate(), user))


def _single(record: Record, today: date, user: Any) -> Single:
    @cache
    def planning() -> Planning | None:
        return read_planning(user, record, today)

    def lines() -> list[tuple[str, str]]:
        found = planning()
        return [] if found is None else planning_lines(found)

    def members() -> dict[str, Any]:
        found = planning()
        return {} if found is None else {"planning": planning_members(found)}

    notes = [words.source(), words.data_of(record.past, today), words.system(), words.disclaimer()]
    area = record.value("area_m2")
    return Single(
        record=record,
        layer=PLOTS,
        notes=[*notes, words.sample()] if record.sample else notes,
        label=(record.code, record.sheet_and_parcel, format_area(area, number_lang()) if area is not None else ""),
        lines=lines,
        members=members,
        without={
            "dxf": _("Khu đất chưa có vị trí trên bản đồ nên không vẽ được DXF."),
            "csv": _("Khu đất chưa có ranh giới nên chưa có bảng tọa độ đỉnh."),
        },
    )
