"""Long work: orders that were lost, jobs whose worker died, and orders that a worker gives."""

import time
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from gis.db.clock import clock
from gis.work import backlog, runs, stalled
from gis.work.queue import on_own_connection
from imagery import tasks
from imagery.actions import jobs
from imagery.models import SampleRun, SceneJob
from imagery.workflow import JobState
from tests.factories import queues
from tests.factories.queues import execute, job

pytestmark = pytest.mark.django_db
LONG = timedelta(seconds=runs.FORGOTTEN_S + 5)


@pytest.fixture(autouse=True)
def no_jobs(db):
    queues.empty()


def load(*, waited=LONG, order="todo", **options):
    """A load that was ordered some time ago; its job as `order` says, None for none."""
    row = SceneJob(title="x", digest="x", size=1, received_at=clock(), options=options)
    with transaction.atomic():
        runs.order(row, jobs.TASK, jobs.QUEUE)
    SceneJob.objects.filter(pk=row.pk).update(started_at=clock() - waited)
    pk = ProcrastinateJob.objects.get(args=runs.args_of(row)).pk
    if order is None:
        execute("DELETE FROM procrastinate_jobs WHERE id = %s", pk)
    else:
        queues.leave(pk, order)
    row.refresh_from_db()
    return row


def status(pk):
    return ProcrastinateJob.objects.filter(pk=pk).values_list("status", flat=True).first()


# --- orders that were lost ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waited", "order", "lost"),
    [
        (LONG, "failed", True),
        (LONG, None, True),
        (LONG, "todo", False),
        (LONG, "doing", False),
        (timedelta(seconds=60), "failed", False),
    ],
)
def test_round__takes_what_waits_for_nothing(waited, order, lost):
    row = load(waited=waited, order=order)
    assert (row in runs.lost(SceneJob), runs.is_lost(row)) == (lost, lost)
    tasks.resume_scene_jobs(timestamp=0)
    row.refresh_from_db()
    assert (row.state, row.run, row.resumed) == (JobState.RUNNING, 1 + lost, int(lost))
    assert ProcrastinateJob.objects.filter(args=runs.args_of(row), status="todo").exists() == (lost or order == "todo")


def test_round__gives_up_what_is_lost_again_and_again():
    row = load(order="failed")
    SceneJob.objects.update(resumed=runs.MOST_RESUMES)
    tasks.resume_scene_jobs(timestamp=0)
    row.refresh_from_db()
    assert (row.state, row.error["code"]) == (JobState.FAILED, "stalled")


def test_failures__name_the_run_that_its_row_waits_for():
    row = load(order="failed")
    assert backlog.failed_by_task() == {jobs.TASK: 1}
    pk = backlog.failures().get().pk
    assert backlog.do_again(pk)
    assert jobs.claim_job(job_id=row.pk, run=row.run) is not None, "done again, it is the run that was waited for"
    queues.leave(pk, "failed")
    SceneJob.objects.update(state=JobState.FAILED)
    assert backlog.failed_by_task() == {}, "the row tells"
    SceneJob.objects.update(state=JobState.RUNNING, run=2)
    assert backlog.failed_by_task() == {}, "another run is under way"


@pytest.mark.parametrize(
    ("options", "order", "waits"),
    [
        ({"collection": "sentinel-2-l2a"}, "todo", True),
        ({"collection": ""}, "todo", True),
        ({"collection": None}, "todo", True),
        ({}, "todo", True),
        ({"collection": "landsat-c2-l2"}, "todo", False),
        ({"composite": {"collection": "sentinel-2-l2a"}}, "todo", False),
        ({}, "failed", False),
    ],
)
def test_detection__waits_for_scenes_of_its_series_that_are_coming(options, order, waits):
    load(order=order, **options)
    assert jobs.are_coming("sentinel-2-l2a") == waits


def test_detection__does_not_wait_for_a_worker_that_died():
    load(order="doing")
    SceneJob.objects.update(heartbeat_at=clock())
    assert jobs.are_coming("sentinel-2-l2a")
    SceneJob.objects.update(heartbeat_at=clock() - timedelta(seconds=runs.STALLED_S + 5))
    assert not jobs.are_coming("sentinel-2-l2a")


