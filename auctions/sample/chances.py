"""What happens at the sample's sessions: how many come, what they offer, who refuses, who never pays."""

import random
from dataclasses import dataclass, field
from datetime import date

from auctions.actions.results import Minutes, Party
from auctions.models import Lot
from auctions.outcome import BidRow
from auctions.workflow import AuctionForm, BidderKind, Failure

_FAILURES = (
    Failure.NO_REGISTRANT,
    Failure.ONE_REGISTRANT,
    Failure.ONE_PARTICIPANT,
    Failure.ONE_BIDDER,
    Failure.ONE_VALID_BID,
    Failure.UNDER_START,
)
_NAMES = ("Nguyễn Văn A", "Trần Thị B", "Lê Văn C", "Phạm Thị D", "Võ Văn E", "Bùi Thị G")
_COMPANIES = ("Công ty TNHH Bất động sản Mẫu Một", "Công ty CP Đầu tư Mẫu Hai", "Công ty CP Xây dựng Mẫu Ba")


@dataclass(frozen=True)
class Course:
    """What becomes of a lot at its session.

    Attributes:
        refused: numbers of those who will not sign; the last attempt of an award where everybody refuses.
        pays: the winner pays.
    """

    minutes: Minutes
    refused: tuple[int, ...] = ()
    awarded: Party | None = None
    pays: bool = True
    chances: dict[str, float] = field(default_factory=dict)


def course_of(lot: Lot, dice: random.Random, on: date) -> Course:
    """Throw the dice for one lot."""
    number = f"{lot.number}.{lot.attempt}/BB-ĐG"
    if dice.random() < 0.26:
        return Course(_failed(lot, dice, number, on))
    people = dice.randint(2, 9)
    bids = _bids(lot, dice, people)
    top = max(bids, key=lambda bid: bid.amount)
    minutes = Minutes(
        number,
        on,
        people + dice.randint(0, 3),
        people,
        bids,
        winner=top.bidder,
        price=top.amount,
        party=_party(lot, dice),
    )
    fate = dice.random()
    if fate < 0.06:
        return _refusing(lot, dice, minutes)
    return Course(minutes, pays=fate > 0.13)


def _refusing(lot: Lot, dice: random.Random, minutes: Minutes) -> Course:
    """The winner will not sign; the next one takes it where the law lets him."""
    assert minutes.winner is not None
    others = [bid for bid in minutes.bids if bid.bidder != minutes.winner]
    following = max(others, key=lambda bid: bid.amount)
    if following.amount + (lot.deposit_amount or 0) >= (minutes.price or 0):
        return Course(minutes, refused=(minutes.winner,), awarded=_party(lot, dice))
    return Course(minutes, refused=(minutes.winner,))


def _failed(lot: Lot, dice: random.Random, number: str, on: date) -> Minutes:
    start, step = lot.start_price_amount or 0, lot.step_amount or 0
    failure = dice.choice(_FAILURES)
    counts = {Failure.NO_REGISTRANT: (0, 0), Failure.ONE_REGISTRANT: (1, 1), Failure.ONE_PARTICIPANT: (3, 1)}
    registrants, participants = counts.get(failure, (3, 2))
    bids = {
        Failure.ONE_BIDDER: [BidRow(1, 1, 1, start + step)],
        Failure.ONE_VALID_BID: [BidRow(1, 1, 1, start + step), BidRow(2, 1, 2, start - step, invalid=True)],
        Failure.UNDER_START: [
            BidRow(1, 1, 1, start - step, invalid=True),
            BidRow(2, 1, 2, start - 2 * step, invalid=True),
        ],
    }
    return Minutes(number, on, registrants, participants, bids.get(failure, []), failure=failure)


def _bids(lot: Lot, dice: random.Random, people: int) -> list[BidRow]:
    start, step = lot.start_price_amount or 0, lot.step_amount or 1
    bids: list[BidRow] = []
    if lot.form in {AuctionForm.BALLOT, AuctionForm.BALLOT_INDIRECT}:
        least = start
        for round_number in range(1, dice.randint(1, 3) + 1 if lot.form == AuctionForm.BALLOT else 2):
            offers = [least + step * dice.randint(0, 8) for _person in range(people)]
            bids += [
                BidRow(len(bids) + index + 1, round_number, index + 1, offer) for index, offer in enumerate(offers)
            ]
            least = max(offers) + step
        return bids
    price = start
    for ordinal in range(1, dice.randint(people, people + 10) + 1):
        bids.append(BidRow(ordinal, 1, (ordinal - 1) % people + 1, price))
        price += step * dice.randint(1, 3)
    return bids


def _party(lot: Lot, dice: random.Random) -> Party:
    person = BidderKind.PERSON in lot.bidders and (BidderKind.ORGANISATION not in lot.bidders or dice.random() < 0.8)
    return (
        Party(BidderKind.PERSON, dice.choice(_NAMES))
        if person
        else Party(BidderKind.ORGANISATION, dice.choice(_COMPANIES))
    )
