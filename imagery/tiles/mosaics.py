"""Pictures of several scenes: of a day, a month, or the latest; the least cloudy first, clear pixels before cloudy.
Of a year there are composites."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Polygon
from django.db.models import Max
from django.utils.translation import gettext as _

from gis import crs
from gis.http.problems import NotFound
from gis.query.doors import digest
from gis.tiles import store as tile_store
from gis.tiles.matrix import Tile
from imagery.errors import SceneBroken
from imagery.grid import Box
from imagery.models import Scene, SceneBand
from imagery.tiles import pixels
from imagery.tiles.drawing import cloudy, draw, indexes
from imagery.tiles.making import NOTHING, Asked, address_of, encoded
from imagery.tiles.pixels import Bits, View
from imagery.tiles.sheets import FORMAT, Sheet, sheet_from, with_parts

LATEST = "latest"
_LATELY = timedelta(days=300)  # a rainy season may have no clear day at all; then what was clear before it is shown
_MOST = 12  # scenes looked at for one tile
_HALO = 2  # pixels beside a cloud that a mask takes for ground: thin edges, which a composition would keep
_STEP = 32  # pixels: parts of a tile begin on whole pixels of a scene, up to five zooms beyond its own
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_YEAR = re.compile(r"(?!0000)\d{4}")


@dataclass(frozen=True)
class Mosaic:
    """Which scenes are shown together.

    Attributes:
        first, last: days, both included; None for the latest of each place.
        collection: of one series only, "" for all.
        composites: of composites, which are of no day and in no other mosaic.
    """

    name: str
    first: date | None
    last: date | None
    collection: str = ""
    composites: bool = False


@dataclass(frozen=True)
class Reach:
    """Of several scenes together.

    Attributes:
        bounds: west, south, east, north in EPSG:3857.
        zoom: of the finest.
        roles: of bands that any of them has.
    """

    bounds: Box
    zoom: int
    roles: frozenset[str]


def mosaic_of(name: str, collection: str) -> Mosaic:
    """The mosaic of an address: "latest", a day, a month or a year.

    Raises:
        NotFound: it names none.
    """
    if name == LATEST:
        return Mosaic(name, None, None, collection)
    if _YEAR.fullmatch(name):
        return Mosaic(name, date(int(name), 1, 1), date(int(name), 12, 31), collection, composites=True)
    match = _DAY.fullmatch(name)
    try:
        if match and match[3]:
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return Mosaic(name, day, day, collection)
        if match:
            first = date(int(match[1]), int(match[2]), 1)
            return Mosaic(name, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), collection)
    except (ValueError, OverflowError):
        pass
    detail = _(
        "Không có ảnh ghép “%(name)s”. Dùng: latest, một ngày (2026-11-22), một tháng (2026-11) hoặc một năm (2026)."
    )
    raise NotFound(detail % {"name": name[:40]})


def scenes_of(user: Any, mosaic: Mosaic, tile: Tile | None = None) -> Any:
    """The scenes of a mosaic for this reader that can be read, the least cloudy first.

    Args:
        tile: only those that reach into it; what is the latest there depends on no other place.
    """
    scenes = Scene.objects.visible_to(user).filter(fault="")
    if tile is not None:
        box = Polygon.from_bbox(tile.bounds)
        box.srid = crs.WEB_MERCATOR.srid
        scenes = scenes.filter(footprint_3857__intersects=box)
    scenes = scenes.composites() if mosaic.composites else scenes.of_a_moment()
    if mosaic.collection:
        scenes = scenes.filter(collection=mosaic.collection)
    if mosaic.first is None:
        newest = scenes.order_by("-acquired_on").values_list("acquired_on", flat=True).first()
        return scenes.lately_first(newest - _LATELY) if newest else scenes.none()
    return scenes.filter(acquired_on__range=(mosaic.first, mosaic.last)).least_cloud_first()


def reach_of(user: Any, mosaic: Mosaic) -> Reach | None:
    """What the scenes of a mosaic reach together, however many; None where none belongs to it."""
    scenes = scenes_of(user, mosaic).order_by()
    found = scenes.aggregate(box=Extent("footprint_3857"), zoom=Max("zoom"))
    if found["box"] is None:
        return None
    roles = SceneBand.objects.visible_to(user).filter(scene__in=scenes).order_by().values_list("role", flat=True)
    return Reach(found["box"], found["zoom"], frozenset(roles.distinct()))


def sheets_at(user: Any, mosaic: Mosaic, tile: Tile) -> list[Sheet]:
    """The scenes of a mosaic that reach into a tile."""
    return [sheet_from(scene) for scene in with_parts(scenes_of(user, mosaic, tile))[:_MOST]]


def version_of(sheets: Sequence[Sheet]) -> str:
    """What a mosaic's tile depends on: the scenes there that the reader may see, in their order; no other's coming or
    going shows in it."""
    return digest(FORMAT, *(sheet.version for sheet in sheets))[:16]


def mosaic_tile(mosaic: Mosaic, sheets: Sequence[Sheet], asked: Asked, broken: Callable[[SceneBroken], None]) -> bytes:
    """A tile made of several scenes; no bytes where none shows anything. A scene that cannot be drawn so is left out.

    Args:
        broken: told of a scene that cannot be read; the tile is made of the others, and not kept.
    """
    if not sheets:  # not kept: most of the world is beside all scenes
        return NOTHING
    folder = f"mosaics/{mosaic.name}/{mosaic.collection or 'all'}"
    address = address_of(folder, version_of(sheets), asked) if all(sheet.public for sheet in sheets) else None
    found = tile_store.get(address) if address else None
    if found is None:
        missed: list[SceneBroken] = []
        found = _composed(sheets, asked, missed.append)
        for error in missed:
            broken(error)
        if address and not missed:
            tile_store.put(address, found)
    return found


def _composed(sheets: Sequence[Sheet], asked: Asked, broken: Callable[[SceneBroken], None]) -> bytes:
    canvas = _Canvas(asked)
    clouded: list[tuple[Sheet, Bits]] = []
    for sheet in sheets:
        with _telling(broken):
            hidden = canvas.paint_clear(sheet)
            if hidden is not None:
                clouded.append((sheet, hidden))
        if canvas.filled.all():
            break
    for sheet, hidden in clouded:
        with _telling(broken):
            canvas.paint(sheet, hidden, hidden)
    return encoded(canvas.picture, canvas.filled, asked, sample=canvas.sample) if canvas.filled.any() else NOTHING


@contextmanager
def _telling(broken: Callable[[SceneBroken], None]) -> Iterator[None]:
    try:
        yield
    except SceneBroken as error:
        broken(error)


class _Canvas:
    """A tile under the brush. Of each scene only what is needed is read: most of a dozen show what is painted already,
    or end before the corner that is still empty.

    Attributes:
        picture: (rows, columns, 3).
        filled: (rows, columns) what is painted.
        sample: whether any of it is synthetic.
    """

    def __init__(self, asked: Asked) -> None:
        self._rendering, self._view = asked.rendering, View.of_tile(asked.tile, asked.size)
        self.picture = np.zeros((*self._view.shape, 3), dtype="uint8")
        self.filled = np.zeros(self._view.shape, dtype=bool)
        self.sample = False

    def paint_clear(self, sheet: Sheet) -> Bits | None:
        """Paint what a scene shows of the rest without a cloud; returns what of the rest it shows under one, if any.

        Raises:
            SceneBroken: the scene cannot be read.
        """
        if not set(self._rendering.roles) <= set(sheet.bands):
            return None
        shown = pixels.read_mask(sheet, self._view)
        if shown is None or not (shown & ~self.filled).any():
            return None
        rest = shown & ~self.filled
        hidden = cloudy(sheet, self._view, _HALO)
        self.paint(sheet, rest if hidden is None else rest & ~hidden, None)
        return rest & hidden if hidden is not None and (rest & hidden).any() else None

    def paint(self, sheet: Sheet, where: Bits, hidden: Bits | None) -> None:
        """Paint what a scene shows of the rest in a part of the tile.

        Args:
            hidden: what lies under clouds.

        Raises:
            SceneBroken: the scene cannot be read.
        """
        wanted = where & ~self.filled
        if not wanted.any():
            return
        rows, columns = (_around(np.flatnonzero(wanted.any(axis=axis))) for axis in (1, 0))
        read = pixels.read(sheet, self._view.part(rows, columns), indexes(sheet, self._rendering))
        if read is None:
            return
        here = wanted[rows, columns]
        drawn = draw(sheet, self._rendering, read[0], None if hidden is None else hidden[rows, columns])
        self.picture[rows, columns][here] = drawn[here]
        self.filled |= wanted
        self.sample |= sheet.sample


def _around(numbers: Any) -> slice:
    """From the first to the last, in whole steps."""
    return slice(int(numbers[0]) // _STEP * _STEP, (int(numbers[-1]) // _STEP + 1) * _STEP)
