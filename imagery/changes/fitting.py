"""One step in the course of an object, fitted together with its seasons.

Taken off beforehand, a season fitted across the change would bend both sides. So both are fitted at once for every
day that the step may have, as the piecewise models of BFAST and CCDC do: a level, the window's seasonal patterns, a
step of the level, and, held tightly, other shares of the patterns after it, since a roof has no seasons.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from imagery.changes.breaks import LEAST_AFTER, LEAST_BEFORE
from imagery.changes.stack import Bits, Floats

_RIDGE: Final = 0.03  # on the shares of the patterns
_TIGHT: Final = 0.3  # on how much they may differ afterwards
_FLOOR: Final = 0.2  # variance of an object's mean below which it does not fall: neighbouring pixels err alike

_Matrix = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Fit:
    """The best step.

    Attributes:
        at: number of the first day after it.
        strength: F statistic.
        level: (T, B) the course without its seasons.
    """

    at: int
    strength: float
    level: Floats


def fit(series: Floats, usable: Bits, patterns: Floats, least_after: int = LEAST_AFTER) -> Fit | None:
    """The step with the largest F, None where too few days are usable.

    Args:
        series: (T, B) with noise of about 1 or less.
        usable: (T,).
        patterns: (T, B, R).
        least_after: how many usable days must follow the step, its own among them.
    """
    days = np.flatnonzero(usable)
    allowed = days[LEAST_BEFORE : len(days) - least_after + 1]
    if not len(allowed):
        return None
    bands = series.shape[1]
    seen = series[days].astype(np.float64).ravel()
    steady, ridge = _design(patterns[days], bands), _ridge(bands, patterns.shape[2])
    without = _rest(steady, seen, ridge)
    best: tuple[float, int, _Matrix] | None = None
    for day in allowed:
        design = _stepped(steady, np.repeat(days >= day, bands))
        weights = np.concatenate([ridge, np.full(bands, 1e-6), np.full(patterns.shape[2], _TIGHT)])
        answer = _solved(design, seen, weights)
        left = float(((seen - design @ answer) ** 2).sum())
        free = max(1, len(seen) - 2 * bands - patterns.shape[2])
        strength = (without - left) / bands / max(left / free, _FLOOR)
        if best is None or strength > best[0]:
            best = strength, int(day), answer
    assert best is not None  # there is an allowed day
    return Fit(best[1], best[0], _level(series, patterns, best[1], best[2]))


def _design(patterns: Floats, bands: int) -> _Matrix:
    """(D * B, B + R): a level of each band, then the patterns."""
    levels = np.tile(np.eye(bands), (len(patterns), 1))
    return np.concatenate([levels, patterns.astype(np.float64).reshape(len(patterns) * bands, -1)], axis=1)


def _ridge(bands: int, rank: int) -> _Matrix:
    return np.concatenate([np.full(bands, 1e-6), np.full(rank, _RIDGE)])


def _solved(design: _Matrix, seen: _Matrix, ridge: _Matrix) -> _Matrix:
    found: _Matrix = np.linalg.solve(design.T @ design + np.diag(ridge), design.T @ seen)
    return found


def _rest(design: _Matrix, seen: _Matrix, ridge: _Matrix) -> float:
    answer = _solved(design, seen, ridge)
    return float(((seen - design @ answer) ** 2).sum())


def _stepped(steady: _Matrix, later: npt.NDArray[np.bool_]) -> _Matrix:
    """With the step of each band and the other shares of the patterns after it."""
    return np.concatenate([steady, steady * later[:, None]], axis=1)


def _level(series: Floats, patterns: Floats, at: int, answer: _Matrix) -> Floats:
    """(T, B) the series less the seasons of the fit."""
    times, bands, rank = patterns.shape
    shares, other = answer[bands : bands + rank], answer[2 * bands + rank :]
    later = (np.arange(times) >= at)[:, None]
    found: Floats = (series - patterns @ shares - later * (patterns @ other)).astype(np.float32)
    return found
