"""Terms begin, rest, go on, end; and who reads them."""

from datetime import date
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from accounts.roles import Role
from tests.factories.land import agency, person
from tests.factories.worktime import at
from worktime import readers, reading
from worktime.actions import meet_term, move_anchor, pause_term, resume_term, start_term, void_term
from worktime.errors import BadTerm, CalendarEnds, NoCalendar, NoRule, TermStep
from worktime.lengths import Length, Unit
from worktime.models import Term, TermChange
from worktime.plans import Subject, TermPlan
from worktime.workflow import OPEN, TERM_AFTER, Direction, TermEvent, TermState

pytestmark = pytest.mark.django_db
LOT = Subject("lot", "17", "Lô 17")
THREE = TermPlan("refund", "Trả tiền đặt trước", Length(3, Unit.WORKING_DAYS))


def started(plan=THREE, when="06/03 09:00", subject=LOT, **more):
    return start_term(actor=None, subject=subject, plan=plan, started_at=at(when), **more)


def test_start__has_an_end_and_a_history(calendar):
    officer = person("mai", Role.LAND_FUND_OFFICER)
    term = start_term(actor=officer, subject=LOT, plan=THREE, started_at=at("06/03 09:00"))
    kept = Term.objects.get()
    assert (kept.due_day, kept.due_at, kept.closes_at) == (date(2026, 3, 11), at("12/03 00:00"), at("11/03 17:00"))
    assert (kept.subject_type, kept.subject_id, str(kept)) == ("lot", "17", "Lô 17: Trả tiền đặt trước")
    assert kept.length == THREE.length
    change = TermChange.objects.get(term=term)
    assert (change.event, change.due_before, change.due_after) == (TermEvent.STARTED, None, kept.due_at)
    assert (change.actor_id, change.actor_label) == (str(officer.pk), "mai")


def test_start__by_a_rule_of_the_law(calendar):
    plan = reading.rule("auction.files_until", date(2026, 11, 1)).plan
    term = started(plan, "26/11 09:00")
    assert (term.direction, term.due_day) == (Direction.BACKWARD, date(2026, 11, 23))


def test_start__one_of_a_kind_about_a_subject(calendar):
    first = started()
    with pytest.raises(TermStep, match="Lô 17 đang có"):
        started()
    void_term(actor=None, term=first, at=at("07/03 09:00"), reason="nhập nhầm")
    assert started().state == TermState.RUNNING


def test_start__hours_of_the_agency(calendar):
    centre = agency()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO worktime_officehours (agency_id, weekday, opens, closes, period, source, mark) "
            "VALUES (%s, 6, '07:30', '11:30', daterange(NULL, NULL), 'x', 'U')",
            [centre.pk],
        )
    reading.forget()
    plan = TermPlan("answer", "Trả lời", Length(4, Unit.WORKING_HOURS))
    assert started(plan, "06/03 15:00").due_at == at("09/03 09:30")
    assert started(plan, "06/03 15:00", Subject("lot", "18"), agency=centre).due_at == at("07/03 09:30")


def test_start__no_calendar_and_its_end(db):
    with pytest.raises(NoCalendar):
        started()


def test_start__beyond_the_calendar_names_the_year(calendar):
    with pytest.raises(CalendarEnds, match="năm 2031") as told:
        started(TermPlan("x", "x", Length(60, Unit.MONTHS)), "06/03 09:00")
    assert told.value.errors[0]["year"] == told.value.year == 2031
    assert not Term.objects.exists()


def test_pause__rests_without_an_end_and_goes_on(calendar):
    term = pause_term(actor=None, term=started(), at=at("10/03 09:00"), reason="chờ bổ sung giấy tờ")
    assert (term.state, term.due_day, term.due_at, term.closes_at) == (TermState.PAUSED, None, None, None)
    term = resume_term(actor=None, term=term, at=at("12/03 09:00"))
    assert (term.state, term.due_day) == (TermState.RUNNING, date(2026, 3, 13))
    told = [(row.event, row.due_before, row.due_after) for row in term.changes.all()]
    assert told == [
        ("started", None, at("12/03 00:00")),
        ("paused", at("12/03 00:00"), None),
        ("resumed", None, at("14/03 00:00")),
    ]


