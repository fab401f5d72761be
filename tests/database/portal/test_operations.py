"""How the service is: what the page and /metrics tell, to whom, and what a person can have done again."""

import re
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client.parser import text_string_to_metric_families

from accounts.roles import Role
from gis.db.clock import clock
from gis.work import backlog
from imagery import faults
from imagery.models import SampleRun, Scene
from imagery.workflow import JobState, SceneFault
from portal.tasks import forget_failures
from portal.work_words import TASKS
from tests.database.imagery.pictures import as_reader, picture_store  # noqa: F401 - a fixture
from tests.factories import land, queues
from tests.factories.queues import execute, job
from tests.factories.scenes import scene

pytestmark = pytest.mark.django_db
OPERATORS = (Role.ADMIN, Role.LAND_MANAGER)


def turn(timestamp, task="imagery.sweep"):
    """A turn of the clock, as a worker defers it."""
    defer = "SELECT procrastinate_defer_periodic_job_v2('imagery', NULL, NULL, %s, 0, '', %s, %s)"
    execute(defer, task, timestamp, f'{{"timestamp": {timestamp}}}')
    return ProcrastinateJob.objects.get(args__timestamp=timestamp).pk


def ended(pk, status):
    """As a worker ends a job: what is done is deleted."""
    execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", pk)
    execute(
        "SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, %s)", pk, status, status == "succeeded"
    )


@pytest.fixture(autouse=True)
def no_jobs(db):
    queues.empty()


def page(user):
    return as_reader(user).get("/operations/")


@pytest.fixture
def operator():
    return land.person("operator", Role.ADMIN)


@pytest.fixture
def broken():
    one = scene(code="HONG")
    Scene.objects.filter(pk=one.pk).update(fault=SceneFault.MISSING, fault_since=clock())
    return one


# --- to whom --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_page__is_of_those_who_look_after_the_service(role, broken):
    user = land.person("somebody", role, land.unit())
    pk = job(status="failed", scene="x")
    allowed = role in OPERATORS
    assert page(user).status_code == (200 if allowed else 404)
    doors = f"jobs/{pk}/again/", f"scenes/{broken.pk}/check/", "scenes/check/", "sample/again/"
    for path in doors:
        assert as_reader(user).post(f"/operations/{path}").status_code == (302 if allowed else 404)
    assert ProcrastinateJob.objects.filter(args__scene=str(broken.pk)).exists() == allowed
    assert (ProcrastinateJob.objects.get(pk=pk).status == "todo") == allowed
    assert ("/operations/" in as_reader(user).get("/plots/").content.decode()) == allowed


def test_page__asks_strangers_to_sign_in():
    answer = page(None)
    assert (answer.status_code, answer.url) == (302, "/accounts/sign-in/?next=/operations/")
    assert as_reader().post("/operations/jobs/1/again/").status_code == 302


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.4"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ({"HTTP_X_REAL_IP": "127.0.0.1"}, 404),
        ({"HTTP_FORWARDED": "for=127.0.0.1"}, 404),
        ({"REMOTE_ADDR": "10.0.0.4", "HTTP_AUTHORIZATION": "Bearer right"}, 200),
        ({"REMOTE_ADDR": "10.0.0.4", "HTTP_AUTHORIZATION": "Bearer wrong"}, 404),
        ({"REMOTE_ADDR": "10.0.0.4", "HTTP_AUTHORIZATION": "right"}, 404),
    ],
)
def test_metrics__for_this_machine_and_for_the_token(settings, given, status):
    settings.METRICS_TOKEN = "right"
    assert Client().get("/metrics", **given).status_code == status


def test_metrics__without_a_token_no_empty_one_fits():
    for given in ("Bearer ", "Bearer", ""):
        assert Client().get("/metrics", REMOTE_ADDR="10.0.0.4", HTTP_AUTHORIZATION=given).status_code == 404


# --- what is told ---------------------------------------------------------------------------------------------------


