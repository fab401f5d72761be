"""What follows from the bids of signed minutes: rules of validity recomputed, contradictions named. Knows no database.

Land Law 2024 art 125(6); Property Auction Law 01/2016 with 37/2024 arts 5(1)(4), 41-44, 51, 52. The same rules stand in
the stand-alone verifier of the public log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from auctions.workflow import AuctionForm, Failure
from gis.text.money import dong


@dataclass(frozen=True)
class Conditions:
    """What was announced: amounts in đồng. `step` is the least gap to the highest price before, not a multiple."""

    start: int
    step: int
    deposit: int
    form: AuctionForm


@dataclass(frozen=True)
class BidRow:
    """One price of the minutes.

    Attributes:
        ordinal: place in the minutes, from 1.
        round: round of a ballot.
        bidder: number of the bidder in the minutes, not a person.
        withdrawn: the bidder took the price back and is out (art 9(5)).
        invalid: the minutes themselves call it void.
    """

    ordinal: int
    round: int
    bidder: int
    amount: int
    withdrawn: bool = False
    invalid: bool = False


@dataclass(frozen=True)
class Session:
    """What the minutes count, and who refused to sign after the winner was named."""

    registrants: int
    participants: int
    bids: Sequence[BidRow]
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Contradiction:
    """Where the minutes contradict the rules or themselves. `bid` is the ordinal, 0 for the minutes as a whole."""

    bid: int
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """What follows.

    Attributes:
        failure: why nobody won; None where somebody did.
        winners: who may have won: several where the highest price was given by several and a lot was drawn.
        price: of the win, in đồng.
        contradictions: in the order of the minutes.
    """

    failure: Failure | None
    winners: frozenset[int] = frozenset()
    price: int = 0
    contradictions: tuple[Contradiction, ...] = field(default=())


def outcome(conditions: Conditions, session: Session) -> Outcome:
    """Recompute who won at which price, or why nobody did."""
    found = [*_counts(session), *_gaps(conditions, session.bids)]
    if failure := _of_attendance(session):
        return Outcome(failure, contradictions=tuple(found))
    standing = _standing(session.bids)
    valid = [bid for bid in standing if bid.amount >= conditions.start]
    if not valid:
        return Outcome(Failure.UNDER_START, contradictions=tuple(found))
    if len({bid.bidder for bid in valid}) < 2:
        return Outcome(Failure.ONE_VALID_BID, contradictions=tuple(found))
    failure, winners, price = _winner(conditions, valid, session.refused)
    return Outcome(failure, winners, price, tuple(found))


def _of_attendance(session: Session) -> Failure | None:
    if session.registrants < 2:
        return Failure.ONE_REGISTRANT if session.registrants else Failure.NO_REGISTRANT
    if session.participants < 2:
        return Failure.ONE_PARTICIPANT
    return Failure.ONE_BIDDER if len({bid.bidder for bid in session.bids}) < 2 else None


def _standing(bids: Iterable[BidRow]) -> list[BidRow]:
    """Without what is void; who took one price back is out with all of them."""
    out = {bid.bidder for bid in bids if bid.withdrawn}
    return [bid for bid in bids if not bid.invalid and bid.bidder not in out]


def _winner(
    conditions: Conditions, valid: list[BidRow], refused: frozenset[int]
) -> tuple[Failure | None, frozenset[int], int]:
    price = max(bid.amount for bid in valid)
    top = frozenset(bid.bidder for bid in valid if bid.amount == price)
    if left := top - refused:
        return None, left, price
    others = [bid for bid in valid if bid.bidder not in top]
    if not others:
        return Failure.WINNER_REFUSED, frozenset(), 0
    following = max(bid.amount for bid in others)
    able = frozenset(bid.bidder for bid in others if bid.amount == following) - refused
    # Art 51: the next one wins only if his price and the lost deposit together reach the price that was refused.
    if not able or following + conditions.deposit < price:
        return Failure.WINNER_REFUSED, frozenset(), 0
    return None, able, following


def _counts(session: Session) -> list[Contradiction]:
    bidders = {bid.bidder for bid in session.bids}
    found = []
    if session.participants > session.registrants:
        found.append(Contradiction(0, _("Số người tham gia nhiều hơn số người đăng ký.")))
    if len(bidders) > session.participants:
        found.append(Contradiction(0, _("Số người trả giá nhiều hơn số người tham gia.")))
    if session.bids and session.registrants < 2:
        found.append(Contradiction(0, _("Chưa đủ hai người đăng ký mà biên bản có trả giá.")))
    if unknown := session.refused - bidders:
        names = ", ".join(str(number) for number in sorted(unknown))
        sentence = _("Người từ chối (số %(names)s) không có trong các lượt trả giá.")
        found.append(Contradiction(0, sentence % {"names": names}))
    return found


def _gaps(conditions: Conditions, bids: Sequence[BidRow]) -> list[Contradiction]:
    """Prices that the minutes let stand though they are too low: under the start, or too close to the one before."""
    in_rounds = conditions.form in {AuctionForm.BALLOT, AuctionForm.BALLOT_INDIRECT}
    found = [*_order(bids), *(_twice(bids) if in_rounds else ())]
    highest, this_round, at = None, None, 0
    for bid in _standing(bids):
        if in_rounds and bid.round != at:
            highest, this_round, at = this_round if this_round is not None else highest, None, bid.round
        least = conditions.start if highest is None else highest + conditions.step
        if bid.amount < least:
            found.append(Contradiction(bid.ordinal, _too_low(bid, conditions, highest)))
            continue
        if in_rounds:
            this_round = max(bid.amount, this_round or 0)
        else:
            highest = bid.amount
    return found


def _too_low(bid: BidRow, conditions: Conditions, highest: int | None) -> str:
    if highest is None:
        return _(
            "Lượt %(ordinal)d: giá %(amount)s thấp hơn giá khởi điểm %(start)s nhưng không bị ghi là không hợp lệ."
        ) % {
            "ordinal": bid.ordinal,
            "amount": dong(bid.amount),
            "start": dong(conditions.start),
        }
    return _(
        "Lượt %(ordinal)d: giá %(amount)s chưa hơn giá trước %(highest)s ít nhất một bước giá %(step)s mà không bị ghi "
        "là không hợp lệ."
    ) % {
        "ordinal": bid.ordinal,
        "amount": dong(bid.amount),
        "highest": dong(highest),
        "step": dong(conditions.step),
    }


def _order(bids: Sequence[BidRow]) -> Iterable[Contradiction]:
    rounds = [bid.round for bid in bids]
    if rounds != sorted(rounds):
        yield Contradiction(0, _("Các vòng trả giá không theo thứ tự."))


def _twice(bids: Sequence[BidRow]) -> Iterable[Contradiction]:
    """In a ballot everybody gives one price a round."""
    seen: set[tuple[int, int]] = set()
    for bid in bids:
        if (bid.round, bid.bidder) in seen:
            sentence = _("Lượt %(ordinal)d: một người trả giá hai lần trong một vòng bỏ phiếu.")
            yield Contradiction(bid.ordinal, sentence % {"ordinal": bid.ordinal})
        seen.add((bid.round, bid.bidder))
