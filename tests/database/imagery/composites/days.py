"""Days of a small place: loaded as any file is, or, where that does not matter, put into the store as they are."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import rasterio
import shapely
from affine import Affine
from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gis import crs
from gis.db.clock import clock
from imagery import incoming, store
from imagery.actions import composites, jobs
from imagery.composites import making
from imagery.grid import Grid
from imagery.loading import load
from imagery.models import Collection, Scene, SceneBand, SceneJob
from imagery.series import KNOWN
from imagery.workflow import Quality

SERIES = "sentinel-2-l2a"
ROLES = ("blue", "green", "red", "nir")
SIZE = 64
ORIGIN = (729_000.0, 1_145_000.0)  # east, north in UTM 48N: at Vũng Tàu
TILE = Grid(13, 6530, 3853, 1, 1, 0)  # there too
PLACE = 100  # row and column of the tile where the data begin
VEGETATION, CLOUD = 4, 9  # classes of SCL


def quiet(*_step: Any) -> None:
    """Nobody watches."""


class Days:
    """Brings days of one place into a series.

    Attributes:
        ground: (bands, rows, columns) reflectance.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._count = 0
        self.ground = np.random.default_rng(11).uniform(0.03, 0.4, (len(ROLES), SIZE, SIZE))

    def _seen(self, bands: int, light: float, cloud: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        hidden = np.zeros((SIZE, SIZE), dtype=bool) if cloud is None else cloud
        values = np.rint(self.ground[:bands] * light * 10_000).astype("uint16")
        values[:, hidden] = 8_000
        return values, hidden

    def load(self, day: str, *, cloud: np.ndarray | None = None, light: float = 1.0) -> Scene:
        """A scene of a day, by the way of every file.

        Args:
            cloud: (rows, columns), where clouds are and the mask says so.
            light: by which the ground is brighter than it is.
        """
        values, hidden = self._seen(len(ROLES), light, cloud)
        classes = np.where(hidden, CLOUD, VEGETATION)[None].astype("uint8")
        place = {"crs": f"EPSG:{crs.UTM48N.epsg}", "transform": Affine(10, 0, ORIGIN[0], 0, -10, ORIGIN[1])}
        paths = [
            self._write(f"{day}.tif", values, ROLES, **place),
            self._write(f"{day}_SCL.tif", classes, ["SCL"], **place),
        ]
        options = {"acquired": day, "collection": SERIES, "code": day}
        files = incoming.from_disk(paths)
        job = jobs.receive_files(actor=None, title=day, files=files, options=options, here=True)
        loaded = load(job, timezone.localtime(), quiet)
        return jobs.finish_job(job_id=job.pk, run=job.run, loaded=loaded)

    def put(
        self,
        day: str,
        *,
        cloud: np.ndarray | None = None,
        light: float = 1.0,
        roles: Sequence[str] = ROLES,
        east: int = 0,
        collection: str = SERIES,
    ) -> Scene:
        """A scene of a day, straight into the store; `east` many tiles beside the place."""
        values, hidden = self._seen(len(roles), light, cloud)
        grid = Grid(TILE.zoom, TILE.column + east, TILE.row, 1, 1, 0)
        sample = collection == "sample"
        pk = uuid4()
        data = self._aligned(grid, values, np.ones((SIZE, SIZE)), roles)
        digest, size = hashlib.sha256(data.read_bytes()).hexdigest(), data.stat().st_size
        store.put(f"{pk}/data.tif", data)
        if cloud is not None:
            classes = np.where(hidden, Quality.CLOUD, Quality.CLEAR)[None].astype("uint8")
            store.put(f"{pk}/quality.tif", self._aligned(grid, classes, None, ["quality"]))
        scene = Scene.objects.create(
            pk=pk,
            code=f"{day}-{self._count}",
            collection=Collection.objects.get_or_create(code=collection, defaults=KNOWN[collection])[0],
            acquired_at=parse_datetime(f"{day}T10:20:00+07:00"),
            acquired_on=day,
            gsd_m=10.0,
            footprint=_footprint(grid),
            valid_percent=100.0,
            sample=sample,
            licence="other",
            source_digest=digest,
            data_type="uint16",
            data_key=f"{pk}/data.tif",
            data_sha256=digest,
            data_size=size,
            quality_key="" if cloud is None else f"{pk}/quality.tif",
            zoom=grid.zoom,
            column=grid.column,
            row=grid.row,
            width=grid.width,
            height=grid.height,
            registered_at=clock(),
        )
        for index, role in enumerate(roles, 1):
            SceneBand.objects.create(scene=scene, index=index, name=role, role=role, scale=0.0001)
        scene.refresh_from_db()
        return scene

    def _aligned(self, grid: Grid, values: np.ndarray, mask: np.ndarray | None, names: Sequence[str]) -> Path:
        whole = np.zeros((values.shape[0], grid.height, grid.width), dtype=values.dtype)
        inner = slice(PLACE, PLACE + SIZE)
        whole[:, inner, inner] = values
        valid = None
        if mask is not None:
            valid = np.zeros(whole.shape[1:], dtype=bool)
            valid[inner, inner] = mask
        place = {"crs": f"EPSG:{crs.WEB_MERCATOR.srid}", "transform": grid.transform}
        return self._write("aligned.tif", whole, names, valid, tiled=True, blockxsize=512, blockysize=512, **place)

    def _write(
        self, name: str, values: np.ndarray, names: Sequence[str], mask: np.ndarray | None = None, **profile: Any
    ) -> Path:
        self._count += 1
        path = self._folder / name
        bands, rows, columns = values.shape
        shape = {"count": bands, "height": rows, "width": columns, "dtype": values.dtype, "driver": "GTiff"}
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "w", **shape, **profile) as file:
            file.write(values)
            if mask is not None:
                file.write_mask(mask)
            file.descriptions = tuple(names)
            file.scales = (0.0001,) * bands
            file.update_tags(NUMBER=self._count)  # two files are never the same
        return path


def _footprint(grid: Grid) -> GEOSGeometry:
    """Where the data of a scene that was put lie."""
    west, north = grid.transform @ (PLACE, PLACE)
    east, south = grid.transform @ (PLACE + SIZE, PLACE + SIZE)
    box = crs.transform(shapely.box(west, south, east, north), crs.WEB_MERCATOR, crs.CRS84)
    return GEOSGeometry(memoryview(shapely.MultiPolygon([box]).wkb), srid=crs.WGS84.srid)


def series(code: str = SERIES) -> Collection:
    return Collection.objects.get(pk=code)


def ordered(*years: int, code: str = SERIES, actor: Any = None) -> list[SceneJob]:
    """What is missing, held by this process."""
    return composites.order_composites(actor=actor, collection=series(code), years=years, here=True)


def finished(job: SceneJob) -> Scene:
    """What the worker does, without its heartbeat."""
    loaded = making.make(job, quiet)
    return composites.finish_composite(job_id=job.pk, run=job.run, loaded=loaded)


def made(*years: int, code: str = SERIES) -> list[Scene]:
    """Composites of what is missing."""
    return [finished(job) for job in ordered(*years, code=code)]


def pixels_of(scene: Scene, box: Scene | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Stored values (bands, rows, columns) and where the file has data, in the box of another scene's grid."""
    place = box or scene
    grid = Grid(place.zoom, place.column, place.row, place.width // 512, place.height // 512, 0)
    with rasterio.open(store.address(scene.data_key)) as file:
        window = file.window(*grid.bounds)
        return file.read(window=window), file.read_masks(1, window=window) > 0
