"""Natural outlines: blobs, winding lines, scattered points and the cells around them; in metres of a plane system."""

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from land.sample.shapes import Floats, wave


def blob(rng: Generator, middle: Point, size_m2: float, rough: float) -> Polygon:
    """A shape with a natural edge around a point, of about this size; `rough` 0 is a circle, 1 very uneven."""
    count = 90
    # A circle without sines: points of a square ring pushed to the circle.
    step = np.arange(count) / count
    x, y = wave(step + 0.25), wave(step)
    norm = np.sqrt(x * x + y * y)
    radius = np.ones(count)
    for octave, weight in ((1, 0.35), (2, 0.35), (3, 0.3), (5, 0.2), (8, 0.14), (13, 0.08)):
        radius = radius + rough * weight * wave(octave * step + rng.random())
    scale = np.sqrt(size_m2 / 3.2)
    ring = np.column_stack([middle.x + x / norm * radius * scale, middle.y + y / norm * radius * scale])
    return Polygon(np.round(ring, 3)).buffer(0)


def meander(rng: Generator, land: Polygon, through: Point, sway: float) -> LineString:
    """A smooth line right across the land, passing near a point; `sway` is how far it winds, as a share of the land."""
    west, south, east, north = land.bounds
    reach = max(east - west, north - south)
    turn = rng.uniform(-1, 1)
    norm = 1 + turn * turn
    along = np.array([(1 - turn * turn) / norm, 2 * turn / norm])
    middle = np.array(through.coords[0])
    count = 9
    steps = np.linspace(-1.1, 1.1, count)[:, None] * reach
    aside = rng.uniform(-sway, sway, count)[:, None] * reach * 0.5
    line = middle + along * steps + np.array([-along[1], along[0]]) * aside
    for _ in range(4):
        start, end = line[:-1], line[1:]
        cuts = np.stack([0.75 * start + 0.25 * end, 0.25 * start + 0.75 * end], axis=1).reshape(-1, 2)
        line = np.vstack([line[:1], cuts, line[-1:]])
    return LineString(np.round(line, 3))


def scatter(rng: Generator, land: Polygon, spacing: float) -> Floats:
    """Points about `spacing` metres apart over the box of a shape, unevenly: an array of shape (n, 2)."""
    west, south, east, north = land.bounds
    columns = np.arange(west - spacing, east + 2 * spacing, spacing)
    rows = np.arange(south - spacing, north + 2 * spacing, spacing)
    x, y = np.meshgrid(columns, rows)
    jitter = rng.uniform(-0.42, 0.42, (2, x.size)) * spacing
    return np.round(np.column_stack([x.ravel() + jitter[0], y.ravel() + jitter[1]]), 3)


def voronoi(points: Floats, land: Polygon) -> list[Polygon]:
    """Cells around points (n, 2), far enough to cover the land; those off it are left out."""
    frame = box(*land.buffer(1000).bounds)
    cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=frame, ordered=True)
    return [cell for cell in shapely.get_parts(cells) if cell.intersects(land)]
