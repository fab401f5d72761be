"""Changes on plots: found by the method, decided by people. What they decided is not raised again."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.db.clock import clock
from gis.http.problems import NotAllowed
from gis.work.queue import order_once
from imagery import policies
from imagery.changes.stack import NEEDED
from imagery.errors import ChangeStep
from imagery.models import ChangeCandidate, Collection, Scene
from imagery.workflow import CHANGE_DECIDED, CandidateKind, ChangeState
from land.actions import flags
from land.workflow import FlagKind

TASK, QUEUE = "imagery.detect_changes", "imagery"
_VERBS = {
    ChangeState.TRIAGE: "change.taken_up",
    ChangeState.CANDIDATE: "change.put_back",
    ChangeState.CONFIRMED: "change.confirmed",
    ChangeState.DISMISSED: "change.dismissed",
}
_WAIT_S = 300  # scenes often come in by the dozen; one run after the last is enough


def order_detection(scene: Scene) -> None:
    """Have a worker look for changes in the series of a scene some minutes later, once for all that come meanwhile."""
    if scene.starts_at is not None or not set(NEEDED) <= set(scene.bands.values_list("role", flat=True)):
        return
    defer_detection(scene.collection_id)


def order_every_detection() -> None:
    """The same for every series: boundaries moved."""
    for collection in Collection.objects.order_by("pk"):
        newest = collection.scenes.of_a_moment().filter(withdrawn_at=None).order_by("-acquired_at").first()
        if newest is not None:
            order_detection(newest)


def defer_detection(collection: str) -> None:
    """Queue a run for a series, unless one waits."""
    # No lock of its own: a worker that was killed would hold it for good. Two runs at once only wait to write.
    order_once(TASK, QUEUE, f"{TASK}:{collection}", delay_s=_WAIT_S, collection=collection)


@transaction.atomic
def take_up_change(*, actor: Any, candidate: ChangeCandidate) -> ChangeCandidate:
    """Begin to look at a candidate.

    Raises:
        NotAllowed: the actor does not review changes.
        ChangeStep: somebody took it up before, or it is decided.
    """
    return _moved(actor, candidate, ChangeState.TRIAGE)


@transaction.atomic
def put_back_change(*, actor: Any, candidate: ChangeCandidate) -> ChangeCandidate:
    """Leave a candidate to somebody else.

    Raises:
        NotAllowed, ChangeStep: as for `take_up_change`.
    """
    return _moved(actor, candidate, ChangeState.CANDIDATE)


@transaction.atomic
def confirm_change(
    *,
    actor: Any,
    candidate: ChangeCandidate,
    today: date,
    kind: CandidateKind | None = None,
    since: date | None = None,
    note: str = "",
) -> ChangeCandidate:
    """Say that a candidate is a change. A confirmed encroachment raises the plot's flag.

    One that nobody took up is taken up first (`policies.change_steps`).

    Args:
        kind: what the person sees; the method's word without.
        since: first day of the flag; the day on which it was first seen without.

    Raises:
        NotAllowed, ChangeStep: as for `take_up_change`.
        BadChange: the flag was up until a later day; give `since`.
    """
    decided = kind or CandidateKind(candidate.kind)
    current = _moved(actor, candidate, ChangeState.CONFIRMED, reason=note.strip(), kind=decided)
    if decided == CandidateKind.ENCROACHMENT and FlagKind.ENCROACHED not in current.plot.flags:
        flags.raise_flag(
            actor=actor,
            plot=current.plot,
            kind=FlagKind.ENCROACHED,
            since=since or current.seen_on,
            today=today,
            note=_flag_note(current, note.strip()),
        )
    return current


@transaction.atomic
def dismiss_change(*, actor: Any, candidate: ChangeCandidate, reason: str) -> ChangeCandidate:
    """Say that a candidate is none; it is not raised again. Taken up first, as for `confirm_change`.

    Raises:
        NotAllowed, ChangeStep: as for `take_up_change`; ChangeStep also without a reason.
    """
    if not reason.strip():
        raise ChangeStep(_("Hãy ghi lý do loại nghi vấn này."))
    return _moved(actor, candidate, ChangeState.DISMISSED, reason=reason.strip())


def _moved(
    actor: Any, candidate: ChangeCandidate, target: ChangeState, *, reason: str = "", kind: CandidateKind | None = None
) -> ChangeCandidate:
    """The candidate in another state, each step with its event."""
    if not policies.can_review_changes(actor):
        raise NotAllowed(_("Chỉ chuyên viên quản lý đất đai của sở được xử lý nghi vấn biến động."))
    current: ChangeCandidate = (
        ChangeCandidate.objects.select_for_update(of=("self",)).select_related("plot").get(pk=candidate.pk)
    )
    steps = policies.change_steps(actor, current, target)
    if not steps:
        raise ChangeStep(
            _("Nghi vấn này đang ở tình trạng “%(state)s” nên chưa làm được việc này. Hãy tải lại trang.")
            % {"state": current.get_state_display()}
        )
    entries = [_entry(current, *step) for step in pairwise([ChangeState(current.state), *steps])]
    entries[-1] = replace(entries[-1], reason=reason, after={"state": target, **({"kind": kind} if kind else {})})
    record(actor=actor, entries=entries)
    moment = clock()
    current.state, current.updated_at = target, moment
    if target in CHANGE_DECIDED:
        current.decided_by, current.decided_at, current.reason = actor, moment, reason
        current.decided_kind = kind or ""
    current.save()
    return current


def _entry(candidate: ChangeCandidate, before: ChangeState, after: ChangeState) -> Entry:
    subject = "change", str(candidate.pk), candidate.plot.code
    return Entry(_VERBS[after], *subject, before={"state": before}, after={"state": after})


def _flag_note(candidate: ChangeCandidate, note: str) -> str:
    """Vietnamese whatever the reader's language: it is the register's own record."""
    told = f"Xác nhận từ bộ ảnh “{candidate.collection.title}”, thấy lần đầu ngày {candidate.seen_on:%d/%m/%Y}."
    return f"{told} {note}".strip()
