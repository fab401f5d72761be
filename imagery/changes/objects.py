"""An object measured as a whole, against its surroundings on the same day.

A cloud or shadow that the mask missed covers the surroundings too, so what they did on the day is taken off. Pixels of
the border hold a part of the change only: each counts by the share of the change that it shows.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from imagery.changes import breaks, fitting
from imagery.changes.linking import Grid
from imagery.changes.seasons import Seasons
from imagery.changes.stack import Bits, Floats, Stack, Whole, grown

_RING: Final = (2, 5)  # pixels from the object at which its surroundings lie
_LEAST_RING: Final = 8
_USABLE: Final = 0.5  # share of an object that must be clear
CORE: Final = 0.5  # share of the change from which a pixel is changed ground
_STRONGEST: Final = 60  # percentile of its own pixels above which they say what the change is
_EARLY: Final = 9.0  # F statistic of a step before the largest one, from which it is the beginning of the change
_SIGN: Final = 2.5  # times the usual departure before, from which a day shows the change
_OUTSHONE: Final = 2.0  # times as much as the object, from which what neighbouring ground did shines over
_MOST: Final = 0.4  # of the change, from which a day clearly shows it
_NOTHING: Final = 0.15  # of the change, up to which a day shows nothing of it
_UNREST: Final = 80  # percentile of the days before, up to which a day is like them


@dataclass(frozen=True)
class Field:
    """The window as the search for steps left it.

    Attributes:
        rows, columns: (P,) of the pixels that are looked at.
        departures: (T, B, P) from what each day did to all ground; `seasons` the same without the seasons.
        clear: (T, P).
        owners: (P,) number of the plot that a pixel lies on, -1 beside all.
        groups: (P,) number of the object that a pixel belongs to, -1 for none.
    """

    stack: Stack
    rows: Whole
    columns: Whole
    departures: Floats
    seasons: Seasons
    clear: Bits
    grid: Grid
    owners: Whole
    groups: Whole

    def change_of(self, pixels: Whole, day: int, until: int | None = None) -> Floats:
        """(B, P) what some pixels were from a day on (until another) less what they were before."""
        return breaks.apart(self.seasons.values[:until, :, pixels], self.clear[:until, pixels], day)


@dataclass(frozen=True)
class Measured:
    """An object.

    Attributes:
        members: numbers of the pixels that it was linked of; `pixels` these and those beside them.
        shares: how much of the change each of `pixels` shows, 0 to 1.
        level: (T, B) departure of the whole from its surroundings, without its seasons.
        around: (T, B) what the surroundings did.
        usable: (T,) days that count.
        hidden: (T,) share of the object and its surroundings that is not clear.
        at: number of the first usable day after the change; `before` that of the last one before it.
        strength: F statistic of the whole.
    """

    members: Whole
    pixels: Whole
    shares: Floats
    level: Floats
    around: Floats
    usable: Bits
    hidden: Floats
    at: int
    before: int
    strength: float

    @property
    def core(self) -> Bits:
        """Which of `pixels` are changed ground; the one that shows most where none shows half."""
        found: Bits = self.shares >= min(CORE, float(self.shares.max()))
        return found

    @property
    def earlier(self) -> Bits:
        """(T,) usable days before the change."""
        found: Bits = self.usable & (np.arange(len(self.usable)) < self.at)
        return found

    @property
    def later(self) -> Bits:
        """(T,) usable days after it."""
        found: Bits = self.usable & (np.arange(len(self.usable)) >= self.at)
        return found

    @property
    def change(self) -> Floats:
        """(B,) after less before, by medians."""
        found: Floats = np.median(self.level[self.later], axis=0).astype(np.float32) - self.usual
        return found

    @property
    def usual(self) -> Floats:
        """(B,) median before."""
        found: Floats = np.median(self.level[self.earlier], axis=0).astype(np.float32)
        return found

    def along(self, level: Floats) -> Floats:
        """(T,) how far (T, B) lies along the change: 1 for the whole of it."""
        change = self.change
        found: Floats = level @ change / max(float(change @ change), 1e-6)
        return found

    @property
    def between(self) -> tuple[int, int]:
        """Numbers of the days between which it happened: the last that shows nothing of it and the first that clearly
        shows it, in whichever direction. A day that shows a little of it may be of either side, so where the first or
        the last one before it does, the next one away from the step is told."""
        apart = self.level - self.usual
        along = self.along(apart)
        size = np.sqrt((apart**2).sum(axis=1))
        earlier, later = np.flatnonzero(self.earlier)[-2:], np.flatnonzero(self.later)[:2]
        quiet = max(_NOTHING, float(np.percentile(np.abs(along[self.earlier]), _UNREST)))
        clear = size[later[0]] >= _MOST * float(np.sqrt((self.change**2).sum()))
        return int(earlier[-1 if along[earlier[-1]] < quiet else 0]), int(later[0 if clear else -1])


def measured(field: Field, members: Whole, steps: breaks.Steps) -> Measured | None:
    """An object of these pixels; None where the whole shows no step."""
    pixels, ring = _surroundings(field, members)
    shares = _shares(field, pixels, members, _common_day(steps, members))
    own = np.isin(pixels, members)
    core = own & (shares >= min(CORE, float(shares[own].max())))
    series, clear = _middle(field, field.departures, pixels[core])
    around, known = _ring(field, ring)
    turned: Floats = around @ field.seasons.turn.T
    series = series @ field.seasons.turn.T - turned
    calm = _middle(field, field.seasons.values, pixels[core])[0] - turned
    usable = breaks.steady(calm[:, :, None], (clear >= _USABLE)[:, None])[:, 0]
    found = fitting.fit(series, usable, field.seasons.patterns)
    if found is None:
        return None
    spilled = _spilled(field, pixels[core], steps, found.at)
    at = _begun(found, usable, spilled=spilled)
    if at is None:
        return None
    if not spilled:
        at = _first_sign(series, usable, field.seasons.patterns, at)
    before = int(np.flatnonzero(usable[:at])[-1])
    hidden = (1 - np.minimum(known, clear)).astype(np.float32)
    return Measured(members, pixels, shares, found.level, turned, usable, hidden, at, before, found.strength)


def _common_day(steps: breaks.Steps, members: Whole) -> int:
    """The day that most of the evidence names."""
    votes = np.bincount(steps.at[members], np.maximum(steps.strength[members], 0))
    return int(votes.argmax())


def _surroundings(field: Field, members: Whole) -> tuple[Whole, Whole]:
    """Numbers of the object's pixels with those beside it, and of its surroundings outside of all objects."""
    rows, columns = field.rows[members], field.columns[members]
    margin = _RING[1] + 1
    top, left = max(0, int(rows.min()) - margin), max(0, int(columns.min()) - margin)
    numbers = field.grid.numbers[top : rows.max() + margin + 1, left : columns.max() + margin + 1]
    own = np.zeros(numbers.shape, dtype=bool)
    own[rows - top, columns - left] = True
    known = numbers >= 0
    others = np.zeros_like(own)
    others[known] = field.groups[numbers[known]] >= 0
    others &= ~own
    ring = grown(own, _RING[1]) & ~grown(own, _RING[0] - 1) & known & ~grown(others, 1)
    return numbers[grown(own, 1) & known], numbers[ring]


