"""The sample's pictures: made from the sample register, brought in as any other scene is."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from gis.db.clock import clock
from gis.work import runs
from gis.work.told import in_both_languages
from imagery import incoming
from imagery.actions import jobs
from imagery.errors import BadScene
from imagery.models import SampleRun, Scene, SceneJob
from imagery.sample import files
from imagery.sample.areas import AREAS
from imagery.sample.dates import days_of
from imagery.sample.inputs import Plot as Ground
from imagery.sample.register import land_around
from imagery.sample.scenes import Scene as Drawn
from imagery.sample.series import Series
from imagery.workflow import JobState
from land.models import Plot
from territory.illustrative import commune_polygons, unit_polygons

TASK, QUEUE = "imagery.make_sample", "imagery"
_STALLED = gettext_noop("Việc sinh ảnh mẫu đã dừng giữa chừng %(times)s lần. Hãy báo quản trị hệ thống.")
Told = Callable[[str, int, int], None]
Make = Callable[[SceneJob], Scene | None]


class NoSample(Exception):
    """The register is not the sample, or holds pictures already."""


@transaction.atomic
def order_sample() -> SampleRun:
    """Have a worker make the pictures of the sample.

    Raises:
        NoSample: the register holds other plots than the sample's, or somebody else's pictures, or they were made.
    """
    if not Plot.objects.filter(sample=True).exists() or Plot.objects.filter(sample=False).exists():
        raise NoSample("the register is not the sample")
    if SampleRun.objects.exists() or Scene.objects.exists():
        raise NoSample("there are pictures already")
    run = SampleRun()
    runs.order(run, TASK, QUEUE)
    return run


def make_sample(*, make: Make, told: Told) -> int:
    """Draw and bring in what is not there yet. Returns how many scenes there are.

    Args:
        make: makes a scene of a load that this process holds.
        told: called with a step, scenes done, scenes in all.
    """
    known = set(Scene.objects.filter(sample=True).values_list("code", flat=True))
    total = sum(len(days_of(area)) for area in AREAS)
    done = 0
    facts = Path(settings.BASE_DIR) / "data" / "facts"
    told("read", done, total)
    communes = commune_polygons(facts / "unit_points.csv")
    units = unit_polygons(communes, facts / "admin_units.csv", facts / "commune_succession.csv")
    plots = _plots()
    for area in AREAS:
        names = {f"SYN_{day:%Y%m%d}_{area.slug}" for day in days_of(area)}
        if names <= known:
            done += len(names)
            continue
        series = Series(area, plots, land_around(area, communes, units))
        _keep_truth(series)
        for drawn in series.scenes():
            if drawn.name not in known:
                _bring_in(drawn, make)
            done += 1
            told("store", done, total)
    return done


def _bring_in(drawn: Drawn, make: Make) -> None:
    with tempfile.TemporaryDirectory(dir=incoming.scratch()) as folder:
        paths = files.write(drawn, Path(folder))
        try:
            job = jobs.receive_files(
                actor=None, title=drawn.name, files=incoming.from_disk(paths), options={"publish": True}, here=True
            )
        except BadScene as error:
            if error.reason != "known":  # the load of a worker that died was finished by another
                raise
            return
    make(job)


def _plots() -> list[Ground]:
    """The sample's plots on the map, in one order, since the series depends on it."""
    rows = Plot.objects.active().filter(sample=True, geom__isnull=False).order_by("code")
    columns = "code", "geom", "land_use_current_id", "land_use_id", "use_state"
    return [
        Ground(code, shapely.from_wkb(bytes(shape.wkb)), current or recorded, state)
        for code, shape, current, recorded, state in rows.values_list(*columns).iterator()
    ]


def _keep_truth(series: Series) -> None:
    """What was planted, for whoever wants to know how good a detector is; no page shows it."""
    folder = Path(settings.DATA_DIR) / "sample-imagery"
    folder.mkdir(parents=True, exist_ok=True)
    series.truth.write(folder)


@transaction.atomic
def end_sample(*, run: int, error: dict[str, Any] | None = None) -> None:
    """Close the making; nothing happens when it is no longer this run's."""
    row = SampleRun.objects.select_for_update().get()
    try:
        runs.own(row, run)
    except runs.RunSuperseded:
        return
    row.state, row.error, row.finished_at = (JobState.FAILED if error else JobState.DONE), error, clock()
    if error is None:
        row.done = row.total  # the last beat may be a second old
    row.save()


@transaction.atomic
def resume_sample() -> None:
    """Hand the making to another worker when its own has been silent; it goes on with the scene that is missing."""
    row = SampleRun.objects.select_for_update().first()
    if row is None or not runs.is_lost(row):
        return
    if row.resumed >= runs.MOST_RESUMES:
        error = {"code": "stalled", **in_both_languages(_STALLED, times=runs.MOST_RESUMES + 1)}
        end_sample(run=row.run, error=error)
        return
    row.resumed += 1
    runs.order(row, TASK, QUEUE)


@transaction.atomic
def retry_sample() -> bool:
    """Have the making that failed done again; it goes on with what is missing. False where none failed."""
    row = SampleRun.objects.select_for_update().filter(state=JobState.FAILED).first()
    if row is None:
        return False
    row.state, row.error, row.resumed = JobState.RUNNING, None, 0
    runs.order(row, TASK, QUEUE)
    return True
