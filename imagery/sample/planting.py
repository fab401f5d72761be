"""Where changes may be planted: plots wholly in the area, ground fit for them, away from each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis import crs
from imagery.sample.areas import CRS
from imagery.sample.covers import Cover
from imagery.sample.ground import Ground
from imagery.sample.palette import SIZE
from imagery.sample.pieces import Piece, covers_under
from imagery.sample.zones import PlotSite
from land.sample.randomness import Dice

_MARGIN_M: Final = 60.0  # from the edge of the area
_APART_M: Final = 12.0
_LEAST_M2: Final = 150.0


@dataclass(slots=True)
class Field:
    """The ground while it is being planted.

    Attributes:
        ground: as drawn, nothing laid over it yet.
        days: of the series, oldest first.
        sites: plots wholly in the area and large enough, in the order of their codes.
        taken: codes of plots that bear something already.
        pieces: what has been planted, for the pictures.
    """

    ground: Ground
    days: Sequence[date]
    sites: list[PlotSite] = field(init=False)
    taken: set[str] = field(default_factory=set)
    pieces: list[Piece] = field(default_factory=list)
    _shapes: list[BaseGeometry] = field(default_factory=list)
    _plots: Any = field(init=False)

    def __post_init__(self) -> None:
        inner = self.ground.area.box.buffer(-_MARGIN_M)
        self._plots = shapely.STRtree([site.shape for site in self.ground.sites])
        self.sites = [site for site in self.ground.sites if inner.covers(site.shape) and site.shape.area >= _LEAST_M2]

    def free(self, dice: Dice, fits: Callable[[PlotSite], bool], most: int) -> list[PlotSite]:
        """Up to `most` plots that bear nothing yet and fit, in random order."""
        found = [site for site in self.sites if site.plot.code not in self.taken and fits(site)]
        count = min(most, len(found))
        for place in range(count):
            other = dice.number(place, len(found) - 1)
            found[place], found[other] = found[other], found[place]
        return found[:count]

    def share_of(self, shape: BaseGeometry, covers: frozenset[Cover]) -> float:
        """Share of the ground under a shape that bears some of these covers."""
        under = covers_under(self.ground.area, self.ground.labels, shape)
        return sum(share for cover, share in under.items() if cover in covers)

    def is_clear(self, shape: BaseGeometry) -> bool:
        """Whether nothing has been planted on or close to it."""
        return all(shape.distance(other) > _APART_M for other in self._shapes)

    def on_other_plots(self, shape: BaseGeometry, own: PlotSite) -> bool:
        """Whether a shape reaches over a plot other than its own."""
        hits = [self.ground.sites[index] for index in self._plots.query(shape, predicate="intersects").tolist()]
        return any(site.plot.code != own.plot.code for site in hits)

    def plots_at(self, shape: BaseGeometry) -> list[PlotSite]:
        """Plots wholly in the area that a shape touches."""
        near = {self.ground.sites[index].plot.code for index in self._plots.query(shape, predicate="intersects")}
        return [site for site in self.sites if site.plot.code in near]

    def plant(self, site: PlotSite, shape: BaseGeometry, pieces: Sequence[Piece]) -> None:
        """Take a plot and its ground."""
        self.taken.add(site.plot.code)
        self._shapes.append(shape)
        self.pieces += pieces


def legal_shape(shape: BaseGeometry) -> Any:
    """A shape of EPSG:32648 in the legal CRS, to the millimetre."""
    moved = crs.transform(shape, CRS, crs.LEGAL)
    return shapely.transform(moved, lambda points: np.round(points, 3))


def unit(dice: Dice, cover: Cover) -> int:
    """Any unit of the palette with a cover."""
    return int(cover) * SIZE + dice.number(0, SIZE - 1)
