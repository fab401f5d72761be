"""What every act on a term shares: the lock, the end as it now is, the line of its history."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.policies import Actor
from gis.db import versions
from gis.db.clock import clock
from worktime import told
from worktime.counting import end_of, moving, running, set_end
from worktime.errors import TermStep
from worktime.models import CalendarNotice, Term, TermChange
from worktime.reading import LAYER, calendar_of, read_shelf
from worktime.told import TermMoved
from worktime.workflow import TERM_AFTER, TermEvent, TermState

_CALENDAR_LOCK = 4300000000003


def share_calendar() -> None:
    """Keep calendars as they are until the transaction ends: a term must not start by days that are being replaced."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_CALENDAR_LOCK])


def take_calendar() -> None:
    """Be the only one who changes calendars, or starts and moves terms, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CALENDAR_LOCK])


def locked(term: Term, target: TermState | None = None) -> Term:
    """The term as it now is, kept from others; calendars first, so that two acts never wait for each other.

    Args:
        target: the state that it is to go to; None: it only has to be open.

    Raises:
        TermStep: it cannot go there.
    """
    share_calendar()
    found = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    after = TERM_AFTER[TermState(found.state)]
    if not after or (target is not None and target not in after):
        raise TermStep(_("Thời hạn này %(state)s.") % {"state": found.get_state_display().lower()})
    return found


def write(term: Term, *, actor: Any, event: TermEvent, at: datetime, reason: str = "", counted: bool = True) -> Term:
    """Save a changed term with the line of its history.

    Args:
        counted: work its end out anew.
    """
    before = term.due_at
    if counted:
        pauses = () if term._state.adding else term.pauses.all()  # a new term has none yet
        set_end(term, end_of(term, calendar_of(term.agency_id), pauses))
    term.save()
    _line(term, actor, event, at, before, reason).save(force_insert=True)
    return term


def recount(*, actor: Any, event: TermEvent, notice: CalendarNotice | None = None) -> list[TermMoved]:
    """Work out the ends of all running terms by the calendars as they now are, and tell who asked to be told.

    Returns:
        Those that have moved.
    """
    shelf, at = read_shelf(), clock()
    terms = running().select_for_update(of=("self",))
    moved = [replace(one, notice=notice) for one in moving(terms, shelf)]
    changes = [_line(one.term, actor, event, at, one.before, str(notice or ""), notice) for one in moved]
    Term.objects.bulk_update([one.term for one in moved], ["due_day", "due_at", "closes_at"], batch_size=1000)
    TermChange.objects.bulk_create(changes, batch_size=1000)
    told.tell(moved)
    versions.bump(LAYER)
    return moved


def _line(
    term: Term,
    actor: Actor,
    event: TermEvent,
    at: datetime,
    before: datetime | None,
    reason: str,
    notice: CalendarNotice | None = None,
) -> TermChange:
    return TermChange(
        term=term,
        event=event,
        at=at,
        due_before=before,
        due_after=term.due_at,
        notice=notice,
        reason=reason,
        actor_id=str(actor.pk) if actor is not None else "",
        actor_label=(str(actor) if actor is not None else "hệ thống")[:200],
    )
