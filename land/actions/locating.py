"""Placing plots without a boundary at their parcels on the loaded cadastral maps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from django.db import connection, transaction
from django.utils.translation import gettext as _

from land import policies
from land.actions import changes
from land.actions.changes import Why
from land.actions.derive import to_shapely
from land.actions.drafts import PlotRevision
from land.actions.plots import require
from land.errors import BadChange
from land.models import Plot
from land.workflow import ChangeKind, LocationBasis, PlotStatus

_SAME_PLACE_M = 0.001

# wanted: every (unit, sheet, parcel) a plot holds or held, as numbers are compared; where no parcel is recorded, the
# numbers written on the plot under its unit of today and the one at record. best: one map for each plot, the one that
# knows most of the numbers held now, then most of all, then the newest.
_FIND = """
WITH chosen AS (SELECT * FROM land_plot WHERE id = ANY(%(plots)s::uuid[])),
raw AS (
  SELECT p.id, k.unit_id, k.sheet_number AS sheet, k.parcel_number AS parcel, upper_inf(k.period) AS held
  FROM chosen p JOIN land_plotparcel k ON k.plot_id = p.id
  UNION ALL
  SELECT p.id, unit.id, p.sheet_number, p.parcel_number, true
  FROM chosen p CROSS JOIN LATERAL (VALUES (p.unit_id), (p.unit_at_record_id)) AS unit(id)
  WHERE unit.id IS NOT NULL AND p.sheet_number <> ''
    AND NOT EXISTS (SELECT 1 FROM land_plotparcel k WHERE k.plot_id = p.id)),
wanted AS (
  SELECT id, unit_id, bool_or(held) AS held,
         regexp_replace(upper(regexp_replace(sheet, '\\s', '', 'g')), '^0+(?=.)', '') AS sheet,
         regexp_replace(upper(regexp_replace(parcel, '\\s', '', 'g')), '^0+(?=.)', '') AS parcel
  FROM raw GROUP BY id, unit_id, 4, 5),
found AS (
  SELECT w.id, w.held, w.unit_id, w.sheet, w.parcel, s.id AS set_id, s.code AS map, lower(s.period) AS since, c.geom,
         count(*) OVER (PARTITION BY w.id, w.unit_id, w.sheet, w.parcel, s.id) AS same
  FROM wanted w
  JOIN land_cadastralparcel c ON c.unit_id = w.unit_id AND c.sheet_number = w.sheet AND c.parcel_number = w.parcel
  JOIN land_referenceset s ON s.id = c.set_id AND s.withdrawn_at IS NULL),
maps AS (
  SELECT id, set_id, map, held, count(DISTINCT (unit_id, sheet, parcel)) AS numbers, max(same) AS same, since,
         ST_PointOnSurface(ST_Collect(geom)) AS point
  FROM found GROUP BY id, set_id, map, since, held),
best AS (
  SELECT DISTINCT ON (id) * FROM maps ORDER BY id, held DESC, numbers DESC, since DESC NULLS LAST, map)
SELECT p.id, b.map, b.numbers, b.same, ST_AsBinary(b.point),
       (SELECT count(*) FROM wanted w WHERE w.id = p.id AND w.held = COALESCE(b.held, w.held)) AS wanted
FROM chosen p LEFT JOIN best b ON b.id = p.id
"""


@dataclass(frozen=True)
class Located:
    """What became of one plot.

    Attributes:
        outcome: "located", "unchanged", "ambiguous" (the map repeats a number), "not_found" or "no_number".
        map: code of the reference set that told.
        numbers: how many of the plot's `wanted` parcel numbers the map knows.
    """

    code: str
    outcome: str
    map: str = ""
    numbers: int = 0
    wanted: int = 0


@transaction.atomic
def locate_plots(*, actor: Any, plots: Sequence[Plot], reason: str) -> list[Located]:
    """Place plots without boundary at their parcels: a version for each that moves, an answer for every one.

    A parcel goes before a point set by hand, and both before the unit (issue, 1.3).

    Raises:
        NotAllowed: one of the plots is not the actor's.
        BadChange: one of them has a boundary or ended, or no reason is given.
    """
    for plot in plots:
        allowed = policies.can_locate_plot(actor, plot)
        require(allowed, _("Bạn không có quyền định vị khu đất %(code)s.") % {"code": plot.code})
    if not reason.strip():
        raise BadChange(_("Hãy ghi lý do định vị."))
    current = changes.locked(plots)
    for plot in current.values():
        if plot.geom is not None or plot.status != PlotStatus.ACTIVE:
            raise BadChange(_("Khu đất %(code)s đã có ranh giới hoặc không còn trong quỹ đất.") % {"code": plot.code})
    answers, revisions = [], []
    for pk, (found, point) in _find(list(current), current).items():
        answers.append(found)
        if found.outcome == "located":
            values = {"point": point, "location_basis": str(LocationBasis.PARCEL)}
            revisions.append(PlotRevision(current[pk], values))
    if revisions:
        changes.apply(revisions, Why(actor, ChangeKind.CORRECTED, reason))
    return sorted(answers, key=lambda answer: answer.code)


def _find(ids: list[UUID], plots: dict[Any, Plot]) -> dict[UUID, tuple[Located, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"plots": ids})
        rows = cursor.fetchall()
    found = {}
    for pk, name, numbers, same, wkb, wanted in rows:
        point = shapely.from_wkb(bytes(wkb)) if wkb is not None else None
        outcome = _outcome(plots[pk], point, same, wanted)
        found[pk] = (Located(plots[pk].code, outcome, name or "", numbers or 0, wanted), point)
    return found


def _outcome(plot: Plot, point: Any, same: int | None, wanted: int) -> str:
    if point is None:
        return "not_found" if wanted else "no_number"
    if same and same > 1:
        return "ambiguous"
    there = to_shapely(plot.point)
    at_place = plot.location_basis == LocationBasis.PARCEL and there is not None
    return "unchanged" if at_place and there.distance(point) <= _SAME_PLACE_M else "located"
