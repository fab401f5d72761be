"""Plots known from paper lists only: no boundary, placed by a parcel, a point or their unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry import MultiPolygon, Point, Polygon

from gis.geometry import characteristic_point
from land.sample.areas import square_metres
from land.sample.attributes import Place, kind_of
from land.sample.build import Draft, PlotAreas
from land.sample.names import surroundings
from land.sample.randomness import Dice, stream
from land.sample.spec import Site
from land.workflow import AreaMethod, LocationBasis

_BASES = ((LocationBasis.PARCEL.value, 46.0), (LocationBasis.POINT.value, 32.0), (LocationBasis.UNIT.value, 22.0))
_THEMES = (("lot", 40.0), ("ribbon", 24.0), ("field", 26.0), ("bank", 10.0))
_SIZES_M2 = ((60, 400, 34.0), (400, 1_500, 34.0), (1_500, 8_000, 22.0), (8_000, 40_000, 10.0))


@dataclass(frozen=True, slots=True)
class PaperPlot:
    """A plot to be, with a nominal area in tenths of m² that the sum of all may still change a little."""

    draft: Draft
    tenths: int


def paper_plots(places: Sequence[Place], land: Mapping[str, MultiPolygon], count: int, seed: int) -> list[PaperPlot]:
    """As many as wanted, going round the communes."""
    deep = {place.facts.code: characteristic_point(land[place.facts.code], 50.0) for place in places}
    found = []
    for number in range(count):
        place = places[number * 7 % len(places)] if number >= len(places) else places[number]
        dice = Dice(stream(seed, "paper", number))
        found.append(_paper_plot(dice, place, land[place.facts.code], deep[place.facts.code], number, seed))
    return found


def _paper_plot(dice: Dice, place: Place, land: MultiPolygon, deep: Point, number: int, seed: int) -> PaperPlot:
    basis = dice.pick(_BASES)
    least, most = dice.pick([((low, high), weight) for low, high, weight in _SIZES_M2])
    tenths = dice.number(least * 10, most * 10)
    site = Site(Polygon(), dice.pick(_THEMES), place.facts.code, 900 + number % 17, number, number % 30)
    kind = kind_of(dice, site, tenths / 10, place)
    point = deep if basis == LocationBasis.UNIT.value else _somewhere(dice, land, deep)
    point = Point(round(point.x, 3), round(point.y, 3))
    around = surroundings(site, place.facts, seed)
    return PaperPlot(Draft(site, kind, place, around, areas_on_paper(tenths), None, point, basis), tenths)


def areas_on_paper(tenths: int) -> PlotAreas:
    """Only the paper's area is known."""
    area = square_metres(tenths)
    return PlotAreas(area, AreaMethod.LEGAL.value, area, None, None)


def _somewhere(dice: Dice, land: MultiPolygon, deep: Point) -> Point:
    """A point not too far from the middle of the commune."""
    reach = land.area**0.5 * 0.45
    for _ in range(40):
        point = Point(deep.x + (dice.roll() - 0.5) * 2 * reach, deep.y + (dice.roll() - 0.5) * 2 * reach)
        if land.contains(point):
            return point
    return deep


def fitted(plots: Sequence[PaperPlot], total_tenths: int) -> list[int]:
    """Areas of the paper plots that add up to what is left of the register's total.

    Raises:
        ValueError: when what is left is out of all proportion, which would give absurd areas.
    """
    nominal = sum(plot.tenths for plot in plots)
    if not plots or not 0.3 <= total_tenths / nominal <= 3:
        raise ValueError(f"{total_tenths} tenths of m² left for {len(plots)} plots without boundary of {nominal}")
    areas = [plot.tenths * total_tenths // nominal for plot in plots]
    largest = max(range(len(areas)), key=areas.__getitem__)
    areas[largest] += total_tenths - sum(areas)
    return areas
