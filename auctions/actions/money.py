"""After the session: recognition, the tax office's notice, payments, handover, certificate, or the cancelled win."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from auctions import ledger, policies, terms, timing
from auctions.actions import rows, steps
from auctions.actions.rows import Decision, Why
from auctions.errors import BadTerms, LotStep
from auctions.models import Lot, LotPayment, TaxNotice
from auctions.workflow import Failure, LotState
from gis.http.problems import NotAllowed

_OWING = frozenset({LotState.RECOGNISED, LotState.PAYMENT_50})


@transaction.atomic
def recognise_result(
    *, actor: Any, lot: Lot, decision: Decision, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Record the decision that recognises the win; the tax office then has five working days for its notice."""
    return steps.take(lot, LotState.RECOGNISED, Why(actor, decision), now=now, expected_version=expected_version)


@transaction.atomic
def record_tax_notice(
    *,
    actor: Any,
    lot: Lot,
    number: str,
    issued_on: date,
    amount: int,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> TaxNotice:
    """Record the tax office's notice: the terms of payment run from its day.

    Raises:
        NotAllowed: only owner and department.
        LotStep: the win is not recognised, or there is a notice already.
        BadTerms: no number or amount.
    """
    current = _owing(actor, lot, expected_version)
    if current.tax_notices.filter(attempt=current.attempt).exists():
        raise LotStep(_("Lô %(code)s đã có thông báo nộp tiền.") % {"code": current.code})
    if not number.strip() or amount <= 0:
        raise BadTerms.at("number", _("Hãy ghi số thông báo và số tiền."))
    at = rows.moment(now)
    made: TaxNotice = TaxNotice.objects.create(
        lot=current, attempt=current.attempt, number=number, issued_on=issued_on, amount=amount, recorded_at=at
    )
    timing.start_payment(current, made, at)  # the calendar's lock before the chain's, as everywhere
    why = Why(actor, Decision(number, issued_on), details={"amount": amount})
    ledger.append(rows.event(current, "tax_notice", current.state, why, at), current)
    rows.logged(actor, "lot.tax_notice", current, after={"number": number, "amount": amount})
    return made


@transaction.atomic
def record_payment(
    *,
    actor: Any,
    lot: Lot,
    amount: int,
    paid_on: date,
    receipt: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Record what the tax office confirmed as paid; the lot moves on as soon as a term's sum is reached.

    Raises:
        NotAllowed, LotStep: as for `record_tax_notice`.
        BadTerms: no receipt, no amount, or a receipt that was recorded before.
    """
    current = _owing(actor, lot, expected_version)
    if not receipt.strip() or amount <= 0:
        raise BadTerms.at("receipt", _("Hãy ghi số chứng từ và số tiền."))
    if current.payments.filter(receipt=receipt).exists():
        raise BadTerms.at("receipt", _("Chứng từ %(receipt)s đã được ghi.") % {"receipt": receipt})
    at = rows.moment(now)
    LotPayment.objects.create(
        lot=current, attempt=current.attempt, paid_on=paid_on, amount=amount, receipt=receipt, recorded_at=at
    )
    rows.logged(actor, "lot.payment", current, after={"amount": amount, "paid_on": paid_on})
    paid, why = terms.paid(current), Why(actor)
    first = terms.first_payment(current)
    if current.state == LotState.RECOGNISED and first is not None and paid >= first:
        current = steps.take(current, LotState.PAYMENT_50, why, now=at)
    whole = terms.owed(current)
    if current.state == LotState.PAYMENT_50 and whole is not None and paid >= whole:
        current = steps.take(current, LotState.PAID, why, now=at)
    return current


def _owing(actor: Any, lot: Lot, expected_version: int | None) -> Lot:
    current = rows.locked_one(lot, expected_version)
    if not policies.can_record_money(actor, current):
        raise NotAllowed(_("Chỉ đơn vị có tài sản và sở ghi được việc nộp tiền."))
    if current.state not in _OWING:
        raise LotStep(
            _("Lô %(code)s đang ở tình trạng “%(state)s”, không có khoản phải nộp.")
            % {"code": current.code, "state": current.get_state_display()}
        )
    return current


@transaction.atomic
def cancel_recognition(
    *,
    actor: Any,
    lot: Lot,
    decision: Decision,
    reason: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Cancel a win that was not paid in time: the deposit is lost, what was paid beyond it goes back (NĐ 226/2025)."""
    changed = {"failure": Failure.NOT_PAID, "sold_price_amount": None, "sold_on": None}
    return steps.take(
        lot,
        LotState.RECOGNITION_CANCELLED,
        Why(actor, decision, reason),
        changed=changed,
        now=now,
        expected_version=expected_version,
    )


@transaction.atomic
def hand_over(
    *, actor: Any, lot: Lot, decision: Decision, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Record the minutes of the handover in the field."""
    return steps.take(lot, LotState.HANDED_OVER, Why(actor, decision), now=now, expected_version=expected_version)


@transaction.atomic
def certify(
    *, actor: Any, lot: Lot, decision: Decision, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Record the certificate: the end of the way."""
    return steps.take(lot, LotState.CERTIFIED, Why(actor, decision), now=now, expected_version=expected_version)
