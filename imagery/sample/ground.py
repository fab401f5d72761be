"""Draws the ground of an area in pixels of 2 m, before anything happens on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry

from gis import crs
from imagery.sample.areas import CRS, FINE, FINE_M, PIXEL_M, Area
from imagery.sample.arrays import Floats
from imagery.sample.inputs import Axes, Land, Plot
from imagery.sample.landscape import PAINTERS, Site
from imagery.sample.layers import Layers, layers_of
from imagery.sample.palette import Labels, Palette
from imagery.sample.patterns import Plane, Spots
from imagery.sample.uses import theme_of
from imagery.sample.zones import PlotSite, Zone, land_zones, plot_sites, with_rims
from land.sample.randomness import stream

_TOP = 65_535  # zone 0 in the raster; zone n is _TOP - n, far above the units of the palette
_TILE = 500  # fine pixels; keeps what is computed at once small
_HILL_M2 = 120_000.0
_TIDAL_M = 400.0
_WET_THEMES = frozenset({"tidal_bank", "pond", "salt"})


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of an area.

    Attributes:
        labels: (5 height, 5 width) unit of each fine pixel.
        palette: what the units are.
        sites: plots that touch the area.
        themes: what is drawn on each of them.
        tidal: codes of plots near the sea or creeks that the tide fills.
        hills: (height, width) share of hill forest.
    """

    area: Area
    labels: Labels
    palette: Palette
    layers: Layers
    sites: tuple[PlotSite, ...]
    themes: dict[str, str]
    tidal: frozenset[str]
    hills: Floats


def draw(area: Area, plots: Sequence[Plot], land: Land, seed: int) -> Ground:
    """The ground with every plot as its use has it."""
    shore = crs.transform(land.ground, crs.LEGAL, CRS)
    layers = layers_of(area, shore, seed)
    zones = land_zones(area, land, shore)
    sites = plot_sites(area, plots)
    labels = burn(area, [(zone.shape, _TOP - number) for number, zone in enumerate(zones)])
    tidal = frozenset(site.plot.code for site in sites if _is_tidal(area, layers, labels, zones, site))
    own = [_plot_zone(site, site.plot.code in tidal) for site in sites]
    more = [part for zone in own for part in with_rims(zone) if not part.shape.is_empty]
    burn(area, [(zone.shape, _TOP - len(zones) - number) for number, zone in enumerate(more)], labels)
    for number, zone in enumerate([*zones, *more]):
        _paint(area, labels, layers, zone, _TOP - number, seed)
    themes = {zone.name: zone.theme for zone in own}
    return Ground(area, labels, Palette(area, seed), layers, tuple(sites), themes, tidal, _hills(area, zones))


def burn(area: Area, shapes: Sequence[tuple[BaseGeometry, int]], labels: Labels | None = None) -> Labels:
    """Shapes (EPSG:32648) with their numbers in fine pixels, later ones over earlier ones; into `labels` if given."""
    if labels is None:
        labels = np.zeros((area.height * FINE, area.width * FINE), dtype=np.uint16)
    if shapes:
        rasterize(list(shapes), out=labels, transform=area.fine_transform)
    return labels


def _is_tidal(area: Area, layers: Layers, labels: Labels, zones: Sequence[Zone], site: PlotSite) -> bool:
    """Whether a plot lies by the sea, or in a region of creeks, ponds or salt pans (`labels` hold zones only)."""
    point = site.shape.representative_point()
    row = int(np.clip((area.north - point.y) / PIXEL_M, 0, area.height - 1))
    column = int(np.clip((point.x - area.west) / PIXEL_M, 0, area.width - 1))
    under = zones[_TOP - int(labels[row * FINE + FINE // 2, column * FINE + FINE // 2])].theme
    return under in _WET_THEMES or float(layers.shore[row, column]) > -_TIDAL_M


def _plot_zone(site: PlotSite, tidal: bool) -> Zone:
    return Zone(site.plot.code, theme_of(site.plot, site.shape.area, tidal), site.shape, 0.5, site.axes)


def _paint(area: Area, labels: Labels, layers: Layers, zone: Zone, mark: int, seed: int) -> None:
    """Replace a zone's number by units, tile by tile."""
    axes = _from_corner(area, zone.axes)
    plane = Plane(axes)
    west, south, east, north = zone.shape.intersection(area.box).bounds
    if not west < east:
        return
    bounds = west - area.west, south - area.south, east - area.west, north - area.south
    name = (seed, "imagery", area.slug, "zone", zone.name)
    paint = PAINTERS[zone.theme](Site(stream(*name), plane, plane.reach(bounds), zone.density))
    for rows, columns in _tiles(area, bounds):
        part = labels[rows, columns]
        inside = part == mark
        if inside.any():
            part[inside] = paint(_spots(area, rows.start, columns.start, inside, layers))


def _from_corner(area: Area, axes: Axes) -> Axes:
    """Axes in metres from the south-west corner, where single precision is enough."""
    return replace(axes, east=axes.east - area.west, north=axes.north - area.south)


def _tiles(area: Area, bounds: tuple[float, float, float, float]) -> Iterator[tuple[slice, slice]]:
    """Windows of fine pixels that cover a box given in metres from the south-west corner."""
    west, south, east, north = bounds
    height, width = area.height * FINE, area.width * FINE
    top, bottom = int(height - north / FINE_M), min(int(height - south / FINE_M) + 1, height)
    left, right = int(west / FINE_M), min(int(east / FINE_M) + 1, width)
    for row in range(max(top, 0), bottom, _TILE):
        for column in range(max(left, 0), right, _TILE):
            yield slice(row, min(row + _TILE, bottom)), slice(column, min(column + _TILE, right))


def _spots(area: Area, row: int, column: int, inside: Any, layers: Layers) -> Spots:
    rows, columns = np.nonzero(inside)
    rows += row
    columns += column
    x = ((columns + 0.5) * FINE_M).astype(np.float32)
    y = ((area.height * FINE - rows - 0.5) * FINE_M).astype(np.float32)
    return Spots(x, y, rows // FINE, columns // FINE, layers)


def _hills(area: Area, zones: Sequence[Zone]) -> Floats:
    """Where forest is large enough to stand on hills."""
    large = [(zone.shape, 1) for zone in zones if zone.theme == "forest" and zone.shape.area > _HILL_M2]
    hills = np.zeros(area.shape, dtype=np.float32)
    if large:
        rasterize(large, out=hills, transform=area.transform)
    return hills
