"""Counted cells as rows, for drawings that the server makes: the same kind of cells as low zooms of the tiles have."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value

from gis.crs import HALF_WORLD_M
from gis.layers import Tally
from gis.query.compiled import aliased, compiled, fetch
from gis.query.counts import tally_of
from gis.query.question import Question

FINEST = 20

# g: counts by cell and value, so that the most frequent value is found among few rows.
_STATEMENT = """
WITH g AS ({counted}),
m AS (SELECT DISTINCT ON (cx, cy) cx, cy, value FROM g ORDER BY cx, cy, n DESC, value)
SELECT t.n, t.x, t.y, m.value
FROM (SELECT cx, cy, sum(n)::bigint AS n, sum(x) / sum(n) AS x, sum(y) / sum(n) AS y FROM g GROUP BY cx, cy) t
JOIN m USING (cx, cy) ORDER BY t.n DESC, cx, cy
"""
_COUNTED = """
  SELECT floor((ST_X(q.c__geom) + {half}) / {side})::bigint AS cx,
         floor(({half} - ST_Y(q.c__geom)) / {side})::bigint AS cy,
         q.c__value::text AS value, count(*) AS n, sum(ST_X(q.c__geom)) AS x, sum(ST_Y(q.c__geom)) AS y
  FROM ({rows}) q WHERE q.c__geom IS NOT NULL GROUP BY 1, 2, 3"""
_ADDED = """
  SELECT q.c__x >> {shift} AS cx, q.c__y >> {shift} AS cy, q.c__value::text AS value,
         sum(q.c__n) AS n, sum(q.c__east) AS x, sum(q.c__north) AS y
  FROM ({rows}) q GROUP BY 1, 2, 3 HAVING sum(q.c__n) > 0"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Some rows that lie near each other.

    Attributes:
        count: how many.
        x, y: their mean place, EPSG:3857.
        value: the most frequent value of the asked field.
    """

    count: int
    x: float
    y: float
    value: str | None


def clusters(question: Question, zoom: int, by: str = "") -> list[Cluster]:
    """All rows of the question in cells as large as tiles of a zoom, the fullest cell first.

    Args:
        question: each of its rows that has a place is in one cell.
        zoom: of the tile grid, up to FINEST.
        by: field whose most frequent value is given; only a name in `aggregate_by` of the layer is.
    """
    layer = question.layer
    by = by if by in layer.aggregate_by else ""
    tally = tally_of(question)
    made = _added(tally, zoom, by) if tally and zoom <= tally.zoom else _counted(question, zoom, by)
    if made is None:
        return []
    using, counted, params = made
    rows = fetch(using, _STATEMENT.format(counted=counted), params)
    return [Cluster(int(count), float(x), float(y), value) for count, x, y, value in rows]


def _counted(question: Question, zoom: int, by: str) -> tuple[str, str, tuple[Any, ...]] | None:
    layer, user = question.layer, question.user
    rows = question.rows()
    value = layer.value(user, layer.field_for(user, by)) if by else Value(None)
    inner = compiled(aliased(rows, {"_geom": F(layer.shape.anchor), "_value": value}))
    if inner is None:
        return None
    side = 2 * HALF_WORLD_M / 2 ** min(zoom, FINEST)
    return rows.db, _COUNTED.format(half=repr(HALF_WORLD_M), side=repr(side), rows=inner[0]), inner[1]


def _added(tally: Tally, zoom: int, by: str) -> tuple[str, str, tuple[Any, ...]] | None:
    sums = {"_x": "x", "_y": "y", "_n": "n", "_east": "east", "_north": "north"}
    inner = compiled(aliased(tally.cells, {**sums, "_value": F(by) if by else Value(None)}))
    if inner is None:
        return None
    return tally.cells.db, _ADDED.format(shift=tally.zoom - zoom, rows=inner[0]), inner[1]
