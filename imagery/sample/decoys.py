"""Planted appearances that pass: harvest, fallow, flood, fire, tide, and shadows of clouds that the mask misses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from imagery.sample import outlines
from imagery.sample.climate import tide_m
from imagery.sample.covers import FARMED, OPEN, Cover
from imagery.sample.dates import instant_of
from imagery.sample.palette import SIZE, flat_index, heights
from imagery.sample.pieces import Piece, Step
from imagery.sample.planting import Field, legal_shape, unit
from imagery.sample.truth import Decoy, DecoyKind
from imagery.sample.weather import Puff, cloudiness
from imagery.sample.zones import PlotSite
from land.sample.randomness import Dice, stream

_SPARE: Final = 1.15  # decoys wanted for each event, before the shadows
_PUFFS_PER_EVENT: Final = 0.11
_GROWN: Final = FARMED | {Cover.GRASS, Cover.ORCHARD}
_GRASSY: Final = frozenset({Cover.GRASS, Cover.SCRUB, Cover.FALLOW, Cover.ANNUAL, Cover.RAINFED})
_LOW: Final = frozenset({"tidal_bank", "swamp", "pond", "salt", "canal", "casuarina", "dyke", "wild", "rock"})
_LEAST_M2, _MOST_M2 = 100.0, 5_000.0  # as events
_KINDS: Final = (
    (DecoyKind.HARVEST, 0.26),
    (DecoyKind.FALLOW, 0.16),
    (DecoyKind.FLOODED, 0.16),
    (DecoyKind.BURNT, 0.26),
    (DecoyKind.TIDE, 0.16),
)
_ALWAYS: Final = date(2019, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Spell:
    """When an appearance lasts, and its steps."""

    on: date
    until: date
    steps: tuple[Step, ...]


def plant_decoys(field: Field, seed: int) -> list[Decoy]:
    """More decoys on the ground than there are events; call after planting those."""
    area = field.ground.area
    dice = Dice(stream(seed, "imagery", area.slug, "decoys"))
    found: list[Decoy] = []
    wanted = round(area.events * _SPARE)
    for turn in sorted(range(wanted), key=lambda _: dice.roll()):
        size = _LEAST_M2 * (_MOST_M2 / _LEAST_M2) ** ((turn + dice.roll()) / wanted)
        for _ in range(4):
            decoy = _planted(dice, field, dice.pick(_KINDS), size, f"{area.slug}-D{len(found) + 1:03d}")
            if decoy is not None:
                found.append(decoy)
                break
            size = max(0.6 * size, _LEAST_M2)
    return found


def plant_shadows(field: Field, seed: int, numbered: int) -> tuple[list[Decoy], dict[date, list[Puff]]]:
    """Shadows of small clouds on clear days, one decoy for each plot that a shadow falls on.

    Args:
        numbered: decoys named so far.
    """
    area = field.ground.area
    dice = Dice(stream(seed, "imagery", area.slug, "shadows"))
    clear = [day for day in field.days[1:-1] if cloudiness(area, day, seed) < 0.04] or list(field.days[1:-1])
    found: list[Decoy] = []
    puffs: dict[date, list[Puff]] = {}
    for site in field.free(dice, lambda site: site.shape.area > 400, round(area.events * _PUFFS_PER_EVENT) + 2):
        day, radius = dice.one(clear), dice.between(38.0, 85.0)
        middle = outlines.point_in(dice, site.shape)
        puffs.setdefault(day, []).append(Puff(middle.x, middle.y, radius))
        disc = Point(middle.x, middle.y).buffer(radius, quad_segs=4)
        for touched in field.plots_at(disc):
            shape = outlines.largest(touched.shape.intersection(disc))
            if shape.area > 60 and touched.plot.code not in field.taken:
                name = f"{area.slug}-D{numbered + len(found) + 1:03d}"
                spell = Spell(day, day + timedelta(days=1), ())
                found.append(_decoy(name, DecoyKind.CLOUD_SHADOW, touched, spell, shape, (day,)))
                field.taken.add(touched.plot.code)
    return found, puffs


def _planted(dice: Dice, field: Field, kind: DecoyKind, size: float, name: str) -> Decoy | None:
    maker, fits, covers = _MAKERS[kind]
    spell = maker(dice, field)
    if spell is None:
        return None
    straight = kind in (DecoyKind.HARVEST, DecoyKind.FALLOW, DecoyKind.FLOODED)
    for site in field.free(dice, lambda site: site.shape.area * 0.9 > size and fits(field, site), 25):
        shape = _ground(dice, site, size, straight)
        if shape.is_empty or field.share_of(shape, covers) < 0.75 or not field.is_clear(shape):
            continue
        field.plant(site, shape, [Piece(shape, spell.steps)])
        return _decoy(name, kind, site, spell, shape, _seen(field, kind, spell))
    return None


def _decoy(
    name: str, kind: DecoyKind, site: PlotSite, spell: Spell, shape: BaseGeometry, seen: tuple[date, ...]
) -> Decoy:
    legal = legal_shape(shape)
    return Decoy(name, kind, site.plot.code, spell.on, spell.until, seen, legal, float(legal.area))


def _ground(dice: Dice, site: PlotSite, size: float, straight: bool) -> BaseGeometry:
    """A field or a patch of a plot; all of it where it is not much larger."""
    inner = site.shape.buffer(-0.5)
    if straight and inner.area < 1.5 * size:
        return outlines.largest(inner)
    return outlines.building(dice, inner, site.axes, size) if straight else outlines.patch(dice, inner, size, 0.35)


def _seen(field: Field, kind: DecoyKind, spell: Spell) -> tuple[date, ...]:
    if kind is DecoyKind.TIDE:
        level = _level(spell)
        return tuple(day for day in field.days if tide_m(instant_of(day)) > level)
    return tuple(day for day in field.days if spell.on <= day < spell.until)


def _level(spell: Spell) -> float:
    """Height of a flat from its unit."""
    return float(heights()[(spell.steps[0].unit or 0) % SIZE])


def _scene(dice: Dice, field: Field, months: tuple[int, ...]) -> int | None:
    """Number of a scene in some months, neither the first two nor the last."""
    fit = [number for number, day in enumerate(field.days) if day.month in months and 2 <= number < len(field.days) - 1]
    return dice.one(fit) if fit else None


def _harvest(dice: Dice, field: Field) -> Spell | None:
    """Stubble on one scene or two, then the next crop."""
    number = _scene(dice, field, (8, 9, 10, 11, 12, 1, 2))
    if number is None:
        return None
    on = field.days[number] - timedelta(days=dice.number(1, 14))
    last = min(number + dice.chance(0.35), len(field.days) - 2)
    until = field.days[last] + timedelta(days=dice.number(6, 30))
    until = min(until, field.days[last + 1] - timedelta(days=1))
    steps = (Step(on.toordinal(), unit(dice, Cover.STUBBLE)), Step(until.toordinal(), None))
    return Spell(on, until, steps)


def _rest(dice: Dice, field: Field) -> Spell | None:
    """A field left alone for a season."""
    number = _scene(dice, field, (6, 7, 8, 9, 10, 11, 12))
    if number is None:
        return None
    on = field.days[number] - timedelta(days=dice.number(20, 90))
    until = on + timedelta(days=dice.number(150, 240))
    return Spell(on, until, (Step(on.toordinal(), unit(dice, Cover.FALLOW)), Step(until.toordinal(), None)))


def _flood(dice: Dice, field: Field) -> Spell | None:
    """Water stands for some weeks of the rains, or while a field is made ready."""
    number = _scene(dice, field, (6, 7, 8, 9, 10, 11, 12))
    if number is None:
        return None
    on = field.days[number] - timedelta(days=dice.number(1, 15))
    until = field.days[number] + timedelta(days=dice.number(4, 25))
    return Spell(on, until, (Step(on.toordinal(), unit(dice, Cover.FLOODED)), Step(until.toordinal(), None)))


def _fire(dice: Dice, field: Field) -> Spell | None:
    """Grass burns in the dry season and is back within months."""
    number = _scene(dice, field, (1, 2, 3, 4))
    if number is None:
        return None
    on = field.days[number] - timedelta(days=dice.number(1, 16))
    ash, weeks = unit(dice, Cover.BURNT), dice.number(9, 15)
    first = on.toordinal()
    steps = (
        Step(first, ash, 0.95),
        Step(first + 22, ash, 0.6),
        Step(first + 45, ash, 0.3),
        Step(first + 7 * weeks, None),
    )
    return Spell(on, on + timedelta(weeks=weeks), steps)


def _ebb(dice: Dice, field: Field) -> Spell:
    """Low ground that some of the tides cover: mud on one scene, water on the next."""
    cover = Cover.FLAT_MUD if dice.chance(0.7) else Cover.FLAT_SAND
    tides = sorted(tide_m(instant_of(day)) for day in field.days)
    level = dice.between(tides[len(tides) // 4], tides[3 * len(tides) // 4])
    always = int(cover) * SIZE + int(flat_index(level))
    return Spell(field.days[0], field.days[-1], (Step(_ALWAYS, always),))


def _is_field(field: Field, site: PlotSite) -> bool:
    return field.ground.themes[site.plot.code] in ("paddy", "annual", "vegetables", "orchard", "wild", "vacant", "let")


def _is_wet_field(field: Field, site: PlotSite) -> bool:
    return field.ground.themes[site.plot.code] in ("paddy", "annual", "vegetables", "wild", "vacant", "swamp")


def _is_grassy(field: Field, site: PlotSite) -> bool:
    return field.ground.themes[site.plot.code] in ("wild", "vacant", "sports", "annual", "lane", "rock", "graves")


def _is_low(field: Field, site: PlotSite) -> bool:
    theme = field.ground.themes[site.plot.code]
    return site.plot.code in field.ground.tidal and theme in _LOW


_Row = tuple[Callable[[Dice, Field], Spell | None], Callable[[Field, PlotSite], bool], frozenset[Cover]]
_MAKERS: Final[dict[DecoyKind, _Row]] = {
    DecoyKind.HARVEST: (_harvest, _is_field, _GROWN),
    DecoyKind.FALLOW: (_rest, _is_field, _GROWN),
    DecoyKind.FLOODED: (_flood, _is_wet_field, _GROWN),
    DecoyKind.BURNT: (_fire, _is_grassy, _GRASSY),
    DecoyKind.TIDE: (_ebb, _is_low, OPEN | {Cover.SAND, Cover.ROCK, Cover.FLAT_MUD, Cover.FLAT_SAND}),
}
