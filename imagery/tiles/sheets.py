"""What the drawing of a scene has to know, read once and kept for a moment: a tile asks the database nothing."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gis.db.wall import is_known
from gis.http.problems import NotFound
from gis.query.doors import digest
from gis.tiles.matrix import Tile
from imagery import store
from imagery.grid import Grid
from imagery.models import Scene
from imagery.workflow import BandRole
from land.workflow import PublishLevel

FORMAT = 2  # raise when the same pixels are drawn otherwise
_GAMMA = 1.4
_FRESH_FOR_S = 0.4  # with the second of a shared cache a withdrawn scene is gone within the promised time
_MOST = 2_000


@dataclass(frozen=True)
class BandSheet:
    """One band: its place in the file, how to read its numbers, between which physical values it is drawn.

    `gamma` above 1 brightens what is dark: of reflectances drawn as they are, a forest is black beside a roof.
    """

    index: int
    scale: float
    offset: float
    low: float
    high: float
    gamma: float = 1.0


@dataclass(frozen=True)
class Sheet:
    """One scene, as drawing needs it. `version` names its pixels and how they are drawn."""

    id: UUID
    code: str
    data: str
    quality: str
    grid: Grid
    data_type: str
    bands: Mapping[BandRole, BandSheet]
    bounds: tuple[float, float, float, float]
    sample: bool
    public: bool
    version: str

    def touches(self, tile: Tile) -> bool:
        """Whether the box of the scene's data and a tile have ground in common."""
        west, south, east, north = tile.bounds
        return west < self.bounds[2] and east > self.bounds[0] and south < self.bounds[3] and north > self.bounds[1]


_kept: dict[tuple[Any, UUID], tuple[float, Sheet | None]] = {}


def sheet_of(user: Any, scene_id: UUID) -> Sheet:
    """The sheet of a scene for this reader.

    Raises:
        NotFound: there is none, or none that this reader may know of.
    """
    key = (user.pk if is_known(user) else None, scene_id)
    now = time.monotonic()
    when, sheet = _kept.get(key, (-1e9, None))
    if now - when > _FRESH_FOR_S:
        scene = with_parts(Scene.objects.visible_to(user).filter(pk=scene_id)).first()
        sheet = sheet_from(scene) if scene else None
        if len(_kept) > _MOST:
            _kept.clear()
        _kept[key] = (now, sheet)
    if sheet is None:
        raise NotFound(_("Không có cảnh ảnh này."))
    return sheet


def with_parts(scenes: Any) -> Any:
    """Scenes with what a sheet is made of."""
    return scenes.select_related("collection").prefetch_related("bands").defer("footprint", "lineage")


def forget() -> None:
    """Empty the memory of this process (tests)."""
    _kept.clear()


def sheet_from(scene: Scene) -> Sheet:
    """The sheet of a scene that was read `with_parts`."""
    bands = {BandRole(band.role): _band(scene, band) for band in scene.bands.all()}
    shown = sorted((role, band) for role, band in bands.items())
    levels = (max(scene.width, scene.height) // 512 - 1).bit_length()
    return Sheet(
        id=scene.pk,
        code=scene.code,
        data=store.address(scene.data_key),
        quality=store.address(scene.quality_key) if scene.quality_key else "",
        grid=Grid(scene.zoom, scene.column, scene.row, scene.width // 512, scene.height // 512, levels),
        data_type=scene.data_type,
        bands=bands,
        bounds=scene.bounds_3857,
        sample=scene.sample,
        public=scene.publish_level == PublishLevel.PUBLIC,
        version=digest(FORMAT, scene.data_sha256, shown)[:16],
    )


def _band(scene: Scene, band: Any) -> BandSheet:
    gamma = _GAMMA if scene.collection.common_stretch else 1.0
    return BandSheet(band.index, band.scale, band.offset, *_stretch(scene, band), gamma)


def _stretch(scene: Scene, band: Any) -> tuple[float, float]:
    """Between which physical values a band is drawn: the series' own, 0 to 255 of a photograph, else its statistics."""
    common = scene.collection.stretch.get(band.role) if scene.collection.common_stretch else None
    if common:
        low, high = common
    elif scene.data_type == "uint8" and not any(one.role == BandRole.NIR for one in scene.bands.all()):
        low, high = band.offset, 255 * band.scale + band.offset
    elif band.statistics:
        low, high = (band.statistics[key] * band.scale + band.offset for key in ("percentile_2", "percentile_98"))
    else:
        low, high = 0.0, 1.0
    return (low, high) if high > low else (low, low + max(abs(low) * 0.01, 1e-6))
