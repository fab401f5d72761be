"""A notice of days off is entered, and everything that runs is counted anew."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from audit.actions import Entry, record
from worktime.actions.changes import recount, take_calendar
from worktime.checks import check_days, check_replaced
from worktime.drafts import DayDraft, NoticeDraft
from worktime.models import CalendarDay, CalendarNotice
from worktime.preview import require, require_seen, seal, standing, with_days_given_back
from worktime.told import TermMoved
from worktime.workflow import TermEvent


def issue_notice(
    *,
    actor: Any,
    notice: NoticeDraft,
    days: Iterable[DayDraft],
    replaces: CalendarNotice | None = None,
    seen: str = "",
) -> tuple[CalendarNotice, list[TermMoved]]:
    """Enter a new or changed notice of days off, and count all running terms anew, in one transaction.

    A day of the notice replaces what stood for that day, and a day of the kind ORDINARY makes it an ordinary one again.
    Days that the notice does not name stay as they are. A year that has no days yet must come whole.

    Args:
        replaces: a notice that this one takes the place of; days that only that one named are again what they were.
        seen: seal of the preview that was confirmed; "" without one.

    Returns:
        The notice, and the terms whose ends have moved; each has a TermChange that names the notice.

    Raises:
        NotAllowed: the actor is no administrator.
        BadNotice: no days, two rows for a day, a kind that its weekday cannot have, a new year that is not whole, or
            one that was replaced already.
        CalendarEnds: a term would reach beyond the calendar.
        PreviewOutdated: something else would happen than what was seen.
    """
    return enter_notice(actor=actor, notice=notice, days=list(days), from_facts=False, replaces=replaces, seen=seen)


@transaction.atomic
def enter_notice(
    *,
    actor: Any,
    notice: NoticeDraft,
    days: Sequence[DayDraft],
    from_facts: bool,
    replaces: CalendarNotice | None = None,
    seen: str = "",
) -> tuple[CalendarNotice, list[TermMoved]]:
    """As `issue_notice`, for the project's own facts too."""
    require(actor)
    take_calendar()
    check_replaced(replaces)
    days = with_days_given_back(days, replaces)
    check_days(days)
    before = standing(days)
    row = CalendarNotice.objects.create(
        **vars(notice),
        from_facts=from_facts,
        replaces=replaces,
        actor_id=str(actor.pk) if actor is not None else "",
        actor_label=str(actor)[:200] if actor is not None else "",
    )
    CalendarDay.objects.filter(pk__in=[old.pk for old in before.values()]).update(replaced_by=row)
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=row, **vars(one) | {"source": one.source or notice.source}) for one in days
    )
    moved = recount(actor=actor, event=TermEvent.CALENDAR, notice=row)
    require_seen(seen, seal(moved, days, before))
    record(
        actor=actor,
        entries=[
            Entry(
                "calendar.notice_replaced" if replaces is not None else "calendar.notice_issued",
                "calendar",
                str(row.pk),
                str(row),
                before={"days": _named(before.values()), **({"notice": str(replaces)} if replaces else {})},
                after={"days": _named(days), "terms_moved": len(moved)},
            )
        ],
    )
    return row, moved


def _named(days: Iterable[Any]) -> list[str]:
    return [f"{one.day:%d/%m/%Y} {one.name}" for one in days]
