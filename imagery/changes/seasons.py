"""What every year does to a pixel is taken off.

Harmonics of the year, as BFAST (Verbesselt et al. 2010, RSE 114) and CCDC (Zhu and Woodcock 2014, RSE 144) fit them.
Twenty dates do not carry the twenty coefficients of five bands, so their rank is reduced: the few seasonal patterns
that explain most of the window are found first (principal components of all pixels' harmonic coefficients), and each
pixel gets its share of those, fitted robustly. Harmonics cannot stand for a step, so no change is explained away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from imagery.changes.context import Flat
from imagery.changes.stack import Bits, Floats

_ORDER: Final = 2  # the year and the half-year: two crops
_PATTERNS: Final = 4
_CUT: Final = 3.0  # standard deviations: no single pixel decides what a season is
_SAMPLE: Final = 20_000
_RIDGE: Final = 0.02
_ROUNDS: Final = 3
_LEAST_SHARE: Final = 0.1  # of a band combination's variance; below it is noise of the reckoning


@dataclass(frozen=True)
class Seasons:
    """The window without its seasons, and what is needed to take them off once more with better knowledge.

    Attributes:
        values: (T, B, P) departures from each pixel's own season, in which bands are uncorrelated and noise is about 1.
        patterns: (T, B, R) the seasonal patterns in the same units; R may be 0.
        turn: (B, B) from the departures of `context` to those units.
    """

    values: Floats
    patterns: Floats
    turn: Floats


def deseasoned(flat: Flat, days: Sequence[date]) -> Seasons:
    """Take each pixel's season off."""
    patterns = _patterns(flat, days)
    rest = _without(flat.values, flat.clear, patterns) if patterns.shape[2] else flat.values
    turn = _turn(rest, flat.clear)
    return Seasons(np.einsum("ab,tbp->tap", turn, rest, optimize=True), np.einsum("ab,tbr->tar", turn, patterns), turn)


def _patterns(flat: Flat, days: Sequence[date]) -> Floats:
    """(T, B, R) orthonormal seasonal patterns that explain most of the window."""
    times, bands, count = flat.values.shape
    waves = _waves(days)
    if times <= 2 * waves.shape[1]:
        return np.zeros((times, bands, 0), dtype=np.float32)
    # One wave for each band, in the units of the departures: divided by the noise of the day.
    spread = np.zeros((times, bands, bands, waves.shape[1]))
    for band in range(bands):
        spread[:, band, band] = waves / flat.noise[:, band, None]
    basis, _ = np.linalg.qr(spread.reshape(times * bands, -1))
    step = max(1, count // _SAMPLE)
    sample = np.clip(flat.values[:, :, ::step], -_CUT, _CUT).reshape(times * bands, -1)
    found = basis.T @ sample
    _, vectors = np.linalg.eigh(found @ found.T)
    return (basis @ vectors[:, : -_PATTERNS - 1 : -1]).reshape(times, bands, -1).astype(np.float32)


def _waves(days: Sequence[date]) -> npt.NDArray[np.float64]:
    """(T, 2 * order) cosines and sines of the day of the year."""
    turn = np.array([day.timetuple().tm_yday for day in days]) / 365.25 * 2 * np.pi
    return np.stack([wave(k * turn) for k in range(1, _ORDER + 1) for wave in (np.cos, np.sin)], axis=1)


def _without(values: Floats, clear: Bits, patterns: Floats) -> Floats:
    """Departures less each pixel's share of the patterns; days far off the rest of the pixel's weigh little."""
    rank = patterns.shape[2]
    weights = clear.astype(np.float32)
    ridge = _RIDGE * np.eye(rank, dtype=np.float32)
    rest = values
    for turn in range(_ROUNDS):
        left = np.einsum("tbr,tbs,tp->prs", patterns, patterns, weights, optimize=True) + ridge
        right = np.einsum("tbr,tbp->pr", patterns, values * weights[:, None], optimize=True)
        shares = np.linalg.solve(left, right[:, :, None])[:, :, 0]
        rest = values - np.einsum("tbr,pr->tbp", patterns, shares, optimize=True)
        if turn < _ROUNDS - 1:
            weights = _weights(rest, clear)
    rest *= clear[:, None]
    return rest


def _weights(rest: Floats, clear: Bits) -> Floats:
    """(T, P) by the distance of each day, against the pixel's own median distance."""
    away = np.sqrt((rest**2).mean(axis=1))
    ordered = np.sort(np.where(clear, away, np.float32(np.inf)), axis=0)
    middle = np.take_along_axis(ordered, np.maximum(clear.sum(axis=0) - 1, 0)[None] // 2, 0)[0]
    limit = 2 * (np.where(np.isfinite(middle), middle, 1) + np.float32(0.5))
    found: Floats = (clear / np.maximum(1, away / limit)).astype(np.float32)
    return found


def _turn(rest: Floats, clear: Bits) -> Floats:
    """(B, B) to band combinations that vary by themselves, each with variance 1 over all pixels and days."""
    bands = rest.shape[1]
    common = np.zeros((bands, bands))
    for day, seen in zip(rest, clear, strict=True):
        cut = np.clip(day[:, seen], -_CUT, _CUT).astype(np.float64)
        common += cut @ cut.T
    common /= max(1, int(clear.sum()))
    values, vectors = np.linalg.eigh(common)
    found: Floats = (vectors / np.sqrt(np.maximum(values, _LEAST_SHARE))).T.astype(np.float32)
    return found
