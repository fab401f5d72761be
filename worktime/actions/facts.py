"""The project's own facts into the tables; what an official entered since is never overwritten."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from audit.actions import Entry, record
from worktime.actions.changes import recount, take_calendar
from worktime.actions.notices import enter_notice
from worktime.drafts import DayDraft, HoursDraft, NoticeDraft, RuleDraft
from worktime.models import CalendarDay, CalendarNotice, OfficeHours, TermRule
from worktime.workflow import DayKind, TermEvent


@transaction.atomic
def load_calendar_facts(*, actor: Any, notices: Mapping[int, NoticeDraft], days: Iterable[DayDraft]) -> int:
    """Enter the days off of the facts, year by year, where they differ from what stands. Returns how many days.

    Raises:
        NotAllowed: the actor is no administrator.
        KeyError: a year has days but no notice.
        BadNotice, CalendarEnds: as for `issue_notice`.
    """
    take_calendar()
    by_year: dict[int, list[DayDraft]] = {}
    for one in days:
        by_year.setdefault(one.day.year, []).append(one)
    entered = 0
    for year, own in sorted(by_year.items()):
        changed = _differing(notices[year], own, year)
        if changed:
            enter_notice(actor=actor, notice=notices[year], days=changed, from_facts=True)
        entered += len(changed)
    return entered


def _differing(notice: NoticeDraft, days: Iterable[DayDraft], year: int) -> list[DayDraft]:
    """Days of the facts that do not stand so yet, unless an official's notice says something else of them."""
    standing = {row.day: row for row in CalendarDay.objects.standing().of_year(year).select_related("notice")}
    named = set()
    changed = []
    for one in days:
        named.add(one.day)
        row = standing.get(one.day)
        if row is None or (row.notice.from_facts and (_of_day(row) != _of_day(one) or _differs(row.notice, notice))):
            changed.append(one)
    for day, row in standing.items():
        if day not in named and row.notice.from_facts and row.kind != DayKind.ORDINARY:
            changed.append(DayDraft(day, DayKind.ORDINARY, row.name, row.name_en))
    return changed


def _of_day(row: CalendarDay | DayDraft) -> tuple[Any, ...]:
    return row.kind, row.name, row.name_en, row.hours_of, row.source, row.mark


def _differs(row: CalendarNotice, draft: NoticeDraft) -> bool:
    return any(getattr(row, name) != getattr(draft, name) for name in draft.__dataclass_fields__)


@transaction.atomic
def load_hours_facts(*, actor: Any, hours: Iterable[HoursDraft]) -> int:
    """Enter the general office hours where there are none at all. Returns how many rows."""
    take_calendar()
    if OfficeHours.objects.filter(agency=None).exists():
        return 0
    made = OfficeHours.objects.bulk_create(
        OfficeHours(
            weekday=one.weekday,
            opens=one.opens,
            closes=one.closes,
            period=DateRange(one.since, one.until),
            source=one.source,
            mark=one.mark,
        )
        for one in hours
    )
    if CalendarDay.objects.standing().exists():
        recount(actor=actor, event=TermEvent.HOURS)
    record(actor=actor, entries=[Entry("office_hours.loaded", "office_hours", "facts", after={"count": len(made)})])
    return len(made)


@transaction.atomic
def load_rule_facts(*, actor: Any, rules: Iterable[RuleDraft]) -> int:
    """Enter the terms of the law, or refresh those that begin on the same day. Returns how many have changed.

    Terms that run keep the length that they were started with.
    """
    changed = 0
    for one in rules:
        own = TermRule.objects.filter(code=one.code, period__startswith=one.since).first() or TermRule(code=one.code)
        values = {
            "name": one.name,
            "name_en": one.name_en,
            "amount": one.amount,
            "unit": one.unit,
            "direction": one.direction,
            "roll": one.roll,
            "period": DateRange(one.since, one.until),
            "source": one.source,
            "mark": one.mark,
        }
        if any(getattr(own, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(own, name, value)
            own.save()
            changed += 1
    if changed:
        record(actor=actor, entries=[Entry("term_rules.loaded", "term_rules", "facts", after={"count": changed})])
    return changed
