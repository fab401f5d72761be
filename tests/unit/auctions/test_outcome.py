"""The rules of validity, case by case: who wins at which price, or why nobody does."""

import random
from itertools import pairwise

import pytest

from auctions.outcome import BidRow, Conditions, Session, outcome
from auctions.workflow import AuctionForm, Failure

START, STEP, DEPOSIT = 1_000, 100, 200
ORAL = Conditions(START, STEP, DEPOSIT, AuctionForm.ORAL)
BALLOT = Conditions(START, STEP, DEPOSIT, AuctionForm.BALLOT)


def session(*prices, registrants=3, participants=3, refused=()):
    """Bids as (bidder, amount), (bidder, amount, "withdrawn" | "invalid") or with a round before."""
    bids = [
        BidRow(at, 1, price[0], price[1], withdrawn="withdrawn" in price, invalid="invalid" in price)
        for at, price in enumerate(prices, start=1)
    ]
    return Session(registrants, participants, bids, frozenset(refused))


def rounds(*given, registrants=3, participants=3, refused=()):
    """Bids of a ballot: each round maps bidders to amounts."""
    bids = []
    for number, offers in enumerate(given, start=1):
        bids += [
            BidRow(len(bids) + at, number, who, amount) for at, (who, amount) in enumerate(offers.items(), start=1)
        ]
    return Session(registrants, participants, bids, frozenset(refused))


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        (session(registrants=0, participants=0), Failure.NO_REGISTRANT),
        (session(registrants=1, participants=1), Failure.ONE_REGISTRANT),
        (session(participants=1), Failure.ONE_PARTICIPANT),
        (session(participants=0), Failure.ONE_PARTICIPANT),
        (session(), Failure.ONE_BIDDER),
        (session((1, 1_000), (1, 1_100)), Failure.ONE_BIDDER),
        (session((1, 1_000), (2, 900, "invalid")), Failure.ONE_VALID_BID),
        (session((1, 1_000), (2, 1_100, "withdrawn")), Failure.ONE_VALID_BID),
        (session((1, 900, "invalid"), (2, 800, "invalid")), Failure.UNDER_START),
        (session((1, 900), (2, 950)), Failure.UNDER_START),
    ],
)
def test_outcome__fewer_than_two_of_anything__fails(said, failure):
    """Land Law art 125(6): never sold to the only bidder, whatever the Auction Law says of other things."""
    assert outcome(ORAL, said).failure == failure


def test_outcome__highest_valid_price_wins():
    found = outcome(ORAL, session((1, 1_000), (2, 1_100), (1, 1_300), (2, 1_400)))
    assert (found.failure, found.winners, found.price) == (None, {2}, 1_400)
    assert not found.contradictions


def test_outcome__step_is_a_least_gap_not_a_multiple():
    assert not outcome(ORAL, session((1, 1_000), (2, 1_137), (1, 1_250))).contradictions
    (fault,) = outcome(ORAL, session((1, 1_000), (2, 1_099))).contradictions
    assert fault.bid == 2


def test_outcome__withdrawn_price__session_goes_on_from_the_next_lower():
    found = outcome(ORAL, session((1, 1_000), (3, 2_000, "withdrawn"), (2, 1_100), (1, 1_200)))
    assert (found.winners, found.price, found.contradictions) == ({1}, 1_200, ())


def test_outcome__same_top_price_in_a_ballot__either_may_have_won_by_lot():
    found = outcome(BALLOT, rounds({1: 1_200, 2: 1_200, 3: 1_000}))
    assert (found.winners, found.price) == ({1, 2}, 1_200)


def test_outcome__ballot__next_round_begins_a_step_above_the_last():
    assert not outcome(BALLOT, rounds({1: 1_000, 2: 1_150}, {1: 1_250, 2: 1_300})).contradictions
    (fault,) = outcome(BALLOT, rounds({1: 1_000, 2: 1_150}, {1: 1_200, 2: 1_300})).contradictions
    assert fault.bid == 3


def test_outcome__ballot__one_price_a_round():
    said = Session(3, 3, [BidRow(1, 1, 1, 1_000), BidRow(2, 1, 1, 1_100), BidRow(3, 1, 2, 1_200)])
    assert [fault.bid for fault in outcome(BALLOT, said).contradictions] == [2]


@pytest.mark.parametrize(
    ("second", "wins"), [(1_200, True), (1_201, True), (1_199, False)], ids=["reaches", "more", "one đồng short"]
)
def test_outcome__winner_refuses__next_wins_if_price_and_lost_deposit_reach(second, wins):
    """Auction Law art 51."""
    found = outcome(ORAL, session((1, 1_000), (2, second), (1, 1_400), refused=[1]))
    assert (found.failure is None) is wins
    assert (found.winners, found.price) == (({2}, second) if wins else (frozenset(), 0))


def test_outcome__next_refuses_too__fails():
    found = outcome(ORAL, session((1, 1_000), (2, 1_300), (1, 1_400), refused=[1, 2]))
    assert found.failure == Failure.WINNER_REFUSED


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (session((1, 1_000), (2, 1_100), registrants=2, participants=3), "nhiều hơn số người đăng ký"),
        (session((1, 1_000), (2, 1_100), (3, 1_200), participants=2), "nhiều hơn số người tham gia"),
        (session((1, 1_000), registrants=1, participants=1), "Chưa đủ hai người đăng ký"),
        (session((1, 1_000), (2, 1_100), refused=[7]), "số 7"),
        (session((1, 900), (2, 1_100)), "giá khởi điểm"),
        (Session(2, 2, [BidRow(1, 2, 1, 1_000), BidRow(2, 1, 2, 1_000)]), "không theo thứ tự"),
    ],
)
def test_outcome__minutes_that_contradict_themselves__are_named(said, sentence):
    conditions = ORAL if (said.bids and said.bids[0].round == 1) or not said.bids else BALLOT
    assert any(sentence in fault.sentence for fault in outcome(conditions, said).contradictions)


def test_outcome__oral_sessions_by_the_rules__never_contradict_and_never_sell_under_the_start():
    dice = random.Random(5)
    for _case in range(500):
        people, price, prices = dice.randint(2, 8), START, []
        for _bid in range(dice.randint(2, 30)):
            prices.append((dice.randint(1, people), price))
            price += STEP + dice.randint(0, 250)
        found = outcome(ORAL, session(*prices, registrants=people, participants=people))
        assert not found.contradictions
        if found.failure is None:
            assert found.price == max(amount for _who, amount in prices) >= START
            assert found.winners == {prices[-1][0]}
        else:
            assert len({who for who, _amount in prices}) == 1
        assert all(later[1] - earlier[1] >= STEP for earlier, later in pairwise(prices))
