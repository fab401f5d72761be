"""Terms that a notice or other hours move, as a person may see them: named where they read the term, else counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gis.query.times import moment_text
from worktime.models import CalendarNotice, Term
from worktime.notices import changes_by
from worktime.told import TermMoved

_SHOWN = 500


@dataclass(frozen=True)
class Move:
    """A term with its end before and after, in words; `address` leads to what it is about, "" nowhere."""

    term: Term
    before: str
    after: str
    later: bool
    address: str


@dataclass(frozen=True)
class Moves:
    """What moved.

    Attributes:
        count: ends that moved.
        rows: of those that the person may read, the first ones.
        hidden: how many the person may not read.
        left: how many more there are than rows.
        closing: terms of which only the hour moved at which the office closes on the last day.
    """

    count: int
    rows: list[Move]
    hidden: int
    left: int
    closing: int


def foreseen_moves(user: Any, moved: Iterable[TermMoved]) -> Moves:
    """What would move."""
    return _moves(user, [(one.term, one.before, one.after) for one in moved])


def moves_of(user: Any, notice: CalendarNotice) -> Moves:
    """What a notice moved."""
    told = [(row.term, row.due_before, row.due_after) for row in changes_by(notice)]
    return _moves(user, [(term, before, after) for term, before, after in told if before and after])


def _moves(user: Any, told: Sequence[tuple[Term, datetime, datetime]]) -> Moves:
    ends = [item for item in told if item[1] != item[2]]
    keys = [term.pk for term, _before, _after in ends]
    seen = set(Term.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    shown = [_move(*item) for item in ends if item[0].pk in seen]
    shown.sort(key=lambda one: (one.term.subject_label, one.term.kind))
    return Moves(
        count=len(ends),
        rows=shown[:_SHOWN],
        hidden=len(ends) - len(shown),
        left=max(len(shown) - _SHOWN, 0),
        closing=len(told) - len(ends),
    )


def _move(term: Term, before: datetime, after: datetime) -> Move:
    address = reverse("lot", args=[term.subject_label]) if term.subject_type == "lot" and term.subject_label else ""
    return Move(term, _end(term, before), _end(term, after), after > before, address)


def _end(term: Term, at: datetime) -> str:
    """A term by the day ends with a day, at the midnight after it."""
    if term.length.by_the_hour:
        return moment_text(at)
    return _("hết ngày %(day)s") % {"day": f"{timezone.localtime(at - timedelta(minutes=1)):%d/%m/%Y}"}
