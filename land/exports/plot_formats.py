"""One plot in the formats people ask for."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from gis import crs
from gis.layers import Layer
from gis.text.numbers import format_area
from land import colours
from land.corners import Ring
from land.exports import geojson, geopackage, kml, spreadsheet, words
from land.exports.delimited import BOM, decimal_comma, lines
from land.exports.downloads import Download, ExportError, written
from land.exports.records import Record, read_plot
from land.exports.rows import Chunk, number_lang
from land.layers import PLOTS
from land.past import Past

FORMATS = ("geojson", "gpkg", "kml", "dxf", "csv", "xlsx")


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
    if fmt not in _WRITERS:
        raise ExportError(
            _("Không có định dạng %(format)s. Các định dạng: %(known)s.") % {"format": fmt, "known": ", ".join(FORMATS)}
        )
    record = read_plot(user, code, past)
    return _WRITERS[fmt](record, today or timezone.localdate())


def corner_rows(rings: Sequence[Ring]) -> Iterator[list[str]]:
    """The corner table as people read it: part, ring, number, X, Y, latitude, longitude, edge to, edge length."""
    for ring in rings:
        name = _("ngoài") if not ring.hole else _("lỗ %(number)s") % {"number": ring.hole}
        for corner, after in zip(ring.corners, ring.numbers[1:], strict=True):
            yield [
                str(ring.part),
                name,
                str(corner.number),
                decimal_comma(corner.x, 3),
                decimal_comma(corner.y, 3),
                decimal_comma(corner.latitude, 8),
                decimal_comma(corner.longitude, 8),
                f"{corner.number}-{after}",
                decimal_comma(corner.edge_m, 2),
            ]


def _notes(record: Record, today: date) -> list[str]:
    lines = [words.source(), words.data_of(record.past, today), words.system(), words.disclaimer()]
    return [*lines, words.sample()] if record.sample else lines


def _moved(record: Record, target: crs.Crs) -> Any:
    shape = record.geom if record.geom is not None else record.point
    return None if shape is None else crs.transform(shape, crs.LEGAL, target)


def _chunk(record: Record, target: crs.Crs) -> Chunk:
    shapes, anchors = np.full(1, None, dtype=object), np.full(1, None, dtype=object)
    (shapes if record.geom is not None else anchors)[0] = _moved(record, target)
    return Chunk([record.values], shapes, anchors)


def _geojson(record: Record, today: date) -> Download:
    properties = {column.name: value for column, value in zip(record.columns, record.values, strict=True)}
    feature = geojson.feature(record.code, _moved(record, crs.CRS84), properties)
    feature["description"] = " ".join(_notes(record, today))
    body = json.dumps(feature, ensure_ascii=False, indent=1).encode()
    return Download(f"{record.code}.geojson", geojson.CONTENT_TYPE, body)


def _xlsx(record: Record, today: date) -> Download:
    """The record as one row of the register's spreadsheet, and what it is on the second sheet."""
    names = (_("Nguồn"), _("Thời điểm"), _("Hệ tọa độ"), _("Lưu ý"), _("Dữ liệu"))
    facts = list(zip(names, _notes(record, today), strict=False))
    none = np.full(1, None, dtype=object)
    rows = iter([Chunk([record.values], none, none)])
    body = written(lambda folder: spreadsheet.write(folder / "plot.xlsx", record.code, record.columns, rows, facts))
    return Download(f"{record.code}.xlsx", spreadsheet.CONTENT_TYPE, body)


def _gpkg(record: Record, today: date) -> Download:
    about = geopackage.About(record.code, "\n".join(_notes(record, today)))
    layer: Layer = PLOTS
    body = written(
        lambda folder: geopackage.write(
            folder / "plot.gpkg", layer, record.columns, iter([_chunk(record, crs.LEGAL)]), about
        )
    )
    return Download(f"{record.code}.gpkg", geopackage.CONTENT_TYPE, body)


def _kml(record: Record, today: date) -> Download:
    shades = colours.colours([record.value("land_use") or ""])
    pieces = kml.document(
        record.code, "\n".join(_notes(record, today)), shades, record.columns, iter([_chunk(record, crs.CRS84)])
    )
    return Download(f"{record.code}.kml", kml.CONTENT_TYPE, b"".join(pieces))


def _dxf(record: Record, today: date) -> Download:
    if record.point is None:
        raise ExportError(_("Khu đất chưa có vị trí trên bản đồ nên không vẽ được DXF."))
    from land.exports import dxf  # when it is asked for: ezdxf would take 0.4 s of every start

    area = record.value("area_m2")
    label = [record.code, record.sheet_and_parcel, format_area(area, number_lang()) if area is not None else ""]
    body = dxf.drawing(
        record.rings,
        [line for line in label if line],
        (record.point.x, record.point.y),
        _notes(record, today),
    )
    return Download(f"{record.code}.dxf", dxf.CONTENT_TYPE, body)


def _corners(record: Record, _today: date) -> Download:
    if record.geom is None:
        raise ExportError(_("Khu đất chưa có ranh giới nên chưa có bảng tọa độ đỉnh."))
    head = [
        _("Phần"),
        _("Vòng"),
        _("Số hiệu đỉnh"),
        _("X - Bắc (m)"),
        _("Y - Đông (m)"),
        _("Vĩ độ WGS 84"),
        _("Kinh độ WGS 84"),
        _("Cạnh"),
        _("Chiều dài cạnh (m)"),
    ]
    body = BOM + b"".join(lines(iter([head, *corner_rows(record.rings)]), ";"))
    return Download(f"{record.code}_toa-do-dinh.csv", "text/csv; charset=utf-8", body)


_WRITERS: dict[str, Callable[[Record, date], Download]] = {
    "geojson": _geojson,
    "gpkg": _gpkg,
    "kml": _kml,
    "dxf": _dxf,
    "csv": _corners,
    "xlsx": _xlsx,
}
