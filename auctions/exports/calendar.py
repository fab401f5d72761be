"""Lots as an iCalendar file (RFC 5545): viewing, last moments for files and deposits, session, in Vietnamese time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from auctions.exports import words
from auctions.models import Lot
from auctions.workflow import LotState

CONTENT_TYPE = "text/calendar; charset=utf-8"
_STATUS = {
    LotState.CANCELLED: "CANCELLED",
    LotState.WITHDRAWN: "CANCELLED",
    LotState.SUSPENDED: "TENTATIVE",
}


def lot_calendar(lots: Iterable[Lot], address: Callable[[Lot], str], host: str, name: str = "") -> bytes:
    """The events of lots.

    Args:
        lots: as the reader may see them.
        address: absolute address of a lot's page.
        host: of the site; with lot, attempt and kind it makes identifiers that stay.
        name: of the calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Dat cong Ba Ria - Vung Tau//Lots//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name or words.title())
    calendar.add("x-wr-timezone", str(timezone.get_default_timezone()))
    for lot in lots:
        for event in _events(lot, address(lot), host):
            calendar.add_component(event)
    calendar.add_missing_timezones()
    body: bytes = calendar.to_ical()
    return body


def _events(lot: Lot, address: str, host: str) -> Iterator[Event]:
    seller = f"{lot.organisation.agency.name}, {lot.organisation.address}" if lot.organisation is not None else ""
    told: tuple[tuple[str, str, datetime | None, datetime | None, str], ...] = (
        ("view", _("Xem đất"), lot.view_from, lot.view_until, lot.address),
        ("files", _("Hết hạn bán, nhận hồ sơ"), lot.files_until, None, seller),
        ("deposit", _("Hết hạn nộp tiền đặt trước"), lot.deposit_until, None, seller),
        ("session", _("Đấu giá"), lot.session_at, None, lot.venue),
    )
    for kind, title, begin, end, place in told:
        if begin is not None:
            yield _event(lot, (f"{lot.code}-{lot.attempt}-{kind}@{host}", title, place, address), begin, end)


def _event(lot: Lot, texts: tuple[str, str, str, str], begin: datetime, end: datetime | None) -> Event:
    uid, title, place, address = texts
    event: Any = Event()
    event.add("uid", uid)
    event.add("sequence", lot.version)
    event.add("dtstamp", lot.updated_at)
    event.add("last-modified", lot.updated_at)
    event.add("dtstart", timezone.localtime(begin))
    if end is not None and end > begin:
        event.add("dtend", timezone.localtime(end))
    event.add("summary", f"{title}: {lot.name} ({lot.code})")
    if place:
        event.add("location", place)
    event.add("description", f"{lot.get_state_display()}. {words.notice()}\n{address}")
    event.add("url", address)
    event.add("status", _STATUS.get(LotState(lot.state), "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    return event
