"""From the scenes of a year to a finished file in the store. Repeated, it goes on with the step that was not done."""

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import rasterio
from django.conf import settings
from rasterio.enums import Resampling
from rasterio.windows import Window

from gis.tiles.matrix import PIXELS, pixel
from imagery import store
from imagery.composites import engines
from imagery.composites.blocks import Layer, Part, Recipe, shared
from imagery.composites.cube import blocks_of
from imagery.composites.method import ITERATIONS, METHOD, SCALE, TOLERANCE
from imagery.composites.series import code_of
from imagery.errors import BadComposite
from imagery.grid import Box, Grid, grid_of
from imagery.loading import Loaded, check_room, complete, draft_of, stored, work_of
from imagery.models import Scene, SceneBand, SceneJob
from imagery.reading.plan import Plan
from imagery.reading.source import Band, Product
from imagery.workflow import CLEAR, BandRole
from imagery.writing.aligning import Progress, data_profile
from imagery.writing.measuring import measure

COUNT: Final = "clear_count"  # name of the band behind the others
_OUTLINE = 512  # pixels that a footprint was drawn in, imagery.writing.measuring


def make(job: SceneJob, progress: Progress) -> Loaded:
    """Do all that can be done without a transaction.

    Args:
        job: `files` names the scenes, `options["composite"]` year and roles (imagery.actions.composites).

    Raises:
        BadComposite, BadScene: what is wrong, and what to do.
    """
    progress("read", 0, -1)
    scenes = _scenes(job)
    work = work_of(job)
    target = work / "data.tif"
    plan = _plan(job, scenes, target)
    if not target.exists():
        check_room(plan, work)
        draft = draft_of(target, job.run)
        if not _compose(plan, recipe_of(scenes, plan.grid, _roles(job)), draft, progress):
            raise BadComposite("nothing_clear", year=job.options["composite"]["year"])
        complete(draft, target, plan, Resampling.average, progress)
    progress("measure", 0, -1)
    measured = measure(target, None, _filled(target, plan.grid.window(plan.box)))
    return stored(job, plan, measured, target, None, progress)


def _scenes(job: SceneJob) -> list[Scene]:
    """The scenes of an order, in the order of their dates."""
    rows = Scene.objects.filter(pk__in=[file["id"] for file in job.files], withdrawn_at=None)
    scenes = list(rows.select_related("collection").prefetch_related("bands").order_by("acquired_at", "code"))
    found = {str(scene.pk) for scene in scenes}
    for file in job.files:
        if file["id"] not in found:
            raise BadComposite("sources_moved", name=file["name"])
    return scenes


def _roles(job: SceneJob) -> list[BandRole]:
    return [BandRole(role) for role in job.options["composite"]["roles"]]


# --- what it becomes ------------------------------------------------------------------------------------------------


def _plan(job: SceneJob, scenes: Sequence[Scene], target: Path) -> Plan:
    boxes = [_reach(scene) for scene in scenes]
    west, south, east, north = zip(*boxes, strict=True)
    box = min(west), min(south), max(east), max(north)
    grid = grid_of(box, pixel(scenes[0].zoom))
    gsd = median(scene.gsd_m for scene in scenes)
    return Plan(_product(job, scenes, target), {}, grid, "uint16", gsd, box)


def _reach(scene: Scene) -> Box:
    """The box of a scene's data in EPSG:3857; its footprint is drawn in coarse pixels and may cut its edge."""
    west, south, east, north = scene.bounds_3857
    spare = 3 * max(pixel(scene.zoom), max(east - west, north - south) / _OUTLINE)
    return west - spare, south - spare, east + spare, north + spare


def _product(job: SceneJob, scenes: Sequence[Scene], target: Path) -> Product:
    year = int(job.options["composite"]["year"])
    source = scenes[0].collection
    roles = _roles(job)
    bands = [Band(target, index, role.value, role, SCALE) for index, role in enumerate(roles, 1)]
    period, moment = period_of(year, scenes)
    return Product(
        # Each making is a scene of its own, also of the same scenes as one that was withdrawn.
        code=f"{source.code}-{year}-composite-{job.pk.hex[-8:]}",
        collection=code_of(source),
        bands=(*bands, Band(target, len(bands) + 1, COUNT, BandRole.OTHER)),
        acquired_at=moment,
        time_known=False,
        metadata=_facts(job, scenes),
        synthetic=any(scene.sample for scene in scenes),
        period=period,
    )


