"""The facts of a plot as tables on paper, grouped as officials read them."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Spacer, Table, TableStyle

from gis.layers import Audience
from gis.text.numbers import format_area
from land.exports.pdf_page import FACT, GROUP, LEAD, NAME, RULE
from land.exports.records import Record
from land.exports.rows import number_lang

# Shown even when empty: what is not known is a fact too.
_MAIN = ("name", "area_m2", "land_use", "use_state", "managing_agency_name")
_NAME_WIDTH = 42 * mm
_ROOM = 0.9  # above and below a line, in points: with more, facts and plans leave the one page of A4
_CODED = ("land_use", "land_use_current")
# Codes and names of the same thing: people read the name.
_SPELT_ELSEWHERE = ("code", "unit", "unit_at_record", "managing_agency")


def fact_table(record: Record, width: float, planning: Sequence[tuple[str, str]], *, internal: bool) -> Iterator[Any]:
    """Flowables with every known fact.

    Args:
        record: as its reader may see it.
        width: of the tables.
        planning: heading and text of what planning says; none for a past state.
        internal: internal fields too, where the reader has them.
    """
    yield _table([(record.heading(name), _text(record, name) or _("Chưa có thông tin"), LEAD) for name in _MAIN], width)
    for title, names in _groups(record):
        rows = [(record.heading(name), text, FACT) for name in names if (text := _text(record, name))]
        if rows:
            yield from _group(title, rows, width)
    if planning:
        yield from _group(_("Quy hoạch và giá đất"), [(name, text, FACT) for name, text in planning], width)
    inside = [column for column in record.columns if column.field.audience > Audience.PUBLIC]
    rows = [(column.heading, text, FACT) for column in inside if (text := _text(record, column.name))]
    if internal and rows:
        yield from _group(_("Thông tin nội bộ – không cung cấp ra ngoài"), rows, width)


def _group(title: str, rows: list[tuple[str, str, Any]], width: float) -> Iterator[Any]:
    yield Paragraph(escape(title), GROUP)
    yield Spacer(1, 1 * mm)
    yield _table(rows, width)


def _groups(record: Record) -> Iterator[tuple[str, list[str]]]:
    named = {
        _("Vị trí"): [
            "address",
            "unit_name",
            "unit_at_record_name",
            "sheet_number",
            "parcel_number",
            "parcel_uid",
            "location_basis",
        ],
        _("Diện tích"): ["area_method", "area_legal_m2", "area_surveyed_m2", "area_planar_m2", "area_geodesic_m2"],
        _("Pháp lý và quản lý"): [
            "legal_status",
            "origin",
            "land_use_current",
            "using_agency_name",
            "decision_number",
            "decision_on",
            "decision_issuer",
            "handling_plan",
            "public_flags",
        ],
        _("Nguồn dữ liệu"): ["source", "surveyed_on", "published_on"],
    }
    yield from named.items()
    listed = {name for names in named.values() for name in names} | {*_MAIN, *_SPELT_ELSEWHERE}
    # A field declared later than this file is printed all the same.
    rest = [
        column.name
        for column in record.columns
        if column.name not in listed and column.field.audience == Audience.PUBLIC and column.field.kind != "boolean"
    ]
    yield _("Thông tin khác"), rest


def _text(record: Record, name: str) -> str:
    value = record.value(name)
    if value is None or value == "" or value == []:
        return ""
    text = record.text(name)
    if name in _CODED:
        return f"{value} – {text}"
    if name == "parcel_uid" and record.value("parcel_uid_provisional"):
        return f"{text} ({_('tạm tính')})"
    return _area(value) if name == "area_m2" else text


def _area(value: Any) -> str:
    text = format_area(value, number_lang())
    return f"{text} ({format_area(value, number_lang(), 'ha')})" if value >= 10_000 else text


def _table(rows: list[tuple[str, str, Any]], width: float) -> Table:
    cells = [[Paragraph(escape(name), NAME), Paragraph(escape(text), style)] for name, text, style in rows]
    table = Table(cells, colWidths=[_NAME_WIDTH, width - _NAME_WIDTH])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), _ROOM),
                ("BOTTOMPADDING", (0, 0), (-1, -1), _ROOM),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, RULE),
            ]
        )
    )
    return table
