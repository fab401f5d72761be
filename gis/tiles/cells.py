"""Counted cells for low zooms: each row is in one cell, each cell in one tile, so counts over a zoom add up."""

from typing import Any

from django.db.models import F

from gis import crs
from gis.layers import Field, Layer, Rows, Tally
from gis.query.compiled import Params, aliased, compiled
from gis.query.literals import mercator_box
from gis.query.sql import condition
from gis.tiles.matrix import EXTENT, SIZE, Tile

CELLS = 8  # to a side of a tile: 64 px each

Statement = tuple[str, Params]

# g: counts by cell and value, so that the modes below work on few rows; t: totals by cell.
_STATEMENT = """
WITH g AS ({counted}),
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
# Row by row, for whatever a reader's filter leaves.
_COUNTED = """
  SELECT cx, cy, count(*) AS n, sum(x) AS x, sum(y) AS y, {area} AS area{names}
  FROM (SELECT floor((ST_X(q.c__geom) + {size}) / {cell})::bigint AS cx,
               floor(({size} - ST_Y(q.c__geom)) / {cell})::bigint AS cy,
               ST_X(q.c__geom) AS x, ST_Y(q.c__geom) AS y, q.*
        FROM ({rows}) q) p
  WHERE cx >= {west} AND cx < {east} AND cy >= {north} AND cy < {south}
  GROUP BY cx, cy{names}"""
# From the sums kept beside the rows: a cell of this zoom is a whole number of theirs.
_ADDED = """
  SELECT c__x >> {shift} AS cx, c__y >> {shift} AS cy, sum(c__n) AS n, sum(c__east) AS x, sum(c__north) AS y,
         sum(c__area) AS area{names}
  FROM ({rows}) q GROUP BY 1, 2{names} HAVING sum(c__n) > 0"""
# Equal counts go by the alphabet, so that the same data give the same tile.
_MODE = """, m{index} AS (
  SELECT DISTINCT ON (cx, cy) cx, cy, {name}::text AS value
  FROM (SELECT cx, cy, {name}, sum(n) AS n FROM g GROUP BY cx, cy, {name}) s ORDER BY cx, cy, n DESC, {name})"""


def cell_fields(layer: Layer, user: Any) -> tuple[Field, ...]:
    """The fields whose most frequent value a cell carries."""
    return tuple(item for item in layer.fields_for(user) if item.name in layer.aggregate_by)


def cells(layer: Layer, user: Any, rows: Rows, tile: Tile) -> Statement | None:
    """The statement of the layer `<name>_cells`; None where there can be no row."""
    anchor = F(layer.shape.anchor)
    west, south, east, north = tile.bounds
    # A metre wider than the tile: the exact, half-open cut is made on the number of the cell.
    near = condition("({0} && {1})", anchor, mercator_box((west - 1, south - 1, east + 1, north + 1)))
    fields = cell_fields(layer, user)
    area = [item for item in layer.fields_for(user) if item.name == layer.area]
    columns = {field.name: layer.value(user, field) for field in (*fields, *area)}
    inner = compiled(aliased(rows.filter(near), {"_geom": anchor, **columns}))
    if inner is None:
        return None
    counted = _COUNTED.format(
        size=repr(SIZE),
        cell=repr(tile.side / CELLS),
        rows=inner[0],
        area=f'sum("c_{layer.area}"::float8)' if area else "NULL::float8",
        names=_names(fields),
        west=tile.x * CELLS,
        east=(tile.x + 1) * CELLS,
        north=tile.y * CELLS,
        south=(tile.y + 1) * CELLS,
    )
    return _statement(layer, tile, fields, counted, inner[1])


def tallied_cells(layer: Layer, user: Any, tally: Tally, tile: Tile) -> Statement | None:
    """The same from the layer's sums, for a reader who asks for all rows."""
    shift = tally.zoom - tile.z
    across = range(tile.x << shift, (tile.x + 1) << shift)
    down = range(tile.y << shift, (tile.y + 1) << shift)
    rows = tally.cells.filter(x__gte=across[0], x__lte=across[-1], y__gte=down[0], y__lte=down[-1])
    fields = cell_fields(layer, user)
    sums = {"_x": "x", "_y": "y", "_n": "n", "_east": "east", "_north": "north", "_area": "area_m2"}
    inner = compiled(aliased(rows, {**sums, **{field.name: F(field.name) for field in fields}}))
    if inner is None:
        return None
    added = _ADDED.format(shift=shift - CELLS.bit_length() + 1, rows=inner[0], names=_names(fields))
    return _statement(layer, tile, fields, added, inner[1])


def _names(fields: tuple[Field, ...]) -> str:
    return "".join(f', "c_{field.name}"' for field in fields)


def _statement(layer: Layer, tile: Tile, fields: tuple[Field, ...], counted: str, params: Params) -> Statement:
    modes = "".join(_MODE.format(index=index, name=f'"c_{field.name}"') for index, field in enumerate(fields))
    sql = _STATEMENT.format(
        counted=counted,
        modes=modes,
        extent=EXTENT,
        srid=crs.WEB_MERCATOR.srid,
        values="".join(f', m{index}.value AS "{field.name}"' for index, field in enumerate(fields)),
        joins="".join(f" LEFT JOIN m{index} USING (cx, cy)" for index in range(len(fields))),
    )
    return sql, (*params, f"{layer.name}_cells", *tile.bounds)
