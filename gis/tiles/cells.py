"""Counted cells for low zooms: each row is in one cell, each cell in one tile, so counts over a zoom add up."""

from typing import Any

from django.db.models import F

from gis import crs
from gis.layers import Field, Layer, Rows
from gis.query.compiled import Params, aliased, compiled
from gis.query.literals import mercator_box
from gis.query.sql import condition
from gis.tiles.matrix import EXTENT, SIZE, Tile

CELLS = 8  # to a side of a tile: 64 px each

# p: rows with their cell; g: counts by cell and value, so that the modes below work on few rows; t: totals by cell.
_STATEMENT = """
WITH p AS (
  SELECT floor((ST_X(q.c__geom) + {size}) / {cell})::bigint AS cx,
         floor(({size} - ST_Y(q.c__geom)) / {cell})::bigint AS cy,
         ST_X(q.c__geom) AS x, ST_Y(q.c__geom) AS y, q.*
  FROM ({rows}) q),
g AS (
  SELECT cx, cy, count(*) AS n, sum(x) AS x, sum(y) AS y, {area} AS area{names}
  FROM p WHERE cx >= {west} AND cx < {east} AND cy >= {north} AND cy < {south}
  GROUP BY cx, cy{names}),
t AS (
  SELECT cx, cy, sum(n)::bigint AS n, sum(x) / sum(n) AS x, sum(y) / sum(n) AS y, sum(area) AS area
  FROM g GROUP BY cx, cy)
{modes}
SELECT ST_AsMVT(m.*, %s, {extent}, 'geom') FROM (
  SELECT ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(t.x, t.y), {srid}), ST_MakeEnvelope(%s, %s, %s, %s, {srid}),
                      {extent}, {extent}, false) AS geom,
         t.n AS count, round(t.area::numeric, 1)::float8 AS area_m2{values}
  FROM t{joins} ORDER BY t.n DESC, cx, cy) m
"""
# Equal counts go by the alphabet, so that the same data give the same tile.
_MODE = """, m{index} AS (
  SELECT DISTINCT ON (cx, cy) cx, cy, {name}::text AS value
  FROM (SELECT cx, cy, {name}, sum(n) AS n FROM g GROUP BY cx, cy, {name}) s ORDER BY cx, cy, n DESC, {name})"""


def cell_fields(layer: Layer, user: Any) -> tuple[Field, ...]:
    """The fields whose most frequent value a cell carries."""
    return tuple(item for item in layer.fields_for(user) if item.name in layer.aggregate_by)


def cells(layer: Layer, user: Any, rows: Rows, tile: Tile) -> tuple[str, Params] | None:
    """The statement of the layer `<name>_cells`; None where there can be no row."""
    anchor = F(layer.geometry.anchor)
    west, south, east, north = tile.bounds
    # A metre wider than the tile: the exact, half-open cut is made on the number of the cell.
    near = condition("({0} && {1})", anchor, mercator_box((west - 1, south - 1, east + 1, north + 1)))
    fields = cell_fields(layer, user)
    area = [item for item in layer.fields_for(user) if item.name == layer.area]
    columns = {field.name: layer.value(user, field) for field in (*fields, *area)}
    inner = compiled(aliased(rows.filter(near), {"_geom": anchor, **columns}))
    if inner is None:
        return None
    sql, params = inner
    return _statement(tile, fields, bool(area), layer.area, sql), (*params, f"{layer.name}_cells", *tile.bounds)


def _statement(tile: Tile, fields: tuple[Field, ...], has_area: bool, area: str, rows: str) -> str:
    names = [f'"c_{field.name}"' for field in fields]
    return _STATEMENT.format(
        size=repr(SIZE),
        cell=repr(tile.side / CELLS),
        rows=rows,
        area=f'sum("c_{area}"::float8)' if has_area else "NULL::float8",
        names="".join(f", {name}" for name in names),
        west=tile.x * CELLS,
        east=(tile.x + 1) * CELLS,
        north=tile.y * CELLS,
        south=(tile.y + 1) * CELLS,
        modes="".join(_MODE.format(index=index, name=name) for index, name in enumerate(names)),
        extent=EXTENT,
        srid=crs.WEB_MERCATOR.srid,
        values="".join(f', m{index}.value AS "{field.name}"' for index, field in enumerate(fields)),
        joins="".join(f" LEFT JOIN m{index} USING (cx, cy)" for index in range(len(names))),
    )
