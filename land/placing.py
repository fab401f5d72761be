"""Where the labels of a boundary go on a drawing: beside their corner or edge, none over another, all in the frame."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from land.corners import Corner, Ring, count

_WIDTH_OF_A_DIGIT = 0.58  # of the text height; the widest face we draw with
_FEW = 24  # corners that all get a number, inside the boundary if need be; more would only be a tangle
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A text centred on a point of the paper.

    Attributes:
        x, y: centre in paper units, y upwards.
        angle: degrees counter-clockwise, kept readable (-90 to 90).
        anchor: the point the text speaks of.
    """

    text: str
    x: float
    y: float
    size: float
    angle: float = 0.0
    anchor: Point = (0.0, 0.0)


@dataclass
class Paper:
    """The drawing's frame and what is already taken on it."""

    width: float
    height: float
    margin: float = 2.0
    _taken: list[Polygon] = field(default_factory=list)

    def reserve(self, x: float, y: float, width: float, height: float) -> None:
        """Keep a rectangle (lower left corner and size) free of labels."""
        self._taken.append(box(x, y, x + width, y + height))

    def offer(self, label: Label) -> bool:
        """Take the label's place if it is free and inside the frame."""
        area = _extent(label)
        left, low, right, top = area.bounds
        inside = left >= self.margin and low >= self.margin
        inside = inside and right <= self.width - self.margin and top <= self.height - self.margin
        if not inside or any(area.intersects(other) for other in self._taken):
            return False
        self._taken.append(area)
        return True


def width_of(text: str, size: float) -> float:
    """An estimate of a text's width, never too small for digits."""
    return max(len(line) for line in text.split("\n")) * size * _WIDTH_OF_A_DIGIT


def ring_labels(
    rings: Sequence[Ring],
    to_paper: Callable[[float, float], Point],
    paper: Paper,
    *,
    size: float,
    length_text: Callable[[float], str],
    most: int = 60,
) -> tuple[list[Label], list[Label]]:
    """Corner numbers and edge lengths that can be read; of a long boundary a subset, the sharpest corners first.

    Args:
        rings: from `land.corners.corners`.
        to_paper: (east, north) -> paper.
        paper: gives and remembers room.
        size: text height in paper units.
        length_text: writes a length.
        most: no more corner numbers than this.
    """
    placed = [[to_paper(corner.y, corner.x) for corner in ring.corners] for ring in rings]
    wanted = sorted(_corners(rings, placed, size), key=lambda item: -item[0])[: most * 3]
    found = (next((label for label in places if paper.offer(label)), None) for _weight, places in wanted)
    numbers = list(islice((label for label in found if label is not None), most))
    lengths = [label for label in _edges(rings, placed, size, length_text) if paper.offer(label)]
    return numbers, lengths


def _corners(
    rings: Sequence[Ring], placed: Sequence[Sequence[Point]], size: float
) -> Iterator[tuple[float, list[Label]]]:
    turns = (0.0, 0.7, -0.7, math.pi) if count(rings) <= _FEW else (0.0,)
    for ring, points in zip(rings, placed, strict=True):
        for index, corner in enumerate(ring.corners):
            before, at, after = points[index - 1], points[index], points[(index + 1) % len(points)]
            weight = _sharpness(before, at, after)
            # The numbers an eye looks for first: the start of each ring.
            yield (math.inf if index == 0 else weight), _beside(corner, before, at, after, size, turns)


def _beside(corner: Corner, before: Point, at: Point, after: Point, size: float, turns: Sequence[float]) -> list[Label]:
    """Places for a corner's number, the best first: outwards, then turned aside by radians."""
    first, second = _left(before, at), _left(at, after)
    out = (first[0] + second[0], first[1] + second[1])
    length = math.hypot(*out)
    if length < 1e-6:
        out, length = first, 1.0
    distance = size * 0.55 + max(size, width_of(str(corner.number), size)) * 0.5
    outwards = math.atan2(out[1], out[0])
    return [
        Label(
            str(corner.number),
            at[0] + math.cos(outwards + aside) * distance,
            at[1] + math.sin(outwards + aside) * distance,
            size,
            anchor=at,
        )
        for aside in turns
    ]


def _edges(
    rings: Sequence[Ring], placed: Sequence[Sequence[Point]], size: float, length_text: Callable[[float], str]
) -> Iterator[Label]:
    smaller = size * 0.92
    for ring, points in zip(rings, placed, strict=True):
        for index, corner in enumerate(ring.corners):
            start, end = points[index], points[(index + 1) % len(points)]
            text = length_text(corner.edge_m)
            if math.dist(start, end) < width_of(text, smaller) * 1.15:
                continue
            out = _left(start, end)
            middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            x, y = middle[0] + out[0] * size * 0.85, middle[1] + out[1] * size * 0.85
            yield Label(text, x, y, smaller, _readable(start, end), middle)


def _left(start: Point, end: Point) -> Point:
    """Unit vector to the left of an edge: outwards, as rings run clockwise."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    return -dy / length, dx / length


def _sharpness(before: Point, at: Point, after: Point) -> float:
    """Area of the triangle at a corner: what the drawing would lose without it."""
    return abs((at[0] - before[0]) * (after[1] - before[1]) - (after[0] - before[0]) * (at[1] - before[1])) / 2


def _readable(start: Point, end: Point) -> float:
    angle = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
    if angle > 90:
        return angle - 180
    return angle + 180 if angle <= -90 else angle


def _extent(label: Label) -> Polygon:
    lines = label.text.count("\n") + 1
    half_width, half_height = width_of(label.text, label.size) / 2, label.size * 0.55 * lines * 1.1
    shape = box(label.x - half_width, label.y - half_height, label.x + half_width, label.y + half_height)
    if not label.angle:
        return shape
    cos, sin = math.cos(math.radians(label.angle)), math.sin(math.radians(label.angle))
    corners = shapely.get_coordinates(shape) - (label.x, label.y)
    return Polygon([(label.x + x * cos - y * sin, label.y + x * sin + y * cos) for x, y in corners])


def label_spot(geom: BaseGeometry) -> tuple[float, float, float]:
    """Where a plot's own label goes, and the radius of the free circle there: its middle if that is roomy enough.

    The deepest point alone would do, but in a rectangle it may lie at either end.
    """
    part = max(shapely.get_parts(geom), key=lambda each: each.area)
    circle = shapely.maximum_inscribed_circle(part, tolerance=max(0.05, part.length / 2000))
    middle = part.centroid
    room = float(shapely.distance(middle, part.boundary)) if part.contains(middle) else 0.0
    if room >= 0.8 * circle.length:
        return middle.x, middle.y, room
    return *circle.coords[0], float(circle.length)


def nice_length(longest: float) -> float:
    """The longest of 1, 2, 5, 10, 20, 50 ... that is not above `longest`."""
    power = 10.0 ** math.floor(math.log10(longest))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= longest * (1 + 1e-9))
