"""What only a person can say is asked for in one go, in the words of the door: a page's fields, a command's options."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import Event
from imagery.actions import jobs
from imagery.models import SceneJob
from imagery.workflow import JobState
from tests.database.imagery.pictures import as_reader
from tests.factories.imagery import ROLES, plane, raster

pytestmark = pytest.mark.django_db
NO_DAY = {"acquired": None}


def codes(job):
    return [one["code"] for one in (job.error, *job.error.get("also", ()))]


def show(manager, job):
    return as_reader(manager).get(reverse("scene-load", args=[job.pk]))


@pytest.fixture
def path(desk):
    """Three bands that nobody explains, on ground that nobody places, of a day that nobody tells."""
    return raster(desk.folder / "anh.tif", plane(3), system=None)


def test_everything_that_is_missing_is_asked_at_once(desk, path):
    job = desk.attempt(path, **NO_DAY)
    assert codes(job) == ["choose_bands", "no_day", "no_crs"]
    for one in job.error["also"]:
        assert one["detail"]
        assert one["detail_en"] != one["detail"]


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"bands": ["red", "green"]}, ["bands_differ", "no_day", "no_crs"]),
        ({"bands": ["red", "green", "red"], "srid": "32648"}, ["band_twice", "no_day"]),
        ({"srid": "99999"}, ["choose_bands", "no_day", "unknown_srid"]),
        ({"acquired": "2199-01-01", "srid": "32648"}, ["choose_bands", "day_to_come"]),
        ({"bands": ["red", "green", "blue"], "srid": "32648"}, ["no_day"]),
    ],
)
def test_wrong_answers_are_told_with_those_that_are_missing(desk, path, options, wrong):
    assert codes(desk.attempt(path, **NO_DAY | options)) == wrong


def test_what_may_come_of_an_answer_that_nobody_gave_is_not_told(desk):
    """Bands of two types: one of them may be left out."""
    paths = [raster(desk.folder / f"anh-{kind}.tif", plane(2, kind)) for kind in ("uint8", "uint16")]
    assert codes(desk.attempt(*paths)) == ["choose_bands"]
    said = desk.attempt(*paths, bands=["red", "green", "blue", "nir"])
    assert codes(said) == ["types_differ"]


def test_page__marks_the_fields_and_wants_all_of_them(desk, path, manager):
    job = desk.attempt(path, **NO_DAY)
    page = show(manager, job)
    form, text = page.context["form"], page.content.decode()
    for name in ("acquired", "bands", "srid"):
        assert form[name].errors
        assert f'<a href="#id_{name}">{form[name].label}</a>' in text
        assert f'{form[name].label} <span class="required">' in " ".join(text.split())
    assert "Ngày/tháng/năm, ví dụ 22/11/2026." in text
    assert "Để trống nếu tên tệp đã có" not in text
    assert (text.count("autofocus"), "--" in text) == (1, False)
    assert form["acquired"].field.widget.attrs["autofocus"]
    address = reverse("scene-load-retry", args=[job.pk])
    refused = as_reader(manager).post(address, {"acquired": "18/02/2026", "bands": "red, green, blue"})
    assert (refused.status_code, refused.context["form"].errors.as_data().keys()) == (400, {"srid"})
    answers = {"acquired": "18/02/2026", "bands": "red, green, blue", "srid": "32648"}
    refused = as_reader(manager).post(address, answers | {"code": "một mã"})
    assert refused.status_code == 400
    assert "không dùng làm mã được" in refused.context["form"].errors["code"][0]
    assert SceneJob.objects.get().state == JobState.FAILED
    assert as_reader(manager).post(address, answers).status_code == 302
    assert SceneJob.objects.get().state == JobState.RUNNING


def test_page__in_english(desk, path, manager):
    job = desk.attempt(path, **NO_DAY)
    reader = as_reader(manager)
    reader.cookies["django_language"] = "en"
    text = reader.get(reverse("scene-load", args=[job.pk])).content.decode()
    assert "The day of acquisition is not known. Say it." in text


def test_page__another_file_is_what_helps_a_useless_one(desk, manager):
    path = desk.folder / "rong.tif"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    job = desk.attempt(path)
    text = " ".join(show(manager, job).content.decode().split())
    assert f'<a class="button primary" href="{reverse("scene-loads")}">' in text
    assert reverse("scene-load-retry", args=[job.pk]) not in text


@pytest.mark.parametrize(
    ("code", "answerable", "helps"),
    [("no_day", True, True), ("no_room", False, True), ("error", False, True), ("archive_bomb", False, False)],
)
def test_page__offers_what_can_help(desk, manager, code, answerable, helps):
    job = desk.receive(raster(desk.folder / "anh.tif", plane(1)), acquired=None)
    jobs.fail_job(job_id=job.pk, run=job.run, error={"code": code, "detail": "Hỏng", "detail_en": "Broken"})
    page = show(manager, job)
    assert (page.context["answerable"], page.context["helps"]) == (answerable, helps)
    assert "Gửi tệp khác" in page.content.decode()


def test_page__of_answers_that_may_be_wrong_asks_again(desk, manager):
    job = desk.attempt(*[raster(desk.folder / f"{n}.tif", plane(1, n)) for n in ("uint8", "uint16")], bands=ROLES[:2])
    assert (codes(job), show(manager, job).context["answerable"]) == (["types_differ"], True)


def test_command__names_its_options(desk, path, still):
    with pytest.raises(CommandError) as failure:
        call_command("import_scene", str(path))
    told = str(failure.value).splitlines()
    assert [line.rsplit("Tùy chọn: ", 1)[-1] for line in told] == ["--bands.", "--acquired 2026-11-22.", "--srid."]
    with pytest.raises(CommandError) as failure:
        call_command("import_scene", str(path), dry_run=True)
    assert str(failure.value).splitlines() == told


# --- the list -------------------------------------------------------------------------------------------------------
def test_list__parts(desk, manager):
    own = desk.receive(raster(desk.folder / "cua-toi.tif", plane(1)), actor=manager)
    failed = desk.attempt(raster(desk.folder / "hong.tif", plane(3)))
    page = as_reader(manager).get(reverse("scene-loads"))
    assert [number for _name, _title, number in page.context["parts"]] == [2, 1, 1]
    for shown, listed in (("", [failed, own]), ("mine", [own]), ("failed", [failed]), ("x", [failed, own])):
        found = as_reader(manager).get(reverse("scene-loads"), {"show": shown}).context["page"]
        assert {job.pk for job in found} == {job.pk for job in listed}, shown


def test_upload__says_which_fields_are_wrong(desk, manager):
    with raster(desk.folder / "anh.tif", plane(1)).open("rb") as file:
        sent = {"file": [file], "acquired": "31/02/2026", "bands": "tím"}
        answer = as_reader(manager).post(reverse("scene-loads"), sent, headers={"Accept": "application/json"})
    assert [error["field"] for error in answer.json()["errors"]] == ["acquired", "bands"]


def test_form__publishing_is_a_tick_that_says_who_will_see(manager):
    text = " ".join(as_reader(manager).get(reverse("scene-loads")).content.decode().split())
    tick = text[text.index('<label class="check" for="id_publish">') :]
    assert tick.startswith('<label class="check" for="id_publish"><input type="checkbox" name="publish"')
    assert "Công khai ngay khi vào kho</span></label> " in tick
    assert "Mọi người, kể cả không đăng nhập" in tick
    for name in ("acquired", "bands", "srid"):
        label = text[text.index(f'<label for="id_{name}">') :].split("</label>")[0]
        assert "không bắt buộc" not in label, name


def test_log__of_a_load_that_was_given_up_says_so(desk, manager):
    job = desk.attempt(raster(desk.folder / "anh.tif", plane(3)))
    jobs.abandon_job(actor=manager, job=job)
    event = Event.objects.get(verb="scene_job.abandoned")
    assert (event.before, event.after) == ({"state": "failed"}, {"state": "abandoned"})
    text = as_reader(manager).get("/audit/", {"verb": "scene_job.abandoned"}).content.decode()
    assert "Đã bỏ" in text
