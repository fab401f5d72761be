"""What a notice of days off or other office hours would do, without writing it; what is confirmed must be the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from gis.http.problems import NotAllowed
from worktime import policies
from worktime.checks import check_days, check_hours, check_replaced
from worktime.counting import moving, running
from worktime.drafts import DayDraft, HoursChange
from worktime.errors import PreviewOutdated
from worktime.models import CalendarDay, CalendarNotice
from worktime.reading import read_shelf
from worktime.told import TermMoved
from worktime.workflow import DayKind


@dataclass(frozen=True)
class Foreseen:
    """What would happen.

    Attributes:
        days: each day as it would be, beside the row that stands for it now.
        moved: running terms whose end, or whose closing hour, would move.
        seal: of all of it; given back with the confirmation.
    """

    days: list[tuple[DayDraft, CalendarDay | None]]
    moved: list[TermMoved]
    seal: str


def foresee_notice(*, actor: Any, days: Sequence[DayDraft], replaces: CalendarNotice | None = None) -> Foreseen:
    """What `issue_notice` would do with these days now.

    Raises:
        NotAllowed, BadNotice, CalendarEnds: as `issue_notice` would.
    """
    require(actor)
    check_replaced(replaces)
    every = with_days_given_back(days, replaces)
    check_days(every)
    before = standing(every)
    moved = list(moving(running(), read_shelf(instead=every)))
    return Foreseen([(one, before.get(one.day)) for one in every], moved, seal(moved, every, before))


def foresee_hours(*, actor: Any, change: HoursChange) -> Foreseen:
    """What `set_office_hours` would do now.

    Raises:
        NotAllowed, BadNotice, CalendarEnds: as `set_office_hours` would.
    """
    require(actor)
    check_hours(change)
    moved = list(moving(running(), read_shelf(hours_change=change)))
    return Foreseen([], moved, seal(moved))


def require(actor: Any) -> None:
    """Refuse who may not change calendars.

    Raises:
        NotAllowed: the actor is no administrator.
    """
    if not policies.can_manage_calendar(actor):
        raise NotAllowed(_("Bạn không có quyền thay đổi lịch làm việc."))


def with_days_given_back(days: Sequence[DayDraft], replaces: CalendarNotice | None) -> list[DayDraft]:
    """The days of a new notice, and those that only the replaced one names: they are again what they were before it."""
    if replaces is None:
        return list(days)
    named = {one.day for one in days}
    earlier = {row.day: row for row in CalendarDay.objects.filter(replaced_by=replaces)}
    dropped = CalendarDay.objects.standing().filter(notice=replaces).exclude(kind=DayKind.ORDINARY).order_by("day")
    return [*days, *(_given_back(row, earlier.get(row.day)) for row in dropped if row.day not in named)]


def _given_back(row: CalendarDay, earlier: CalendarDay | None) -> DayDraft:
    if earlier is None:
        return DayDraft(row.day, DayKind.ORDINARY, row.name, row.name_en)
    own = {name: getattr(earlier, name) for name in ("name", "name_en", "hours_of", "source", "mark")}
    return DayDraft(earlier.day, DayKind(earlier.kind), **own)


def standing(days: Iterable[DayDraft]) -> dict[date, CalendarDay]:
    """What stands for these days now."""
    rows = CalendarDay.objects.standing().filter(day__in=[one.day for one in days]).select_related("notice")
    return {row.day: row for row in rows}


def seal(
    moved: Iterable[TermMoved], days: Iterable[DayDraft] = (), before: Mapping[date, CalendarDay] | None = None
) -> str:
    """A fingerprint of what is replaced by what, and of what moves from when to when."""
    rows = before or {}
    lines = [f"{one!r} {rows[one.day].pk if one.day in rows else ''}" for one in days]
    lines += [f"{one.term.pk} {one.before.timestamp()} {one.after.timestamp()} {one.term.closes_at}" for one in moved]
    return sha256("\n".join(lines).encode()).hexdigest()


def require_seen(seen: str, now: str) -> None:
    """Hold what is about to be done against what was seen before; "" stands for acts without a preview.

    Raises:
        PreviewOutdated: they differ.
    """
    if seen and seen != now:
        raise PreviewOutdated(
            _("Sau lần xem trước đã có thay đổi, hoặc mẫu đã được sửa. Chưa ghi gì: hãy xem lại rồi xác nhận.")
        )
