"""Notices as who changes calendars looks at them: how much of each still stands, and what it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from worktime.models import CalendarDay, CalendarNotice, TermChange


@dataclass(frozen=True)
class NoticeTold:
    """A notice in a list.

    Attributes:
        days: that it names.
        standing: those among them that no later notice has replaced.
        moved: terms whose end, or closing hour, it moved: a count over all of them, which names none.
    """

    notice: CalendarNotice
    days: int
    standing: int
    moved: int


def notices_told(user: Any) -> list[NoticeTold]:
    """Every notice, the newest first."""
    rows = CalendarNotice.objects.visible_to(user).select_related("replaces", "replacement")
    days = CalendarDay.objects.visible_to(user)
    named, left = _by_notice(days), _by_notice(days.standing())
    moved = _by_notice(TermChange.objects.exclude(notice=None))
    return [NoticeTold(row, named.get(row.pk, 0), left.get(row.pk, 0), moved.get(row.pk, 0)) for row in rows]


def _by_notice(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("notice").annotate(Count("pk")))


def changes_by(notice: CalendarNotice) -> Sequence[TermChange]:
    """What a notice did to terms, all of them: who shows them asks which ones the reader may know of."""
    rows = TermChange.objects.filter(notice=notice, due_before__isnull=False, due_after__isnull=False)
    return list(rows.select_related("term").order_by("term__subject_label", "pk"))
