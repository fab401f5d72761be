"""What a day did to all ground alike is taken off: haze, light, the air, a picture laid down a third of a pixel aside.

Spatial context in place of a model of the air (Hamunyela, Verbesselt and Herold 2016, Remote Sensing of Environment
172): what a day does is read off the many pixels around that did not change. Each day's picture is regressed on the
window's own long-run medians (a robust form of relative radiometric normalisation); slopes of the medians among the
regressors take up misregistration to first order, their curvature a sharper or duller day. What is left of a slow
drift across the window, such as a veil of haze, is a mean of the surroundings and is taken off too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from imagery.changes.stack import Bits, Floats, Stack, Whole, box_sum, grown, median_of
from imagery.workflow import BandRole

_FIT_ON: Final = 8_000  # pixels: the coefficients no longer move by more than the noise of a single pixel
_ROUNDS: Final = 5
_HUBER: Final = 1.5
_REJECT: Final = 6.0  # standard deviations: a cloud that the mask missed
_LEVERAGE: Final = 2.0  # spreads from the middle of all ground, from which a pixel's word counts less
_CELL: Final = 4  # pixels a side, for the slow drift
_DRIFT_CELLS: Final = 4  # so that the surroundings are some 360 m across at 10 m
_DRIFT_TRUST: Final = 20.0  # pixels: fewer neighbours are believed less
_LEAST_SPREAD: Final = 1e-3  # reflectance: a regressor that hardly varies says nothing
_NOISE_FLOOR: Final = 5e-4
_LEAST: Final = 60  # clear pixels without which a day says nothing about the others


@dataclass(frozen=True)
class Flat:
    """The pixels that are looked at, side by side.

    Attributes:
        rows, columns: (P,) where they lie in the window.
        values: (T, B, P) departures in standard deviations of the day and band.
        clear: (T, P).
        medians: (B, P) long-run reflectance.
        noise: (T, B) standard deviations in reflectance.
    """

    rows: Whole
    columns: Whole
    values: Floats
    clear: Bits
    medians: Floats
    noise: Floats


def normalised(stack: Stack, near: Bits) -> Flat:
    """Departures of the pixels in `near`, (H, W), from what each day did to all of them."""
    rows, columns = np.nonzero(near)
    wide = grown(near, 1)
    medians = np.zeros(stack.bands.shape[1:], dtype=np.float32)
    medians[:, wide] = median_of(stack.bands[:, :, wide], stack.clear[:, wide])
    clear = stack.clear[:, rows, columns].copy()
    regressors = _regressors(stack, medians, wide, rows, columns)
    values = stack.bands[:, :, rows, columns]
    noise = np.full(values.shape[:2], np.nan, dtype=np.float32)
    for day in range(len(values)):
        if clear[day].sum() < _LEAST:
            clear[day] = False
            continue
        for band in range(values.shape[1]):
            rest = values[day, band] - _expected(values[day, band], clear[day], regressors[band])
            rest -= _drift(rest, clear[day], rows, columns, near.shape)
            noise[day, band] = _spread(rest[clear[day]]) + _NOISE_FLOOR
            values[day, band] = rest / noise[day, band]
    values *= clear[:, None]
    unknown = np.isnan(noise).any(axis=1)
    noise[unknown] = noise[~unknown].max(axis=0) if not unknown.all() else 1  # a day without data weighs little
    return Flat(rows, columns, values, clear, medians[:, rows, columns], noise)


def _regressors(stack: Stack, medians: Floats, known: Bits, rows: Whole, columns: Whole) -> list[Floats]:
    """For each band (P, K): medians of all bands, greenness, and the band's own slopes and curvature."""
    at = medians[:, rows, columns]
    red, nir = at[stack.place(BandRole.RED)], at[stack.place(BandRole.NIR)]
    green = (nir - red) / np.maximum(nir + red, np.float32(0.02))
    return [np.stack([*at, green, *_slopes(band, known, rows, columns)], axis=1) for band in medians]


def _slopes(band: Floats, known: Bits, rows: Whole, columns: Whole) -> list[Floats]:
    """Slope downwards, slope to the right and curvature; neighbours that are not known count as level ground."""
    height, width = band.shape
    here = band[rows, columns]

    def beside(down: int, right: int) -> Floats:
        r, c = np.clip(rows + down, 0, height - 1), np.clip(columns + right, 0, width - 1)
        found: Floats = np.where(known[r, c], band[r, c], here)
        return found

    up, down, left, right = beside(-1, 0), beside(1, 0), beside(0, -1), beside(0, 1)
    return [(down - up) / 2, (right - left) / 2, up + down + left + right - 4 * here]


def _expected(values: Floats, clear: Bits, regressors: Floats) -> Floats:
    """(P,) what the day's robust regression expects."""
    step = max(1, int(clear.sum()) // _FIT_ON)
    chosen = np.flatnonzero(clear)[::step]
    x, y = regressors[chosen].astype(np.float64), values[chosen].astype(np.float64)
    middle, spread = x.mean(axis=0), np.maximum(x.std(axis=0), _LEAST_SPREAD)
    design = np.concatenate([np.ones((len(x), 1)), (x - middle) / spread], axis=1)
    trust = _trust(x)
    weights = trust
    ridge = 1e-3 * np.eye(design.shape[1])
    answer = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        weighted = design * weights[:, None]
        answer = np.linalg.solve(weighted.T @ design + ridge, weighted.T @ y)
        away = np.abs(y - design @ answer)
        scale = 1.4826 * float(np.median(away)) + 1e-5
        weights = trust * np.where(away > _REJECT * scale, 0.0, 1 / np.maximum(1, away / (_HUBER * scale)))
    slopes = (answer[1:] / spread).astype(np.float32)
    found: Floats = regressors @ slopes + np.float32(answer[0] - float(middle @ (answer[1:] / spread)))
    return found


def _trust(regressors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(P,) weights that fall for ground unlike the rest: a new roof would pull the line towards itself (Mallows)."""
    middle = np.median(regressors, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(regressors - middle), axis=0), _LEAST_SPREAD)
    away = np.sqrt((((regressors - middle) / spread) ** 2).mean(axis=1))
    found: npt.NDArray[np.float64] = 1 / np.maximum(1, away / _LEVERAGE) ** 2
    return found


def _drift(rest: Floats, clear: Bits, rows: Whole, columns: Whole, shape: tuple[int, int]) -> Floats:
    """(P,) the mean of the surroundings, outliers cut, drawn towards nothing where neighbours are few."""
    limit = 3 * (_spread(rest[clear]) + 1e-4)
    across = -(-shape[1] // _CELL)
    cells = rows // _CELL * across + columns // _CELL
    size = -(-shape[0] // _CELL) * across
    total = np.bincount(cells[clear], np.clip(rest[clear], -limit, limit), size).reshape(-1, across)
    count = np.bincount(cells[clear], minlength=size).reshape(-1, across)
    mean = box_sum(total, _DRIFT_CELLS) / (box_sum(count, _DRIFT_CELLS) + _DRIFT_TRUST)
    found: Floats = mean.ravel()[cells].astype(np.float32)
    return found


def _spread(values: npt.NDArray[np.floating]) -> float:
    """Standard deviation by the median of absolute values."""
    return 1.4826 * float(np.median(np.abs(values))) if len(values) else 0.0