def period_of(year: int, scenes: Sequence[Scene]) -> tuple[tuple[datetime, datetime], datetime]:
    """From when to when a composite stands, and the moment it is filed under: the middle of the year.

    In a year whose scenes do not reach its middle yet that would be a day to come; then it is the newest scene's.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year, 12, 31, 23, 59, 59, tzinfo=zone)
    middle = datetime(year, 7, 2, 12, tzinfo=zone)
    return (start, end), min(middle, max(scene.acquired_at for scene in scenes))


def _facts(job: SceneJob, scenes: Sequence[Scene]) -> dict[str, Any]:
    platforms = {scene.platform for scene in scenes} - {""}
    instruments = {scene.instrument for scene in scenes} - {""}
    return {
        "platform": platforms.pop() if len(platforms) == 1 else "",
        "instrument": instruments.pop() if len(instruments) == 1 else "",
        "processing": {
            "method": METHOD,
            "tolerance": TOLERANCE,
            "most_iterations": ITERATIONS,
            "classes_seen": [quality.name.lower() for quality in CLEAR],
            "left_out": job.options["composite"]["left_out"],
            "computed_by": "cluster" if engines.on_cluster() else "threads",
        },
        "software": {name: version(name) for name in ("geomad", "xarray", "dask")},
    }


# --- its pixels -----------------------------------------------------------------------------------------------------


def recipe_of(scenes: Sequence[Scene], grid: Grid, roles: Sequence[BandRole]) -> Recipe:
    """What workers read: addresses that hold for them too, and no secrets, since a cluster's wires are not ours."""
    environment = store.environment(keys=not engines.on_cluster())
    layers = tuple(_layer(scene, grid, roles) for scene in scenes)
    return Recipe(layers, tuple(int(quality) for quality in CLEAR), environment)


def _layer(scene: Scene, grid: Grid, roles: Sequence[BandRole]) -> Layer:
    left, top = (scene.column - grid.column) * PIXELS, (scene.row - grid.row) * PIXELS
    by_role = {band.role: band for band in scene.bands.all()}
    return Layer(
        code=scene.code,
        data=store.address(scene.data_key),
        quality=store.address(scene.quality_key) if scene.quality_key else "",
        left=left,
        top=top,
        reach=shared(grid.window(_reach(scene)), (left, top, scene.width, scene.height)) or (0, 0, 0, 0),
        bands=tuple(_reading(by_role[role]) for role in roles),
    )


def _reading(band: SceneBand) -> tuple[int, float, float]:
    return band.index, band.scale, band.offset


def _compose(plan: Plan, recipe: Recipe, draft: Path, progress: Progress) -> bool:
    """Write the blocks of a picture; whether any pixel was seen."""
    blocks = blocks_of(recipe, plan.grid.width, plan.grid.height)
    done, anything = 0, False

    def beat() -> None:
        progress("compose", done, len(blocks))

    beat()
    with rasterio.open(draft, "w", **data_profile(plan, len(plan.product.bands))) as out:
        for block, pixels in engines.computed(blocks, beat):
            left, top, width, height = block.part
            seen = pixels[-1] > 0
            if seen.any():
                anything = True
                window = Window(left, top, width, height)
                out.write(pixels, window=window)
                out.write_mask(np.where(seen, 255, 0).astype("uint8"), window=window)
            done += 1
            beat()
        for index, band in enumerate(plan.product.bands, 1):
            out.set_band_description(index, band.name)
    return anything


def _filled(path: Path, part: Part) -> Part:
    """The smallest part of a file that holds all its data."""
    left, top, width, height = part
    rows, columns = np.zeros(height, dtype=bool), np.zeros(width, dtype=bool)
    with rasterio.open(path) as dataset:
        for start in range(0, height, PIXELS):
            window = Window(left, top + start, width, min(PIXELS, height - start))
            mask = dataset.read_masks(1, window=window) > 0
            rows[start : start + mask.shape[0]] = mask.any(axis=1)
            columns |= mask.any(axis=0)
    (y0, y1), (x0, x1) = (np.flatnonzero(flags)[[0, -1]] for flags in (rows, columns))
    return left + int(x0), top + int(y0), int(x1 - x0) + 1, int(y1 - y0) + 1
