"""The only MVT SQL. Its input is a queryset of the reader, already narrowed: visibility and filters come with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, FloatField, Value
from django.utils import timezone

from gis import crs
from gis.db.prepared import fetch_prepared
from gis.db.wall import database_of, is_known
from gis.layers import Field, Layer, Rows
from gis.query.compiled import Params, aliased, compiled, fetch, raw
from gis.query.question import Question
from gis.query.sql import Sql, condition
from gis.tiles.cells import Statement, cells, tallied_cells
from gis.tiles.crowds import is_crowded
from gis.tiles.late import BOUNDS, bound, late_box
from gis.tiles.matrix import BUFFER, EXTENT, Tile, pixel

LEAST_PX_BELOW = 6.0  # diagonal of a boundary that counted cells leave room for
LEAST_PX = 0.75
FULL_FROM = 15  # from here on no boundary is too small to be drawn
MOST_BELOW = 400  # boundaries beside the cells of one tile
_WIDER = late_box(lambda tile: tile.buffered)
_NO_BYTES = "''::bytea"
_CASTS = {"integer": "{}::bigint", "number": "{}::float8", "boolean": "{}", "string-array": "array_to_string({}, ',')"}


def tile_bytes(question: Question, tile: Tile) -> bytes:
    """The tile as MVT, empty where nothing lies in it.

    Raises:
        QueryError: a reader's arithmetic left its range.
    """
    layer, user = question.layer, question.user
    if tile.z < layer.aggregate_below:
        tally = layer.tally(user) if question.is_plain else None
        rows = question.rows()
        counted = tallied_cells(layer, user, tally, tile) if tally else cells(layer, user, rows, tile)
        found = _together(rows.db, [counted, *_once(question, tile.z, _large)])
    elif tile.z < layer.crowded_below and is_crowded(question, tile):
        rows = question.rows()
        found = _together(rows.db, [cells(layer, user, rows, tile), *_once(question, tile.z, _large)])
    else:
        found = _together(database_of(user), _once(question, tile.z, _features, _points))
        found = found and replace(found, kept=_is_for_all(question))
    if found is None:
        return b""
    ask = fetch_prepared if found.kept else fetch
    return bytes(ask(found.using, found.sql, bound(found.params, tile))[0][0])


@dataclass(frozen=True)
class _Whole:
    """The statement that gives a tile, the connection it runs on, and whether it serves every tile of its zoom."""

    using: str
    sql: str
    params: Params
    kept: bool = False


# Statements of the public's whole layers by layer, zoom and kind, with the day for which they were written: rows in
# force today are others tomorrow. To write one takes as long as to run it.
_Writer = Callable[[Layer, Any, Rows, int], Statement | None]
_written: dict[tuple[str, int, str], tuple[date, Statement | None]] = {}


def _is_for_all(question: Question) -> bool:
    return question.is_plain and not is_known(question.user)


def _once(question: Question, z: int, *writers: _Writer) -> list[Statement | None]:
    """The statements of these writers, remembered where they serve everybody."""
    layer, user, today = question.layer, question.user, timezone.localdate()
    found = []
    for write in writers:
        key = layer.name, z, write.__name__
        if not _is_for_all(question):
            found.append(write(layer, user, question.rows(), z))
            continue
        if key not in _written or _written[key][0] != today:
            _written[key] = today, write(layer, user, question.rows(), z)
        found.append(_written[key][1])
    return found


def forget_statements() -> None:
    """Empty the memory of this process (tests)."""
    _written.clear()


def _together(using: str, parts: list[Statement | None]) -> _Whole | None:
    statements = [part for part in parts if part]
    if not statements:
        return None
    sql = " || ".join(f"COALESCE(({sql}), {_NO_BYTES})" for sql, _ in statements)
    return _Whole(using, f"SELECT {sql}", tuple(value for _, values in statements for value in values))


def tile_fields(layer: Layer, user: Any, z: int) -> tuple[Field, ...]:
    """The fields that tiles of a zoom carry for this reader."""
    return tuple(item for item in layer.fields_for(user) if item.tile_from is not None and item.tile_from <= z)


def column_of(layer: Layer, rows: Rows, z: int) -> str:
    """The column for a zoom; versions lack the generalised ones and give the next finer."""
    has = {item.name for item in rows.model._meta.get_fields()}
    return next(column for top, column in layer.shape.tiles if z <= top and column in has)


def _features(layer: Layer, user: Any, rows: Rows, z: int) -> Statement | None:
    column = column_of(layer, rows, z)
    inside = rows.filter(condition("({0} && {1})", F(column), _WIDER))
    if z < FULL_FROM and layer.shape.kind == "MultiPolygon":
        inside = _at_least(layer, inside, column, LEAST_PX * pixel(z))
    return _drawn(layer, user, inside, raw(column), z, layer.name)


def _large(layer: Layer, user: Any, rows: Rows, z: int) -> Statement | None:
    column = column_of(layer, rows, z)
    inside = rows.filter(condition("({0} && {1})", F(column), _WIDER))
    inside = _not_tiny(layer, user, inside, LEAST_PX_BELOW * pixel(z))
    inside = _at_least(layer, inside, column, LEAST_PX_BELOW * pixel(z))
    largest = inside.order_by(_diagonal(layer, inside, column).desc())[:MOST_BELOW]
    return _drawn(layer, user, largest, raw(column), z, layer.name)


_DIAGONAL = "sqrt((ST_XMax({0}) - ST_XMin({0})) ^ 2 + (ST_YMax({0}) - ST_YMin({0})) ^ 2)"
# EPSG:3857 stretches lengths by 1.011 to 1.018 between 8.5 and 10.9 degrees north: nothing to an eye.
_STRETCH = 1.015


def _diagonal(layer: Layer, rows: Rows, column: str) -> Any:
    """Length in metres on the ground; from its own column it needs no geometry and has an index."""
    span = layer.shape.span
    if span in {item.name for item in rows.model._meta.get_fields()}:
        return F(span)
    return Sql(f"({_DIAGONAL} / {_STRETCH})", F(column), output_field=FloatField())


def _at_least(layer: Layer, rows: Rows, column: str, length: float) -> Rows:
    least = Value(length / _STRETCH, output_field=FloatField())
    return rows.filter(condition("({0} >= {1})", _diagonal(layer, rows, column), least))


def _not_tiny(layer: Layer, user: Any, rows: Rows, length: float) -> Rows:
    """Drop by the area what cannot be seen, before any geometry is read; a strip thinner than 1:400 is a hair line."""
    area = [item for item in layer.fields_for(user) if item.name == layer.area]
    if not area:
        return rows
    least = Value(length * length / 400)
    return rows.filter(condition("({0} IS NULL OR {0} >= {1})", layer.value(user, area[0]), least))


def _points(layer: Layer, user: Any, rows: Rows, z: int) -> Statement | None:
    anchor = layer.shape.anchor
    if not anchor:
        return None
    inside = rows.filter(condition("({0} && {1})", F(anchor), _WIDER))
    if not layer.shape.marked:
        inside = inside.filter(condition("({0} IS NULL)", F(layer.shape.column)))
    return _drawn(layer, user, inside, raw(anchor), z, f"{layer.name}_points")


def _drawn(layer: Layer, user: Any, rows: Rows, geometry: Any, z: int, name: str) -> Statement | None:
    fields = tile_fields(layer, user, z)
    columns = {field.name: layer.value(user, field) for field in fields}
    numbered = {"_id": F(layer.number)} if layer.number else {}
    inner = compiled(aliased(rows, {"_geom": geometry, **numbered, **columns}))
    if inner is None:
        return None
    sql, params = inner
    shown = "".join(f', {_CASTS.get(f.kind, "{}::text").format(f"q.{_quoted(f.name)}")} AS "{f.name}"' for f in fields)
    number = ", q.c__id::bigint AS feature_id" if numbered else ""
    # Names come from the declaration of the layer, never from a request.
    box = f"ST_MakeEnvelope(%s, %s, %s, %s, {crs.WEB_MERCATOR.srid})"
    geom = f"ST_AsMVTGeom(q.c__geom, {box}, {EXTENT}, {BUFFER}, true) AS geom"
    drawn = f"SELECT {geom}{number}{shown} FROM ({sql}) q"  # noqa: S608
    identified = ", %s" if numbered else ""
    outer = f"SELECT ST_AsMVT(m.*, %s, {EXTENT}, 'geom'{identified}) FROM ({drawn}) m"  # noqa: S608
    return outer, (name, *(("feature_id",) if numbered else ()), *BOUNDS, *params)


def _quoted(name: str) -> str:
    return f'"c_{name}"'
