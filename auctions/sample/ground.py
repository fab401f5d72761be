"""Which ground the sample auctions: whole small plots, and larger ones cut into rows of building lots."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, box

from gis.geometry import to_multipolygon
from land.actions.derive import to_shapely
from land.models import Plot
from land.workflow import FlagKind, HandlingPlan, PublishLevel, UseState

_IN_THE_WAY = [FlagKind.ENCROACHED, FlagKind.DISPUTED]
_LOT_M2 = (110.0, 260.0)  # of building lots in a row
_CUT_FROM_M2, _CUT_TO_M2 = 1_500.0, 9_000.0
_PROJECT_FROM_M2, _PROJECT_TO_M2 = 9_000.0, 60_000.0
_LEAST_M2 = 60.0


@dataclass(frozen=True)
class Block:
    """What is auctioned together.

    Attributes:
        plot: where it lies.
        parts: shapes of the lots in the legal CRS; [None] takes the plot whole.
        project: auctioned as one investment project.
        first: number of the first part in the names of lots.
    """

    plot: Plot
    parts: Sequence[MultiPolygon | None]
    project: bool = False
    first: int = 1

    def without(self, taken: int) -> "Block":
        """What is left once so many parts are taken."""
        return replace(self, parts=self.parts[taken:], first=self.first + taken)


def blocks(agency: str, seed: int) -> Iterator[Block]:
    """Ground of one agency that is planned for auction, in a mixed order that is the same each time."""
    rows = Plot.objects.active().filter(
        sample=True,
        publish_level=PublishLevel.PUBLIC,
        managing_agency__code=agency,
        handling_plan=HandlingPlan.AUCTION,
        use_state=UseState.VACANT,
        geom__isnull=False,
    )
    plots = list(rows.exclude(flags__overlap=_IN_THE_WAY).select_related("unit").order_by("number"))
    random.Random(seed).shuffle(plots)  # noqa: S311 - a sample
    for plot in plots:
        area = float(plot.area_m2 or 0)
        if _CUT_FROM_M2 <= area < _CUT_TO_M2:
            if parts := rows_of(to_shapely(plot.geom), random.Random(plot.number)):  # noqa: S311
                yield Block(plot, parts)
        elif _PROJECT_FROM_M2 <= area <= _PROJECT_TO_M2:
            yield Block(plot, [None], project=True)
        elif area < _CUT_FROM_M2 and area >= _LEAST_M2:
            yield Block(plot, [None])


def rows_of(ground: Any, dice: random.Random) -> list[MultiPolygon]:
    """Building lots along both sides of a lane through the length of a plot; crooked ends stay green."""
    frame = shapely.minimum_rotated_rectangle(ground)
    corners = shapely.get_coordinates(frame)[:3]
    sides = [math.dist(corners[0], corners[1]), math.dist(corners[1], corners[2])]
    long_side = 0 if sides[0] >= sides[1] else 1
    first, last = corners[long_side], corners[long_side + 1]
    angle = math.degrees(math.atan2(last[1] - first[1], last[0] - first[0]))
    centre = frame.centroid
    lying = affinity.rotate(ground, -angle, origin=centre)
    west, south, east, north = lying.bounds
    depth = min((north - south - 6.0) / 2, 22.0)
    if depth < 9.0:
        return []
    width = max(5.0, dice.uniform(*_LOT_M2) / depth)
    middle = (north + south) / 2
    found = []
    for low, high in ((middle + 3.0, middle + 3.0 + depth), (middle - 3.0 - depth, middle - 3.0)):
        at = west
        while at + width <= east:
            piece = box(at, low, at + width, high)
            if lying.covers(piece):
                # Whole centimetres, and a hair inside: turned back, a corner must not fall outside the plot.
                turned = affinity.rotate(piece.buffer(-0.02, join_style="mitre"), angle, origin=centre)
                found.append(to_multipolygon(shapely.set_precision(turned, 0.01)))
            at += width
    return found
