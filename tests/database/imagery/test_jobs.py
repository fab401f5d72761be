"""Loads of scenes: done once, tried again, abandoned, taken over from the dead, and told while they last."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from audit.models import Event
from gis.work import runs, stalled
from gis.work.pulse import Pulse
from imagery import incoming, loading, store, tasks
from imagery.actions import jobs
from imagery.errors import BadScene, JobStep
from imagery.loading import load
from imagery.models import Scene, SceneJob
from imagery.tidying import sweep
from imagery.workflow import JOB_AFTER, JobState
from tests.database.imagery.conftest import NOW, left_on_disk
from tests.factories import queues
from tests.factories.imagery import north_up, plane, raster

# What a worker that dies does not come to: nothing after it is done, not even what is done after errors.
DEATH = KeyboardInterrupt


def anh(worker, name="anh.tif", **changes):
    return raster(worker.folder / name, plane(changes.pop("count", 1)) + changes.pop("more", 0), **changes)


def silence(job):
    """The worker of a load has not been heard of for long."""
    job.refresh_from_db()
    past = (job.heartbeat_at or job.started_at) - timedelta(seconds=runs.STALLED_S + 5)
    SceneJob.objects.filter(pk=job.pk).update(heartbeat_at=past)


def verbs(job):
    events = Event.objects.filter(subject_type="scene_job", subject_id=str(job.pk))
    return list(events.order_by("pk").values_list("verb", flat=True))


def test_load__ordered_twice_works_once(worker):
    job = worker.receive(anh(worker), here=False)
    for _time in range(2):
        tasks.run_scene_job(job=str(job.pk), run=job.run)
    assert Scene.objects.count() == 1
    job.refresh_from_db()
    assert (job.state, job.scene.pk) == (JobState.DONE, job.pk)
    assert not incoming.folder_of(job.pk).exists()
    assert verbs(job) == ["scene_job.received"]
    told = Event.objects.get(verb="scene.registered")
    assert (told.subject_label, told.after["digest"]) == (job.scene.code, job.digest)


def test_load__of_a_person_bears_the_name(worker, manager):
    job = worker.send(anh(worker), actor=manager, publish=True)
    assert job.state == JobState.DONE
    assert job.scene.publish_level == "public"
    assert set(Event.objects.values_list("verb", "actor_label")) == {
        ("scene_job.received", "manager"),
        ("scene.registered", "manager"),
        ("scene.published", "manager"),
    }


def test_progress__is_told_while_it_lasts(worker, monkeypatch):
    job = worker.receive(anh(worker), here=False)
    seen = []

    def measure(*arguments):
        for _attempt in range(200):  # a heartbeat comes every second
            seen.append(SceneJob.objects.values_list("step", "total").get(pk=job.pk))
            if seen[-1][0] == "measure":
                break
            time.sleep(0.05)
        return loading_measure(*arguments)

    loading_measure = loading.measure
    monkeypatch.setattr(loading, "measure", measure)
    assert worker.work(job).state == JobState.DONE
    assert seen[-1] == ("measure", -1)


def test_progress__goes_through_every_step(desk):
    desk.make(anh(desk))
    steps = list(dict.fromkeys(step for step, _, _ in desk.told))
    assert steps == ["read", "align", "overviews", "measure", "store"]
    assert all(0 <= done <= total for _, done, total in desk.told if total >= 0)


def test_retry__with_another_answer(worker, manager):
    job = worker.send(anh(worker, count=2), acquired=None)
    assert (job.state, job.error["code"]) == (JobState.FAILED, "choose_bands")
    jobs.retry_job(actor=manager, job=job, options={"bands": ["red", "nir"], "acquired": "2026-11-01"})
    job = worker.work(job)
    assert (job.state, job.error, job.run) == (JobState.DONE, None, 2)
    assert verbs(job) == ["scene_job.received", "scene_job.retried"]
    assert Event.objects.get(verb="scene_job.retried").after == {"options": job.options}


def test_retry__as_it_is_when_the_machine_was_at_fault(worker, data_dir, monkeypatch):
    job = worker.receive(anh(worker), here=False)
    with monkeypatch.context() as patch:
        patch.setattr(loading, "measure", _raise(RuntimeError("power cut")))
        with pytest.raises(RuntimeError):
            worker.work(job)
    job.refresh_from_db()
    assert (job.state, job.error["code"]) == (JobState.FAILED, "error")
    assert job.error["detail"].startswith("Lỗi hệ thống")
    assert [path.name for path in incoming.folder_of(job.pk).iterdir()] == ["source"]
    jobs.retry_job(actor=None, job=job)
    assert worker.work(job).state == JobState.DONE
    assert left_on_disk(data_dir / "scenes") == [f"{job.pk}/2/data.tif"]


def test_retry__with_an_answer_that_cannot_be_understood(worker):
    job = worker.send(anh(worker, count=2))
    with pytest.raises(BadScene, match="Không hiểu ngày"):
        jobs.retry_job(actor=None, job=job, options={"acquired": "mai"})
    job.refresh_from_db()
    assert (job.state, job.run) == (JobState.FAILED, 1)


def test_abandon__deletes_the_files(worker, data_dir):
    job = worker.send(anh(worker, count=2))
    ended = jobs.abandon_job(actor=None, job=job)
    assert ended.state == JobState.ABANDONED
    assert not incoming.folder_of(job.pk).exists()
    assert verbs(job) == ["scene_job.received", "scene_job.abandoned"]


@pytest.mark.parametrize("step", ["align", "overviews", "measure", "store"])
def test_abandon__while_a_worker_is_at_it(worker, data_dir, monkeypatch, step):
    """The worker learns of it at its next word, and leaves nothing."""
    job = worker.receive(anh(worker), here=False)
    real, told = runs.beat, threading.Event()

    def beat(model, pk, run, now, done, total):
        if now == step and SceneJob.objects.get(pk=pk).state == JobState.RUNNING:
            jobs.abandon_job(actor=None, job=job)
        answer = real(model, pk, run, now, done, total)
        if now == step:
            told.set()
        return answer

    def progress(self, now, done, total):
        said(self, now, done, total)
        assert now != step or told.wait(30)

    said = Pulse.progress
    monkeypatch.setattr(runs, "beat", beat)
    monkeypatch.setattr("gis.work.pulse._BEAT_S", 0.01)
    monkeypatch.setattr(Pulse, "progress", progress)
    job = worker.work(job)
    assert job.state == JobState.ABANDONED
    assert not Scene.objects.exists()
    assert left_on_disk(data_dir) == []


def _raise(error):
    def act(*_arguments, **_options):
        raise error

    return act


def test_resume__goes_on_with_the_step_that_was_not_done(worker, data_dir, monkeypatch):
    paths = [anh(worker, "x_20240101.tif"), raster(worker.folder / "x_20240101_SCL.tif", plane(1, "uint8", base=4))]
    job, calls = worker.receive(*paths, acquired=None, here=False), []
    for name in ("align", "mask"):
        real = getattr(loading, name)
        monkeypatch.setattr(loading, name, lambda *args, n=name, r=real: (calls.append(n), r(*args))[1])
    with monkeypatch.context() as patch:
        patch.setattr(loading, "measure", _raise(DEATH()))
        with pytest.raises(DEATH):
            worker.work(job)
    job.refresh_from_db()
    assert (job.state, calls) == (JobState.RUNNING, ["align", "mask"])
    silence(job)
    tasks.resume_scene_jobs(0)
    assert worker.work(job).state == JobState.DONE
    assert (job.run, job.resumed, calls) == (2, 1, ["align", "mask"])
    assert left_on_disk(data_dir / "scenes") == [f"{job.pk}/2/data.tif", f"{job.pk}/2/quality.tif"]


@pytest.mark.parametrize("died_in", ["align", "finish", "put"])
def test_resume__begins_the_step_anew_that_was_half_done(worker, data_dir, monkeypatch, died_in):
    job = worker.receive(anh(worker), here=False)
    with monkeypatch.context() as patch:
        module = store if died_in == "put" else loading
        real = getattr(module, died_in)
        patch.setattr(module, died_in, lambda *args: (real(*args), _raise(DEATH())())[1])
        with pytest.raises(DEATH):
            worker.work(job)
    assert not Scene.objects.exists()
    silence(job)
    tasks.resume_scene_jobs(0)
    assert worker.work(job).state == JobState.DONE
    assert left_on_disk(data_dir / "scenes") == [f"{job.pk}/2/data.tif"]  # what the dead one stored is gone
    assert left_on_disk(data_dir / "incoming") == []


def test_resume__gives_up(worker, data_dir):
    job = worker.receive(anh(worker), here=False)
    for _time in range(runs.MOST_RESUMES):
        jobs.claim_job(job_id=job.pk, run=job.run)
        silence(job)
        tasks.resume_scene_jobs(0)
        job.refresh_from_db()
        assert job.state == JobState.RUNNING
    jobs.claim_job(job_id=job.pk, run=job.run)
    silence(job)
    tasks.resume_scene_jobs(0)
    job.refresh_from_db()
    assert (job.state, job.error["code"]) == (JobState.FAILED, "stalled")
    assert f"{runs.MOST_RESUMES + 1} lần" in job.error["detail"]
    jobs.retry_job(actor=None, job=job)  # a person may still ask
    assert worker.work(job).state == JobState.DONE


def test_resume__not_while_its_worker_lives(worker):
    job = worker.receive(anh(worker), here=False)
    jobs.claim_job(job_id=job.pk, run=job.run)
    with pytest.raises(JobStep):
        jobs.resume_job(actor=None, job=job)
    tasks.resume_scene_jobs(0)
    job.refresh_from_db()
    assert job.run == 1


def test_late_worker__registers_nothing_and_touches_nothing(worker, data_dir):
    job = worker.receive(anh(worker), here=False)
    dead = jobs.claim_job(job_id=job.pk, run=job.run)
    loaded = load(dead, NOW, lambda *step: None)
    silence(job)
    tasks.resume_scene_jobs(0)
    assert worker.work(job).state == JobState.DONE
    files = left_on_disk(data_dir)
    assert files == [f"scenes/{job.pk}/2/data.tif"]
    with pytest.raises(runs.RunSuperseded):
        jobs.finish_job(job_id=dead.pk, run=dead.run, loaded=loaded)
    assert tasks.make_scene(dead) is None  # it wakes up and begins again
    assert left_on_disk(data_dir) == files
    assert Scene.objects.get().data_key == f"{job.pk}/2/data.tif"


def test_late_worker__that_fails_leaves_the_drafts_of_the_other(worker, monkeypatch):
    job = worker.receive(anh(worker), here=False)
    dead = jobs.claim_job(job_id=job.pk, run=job.run)
    silence(job)
    tasks.resume_scene_jobs(0)
    job.refresh_from_db()
    assert jobs.claim_job(job_id=job.pk, run=job.run)
    draft = incoming.folder_of(job.pk) / "work" / "x" / "data.run-2.tif"
    draft.parent.mkdir(parents=True)
    draft.touch()
    monkeypatch.setattr(tasks, "load", _raise(BadScene("no_day")))
    assert tasks.make_scene(dead) is None
    job.refresh_from_db()
    assert (job.state, draft.exists()) == (JobState.RUNNING, True)


def test_registering__two_workers_in_one_moment(worker):
    """The second waits for the first and is told that the files are known."""
    first, second = (worker.receive(anh(worker), here=True) for _time in range(2))
    done = {job.pk: load(job, NOW, lambda *step: None) for job in (first, second)}
    entered, result = threading.Event(), []

    def late():
        entered.wait(5)
        try:
            jobs.finish_job(job_id=second.pk, run=second.run, loaded=done[second.pk])
        except BadScene as refusal:
            result.append(refusal.reason)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    with transaction.atomic():
        jobs.finish_job(job_id=first.pk, run=first.run, loaded=done[first.pk])
        entered.set()
        time.sleep(0.5)
    thread.join(10)
    assert result == ["known"]
    assert Scene.objects.count() == 1


def test_workflow__every_step_from_every_state(worker):
    done = worker.send(anh(worker))
    assert set(JOB_AFTER) == set(JobState)
    for state in JobState:
        for target, act in ((JobState.RUNNING, jobs.retry_job), (JobState.ABANDONED, jobs.abandon_job)):
            SceneJob.objects.filter(pk=done.pk).update(state=state)
            if target in JOB_AFTER[state]:
                assert act(actor=None, job=done).state == target
            else:
                with pytest.raises(JobStep, match="Hãy tải lại trang"):
                    act(actor=None, job=done)
    SceneJob.objects.filter(pk=done.pk).update(state=JobState.FAILED)
    with pytest.raises(runs.RunSuperseded):
        jobs.finish_job(job_id=done.pk, run=done.run, loaded=None)
    jobs.fail_job(job_id=done.pk, run=done.run, error={"code": "x"})  # not its own any more: nothing happens
    assert SceneJob.objects.get(pk=done.pk).error is None


def test_options__as_postgresql_can_keep_them(worker):
    job = worker.receive(anh(worker), nodata=float("nan"), title="a\x00b", here=False)
    job = worker.work(job)
    assert job.state == JobState.DONE, job.error
    assert (job.options["nodata"], job.scene.title) == ("nan", "ab")


def test_incoming__is_for_nobody_else_on_the_machine(worker, data_dir):
    job = worker.receive(anh(worker), here=False)
    folders = [data_dir / "incoming", incoming.folder_of(job.pk), incoming.source_of(job.pk)]
    assert [oct(folder.stat().st_mode & 0o777) for folder in folders] == ["0o700"] * 3


def test_refusal__with_letters_that_postgresql_does_not_keep_ends_the_load(worker, monkeypatch):
    def refuse(*args, **kwargs):
        raise BadScene("damaged", name="a\udcff\x00.tif", what="-")

    monkeypatch.setattr("imagery.tasks.load", refuse)
    job = worker.send(anh(worker))
    assert job.state == JobState.FAILED
    assert "a??.tif" in job.error["detail"]
    assert "a??.tif" in job.error["detail_en"]


def test_sweep__what_dead_workers_and_broken_uploads_left(worker, data_dir):
    done = worker.send(anh(worker))
    running = worker.receive(anh(worker, "b.tif", more=1), here=False)
    failed = worker.send(anh(worker, "c.tif", count=2))
    cut_off = data_dir / "incoming" / "01a22a49-0000-7000-8000-000000000000" / "source" / "x.tif"
    died_at_the_end = incoming.source_of(done.pk) / "x.tif"
    for path in (cut_off, died_at_the_end):
        path.parent.mkdir(parents=True)
        path.touch()
    on_the_way = data_dir / "incoming" / "tmpa1b2c3d4.upload.tif"  # as Django calls it
    on_the_way.touch()
    sweep(timezone.localtime())
    assert not incoming.folder_of(done.pk).exists()
    assert cut_off.exists()  # it may still be coming
    assert on_the_way.exists()
    old = time.time() - 2 * 86_400
    for path in (cut_off, cut_off.parent, cut_off.parent.parent, on_the_way):
        os.utime(path, (old, old))
    sweep(timezone.localtime())
    assert not cut_off.exists()
    assert not on_the_way.exists()
    assert all(incoming.source_of(job.pk).exists() for job in (running, failed))


# --- real processes -------------------------------------------------------------------------------------------------


def worker_process():
    database = connection.settings_dict
    parts = {"dbname": database["NAME"], "user": database["USER"], "password": database["PASSWORD"]}
    parts |= {"host": database["HOST"], "port": database["PORT"]}
    environment = os.environ | {
        "DATABASE_URL": make_conninfo("", **{name: value for name, value in parts.items() if value}),
        "DATA_DIR": str(django_settings.DATA_DIR),
        "SECRET_KEY": "tests",
        "DJANGO_SETTINGS_MODULE": "gis.settings.base",
    }
    arguments = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot", "-q", jobs.QUEUE]
    return subprocess.Popen(
        arguments, cwd=django_settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def sessions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {row[0] for row in cursor.fetchall()}


@contextmanager
def killed(job, when):
    """A real worker that got as far as `when` says, and then a real SIGKILL; it cannot come to the end before."""
    before = sessions()
    process = worker_process()
    for _attempt in range(3000):
        if process.poll() is not None or SceneJob.objects.filter(pk=job.pk, claimed_at__isnull=False).exists():
            break
        time.sleep(0.01)
    with transaction.atomic():
        SceneJob.objects.select_for_update().get(pk=job.pk)  # whoever registers waits for this row
        for _attempt in range(6000):
            if process.poll() is not None or when():
                break
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        told = process.communicate(timeout=60)[0].decode()
    for _attempt in range(600):  # the server ends the orphaned sessions by itself; a last heartbeat may wait in one
        if sessions() <= before:
            break
        time.sleep(0.05)
    job.refresh_from_db()
    assert (process.returncode, job.state) == (-signal.SIGKILL, JobState.RUNNING), told
    assert not Scene.objects.exists()
    yield
    silence(job)
    tasks.resume_scene_jobs(0)


def test_worker__killed_in_the_middle_and_another_one_finishes(worker, data_dir):
    """Killed while it writes pixels; nothing is half there, and the next worker makes the scene."""
    queues.empty()
    data = np.random.default_rng(1).integers(1, 60_000, (3, 2000, 2000)).astype("uint16")
    path = raster(worker.folder / "anh.tif", data, transform=north_up(1), tiled=True)
    job = worker.receive(path, bands=["red", "green", "blue"], here=False)

    def writes():
        queues.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
        assert stalled.mend() == 0, "it says nothing, but lives"
        drafts = incoming.folder_of(job.pk).glob("work/*/data.run-1.tif")
        return any(draft.stat().st_size > 2_000_000 for draft in drafts)

    with killed(job, writes):
        assert stalled.mend() == 1
        assert left_on_disk(data_dir / "scenes") == []
        assert any("work" in name for name in left_on_disk(data_dir / "incoming"))
    process = worker_process()
    told = process.communicate(timeout=120)[0].decode()
    job.refresh_from_db()
    assert (process.returncode, job.state) == (0, JobState.DONE), told
    assert left_on_disk(data_dir) == [f"scenes/{job.pk}/2/data.tif"]
    assert Scene.objects.get().bands.count() == 3
