"""One row of a layer in the formats people ask for: the layer's owner says what the file is, the rest is here."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from gis import crs
from gis.layers import Layer
from land import colours
from land.corners import Ring
from land.exports import geojson, geopackage, kml, spreadsheet
from land.exports.delimited import BOM, decimal_comma, lines
from land.exports.downloads import Download, ExportError, written
from land.exports.records import Record
from land.exports.rows import Chunk

FORMATS = ("geojson", "gpkg", "kml", "dxf", "csv", "xlsx")


@dataclass(frozen=True)
class Single:
    """One row for one reader, and what its file says of itself.

    Attributes:
        record: the row as the reader sees it.
        layer: its declaration.
        notes: source, day, system, notice, and for made-up data that it is; in this order.
        label: what a drawing writes into the boundary, a line each.
        lines: heading and text of what else is known; read when a format wants it.
        members: the same for programs: foreign members of the GeoJSON feature (RFC 7946, 6.1).
        without: format -> the sentence that refuses it where the row has no place or no boundary.
    """

    record: Record
    layer: Layer
    notes: Sequence[str]
    label: Sequence[str] = ()
    lines: Callable[[], Sequence[tuple[str, str]]] = tuple
    members: Callable[[], Mapping[str, Any]] = dict
    without: Mapping[str, str] = field(default_factory=dict)

    @property
    def description(self) -> str:
        """Everything the file says of itself, as text."""
        return "\n".join([*self.notes, *(f"{name}: {text}" for name, text in self.lines())])


def export_single(fmt: str, one: Single) -> Download:
    """The row as a file.

    Args:
        fmt: one of FORMATS; "csv" is the table of corners.

    Raises:
        ExportError: a drawing of a row without a place, or corners of one without a boundary.
    """
    return _WRITERS[fmt](one)


def check_format(fmt: str, known: Sequence[str] = FORMATS) -> None:
    """Refuse what is not written here.

    Raises:
        ExportError: an unknown format.
    """
    if fmt not in known:
        raise ExportError(
            _("Không có định dạng %(format)s. Các định dạng: %(known)s.") % {"format": fmt, "known": ", ".join(known)}
        )


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


def _geojson(one: Single) -> Download:
    record = one.record
    properties = {column.name: value for column, value in zip(record.columns, record.values, strict=True)}
    feature = geojson.feature(record.code, _moved(record, crs.CRS84), properties)
    feature["description"] = " ".join(one.notes)
    feature |= one.members()
    body = json.dumps(feature, ensure_ascii=False, indent=1).encode()
    return Download(f"{record.code}.geojson", geojson.CONTENT_TYPE, body)


def _xlsx(one: Single) -> Download:
    """The record as one row of the list's spreadsheet, and what it is on the second sheet."""
    record = one.record
    names = (_("Nguồn"), _("Thời điểm"), _("Hệ tọa độ"), _("Lưu ý"), _("Dữ liệu"))
    facts = [*zip(names, one.notes, strict=False), *one.lines()]
    none = np.full(1, None, dtype=object)
    rows = iter([Chunk([record.values], none, none)])
    body = written(lambda folder: spreadsheet.write(folder / "one.xlsx", record.code, record.columns, rows, facts))
    return Download(f"{record.code}.xlsx", spreadsheet.CONTENT_TYPE, body)


def _gpkg(one: Single) -> Download:
    record = one.record
    about = geopackage.About(record.code, one.description)
    chunks = iter([_chunk(record, crs.LEGAL)])
    body = written(lambda folder: geopackage.write(folder / "one.gpkg", one.layer, record.columns, chunks, about))
    return Download(f"{record.code}.gpkg", geopackage.CONTENT_TYPE, body)


def _kml(one: Single) -> Download:
    record = one.record
    shades = colours.colours([record.value("land_use") or ""])
    pieces = kml.document(record.code, one.description, shades, record.columns, iter([_chunk(record, crs.CRS84)]))
    return Download(f"{record.code}.kml", kml.CONTENT_TYPE, b"".join(pieces))


def _dxf(one: Single) -> Download:
    record = one.record
    if record.point is None:
        raise ExportError(one.without["dxf"])
    from land.exports import dxf  # when it is asked for: ezdxf would take 0.4 s of every start

    place = (record.point.x, record.point.y)
    body = dxf.drawing(record.rings, [line for line in one.label if line], place, one.notes)
    return Download(f"{record.code}.dxf", dxf.CONTENT_TYPE, body)


def _corners(one: Single) -> Download:
    record = one.record
    if record.geom is None:
        raise ExportError(one.without["csv"])
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


_WRITERS: dict[str, Callable[[Single], Download]] = {
    "geojson": _geojson,
    "gpkg": _gpkg,
    "kml": _kml,
    "dxf": _dxf,
    "csv": _corners,
    "xlsx": _xlsx,
}