def numbers():
    """name, labels -> value."""
    answer = Client().get("/metrics")
    assert answer["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


def test_page__tells_when_the_whole_store_was_checked_and_how_much_waits(operator):
    def text():
        return " ".join(page(operator).content.decode().split())

    assert "chưa xong hoặc chưa có" in text()
    night = 1_796_066_220  # 2026-11-30 19:17 UTC
    pk = turn(night, faults.ROUND)
    assert "chưa xong hoặc chưa có" in text()
    assert "<dt>Việc đang chờ</dt> <dd> 1 </dd>" in text()
    ended(pk, "succeeded")
    assert "Lượt kiểm tra cả kho gần nhất: 01/12/2026 02:17." in text()
    assert "<dt>Việc đang chờ</dt> <dd> 0 </dd>" in text()
    ended(turn(night + 86_400, faults.ROUND), "failed")
    assert "chưa xong hoặc chưa có" in text()


def test_metrics__count_what_waits_failed_and_cannot_be_read(broken):
    later = app.configure_task("imagery.check_scene", queue="imagery", schedule_at=clock() + timedelta(hours=1))
    later.defer(scene="later")
    job(scene="a")
    job(status="doing", scene="b")
    job(status="failed", scene="c")
    job(status="succeeded", scene="d")
    found = numbers()
    assert found["datcong_background_jobs", "imagery", "todo"] == 1
    assert found["datcong_background_jobs", "doing", "imagery"] == 1
    assert 0 <= found["datcong_background_oldest_due_seconds", "imagery"] < 60
    assert found["datcong_background_jobs_failed", "imagery.check_scene"] == 1
    assert found["datcong_scenes_unreadable", "missing"] == 1
    assert found["datcong_scenes_unreadable", "damaged"] == 0
    assert found["datcong_scenes",] == 1
    assert found["datcong_workers",] == 0
    assert found["datcong_disk_free_bytes",] > 0
    assert found["datcong_background_jobs_stalled", "imagery.check_scene"] == 1, "no worker is at it"


def test_data_folder__that_is_away_is_told(operator, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "not mounted"
    assert numbers()["datcong_disk_free_bytes",] == 0
    assert "Không có thư mục dữ liệu (DATA_DIR)" in page(operator).content.decode()


def test_page__lists_work_whose_worker_says_nothing(operator):
    assert "không lên tiếng" not in page(operator).content.decode()
    job(status="doing", scene="0192-abc")
    text = page(operator).content.decode()
    assert "không lên tiếng" in text
    assert "0192-abc" in text


def test_page__names_what_is_wrong_and_what_to_do(operator, broken):
    job(status="failed", scene="0192-abc")
    text = page(operator).content.decode()
    for words in ("HONG", "Không có tệp trong kho", "Kiểm tra tệp của một cảnh ảnh", "0192-abc", "nhật ký"):
        assert words in text
    assert "Không có tiến trình xử lý nền nào đang chạy" in text


def test_page__when_all_is_well(operator):
    execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    text = page(operator).content.decode()
    assert "Không có ảnh nào trong kho bị báo" in text
    assert "Không có việc nền nào bị lỗi" in text
    assert "Không có tiến trình xử lý nền nào đang chạy" not in text


def test_page__links_only_to_scenes_that_the_operator_may_open(operator):
    for level in ("public", "internal"):
        one = scene(code=level.upper(), publish_level=level)
        Scene.objects.filter(pk=one.pk).update(fault=SceneFault.DAMAGED, fault_since=clock())
    text = page(operator).content.decode()
    assert re.search(r'<a href="/scenes/[^"]+">PUBLIC</a>', text)
    assert "INTERNAL" in text
    assert not re.search(r'<a href="/scenes/[^"]+">INTERNAL</a>', text)


def test_failures__leave_out_what_is_told_elsewhere_or_mended_itself():
    job("imagery.run_scene_job", status="failed", job="a", run=1)
    ended(turn(1), "failed")
    assert backlog.failed_by_task() == {"imagery.sweep": 1}
    ended(turn(2), "succeeded")
    assert backlog.failed_by_task() == {}
    ended(turn(3), "failed")
    assert backlog.failed_by_task() == {"imagery.sweep": 2}


# --- again ----------------------------------------------------------------------------------------------------------


def test_again__puts_it_back_once(operator):
    pk = job(status="failed", scene="a")
    reader = as_reader(operator)
    assert "Đã giao lại" in reader.post(f"/operations/jobs/{pk}/again/", follow=True).content.decode()
    assert ProcrastinateJob.objects.get(pk=pk).status == "todo"
    assert "không còn trong danh sách lỗi" in reader.post(f"/operations/jobs/{pk}/again/", follow=True).content.decode()


def test_again__is_refused_where_the_same_waits(operator):
    pk = job(status="failed", lock="one", scene="a")
    job(lock="one", scene="a")
    assert not backlog.do_again(pk)
    assert ProcrastinateJob.objects.get(pk=pk).status == "failed"


def test_again__is_not_for_runs_that_have_a_page_of_their_own():
    assert not backlog.do_again(job("imagery.run_scene_job", status="failed", job="a", run=1))


def test_check__of_a_scene_that_can_be_read_is_not_offered(operator):
    assert as_reader(operator).post(f"/operations/scenes/{scene('TOT').pk}/check/").status_code == 404
    assert not ProcrastinateJob.objects.filter(task_name=faults.TASK).exists()


def test_check__of_all_scenes_waits_once(operator):
    for _time in range(2):
        text = as_reader(operator).post("/operations/scenes/check/", follow=True).content.decode()
        assert "Đã giao máy kiểm tra tất cả ảnh" in text
    waits = ProcrastinateJob.objects.get(task_name=faults.ROUND, status="todo")
    assert app.tasks[waits.task_name].func(**waits.args) is None


def test_sample__that_could_not_be_made_is_told_and_made_again(operator):
    text = page(operator).content.decode()
    assert "Sinh lại ảnh mẫu" not in text
    row = SampleRun.objects.create(state=JobState.FAILED, run=4, resumed=3, error={"detail": "HONG", "detail_en": "x"})
    assert numbers()["datcong_loads", "failed", "sample"] == 1
    text = page(operator).content.decode()
    assert "HONG" in text
    reader = as_reader(operator)
    assert "Đã giao lại" in reader.post("/operations/sample/again/", follow=True).content.decode()
    row.refresh_from_db()
    assert (row.state, row.run, row.resumed, row.error) == (JobState.RUNNING, 5, 0, None)
    assert ProcrastinateJob.objects.filter(args={"job": str(row.pk), "run": 5}).exists()
    assert "không còn trong danh sách lỗi" in reader.post("/operations/sample/again/", follow=True).content.decode()
    assert "HONG" not in page(operator).content.decode()


def test_old_failures__are_forgotten():
    kept = [job(status="failed", scene="new"), job(status="failed", scene="week"), job(scene="waits")]
    gone = [job(status="failed", scene="old")]
    for pk, days in ((kept[1], 7), (gone[0], 40), (kept[2], 40)):
        execute("UPDATE procrastinate_events SET at = at - make_interval(days => %s) WHERE job_id = %s", days, pk)
    async_to_sync(forget_failures.func)(timestamp=0)
    assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == set(kept)


def test_tasks__are_all_named():
    own = {name for name in app.tasks if not name.startswith(("procrastinate.", "builtin:"))}
    assert set(TASKS) == own
