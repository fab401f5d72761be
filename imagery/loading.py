"""From the files of a load to finished files in the store and what is known of them.

Each step leaves its result under its final name only when it is whole, so a worker that takes over from a dead one
goes on with the step that was not done. What is not whole bears the number of the run: a worker that was thought dead
and wakes up writes into nobody else's files.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from errno import ENOSPC
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from rasterio.enums import Resampling

from gis.text.dates import parse_day
from gis.text.errors import TextError
from imagery import incoming, store
from imagery.errors import BadScene
from imagery.models import SceneJob
from imagery.reading.plan import Plan, plan_of
from imagery.reading.source import Band, Said, noon_of
from imagery.reading.unpacking import files_of
from imagery.reading.words import OWN_FOLDER
from imagery.writing.aligning import Progress, align
from imagery.writing.finishing import finish
from imagery.writing.masking import mask
from imagery.writing.measuring import Measured, measure

_SPARE_BYTES = 1 << 30
_FULL_BYTES = 64 << 20  # with less than this left, whatever failed failed for want of room
_BYTES = {"uint8": 1, "uint16": 2, "int16": 2, "float32": 4}
_MOST_LETTERS = {"code": 100, "collection": 60}


@dataclass(frozen=True)
class Loaded:
    """A scene that is in the store and waits to be registered.

    Attributes:
        scene_id: names its files; digests and sizes are of the data file and of the quality mask, "" and 0 without one.
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
    quality_sha256: str
    quality_size: int


def said_of(options: Mapping[str, Any]) -> Said:
    """What the person said, from the options of a load.

    Raises:
        BadScene: it cannot be understood.
    """
    moment, known = _moment(str(options.get("acquired") or ""))
    return Said(
        code=_code(options, "code"),
        title=str(options.get("title") or "").replace("\x00", ""),
        collection=_code(options, "collection"),
        acquired_at=moment,
        time_known=known,
        bands=tuple(options.get("bands") or ()),
        nodata=_number(options.get("nodata")),
        srid=str(options.get("srid") or ""),
    )


def _moment(text: str) -> tuple[datetime | None, bool]:
    """A day or a moment; without a zone it is local."""
    if not text:
        return None, False
    try:
        if ":" not in text:
            return noon_of(parse_day(text)), False
        moment = datetime.fromisoformat(text)
        local = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
        return local.astimezone(ZoneInfo(settings.TIME_ZONE)), True
    except (ValueError, OverflowError, TextError) as error:
        raise BadScene("bad_day", day=text[:40]) from error


def _code(options: Mapping[str, Any], name: str) -> str:
    """A word that stands in addresses."""
    text, most = str(options.get(name) or ""), _MOST_LETTERS[name]
    if text and (len(text) > most or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text)):
        raise BadScene("bad_code", code=text[:most], most=most)
    return text


def _number(value: Any) -> float | None:
    try:
        return None if value in (None, "") else float(value)
    except (TypeError, ValueError) as error:
        raise BadScene("bad_number", value=str(value)[:40]) from error


def look(paths: Sequence[Path], options: Mapping[str, Any], now: datetime) -> Plan:
    """What would become of files of this machine; nothing is kept.

    Raises:
        BadScene, Unreadable.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / OWN_FOLDER
        for name, path in incoming.named(paths):  # laid out as a load would keep them: a VRT may name no others
            place = folder / incoming.plain_path(name)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                raise BadScene("same_name", name=name)
            place.symlink_to(path.resolve())
        return plan_of(files_of(folder, Path(scratch) / incoming.UNPACKED), said_of(options), now)


def load(job: SceneJob, now: datetime, progress: Progress) -> Loaded:
    """Do all that can be done without a transaction. A repeated call goes on where the last one ended.

    Raises:
        BadScene, Unreadable: what is wrong with the files, and what to do.
    """
    folder = incoming.folder_of(job.pk)
    try:
        return _load(job, folder, now, progress)
    except Exception as error:
        full = isinstance(error, OSError) and error.errno == ENOSPC
        if full or incoming.free_bytes(folder) < _FULL_BYTES:
            raise incoming.no_room(job.size, folder) from error
        raise


def _load(job: SceneJob, folder: Path, now: datetime, progress: Progress) -> Loaded:
    progress("read", 0, -1)
    work = work_of(job)
    plan = plan_of(files_of(incoming.source_of(job.pk), folder / incoming.UNPACKED), said_of(job.options), now)
    check_room(plan, work)
    data = _data(plan, work, job.run, progress)
    quality = _quality(plan, work, job.run, progress)
    progress("measure", 0, -1)
    measured = measure(data, quality, plan.grid.window(plan.box))
    return stored(job, plan, measured, data, quality, progress)


def work_of(job: SceneJob) -> Path:
    """Where a load's files are made. What was said decides what is made: another answer starts anew."""
    mark = hashlib.sha256(json.dumps(job.options, sort_keys=True).encode()).hexdigest()[:12]
    work = incoming.folder_of(job.pk) / incoming.WORK / mark
    work.mkdir(parents=True, exist_ok=True)
    return work


