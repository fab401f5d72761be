"""Office hours change from a day on."""

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Agency
from audit.actions import Entry, record
from gis.http.problems import NotAllowed
from worktime import policies
from worktime.actions.changes import recount, take_calendar
from worktime.errors import BadNotice
from worktime.models import OfficeHours
from worktime.told import TermMoved
from worktime.workflow import Mark, TermEvent


@transaction.atomic
def set_office_hours(
    *,
    actor: Any,
    agency: Agency | None,
    weekday: int,
    spans: Sequence[tuple[time, time]],
    since: date,
    source: str,
    mark: Mark,
) -> list[TermMoved]:
    """Give a weekday other hours from a day on, and count all running terms anew.

    Args:
        agency: None: for all that have no hours of their own on that weekday.
        weekday: ISO, Monday is 1.
        spans: from and to, in order; none: the agency again has the general hours.

    Returns:
        The terms whose ends have moved.

    Raises:
        NotAllowed: the actor is no administrator.
        BadNotice: hours that end before they begin, or overlap, or such that hold from a later day already.
    """
    if not policies.can_manage_calendar(actor):
        raise NotAllowed(_("Bạn không có quyền thay đổi lịch làm việc."))
    take_calendar()
    _check(weekday, spans)
    rows = OfficeHours.objects.filter(agency=agency, weekday=weekday).select_for_update()
    if rows.filter(period__startswith__gte=since).exists():
        raise BadNotice(_("Đã có giờ làm việc áp dụng từ ngày đó hoặc sau đó."))
    standing = list(rows.filter(Q(period__endswith=None) | Q(period__endswith__gt=since)).order_by("opens"))
    for row in standing:
        row.period = DateRange(row.period.lower, since)
        row.save(update_fields=["period"])
    own = {"agency": agency, "weekday": weekday, "period": DateRange(since, None), "source": source, "mark": mark}
    for opens, closes in spans:
        OfficeHours.objects.create(opens=opens, closes=closes, **own)
    moved = recount(actor=actor, event=TermEvent.HOURS)
    before = {"hours": [f"{row.opens:%H:%M}-{row.closes:%H:%M}" for row in standing]}
    after = {
        "hours": [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans],
        "weekday": weekday,
        "since": since,
        "terms_moved": len(moved),
    }
    label = str(agency) if agency else "mọi cơ quan"
    entry = Entry("office_hours.set", "office_hours", str(agency.pk if agency else 0), label, before, after)
    record(actor=actor, entries=[entry])
    return moved


def _check(weekday: int, spans: Sequence[tuple[time, time]]) -> None:
    edges = [edge for span in spans for edge in span]
    if not 1 <= weekday <= 7 or any(later <= earlier for earlier, later in pairwise(edges)):
        raise BadNotice(_("Giờ làm việc phải theo thứ tự và không chồng nhau."))
