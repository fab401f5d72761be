"""Areas on paper, surveyed, and on the map; all in tenths of m², so that sums are exact."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.random import Generator

from land.sample.shapes import Floats, Ints


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas of many sites in tenths of m²; -1 where one is not known. `method` is 0 legal, 1 surveyed, 2 planar.

    `headline` is the area that counts.
    """

    planar: Ints
    legal: Ints
    surveyed: Ints
    method: Ints
    headline: Ints


METHODS = ("legal", "surveyed", "planar")


def areas_of(rng: Generator, square_metres: Floats) -> Areas:
    """Invented papers beside areas on the map: mostly within 1 %, a few far off."""
    planar = np.rint(square_metres * 10).astype(np.int64)
    size = len(planar)
    legal = _near(rng, planar, 0.008, 0.035)
    # Old papers round to the square metre.
    legal = np.where(rng.random(size) < 0.4, np.rint(legal / 10).astype(np.int64) * 10, legal)
    surveyed = _near(rng, planar, 0.0015, 0.004)
    has_legal, has_surveyed = rng.random(size) < 0.8, rng.random(size) < 0.68
    draw = rng.random(size)
    method = np.where(has_legal & (draw < 0.62), 0, np.where(has_surveyed & (draw < 0.93), 1, 2))
    headline = np.choose(method, [legal, surveyed, planar]).astype(np.int64)
    return Areas(planar, np.where(has_legal, legal, -1), np.where(has_surveyed, surveyed, -1), method, headline)


def _near(rng: Generator, planar: Ints, spread: float, far: float) -> Ints:
    bell = rng.random((3, len(planar))).sum(axis=0) - 1.5
    wild = np.where(rng.random(len(planar)) < far, rng.uniform(-0.18, 0.22, len(planar)), 0.0)
    areas: Ints = np.maximum(np.rint(planar * (1 + bell * spread + wild)), 100).astype(np.int64)
    return areas


def square_metres(tenths: int) -> Decimal:
    """As the register writes it, with one decimal."""
    return Decimal(tenths).scaleb(-1)