def check_room(plan: Plan, work: Path) -> None:
    """Refuse what the disk has no room for.

    Raises:
        BadScene.
    """
    pixels = ((plan.box[2] - plan.box[0]) / plan.grid.pixel) * ((plan.box[3] - plan.box[1]) / plan.grid.pixel)
    need = int(pixels * len(plan.shown) * _BYTES[plan.data_type] * 2) + _SPARE_BYTES
    if need > incoming.free_bytes(work):
        raise incoming.no_room(need, work)


def _data(plan: Plan, work: Path, run: int, progress: Progress) -> Path:
    target = work / "data.tif"
    if not target.exists():
        draft = draft_of(target, run)
        align(plan, draft, progress)
        complete(draft, target, plan, Resampling.average, progress)
    return target


def _quality(plan: Plan, work: Path, run: int, progress: Progress) -> Path | None:
    if plan.product.mask is None:
        return None
    target = work / "quality.tif"
    if not target.exists():
        draft = draft_of(target, run)
        mask(plan, plan.product.mask, draft, progress)
        complete(draft, target, plan, Resampling.nearest, progress)
    return target


def draft_of(target: Path, run: int) -> Path:
    """A name for what is not whole; what earlier runs left is deleted."""
    for old in target.parent.glob(f"{target.stem}.run-*"):
        if int(old.name.split(".")[1].removeprefix("run-")) <= run:
            old.unlink(missing_ok=True)
    return target.with_name(f"{target.stem}.run-{run}.tif")


def complete(draft: Path, target: Path, plan: Plan, how: Resampling, progress: Progress) -> None:
    """From a draft to a finished file, which bears its name only when it is whole."""
    part = draft.with_suffix(".part.tif")
    finish(draft, part, plan.grid.levels, how, progress)
    os.replace(part, target)
    draft.unlink(missing_ok=True)


def stored(
    job: SceneJob, plan: Plan, measured: Measured, data: Path, quality: Path | None, progress: Progress
) -> Loaded:
    """Put finished files into the store; they stay in the folder too."""
    progress("store", 0, -1)
    keys = keys_of(job.pk, job.run)
    digest, size = _told_of(data)
    mask = _told_of(quality) if quality else ("", 0)
    # Copied, not moved, until the scene is registered: a worker that dies in between finds its files again.
    store.put(keys[0], _twin(data, job.run))
    if quality is not None:
        store.put(keys[1], _twin(quality, job.run))
    return Loaded(job.pk, plan, plan.shown, measured, keys[0], keys[1] if quality else "", digest, size, *mask)


def _told_of(path: Path) -> tuple[str, int]:
    """SHA-256 and length of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def keys_of(scene_id: UUID, run: int) -> tuple[str, str]:
    """Keys of the data and of the quality file of a scene; it bears the id of the load that made it.

    Args:
        run: of the load. A worker that comes late must not write over the files of a scene that is registered.
    """
    return f"{scene_id}/{run}/data.tif", f"{scene_id}/{run}/quality.tif"


def _twin(path: Path, run: int) -> Path:
    """A second name for a file, which the store may move; a copy where the disk knows no second names."""
    twin = path.with_name(f"{path.stem}.run-{run}.twin.tif")
    twin.unlink(missing_ok=True)
    try:
        os.link(path, twin)
    except OSError:
        shutil.copyfile(path, twin)
    return twin
