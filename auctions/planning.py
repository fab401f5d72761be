"""What plans say of the ground of a lot: computed from its own boundary, which may be a part of a plot's."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.functions import Area, Intersection
from django.db.models import F

from auctions.models import Lot
from land.models import PlannedUse, PlanZone
from land.prices import price_of
from land.reading_details import BOUNDARY, PlanAnswer, Planning, UseShare
from land.reading_roads import roads_of

_SHOWN_M2 = 0.05  # less is 0,0 m² on paper


def planning_of_lot(user: Any, lot: Lot, plot: Any, day: date) -> Planning | None:
    """ "Đất này quy hoạch gì?" of a lot; roads and price table are those of its (first) plot.

    Shares are of the lot's planar area in the legal system. Zones of one plan may overlap, so shares of one plan can
    add up to more than the whole.
    """
    if plot is None:
        return None
    return Planning(_plans(user, lot, day), roads_of(user, plot, day), price_of(user, plot, day))


def _plans(user: Any, lot: Lot, day: date) -> list[PlanAnswer]:
    zones = PlanZone.objects.visible_to(user).valid_on(day).filter(geom__intersects=lot.geom)
    rows = zones.annotate(shared=Area(Intersection("geom", lot.geom))).select_related("set", "land_use")
    whole = lot.geom.area
    answers: dict[UUID, PlanAnswer] = {}
    sums: dict[tuple[UUID, str, str], float] = {}
    for row in rows.defer("geom", "geom_3857").order_by(F("set"), "code"):
        area = row.shared.sq_m
        if area < _SHOWN_M2:
            continue
        answers.setdefault(row.set_id, PlanAnswer(row.set, BOUNDARY))
        label = row.land_use.name if row.land_use else row.label
        key = row.set_id, row.land_use_code, label
        sums[key] = sums.get(key, 0.0) + area
    for (which, code, label), area in sorted(sums.items(), key=lambda item: -item[1]):
        answers[which].uses.append(UseShare(PlannedUse.COVERED, code, label, area, area / whole * 100))
    return sorted(answers.values(), key=lambda answer: (answer.set.kind, answer.set.decision_on, answer.set.code))
