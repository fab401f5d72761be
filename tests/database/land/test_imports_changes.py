"""The table of changes of a checked file: every page of it, what is ticked on each, and the whole as a file."""

import csv
import io

import pytest
from django.urls import reverse
from shapely.affinity import translate

from accounts.roles import Role
from gis.http.problems import NotAllowed
from land.actions import imports as actions
from land.errors import ImportMoved, ImportStep
from land.loading import changed
from land.models import ImportJob, Plot
from land.pages import import_changes
from land.workflow import ImportState
from tests.database.land.import_desk import REASON, desk  # noqa: F401 - fixtures
from tests.factories import land as factories


@pytest.fixture
def five(desk, monkeypatch):  # noqa: F811
    """Five plots whose names a file changes, two on a page."""
    for module in (changed, import_changes):
        monkeypatch.setattr(module, "PER_PAGE", 2)
    desk.commit(desk.upload(desk.loader.frame(5)))
    return desk.upload(desk.loader.frame(5, TEN=[f"Tên mới {number}" for number in range(1, 6)]))


def code(number):
    return f"BRVT-{number:06d}"


def shown(desk, job, page):  # noqa: F811
    """Codes on a page -> whether they are ticked."""
    return {change["code"]: change["accepted"] for change in desk.page(job, page=page).context["changes"]}


def turn(desk, job, page, go, *accepted):  # noqa: F811
    return desk.post("changes", job, run=job.run, page=page, go=go, accept=[code(number) for number in accepted])


def renamed():
    return set(Plot.objects.filter(name__startswith="Tên mới").values_list("code", flat=True))


def test_pages__every_change_is_on_one(desk, five):  # noqa: F811
    pages = [shown(desk, five, page) for page in (1, 2, 3)]
    assert [list(page) for page in pages] == [[code(1), code(2)], [code(3), code(4)], [code(5)]]
    assert shown(desk, five, 99) == pages[2], "past the end the last"
    for odd in ("0", "-1", "x", "9" * 5000):
        assert shown(desk, five, odd) == pages[0]


def test_pages__what_is_ticked_stays_while_turning_them_and_is_written(desk, five):  # noqa: F811
    turn(desk, five, 1, 2, 2)
    turn(desk, five, 2, 3, 3, 4)
    assert shown(desk, five, 1) == {code(1): False, code(2): True}
    assert shown(desk, five, 2) == {code(3): True, code(4): True}
    turn(desk, five, 2, 3, 4)
    assert shown(desk, five, 2) == {code(3): False, code(4): True}
    assert desk.page(five, page=3).context["ticked_elsewhere"] == 2
    job = desk.commit(five, approve="chosen", page=3, accept=[code(5)])
    assert job.state == ImportState.COMMITTED
    assert renamed() == {code(2), code(4), code(5)}
    assert set(job.report["waiting"]) == {code(1), code(3)}


def test_pages__a_tick_from_another_page_than_the_one_sent_counts_for_nothing(desk, five):  # noqa: F811
    turn(desk, five, 1, 2, 1, 5)
    job = desk.commit(five, approve="chosen", page=2, accept=[code(3), code(1)])
    assert set(job.options["decisions"]) == {code(1), code(3), "*"}
    assert renamed() == {code(1), code(3)}


@pytest.mark.parametrize(("approve", "written"), [("all", 5), ("none", 0)])
def test_pages__all_or_none_speak_for_every_page(desk, five, approve, written):  # noqa: F811
    turn(desk, five, 1, 2, 1)
    desk.post("commit", five, run=five.run, page=2, reason=REASON, approve=approve)
    five.refresh_from_db()
    assert five.state == (ImportState.COMMITTING if written else ImportState.CHECKED)
    if written:
        desk.work(five)
    assert len(renamed()) == written


def test_pages__shapes_on_the_map_are_those_of_the_page(desk, five):  # noqa: F811
    frame = desk.loader.frame(5, MAKHUDAT=[code(number) for number in range(1, 6)])
    frame["geometry"] = [translate(shape, 0, 5) for shape in frame.geometry]
    job = desk.upload(frame, name="hinh.gpkg")

    def codes(page):
        return {shape["properties"]["code"] for shape in desk.page(job, f="changes", page=page).json()["features"]}

    assert [codes(page) for page in (1, 2, 3, 4)] == [{code(1), code(2)}, {code(3), code(4)}, {code(5)}, set()]
    assert all("data-preview" in desk.page(job, page=page).content.decode() for page in (1, 2, 3))
    assert "data-preview" not in desk.text(five), "names alone have no map"


def test_pages__checked_again_meanwhile_keeps_nothing(desk, five):  # noqa: F811
    before = five.run
    job = desk.check(five)
    answer = desk.post("changes", job, run=before, page=1, go=2, accept=[code(1)])
    assert "kiểm tra lại ở nơi khác" in answer.content.decode()
    assert shown(desk, job, 1) == {code(1): False, code(2): False}
    with pytest.raises(ImportMoved):
        actions.keep_decisions(actor=job.actor, job=job, decisions={}, seen_run=before)


@pytest.mark.parametrize("state", [state for state in ImportState if state != ImportState.CHECKED])
def test_pages__only_of_a_checked_file(desk, five, state):  # noqa: F811
    ImportJob.objects.filter(pk=five.pk).update(state=state)
    with pytest.raises(ImportStep):
        actions.keep_decisions(actor=five.actor, job=five, decisions={code(1): "accept"}, seen_run=five.run)
    assert "decisions" not in ImportJob.objects.get(pk=five.pk).options


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LAND_MANAGER])
def test_pages__nobody_else_decides(five, role):
    with pytest.raises(NotAllowed):
        actions.keep_decisions(
            actor=factories.person("other", role), job=five, decisions={code(1): "accept"}, seen_run=five.run
        )


def test_pages__lost_files_are_said(desk, five):  # noqa: F811
    for path in (import_changes.import_files.reports_of(five.pk, five.run)).glob("thay-doi-*"):
        path.unlink()
    assert "Hãy kiểm tra lại tệp để xem và duyệt từng khu đất" in desk.text(five)
    assert desk.client.get(reverse("import-changes-table", args=[five.pk])).status_code == 404


def test_table__holds_every_change_in_words(desk, five):  # noqa: F811
    desk.client.cookies["django_language"] = "vi"
    answer = desk.client.get(reverse("import-changes-table", args=[five.pk]))
    assert 'filename="thay-doi.csv"' in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head == ["Mã khu đất", "Dòng", "Nội dung", "Trong sổ", "Trong tệp"]
    assert [(row[0], *row[3:]) for row in rows if row[4].startswith("Tên mới")] == [
        (code(number), f"Khu đất {number}", f"Tên mới {number}") for number in range(1, 6)
    ]


def test_table__nothing_is_a_formula(desk):  # noqa: F811
    desk.commit(desk.upload(desk.loader.frame(1)))
    job = desk.upload(desk.loader.frame(1, TEN=["=1+1"]))
    answer = desk.client.get(reverse("import-changes-table", args=[job.pk]))
    assert "'=1+1" in b"".join(answer.streaming_content).decode()
