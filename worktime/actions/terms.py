"""Terms begin, rest, go on and end. Who may do that is asked by the act on their subject, which calls these."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Agency
from worktime.actions.changes import locked, share_calendar, write
from worktime.errors import BadTerm, TermStep
from worktime.models import Term, TermPause
from worktime.plans import Subject, TermPlan
from worktime.workflow import Direction, TermEvent, TermState


@transaction.atomic
def start_term(
    *, actor: Any, subject: Subject, plan: TermPlan, started_at: datetime, agency: Agency | None = None
) -> Term:
    """Begin a term.

    Args:
        plan: of a rule (`rule(code, day).plan`), or of a procedure's step.
        started_at: the instant it counts from; for one that is counted back, what it must lie before.
        agency: whose office hours count; None: the general ones.

    Raises:
        TermStep: one of this kind is open about the subject.
        CalendarEnds, NoCalendar: it reaches beyond the calendar.
    """
    share_calendar()
    term = Term(
        subject_type=subject.type,
        subject_id=subject.id,
        subject_label=subject.label[:200],
        kind=plan.kind,
        name=plan.name,
        agency=agency,
        started_at=started_at,
        amount=plan.length.amount,
        unit=plan.length.unit.value,
        direction=plan.direction,
        roll=plan.roll,
    )
    try:
        with transaction.atomic():
            return write(term, actor=actor, event=TermEvent.STARTED, at=started_at)
    except IntegrityError as error:
        if "one_open_term_of_a_kind" not in str(error):
            raise
        sentence = _("%(subject)s đang có thời hạn “%(name)s”.")
        raise TermStep(sentence % {"subject": subject.label or subject.id, "name": plan.name}) from error


@transaction.atomic
def pause_term(*, actor: Any, term: Term, at: datetime, reason: str) -> Term:
    """Let a term rest from an instant on; it has no end until it goes on.

    Raises:
        TermStep: it rests already, is closed, or was over by then.
        BadTerm: it is counted back from something, the instant lies before its beginning or last rest, or no reason.
    """
    own = locked(term, TermState.PAUSED)
    if own.direction == Direction.BACKWARD:
        raise BadTerm(_("Thời hạn tính lùi từ một mốc thì không tạm dừng; hãy dời mốc."))
    _require_reason(reason)
    _require_order(own, at)
    if own.due_at is not None and at >= own.due_at:
        raise TermStep(_("Thời hạn đã hết trước lúc tạm dừng."))
    TermPause.objects.create(term=own, since=at, reason=reason)
    own.state = TermState.PAUSED
    return write(own, actor=actor, event=TermEvent.PAUSED, at=at, reason=reason)


@transaction.atomic
def resume_term(*, actor: Any, term: Term, at: datetime, reason: str = "") -> Term:
    """Let a term that rests go on from an instant.

    Raises:
        TermStep: it does not rest.
        BadTerm: the instant lies before the rest began.
        CalendarEnds: it now reaches beyond the calendar.
    """
    own = locked(term, TermState.RUNNING)
    _require_order(own, at)
    own.pauses.filter(until=None).update(until=at)
    own.state = TermState.RUNNING
    return write(own, actor=actor, event=TermEvent.RESUMED, at=at, reason=reason)


@transaction.atomic
def meet_term(*, actor: Any, term: Term, at: datetime, reason: str = "") -> Term:
    """What was due is done, in time or not; `was_met_in_time` tells.

    Raises:
        TermStep: the term is closed.
        BadTerm: the instant lies before the term or its last rest began.
    """
    own = locked(term, TermState.MET)
    if own.direction == Direction.FORWARD:
        _require_order(own, at)
    return _close(own, actor, TermEvent.MET, TermState.MET, at, reason)


@transaction.atomic
def void_term(*, actor: Any, term: Term, at: datetime, reason: str) -> Term:
    """The term no longer matters: the dossier was withdrawn, the auction is off.

    Raises:
        TermStep: the term is closed.
        BadTerm: no reason.
    """
    own = locked(term, TermState.VOID)
    _require_reason(reason)
    return _close(own, actor, TermEvent.VOID, TermState.VOID, at, reason)


@transaction.atomic
def move_anchor(*, actor: Any, term: Term, started_at: datetime, at: datetime, reason: str) -> Term:
    """Count from another instant: the session was put off, the paper came another day.

    Args:
        at: when it was moved.

    Raises:
        TermStep: the term is closed.
        BadTerm: it has rested before that instant, or no reason.
        CalendarEnds: it now reaches beyond the calendar.
    """
    own = locked(term)
    _require_reason(reason)
    if own.pauses.filter(since__lt=started_at).exists():
        raise BadTerm(_("Thời hạn đã tạm dừng trước mốc mới."))
    own.started_at = started_at
    return write(own, actor=actor, event=TermEvent.MOVED, at=at, reason=reason)


def _close(own: Term, actor: Any, event: TermEvent, state: TermState, at: datetime, reason: str) -> Term:
    own.pauses.filter(until=None, since__lte=at).update(until=at)
    own.state, own.closed_at = state, at
    return write(own, actor=actor, event=event, at=at, reason=reason, counted=False)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise BadTerm(_("Hãy nêu lý do."))


def _require_order(term: Term, at: datetime) -> None:
    """Rests come one after another, and none before the beginning."""
    last = term.pauses.order_by("-since").first()
    edges = [term.started_at, *((last.since, last.until) if last else ())]
    if at < max(edge for edge in edges if edge is not None):
        raise BadTerm(_("Thời điểm này trước lúc thời hạn bắt đầu hoặc trước lần tạm dừng gần nhất."))
