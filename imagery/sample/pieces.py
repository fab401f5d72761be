"""Pieces of ground whose cover changes on some day, laid over the drawn ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from affine import Affine
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry

from imagery.sample.areas import FINE, FINE_M, Area
from imagery.sample.arrays import Flags, Floats
from imagery.sample.covers import Cover
from imagery.sample.palette import SIZE, Labels


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on (proleptic ordinal) a unit covers this share of the ground; None gives back what was there."""

    ordinal: int
    unit: int | None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Ground in EPSG:32648 and its steps in the order of their days."""

    shape: BaseGeometry
    steps: tuple[Step, ...]

    def on(self, ordinal: int) -> Step | None:
        """The step that holds on a day, None before the first."""
        past = [step for step in self.steps if step.ordinal <= ordinal]
        return past[-1] if past else None


def window_of(area: Area, shape: BaseGeometry) -> tuple[slice, slice, Flags]:
    """Rows and columns of fine pixels around a shape, and which of them lie in it (by their middle)."""
    west, south, east, north = shape.bounds
    height, width = area.height * FINE, area.width * FINE
    top, left = max(int((area.north - north) / FINE_M), 0), max(int((west - area.west) / FINE_M), 0)
    bottom = min(int((area.north - south) / FINE_M) + 1, height)
    right = min(int((east - area.west) / FINE_M) + 1, width)
    size = max(bottom - top, 0), max(right - left, 0)
    if 0 in size:
        return slice(0, 0), slice(0, 0), np.zeros((0, 0), dtype=np.bool_)
    corner = area.fine_transform @ Affine.translation(left, top)
    inside = rasterize([(shape, 1)], out_shape=size, transform=corner, dtype="uint8")
    return slice(top, bottom), slice(left, right), inside.astype(np.bool_)


def covers_under(area: Area, labels: Labels, shape: BaseGeometry) -> dict[Cover, float]:
    """Shares of the covers under a shape."""
    rows, columns, inside = window_of(area, shape)
    found = labels[rows, columns][inside] // SIZE
    if not len(found):
        return {}
    numbers, counts = np.unique(found, return_counts=True)
    return {Cover(number): count / len(found) for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)}


class Overlay:
    """Pieces laid over the ground: each unit under each piece becomes a unit of its own, above those of the palette.

    The ground's labels are changed in place.
    """

    def __init__(self, area: Area, labels: Labels, pieces: Sequence[Piece], first: int) -> None:
        parents: list[int] = []
        owners: list[int] = []
        for number, piece in enumerate(pieces):
            rows, columns, inside = window_of(area, piece.shape)
            part = labels[rows, columns]
            under, place = np.unique(part[inside], return_inverse=True)
            part[inside] = (first + len(parents) + place).astype(np.uint16)
            parents += [parents[unit - first] if unit >= first else unit for unit in under.tolist()]
            owners += [number] * len(under)
        self._pieces = tuple(pieces)
        self._parents: Any = np.array(parents, dtype=np.int64)
        self._owners: Any = np.array(owners, dtype=np.int64)

    def extended(self, values: Floats, ordinal: int | None) -> Floats:
        """Values of the palette's units (units, ...) followed by those of the pieces' units on a day.

        Without a day, pieces keep the values of what lay under them.
        """
        own = values[self._parents]
        if ordinal is not None:
            share = np.zeros(len(self._pieces), dtype=np.float32)
            unit = np.zeros(len(self._pieces), dtype=np.int64)
            for number, piece in enumerate(self._pieces):
                step = piece.on(ordinal)
                if step is not None and step.unit is not None:
                    share[number], unit[number] = step.share, step.unit
            part = share[self._owners].reshape(-1, *([1] * (values.ndim - 1)))
            own = own * (1 - part) + values[unit[self._owners]] * part
        joined: Floats = np.concatenate([values, own.astype(np.float32)])
        return joined
