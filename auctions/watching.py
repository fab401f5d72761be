"""Terms of lots as `worktime` is told of them: who reads which, and what is written when one moves by itself."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from auctions import ledger
from auctions.actions import rows
from auctions.actions.rows import Why
from auctions.models import Lot
from auctions.querysets import PUBLISHED, internal_reach
from auctions.workflow import Verb
from gis.db.clock import clock
from gis.query.times import moment_text
from worktime.policies import can_manage_calendar
from worktime.told import TermMoved

SUBJECT = "lot"


def reach(user: Any) -> Q | bool:
    """Terms of the lots that a person reads from inside.

    Who changes calendars sees what that moves, of lots that are public: the public log tells it afterwards anyway.
    """
    found = internal_reach(user)
    if found is None and can_manage_calendar(user):
        found = PUBLISHED
    if found is None or isinstance(found, bool):
        return bool(found)
    keys = Lot.objects.filter(found).order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Q(subject_id__in=keys)


def tell_moved(moved: Sequence[TermMoved]) -> None:
    """Put the new end of a term into the acts of its lot, and into the public log where the lot is public.

    No lot is locked: the act changes no fact of it, and whoever enters a notice of days off holds the calendar, for
    which an act on a lot may be waiting with that lot in hand.
    """
    at = clock()
    moved = [one for one in moved if one.before != one.after]  # with other hours the office may only close otherwise
    lots = {str(lot.pk): lot for lot in Lot.objects.filter(pk__in=[one.term.subject_id for one in moved])}
    for one in sorted(moved, key=lambda item: (item.term.subject_label, item.term.kind)):
        lot = lots.get(one.term.subject_id)
        if lot is not None:
            ledger.append(rows.event(lot, Verb.TERM_MOVED, lot.state, _why(one), at), lot)


def _why(one: TermMoved) -> Why:
    words = {"term": one.term.name, "before": moment_text(one.before), "after": moment_text(one.after)}
    reason = _("%(term)s: từ %(before)s sang %(after)s") % words
    if one.notice is not None:
        reason = f"{reason} ({one.notice})"
    details = {"term": one.term.kind, "due_before": one.before.isoformat(), "due_after": one.after.isoformat()}
    return Why(None, reason=reason, details=details)
