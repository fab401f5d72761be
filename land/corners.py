"""Corners of a boundary as Vietnamese papers list them: X north, Y east, clockwise from the north-west."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from gis import crs
from gis.geometry import to_multipolygon


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner. In Vietnamese: đỉnh thửa.

    Attributes:
        number: running number within the plot, from 1.
        x: north in metres, as papers name it.
        y: east in metres.
        latitude, longitude: WGS 84 degrees.
        edge_m: length of the edge to the next corner of the ring, planar in the zone, metres to the centimetre.
    """

    number: int
    x: float
    y: float
    latitude: float
    longitude: float
    edge_m: float


@dataclass(frozen=True, slots=True)
class Ring:
    """One closed line of the boundary.

    Attributes:
        part: number of the part of land, from 1, the largest first.
        hole: 0 for the outer line, else the number of the hole within its part.
        corners: clockwise, the first is the north-west-most.
    """

    part: int
    hole: int
    corners: tuple[Corner, ...]

    @property
    def length_m(self) -> float:
        """Sum of the listed edges."""
        return round(sum(corner.edge_m for corner in self.corners), 2)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Corner numbers back to the first, as edges are written: 1-2-3-1."""
        return (*(corner.number for corner in self.corners), self.corners[0].number)


def corners(geometry: MultiPolygon | Polygon, system: crs.Crs = crs.LEGAL) -> list[Ring]:
    """The rings of a boundary with their corners.

    Args:
        geometry: boundary in `system`, east first as everywhere in code.
        system: a VN-2000 zone; the legal one unless told otherwise.

    Raises:
        ValueError: there is no polygon.
    """
    rings: list[Ring] = []
    number = 1
    parts = sorted(shapely.get_parts(to_multipolygon(geometry)), key=lambda part: -part.area)
    for part, polygon in enumerate(parts, 1):
        for hole, line in enumerate((polygon.exterior, *polygon.interiors)):
            found = _corners(_from_north_west(line), number, system)
            number += len(found)
            rings.append(Ring(part, hole, found))
    return rings


def count(rings: Sequence[Ring]) -> int:
    """How many corners there are in all."""
    return sum(len(ring.corners) for ring in rings)


def _from_north_west(line: shapely.LinearRing) -> npt.NDArray[np.float64]:
    """Distinct points (east, north) clockwise, the north-west-most first."""
    points = shapely.get_coordinates(line)
    distinct = points[[True, *(bool(np.any(after != before)) for before, after in pairwise(points))]][:-1]
    if shapely.is_ccw(line):
        distinct = distinct[::-1]
    start = int(np.argmax(distinct[:, 1] - distinct[:, 0]))
    return np.roll(distinct, -start, axis=0)


def _corners(points: npt.NDArray[np.float64], first: int, system: crs.Crs) -> tuple[Corner, ...]:
    longitudes, latitudes = crs.transform_points(points[:, 0], points[:, 1], system, crs.CRS84)
    following = np.roll(points, -1, axis=0)
    return tuple(
        Corner(
            number=first + index,
            x=float(north),
            y=float(east),
            latitude=float(latitudes[index]),
            longitude=float(longitudes[index]),
            edge_m=round(math.hypot(*(following[index] - points[index])), 2),
        )
        for index, (east, north) in enumerate(points)
    )
