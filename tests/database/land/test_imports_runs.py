"""Runs of the worker: done once, taken over, undone, told while they last."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from gis.work import runs
from gis.work.pulse import Pulse
from land import tasks
from land.actions import imports as actions
from land.models import ImportJob, Plot
from land.workflow import ImportState
from tests.database.land.import_desk import REASON, desk  # noqa: F401 - fixtures


def test_run__ordered_twice_works_once(desk):  # noqa: F811
    job = desk.commit(desk.upload(desk.loader.frame(1)))
    tasks.run_import(job=str(job.pk), run=job.run)
    assert Plot.objects.count() == 1


def test_run__abandoned_while_committing_is_undone(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(1))
    desk.post("commit", job, run=job.run, reason=REASON)
    job.refresh_from_db()
    claimed = actions.claim_run(job_id=job.pk, run=job.run)
    desk.post("abandon", job)
    with pytest.raises(runs.RunSuperseded), Pulse(claimed) as pulse:
        actions.finish_commit(job_id=job.pk, run=job.run, load=lambda: tasks._commit(claimed, pulse))
    assert not Plot.objects.exists()
    assert "đã được bỏ" in desk.text(ImportJob.objects.get())


def test_run__silent_worker_is_replaced_and_comes_too_late(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(1), work=False)
    dead = actions.claim_run(job_id=job.pk, run=job.run)
    assert "không bị dừng" in desk.post("resume", job).content.decode()
    _silence(job)
    assert desk.page(job, f="json").json()["stalled"]
    desk.post("resume", job)
    job = desk.work(job)
    assert job.state == ImportState.CHECKED
    assert job.run == dead.run + 1
    with pytest.raises(runs.RunSuperseded):
        actions.finish_check(job_id=job.pk, run=dead.run, load=lambda: {"counts": {}})


def test_run__worker_rounds_resume_and_give_up(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(1), work=False)
    for _time in range(runs.MOST_RESUMES):
        actions.claim_run(job_id=job.pk, run=job.run)
        _silence(job)
        tasks.resume_imports(0)
        job.refresh_from_db()
        assert job.state == ImportState.CHECKING
    actions.claim_run(job_id=job.pk, run=job.run)
    _silence(job)
    tasks.resume_imports(0)
    job.refresh_from_db()
    assert job.state == ImportState.FAILED
    assert "dừng giữa chừng" in desk.text(job)


def _silence(job):
    job.refresh_from_db()
    past = job.heartbeat_at - timedelta(seconds=runs.STALLED_S + 5)
    ImportJob.objects.filter(pk=job.pk).update(heartbeat_at=past)


def test_progress__as_page_and_as_json(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(1), work=False)
    told = desk.page(job, f="json").json()
    assert (told["state"], told["total"]) == ("checking", None)
    assert '<meta http-equiv="refresh"' in desk.text(job)
    actions.claim_run(job_id=job.pk, run=job.run)
    assert runs.beat(ImportJob, job.pk, job.run, "read", 2000, 7500)
    told = desk.page(job, f="json").json()
    assert (told["text"], told["done"], told["total"]) == ("Đọc tệp: 2.000/7.500 dòng", 2000, 7500)


def test_worker__real_process_checks_and_commits(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(2), work=False)
    _run_worker()
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED, job.error
    desk.post("commit", job, run=job.run, reason=REASON)
    _run_worker()
    job.refresh_from_db()
    assert job.state == ImportState.COMMITTED, job.error
    assert Plot.objects.count() == 2


def _run_worker():
    database = connection.settings_dict
    parts = {"dbname": database["NAME"], "user": database["USER"], "password": database["PASSWORD"]}
    parts |= {"host": database["HOST"], "port": database["PORT"]}
    environment = os.environ | {
        "DATABASE_URL": make_conninfo("", **{name: value for name, value in parts.items() if value}),
        "DATA_DIR": str(django_settings.DATA_DIR),
        "SECRET_KEY": "tests",
        "DJANGO_SETTINGS_MODULE": "gis.settings.base",
    }
    arguments = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot", "-q", actions.QUEUE]
    done = subprocess.run(
        arguments, cwd=django_settings.BASE_DIR, env=environment, capture_output=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
