"""Where terms end by a calendar, and which of them would move by another one; nothing is written here."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from worktime.clock import Due, due, latest
from worktime.models import Term
from worktime.reading import Shelf
from worktime.told import TermMoved
from worktime.workcalendar import WorkCalendar
from worktime.workflow import Direction, TermState


def end_of(term: Term, calendar: WorkCalendar, pauses: Iterable[Any]) -> Due | None:
    """Where a term ends."""
    if term.direction == Direction.BACKWARD:
        return latest(calendar, term.length, term.started_at, term.roll)
    rests = sorted((pause.since, pause.until) for pause in pauses)
    return due(calendar, term.length, term.started_at, rests, term.roll)


def set_end(term: Term, end: Due | None) -> None:
    """Note it on the term, which is not saved."""
    term.due_day, term.due_at, term.closes_at = (end.day, end.at, end.closes_at) if end else (None, None, None)


def running() -> Any:
    """Terms that run, in the one order in which they are locked."""
    return Term.objects.filter(state=TermState.RUNNING).order_by("pk").prefetch_related("pauses")


def moving(terms: Iterable[Term], shelf: Shelf) -> Iterator[TermMoved]:
    """The terms that end otherwise by the calendars of a shelf, with their ends set; not saved.

    Raises:
        CalendarEnds, NoCalendar: a term reaches beyond the calendar.
    """
    for term in terms:
        kept = (term.due_at, term.closes_at)
        set_end(term, end_of(term, shelf.calendar_of(term.agency_id), term.pauses.all()))
        if (term.due_at, term.closes_at) != kept:
            before: datetime | None = kept[0]
            assert before is not None
            assert term.due_at is not None
            yield TermMoved(term, before, term.due_at)
