"""A desk where scenes are loaded: without a worker, or as the worker does it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import rasterio
from django.test import TestCase
from rasterio.windows import Window

from accounts.roles import Role
from imagery import incoming, store, tasks
from imagery.actions import jobs
from imagery.loading import load
from imagery.models import Scene, SceneJob
from imagery.tiles import pixels, sheets
from tests.database.imagery.pictures import picture_store  # noqa: F401 - the fixture
from tests.factories import imagery as factories
from tests.factories import land

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Files of loads and of scenes lie in a folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.STORAGES = settings.STORAGES | {
        "scenes": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.DATA_DIR / "scenes"},
        }
    }
    yield settings.DATA_DIR
    pixels.close()
    sheets.forget()


@pytest.fixture
def folder(picture_store: Path) -> Path:  # noqa: F811
    """Where files of scenes are written, beside the store."""
    place = picture_store / "files"
    place.mkdir()
    return place


class Still:
    """A clock that does not tick."""

    def __init__(self, job: SceneJob) -> None:
        self.progress = lambda *step: None

    def __enter__(self) -> "Still":
        return self

    def __exit__(self, *_: Any) -> None:
        pass


@dataclass
class Desk:
    """Loads files of this machine.

    Attributes:
        folder: where a test writes its files.
        told: what the progress of `make` was.
    """

    folder: Path
    told: list[tuple[str, int, int]] = field(default_factory=list)

    def receive(self, *paths: Path, actor: Any = None, here: bool = True, **options: Any) -> SceneJob:
        """Files received; `here` as a command does it."""
        title = ", ".join(path.name for path in paths)
        given = {"acquired": "2026-11-20"} | options
        given = {name: value for name, value in given.items() if value is not None}
        files = incoming.from_disk(paths)
        return jobs.receive_files(actor=actor, title=title, files=files, options=given, here=here)

    def make(self, *paths: Path, **options: Any) -> Scene:
        """A scene of files, in the test's transaction: what the worker does, without its heartbeat."""
        job = self.receive(*paths, **options)
        loaded = load(job, NOW, lambda *step: self.told.append(step))
        return jobs.finish_job(job_id=job.pk, run=job.run, loaded=loaded)

    def attempt(self, *paths: Path, **options: Any) -> SceneJob:
        """As `send`, in the test's transaction: without the heartbeat, which asks over a connection of its own."""
        with pytest.MonkeyPatch.context() as patch, TestCase.captureOnCommitCallbacks(execute=True):
            patch.setattr(tasks, "Pulse", Still)
            job = self.receive(*paths, **options)
            tasks.make_scene(job)
        job.refresh_from_db()
        return job

    def work(self, job: SceneJob) -> SceneJob:
        """What the worker does with an order; the load as it stands afterwards."""
        job.refresh_from_db()
        tasks.run_scene_job(job=str(job.pk), run=job.run)
        job.refresh_from_db()
        return job

    def send(self, *paths: Path, **options: Any) -> SceneJob:
        """Files received and worked on."""
        return self.work(self.receive(*paths, here=False, **options))


@pytest.fixture
def desk(db: Any, tmp_path: Path) -> Desk:
    """In the test's transaction: for `make` and `attempt`."""
    return Desk(tmp_path / "files")


@pytest.fixture
def still(monkeypatch: Any) -> None:
    """No heartbeat, for what calls the worker's work in the test's transaction."""
    monkeypatch.setattr(tasks, "Pulse", Still)


@pytest.fixture
def worker(transactional_db: Any, tmp_path: Path) -> Desk:
    """With committed rows, which the heartbeat needs: for `send` and `work`."""
    return Desk(tmp_path / "files")


@dataclass
class Picture:
    """A scene's pixels where its file has data.

    Attributes:
        values: (bands, rows, columns) as stored; `valid` (rows, columns).
        rows, columns: where they lie in the file.
    """

    scene: Scene
    values: np.ndarray
    valid: np.ndarray
    rows: slice
    columns: slice

    def places(self, transform: Any, system: Any = factories.UTM48) -> tuple[np.ndarray, np.ndarray]:
        """(column, row) of each pixel's middle in a source raster."""
        return factories.places(factories.grid_of_scene(self.scene), transform, system, self.rows, self.columns)


def picture_of(scene: Scene, key: str = "") -> Picture:
    """Read a scene's file; `key` names the quality file."""
    with rasterio.Env(**store.environment()), rasterio.open(store.address(key or scene.data_key)) as file:
        left, top = ~file.transform @ (scene.bounds_3857[0], scene.bounds_3857[3])
        right, bottom = ~file.transform @ (scene.bounds_3857[2], scene.bounds_3857[1])
        rows = slice(max(0, int(top) - 4), min(file.height, int(bottom) + 5))
        columns = slice(max(0, int(left) - 4), min(file.width, int(right) + 5))
        window = Window.from_slices(rows, columns)
        return Picture(scene, file.read(window=window), file.read_masks(1, window=window) > 0, rows, columns)


def left_on_disk(folder: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def manager() -> Any:
    """A land manager."""
    return land.person("manager", Role.LAND_MANAGER)
