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
from worktime.lengths import Length, Unit
from worktime.models import Term
from worktime.plans import Subject, TermPlan
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
