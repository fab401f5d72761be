"""The synthetic series as the store would hold them: on the grid of its tiles, with its quality classes, in memory."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from django.conf import settings
from rasterio.enums import Resampling
from rasterio.warp import reproject

from gis import crs
from imagery.changes.blocks import blocks
from imagery.changes.stack import NEEDED, PlotShape, Stack
from imagery.grid import grid_of
from imagery.sample.areas import CRS, Area
from imagery.sample.inputs import Plot
from imagery.sample.register import land_around, plots_of
from imagery.sample.scenes import Scene
from imagery.sample.series import Series
from imagery.sample.truth import Truth
from imagery.writing.masking import SCHEMES
from land.sample.generate import generate
from territory.illustrative import commune_polygons, unit_polygons

_SCALE = 10_000.0  # of the stored reflectances
_COARSE = 2  # pixels of a band for one of the classification
_UTM, _MERCATOR = CRS.code, crs.WEB_MERCATOR.code


class Register:
    """The sample's plots and the land they lie on, made once."""

    def __init__(self) -> None:
        facts = settings.BASE_DIR / "data" / "facts"
        self._communes = commune_polygons(facts / "unit_points.csv")
        self._units = unit_polygons(self._communes, facts / "admin_units.csv", facts / "commune_succession.csv")
        self._plots = plots_of(generate(self._units, self._communes))

    def series(self, area: Area, seed: int) -> "Taken":
        """The series of an area."""
        land = land_around(area, self._communes, self._units)
        return taken(Series(area, self._plots, land, seed), self._plots)


@dataclass(frozen=True)
class Taken:
    """A series of an area.

    Attributes:
        bands: (T, B, H, W) reflectance x 10000; `quality` (T, H, W).
        plots: those that the area touches, in EPSG:3857; `sizes` their area in m² by key.
    """

    truth: Truth
    days: tuple[date, ...]
    bands: npt.NDArray[np.uint16]
    quality: npt.NDArray[np.uint8]
    transform: Affine
    plots: tuple[PlotShape, ...]
    sizes: dict[str, float]

    def windows(self) -> Iterator[tuple[Stack, list[PlotShape], tuple[int, int, int, int]]]:
        """What the detector is given: pieces with their plots and the part that each is asked about."""
        tree = shapely.STRtree([plot.shape for plot in self.plots])
        times, bands, height, width = self.bands.shape
        for block in blocks(height, width, times * bands):
            rows, columns = slice(block.top, block.top + block.height), slice(block.left, block.left + block.width)
            transform = self.transform @ Affine.translation(block.left, block.top)
            west, north = transform @ (0, 0)
            east, south = transform @ (block.width, block.height)
            near = tree.query(shapely.box(west, south, east, north), predicate="intersects")
            if len(near):
                values = self.bands[:, :, rows, columns].astype(np.float32) / np.float32(_SCALE)
                ground = math.cos(math.radians(latitude_of((north + south) / 2)))
                stack = Stack(values, NEEDED, self.quality[:, rows, columns], self.days, transform, ground)
                yield stack, [self.plots[number] for number in sorted(near)], block.core


def latitude_of(northing: float) -> float:
    """Degrees of a northing in EPSG:3857."""
    return float(crs.transform_points(0.0, northing, crs.WEB_MERCATOR, crs.CRS84)[1])


def taken(series: Series, plots: list[Plot]) -> Taken:
    """Every scene warped onto the store's grid, bilinear, its classes to the nearest."""
    area = series.area
    box = crs.transform(area.box, CRS, crs.WEB_MERCATOR).bounds
    grid = grid_of(box, (box[2] - box[0]) / area.width)
    left, top, width, height = grid.window(box)
    transform = grid.transform @ Affine.translation(left, top)
    bands = np.zeros((len(series.days), len(NEEDED), height, width), dtype=np.uint16)
    quality = np.zeros((len(series.days), height, width), dtype=np.uint8)
    for number, scene in enumerate(series.scenes()):
        _warp(scene, transform, bands[number], quality[number])
    legal = crs.transform(area.box, CRS, crs.LEGAL)
    near = [plot for plot in plots if plot.shape.intersects(legal)]
    shapes = tuple(PlotShape(plot.code, crs.transform(plot.shape, crs.LEGAL, crs.WEB_MERCATOR)) for plot in near)
    sizes = {plot.code: float(plot.shape.area) for plot in near}
    return Taken(series.truth, series.days, bands, quality, transform, shapes, sizes)


def _warp(scene: Scene, transform: Affine, bands: npt.NDArray[Any], quality: npt.NDArray[Any]) -> None:
    options = {"dst_transform": transform, "src_crs": _UTM, "dst_crs": _MERCATOR}
    for source, target in zip(scene.bands, bands, strict=True):
        bilinear = {"src_nodata": 0, "dst_nodata": 0, "resampling": Resampling.bilinear}
        reproject(source, target, src_transform=scene.area.transform, **options, **bilinear)
    classes = np.zeros(quality.shape, dtype=np.uint8)
    coarse = scene.area.transform @ Affine.scale(_COARSE)
    reproject(scene.scl.astype(np.uint8), classes, src_transform=coarse, **options, resampling=Resampling.nearest)
    quality[:] = np.where((bands == 0).all(axis=0), 0, SCHEMES["scl"](classes))