def _shares(field: Field, pixels: Whole, members: Whole, day: int) -> Floats:
    """How much of the object's change each pixel shows: its part along the change of the strongest of its own."""
    changes = field.change_of(pixels, day)
    own = np.isin(pixels, members)
    along = changes[:, own].mean(axis=1)
    strength = along @ changes
    strong = own & (strength >= np.percentile(strength[own], _STRONGEST))
    whole = changes[:, strong].mean(axis=1)
    found: Floats = np.clip(whole @ changes / max(float(whole @ whole), 1e-6), 0, 1).astype(np.float32)
    return found


def _middle(field: Field, values: Floats, pixels: Whole) -> tuple[Floats, Floats]:
    """(T, B) median of (T, B, P) over the clear ones of some pixels, 0 without any; (T,) the share that is clear."""
    clear = field.clear[:, pixels]
    values = values[:, :, pixels]
    found = np.zeros(values.shape[:2], dtype=np.float32)
    for day in np.flatnonzero(clear.any(axis=1)):
        found[day] = np.median(values[day][:, clear[day]], axis=1)
    return found, clear.mean(axis=1).astype(np.float32)


def _ring(field: Field, ring: Whole) -> tuple[Floats, Floats]:
    """(T, B) median over the clear surroundings of what is left of them without seasons, in the units of departures, 0
    where too few are known; and (T,) the share that is clear."""
    times, bands = field.departures.shape[:2]
    found, known = np.zeros((times, bands), dtype=np.float32), np.ones(times, dtype=np.float32)
    if len(ring) < _LEAST_RING:
        return found, known
    for day in range(times):
        seen = ring[field.clear[day, ring]]
        known[day] = len(seen) / len(ring)
        if len(seen) >= _LEAST_RING:
            found[day] = np.median(field.seasons.values[day][:, seen], axis=1)
    return found @ np.linalg.inv(field.seasons.turn).T.astype(np.float32), known


