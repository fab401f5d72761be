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


def compartments(rng: Generator, region: Polygon, spacing: float, texture: Texture) -> Any:
    """Uneven patches with natural edges that fill a region."""
    cells = voronoi(scatter(rng, region, spacing), region)
    shapes, _ = clip(roughen_polygons(cells, texture), region, 300.0, 6.0)
    return shapes


def strips(rng: Generator, region: Polygon, line: Any, least_m: float, most_m: float, narrowest_m: float) -> Any:
    """Pieces of a region that lies along a line, cut across at uneven steps."""
    stations: list[Floats] = []
    for part in shapely.get_parts(shapely.intersection(line, region.buffer(80))):
        if part.geom_type not in ("LineString", "LinearRing") or part.length < least_m:
            continue
        count = int(part.length / least_m) + 2
        places = np.cumsum(rng.uniform(least_m, most_m, count))
        places = places[places < part.length]
        stations.append(shapely.get_coordinates(shapely.line_interpolate_point(part, places)))
    points = (
        np.unique(np.round(np.concatenate(stations), 3), axis=0) if stations else np.empty((0, 2), dtype=np.float64)
    )
    if len(points) < 3:
        return np.array([region], dtype=object)
    shapes, _ = clip(roughen_polygons(voronoi(points, region), STRIPS), region, 60.0, narrowest_m)
    return shapes
