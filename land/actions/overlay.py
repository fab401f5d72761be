"""Planned uses of plots, computed in the database by overlay of boundary and plan; nobody types them."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from land.workflow import PlotStatus

LEAST_M2 = 0.01  # what overlays leave along a common edge; ours
_LOCK = "land.planned_uses"

_DELETE = """
DELETE FROM land_planneduse u
WHERE (%(plots)s::uuid[] IS NULL OR u.plot_id = ANY(%(plots)s::uuid[]))
  AND (%(sets)s::uuid[] IS NULL OR u.set_id = ANY(%(sets)s::uuid[]))
"""
# pieces: the ground of one code of one plan inside one plot; zones of one code may overlap each other, their union does
# not. plans: one row for each plot and plan. own: ground that no other code of the plan claims. What several codes
# claim is a part of its own ("contested"), so that the parts always add up to the plot.
_INSERT = """
INSERT INTO land_planneduse (plot_id, set_id, part, land_use_code, label, area_m2, share)
WITH target AS (
  SELECT id, geom, ST_Area(geom) AS area FROM land_plot
  WHERE status = %(active)s AND geom IS NOT NULL AND (%(plots)s::uuid[] IS NULL OR id = ANY(%(plots)s::uuid[]))),
pieces AS (
  SELECT t.id AS plot_id, t.area AS whole, z.set_id, z.land_use_code AS code,
         CASE WHEN count(l.code) = 0 THEN max(z.label) ELSE '' END AS label,
         ST_Union(CASE WHEN ST_Covers(z.geom, t.geom) THEN t.geom
                       ELSE ST_CollectionExtract(ST_Intersection(z.geom, t.geom), 3) END) AS geom
  FROM target t
  JOIN land_planzone z ON z.geom && t.geom AND ST_Intersects(z.geom, t.geom)
  JOIN land_referenceset s ON s.id = z.set_id AND s.withdrawn_at IS NULL
  LEFT JOIN land_landuse l ON l.code = z.land_use_code
  WHERE %(sets)s::uuid[] IS NULL OR z.set_id = ANY(%(sets)s::uuid[])
  GROUP BY t.id, t.area, z.set_id, z.land_use_code),
plans AS (
  SELECT plot_id, set_id, whole, array_agg(code) AS codes, array_agg(label) AS labels, array_agg(geom) AS geoms,
         sum(ST_Area(geom)) AS total,
         CASE WHEN count(*) = 1 THEN sum(ST_Area(geom)) ELSE ST_Area(ST_Union(geom)) END AS covered
  FROM pieces GROUP BY plot_id, set_id, whole),
own AS (
  SELECT p.plot_id, p.set_id, p.whole, p.covered, p.total - p.covered > %(least)s AS overlapping, u.code, u.label,
         ST_Area(u.geom) AS gross,
         CASE WHEN p.total - p.covered > %(least)s THEN ST_Area(ST_Difference(u.geom, (
           SELECT ST_Union(o.geom) FROM unnest(p.codes, p.geoms) AS o(code, geom) WHERE o.code <> u.code)))
         ELSE ST_Area(u.geom) END AS area
  FROM plans p CROSS JOIN LATERAL unnest(p.codes, p.labels, p.geoms) AS u(code, label, geom)
  WHERE p.covered > %(least)s),
parts AS (
  SELECT plot_id, set_id, whole, 'covered' AS part, code, label, area FROM own WHERE area > %(least)s
  UNION ALL
  SELECT plot_id, set_id, whole, 'contested', left(string_agg(code, ',' ORDER BY code), 120), '',
         max(covered) - max(sole)
  FROM (SELECT *, sum(area) OVER w AS sole FROM own WHERE overlapping WINDOW w AS (PARTITION BY plot_id, set_id)) o
  WHERE gross - area > %(least)s GROUP BY plot_id, set_id, whole
)
SELECT plot_id, set_id, part, code, label, round(area::numeric, 3), round((area / whole)::numeric, 9)
FROM parts WHERE area > %(least)s
UNION ALL
SELECT plot_id, set_id, 'uncovered', '', '', round((whole - sum(area))::numeric, 3),
       round(((whole - sum(area)) / whole)::numeric, 9)
FROM parts GROUP BY plot_id, set_id, whole HAVING whole - sum(area) > %(least)s
"""


@transaction.atomic
def refresh_planned_uses(*, plots: Collection[UUID] | None = None, sets: Collection[UUID] | None = None) -> int:
    """Compute planned uses anew; called after a boundary or a plan changed, in the same transaction.

    Editors of plots share a lock, loaders of plans take it alone: each sees what the other has committed, so that no
    plot keeps a share of its former boundary.

    Args:
        plots: these plots only; all when None. Plots that ended or lost their boundary lose their rows.
        sets: these plans only; all standing ones when None.

    Returns:
        Number of rows written.
    """
    values = {
        "plots": None if plots is None else list(plots),
        "sets": None if sets is None else list(sets),
        "active": PlotStatus.ACTIVE.value,
        "least": LEAST_M2,
    }
    lock_planned_uses(alone=plots is None or sets is not None)
    with connection.cursor() as cursor:
        cursor.execute(_DELETE, values)
        cursor.execute(_INSERT, values)
        return int(cursor.rowcount)


def lock_planned_uses(*, alone: bool) -> None:
    """Keep loaders of plans and editors of boundaries out of each other's way until the transaction ends."""
    with connection.cursor() as cursor:
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        cursor.execute(f"SELECT {lock}(hashtext(%s))", [_LOCK])
