"""Whether confirmed minutes bear out a sale or a failure: the rules recomputed on what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from auctions.models import AuctionResult, Lot, ResultState
from auctions.outcome import BidRow, Conditions, Outcome, Session, outcome
from auctions.workflow import AuctionForm, Failure


def conditions_of(lot: Lot) -> Conditions:
    """What was announced of the lot."""
    return Conditions(
        start=lot.start_price_amount or 0,
        step=lot.step_amount or 0,
        deposit=lot.deposit_amount or 0,
        form=AuctionForm(lot.form),
    )


def session_of(result: AuctionResult, refused: frozenset[int] = frozenset()) -> Session:
    """What the minutes say."""
    bids = [
        BidRow(bid.ordinal, bid.round, bid.bidder, bid.amount, bid.withdrawn, bid.invalid)
        for bid in result.bids.order_by("ordinal")
    ]
    return Session(result.registrants, result.participants, bids, refused)


def recomputed(result: AuctionResult, refused: frozenset[int] = frozenset()) -> Outcome:
    """What follows from the bids by the rules."""
    return outcome(conditions_of(result.lot), session_of(result, refused))


@dataclass(frozen=True)
class Said:
    """What minutes conclude: a failure, or a winner by number with his price."""

    failure: str = ""
    winner: int | None = None
    price: int | None = None


def contradictions(result: AuctionResult) -> list[str]:
    """Where the minutes contradict the rules or their own conclusion; a result with any is not confirmed."""
    return contradictions_of(recomputed(result), Said(result.failure, result.winner, result.price_amount))


def contradictions_of(found: Outcome, said: Said) -> list[str]:
    """The same of minutes that are not entered yet."""
    sentences = [item.sentence for item in found.contradictions]
    if (found.failure or "") != said.failure:
        label = str(Failure(said.failure).label) if said.failure else _("đấu giá thành")
        sentences.append(
            _("Theo các lượt trả giá thì: %(computed)s; biên bản kết luận: %(said)s.")
            % {"computed": conclusion(found), "said": label}
        )
    elif not found.failure and (said.price != found.price or said.winner not in found.winners):
        sentences.append(
            _("Người trúng và giá trúng theo biên bản không phải giá hợp lệ cao nhất (%(computed)s).")
            % {"computed": conclusion(found)}
        )
    return sentences


def conclusion(found: Outcome) -> str:
    """What follows, in words."""
    if found.failure:
        return str(found.failure.label)
    names = ", ".join(str(number) for number in sorted(found.winners))
    return _("người số %(names)s trúng") % {"names": names}


def confirmed(lot: Lot) -> AuctionResult | None:
    """The confirmed minutes of the lot's current attempt."""
    return lot.results.filter(attempt=lot.attempt, state=ResultState.CONFIRMED).select_related("lot").first()


def proven(lot: Lot, *, sold: bool, refused: Mapping[str, Any] | None = None) -> list[str]:
    """What speaks against a step that rests on the minutes; nothing where they bear it out.

    Args:
        sold: the step says that somebody won (or, with `refused`, had won).
        refused: details of the act with `refused`, the numbers of those who will not sign.
    """
    result = confirmed(lot)
    if result is None:
        return [_("Chưa có kết quả theo biên bản được người thứ hai xác nhận.")]
    if refused is not None:
        numbers = frozenset(refused.get("refused", ()))
        if result.winner not in numbers:
            return [_("Hãy ghi số thứ tự người trúng đã từ chối.")]
        following = recomputed(result, numbers)
        if following.failure is None:
            return [_("Người trả giá liền kề đủ điều kiện trúng: %(who)s.") % {"who": conclusion(following)}]
        return []
    if bool(result.failure) == sold:
        return [_("Biên bản đã xác nhận không nói như vậy.")]
    return []
