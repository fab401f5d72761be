"""Outlines of buildings, ponds and clearings, set into plots; metres of EPSG:32648."""

from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from imagery.sample.arrays import wave
from imagery.sample.inputs import Axes
from land.sample.randomness import Dice

_TRIES = 14


def largest(shape: BaseGeometry) -> Polygon:
    """The largest polygon of a shape, empty where there is none."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=Polygon())


def point_in(dice: Dice, shape: BaseGeometry) -> Point:
    """A point anywhere in a shape."""
    west, south, east, north = shape.bounds
    for _ in range(30):
        point = Point(dice.between(west, east), dice.between(south, north))
        if shapely.contains_xy(shape, point.x, point.y):
            return point
    return shape.representative_point()


def rectangle(middle: Point, axes: Axes, length: float, depth: float) -> Polygon:
    """A rectangle along axes."""
    along = np.array([axes.cos, axes.sin]) * length / 2
    across = np.array([-axes.sin, axes.cos]) * depth / 2
    centre = np.array([middle.x, middle.y])
    return Polygon([centre - along - across, centre + along - across, centre + along + across, centre - along + across])


def building(dice: Dice, inner: BaseGeometry, axes: Axes, size_m2: float) -> Polygon:
    """A rectangle or an angle of two wings within a shape, along its axes; empty when none was found to fit."""
    for _ in range(_TRIES):
        slim = dice.between(1.0, 2.4)
        winged = size_m2 > 300 and dice.chance(0.3)
        whole = size_m2 / 0.75 if winged else size_m2
        length, depth = (whole * slim) ** 0.5, (whole / slim) ** 0.5
        if dice.chance(0.25):
            length, depth = depth, length
        place = point_in(dice, inner)
        outline = rectangle(place, axes, length, depth)
        if winged:
            corner = Point(*outline.exterior.coords[dice.number(0, 3)])
            outline = largest(outline.difference(rectangle(corner, axes, length, depth)))
        if inner.covers(outline):
            return outline
    return Polygon()


def patch(dice: Dice, inner: BaseGeometry, size_m2: float, rough: float) -> Polygon:
    """An uneven patch within a shape, of at least four fifths of a size; empty when none was found to fit."""
    for _ in range(_TRIES):
        outline = _blob(dice, point_in(dice, inner), size_m2 * dice.between(1.0, 1.15), rough)
        found = largest(shapely.intersection(outline, inner))
        if 0.8 * size_m2 <= found.area <= 1.2 * size_m2:
            return found
    return Polygon()


def across_border(dice: Dice, plot: Polygon, size_m2: float) -> Polygon:
    """A rectangle that lies over a border of a plot, with about `size_m2` of it inside; empty when none fits."""
    edges = [edge for edge in _edges(plot) if edge.length > 8.0]
    for _ in range(_TRIES if edges else 0):
        edge = edges[dice.number(0, len(edges) - 1)]
        inside = dice.between(0.45, 0.8)
        slim = dice.between(0.8, 2.2)
        depth = (size_m2 / inside / slim) ** 0.5
        length = depth * slim
        (x0, y0), (x1, y1) = edge.coords
        axes = Axes(x0, y0, (x1 - x0) / edge.length, (y1 - y0) / edge.length)
        on = edge.interpolate(dice.between(0.15, 0.85), normalized=True)
        # The ring runs clockwise or not: try to lay most of it on the side of the plot.
        reach = depth * (inside - 0.5)
        for side in (1.0, -1.0):
            middle = Point(on.x - axes.sin * reach * side, on.y + axes.cos * reach * side)
            outline = rectangle(middle, axes, length, depth)
            if 0.7 * size_m2 <= shapely.intersection(outline, plot).area <= 1.25 * size_m2:
                return outline
    return Polygon()


def _edges(plot: Polygon) -> list[LineString]:
    at = shapely.get_coordinates(plot.simplify(0.5).exterior)
    return [LineString([start, end]) for start, end in pairwise(at)]


def _blob(dice: Dice, middle: Point, size_m2: float, rough: float) -> Polygon:
    """A closed curve around a point; longer in one direction."""
    turn = np.arange(36) / 36
    radius = np.ones(36)
    for octave, weight in ((1, 0.4), (2, 0.45), (3, 0.3), (5, 0.2)):
        radius = radius + rough * weight * wave(octave * turn + dice.roll())
    x, y = radius * wave(turn + 0.25), radius * wave(turn)
    stretch, lean = dice.between(1.0, 1.7) ** 0.5, dice.roll()
    east, north = x * stretch, y / stretch
    cos, sin = float(wave(lean + 0.25)), float(wave(lean))
    norm = (cos * cos + sin * sin) ** 0.5
    points = np.column_stack([east * cos - north * sin, east * sin + north * cos]) / norm
    outline = Polygon(points).buffer(0)
    scale = (size_m2 / max(outline.area, 1e-6)) ** 0.5
    return largest(shapely.transform(outline, lambda at: at * scale + np.array([middle.x, middle.y])))
