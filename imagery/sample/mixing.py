"""How the fine pixels share in the pixels of a scene: spectra of units become pictures by one weighted sum."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imagery.sample.areas import FINE
from imagery.sample.arrays import Floats
from imagery.sample.palette import Labels

_STRIP = 40  # rows of 10 m pixels sorted at once


@dataclass(frozen=True, slots=True)
class Mixture:
    """Units in each pixel of a scene, pixel after pixel.

    Attributes:
        shape: rows and columns of the scene.
        units: (n,) unit of each part.
        weights: (n,) share of the part in its pixel.
        starts: (pixels,) where the parts of each pixel begin.
    """

    shape: tuple[int, int]
    units: Labels
    weights: Floats
    starts: npt.NDArray[np.int64]

    def picture(self, values: Floats) -> Floats:
        """The mean of a value per unit (units,) over each pixel (height, width)."""
        parts = values[self.units] * self.weights
        mean: Floats = np.add.reduceat(parts, self.starts).reshape(self.shape)
        return mean


def mixture_of(labels: Labels) -> Mixture:
    """Count the units in each block of 5 x 5 fine pixels.

    Args:
        labels: (5 height, 5 width).
    """
    height, width = labels.shape[0] // FINE, labels.shape[1] // FINE
    units, weights, counts = [], [], []
    for row in range(0, height, _STRIP):
        rows = min(_STRIP, height - row)
        block = labels[row * FINE : (row + rows) * FINE].reshape(rows, FINE, width, FINE)
        flat = np.sort(block.transpose(0, 2, 1, 3).reshape(rows * width, FINE * FINE), axis=1)
        first = np.ones(flat.shape, dtype=np.bool_)
        first[:, 1:] = flat[:, 1:] != flat[:, :-1]
        place = np.flatnonzero(first)
        units.append(flat.ravel()[place])
        weights.append(np.diff(place, append=flat.size).astype(np.float32) / np.float32(FINE * FINE))
        counts.append(first.sum(axis=1))
    number = np.concatenate(counts)
    starts = np.cumsum(number) - number
    return Mixture((height, width), np.concatenate(units), np.concatenate(weights), starts)
