"""Office hours change from a day on."""

from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from audit.actions import Entry, record
from worktime.actions.changes import recount, take_calendar
from worktime.checks import check_hours
from worktime.drafts import HoursChange
from worktime.models import OfficeHours
from worktime.preview import require, require_seen, seal
from worktime.told import TermMoved
from worktime.workflow import TermEvent


@transaction.atomic
def set_office_hours(*, actor: Any, change: HoursChange, seen: str = "") -> list[TermMoved]:
    """Give weekdays other hours from a day on, and count all running terms anew.

    Args:
        seen: seal of the preview that was confirmed; "" without one.

    Returns:
        The terms whose ends, or closing hours, have moved.

    Raises:
        NotAllowed: the actor is no administrator.
        BadNotice: hours that end before they begin, or overlap, or such that hold from a later day already.
        PreviewOutdated: something else would happen than what was seen.
    """
    require(actor)
    take_calendar()
    check_hours(change)
    rows = OfficeHours.objects.filter(agency=change.agency, weekday__in=change.weekdays).select_for_update()
    standing = rows.filter(Q(period__endswith=None) | Q(period__endswith__gt=change.since))
    ended = list(standing.order_by("weekday", "opens"))
    for row in ended:
        row.period = DateRange(row.period.lower, change.since)
        row.save(update_fields=["period"])
    own = {"agency": change.agency, "source": change.source, "mark": change.mark}
    for weekday in change.weekdays:
        for opens, closes in change.spans:
            period = DateRange(change.since, None)
            OfficeHours.objects.create(weekday=weekday, opens=opens, closes=closes, period=period, **own)
    moved = recount(actor=actor, event=TermEvent.HOURS)
    require_seen(seen, seal(moved))
    before = {"hours": [f"{row.weekday}: {row.opens:%H:%M}-{row.closes:%H:%M}" for row in ended]}
    after = {
        "hours": [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in change.spans],
        "weekday": sorted(change.weekdays),
        "since": change.since,
        "source": change.source,
        "terms_moved": len(moved),
    }
    label = str(change.agency) if change.agency else "mọi cơ quan"
    record(
        actor=actor,
        entries=[Entry("office_hours.set", "office_hours", str(change.agency_id or 0), label, before, after)],
    )
    return moved
