"""Stage B: understand a table. Pure: what the register knows comes in as `Places`."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import geopandas as gpd
import shapely

from gis.systems.guess import Reading, Sample, read_coordinates
from land.loading.candidates import Candidate, Candidates
from land.loading.columns import ColumnMap, map_columns, without_foreign_codes
from land.loading.drawings import areas_of_drawing
from land.loading.errors import Unreadable
from land.loading.findings import Finding
from land.loading.geometries import boundaries_of
from land.loading.places import KnownPlot, Places
from land.loading.rows import RowReader
from land.loading.shaping import Pieces, Shaped, shape_rows
from land.loading.tables import DRAWING, FEATURES, SourceTable, as_objects
from land.loading.texts import Decoder

_SAMPLE_ROWS = 10_000
_SAMPLE_SHAPES = 500
_SAMPLE_KNOWN = 2_000


def understand(table: SourceTable, *, profile: Mapping[str, Any] | None = None, places: Places) -> Candidates:
    """Understand a table: which column means what, how texts and coordinates are meant, which plots the rows are.

    Args:
        table: see `read`.
        profile: a saved mapping profile; it stands over what names suggest.
        places: units, agencies, land uses, ground, registered plots.

    Raises:
        Unreadable: the profile does not fit the file, or the file has no rows.
    """
    findings = [Finding(code, params=params) for code, params in table.notes]
    pieces: Pieces = table.pieces
    first = next(pieces(_SAMPLE_ROWS), None)
    if first is None or first.empty:
        raise Unreadable("no_rows", name=table.name)
    decoder = Decoder(table.columns, first, _wanted(table), table.encoding)
    pieces = _decoded(pieces, decoder)
    columns = tuple(decoder.names(table.columns))
    if table.kind == DRAWING:
        pieces, columns, remark = _drawing(pieces, profile or {})
        findings.append(remark)
    mapping = map_columns(columns, profile)
    shaped = shape_rows(pieces, mapping)
    sample = next(shaped.pieces(_SAMPLE_ROWS), None)
    if sample is None or sample.empty:
        raise Unreadable("no_rows", name=table.name)
    mapping = _own_codes(mapping, sample, profile or {})
    reader = RowReader(mapping, places, table.kind, sample)
    reading = _coordinates(table, mapping, reader, sample, places)
    findings += [*decoder.findings, *shaped.findings, *reader.findings]
    findings += [Finding(remark.code, params=remark.params) for remark in reading.remarks]
    findings += _about_columns(mapping, columns)
    return Candidates(
        name=table.name,
        format=table.format,
        columns=columns,
        mapping=mapping,
        given=reader.given,
        reading=reading,
        encoding=str(decoder.encoding),
        findings=findings,
        count=table.count if table.kind == FEATURES else -1,
        pieces=lambda size: _candidates(shaped, reader, reading, size, expected=table.kind == FEATURES),
    )


def _own_codes(mapping: ColumnMap, sample: gpd.GeoDataFrame, profile: Mapping[str, Any]) -> ColumnMap:
    column = mapping.fields.get("code", "")
    values = sample[column].tolist() if column in sample else []
    return without_foreign_codes(mapping, values, "code" in profile.get("columns", {}))


def _wanted(table: SourceTable) -> str:
    """The encoding that a person asked for; readers leave their own names behind, which decide nothing."""
    technical = {"", "iso-8859-1", "latin-1", "utf-8-sig", "utf-16", "utf-8"}
    return "" if table.encoding.lower() in technical else table.encoding


def _decoded(pieces: Pieces, decoder: Decoder) -> Pieces:
    return lambda size: (decoder.frame(piece) for piece in pieces(size))


def _drawing(pieces: Pieces, profile: Mapping[str, Any]) -> tuple[Pieces, tuple[str, ...], Finding]:
    """Drawings are small; their areas need all lines at once."""
    whole = list(pieces(5_000_000))
    frame, remark = areas_of_drawing(whole[0], profile.get("cad_layers"))

    def cut(size: int) -> Iterator[gpd.GeoDataFrame]:
        for start in range(0, len(frame), size):
            yield frame.iloc[start : start + size]

    return cut, tuple(str(name) for name in frame.columns if name != "geometry"), remark


def _coordinates(
    table: SourceTable, mapping: ColumnMap, reader: RowReader, frame: gpd.GeoDataFrame, places: Places
) -> Reading:
    rows = list(islice(reader.rows(frame), _SAMPLE_KNOWN))
    shape_of = dict(zip(frame.index, frame.geometry, strict=True))
    shaped = [row for row in rows if _is_shape(shape_of[row.row])]
    by_code, by_parcel = places.known(
        [row.code for row in shaped if row.code], [key for row in shaped for key in _parcel_keys(row)]
    )
    known = [_known(row, by_code, by_parcel) for row in shaped]
    # Rows that name registered plots come first: they alone can tell a datum shift.
    order = sorted(range(len(shaped)), key=lambda at: known[at] is None)[:_SAMPLE_SHAPES]
    spread = list(range(0, len(shaped), max(1, len(shaped) // _SAMPLE_SHAPES)))[:_SAMPLE_SHAPES]
    chosen = list(dict.fromkeys([*order, *spread]))
    points = [None if (plot := known[at]) is None else shapely.Point(plot.x, plot.y) for at in chosen]
    sample = Sample(as_objects([shape_of[shaped[at].row] for at in chosen]), points)
    return read_coordinates(table.crs, sample, places.ground, swapped=bool(mapping.options.get("swap_axes")))


def _is_shape(shape: Any) -> bool:
    return shape is not None and not shape.is_empty


def _parcel_keys(row: Candidate) -> list[tuple[str, str, str]]:
    units = {row.values.get("unit_id"), row.values.get("unit_at_record_id")} - {None, ""}
    return [(str(unit), sheet, parcel) for unit in units for sheet, parcel in row.parcels]


def _known(row: Candidate, by_code: Mapping[str, KnownPlot], by_parcel: Mapping[Any, KnownPlot]) -> KnownPlot | None:
    if row.code in by_code:
        return by_code[row.code]
    return next((by_parcel[key] for key in _parcel_keys(row) if key in by_parcel), None)


def _candidates(
    shaped: Shaped, reader: RowReader, reading: Reading, size: int, *, expected: bool
) -> Iterator[list[Candidate]]:
    reader.start()
    for frame in shaped.pieces(size):
        shapes = dict(zip(frame.index, frame.geometry, strict=True))
        rows = list(reader.rows(frame))
        found = boundaries_of(
            as_objects([shapes[row.row] for row in rows]), [row.row for row in rows], reading.to_legal, expected
        )
        for row, geom, point, faults in zip(rows, found.geoms, found.points, found.findings, strict=True):
            row.geom, row.point = geom, point
            row.findings += [*shaped.faults.get(row.row, []), *faults]
            if expected and not _is_shape(shapes[row.row]) and not faults:
                row.findings.append(Finding("geometry_empty", row.row))
        yield rows


def _about_columns(mapping: ColumnMap, columns: tuple[str, ...]) -> list[Finding]:
    findings = []
    if not mapping.fields and not mapping.constants:
        findings.append(Finding("nothing_mapped", params={"columns": ", ".join(columns)}))
    for column in mapping.noted:
        findings.append(Finding("codes_not_ours", column=column, params={"column": column}))
    if mapping.ignored:
        findings.append(Finding("columns_ignored", params={"columns": ", ".join(mapping.ignored)}))
    if mapping.derived and "code" in mapping.fields:
        findings.append(Finding("not_read_from_file", params={"columns": ", ".join(mapping.derived)}))
    return findings