def test_pause__refusals(calendar):
    term = started()
    for when, reason, error in (
        ("06/03 08:59", "x", BadTerm),
        ("10/03 09:00", " ", BadTerm),
        ("12/03 00:00", "x", TermStep),
    ):
        with pytest.raises(error):
            pause_term(actor=None, term=term, at=at(when), reason=reason)
    backward = started(TermPlan("y", "y", Length(2, Unit.CALENDAR_DAYS), Direction.BACKWARD))
    with pytest.raises(BadTerm, match="tính lùi"):
        pause_term(actor=None, term=backward, at=at("06/03 08:00"), reason="x")
    rests = pause_term(actor=None, term=term, at=at("11/03 23:59"), reason="x")
    with pytest.raises(BadTerm):
        resume_term(actor=None, term=rests, at=at("11/03 23:58"))


def test_resume__before_the_last_rest_is_refused(calendar):
    term = pause_term(actor=None, term=started(), at=at("10/03 09:00"), reason="x")
    term = resume_term(actor=None, term=term, at=at("10/03 10:00"))
    with pytest.raises(BadTerm):
        pause_term(actor=None, term=term, at=at("10/03 09:59"), reason="x")


def test_meet__in_time_late_and_at_rest(calendar):
    in_time = meet_term(actor=None, term=started(), at=at("11/03 23:59"))
    late = meet_term(actor=None, term=started(), at=at("12/03 00:00"))
    rests = pause_term(actor=None, term=started(), at=at("10/03 09:00"), reason="x")
    met_at_rest = meet_term(actor=None, term=rests, at=at("20/03 09:00"))
    assert [one.was_met_in_time for one in (in_time, late, met_at_rest)] == [True, False, True]
    assert started().was_met_in_time is None
    assert not met_at_rest.pauses.filter(until=None).exists()


ACTS = {
    TermState.PAUSED: lambda term: pause_term(actor=None, term=term, at=at("10/03 10:00"), reason="x"),
    TermState.RUNNING: lambda term: resume_term(actor=None, term=term, at=at("10/03 10:00")),
    TermState.MET: lambda term: meet_term(actor=None, term=term, at=at("10/03 10:00")),
    TermState.VOID: lambda term: void_term(actor=None, term=term, at=at("10/03 10:00"), reason="x"),
}


@pytest.mark.parametrize(("source", "target"), list(product(TermState, TermState)))
def test_states__the_whole_table(calendar, source, target):
    term = started()
    if source != TermState.RUNNING:
        early = {"actor": None, "term": term, "at": at("09/03 09:00")}
        if source == TermState.MET:
            term = meet_term(**early)
        else:
            term = (pause_term if source == TermState.PAUSED else void_term)(**early, reason="x")
    assert term.state == source
    if target in TERM_AFTER[source]:
        assert ACTS[target](term).state == target
    else:
        with pytest.raises(TermStep):
            ACTS[target](term)


def test_move_anchor__counts_from_elsewhere(calendar):
    plan = reading.rule("auction.files_until", date(2026, 11, 1)).plan
    term = started(plan, "26/11 09:00")
    moved = move_anchor(actor=None, term=term, started_at=at("03/12 09:00"), at=at("20/11 09:00"), reason="dời phiên")
    assert moved.due_day == date(2026, 12, 1)
    last = moved.changes.last()
    assert (last.event, last.due_before, last.due_after, last.reason) == (
        "moved",
        at("24/11 00:00"),
        at("02/12 00:00"),
        "dời phiên",
    )
    with pytest.raises(BadTerm):
        move_anchor(actor=None, term=term, started_at=at("03/12 09:00"), at=at("20/11 09:00"), reason="")
    void_term(actor=None, term=term, at=at("20/11 10:00"), reason="hủy phiên")
    with pytest.raises(TermStep):
        move_anchor(actor=None, term=term, started_at=at("03/12 09:00"), at=at("20/11 09:00"), reason="x")


