"""Recording how the conditions of a lot stand, and exceptions with a reason that is published."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from auctions import ledger, policies
from auctions.actions import lots, rows
from auctions.actions.rows import Why
from auctions.errors import BadTerms
from auctions.models import Lot, ReadinessItem
from auctions.workflow import READ_BY_MACHINE, Readiness, ReadinessState
from gis.http.problems import NotAllowed


@transaction.atomic
def record_readiness(
    *,
    actor: Any,
    lot: Lot,
    kind: Readiness,
    state: ReadinessState,
    since: date,
    basis: str = "",
    now: datetime | None = None,
) -> ReadinessItem:
    """Say that a condition is met, on which paper and of which day, or that it is not.

    Raises:
        NotAllowed: the lot is not the actor's, or it is posted.
        BadTerms: no basis, a day ahead, an exception (an act of its own), or what only the machine reads.
    """
    current = rows.locked_one(lot)
    if not policies.can_record_readiness(actor, current):
        raise NotAllowed(_("Bạn không ghi được điều kiện của lô %(code)s.") % {"code": current.code})
    if state == ReadinessState.EXCEPTED:
        raise BadTerms.at("state", _("Ngoại lệ là việc riêng của sở."))
    if kind in READ_BY_MACHINE - {Readiness.CHECKED}:
        raise BadTerms.at("kind", _("Điều kiện “%(kind)s” đọc từ sổ, không ghi tay.") % {"kind": kind.label})
    return _written(actor, current, kind, (state, since, basis, ""), rows.moment(now))


@transaction.atomic
def except_readiness(
    *, actor: Any, lot: Lot, kind: Readiness, since: date, basis: str, reason: str, now: datetime | None = None
) -> ReadinessItem:
    """Let a lot be posted though a condition is not met.

    Raises:
        NotAllowed: only the department.
        BadTerms: no reason; it is published.
    """
    current = rows.locked_one(lot)
    if not policies.can_except_readiness(actor, current):
        raise NotAllowed(_("Chỉ sở được chấp nhận ngoại lệ, trước khi niêm yết."))
    if not reason.strip():
        raise BadTerms.at("reason", _("Hãy ghi lý do; lý do được công bố trên trang của lô."))
    return _written(actor, current, kind, (ReadinessState.EXCEPTED, since, basis, reason), rows.moment(now))


def _written(
    actor: Any, lot: Lot, kind: Readiness, what: tuple[ReadinessState, date, str, str], at: datetime
) -> ReadinessItem:
    state, since, basis, reason = what
    if since > timezone.localtime(at).date():
        raise BadTerms.at("since", _("Ngày của căn cứ không được sau hôm nay."))
    if state == ReadinessState.MET and not basis.strip():
        raise BadTerms.at("basis", _("Hãy ghi căn cứ: văn bản, biên bản, ảnh."))
    own = {
        "state": state,
        "since": since,
        "basis": basis,
        "reason": reason,
        "recorded_at": at,
        "recorded_by": str(actor)[:200],
    }
    item: ReadinessItem = ReadinessItem.objects.update_or_create(lot=lot, kind=kind, defaults=own)[0]
    why = Why(
        actor,
        reason=reason,
        details={"kind": kind.value, "state": state.value, "since": since.isoformat(), "basis": basis},
    )
    rows.logged(actor, "lot.readiness", lot, reason, after={"kind": kind.value, "state": state.value})
    ledger.append(rows.event(lot, "readiness", lot.state, why, at), lot)
    lots.refresh_readiness(lot, at)
    return item
