"""Who may make composites and see them, what is kept each night, what a worker does and how its failure looks."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from gis.db.clock import clock
from gis.http.problems import NotAllowed
from imagery import incoming, store, tasks
from imagery.actions import composites, jobs, scenes
from imagery.composites import making
from imagery.errors import BadComposite, SceneStep
from imagery.models import Collection, Scene, SceneJob
from imagery.workflow import JobState, SceneFault
from land.workflow import PublishLevel
from tests.database.imagery.composites.days import SERIES, Days, finished, made, ordered, series
from tests.database.land.rights import who_may
from tests.factories import land

DATES = ("2024-02-01", "2024-05-01", "2024-11-01")


@pytest.fixture
def days(db, tmp_path):
    return Days(tmp_path / "files")


@pytest.fixture
def year(days):
    return [days.put(day) for day in DATES]


@pytest.fixture
def worked(transactional_db, tmp_path):
    """A year in committed rows, which the heartbeat of a worker needs."""
    days = Days(tmp_path / "files")
    return [days.put(day) for day in DATES]


def publish(scene, level=PublishLevel.PUBLIC):
    return scenes.publish_scene(actor=None, scene=scene, level=level)


def work(job):
    """What the worker does with an order; the load as it stands afterwards."""
    job.refresh_from_db()
    tasks.run_scene_job(job=str(job.pk), run=job.run)
    job.refresh_from_db()
    return job


def by_night():
    """The orders of a nightly round."""
    before = set(SceneJob.objects.values_list("pk", flat=True))
    tasks.keep_composites(timestamp=0)
    return list(SceneJob.objects.exclude(pk__in=before))


# --- rights ---------------------------------------------------------------------------------------------------------


def test_the_land_manager_orders_and_nobody_else(year):
    people = {role.value: land.person(role.value, role) for role in Role}
    people |= {"operator": None}
    collection = series()
    allowed = who_may(people, lambda user: composites.order_composites(actor=user, collection=collection))
    assert allowed == {"land_manager", "operator"}


def test_public_only_when_all_scenes_are(year):
    publish(year[0])
    publish(year[1])
    (scene,) = made(2024)
    assert scene.publish_level == PublishLevel.INTERNAL
    assert not Scene.objects.visible_to(None).filter(pk=scene.pk).exists()


def test_public_when_all_scenes_are(year):
    for one in year:
        publish(one)
    (scene,) = made(2024)
    assert scene.publish_level == PublishLevel.PUBLIC
    assert Scene.objects.visible_to(None).filter(pk=scene.pk).exists()
    assert Collection.objects.visible_to(None).filter(pk=scene.collection_id).exists()


def test_restricted_when_one_scene_is(year):
    publish(year[0])
    publish(year[1], PublishLevel.RESTRICTED)
    (scene,) = made(2024)
    assert scene.publish_level == PublishLevel.RESTRICTED


def test_it_is_never_shown_wider_than_its_scenes(year):
    (scene,) = made(2024)
    with pytest.raises(SceneStep):
        publish(scene)
    for one in year:
        publish(one)
    assert publish(scene).publish_level == PublishLevel.PUBLIC


def test_hiding_a_scene_hides_what_was_made_of_it(year):
    for one in year:
        publish(one)
    (scene,) = made(2024)
    publish(year[1], PublishLevel.INTERNAL)
    scene.refresh_from_db()
    assert scene.publish_level == PublishLevel.INTERNAL
    publish(year[1], PublishLevel.PUBLIC)
    scene.refresh_from_db()
    assert scene.publish_level == PublishLevel.INTERNAL  # showing it again is an act of its own


# --- each night -----------------------------------------------------------------------------------------------------


def test_the_night_makes_what_is_missing_once(year, days):
    (job,) = by_night()
    assert job.title.startswith("Ảnh ghép năm 2024")
    assert by_night() == []  # it is under way
    jobs.claim_job(job_id=job.pk, run=job.run)
    job.refresh_from_db()
    finished(job)
    assert by_night() == []
    days.put("2024-12-10")
    assert len(by_night()) == 1


def test_the_night_leaves_single_pictures_alone(days):
    for day in DATES:
        days.put(day, collection="orthophotos")
    assert by_night() == []
    with pytest.raises(BadComposite) as caught:
        composites.series_of("orthophotos")
    assert caught.value.reason == "no_series"


def test_no_composites_of_composites(year):
    (scene,) = made(2024)
    assert [one.code for one in composites.series_with_composites()] == [SERIES]
    with pytest.raises(BadComposite):
        composites.series_of(scene.collection_id)


def test_what_a_person_withdrew_is_not_made_again_by_night(year, days):
    (scene,) = made(2024)
    scenes.withdraw_scene(actor=None, scene=scene, reason="Còn sót mây")
    assert by_night() == []
    days.put("2024-12-10")
    assert len(by_night()) == 1


def test_a_person_may_have_it_made_again(year):
    (scene,) = made(2024)
    scenes.withdraw_scene(actor=None, scene=scene, reason="Còn sót mây")
    (again,) = made(2024)
    assert again.code != scene.code
    assert again.data_sha256 == scene.data_sha256


def test_what_was_replaced_is_made_again_when_its_scenes_are_the_ones_again(year, days):
    (first,) = made(2024)
    late = days.put("2024-12-10")
    (second,) = made(2024)
    scenes.withdraw_scene(actor=None, scene=late, reason="Sai ngày")
    (job,) = by_night()
    assert job.digest == first.source_digest
    second.refresh_from_db()
    assert second.withdrawn_at is None  # until the other one is there
    jobs.claim_job(job_id=job.pk, run=job.run)
    job.refresh_from_db()
    finished(job)
    second.refresh_from_db()
    assert second.withdrawn_at is not None


def test_what_has_too_few_scenes_left_goes(year):
    (scene,) = made(2024)
    scenes.withdraw_scene(actor=None, scene=year[0], reason="Sai ngày")
    assert by_night() == []
    scene.refresh_from_db()
    assert scene.withdrawn_at is not None
    assert "replaced_by" in scene.lineage


def test_what_was_abandoned_is_not_ordered_again_by_night(year):
    (job,) = by_night()
    jobs.abandon_job(actor=None, job=job)
    assert by_night() == []


def age(scene, days):
    scene.refresh_from_db()
    Scene.objects.filter(pk=scene.pk).update(withdrawn_at=scene.withdrawn_at - timedelta(days=days))


def has_files(scene):
    return Path(store.address(scene.data_key)).exists()


def test_files_of_what_was_replaced_go_after_some_days(year, days):
    (first,) = made(2024)
    days.put("2024-12-10")
    (second,) = made(2024)
    age(first, 6)
    by_night()
    assert has_files(first)
    age(first, 2)
    by_night()
    assert not has_files(first)
    assert all(map(has_files, (second, *year)))
    first.refresh_from_db()
    assert first.lineage["files_deleted_at"]
    assert composites.delete_replaced() == 0


def test_files_of_what_a_person_withdrew_stay(year):
    (scene,) = made(2024)
    scenes.withdraw_scene(actor=None, scene=scene, reason="Còn sót mây")
    age(scene, 30)
    by_night()
    assert has_files(scene)


def fault(scene, what=SceneFault.DAMAGED):
    Scene.objects.filter(pk=scene.pk).update(fault=what, fault_since=clock() if what else None)


def test_a_faulty_scene_does_not_stop_the_others(year, days):
    late = days.put("2024-12-10")
    fault(late)
    (job,) = by_night()
    assert {file["id"] for file in job.files} == {str(scene.pk) for scene in year}
    jobs.claim_job(job_id=job.pk, run=job.run)
    job.refresh_from_db()
    first = finished(job)
    assert by_night() == []
    fault(late, "")
    (second,) = made(2024)
    first.refresh_from_db()
    assert (len(second.lineage["files"]), first.lineage["replaced_by"]) == (4, second.code)


@pytest.mark.parametrize("count", [3, 4])
def test_what_was_made_of_a_scene_stands_while_it_is_faulty(year, days, count):
    """Also where the others would be too few, or enough for another one."""
    if count == 4:
        year.append(days.put("2024-12-10"))
    (scene,) = made(2024)
    fault(year[-1])
    assert by_night() == []
    scene.refresh_from_db()
    assert scene.withdrawn_at is None
    fault(year[-1], "")
    assert by_night() == []


# --- at work --------------------------------------------------------------------------------------------------------


def test_a_failure_is_kept_and_shown_and_tried_again(worked, settings, monkeypatch):
    monkeypatch.setattr(making.engines, "_CONNECT_S", 0.5)
    settings.DASK_SCHEDULER_ADDRESS = "tcp://127.0.0.1:9"
    (job,) = composites.order_composites(actor=None, collection=series())
    job = work(job)
    assert job.state == JobState.FAILED
    assert "tcp://127.0.0.1:9" in job.error["detail"]
    assert "does not answer" in job.error["detail_en"]
    assert not Scene.objects.composites().exists()

    assert by_night() == []  # no other load: the same one again
    assert work(job).state == JobState.FAILED

    client = Client()
    client.force_login(land.person("quan", Role.LAND_MANAGER))
    page = client.get(reverse("scene-load", args=[job.pk])).content.decode()
    assert "Ghép ảnh năm" in page
    assert "không trả lời" in page
    assert all(one.code in page for one in worked)
    assert 'name="bands"' not in page
    client.post(reverse("scene-load-retry", args=[job.pk]), {"code": "x"})
    job.refresh_from_db()
    assert (job.state, job.options["composite"]["year"]) == (JobState.RUNNING, 2024)

    settings.DASK_SCHEDULER_ADDRESS = ""
    job = work(job)
    assert (job.state, job.error) == (JobState.DONE, None)
    assert not incoming.folder_of(job.pk).exists()
    page = client.get(reverse("scene", args=[job.scene.pk])).content.decode()
    assert "Ghép từ 3 cảnh" in page
    assert "geometric-median-1" in page


def test_the_command_says_what_it_would_do_and_does_it(worked):
    out = StringIO()
    call_command("make_composite", SERIES, "2024", dry_run=True, stdout=out)
    assert "2024: cần ghép, 3 cảnh" in out.getvalue()
    assert not SceneJob.objects.filter(options__has_key="composite").exists()
    out = StringIO()
    call_command("make_composite", SERIES, stdout=out, stderr=StringIO())
    assert Scene.objects.composites().get().code in out.getvalue()
    out = StringIO()
    call_command("make_composite", SERIES, stdout=out)
    assert "Không có năm nào cần ghép" in out.getvalue()


def test_the_command_hands_it_to_a_worker(year):
    out = StringIO()
    call_command("make_composite", SERIES, background=True, stdout=out)
    assert "Đã giao cho worker: 1" in out.getvalue()
    job = SceneJob.objects.get(options__has_key="composite")
    assert (job.state, job.heartbeat_at) == (JobState.RUNNING, None)


def test_the_command_knows_the_series(db):
    with pytest.raises(CommandError, match="Không có bộ ảnh"):
        call_command("make_composite", "nowhere")


def test_who_may_not_load_may_not_order(year):
    with pytest.raises(NotAllowed):
        ordered(2024, actor=land.person("an", Role.PLANNER))
