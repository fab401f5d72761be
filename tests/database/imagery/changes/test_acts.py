"""What people do with candidates: every step of the table, who may, what is recorded, the plot's flag."""

from datetime import date
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts.roles import Role
from audit.models import Event
from gis.http.problems import NotAllowed
from imagery import policies
from imagery.actions import changes
from imagery.errors import ChangeStep
from imagery.models import ChangeCandidate
from imagery.workflow import CHANGE_AFTER, CHANGE_BY_MACHINE, CHANGE_DECIDED, CandidateKind, ChangeState
from land.actions import flags
from land.errors import BadChange
from land.models import PlotFlag
from land.workflow import FlagKind
from tests.factories import changes as factory
from tests.factories import land

TODAY = date(2026, 11, 22)
ACTS = {
    ChangeState.TRIAGE: lambda user, one: changes.take_up_change(actor=user, candidate=one),
    ChangeState.CANDIDATE: lambda user, one: changes.put_back_change(actor=user, candidate=one),
    ChangeState.CONFIRMED: lambda user, one: changes.confirm_change(actor=user, candidate=one, today=TODAY),
    ChangeState.DISMISSED: lambda user, one: changes.dismiss_change(actor=user, candidate=one, reason="Mùa vụ"),
}
VERBS = {
    ChangeState.TRIAGE: "change.taken_up",
    ChangeState.CANDIDATE: "change.put_back",
    ChangeState.CONFIRMED: "change.confirmed",
    ChangeState.DISMISSED: "change.dismissed",
}
DECIDED = (ChangeState.CONFIRMED, ChangeState.DISMISSED)
THROUGH_TRIAGE = {(ChangeState.CANDIDATE, target) for target in DECIDED}
STEPS = {(source, target) for source, targets in CHANGE_AFTER.items() for target in targets} - CHANGE_BY_MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return land.person("manager", Role.LAND_MANAGER)


def test_table__knows_every_state_and_leads_somewhere():
    assert set(CHANGE_AFTER) == set(ChangeState)
    assert set().union(*CHANGE_AFTER.values()) == set(ChangeState)


@pytest.mark.parametrize(("source", "target"), sorted(STEPS))
def test_step__of_the_table_is_taken_and_recorded(manager, source, target):
    one = factory.candidate(state=source)
    ACTS[target](manager, one)
    one.refresh_from_db()
    event = Event.objects.get(verb=VERBS[target])
    assert one.state == target
    assert (event.subject_type, event.subject_id, event.subject_label) == ("change", str(one.pk), one.plot.code)
    assert (event.before["state"], event.after["state"], event.actor_id) == (source, target, str(manager.pk))
    assert (one.decided_by == manager) == (target in DECIDED)


@pytest.mark.parametrize("target", DECIDED)
def test_decision__on_one_that_nobody_took_up_takes_it_up_first(manager, target):
    one = factory.candidate()
    ACTS[target](manager, one)
    one.refresh_from_db()
    events = Event.objects.filter(subject_type="change").order_by("pk")
    assert (one.state, one.decided_by) == (target, manager)
    assert [(event.verb, event.before["state"], event.after["state"]) for event in events] == [
        ("change.taken_up", "candidate", "triage"),
        (VERBS[target], "triage", target),
    ]
    assert [event.reason for event in events] == ["", one.reason]


@pytest.mark.parametrize(("source", "target"), sorted(set(product(ChangeState, ACTS)) - STEPS - THROUGH_TRIAGE))
def test_step__not_in_the_table_is_refused(manager, source, target):
    one = factory.candidate(state=source)
    with pytest.raises(ChangeStep, match=str(ChangeState(source).label)):
        ACTS[target](manager, one)
    one.refresh_from_db()
    assert one.state == source
    assert not Event.objects.filter(subject_type="change").exists()


def test_two_take_it_up__the_second_is_told(manager):
    one = factory.candidate()
    changes.take_up_change(actor=manager, candidate=one)
    with pytest.raises(ChangeStep):
        changes.take_up_change(actor=land.person("other", Role.LAND_MANAGER), candidate=one)


def test_acts__are_a_land_managers_alone():
    one, looked_at = factory.candidate(), factory.candidate(state=ChangeState.TRIAGE)
    for role in [None, *(role for role in Role if role != Role.LAND_MANAGER)]:
        user = land.person(f"user-{role}", role, *([land.unit()] if role else []))
        assert policies.change_verbs(user, one) == []
        assert not policies.can_review_changes(user)
        for target, act in ACTS.items():
            with pytest.raises(NotAllowed, match="Chỉ chuyên viên quản lý đất đai"):
                act(user, one if target == ChangeState.TRIAGE else looked_at)
    with pytest.raises(NotAllowed):
        changes.take_up_change(actor=None, candidate=one)


def test_verbs__are_those_that_are_allowed_now(manager):
    verbs = {state: policies.change_verbs(manager, factory.candidate(state=state)) for state in ChangeState}
    assert verbs == {
        ChangeState.CANDIDATE: ["take_up", "confirm", "dismiss"],
        ChangeState.TRIAGE: ["put_back", "confirm", "dismiss"],
        ChangeState.CONFIRMED: [],
        ChangeState.DISMISSED: [],
        ChangeState.LAPSED: [],
    }


