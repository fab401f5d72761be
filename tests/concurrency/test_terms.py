"""A term that starts while a notice is entered ends by the days of the notice, whoever came first."""

from datetime import date
from io import StringIO
from threading import Event

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.concurrency.conftest import hold
from tests.factories.worktime import at
from worktime import reading
from worktime.actions import issue_notice, start_term
from worktime.drafts import DayDraft, NoticeDraft
from worktime.errors import BadNotice, PreviewOutdated
from worktime.lengths import Length, Unit
from worktime.models import CalendarNotice, Term, TermChange
from worktime.plans import Subject, TermPlan
from worktime.preview import foresee_notice
from worktime.workflow import DayKind, Mark

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = TermPlan("refund", "Trả tiền", Length(3, Unit.WORKING_DAYS))


def start():
    start_term(actor=None, subject=Subject("matter", "1"), plan=PLAN, started_at=at("06/03 09:00"))


def enter():
    day = DayDraft(date(2026, 3, 10), DayKind.HOLIDAY, "Nghỉ đột xuất")
    issue_notice(actor=None, notice=NoticeDraft("Nghỉ thêm", "thử", Mark.READ), days=[day])


def one_before_the_other(at_once, before, after):
    """The first has written, not committed, when the second begins. Returns the last day of the term."""
    call_command("load_calendar", stdout=StringIO())
    reading.forget()
    written, done = Event(), Event()

    def first():
        with transaction.atomic():
            before()
            written.set()
            hold(done)

    def second():
        assert written.wait(10)
        try:
            after()
        finally:
            done.set()

    assert at_once(first, second) == [None, None]
    return Term.objects.get().due_day


@pytest.mark.parametrize(("before", "after"), [(start, enter), (enter, start)])
def test_race_appears_without_the_lock(at_once, monkeypatch, before, after):
    """Negative control."""
    monkeypatch.setattr("worktime.actions.terms.share_calendar", lambda: None)
    monkeypatch.setattr("worktime.actions.notices.take_calendar", lambda: None)
    assert one_before_the_other(at_once, before, after) == date(2026, 3, 11)


@pytest.mark.parametrize(("before", "after"), [(start, enter), (enter, start)])
def test_start_and_notice__end_by_the_days_of_the_notice(at_once, before, after):
    assert one_before_the_other(at_once, before, after) == date(2026, 3, 12)


def both_saw_the_same(at_once, replaces=None):
    """Two people see what a notice would do, then both confirm it, one before the other; their outcomes."""
    call_command("load_calendar", stdout=StringIO())
    reading.forget()
    start()
    old = CalendarNotice.objects.get(title__contains="2026") if replaces else None
    days = [DayDraft(date(2026, 3, 10), DayKind.HOLIDAY, "Nghỉ đột xuất")]
    seen = foresee_notice(actor=None, days=days, replaces=old).seal
    written, done = Event(), Event()

    def confirm():
        notice = NoticeDraft("Nghỉ thêm", "thử", Mark.READ)
        return issue_notice(actor=None, notice=notice, days=days, replaces=old, seen=seen)

    def first():
        with transaction.atomic():
            confirm()
            written.set()
            hold(done)

    def second():
        assert written.wait(10)
        try:
            confirm()
        finally:
            done.set()

    return at_once(first, second)


def test_two_notices__the_second_is_told_that_what_it_saw_is_past(at_once):
    won, lost = both_saw_the_same(at_once)
    assert won is None
    assert isinstance(lost, PreviewOutdated)
    assert CalendarNotice.objects.filter(title="Nghỉ thêm").count() == 1
    assert TermChange.objects.filter(event="calendar").count() == 1


def test_two_notices__only_one_replaces_the_same(at_once):
    won, lost = both_saw_the_same(at_once, replaces=True)
    assert won is None
    assert isinstance(lost, BadNotice)
    assert CalendarNotice.objects.exclude(replaces=None).count() == 1


def test_two_notices__without_the_lock_the_database_still_refuses_the_second(at_once, monkeypatch):
    """Negative control: what was seen is compared with rows that the other has not committed."""
    monkeypatch.setattr("worktime.actions.notices.take_calendar", lambda: None)
    won, lost = both_saw_the_same(at_once)
    assert won is None
    assert not isinstance(lost, PreviewOutdated)
    assert CalendarNotice.objects.filter(title="Nghỉ thêm").count() == 1
