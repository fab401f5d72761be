"""Windows of a series from the store, with the plots in them."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import shapely
from affine import Affine
from django.contrib.gis.geos import Polygon

from gis import crs
from gis.tiles.matrix import PIXELS, SIZE, pixel
from imagery.changes.blocks import Block, blocks
from imagery.changes.stack import NEEDED, USED, Floats, PlotShape, Stack
from imagery.errors import SceneBroken
from imagery.faults import report
from imagery.grid import Box
from imagery.models import Collection, Scene
from imagery.tiles import pixels
from imagery.tiles.drawing import physical
from imagery.tiles.sheets import Sheet, sheet_from, with_parts
from imagery.workflow import BandRole, Quality
from land.models import Plot
from land.workflow import PublishLevel

MOST_DAYS: Final = 60  # of one series: three years of passes with some sky; memory and time grow with them
_NEWEST: Final = 12  # days that are looked at however cloudy: the change may be of yesterday
_UNKNOWN_CLOUD: Final = 50.0


@dataclass(frozen=True)
class Window:
    """A piece of a series.

    Attributes:
        core: first and last row (exclusive), first and last column that it is asked about.
    """

    stack: Stack
    plots: list[PlotShape]
    core: tuple[int, int, int, int]


@dataclass(frozen=True)
class Source:
    """The scenes of a series that changes are looked for in, on one grid.

    Attributes:
        zoom: of the grid (imagery.grid), the same for all.
        roles: bands that all of them have.
        days: of the pictures, the oldest first; `sheets` those of each day.
        column, row, width, height: what they cover, in pixels of the zoom counted from the grid's north-west corner.
        missed: sheets that could not be read while the windows were.
    """

    zoom: int
    roles: tuple[BandRole, ...]
    days: tuple[date, ...]
    sheets: tuple[tuple[Sheet, ...], ...]
    column: int
    row: int
    width: int
    height: int
    missed: list[Sheet] = field(default_factory=list, compare=False)

    def is_standing(self) -> bool:
        """Whether all of its scenes are still there to be looked at."""
        wanted = [sheet.id for day in self.sheets for sheet in day]
        return usable_scenes().filter(pk__in=wanted).count() == len(wanted)

    def windows(self) -> Iterator[Window]:
        """The pieces in which there are plots."""
        for block in blocks(self.height, self.width, len(self.days) * len(self.roles)):
            box = self._box(block)
            plots = _plots(box)
            if plots:
                yield Window(self._stack(block, box), plots, block.core)

    def scene_of(self, number: int, point: tuple[float, float]) -> Sheet:
        """Which scene of a day shows a point of EPSG:3857."""
        for sheet in self.sheets[number]:
            west, south, east, north = sheet.bounds
            if west <= point[0] <= east and south <= point[1] <= north:
                return sheet
        return self.sheets[number][0]

    def _transform(self, block: Block) -> Affine:
        size = pixel(self.zoom)
        west, north = -SIZE + (self.column + block.left) * size, SIZE - (self.row + block.top) * size
        return Affine(size, 0.0, west, 0.0, -size, north)

    def _box(self, block: Block) -> Box:
        transform = self._transform(block)
        west, north = transform @ (0, 0)
        east, south = transform @ (block.width, block.height)
        return west, south, east, north

    def _stack(self, block: Block, box: Box) -> Stack:
        shape = block.height, block.width
        bands = np.zeros((len(self.days), len(self.roles), *shape), dtype=np.float32)
        quality = np.zeros((len(self.days), *shape), dtype=np.uint8)
        view = pixels.View(box, shape)
        for number, sheets in enumerate(self.sheets):
            for sheet in sheets:
                try:
                    _read(sheet, view, self.roles, bands[number], quality[number])
                except SceneBroken as error:
                    self.missed.append(sheet)
                    report(error)
        middle = (box[1] + box[3]) / 2
        latitude = float(crs.transform_points(0.0, middle, crs.WEB_MERCATOR, crs.CRS84)[1])
        return Stack(bands, self.roles, quality, self.days, self._transform(block), math.cos(math.radians(latitude)))


def usable_scenes() -> Any:
    """Scenes of a moment that everybody who reads a plot's inside may hear of: nothing is concluded from restricted
    ones, or the candidates would tell of them."""
    return Scene.objects.of_a_moment().filter(withdrawn_at=None).exclude(publish_level=PublishLevel.RESTRICTED)


def faulty_scenes(collection: Collection) -> Any:
    """Scenes of a series whose files are known to be away or damaged."""
    return usable_scenes().filter(collection=collection).exclude(fault="")


def source_of(collection: Collection) -> Source | None:
    """The scenes of a series that changes can be seen in; None without any."""
    rows = with_parts(usable_scenes().filter(collection=collection, fault=""))
    scenes = [scene for scene in rows if set(NEEDED) <= {band.role for band in scene.bands.all()}]
    if not scenes:
        return None
    zoom = Counter(scene.zoom for scene in scenes).most_common(1)[0][0]
    by_day: dict[date, list[Scene]] = {}
    for scene in sorted(scenes, key=lambda one: (one.acquired_at, one.code)):
        if scene.zoom == zoom:
            by_day.setdefault(scene.acquired_on, []).append(scene)
    days = tuple(sorted(_chosen(by_day)))
    sheets = tuple(tuple(sheet_from(scene) for scene in by_day[day]) for day in days)
    roles = tuple(role for role in USED if all(role in sheet.bands for day in sheets for sheet in day))
    return Source(zoom, roles, days, sheets, *_covered(sheets))


def _chosen(by_day: dict[date, list[Scene]]) -> list[date]:
    """At most MOST_DAYS days: the newest, and of the others the clearest."""
    newest_first = sorted(by_day, reverse=True)
    rest = sorted(newest_first[_NEWEST:], key=lambda day: (_cloud(by_day[day]), -day.toordinal()))
    return [*newest_first[:_NEWEST], *rest[: MOST_DAYS - _NEWEST]]


def _cloud(scenes: Sequence[Scene]) -> float:
    told = [scene.cloud_percent if scene.cloud_percent is not None else _UNKNOWN_CLOUD for scene in scenes]
    return float(np.mean(told))


def _covered(sheets: Sequence[Sequence[Sheet]]) -> tuple[int, int, int, int]:
    """First column and row, width and height of all data."""
    windows = []
    for sheet in (sheet for day in sheets for sheet in day):
        left, top, width, height = sheet.grid.window(sheet.bounds)
        column, row = sheet.grid.column * PIXELS + left, sheet.grid.row * PIXELS + top
        windows.append((column, row, column + width, row + height))
    edges = np.array(windows)
    column, row = (int(part) for part in edges[:, :2].min(axis=0))
    right, bottom = (int(part) for part in edges[:, 2:].max(axis=0))
    return column, row, right - column, bottom - row


def _plots(box: Box) -> list[PlotShape]:
    """Plots on the map in a box of EPSG:3857."""
    ground: Any = Polygon.from_bbox(box)
    ground.srid = crs.WEB_MERCATOR.srid
    rows = Plot.objects.active().filter(geom_3857__intersects=ground).order_by("pk")
    return [PlotShape(key, shapely.from_wkb(bytes(shape.wkb))) for key, shape in rows.values_list("pk", "geom_3857")]


def _read(sheet: Sheet, view: pixels.View, roles: Sequence[BandRole], bands: Floats, quality: Any) -> None:
    """Put a scene's pixels where nothing was read yet.

    Args:
        bands: (B, H, W) of the day; `quality` (H, W).

    Raises:
        SceneBroken: the file cannot be read; nothing was put.
    """
    found = pixels.read(sheet, view, [sheet.bands[role].index for role in roles])
    classes = pixels.read_quality(sheet, view)
    if found is None:
        return
    values, valid = found
    fresh = valid & (quality == Quality.NO_DATA)
    for number, role in enumerate(roles):
        bands[number][fresh] = physical(sheet.bands[role], values[number][fresh])
    quality[fresh] = classes[fresh] if classes is not None else Quality.CLEAR
