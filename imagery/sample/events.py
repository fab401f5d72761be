"""Planted changes: building on open ground, clearing, encroachment over a border, ponds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from shapely.geometry.base import BaseGeometry

from imagery.sample import outlines
from imagery.sample.covers import FARMED, OPEN, TREES, Cover
from imagery.sample.pieces import Piece, Step
from imagery.sample.planting import Field, legal_shape, unit
from imagery.sample.truth import Event, EventKind
from imagery.sample.zones import PlotSite
from land.sample.randomness import Dice, stream

_LEAST_M2, _MOST_M2 = 100.0, 5_000.0
_POND_M2: Final = 280.0
_RURAL_M2: Final = 1_200.0  # nobody digs a pond on a town lot
_LONG_AGO: Final = date(2019, 1, 1).toordinal()
_MIX: Final = "bcebcpebcbepbcebpc"  # kinds in turn, by their first letter
_KINDS: Final = {kind.value[0]: kind for kind in EventKind}
# What is built, by weight: sheets, tiles, slabs, and shells that stay unfinished.
_FINISHES: Final = (
    (Cover.ROOF_METAL, 0.27),
    (Cover.ROOF_DARK, 0.2),
    (Cover.ROOF_TILE, 0.16),
    (Cover.ROOF_CONCRETE, 0.17),
    (Cover.ROOF_BLUE, 0.1),
    (Cover.BARE, 0.1),
)
_AROUND: Final = ((Cover.YARD, 0.35), (Cover.CONCRETE, 0.3), (Cover.BARE, 0.35))
_UNUSED: Final = frozenset({"vacant", "unmanaged", "lent", "leased_short"})
_FRESH: Final = TREES | FARMED | {Cover.GRASS}


@dataclass(frozen=True, slots=True)
class Draft:
    """A change about to be planted, in EPSG:32648."""

    shape: BaseGeometry
    pieces: tuple[Piece, ...]


Maker = Callable[[Dice, Field, PlotSite, float, int], Draft | None]


def plant_events(field: Field, seed: int) -> list[Event]:
    """As many changes as the area is to have, sizes spread evenly from small to large on a ratio scale."""
    area = field.ground.area
    dice = Dice(stream(seed, "imagery", area.slug, "events"))
    order = sorted(range(area.events), key=lambda _: dice.roll())
    found: list[Event] = []
    for turn, rank in enumerate(order):
        size = _LEAST_M2 * (_MOST_M2 / _LEAST_M2) ** ((rank + dice.roll()) / area.events)
        kind = _KINDS[_MIX[turn % len(_MIX)]]
        if kind is EventKind.POND and size < _POND_M2:
            kind = EventKind.BUILDING
        event = _planted(dice, field, kind, size, f"{area.slug}-E{len(found) + 1:02d}")
        if event is not None:
            found.append(event)
    return found


def _planted(dice: Dice, field: Field, kind: EventKind, size: float, name: str) -> Event | None:
    """A change of a kind on the first plot that can bear it; a smaller one when none can."""
    day = _day(dice, field)
    while size >= _LEAST_M2:
        for site in field.free(dice, partial(_MAY[kind], size), 40):
            draft = _MAKERS[kind](dice, field, site, size, day.toordinal())
            if draft is not None and field.is_clear(draft.shape):
                field.plant(site, draft.shape, draft.pieces)
                return _event(name, kind, site, day, draft.shape)
        size *= 0.7
    return None


def _day(dice: Dice, field: Field) -> date:
    """A day with at least three scenes before it and two after it."""
    return dice.day(field.days[2] + timedelta(days=1), field.days[-2] - timedelta(days=1))


def _event(name: str, kind: EventKind, site: PlotSite, day: date, shape: BaseGeometry) -> Event:
    legal = legal_shape(shape)
    inside = legal.intersection(site.plot.shape)
    return Event(name, kind, site.plot.code, day, legal, float(legal.area), float(inside.area))


def _build(dice: Dice, field: Field, site: PlotSite, size: float, start: int) -> Draft | None:
    """Ground is cleared, then a roof stands on most of it."""
    shape = outlines.building(dice, site.shape.buffer(-1.0), site.axes, size)
    if shape.is_empty or field.share_of(shape, OPEN) < 0.9:
        return None
    return Draft(shape, _works(dice, shape, start))


def _works(dice: Dice, shape: BaseGeometry, start: int) -> tuple[Piece, ...]:
    """The yard and, inside it, what is built after some months of bare ground."""
    bare = Step(start, unit(dice, Cover.CLEARED))
    done = start + dice.number(15, 190)
    yard = Piece(shape, (bare, Step(done, unit(dice, dice.pick(_AROUND)))))
    core = shape.buffer(-dice.between(0.8, 0.11 * shape.area**0.5 + 0.8), join_style="mitre")
    if core.area < 0.45 * shape.area:
        core = shape
    return (yard, Piece(core, (bare, Step(done, unit(dice, dice.pick(_FINISHES))))))


def _clear(dice: Dice, field: Field, site: PlotSite, size: float, start: int) -> Draft | None:
    """Plants are taken away, some of them by fire; the ground stays bare, with weeds in the rains."""
    shape = outlines.patch(dice, site.shape.buffer(-0.5), size, 0.35)
    if shape.is_empty or field.share_of(shape, _FRESH) < 0.85:
        return None
    soil = unit(dice, Cover.CLEARED)
    steps = [Step(start, soil), Step(start + dice.number(150, 400), unit(dice, Cover.BARE))]
    if dice.chance(0.2):
        steps = [Step(start, unit(dice, Cover.BURNT)), Step(start + dice.number(10, 40), soil), *steps[1:]]
    return Draft(shape, (Piece(shape, tuple(steps)),))


def _encroach(dice: Dice, field: Field, site: PlotSite, size: float, start: int) -> Draft | None:
    """Works beside the plot, older than the day on which they reach over its border."""
    shape = outlines.across_border(dice, outlines.largest(site.shape), size)
    if shape.is_empty or not field.ground.area.box.covers(shape):
        return None
    inside, outside = site.shape.intersection(shape), shape.difference(site.shape)
    if inside.area > 0.65 * site.shape.area or field.on_other_plots(shape, site):
        return None
    if field.share_of(inside, OPEN) < 0.88 or field.share_of(outside, OPEN) < 0.7:
        return None
    before = _LONG_AGO if dice.chance(0.4) else start - dice.number(10, 300)
    if dice.chance(0.45):
        ground = unit(dice, dice.pick(_AROUND))
        parts = ((outside, before), (inside, start))
        return Draft(shape, tuple(_levelled(dice, part, day, ground) for part, day in parts))
    roof, bare = unit(dice, dice.pick(_FINISHES)), unit(dice, Cover.CLEARED)
    later = start + dice.number(10, 120)
    inner = Piece(inside, (Step(start, bare), Step(later, roof)))
    return Draft(shape, (Piece(outside, (Step(before, bare), Step(before + 60, roof))), inner))


def _levelled(dice: Dice, shape: BaseGeometry, start: int, ground: int) -> Piece:
    return Piece(shape, (Step(start, unit(dice, Cover.CLEARED)), Step(start + dice.number(20, 90), ground)))


def _dig(dice: Dice, field: Field, site: PlotSite, size: float, start: int) -> Draft | None:
    """A hole is dug and fills; the spoil lies around it."""
    inner = site.shape.buffer(-1.5)
    straight = dice.chance(0.6)
    shape = outlines.building(dice, inner, site.axes, size) if straight else outlines.patch(dice, inner, size, 0.2)
    if shape.is_empty or field.share_of(shape, OPEN) < 0.92:
        return None
    spoil, filled = unit(dice, Cover.CLEARED), start + dice.number(12, 60)
    rim = Piece(shape, (Step(start, spoil), Step(filled + 200, unit(dice, Cover.BARE))))
    water = shape.buffer(-dice.between(1.0, 3.0))
    return Draft(shape, (rim, Piece(water, (Step(start, spoil), Step(filled, unit(dice, Cover.POND))))))


def _unused(size: float, site: PlotSite) -> bool:
    return site.plot.use_state in _UNUSED and site.shape.area * 0.85 > size


def _grown(size: float, site: PlotSite) -> bool:
    return site.shape.area * 0.9 > size


def _bordered(size: float, site: PlotSite) -> bool:
    return site.plot.use_state in _UNUSED | {"public_work"} and site.shape.area * 0.6 > size


def _rural(size: float, site: PlotSite) -> bool:
    return _unused(size, site) and site.shape.area > _RURAL_M2


_MAY: Final[dict[EventKind, Callable[[float, PlotSite], bool]]] = {
    EventKind.BUILDING: _unused,
    EventKind.CLEARING: _grown,
    EventKind.ENCROACHMENT: _bordered,
    EventKind.POND: _rural,
}
_MAKERS: Final[dict[EventKind, Maker]] = {
    EventKind.BUILDING: _build,
    EventKind.CLEARING: _clear,
    EventKind.ENCROACHMENT: _encroach,
    EventKind.POND: _dig,
}
