"""Days off and swapped working days as an iCalendar file (RFC 5545): whole days."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from worktime.models import CalendarDay
from worktime.workcalendar import ZONE, Kind

CONTENT_TYPE = "text/calendar; charset=utf-8"


def day_calendar(days: Iterable[CalendarDay], address: str, host: str) -> bytes:
    """The events of days that are not as their weekdays.

    Args:
        days: with their notices.
        address: absolute address of the calendar's page.
        host: of the site; with the day it makes identifiers that stay when a notice is replaced.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Dat cong Ba Ria - Vung Tau//Working calendar//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Lịch nghỉ lễ, tết và ngày làm việc bù"))
    calendar.add("x-wr-timezone", str(ZONE))
    for row in days:
        calendar.add_component(_event(row, address, host))
    body: bytes = calendar.to_ical()
    return body


def _event(row: CalendarDay, address: str, host: str) -> Event:
    notice = row.notice
    said = f"{row.local_name} ({row.get_kind_display().lower()})"
    event: Any = Event()
    event.add("uid", f"{row.day:%Y%m%d}-calendar@{host}")
    event.add("sequence", notice.pk)
    event.add("dtstamp", notice.recorded_at)
    event.add("last-modified", notice.recorded_at)
    event.add("dtstart", row.day)
    event.add("dtend", row.day + timedelta(days=1))
    event.add("summary", _("%(day)s, tạm tính") % {"day": said} if notice.provisional else said)
    event.add("description", f"{notice}. {row.source}\n{address}")
    event.add("url", f"{address}?year={row.day.year}")
    event.add("status", "TENTATIVE" if notice.provisional else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if row.kind == Kind.SWAPPED_ON else "OPAQUE")
    return event
