"""How far a lot lies from the sea and from roads, where data says so."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import Distance
from django.db.models import Min
from shapely.geometry.base import BaseGeometry

from gis import crs
from land.actions.derive import to_geos, to_shapely
from land.models import RoadLine
from territory.models import AdminUnit, Level
from territory.surroundings import sea

_FAR_M = 20_000  # a road farther off says nothing of access


@dataclass(frozen=True)
class Surroundings:
    """What distances are measured to, on a day. Read once for many lots."""

    on: date

    def of(self, ground: BaseGeometry) -> dict[str, int | None]:
        """Straight distances in whole metres from the edge of the ground (legal CRS); None without data."""
        return {"distance_road_m": _to_road(ground), "distance_coast_m": self._to_coast(ground)}

    def _to_coast(self, ground: BaseGeometry) -> int | None:
        return None if self._waters is None else round(ground.distance(self._waters))

    @cached_property
    def _waters(self) -> BaseGeometry | None:
        """The sketched sea without the communes' ground: as rough as their borders, some hundred metres."""
        units = AdminUnit.objects.on_day(self.on).filter(level=Level.COMMUNE, geom__isnull=False)
        land = [to_shapely(geom) for geom in units.values_list("geom", flat=True)]
        if not land:
            return None
        ground = shapely.union_all(land)
        ((_share, whole), *_inner) = sea()
        near = crs.transform(shapely.clip_by_rect(whole, 106.0, 8.0, 108.5, 11.5), crs.CRS84, crs.LEGAL)
        return near.difference(ground)


def _to_road(ground: Any) -> int | None:
    shape = to_geos(ground)
    near = RoadLine.objects.filter(set__withdrawn_at=None, geom__dwithin=(shape, _FAR_M))
    found = near.annotate(away=Distance("geom", shape)).aggregate(least=Min("away"))["least"]
    return None if found is None else round(found.m)