# --- the sample's pictures ------------------------------------------------------------------------------------------


def sample(**facts):
    hours = clock() - timedelta(hours=5)
    return SampleRun.objects.create(run=4, started_at=hours, claimed_at=hours, heartbeat_at=hours, **facts)


def test_sample__is_resumed_and_given_up():
    row = sample(resumed=runs.MOST_RESUMES - 1)
    tasks.resume_scene_jobs(timestamp=0)
    row.refresh_from_db()
    assert (row.state, row.run, row.resumed) == (JobState.RUNNING, 5, runs.MOST_RESUMES)
    SampleRun.objects.update(heartbeat_at=clock() - timedelta(hours=1))
    tasks.resume_scene_jobs(timestamp=0)
    row.refresh_from_db()
    assert (row.state, row.error["code"]) == (JobState.FAILED, "stalled")
    assert row.finished_at is not None


# --- jobs of dead workers -------------------------------------------------------------------------------------------


def worker(silent_s=0):
    with connection.cursor() as cursor:
        insert = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))"
        cursor.execute(f"{insert} RETURNING id", [silent_s])
        return cursor.fetchone()[0]


def doing(task="imagery.check_scene", by=None, attempts=0, lock=None, **args):
    pk = job(task, "doing", lock, **(args or {"scene": "a"}))
    execute("UPDATE procrastinate_jobs SET worker_id = %s, attempts = %s WHERE id = %s", by, attempts, pk)
    return pk


def test_stalled__is_what_has_no_worker_or_a_silent_one():
    lives = doing(by=worker(20))
    gone, silent = doing(), doing(by=worker(90))
    waits = job(scene="b")
    assert set(backlog.stalled().values_list("pk", flat=True)) == {gone, silent}
    assert backlog.stalled_by_task() == {"imagery.check_scene": 2}
    assert stalled.mend() == 2
    assert [status(pk) for pk in (lives, gone, silent, waits)] == ["doing", "todo", "todo", "todo"]
    assert ProcrastinateJob.objects.get(pk=gone).attempts == 1
    assert stalled.mend() == 0


def test_stalled__is_given_up_when_it_has_killed_so_many():
    pk = doing(attempts=runs.MOST_RESUMES)
    stalled.mend()
    assert status(pk) == "failed"
    assert backlog.failed_by_task() == {"imagery.check_scene": 1}


def test_stalled__with_a_twin_in_the_queue_makes_way():
    dead = doing(lock="one")
    twin = job(lock="one", scene="a")
    stalled.mend()
    assert (status(dead), status(twin)) == (None, "todo")


def test_stalled__run_of_a_work_is_left_to_the_rounds():
    row = load(order="doing")
    assert stalled.mend() == 1
    assert not ProcrastinateJob.objects.filter(args=runs.args_of(row)).exists()
    tasks.resume_scene_jobs(timestamp=0)
    row.refresh_from_db()
    assert row.run == 2


@pytest.mark.django_db(transaction=True)
def test_stalled__is_not_taken_from_a_worker_that_only_says_nothing():
    """As one that was asked to stop and finishes its job."""
    pk = doing()
    seen = []

    class Context:
        job = ProcrastinateJob(id=pk)

    async def at_work():
        seen.append(await sync_to_async(stalled.mend)())
        seen.append(status_now := await sync_to_async(status)(pk))
        return status_now

    assert async_to_sync(stalled.hold)(at_work, Context(), None) == "doing"
    assert seen == [0, "doing"]
    end = time.monotonic() + 10
    while not stalled.mend():  # the server needs a moment to see that the connection is closed
        assert time.monotonic() < end
    assert status(pk) == "todo"
    assert app.worker_defaults["worker_middleware"] == [stalled.hold]


# --- orders within a worker -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_order__of_a_worker_stands_or_falls_with_its_transaction():
    def undone():
        with transaction.atomic():
            on_own_connection().configure_task("imagery.check_scene", queue="imagery").defer(scene="undone")
            transaction.set_rollback(True)

    async def in_a_worker():
        async with app.open_async():
            await sync_to_async(undone)()

    with app.replace_connector(app.connector.get_worker_connector()):
        async_to_sync(in_a_worker)()
    assert not ProcrastinateJob.objects.filter(args__scene="undone").exists()
