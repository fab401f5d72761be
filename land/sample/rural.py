"""Plots of the open country: compartments, strips along a line, fields and pans."""

from typing import Any

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import Polygon

from land.sample.landforms import scatter, voronoi
from land.sample.shapes import Floats, Texture, clip, roughen_polygons

FOREST = Texture(step_m=21.0, share=0.17, most_m=90.0, pieces=44)
PATCHES = Texture(step_m=14.0, share=0.06, most_m=5.0, pieces=30)
STRIPS = Texture(step_m=400.0, share=0.0, most_m=0.0, pieces=1)


def compartments(rng: Generator, region: Polygon, spacing: float, texture: Texture, share: float) -> Any:
    """A share of the uneven patches with natural edges that fill a region."""
    cells = _some(rng, roughen_polygons(voronoi(scatter(rng, region, spacing), region), texture), share)
    return clip(cells, region, 300.0, 6.0)[0]


def strips(
    rng: Generator, region: Polygon, line: Any, steps_m: tuple[float, float], narrowest_m: float, share: float
) -> Any:
    """A share of the pieces of a region that lies along a line, cut across at uneven steps."""
    stations: list[Floats] = []
    least_m, most_m = steps_m
    for part in shapely.get_parts(shapely.intersection(line, region.buffer(80))):
        if part.geom_type not in ("LineString", "LinearRing") or part.length < least_m:
            continue
        count = int(part.length / least_m) + 2
        places = np.cumsum(rng.uniform(least_m, most_m, count))
        places = places[places < part.length]
        stations.append(shapely.get_coordinates(shapely.line_interpolate_point(part, places)))
    points: Floats = np.unique(np.round(np.concatenate(stations or [np.zeros((0, 2))]), 3), axis=0)
    if len(points) < 3:
        return clip(np.array([region], dtype=object), region, 60.0, narrowest_m)[0]
    cells = _some(rng, roughen_polygons(voronoi(points, region), STRIPS), share)
    return clip(cells, region, 60.0, narrowest_m)[0]


def _some(rng: Generator, shapes: Any, share: float) -> Any:
    """A share of the shapes, in runs of neighbours."""
    marks = rng.random(len(shapes))
    kept, chosen = False, []
    for index, mark in enumerate(marks.tolist()):
        kept = mark < (0.5 + share / 2 if kept else share / (2 - share))
        if kept:
            chosen.append(index)
    return shapes[np.array(chosen, dtype=np.int64)]
