"""From the files of a load to finished files in the store and what is known of them.

Each step leaves its result under its final name only when it is whole, so a worker that takes over from a dead one
goes on with the step that was not done.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from rasterio.enums import Resampling

from imagery import incoming, store
from imagery.errors import BadScene
from imagery.models import SceneJob
from imagery.reading.plan import Plan, plan_of
from imagery.reading.source import Band, Said
from imagery.reading.unpacking import files_of
from imagery.workflow import BandRole
from imagery.writing.aligning import Progress, align
from imagery.writing.finishing import finish
from imagery.writing.masking import mask
from imagery.writing.measuring import Measured, measure

_SPARE_BYTES = 1 << 30
_BYTES = {"uint8": 1, "uint16": 2, "int16": 2, "float32": 4}


@dataclass(frozen=True)
class Loaded:
    """A scene that is in the store and waits to be registered.

    Attributes:
        scene_id: names its files; `data_sha256` and `data_size` of the data file.
        bands: in the order of the file.
    """

    scene_id: UUID
    plan: Plan
    bands: tuple[Band, ...]
    measured: Measured
    data_key: str
    quality_key: str
    data_sha256: str
    data_size: int


def said_of(options: Mapping[str, Any]) -> Said:
    """What the person said, from the options of a load."""
    day = options.get("acquired") or ""
    moment, known = _moment(day) if day else (None, False)
    nodata = options.get("nodata")
    return Said(
        code=options.get("code", ""),
        title=options.get("title", ""),
        collection=options.get("collection", ""),
        acquired_at=moment,
        time_known=known,
        bands=tuple(options.get("bands") or ()),
        nodata=None if nodata in (None, "") else float(nodata),
        srid=str(options.get("srid") or ""),
    )


def _moment(text: str) -> tuple[datetime, bool]:
    """A day or a moment; without a zone it is local. A day alone is kept as its noon, so that it stays that day."""
    zone = ZoneInfo(settings.TIME_ZONE)
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), time(12), tzinfo=zone), False
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)), True


def look(paths: Sequence[Path], options: Mapping[str, Any], now: datetime) -> Plan:
    """What would become of files of this machine; nothing is kept.

    Raises:
        BadScene, Unreadable.
    """
    files: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch:
        for path in paths:
            if not path.exists():
                raise BadScene("missing", name=path.name)
            files += files_of(path, Path(scratch))
        return plan_of(files, said_of(options), now)


def load(job: SceneJob, now: datetime, progress: Progress) -> Loaded:
    """Do all that can be done without a transaction. A repeated call goes on where the last one ended.

    Raises:
        BadScene, Unreadable: what is wrong with the files, and what to do.
    """
    progress("read", 0, -1)
    folder = incoming.folder_of(job.pk)
    work = folder / "work" / mark_of(job)
    work.mkdir(parents=True, exist_ok=True)
    plan = plan_of(files_of(incoming.source_of(job.pk), folder / "unpacked"), said_of(job.options), now)
    check_room(plan, work)
    data = _data(plan, work, progress)
    quality = _quality(plan, work, progress)
    progress("measure", 0, -1)
    measured = measure(data, quality, plan.grid.window(plan.box))
    return stored(job, plan, measured, data, quality, progress)


def mark_of(job: SceneJob) -> str:
    """What was said decides what is made: another answer starts anew."""
    return hashlib.sha256(json.dumps(job.options, sort_keys=True).encode()).hexdigest()[:12]


def check_room(plan: Plan, work: Path) -> None:
    """Refuse what the disk has no room for.

    Raises:
        BadScene.
    """
    pixels = ((plan.box[2] - plan.box[0]) / plan.grid.pixel) * ((plan.box[3] - plan.box[1]) / plan.grid.pixel)
    need = int(pixels * len(plan.product.bands) * _BYTES[plan.data_type] * 2) + _SPARE_BYTES
    free = store.free_bytes(work)
    if need > free:
        raise BadScene("no_room", need=f"{need / 1e9:.1f} GB", free=f"{free / 1e9:.1f} GB")


def _data(plan: Plan, work: Path, progress: Progress) -> Path:
    target, draft = work / "data.tif", work / "data.draft.tif"
    if not target.exists():
        draft.unlink(missing_ok=True)
        align(plan, draft, progress)
        complete(draft, target, plan, Resampling.average, progress)
    return target


def _quality(plan: Plan, work: Path, progress: Progress) -> Path | None:
    if plan.product.mask is None:
        return None
    target, draft = work / "quality.tif", work / "quality.draft.tif"
    if not target.exists():
        draft.unlink(missing_ok=True)
        mask(plan, plan.product.mask, draft, progress)
        complete(draft, target, plan, Resampling.nearest, progress)
    return target


def complete(draft: Path, target: Path, plan: Plan, how: Resampling, progress: Progress) -> None:
    """From a draft to a finished file, which bears its name only when it is whole."""
    part = target.with_suffix(".part.tif")
    finish(draft, part, plan.grid.levels, how, progress)
    os.replace(part, target)
    draft.unlink()


def stored(
    job: SceneJob, plan: Plan, measured: Measured, data: Path, quality: Path | None, progress: Progress
) -> Loaded:
    """Put finished files into the store; they stay in the folder too."""
    progress("store", 0, -1)
    with data.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = data.stat().st_size
    keys = keys_of(job.pk)
    # Copied, not moved, until the scene is registered: a worker that dies in between finds its files again.
    store.put(keys[0], _twin(data))
    if quality is not None:
        store.put(keys[1], _twin(quality))
    shown = tuple(band for band in plan.product.bands if band.role != BandRole.ALPHA)
    return Loaded(job.pk, plan, shown, measured, keys[0], keys[1] if quality else "", digest, size)


def keys_of(scene_id: UUID) -> tuple[str, str]:
    """Keys of the data and of the quality file of a scene; it bears the id of the load that made it."""
    return f"{scene_id}/data.tif", f"{scene_id}/quality.tif"


def _twin(path: Path) -> Path:
    """A second name for a file, which the store may move."""
    twin = path.with_suffix(".twin.tif")
    twin.unlink(missing_ok=True)
    os.link(path, twin)
    return twin