def test_dismiss__needs_a_reason(manager):
    one = factory.candidate(state=ChangeState.TRIAGE)
    with pytest.raises(ChangeStep, match="lý do"):
        changes.dismiss_change(actor=manager, candidate=one, reason="  ")
    assert changes.dismiss_change(actor=manager, candidate=one, reason=" Thu hoạch ").reason == "Thu hoạch"
    assert Event.objects.get(verb="change.dismissed").reason == "Thu hoạch"


# --- the flag -------------------------------------------------------------------------------------------------------


def flags_of(plot):
    plot.refresh_from_db()
    return plot.flags


def test_confirmed_encroachment__raises_the_flag_since_the_day_it_was_seen(manager):
    one = factory.candidate(state=ChangeState.TRIAGE, kind=CandidateKind.ENCROACHMENT)
    changes.confirm_change(actor=manager, candidate=one, today=TODAY, note="Nhà kho")
    flag = PlotFlag.objects.get(plot=one.plot)
    assert flags_of(one.plot) == [FlagKind.ENCROACHED]
    assert (flag.period.lower, flag.period.upper) == (one.seen_on, None)
    title = one.collection.title
    assert flag.note == f"Xác nhận từ bộ ảnh “{title}”, thấy lần đầu ngày {one.seen_on:%d/%m/%Y}. Nhà kho"


def test_flag_note__is_vietnamese_whatever_the_language_of_the_request(manager):
    one = factory.candidate(state=ChangeState.TRIAGE, kind=CandidateKind.ENCROACHMENT)
    with override("en"):
        changes.confirm_change(actor=manager, candidate=one, today=TODAY)
    assert PlotFlag.objects.get(plot=one.plot).note.startswith("Xác nhận từ bộ ảnh “")


@pytest.mark.parametrize("kind", [kind for kind in CandidateKind if kind != CandidateKind.ENCROACHMENT])
def test_confirmed_otherwise__no_flag(manager, kind):
    one = factory.candidate(state=ChangeState.TRIAGE, kind=kind)
    changes.confirm_change(actor=manager, candidate=one, today=TODAY)
    assert flags_of(one.plot) == []


def test_dismissed_encroachment__no_flag(manager):
    one = factory.candidate(state=ChangeState.TRIAGE, kind=CandidateKind.ENCROACHMENT)
    changes.dismiss_change(actor=manager, candidate=one, reason="Bóng cây")
    assert flags_of(one.plot) == []


def test_kind__is_what_the_person_says(manager):
    one = factory.candidate(state=ChangeState.TRIAGE, kind=CandidateKind.BUILDING)
    decided = changes.confirm_change(actor=manager, candidate=one, today=TODAY, kind=CandidateKind.ENCROACHMENT)
    assert (decided.kind, decided.decided_kind) == (CandidateKind.BUILDING, CandidateKind.ENCROACHMENT)
    assert flags_of(one.plot) == [FlagKind.ENCROACHED]


def test_flag_that_is_up__stays_as_it_is(manager):
    one = factory.candidate(state=ChangeState.TRIAGE, kind=CandidateKind.ENCROACHMENT)
    flags.raise_flag(actor=manager, plot=one.plot, kind=FlagKind.ENCROACHED, since=date(2024, 1, 1), today=TODAY)
    changes.confirm_change(actor=manager, candidate=one, today=TODAY)
    assert PlotFlag.objects.get().period.lower == date(2024, 1, 1)


def test_flag_that_was_up_later__the_person_says_since_when(manager):
    one = factory.candidate(state=ChangeState.TRIAGE, kind=CandidateKind.ENCROACHMENT)
    since, until = date(2026, 1, 1), date(2026, 6, 1)
    flag = flags.raise_flag(actor=manager, plot=one.plot, kind=FlagKind.ENCROACHED, since=since, today=TODAY)
    flags.close_flag(actor=manager, flag=flag, until=until, today=TODAY, reason="Đã trả đất")
    with pytest.raises(BadChange, match="01/06/2026"):
        changes.confirm_change(actor=manager, candidate=one, today=TODAY)
    one.refresh_from_db()
    assert one.state == ChangeState.TRIAGE
    changes.confirm_change(actor=manager, candidate=one, today=TODAY, since=until)
    assert flags_of(one.plot) == [FlagKind.ENCROACHED]


# --- what the database holds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "guessed"},
        {"kind": "murder"},
        {"decided_kind": "murder"},
        {"confidence": 1.2},
        {"last_clear_on": factory.AFTER},
        {"state": ChangeState.CONFIRMED},
        {"state": ChangeState.DISMISSED, "decided_at": factory.MOMENT, "reason": ""},
    ],
)
def test_database__refuses_what_makes_no_sense(wrong):
    one = factory.candidate()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeCandidate.objects.filter(pk=one.pk).update(**wrong)


def test_caveat__until_a_person_has_checked_it():
    told = {state: factory.candidate(state=state).caveat for state in ChangeState}
    assert {told.pop(state) for state in CHANGE_DECIDED} == {""}
    assert set(told.values()) == {"Ảnh 10 m, chưa kiểm tra thực địa"}
