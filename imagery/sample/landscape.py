"""Which painter draws which theme."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from numpy.random import Generator

from imagery.sample.country import Bank, Coast, Fields, Lake, Painter, Patches, Sea, Single, Weights
from imagery.sample.covers import Cover
from imagery.sample.patterns import Plane
from imagery.sample.town import HALLS, HOUSES, Compound, Town

_WILD: Final[Weights] = ((Cover.SCRUB, 4), (Cover.GRASS, 4), (Cover.BARE, 1), (Cover.GARDEN, 1))
_LAWN: Final[Weights] = ((Cover.GRASS, 3), (Cover.GARDEN, 2))
_BUND: Final[Weights] = ((Cover.GRASS, 3), (Cover.DIRT, 1))


@dataclass(frozen=True, slots=True)
class Site:
    """What a painter is made for: its stream, the plane of its axes and half its extent in it, how built up it is."""

    rng: Generator
    plane: Plane
    reach: tuple[float, float]
    density: float


Maker = Callable[[Site], Painter]


def _fields(
    crops: Weights, sizes: Any, bund_m: float, bund: Weights = _BUND, every: int = 5, alike: float = 0.3
) -> Maker:
    def make(site: Site) -> Painter:
        return Fields(
            site.rng,
            site.plane,
            site.reach,
            sizes_m=sizes,
            crops=crops,
            bund_m=bund_m,
            bund=bund,
            track_every=every,
            alike=alike,
        )

    return make


def _compound(sizes: Any, margin: Any, built: float, roofs: Weights, ground: Weights, rest: Weights) -> Maker:
    def make(site: Site) -> Painter:
        return Compound(
            site.rng,
            site.plane,
            site.reach,
            sizes_m=sizes,
            margin_m=margin,
            built=built,
            roofs=roofs,
            ground=ground,
            rest=rest,
        )

    return make


def _patches(size_m: float, weights: Weights, dots: Weights = (), dotted: float = 0.0) -> Maker:
    return lambda site: Patches(site.rng, size_m, weights, dots, dotted)


def _single(weights: Weights, grain_m: float = 8.0) -> Maker:
    return lambda site: Single(site.rng, weights, grain_m)


def _countryside(site: Site) -> Painter:
    """A quarter of farm land: what is grown there is much the same all over it."""
    kind = float(site.rng.random())
    for limit, name in ((0.34, "paddy"), (0.52, "annual"), (0.6, "vegetables"), (0.88, "orchard"), (1.0, "rubber")):
        if kind < limit:
            return PAINTERS[name](site)
    return PAINTERS["orchard"](site)


def _vacant(site: Site) -> Painter:
    """Empty ground differs from lot to lot: mown, overgrown, levelled, wooded."""
    kind = float(site.rng.random())
    if kind < 0.4:
        return Patches(site.rng, 24.0, ((Cover.GRASS, 8), (Cover.SCRUB, 2), (Cover.BARE, 1)))
    if kind < 0.65:
        return Patches(site.rng, 20.0, ((Cover.SCRUB, 6), (Cover.GRASS, 3), (Cover.GARDEN, 2)))
    if kind < 0.85:
        return Patches(site.rng, 28.0, ((Cover.BARE, 6), (Cover.GRASS, 3), (Cover.DIRT, 1)))
    return Patches(site.rng, 18.0, ((Cover.GARDEN, 5), (Cover.ORCHARD, 2), (Cover.SCRUB, 3)))


def _let(site: Site) -> Painter:
    """Ground let for a short time: storage yards, parking, gardens, sheds."""
    kind = float(site.rng.random())
    if kind < 0.3:
        return Patches(site.rng, 14.0, ((Cover.VEGETABLES, 5), (Cover.ANNUAL, 3), (Cover.GRASS, 2)))
    if kind < 0.55:
        return Patches(site.rng, 16.0, ((Cover.YARD, 5), (Cover.CONCRETE, 2), (Cover.BARE, 3), (Cover.ROOF_DARK, 1)))
    return PAINTERS["sheds"](site)


_SIZES_PADDY: Final = ((26.0, 58.0), (60.0, 130.0))
_SIZES_HOUSE: Final = ((16.0, 30.0), (18.0, 34.0))
PAINTERS: Final[dict[str, Maker]] = {
    # what fills the land
    "sea": lambda site: Sea(site.rng),
    "lane": _patches(30.0, ((Cover.LANE, 5), (Cover.GRASS, 3), (Cover.SCRUB, 2))),
    "street": _single(((Cover.STREET, 7), (Cover.ASPHALT, 2), (Cover.GARDEN, 1))),
    "road": _single(((Cover.ASPHALT, 8), (Cover.CONCRETE, 1))),
    "river": _single(((Cover.RIVER, 1),), 200.0),
    "lake": lambda site: Lake(site.rng, None),
    "lake_edge": lambda site: Lake(site.rng, (0.35, 0.75)),
    "lake_rim": lambda site: Lake(site.rng, (0.7, 1.0)),
    "lakeside": lambda site: Bank(site.rng, tidal=False),
    "bank": lambda site: Bank(site.rng, tidal=False),
    "tidal_bank": lambda site: Bank(site.rng, tidal=True),
    "coast": lambda site: Coast(
        site.rng, 0.05, ((Cover.SCRUB, 3), (Cover.CASUARINA, 3), (Cover.GRASS, 3), (Cover.YARD, 1))
    ),
    "rocky_coast": lambda site: Coast(site.rng, 0.55, ((Cover.FOREST, 5), (Cover.SCRUB, 3))),
    "town": lambda site: Town(site.rng, site.plane, site.reach, site.density),
    "ribbon": lambda site: Town(site.rng, site.plane, site.reach, 0.3),
    "field": _countryside,
    "patchwork": _patches(
        75.0,
        ((Cover.ORCHARD, 5), (Cover.ANNUAL, 4), (Cover.SCRUB, 3), (Cover.GRASS, 2), (Cover.RUBBER, 1)),
        ((Cover.ROOF_TILE, 1), (Cover.ROOF_METAL, 1), (Cover.GARDEN, 6)),
        0.05,
    ),
    "forest": _patches(95.0, ((Cover.FOREST, 30), (Cover.SCRUB, 2)), ((Cover.FOREST, 1),), 0.1),
    "hillside": _patches(
        80.0,
        ((Cover.FOREST, 6), (Cover.SCRUB, 5), (Cover.ORCHARD, 2), (Cover.GRASS, 1)),
        ((Cover.ROOF_TILE, 1), (Cover.FOREST, 20)),
        0.08,
    ),
    "rubber": _fields(((Cover.RUBBER, 1),), ((150.0, 260.0), (240.0, 420.0)), 2.5, ((Cover.DIRT, 1),), 1, 0.16),
    "pond": _fields(((Cover.POND, 12), (Cover.GRASS, 1)), ((30.0, 66.0), (60.0, 130.0)), 3.0, alike=0.8),
    "salt": _fields(
        ((Cover.SALT, 14), (Cover.POND, 1)), ((22.0, 44.0), (34.0, 70.0)), 1.6, ((Cover.DIRT, 3), (Cover.GRASS, 1))
    ),
    "industry": _compound(
        ((55.0, 140.0), (80.0, 190.0)),
        (8.0, 22.0),
        0.55,
        HALLS,
        ((Cover.CONCRETE, 4), (Cover.ASPHALT, 2), (Cover.YARD, 2), (Cover.GRASS, 2)),
        ((Cover.GRASS, 6), (Cover.BARE, 2), (Cover.SCRUB, 2)),
    ),
    # what is on plots
    "paddy": _fields(((Cover.PADDY, 9), (Cover.RAINFED, 2), (Cover.VEGETABLES, 1)), _SIZES_PADDY, 0.9),
    "annual": _fields(
        ((Cover.ANNUAL, 8), (Cover.VEGETABLES, 1), (Cover.FALLOW, 1)), ((30.0, 70.0), (50.0, 120.0)), 1.0
    ),
    "vegetables": _fields(((Cover.VEGETABLES, 8), (Cover.ANNUAL, 1)), ((12.0, 26.0), (30.0, 70.0)), 0.8, alike=1.0),
    "orchard": _fields(
        ((Cover.ORCHARD, 8), (Cover.GARDEN, 1), (Cover.ANNUAL, 1)), ((35.0, 80.0), (50.0, 120.0)), 1.2, alike=0.9
    ),
    "casuarina": _patches(40.0, ((Cover.CASUARINA, 8), (Cover.SCRUB, 1), (Cover.SAND, 1))),
    "vacant": _vacant,
    "let": _let,
    "wild": _patches(35.0, _WILD),
    "swamp": _patches(30.0, ((Cover.MANGROVE, 3), (Cover.POND, 3), (Cover.GRASS, 2))),
    "rock": _patches(25.0, ((Cover.ROCK, 5), (Cover.SCRUB, 3))),
    "quarry": _patches(35.0, ((Cover.QUARRY, 6), (Cover.BARE, 2), (Cover.SCRUB, 1), (Cover.POND, 1))),
    "landfill": _patches(18.0, ((Cover.BARE, 4), (Cover.QUARRY, 2), (Cover.GRASS, 2))),
    "graves": _patches(14.0, ((Cover.GRAVES, 7), (Cover.GARDEN, 2))),
    "park": _patches(16.0, ((*_LAWN, (Cover.YARD, 1)))),
    "sports": _patches(45.0, ((Cover.GRASS, 6), (Cover.CONCRETE, 1), (Cover.GARDEN, 1))),
    "paved": _patches(12.0, ((Cover.ASPHALT, 4), (Cover.CONCRETE, 4), (Cover.GARDEN, 1))),
    "canal": _patches(7.0, ((Cover.RIVER, 4), (Cover.GRASS, 4), (Cover.CONCRETE, 1))),
    "dyke": _patches(9.0, ((Cover.CONCRETE, 2), (Cover.ROCK, 3), (Cover.GRASS, 2))),
    "house": _compound(
        _SIZES_HOUSE, (1.0, 4.0), 0.75, HOUSES, ((Cover.YARD, 2), (Cover.GARDEN, 2)), ((Cover.GARDEN, 1),)
    ),
    "sheds": _compound(
        ((18.0, 40.0), (14.0, 26.0)), (1.5, 5.0), 0.45, HALLS, ((Cover.YARD, 3), (Cover.GRASS, 1)), _WILD
    ),
    "campus": _compound(
        ((26.0, 48.0), (15.0, 24.0)),
        (2.0, 5.0),
        0.5,
        ((Cover.ROOF_TILE, 5), (Cover.ROOF_CONCRETE, 3), (Cover.ROOF_METAL, 2), (Cover.ROOF_DARK, 1)),
        ((Cover.YARD, 3), (Cover.GARDEN, 3), (Cover.CONCRETE, 1)),
        ((Cover.YARD, 2), (Cover.GARDEN, 3), (Cover.GRASS, 2)),
    ),
}
