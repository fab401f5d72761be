"""Road lines (lộ giới) that reach a plot: how much of it lies inside the planned road."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.gis.db.models.functions import Area, Intersection
from django.db.models import ExpressionWrapper, F, FloatField, Func, Value

from gis import crs
from land.models import Plot, RoadLine
from land.workflow import LocationBasis

_SHOWN_M2 = 0.05  # less is 0,0 m² on paper
# Half of the widest planned road: what lies farther from every centre line is in no road.
_FARTHEST_M = 100.0


@dataclass(frozen=True)
class RoadReach:
    """One planned road that takes ground of a plot.

    Attributes:
        road: with its decision on `road.set`.
        inside_m2: ground of the plot inside the planned road; None for a plot known by its point alone, which lies
            inside.
    """

    road: RoadLine
    inside_m2: float | None = None


def roads_of(user: Any, plot: Plot, day: date) -> list[RoadReach]:
    """Roads in force on a day whose planned width reaches the plot, the most ground first.

    A planned road is taken as half its width on each side of the centre line, with flat ends: an approximation, since
    the red lines of a plan may lie unequally.
    """
    shape = plot.geom or plot.point
    if shape is None or plot.location_basis == LocationBasis.UNIT:
        return []
    near = RoadLine.objects.visible_to(user).valid_on(day).filter(width_m__isnull=False)
    near = near.filter(geom__dwithin=(shape, _FARTHEST_M)).select_related("set")
    half = ExpressionWrapper(F("width_m") / 2.0, output_field=FloatField())
    if plot.geom is None:
        reached = near.alias(half=half).filter(geom__dwithin=(shape, F("half"))).order_by("name", "code")
        return [RoadReach(road) for road in reached]
    field = MultiPolygonField(srid=crs.LEGAL.srid)
    planned = Func("geom", half, Value("endcap=flat"), function="ST_Buffer", output_field=field)
    reached = near.annotate(inside=Area(Intersection(planned, shape))).order_by("-inside", "code")
    found = [(road, road.inside.sq_m) for road in reached]
    return [RoadReach(road, inside) for road, inside in found if inside >= _SHOWN_M2]
