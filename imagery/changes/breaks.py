"""The day from which a pixel stays another.

A single step with the day unknown, found by the largest F statistic over all days (sup-F, Andrews 1993; the test of
structural change behind BFAST), over all bands at once. A day that leaves the pixel's course and returns to it is no
step: it is left out before, as Tmask and LandTrendr do. COLD (Zhu et al. 2020, RSE 238) asks for consecutive
observations past the day; so does `LEAST_AFTER`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from imagery.changes.stack import Bits, Floats

LEAST_BEFORE: Final = 2
LEAST_AFTER: Final = 2
_CUT: Final = 12.0  # standard deviations that one day may count
_SPIKE: Final = 9.0  # squared, how far a day must lie from both neighbours that agree


@dataclass(frozen=True)
class Steps:
    """The best step of each pixel.

    Attributes:
        strength: (P,) F statistic, -1 where too few days are clear.
        at: (P,) first day after the step, as its number.
    """

    strength: Floats
    at: npt.NDArray[np.int16]


def steady(values: Floats, clear: Bits) -> Bits:
    """(T, P) clear days less those on which a pixel leaves its course and is back on the next clear one."""
    kept = clear
    for _ in range(2):
        kept = kept & ~_spikes(values, kept)
    return kept


def _spikes(values: Floats, clear: Bits) -> Bits:
    times, count = clear.shape
    before, after = _neighbours(clear), _neighbours(clear[::-1])[::-1]
    after = np.where(after >= 0, times - 1 - after, -1)
    found = np.zeros_like(clear)
    pixels = np.arange(count)
    for day in range(1, times - 1):
        judged = pixels[clear[day] & (before[day] >= 0) & (after[day] >= 0)]
        here, one, two = (values[at, :, judged] for at in (day, before[day, judged], after[day, judged]))
        away = np.minimum(((here - one) ** 2).mean(axis=1), ((here - two) ** 2).mean(axis=1))
        found[day, judged] = away > _SPIKE + 4 * ((one - two) ** 2).mean(axis=1)
    return found


def _neighbours(clear: Bits) -> npt.NDArray[np.int64]:
    """(T, P) number of the last clear day before each, -1 without one."""
    numbers = np.where(clear, np.arange(len(clear))[:, None], -1)
    last = np.maximum.accumulate(numbers, axis=0)
    return np.concatenate([np.full((1, clear.shape[1]), -1), last[:-1]])


def steps_of(values: Floats, clear: Bits) -> Steps:
    """The step with the largest F of each pixel."""
    times, bands, count = values.shape
    cut = np.clip(values, -_CUT, _CUT) * clear[:, None]
    sums, counts = np.cumsum(cut, axis=0), np.cumsum(clear, axis=0).astype(np.float32)
    total, number = sums[-1], np.maximum(counts[-1], 1)
    around = (cut**2).sum(axis=(0, 1)) - (total**2).sum(axis=0) / number
    strength, at = np.full(count, -1, dtype=np.float32), np.zeros(count, dtype=np.int16)
    for day in range(1, times):
        first, later = counts[day - 1], counts[-1] - counts[day - 1]
        apart = (total - sums[day - 1]) / np.maximum(later, 1) - sums[day - 1] / np.maximum(first, 1)
        explained = (apart**2).sum(axis=0) * first * later / number
        noise = np.maximum(around - explained, 0) / (bands * np.maximum(number - 2, 1))
        f = explained / (bands * np.maximum(noise, 1))
        better = clear[day] & (first >= LEAST_BEFORE) & (later >= LEAST_AFTER) & (f > strength)
        strength[better], at[better] = f[better], day
    return Steps(strength, at)


def apart(values: Floats, clear: Bits, day: int) -> Floats:
    """(B, P) mean after a day less mean before it, outliers cut; 0 where either is unknown."""
    cut = np.clip(values, -_CUT, _CUT) * clear[:, None]
    first, later = clear[:day].sum(axis=0), clear[day:].sum(axis=0)
    found: Floats = cut[day:].sum(axis=0) / np.maximum(later, 1) - cut[:day].sum(axis=0) / np.maximum(first, 1)
    found[:, (first == 0) | (later == 0)] = 0
    return found
