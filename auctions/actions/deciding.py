"""What the authority decides about a lot, and what the owner does with it: plan, price, auction, contract, stops."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from auctions import policies, terms
from auctions.actions import rows, steps
from auctions.actions.rows import Decision, Why
from auctions.errors import BadTerms, LotStep
from auctions.models import AuctionPlan, Lot
from auctions.workflow import LotState
from audit.actions import Entry, record
from gis.db.numbers import take_numbers
from gis.http.problems import NotAllowed

# A new attempt begins without what the last one was announced with.
_FRESH: Mapping[str, Any] = {
    "auction_id": None,
    "organisation_id": None,
    "announced_version": None,
    "failure": "",
    "sold_price_amount": None,
    "sold_on": None,
    **dict.fromkeys(
        (
            "posted_at", "files_from", "files_until", "deposit_until", "view_from", "view_until", "session_at"
        )
    ),
    "venue": "",
    "view_note": "",
    "form": "",
    "method": "",
    "notice_code": "",
    "notice_url": "",
}  # fmt: skip


@transaction.atomic
def create_plan(
    *,
    actor: Any,
    owner: Any,
    year: int,
    title: str,
    decision: Decision,
    sample: bool = False,
    now: datetime | None = None,
) -> AuctionPlan:
    """Enter the yearly plan that lots come from.

    Raises:
        NotAllowed: the owner is not the actor's agency.
        BadTerms: no decision.
    """
    if not policies.can_plan_lot(actor, owner.pk):
        raise NotAllowed(_("Bạn không lập được kế hoạch cho %(agency)s.") % {"agency": owner.name})
    if not decision.number.strip() or not title.strip():
        raise BadTerms.at("decision_number", _("Hãy ghi tên kế hoạch, số và ngày quyết định."))
    (number,) = take_numbers("auction_plan")
    made: AuctionPlan = AuctionPlan.objects.create(
        code=f"KHDG-{number:05d}",
        year=year,
        owner=owner,
        title=title,
        decision_number=decision.number,
        decision_on=decision.on,
        decision_issuer=decision.issuer,
        recorded_at=rows.moment(now),
        sample=sample,
    )
    record(actor=actor, entries=[Entry("auction_plan.created", "auction_plan", str(made.pk), made.code)])
    return made


@transaction.atomic
def approve_plan(
    *, actor: Any, lot: Lot, decision: Decision, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Record that the plan of the auction (phương án) was approved.

    Raises:
        NotAllowed, LotStep, BadTerms, GuardRefused, StaleLot: see `steps.take`.
    """
    return steps.take(lot, LotState.PLAN_APPROVED, Why(actor, decision), now=now, expected_version=expected_version)


@transaction.atomic
def set_start_price(
    *,
    actor: Any,
    lot: Lot,
    amount: int,
    decision: Decision,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Record the decision on the start price; the deposit follows from it by the approved share.

    Raises:
        NotAllowed, LotStep, BadTerms, GuardRefused, StaleLot: see `steps.take`.
    """
    if amount <= 0:
        raise BadTerms.at("start_price_amount", _("Giá khởi điểm phải lớn hơn 0."))
    changed = {"start_price_amount": amount, "deposit_amount": terms.deposit_of(amount, lot.deposit_percent)}
    why = Why(actor, decision, details={"start_price_amount": amount})
    return steps.take(lot, LotState.START_PRICE_SET, why, changed=changed, now=now, expected_version=expected_version)


@transaction.atomic
def decide_auction(
    *, actor: Any, lot: Lot, decision: Decision, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Record the decision to auction."""
    return steps.take(lot, LotState.AUCTION_DECIDED, Why(actor, decision), now=now, expected_version=expected_version)


@transaction.atomic
def contract_organisation(
    *, actor: Any, lot: Lot, decision: Decision, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Record the contract with the organisation of the lot's session."""
    return steps.take(lot, LotState.ORG_CONTRACTED, Why(actor, decision), now=now, expected_version=expected_version)


@transaction.atomic
def suspend_lot(
    *,
    actor: Any,
    lot: Lot,
    decision: Decision,
    reason: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Stop for a time; the lot goes back to where it stood, or is cancelled."""
    return steps.take(lot, LotState.SUSPENDED, Why(actor, decision, reason), now=now, expected_version=expected_version)


@transaction.atomic
def resume_lot(
    *,
    actor: Any,
    lot: Lot,
    decision: Decision,
    reason: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Go on from where a suspended lot stood.

    Raises:
        LotStep: it is not suspended.
    """
    current = rows.locked_one(lot, expected_version)
    if not current.state_before:
        raise LotStep(_("Lô %(code)s không ở tình trạng tạm dừng.") % {"code": current.code})
    return steps.take(lot, LotState(current.state_before), Why(actor, decision, reason), now=now)


@transaction.atomic
def cancel_lot(
    *,
    actor: Any,
    lot: Lot,
    decision: Decision,
    reason: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Give up the auction of a lot before its session."""
    return steps.take(lot, LotState.CANCELLED, Why(actor, decision, reason), now=now, expected_version=expected_version)


@transaction.atomic
def withdraw_lot(
    *, actor: Any, lot: Lot, reason: str, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """The owner takes a posted lot back."""
    return steps.take(lot, LotState.WITHDRAWN, Why(actor, reason=reason), now=now, expected_version=expected_version)


@transaction.atomic
def try_again(
    *, actor: Any, lot: Lot, reason: str, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Begin the next attempt; from the third on the start price is determined anew.

    Raises:
        NotAllowed, LotStep, BadTerms: see `steps.take`.
    """
    current = rows.locked_one(lot, expected_version)
    changed = {**_FRESH, "attempt": current.attempt + 1}
    return steps.take(lot, LotState.PLAN_APPROVED, Why(actor, reason=reason), changed=changed, now=now)


@transaction.atomic
def leave_auction(
    *,
    actor: Any,
    lot: Lot,
    decision: Decision,
    reason: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Land that failed twice is allocated without an auction (Land Law art 124, 125).

    Raises:
        GuardRefused: fewer than two attempts failed.
    """
    return steps.take(lot, LotState.CANCELLED, Why(actor, decision, reason), now=now, expected_version=expected_version)
