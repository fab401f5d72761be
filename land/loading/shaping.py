"""Rows with shapes: from WKT, from corner lists (one row per corner), from points, from drawings."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import Point, Polygon

from gis.text.errors import NumberError
from gis.text.numbers import NumberStyle, parse_number
from land.loading.columns import ColumnMap
from land.loading.findings import Finding
from land.loading.tables import GEOMETRY, as_objects, make_frame

Pieces = Callable[[int], Iterator[gpd.GeoDataFrame]]
# VN-2000 metres: Vietnam lies between 900 and 2,700 km north, eastings stay below 900 km.
_NORTH_FROM = 900_000.0
_KEYS = ("code", "order_key", "name", "sheet_number", "parcel_number")


@dataclass
class Shaped:
    """Rows whose `geometry` is filled as far as the file allows, with faults by row number."""

    pieces: Pieces
    faults: dict[int, list[Finding]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def shape_rows(pieces: Pieces, mapping: ColumnMap) -> Shaped:
    """Fill the geometry of a list from its columns; a table that has shapes passes through."""
    fields = mapping.fields
    pair = _pair(fields)
    if "wkt" in fields and pair is None:
        return _from_wkt(pieces, fields["wkt"])
    if pair is None:
        return Shaped(pieces)
    if "corner" in fields or _has_blank_keys(pieces, fields, pair):
        return _from_corners(pieces, fields, pair)
    return _from_points(pieces, pair)


def _pair(fields: dict[str, str]) -> tuple[str, str] | None:
    for east, north in (("longitude", "latitude"), ("y", "x")):
        if east in fields and north in fields:
            return fields[east], fields[north]
    return None


def _from_wkt(pieces: Pieces, column: str) -> Shaped:
    shaped = Shaped(pieces)

    def filled(size: int) -> Iterator[gpd.GeoDataFrame]:
        for piece in pieces(size):
            texts = [re.sub(r"^SRID=\d+;", "", str(value)) if value else None for value in piece[column]]
            shapes = shapely.from_wkt(np.array(texts, dtype=object), on_invalid="ignore")
            for row, text, shape in zip(piece.index, texts, shapes, strict=True):
                if text and shape is None:
                    shaped.faults[int(row)] = [Finding("wkt_unreadable", int(row), column, {"column": column})]
            yield _with_shapes(piece, shapely.force_2d(shapes))

    shaped.pieces = filled
    return shaped


def _from_points(pieces: Pieces, pair: tuple[str, str]) -> Shaped:
    def filled(size: int) -> Iterator[gpd.GeoDataFrame]:
        for piece in pieces(size):
            places = _coordinates(piece, pair)
            points = [Point(place) if np.isfinite(place).all() else None for place in places]
            yield _with_shapes(piece, as_objects(points))

    return Shaped(filled)


def _has_blank_keys(pieces: Pieces, fields: dict[str, str], pair: tuple[str, str]) -> bool:
    """Corner lists name the plot once and leave the rows of its other corners blank, or repeat the name."""
    columns = [fields[key] for key in _KEYS if key in fields]
    piece = next(pieces(2_000), None)
    if piece is None or not columns or len(piece) < 3:
        return False
    placed = piece[piece[pair[0]].notna()]
    keys = placed[columns]
    blank = keys.isna().all(axis=1)
    repeated = keys[~blank].duplicated()
    return bool((blank.sum() + repeated.sum()) >= 2 * max(1, (~blank).sum() - repeated.sum()))


def _from_corners(pieces: Pieces, fields: dict[str, str], pair: tuple[str, str]) -> Shaped:
    """Join successive corners of one plot into a polygon; the plot's other columns come from its first row."""
    shaped = Shaped(pieces)
    columns = [fields[key] for key in _KEYS if key in fields]
    corner = fields.get("corner")
    rows: list[Any] = []
    numbers: list[int] = []
    shapes: list[Any] = []
    corners = 0
    for group in _groups(pieces, columns, corner):
        first = group.index[0]
        places = _coordinates(group, pair)
        places = places[np.isfinite(places).all(axis=1)]
        corners += len(places)
        rows.append(group.iloc[0].drop(GEOMETRY))
        numbers.append(int(first))
        shapes.append(_polygon(places))
        if len(np.unique(places, axis=0)) < 3 and len(places):
            count = {"count": len(places)}
            shaped.faults[int(first)] = [Finding("corners_too_few", int(first), pair[0], count)]
    shaped.findings.append(Finding("corners_read", params={"corners": corners, "rows": len(rows)}))
    shaped.pieces = lambda size: _batches(rows, numbers, shapes, size)
    return shaped


