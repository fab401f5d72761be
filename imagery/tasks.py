"""Work in the background (docs/adr/0011): making scenes of files."""

import logging
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gis.http.problems import DomainError
from gis.work import runs
from gis.work.pulse import Pulse
from gis.work.told import describe_error, in_both_languages
from imagery.actions import changes, composites, detection, faults, jobs, observations, sample
from imagery.actions.jobs import QUEUE, TASK
from imagery.errors import JobStep, SceneBroken
from imagery.faults import ROUND, reported
from imagery.faults import TASK as TASK_CHECK
from imagery.loading import Loaded, load
from imagery.models import Collection, SampleRun, Scene, SceneJob
from imagery.tidying import sweep, tidy

log = logging.getLogger(__name__)
_BROKEN = gettext_noop(
    "Lỗi hệ thống khi xử lý ảnh; chưa có gì vào kho ảnh. Hãy thử lại, nếu vẫn lỗi thì báo quản trị hệ thống."
)
# What another time may go well: a deadlock, a database that starts anew, a store that was away for a moment.
_AGAIN = RetryStrategy(
    max_attempts=4, wait=30, linear_wait=120, retry_exceptions=(OperationalError, InterfaceError, SceneBroken)
)
Told = Callable[[str, int, int], None]


@app.task(name=TASK, queue=QUEUE)
def run_scene_job(job: str, run: int) -> None:
    """Make a scene of files. Ordered twice, or too late, it does nothing."""
    taken = jobs.claim_job(job_id=UUID(job), run=run)
    if taken is not None:
        make_scene(taken)


def make_scene(job: SceneJob, told: Told | None = None) -> Scene | None:
    """Work on a load that this process holds; what is wrong with its files is kept with it.

    Args:
        told: also called with step, done, total.

    Returns:
        The scene, or None where there is none; the load says why.
    """
    try:
        with Pulse(job) as pulse:

            def progress(step: str, done: int, total: int) -> None:
                pulse.progress(step, done, total)
                if told:
                    told(step, done, total)

            loaded = _made(job, progress)
        finish = composites.finish_composite if job.is_composite else jobs.finish_job
        scene = finish(job_id=job.pk, run=job.run, loaded=loaded)
    except runs.RunSuperseded:
        log.info("scene load %s run %s was taken over", job.pk, job.run)
    except DomainError as error:
        jobs.fail_job(job_id=job.pk, run=job.run, error=describe_error(error))
    except Exception:  # whatever broke, the person is told that it ended; the worker's log has it
        if jobs.fail_job(job_id=job.pk, run=job.run, error={"code": "error", **in_both_languages(_BROKEN)}):
            raise
        log.info("scene load %s run %s: its files were taken away", job.pk, job.run)
    else:
        return scene
    finally:
        tidy(job.pk)
    return None


def _made(job: SceneJob, progress: Told) -> Loaded:
    if not job.is_composite:
        return load(job, timezone.localtime(), progress)
    from imagery.composites import making  # when one is made: Dask and xarray would take 2 s of every start

    return making.make(job, progress)


@app.task(name=sample.TASK, queue=QUEUE)
def make_sample(job: str, run: int) -> None:
    """Make the pictures of the sample register."""
    if not runs.claim(SampleRun, int(job), run):
        return
    row = SampleRun.objects.get()
    try:
        with Pulse(row) as pulse:
            sample.make_sample(make=make_scene, told=pulse.progress)
    except runs.RunSuperseded:
        log.info("sample pictures, run %s, were taken over", run)
    except Exception:
        sample.end_sample(run=run, error={"code": "error", **in_both_languages(_BROKEN)})
        raise
    else:
        sample.end_sample(run=run)


@app.task(name=observations.TASK, queue=QUEUE, retry=_AGAIN)
def observe_scene(scene: str) -> None:
    """Measure the plots on a scene, then have its series searched for changes."""
    with reported():
        observations.observe_scene(scene_id=UUID(scene))
    found = Scene.objects.filter(pk=scene, withdrawn_at=None, fault="").first()
    if found is not None:
        changes.order_detection(found)


@app.task(name=changes.TASK, queue=QUEUE)
def detect_changes(collection: str) -> None:
    """Search a series for changes; later, while scenes of it are still coming in."""
    if jobs.are_coming(collection):
        changes.defer_detection(collection)
        return
    found = Collection.objects.filter(pk=collection).first()
    if found is not None:
        log.info("changes in %s: %s", collection, detection.detect_changes(collection=found))


@app.periodic(cron="* * * * *")
@app.task(name="imagery.refresh_observations", queue=QUEUE, queueing_lock="imagery.refresh_observations")
def refresh_observations(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells when it was due
    """Measure the plots whose boundary moved."""
    observations.refresh_plots()


@app.periodic(cron="30 18 * * *")  # UTC: half past one at night
@app.task(name=composites.TASK, queue=QUEUE, queueing_lock=composites.TASK)
def keep_composites(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells when it was due
    """Make the yearly composites of series whose scenes changed, and delete the files of those long replaced."""
    for collection in composites.series_with_composites():
        composites.keep_composites(collection=collection)
    composites.delete_replaced()


@app.task(name=TASK_CHECK, queue=QUEUE)
def check_scene(scene: str) -> None:
    """Look at the files of a scene that could not be read, or that somebody asks about."""
    faults.check_scene(scene_id=UUID(scene))


@app.periodic(cron="17 19 * * *")  # UTC: a quarter past two at night
@app.task(name=ROUND, queue=QUEUE, queueing_lock=ROUND)
def check_store(timestamp: int) -> None:
    """Look at the files of all scenes, and at every byte of some."""
    found = faults.check_store(part=timestamp // 86_400 % faults.PARTS)
    if found:
        log.error("scenes that cannot be read: %s", ", ".join(found))


@app.periodic(cron="* * * * *")
@app.task(name="imagery.resume_scene_jobs", queue=QUEUE, queueing_lock="imagery.resume_scene_jobs")
def resume_scene_jobs(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells when it was due
    """Hand loads whose worker died, or whose order was lost, to a worker that lives."""
    for job in runs.lost(SceneJob):
        with suppress(JobStep):  # its worker woke up, or somebody abandoned it, in this moment
            jobs.resume_job(actor=None, job=job)
    sample.resume_sample()


@app.periodic(cron="23 * * * *")
@app.task(name="imagery.sweep", queue=QUEUE, queueing_lock="imagery.sweep")
def sweep_loads(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Delete what dead workers and broken uploads left."""
    sweep(timezone.localtime())
