"""The zones that an area is drawn from, in EPSG:32648: later ones lie over earlier ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis import crs
from imagery.sample.areas import CRS, Area
from imagery.sample.inputs import Axes, Land, Plot, Region

_STREET_M = 14.0  # gaps between the quarters of a town are its streets
_LAKE_RIMS_M = (("lake_edge", 10.0), ("lake", 32.0))
_OVER = ("river", "road")  # drawn over the regions beside them


@dataclass(frozen=True, slots=True)
class Zone:
    """A piece of ground with one painter; `name` seeds it. Shape and axes in EPSG:32648."""

    name: str
    theme: str
    shape: BaseGeometry
    density: float
    axes: Axes


@dataclass(frozen=True, slots=True)
class PlotSite:
    """A plot that lies at least partly in an area, in EPSG:32648; `axes` lie along its longest side."""

    plot: Plot
    shape: BaseGeometry
    axes: Axes


def plot_sites(area: Area, plots: Sequence[Plot]) -> list[PlotSite]:
    """Plots that touch an area, in the order of their codes."""
    if not plots:
        return []
    ordered = sorted(plots, key=lambda plot: plot.code)
    box = crs.transform(area.box.buffer(300.0), CRS, crs.LEGAL)
    near = [plot for plot in ordered if plot.shape.intersects(box)]
    moved = crs.transform(np.array([plot.shape for plot in near], dtype=object), crs.LEGAL, CRS)
    touching = shapely.intersects(moved, area.box)
    return [
        PlotSite(plot, shape, axes_along(shape))
        for plot, shape, touches in zip(near, moved, touching.tolist(), strict=True)
        if touches
    ]


def land_zones(area: Area, land: Land, ground: BaseGeometry) -> list[Zone]:
    """Zones of the sea, of the land and of its regions."""
    frame = area.box.buffer(200.0)
    still = axes_along(area.box)
    regions = _moved(land.regions)
    town = [shape.buffer(_STREET_M, quad_segs=2) for region, shape, _ in regions if region.theme == "town"]
    rest = "lane" if regions else "patchwork"
    zones = [
        Zone("sea", "sea", frame, 0.0, still),
        Zone("land", rest, shapely.intersection(ground, frame), 0.0, still),
        Zone("streets", "street", shapely.intersection(shapely.union_all(town), ground), 0.0, still),
    ]
    for over in (False, True):
        for region, shape, axes in regions:
            if (region.theme in _OVER) is over:
                zones.append(Zone(region.name, region.theme, shape, region.density, axes))
    return [part for zone in zones for part in with_rims(zone) if not part.shape.is_empty]


def with_rims(zone: Zone) -> Iterator[Zone]:
    """A lake falls dry from its edge; anything else is one zone."""
    if zone.theme != "lake":
        yield zone
        return
    yield Zone(f"{zone.name}/rim", "lake_rim", zone.shape, zone.density, zone.axes)
    for theme, inside_m in _LAKE_RIMS_M:
        yield Zone(f"{zone.name}/{theme}", theme, zone.shape.buffer(-inside_m), zone.density, zone.axes)


def axes_along(shape: BaseGeometry) -> Axes:
    """Axes along the longer side of the smallest rectangle around a shape, through its middle."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))[:3]
    sides = np.diff(corners, axis=0)
    lengths = np.sqrt((sides**2).sum(axis=1))
    side = sides[int(np.argmax(lengths))] / max(float(lengths.max()), 1e-6)
    middle = shape.centroid
    return Axes(middle.x, middle.y, float(side[0]), float(side[1]))


def _moved(regions: Iterable[Region]) -> list[tuple[Region, Any, Axes]]:
    """Regions with their shapes and axes in EPSG:32648."""
    known = [region for region in regions if not region.shape.is_empty]
    shapes = crs.transform(np.array([region.shape for region in known], dtype=object), crs.LEGAL, CRS)
    return [
        (region, shape, _turned(region.axes) if region.axes else axes_along(shape))
        for region, shape in zip(known, shapes, strict=True)
    ]


def _turned(axes: Axes) -> Axes:
    """Axes of the legal CRS in EPSG:32648: the meridians of the two differ by half a degree."""
    reach = 1000.0
    ends_x = np.array([axes.east, axes.east + reach * axes.cos])
    ends_y = np.array([axes.north, axes.north + reach * axes.sin])
    x, y = crs.transform_points(ends_x, ends_y, crs.LEGAL, CRS)
    run, rise = float(x[1] - x[0]), float(y[1] - y[0])
    length = float(np.sqrt(run * run + rise * rise))
    return Axes(float(x[0]), float(y[0]), run / length, rise / length, axes.sway_m, axes.period_m, axes.phase)