def _groups(pieces: Pieces, columns: list[str], corner: str | None) -> Iterator[gpd.GeoDataFrame]:
    for piece in pieces(5_000_000):
        keys = piece[columns].astype(object).where(piece[columns].notna(), None) if columns else None
        starts = _starts(piece, keys, corner)
        places = [*np.flatnonzero(starts), len(piece)]
        for start, end in pairwise(places):
            yield piece.iloc[start:end]


def _starts(piece: gpd.GeoDataFrame, keys: Any, corner: str | None) -> Any:
    """Rows at which another plot begins."""
    starts = np.zeros(len(piece), dtype=bool)
    starts[:1] = True
    if keys is not None and len(keys.columns):
        filled = keys.ffill()
        starts |= (filled != filled.shift()).any(axis=1).to_numpy() & keys.notna().any(axis=1).to_numpy()
        return starts
    if corner is not None:  # corner numbers begin again
        numbers = [int(found[0]) if (found := re.findall(r"\d+", str(value))) else 0 for value in piece[corner]]
        starts[1:] |= np.diff(numbers) < 0
    return starts


def _polygon(places: Any) -> Any:
    if len(places) > 1 and (places[0] == places[-1]).all():
        places = places[:-1]
    if len(places) < 3:
        return Point(places[0]) if len(places) else None
    return Polygon(places)


def _coordinates(piece: gpd.GeoDataFrame, pair: tuple[str, str]) -> Any:
    """East and north. Land papers call the north X; which is which is told by the size of the numbers."""
    places = np.column_stack([_numbers(piece[column]) for column in pair])
    east, north = np.nanmedian(places, axis=0) if np.isfinite(places).any() else (0.0, 0.0)
    turned = east >= _NORTH_FROM > north or (abs(east) < 30 and 90 < abs(north) <= 180)
    return places[:, ::-1] if turned else places


def _numbers(column: Any) -> Any:
    return np.array([_number(value) for value in column.tolist()], dtype=float)


def _number(value: Any) -> float:
    if value is None:
        return float("nan")
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip()
    try:
        # "426.432" is 426 432 m in a list, but 107.123 is degrees: three digits behind one sign decide by size.
        number = float(parse_number(text, NumberStyle.VI))
        plain = float(parse_number(text, NumberStyle.EN))
    except NumberError:
        return float("nan")
    return plain if abs(plain) <= 180 and abs(number) > 180 and number < 200_000 else number


def _batches(rows: list[Any], numbers: list[int], shapes: list[Any], size: int) -> Iterator[gpd.GeoDataFrame]:
    for start in range(0, len(rows), size):
        piece = rows[start : start + size]
        columns = {str(name): as_objects([row[name] for row in piece]) for name in piece[0].index}
        shaped = as_objects(shapes[start : start + size])
        yield make_frame(columns, shaped, numbers[start : start + size], None)


def _with_shapes(piece: gpd.GeoDataFrame, shapes: Any) -> gpd.GeoDataFrame:
    columns = {str(name): piece[name].to_numpy() for name in piece.columns if name != GEOMETRY}
    return make_frame(columns, shapes, piece.index, None)
