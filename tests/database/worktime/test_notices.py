"""A notice replaces days and moves what runs."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.db import connection

from accounts.roles import Role
from audit.models import Event
from gis.http.problems import NotAllowed
from tests.factories.land import agency, person
from tests.factories.worktime import at
from worktime import reading, told
from worktime.actions import issue_notice, pause_term, resume_term, set_office_hours, start_term
from worktime.drafts import DayDraft, HoursChange, NoticeDraft
from worktime.errors import BadNotice
from worktime.lengths import Length, Unit
from worktime.models import CalendarDay, CalendarNotice, OfficeHours, Term, TermChange
from worktime.plans import Subject, TermPlan
from worktime.workflow import DayKind, Direction, Mark

pytestmark = pytest.mark.django_db
NOTICE = NoticeDraft("Nghỉ thêm", "Thông báo thử", Mark.READ, "1/TB", date(2026, 3, 1), "Bộ Nội vụ")
WORKING, HOURS = Unit.WORKING_DAYS, Unit.WORKING_HOURS


def started(subject_id, amount=3, unit=WORKING, when="06/03 09:00", direction=Direction.FORWARD, **more):
    plan = TermPlan("refund", "Trả tiền", Length(amount, unit), direction)
    return start_term(actor=None, subject=Subject("matter", subject_id), plan=plan, started_at=at(when), **more)


def off(day, kind=DayKind.HOLIDAY, **more):
    return DayDraft(day, kind, "Nghỉ đột xuất", **more)


def test_issue__moves_what_runs_and_says_why(calendar):
    through, at_end, rests = started("1"), started("2", 2), started("3")
    untouched, backward = started("4", 1), started("5", 2, when="11/03 09:00", direction=Direction.BACKWARD)
    pause_term(actor=None, term=rests, at=at("09/03 09:00"), reason="x")
    _notice, moved = issue_notice(actor=person("quan tri", Role.ADMIN), notice=NOTICE, days=[off(date(2026, 3, 10))])
    notice = CalendarNotice.objects.get(number="1/TB")
    assert [(one.term, one.before, one.after, one.notice) for one in moved] == [
        (through, at("12/03 00:00"), at("13/03 00:00"), notice),
        (at_end, at("11/03 00:00"), at("12/03 00:00"), notice),
        (backward, at("10/03 00:00"), at("07/03 00:00"), notice),
    ]
    assert Term.objects.get(pk=through.pk).due_day == date(2026, 3, 12)
    assert not TermChange.objects.filter(term__in=[untouched, rests], event="calendar").exists()
    change = TermChange.objects.get(term=through, event="calendar")
    assert (change.notice, change.due_before, change.due_after) == (notice, at("12/03 00:00"), at("13/03 00:00"))
    assert (change.actor_label, change.reason) == ("quan tri", "1/TB Nghỉ thêm")
    entry = Event.objects.get(verb="calendar.notice_issued", subject_id=str(notice.pk))
    assert entry.after == {"days": ["10/03/2026 Nghỉ đột xuất"], "terms_moved": len(moved)}
    assert resume_term(actor=None, term=rests, at=at("09/03 10:00")).due_day == date(2026, 3, 12)


def test_issue__replaces_a_day_and_keeps_the_old_row(calendar):
    day = date(2026, 11, 24)
    old = CalendarDay.objects.standing().get(day=day)
    issue_notice(actor=None, notice=NOTICE, days=[off(day, DayKind.ORDINARY)])
    assert reading.calendar_of().is_working_day(day)
    assert [row.day for row in reading.year_table(2026).days if row.day == day] == []
    old.refresh_from_db()
    assert old.replaced_by == CalendarDay.objects.standing().get(day=day).notice
    issue_notice(actor=None, notice=NOTICE, days=[off(day)])
    assert not reading.calendar_of().is_working_day(day)
    assert CalendarDay.objects.filter(day=day).count() == 3


def test_issue__swapped_saturday_shortens(calendar):
    term = started("1", 4)
    assert term.due_day == date(2026, 3, 12)
    days = [off(date(2026, 3, 7), DayKind.SWAPPED_ON, hours_of=4), off(date(2026, 3, 19), DayKind.SWAPPED_OFF)]
    _notice, (moved,) = issue_notice(actor=None, notice=NOTICE, days=days)
    assert moved.after == at("12/03 00:00")


@pytest.mark.parametrize(
    ("days", "named"),
    [
        ([], "chưa nêu ngày"),
        ([off(date(2026, 3, 10)), off(date(2026, 3, 10))], "10/03/2026 có hai dòng"),
        ([off(date(2026, 3, 10), DayKind.SWAPPED_ON)], "vốn là ngày làm việc"),
        ([off(date(2026, 3, 7), DayKind.COMPENSATION)], "nghỉ cuối tuần"),
        ([off(date(2031, 1, 1))], "còn thiếu ngày nghỉ 30/04, 01/05, 02/09, 24/11"),
    ],
)
def test_issue__refuses_what_cannot_be(calendar, days, named):
    count = CalendarDay.objects.count()
    with pytest.raises(BadNotice, match=named):
        issue_notice(actor=None, notice=NOTICE, days=days)
    assert CalendarDay.objects.count() == count


def test_issue__a_new_year_that_is_whole(calendar):
    days = [off(date(2031, month, day)) for month, day in ((1, 1), (4, 30), (5, 1), (9, 2), (11, 24))]
    issue_notice(actor=None, notice=NOTICE, days=days)
    assert reading.years_covered()[-1] == 2031
    assert reading.calendar_of().last == date(2031, 12, 31)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_issue__only_administrators_and_operators(calendar, role):
    with pytest.raises(NotAllowed):
        issue_notice(actor=person("x", role), notice=NOTICE, days=[off(date(2026, 3, 10))])
    with pytest.raises(NotAllowed):
        set_office_hours(actor=person("y", role), change=HoursChange(None, [1], [], date(2026, 1, 1), "x", Mark.READ))


def test_told__each_hook_with_its_own_and_a_refusal_undoes_all(calendar, monkeypatch):
    monkeypatch.setattr(told, "_hooks", told.defaultdict(list))
    heard = []
    told.declare("matter", heard.extend)
    told.declare("dossier", lambda moved: pytest.fail("not about dossiers"))
    term = started("1")
    issue_notice(actor=None, notice=NOTICE, days=[off(date(2026, 3, 10))])
    assert [one.term for one in heard] == [term]

    def refuse(moved):
        raise RuntimeError

    told.declare("matter", refuse)
    with pytest.raises(RuntimeError):
        issue_notice(actor=None, notice=NOTICE, days=[off(date(2026, 3, 9))])
    assert not CalendarDay.objects.filter(day=date(2026, 3, 9)).exists()
    assert Term.objects.get(pk=term.pk).due_day == date(2026, 3, 12)


def test_hours__of_an_agency_from_a_day_on(calendar):
    centre = agency()
    own = started("1", 4, HOURS, "06/03 15:00", agency=centre)
    general = started("2", 4, HOURS, "06/03 15:00")
    change = HoursChange(centre, [6], [(time(7, 30), time(11, 30))], date(2026, 3, 1), "x", Mark.READ)
    (moved,) = set_office_hours(actor=None, change=change)
    assert (moved.term, moved.after, moved.notice) == (own, at("07/03 09:30"), None)
    assert Term.objects.get(pk=general.pk).due_at == at("09/03 09:30")
    assert TermChange.objects.filter(event="hours").count() == 1
    (back,) = set_office_hours(actor=None, change=replace(change, since=date(2026, 3, 7), spans=[]))
    assert back.after == at("09/03 09:30")
    periods = list(OfficeHours.objects.filter(agency=centre).values_list("period", flat=True))
    assert [(period.lower, period.upper) for period in periods] == [(date(2026, 3, 1), date(2026, 3, 7))]


def test_hours__refusals(calendar):
    change = HoursChange(None, [1], [(time(8), time(12)), (time(13), time(17))], date(2026, 6, 1), "x", Mark.READ)
    set_office_hours(actor=None, change=change)
    assert reading.calendar_of().opening(date(2026, 6, 1)) == ((480, 720), (780, 1020))
    assert reading.calendar_of().opening(date(2026, 5, 25)) == ((450, 690), (780, 1020))
    for since, spans in (
        (date(2026, 6, 1), [(time(8), time(12))]),
        (date(2026, 7, 1), [(time(12), time(8))]),
        (date(2026, 7, 1), [(time(8), time(12)), (time(11), time(17))]),
    ):
        with pytest.raises(BadNotice):
            set_office_hours(actor=None, change=replace(change, since=since, spans=spans))


def test_calendar__kept_while_nothing_changes(calendar, django_assert_num_queries):
    first = reading.calendar_of()
    with django_assert_num_queries(1):
        assert reading.calendar_of() is first
    assert reading.calendar_of(agency().pk) is first
    issue_notice(actor=None, notice=NOTICE, days=[off(date(2026, 3, 10))])
    assert reading.calendar_of() is not first


def test_calendar__lock_is_shared_by_terms_and_taken_alone_by_notices(calendar):
    issue_notice(actor=None, notice=NOTICE, days=[off(date(2026, 3, 10))])
    started("1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        modes = {mode for (mode,) in cursor.fetchall()}
    assert modes == {"ExclusiveLock", "ShareLock"}
