"""Covers of the ground, as far as a satellite can tell them apart, and what they are made of all year round."""

from enum import IntEnum, auto
from typing import Final

Weights = dict[str, float]


class Cover(IntEnum):
    """What one patch of ground bears. In Vietnamese: lớp phủ mặt đất."""

    GRASS = 0
    SCRUB = auto()
    FOREST = auto()
    CASUARINA = auto()
    MANGROVE = auto()
    RUBBER = auto()
    ORCHARD = auto()
    GARDEN = auto()
    PADDY = auto()
    RAINFED = auto()
    ANNUAL = auto()
    VEGETABLES = auto()
    FALLOW = auto()
    BARE = auto()
    CLEARED = auto()
    DIRT = auto()
    SAND = auto()
    ROCK = auto()
    QUARRY = auto()
    ASPHALT = auto()
    CONCRETE = auto()
    YARD = auto()
    STREET = auto()
    LANE = auto()
    GRAVES = auto()
    ROOF_METAL = auto()
    ROOF_DARK = auto()
    ROOF_TILE = auto()
    ROOF_CONCRETE = auto()
    ROOF_BLUE = auto()
    POND = auto()
    SALT = auto()
    LAKE = auto()
    SHORE_OF_LAKE = auto()
    RIVER = auto()
    FLAT_MUD = auto()
    FLAT_SAND = auto()
    SEA = auto()
    BURNT = auto()
    STUBBLE = auto()
    FLOODED = auto()


ROOFS: Final = frozenset({Cover.ROOF_METAL, Cover.ROOF_DARK, Cover.ROOF_TILE, Cover.ROOF_CONCRETE, Cover.ROOF_BLUE})
TREES: Final = frozenset(
    {Cover.FOREST, Cover.CASUARINA, Cover.MANGROVE, Cover.RUBBER, Cover.ORCHARD, Cover.GARDEN, Cover.SCRUB}
)
FARMED: Final = frozenset({Cover.PADDY, Cover.RAINFED, Cover.ANNUAL, Cover.VEGETABLES, Cover.FALLOW})
OPEN: Final = TREES | FARMED | {Cover.GRASS, Cover.BARE, Cover.DIRT, Cover.YARD}  # nothing stands or flows there
WATERS: Final = frozenset(
    {Cover.POND, Cover.SALT, Cover.LAKE, Cover.SHORE_OF_LAKE, Cover.RIVER, Cover.FLAT_MUD, Cover.FLAT_SAND, Cover.SEA}
)

# Covers that look alike in every season; "soil" is the soil of the place.
STEADY: Final[dict[Cover, Weights]] = {
    Cover.CASUARINA: {"needle": 0.74, "drygrass": 0.1, "soil": 0.16},
    Cover.MANGROVE: {"mangrove": 0.93, "mud": 0.07},
    Cover.DIRT: {"soil": 0.82, "drygrass": 0.1, "grass": 0.08},
    Cover.CLEARED: {"soil": 0.93, "drygrass": 0.05, "straw": 0.02},
    Cover.SAND: {"sand": 0.9, "drygrass": 0.06, "grass": 0.04},
    Cover.ROCK: {"rock": 0.72, "drygrass": 0.12, "leaf": 0.16},
    Cover.QUARRY: {"rock": 0.6, "soil": 0.25, "concrete": 0.15},
    Cover.ASPHALT: {"asphalt": 0.94, "dark": 0.06},
    Cover.CONCRETE: {"concrete": 0.9, "dark": 0.1},
    Cover.STREET: {"asphalt": 0.55, "concrete": 0.2, "leaf": 0.14, "dark": 0.11},
    Cover.ROOF_METAL: {"metal": 1.0},
    Cover.ROOF_DARK: {"dark": 1.0},
    Cover.ROOF_TILE: {"tile": 0.85, "dark": 0.15},
    Cover.ROOF_CONCRETE: {"concrete": 0.85, "dark": 0.15},
    Cover.ROOF_BLUE: {"blue": 1.0},
    Cover.RIVER: {"turbid": 0.75, "water": 0.25},
    Cover.BURNT: {"ash": 0.82, "soil": 0.13, "drygrass": 0.05},
    Cover.STUBBLE: {"straw": 0.58, "soil": 0.42},
    Cover.FLOODED: {"turbid": 0.35, "water": 0.4, "mud": 0.25},
}

# How uneven a cover is from one 10 m pixel to the next, as a share of its brightness.
ROUGHNESS: Final[dict[Cover, float]] = {
    Cover.FOREST: 0.12,
    Cover.SCRUB: 0.10,
    Cover.ORCHARD: 0.09,
    Cover.GARDEN: 0.09,
    Cover.MANGROVE: 0.07,
    Cover.CASUARINA: 0.09,
    Cover.RUBBER: 0.05,
    Cover.GRASS: 0.07,
    Cover.FALLOW: 0.07,
    Cover.BARE: 0.07,
    Cover.ROCK: 0.12,
    Cover.QUARRY: 0.12,
    Cover.GRAVES: 0.10,
    Cover.SEA: 0.012,
    Cover.LAKE: 0.015,
    Cover.RIVER: 0.02,
    Cover.POND: 0.02,
}
USUAL_ROUGHNESS: Final = 0.045
