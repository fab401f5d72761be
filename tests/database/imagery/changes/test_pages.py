"""The desk on which candidates are looked through, and what a plot's panel says of them: to whom, in which words."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import Event
from imagery.models import ChangeCandidate, ChangeLook
from imagery.workflow import CandidateKind, ChangeState, Sight
from land.actions import flags
from land.models import PlotFlag
from land.workflow import FlagKind
from tests.database.imagery.pictures import as_reader
from tests.factories import changes as factory
from tests.factories import land, pictures

pytestmark = pytest.mark.django_db
CAVEAT = "Ảnh 10 m, chưa kiểm tra thực địa"


@pytest.fixture
def manager():
    return land.person("land_manager", Role.LAND_MANAGER)


def page(user, candidate=None, **asked):
    address = reverse("change", args=[candidate.pk]) if candidate else reverse("changes")
    return as_reader(user).get(address, asked)


def send(user, candidate, step, **values):
    return as_reader(user).post(reverse(f"change-{step}", args=[candidate.pk]), values)


def text_of(response):
    return " ".join(response.content.decode().split())


# --- the list -----------------------------------------------------------------------------------------------------
def test_list__is_for_those_who_review(manager):
    candidate = factory.candidate()
    for role in Role:
        if role == Role.LAND_MANAGER:
            continue
        user = land.person(f"user-{role}", role, land.unit())
        assert page(user).status_code == page(user, candidate).status_code == 404, role
        assert 'href="/changes/"' not in text_of(as_reader(user).get("/plots/")), role
    assert page(None).status_code == page(None, candidate).status_code == 302
    assert 'href="/changes/"' in text_of(as_reader(manager).get("/plots/"))
    assert page(manager).status_code == page(manager, candidate).status_code == 200


def test_list__counts_filters_and_says_the_caveat(manager):
    waiting = factory.candidate(confidence=0.95)
    factory.candidate(state=ChangeState.CONFIRMED, decided_kind=CandidateKind.POND, reason="Đã ra hiện trường")
    factory.candidate(state=ChangeState.DISMISSED, reason="Mùa vụ")
    factory.candidate(kind=CandidateKind.POND, confidence=1.0, state=ChangeState.TRIAGE)
    shown = page(manager)
    text = text_of(shown)
    assert [number for _state, _title, number in shown.context["counts"]] == [2, 1, 1, 0]
    assert text.count(CAVEAT) == 2
    assert (waiting.plot.code in text, "95 %" in text, "99 %" in text, "100 %" in text) == (True, True, True, False)
    only = page(manager, kind="pond")
    assert [row.kind for row in only.context["page"]] == ["pond"]
    decided = text_of(page(manager, state="confirmed"))
    assert "Đào ao, ngập nước" in decided
    assert "Đã ra hiện trường" in decided
    assert CAVEAT not in decided
    factory.candidate(state=ChangeState.LAPSED)
    assert text_of(page(manager, state="lapsed")).count(CAVEAT) == 1
    for wrong in ({"state": "x"}, {"kind": "x"}, {"page": "x"}):
        assert len(page(manager, **wrong).context["page"]) == 2


def test_list__says_how_far_pictures_can_tell(manager):
    assert "Máy chưa soát khu đất nào" in text_of(page(manager))
    for sight, number in ((Sight.SEEN, 2), (Sight.TOO_SMALL, 1)):
        for _ in range(number):
            _look(land.plot(), sight)
    text = text_of(page(manager))
    assert "Không còn nghi vấn nào chờ xem" in text
    assert "Quá nhỏ so với điểm ảnh, không soát được</dt> <dd> 1 khu đất" in text
    assert "Đã soát</dt> <dd> 2 khu đất" in text


# --- one candidate ------------------------------------------------------------------------------------------------
def test_page__neighbours_facts_and_curve(manager):
    curve = [{"day": "2025-02-01", "usable": True, "ndvi": 0.7}, {"day": "2025-06-01", "usable": False, "ndvi": 0.1}]
    first, middle, last = (
        factory.candidate(confidence=confidence, evidence={"curve": curve, "features": {}})
        for confidence in (0.9, 0.8, 0.7)
    )
    shown = page(manager, middle)
    assert (shown.context["before"], shown.context["after"]) == (first, last)
    panel = shown.context["panel"]
    assert (panel["before"]["day"], panel["after"]["day"]) == (factory.BEFORE, factory.AFTER)
    assert [line["clear"] for line in panel["curve"]] == [True, False]
    assert panel["marks"] == "2025-02-01,2025-06-01"
    assert panel["extent"].startswith("M")
    assert CAVEAT in text_of(shown)
    assert page(manager, first).context["before"] is None


def test_page__a_day_that_the_method_used_is_not_shown_as_cloudy(manager):
    """The mask calls new bright roofs clouds, on the very days that show the change."""
    candidate = factory.candidate()
    for scene in factory.two_scenes():
        scene.cloud_percent = 45
        scene.save()
    text = text_of(page(manager, candidate))
    assert (text.count('<li class="clouded">'), text.count("mây theo mặt nạ")) == (2, 0)
    assert "mặt nạ có thể coi mái nhà mới, sáng là mây" in text
    candidate.evidence = {"curve": [{"day": "2025-06-01", "usable": True}, {"day": "2025-02-01", "usable": False}]}
    candidate.save()
    assert text_of(page(manager, candidate)).count('<li class="clouded">') == 1


def test_page__withdrawn_scenes_are_told(manager):
    candidate = factory.candidate()
    for scene in factory.two_scenes():
        scene.withdrawn_at = factory.MOMENT
        scene.save()
    shown = page(manager, candidate)
    assert shown.status_code == 200
    assert "đã được rút khỏi kho" in text_of(shown)


def test_page__of_another_or_none_is_not_there(manager):
    candidate = factory.candidate()
    assert page(manager, ChangeCandidate(pk=factory.two_scenes()[0].pk)).status_code == 404
    assert page(manager, candidate).status_code == 200


def test_picture__draws_the_changed_ground(manager, folder):
    scene = pictures.scene(folder, date(2026, 2, 18), pictures.ROOF, scl=4)
    candidate = factory.candidate(scenes=(scene, scene))
    address = reverse("change-picture", args=[candidate.pk, scene.pk])
    found = as_reader(manager).get(address, {"width": "320", "border": "1"})
    assert (found.status_code, found["Content-Type"]) == (200, "image/jpeg")
    assert "private" in found["Cache-Control"]
    assert (
        as_reader(manager).get(address, {"width": "320", "border": "1"}, HTTP_IF_NONE_MATCH=found["ETag"]).status_code
        == 304
    )
    assert as_reader(manager).get(address, {"url": "x"}).status_code == 400
    assert as_reader(land.person("planner", Role.PLANNER)).get(address).status_code == 404


# --- deciding -----------------------------------------------------------------------------------------------------
def test_confirm__in_one_step_with_both_in_the_log_and_the_next_one_follows(manager):
    candidate, following = factory.candidate(confidence=0.9), factory.candidate(confidence=0.8)
    answer = send(manager, candidate, "confirm", kind="encroachment", note="Nhà tạm")
    assert (answer.status_code, answer["Location"]) == (302, reverse("change", args=[following.pk]))
    candidate.refresh_from_db()
    assert (candidate.state, candidate.decided_kind, candidate.decided_by) == ("confirmed", "encroachment", manager)
    told = Event.objects.filter(subject_type="change", subject_id=str(candidate.pk)).order_by("pk")
    assert [event.verb for event in told] == ["change.taken_up", "change.confirmed"]
    flag = PlotFlag.objects.get(plot=candidate.plot)
    assert (flag.kind, flag.period.lower) == (FlagKind.ENCROACHED, factory.AFTER)
    assert "Nhà tạm" in text_of(page(manager, candidate))
    last = send(manager, following, "confirm", kind="building")
    assert last["Location"] == reverse("changes")
    assert not PlotFlag.objects.filter(plot=following.plot).exists()


def test_confirm__tells_the_flag_with_the_way_to_the_plot(manager):
    candidate, again = factory.candidate(confidence=0.9), factory.candidate(confidence=0.8)
    flags.raise_flag(
        actor=manager, plot=again.plot, kind=FlagKind.ENCROACHED, since=date(2024, 1, 1), today=date(2026, 11, 22)
    )
    for one, told in ((candidate, "đã gắn cờ “Bị lấn, chiếm” từ 03/06/2025"), (again, "đã có cờ “Bị lấn, chiếm”")):
        page_ = as_reader(manager).post(
            reverse("change-confirm", args=[one.pk]), {"kind": "encroachment", "since": "3/6/2025"}, follow=True
        )
        text = text_of(page_)
        assert f'<a href="/plots/{one.plot.code}/">{one.plot.code}</a>: đã xác nhận “Lấn qua ranh giới”' in text
        assert told in text
    flags_of = list(PlotFlag.objects.order_by("pk").values_list("plot", "kind"))
    assert flags_of == [(again.plot.pk, "encroached"), (candidate.plot.pk, "encroached")]


def test_confirm__what_raises_a_flag_is_never_chosen_beforehand(manager):
    for kind, chosen in ((CandidateKind.POND, "pond"), (CandidateKind.ENCROACHMENT, None)):
        candidate = factory.candidate(kind=kind)
        shown = page(manager, candidate)
        assert shown.context["confirm"]["kind"].value() == chosen
        assert ("nên máy không chọn sẵn" in text_of(shown)) == (chosen is None)
    refused = send(manager, candidate, "confirm")
    assert refused.status_code == 400
    assert '<p class="field-error" id="id_kind_error" role="alert">Hãy chọn một mục.</p>' in text_of(refused)
    assert not PlotFlag.objects.exists()


def test_confirm__the_day_of_a_flag_counts_for_an_encroachment_alone(manager):
    candidate = factory.candidate()
    assert send(manager, candidate, "confirm", kind="encroachment", since="hôm qua").status_code == 400
    assert send(manager, candidate, "confirm", kind="pond", since="hôm qua").status_code == 302


def test_dismiss__needs_a_reason_and_keeps_its_sentence(manager):
    candidate = factory.candidate()
    refused = send(manager, candidate, "dismiss")
    assert refused.status_code == 400
    text = text_of(refused)
    assert text.index('role="alert">Hãy chọn một mục.') < text.index("Mùa vụ, thu hoạch")
    other = send(manager, candidate, "dismiss", cause="other")
    assert "Hãy ghi lý do." in text_of(other)
    candidate.refresh_from_db()
    assert candidate.state == ChangeState.CANDIDATE
    assert send(manager, candidate, "dismiss", cause="season", note="thu hoạch mía").status_code == 302
    candidate.refresh_from_db()
    assert (candidate.state, candidate.reason) == ("dismissed", "Mùa vụ, thu hoạch, cây rụng lá. thu hoạch mía")


def test_decided__by_somebody_else_meanwhile_is_told(manager):
    candidate = factory.candidate(state=ChangeState.DISMISSED, reason="Mùa vụ")
    answer = send(manager, candidate, "confirm", kind="building")
    assert answer.status_code == 409
    assert "Đã loại" in text_of(answer)
    candidate.refresh_from_db()
    assert candidate.state == ChangeState.DISMISSED
    assert send(manager, candidate, "take-up").status_code == 302
    candidate.refresh_from_db()
    assert candidate.state == ChangeState.DISMISSED


def test_taking_up_and_putting_back(manager):
    candidate = factory.candidate()
    for step, state in (("take-up", "triage"), ("put-back", "candidate")):
        assert send(manager, candidate, step).status_code == 302
        candidate.refresh_from_db()
        assert candidate.state == state


@pytest.mark.parametrize("step", ["take-up", "put-back", "confirm", "dismiss"])
def test_steps__are_for_those_who_review(step):
    candidate = factory.candidate(state=ChangeState.TRIAGE)
    for role in Role:
        if role != Role.LAND_MANAGER:
            user = land.person(f"user-{role}", role, land.unit())
            assert send(user, candidate, step, kind="building", cause="season").status_code == 404, role
    assert send(None, candidate, step).status_code == 302
    assert ChangeCandidate.objects.get().state == ChangeState.TRIAGE


# --- on the plot --------------------------------------------------------------------------------------------------
def test_plot__tells_those_who_read_its_inside(manager):
    plot = land.plot()
    candidate = factory.candidate(plot)
    _look(plot, Sight.SEEN)
    readers = {None: False, manager: True}
    readers[land.person("planner", Role.PLANNER)] = readers[land.person("officer", Role.OFFICER, land.unit())] = True
    readers[land.person("citizen", Role.CITIZEN)] = readers[land.person("helper", Role.HELPER)] = False
    for user, sees in readers.items():
        for address in (f"/plots/{plot.code}/imagery/", f"/plots/{plot.code}/imagery/?f=part", f"/plots/{plot.code}/"):
            text = text_of(as_reader(user).get(address))
            assert ("Nghi vấn biến động <span" in text, CAVEAT in text) == (sees, sees), (user, address)
            assert (reverse("change", args=[candidate.pk]) in text) == (user == manager)


def test_plot__too_small_or_unchanged_is_said(manager):
    plot, small = land.plot(), land.plot()
    factory.two_scenes()
    _look(plot, Sight.SEEN)
    _look(small, Sight.TOO_SMALL)
    assert "Máy chưa thấy biến động lâu dài nào" in text_of(as_reader(manager).get(f"/plots/{plot.code}/imagery/"))
    assert "Quá nhỏ so với điểm ảnh" in text_of(as_reader(manager).get(f"/plots/{small.code}/imagery/"))
    gone = factory.candidate(plot, ChangeState.DISMISSED, reason="Mùa vụ")
    assert reverse("change", args=[gone.pk]) not in text_of(as_reader(manager).get(f"/plots/{plot.code}/imagery/"))


def _look(plot, sight):
    ChangeLook.objects.create(
        plot=plot,
        collection=factory.two_scenes()[0].collection,
        sight=sight,
        clear_days=9,
        last_on=factory.AFTER,
        method="1",
        looked_at=factory.MOMENT,
    )