def _first_sign(series: Floats, usable: Bits, patterns: Floats, at: int) -> int:
    """The first day of the change: ground is often cleared before what is built on it makes the largest step, so the
    course before the step is searched for another (binary segmentation)."""
    while True:
        earlier = usable & (np.arange(len(usable)) < at)
        first = fitting.fit(series, earlier, patterns, least_after=1)
        if first is None or first.strength < _EARLY:
            return at
        at = first.at


def _begun(fitted: fitting.Fit, usable: Bits, *, spilled: bool) -> int | None:
    """The day of the step, or the next one on which it is seen; None where too few such days are left.

    Args:
        spilled: ground beside the plot changed earlier and shines over its border: a part of the change is no sign yet.
    """
    days = np.flatnonzero(usable)
    before, after = (fitted.level[part] for part in (days[days < fitted.at], days[days >= fitted.at]))
    middle = np.median(before, axis=0)
    change = np.median(after, axis=0) - middle
    usual = float(np.percentile(np.sqrt(((before - middle) ** 2).sum(axis=1)), 80))
    along = (after - middle) @ change / max(float(change @ change), 1e-6)
    apart = np.sqrt(((after - middle) ** 2).sum(axis=1))
    shown = along >= _MOST
    if not spilled:
        shown |= apart >= _SIGN * max(usual, 1.0)
    begun = days[days >= fitted.at][shown]
    return int(begun[0]) if len(begun) >= breaks.LEAST_AFTER else None


def _spilled(field: Field, core: Whole, steps: breaks.Steps, at: int) -> bool:
    """Whether ground that touches the object beside its plot changed before it, and much more than it did then."""
    for group in touching(field, core):
        beside = np.flatnonzero(field.groups == group)
        day = _common_day(steps, beside)
        if day < at:
            own, other = (_size(field, pixels, day, at) for pixels in (core, beside))
            if np.percentile(other, 80) > _OUTSHONE * np.median(own):
                return True
    return False


def _size(field: Field, pixels: Whole, day: int, until: int) -> Floats:
    """How much each pixel had changed on a day, as far as was seen before another."""
    found: Floats = np.sqrt((field.change_of(pixels, day, until) ** 2).sum(axis=0))
    return found


def touching(field: Field, pixels: Whole) -> list[int]:
    """Numbers of the objects that lie beside the plot of these pixels and touch them."""
    near = beside(field, pixels)
    return sorted(set(field.groups[near[field.owners[near] != field.owners[pixels[0]]]].tolist()) - {-1})


def beside(field: Field, pixels: Whole) -> Whole:
    """Numbers of these pixels and of all that touch one of them, edge or corner."""
    rows, columns = field.rows[pixels], field.columns[pixels]
    height, width = field.grid.numbers.shape
    near = [
        field.grid.numbers[np.clip(rows + down, 0, height - 1), np.clip(columns + right, 0, width - 1)]
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
    ]
    found: Whole = np.unique(np.concatenate(near))
    return found[found >= 0]


def reflectance(field: Field, pixels: Whole, days: Whole) -> Floats:
    """(D, B) mean of the clear ones of some pixels, of all on a day without any."""
    values = field.stack.bands[days][:, :, field.rows[pixels], field.columns[pixels]]
    clear: Bits = field.clear[days][:, pixels]
    clear |= ~clear.any(axis=1, keepdims=True)
    found: Floats = (np.einsum("dbp,dp->db", values, clear) / clear.sum(axis=1)[:, None]).astype(np.float32)
    return found