def test_move_anchor__not_over_a_rest(calendar):
    term = pause_term(actor=None, term=started(), at=at("10/03 09:00"), reason="x")
    with pytest.raises(BadTerm):
        move_anchor(actor=None, term=term, started_at=at("10/03 09:01"), at=at("12/03 09:00"), reason="x")


def test_lists__open_late_and_most_urgent_first(calendar):
    first = started()
    second = started(subject=Subject("lot", "18"), when="09/03 09:00")
    rests = pause_term(actor=None, term=started(subject=Subject("lot", "19")), at=at("10/03 09:00"), reason="x")
    met = meet_term(actor=None, term=started(subject=Subject("lot", "20")), at=at("10/03 09:00"))
    assert list(Term.objects.open().most_urgent_first()) == [first, second, rests]
    assert list(Term.objects.due_before(at("12/03 00:00"))) == [first]
    assert list(Term.objects.about("lot", "20")) == [met]
    assert [reading.minutes_left(one, at("11/03 16:00")) for one in (first, second, rests, met)] == [
        60,
        540,
        None,
        None,
    ]
    assert reading.minutes_left(first, at("12/03 08:30")) == -60


def test_visible_to__nobody_until_an_app_says_so(calendar, monkeypatch):
    monkeypatch.setattr(readers, "_reaches", {})
    seen, other = started(), started(subject=Subject("lot", "18"))
    started(subject=Subject("dossier", "1"))
    officer, admin = person("o", Role.OFFICER), person("a", Role.ADMIN)
    assert not Term.objects.visible_to(officer).exists()
    readers.declare(["lot"], lambda user: Q(subject_id="17") if user == officer else user == admin)
    assert readers.declared() == {"lot"}
    assert list(Term.objects.visible_to(officer)) == [seen]
    assert set(Term.objects.visible_to(admin)) == {seen, other}
    assert {change.term for change in TermChange.objects.visible_to(officer)} == {seen}
    assert not Term.objects.visible_to(person("s", Role.CLERK)).exists()
    readers.declare(["dossier"], lambda user: True)
    assert Term.objects.visible_to(person("t", Role.CLERK)).count() == 1
    for stranger in (AnonymousUser(), None):
        assert not Term.objects.visible_to(stranger).exists()
        assert not TermChange.objects.visible_to(stranger).exists()


def test_rule__none_in_force(calendar):
    assert reading.rules_on(date(2026, 1, 1))["auction.refund"].length == Length(3, Unit.WORKING_DAYS)
    assert "auction.posting_project" not in reading.rules_on(date(2024, 12, 31))
    with pytest.raises(NoRule, match=r"31/12/2024.*auction\.posting_project"):
        reading.rule("auction.posting_project", date(2024, 12, 31))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE worktime_termchange SET reason = 'x'",
        "DELETE FROM worktime_termchange",
        "UPDATE worktime_calendarnotice SET title = 'x'",
        "UPDATE worktime_calendarday SET name = 'x'",
        "DELETE FROM worktime_calendarday",
        "UPDATE worktime_term SET due_at = NULL",
        "UPDATE worktime_term SET state = 'met'",
        "UPDATE worktime_term SET state = 'paused'",
        "UPDATE worktime_officehours SET closes = '06:00'",
        "INSERT INTO worktime_officehours (weekday, opens, closes, period, source, mark) "
        "VALUES (1, '11:00', '12:00', daterange('2026-01-01', NULL), 'x', 'U')",
        "INSERT INTO worktime_termrule (code, name, name_en, amount, unit, direction, roll, period, source, mark) "
        "VALUES ('auction.refund', 'x', '', 1, 'months', 'forward', true, daterange('2030-01-01', NULL), 'x', 'U')",
    ],
)
def test_database__guards(calendar, statement):
    started()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_open__is_every_state_that_goes_on():
    assert frozenset(state for state, after in TERM_AFTER.items() if after) == OPEN
