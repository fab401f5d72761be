"""Pixels that changed together become objects."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from imagery.changes.breaks import Steps
from imagery.changes.stack import Floats, Whole

SEED: Final = 9.0  # F statistic of at least one pixel of an object
MEMBER: Final = 5.0  # and of all
_ALIKE: Final = 0.5  # cosine between the changes of neighbours
_DAYS: Final = 3  # pictures between their steps: work goes on for a while
_BESIDE: Final = ((0, 1), (1, -1), (1, 0), (1, 1))


@dataclass(frozen=True)
class Grid:
    """Where the pixels of a window stand among those that are looked at: (H, W) their number, -1 elsewhere."""

    numbers: npt.NDArray[np.int64]

    @classmethod
    def of(cls, rows: Whole, columns: Whole, shape: tuple[int, int]) -> "Grid":
        """Of the pixels in their order."""
        numbers = np.full(shape, -1, dtype=np.int64)
        numbers[rows, columns] = np.arange(len(rows))
        return cls(numbers)


def objects_of(steps: Steps, changes: Floats, grid: Grid, owners: Whole) -> list[Whole]:
    """The pixels of each object; an object ends at the border of a plot, since what lies beyond may be older.

    Args:
        changes: (B, P) after less before, at the step of each pixel.
        owners: (P,) number of the plot that each pixel lies on, -1 beside all.
    """
    member = steps.strength >= MEMBER
    one, two = _pairs(grid, member)
    length = np.maximum(np.sqrt((changes**2).sum(axis=0)), 1e-6)
    alike = (changes[:, one] * changes[:, two]).sum(axis=0) / (length[one] * length[two]) >= _ALIKE
    alike &= owners[one] == owners[two]
    alike &= np.abs(steps.at[one].astype(int) - steps.at[two]) <= _DAYS
    labels = _labels(len(member), one[alike], two[alike])
    chosen = np.flatnonzero(member)
    chosen = chosen[np.argsort(labels[chosen], kind="stable")]
    groups = np.split(chosen, np.flatnonzero(np.diff(labels[chosen])) + 1) if len(chosen) else []
    return [group for group in groups if steps.strength[group].max() >= SEED]


def _pairs(grid: Grid, member: npt.NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """Numbers of neighbouring members, edges and corners."""
    numbers = np.where(grid.numbers >= 0, grid.numbers, len(member))
    padded = np.full((numbers.shape[0] + 1, numbers.shape[1] + 2), len(member), dtype=np.int64)
    padded[:-1, 1:-1] = numbers
    height, width = numbers.shape
    known = np.append(member, False)
    found: list[tuple[Whole, Whole]] = []
    for down, right in _BESIDE:
        other = padded[down : down + height, 1 + right : 1 + right + width]
        both = known[numbers] & known[other]
        found.append((numbers[both], other[both]))
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


def _labels(count: int, one: Whole, two: Whole) -> Whole:
    """The smallest number that each can reach over the links."""
    labels = np.arange(count)
    while True:
        before = labels.copy()
        np.minimum.at(labels, one, labels[two])
        np.minimum.at(labels, two, labels[one])
        labels = labels[labels]
        if (labels == before).all():
            return labels
