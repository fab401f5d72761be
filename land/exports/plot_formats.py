"""One plot in the formats people ask for."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
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
from land.exports.planning import planning_lines, planning_members, read_planning
from land.exports.records import Record, read_plot
from land.exports.rows import Chunk, number_lang
from land.layers import PLOTS
from land.past import Past
from land.reading_details import Planning

FORMATS = ("geojson", "gpkg", "kml", "dxf", "csv", "xlsx")


@dataclass(frozen=True)
class _Asked:
    """One plot for one reader, on the day that the file names."""

    record: Record
    today: date
    user: Any

    @cached_property
    def planning(self) -> Planning | None:
        return read_planning(self.user, self.record, self.today)

    @property
    def notes(self) -> list[str]:
        """What the file is."""
        record = self.record
        notes = [words.source(), words.data_of(record.past, self.today), words.system(), words.disclaimer()]
        return [*notes, words.sample()] if record.sample else notes

    @property
    def plans(self) -> list[tuple[str, str]]:
        """What planning says, heading and text."""
        return [] if self.planning is None else planning_lines(self.planning)

    @property
    def description(self) -> str:
        """All of it as text."""
        return "\n".join([*self.notes, *(f"{name}: {text}" for name, text in self.plans)])


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
    return _WRITERS[fmt](_Asked(read_plot(user, code, past), today or timezone.localdate(), user))


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


def _moved(record: Record, target: crs.Crs) -> Any:
    shape = record.geom if record.geom is not None else record.point
    return None if shape is None else crs.transform(shape, crs.LEGAL, target)


def _chunk(record: Record, target: crs.Crs) -> Chunk:
    shapes, anchors = np.full(1, None, dtype=object), np.full(1, None, dtype=object)
    (shapes if record.geom is not None else anchors)[0] = _moved(record, target)
    return Chunk([record.values], shapes, anchors)


def _geojson(asked: _Asked) -> Download:
    record = asked.record
    properties = {column.name: value for column, value in zip(record.columns, record.values, strict=True)}
    feature = geojson.feature(record.code, _moved(record, crs.CRS84), properties)
    feature["description"] = " ".join(asked.notes)
    if asked.planning is not None:
        feature["planning"] = planning_members(asked.planning)  # a foreign member (RFC 7946, 6.1)
    body = json.dumps(feature, ensure_ascii=False, indent=1).encode()
    return Download(f"{record.code}.geojson", geojson.CONTENT_TYPE, body)


def _xlsx(asked: _Asked) -> Download:
    """The record as one row of the register's spreadsheet, and what it is on the second sheet."""
    record = asked.record
    names = (_("Nguồn"), _("Thời điểm"), _("Hệ tọa độ"), _("Lưu ý"), _("Dữ liệu"))
    facts = [*zip(names, asked.notes, strict=False), *asked.plans]
    none = np.full(1, None, dtype=object)
    rows = iter([Chunk([record.values], none, none)])
    body = written(lambda folder: spreadsheet.write(folder / "plot.xlsx", record.code, record.columns, rows, facts))
    return Download(f"{record.code}.xlsx", spreadsheet.CONTENT_TYPE, body)


def _gpkg(asked: _Asked) -> Download:
    record = asked.record
    about = geopackage.About(record.code, asked.description)
    layer: Layer = PLOTS
    body = written(
        lambda folder: geopackage.write(
            folder / "plot.gpkg", layer, record.columns, iter([_chunk(record, crs.LEGAL)]), about
        )
    )
    return Download(f"{record.code}.gpkg", geopackage.CONTENT_TYPE, body)


def _kml(asked: _Asked) -> Download:
    record = asked.record
    shades = colours.colours([record.value("land_use") or ""])
    pieces = kml.document(record.code, asked.description, shades, record.columns, iter([_chunk(record, crs.CRS84)]))
    return Download(f"{record.code}.kml", kml.CONTENT_TYPE, b"".join(pieces))


def _dxf(asked: _Asked) -> Download:
    record = asked.record
    if record.point is None:
        raise ExportError(_("Khu đất chưa có vị trí trên bản đồ nên không vẽ được DXF."))
    from land.exports import dxf  # when it is asked for: ezdxf would take 0.4 s of every start

    area = record.value("area_m2")
    label = [record.code, record.sheet_and_parcel, format_area(area, number_lang()) if area is not None else ""]
    body = dxf.drawing(
        record.rings,
        [line for line in label if line],
        (record.point.x, record.point.y),
        asked.notes,
    )
    return Download(f"{record.code}.dxf", dxf.CONTENT_TYPE, body)


def _corners(asked: _Asked) -> Download:
    record = asked.record
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


_WRITERS: dict[str, Callable[[_Asked], Download]] = {
    "geojson": _geojson,
    "gpkg": _gpkg,
    "kml": _kml,
    "dxf": _dxf,
    "csv": _corners,
    "xlsx": _xlsx,
}
