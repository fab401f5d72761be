"""Two people, or a person and the clock, change a lot at once: one wins, the other is told, nothing is half-written."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError, Event
from typing import Any

import pytest
from django.db import Error, transaction

from accounts.roles import Role
from auctions import ledger
from auctions.actions import deciding, lots, money, results, rows, sessions
from auctions.errors import BadTerms, LotStep
from auctions.models import AuctionResult, Lot
from auctions.workflow import LotState
from gis.http.problems import NotAllowed
from tests.concurrency.auction_races import (
    Act,
    assert_chained,
    assert_whole,
    lock_and_act_late,
    no_jobs,  # noqa: F401 - the fixture
    one_after_other,
    traces,
    without_locks,  # noqa: F401 - the fixture
)
from tests.concurrency.conftest import hold
from tests.database.auctions.conftest import calendar  # noqa: F401 - the fixture
from tests.factories import auctions
from tests.factories.auctions import FILES_FROM, FILES_UNTIL, POSTED, SESSION, START, People, decision
from worktime.actions import issue_notice
from worktime.drafts import DayDraft, NoticeDraft
from worktime.workflow import DayKind, Mark

pytestmark = pytest.mark.django_db(transaction=True)
S = LotState
LATER, PAID_AT, DAY = SESSION + timedelta(hours=5), SESSION + timedelta(days=6), date(2026, 9, 16)


# --- two people, one step -----------------------------------------------------------------------------------------


def approve(who: People, lot: Lot) -> Any:
    return deciding.approve_plan(actor=who.manager, lot=lot, decision=decision(), now=START + timedelta(hours=1))


def post(who: People, lot: Lot) -> Any:
    return sessions.post_auction(actor=who.auctioneer, auction=lot.auction, now=POSTED)


def withdraw(who: People, lot: Lot) -> Any:
    return deciding.withdraw_lot(actor=who.fund, lot=lot, reason="Rà soát", now=FILES_FROM + timedelta(hours=1))


def suspend(who: People, lot: Lot) -> Any:
    at = FILES_FROM + timedelta(hours=2)
    return deciding.suspend_lot(actor=who.manager, lot=lot, decision=decision(), reason="Có đơn", now=at)


def enter(who: People, lot: Lot) -> Any:
    return results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes(), now=LATER)


def pay(who: People, lot: Lot) -> Any:
    half = lot.sold_price_amount // 2
    return money.record_payment(actor=who.fund, lot=lot, amount=half, paid_on=DAY, receipt="CT-1", now=PAID_AT)


def prepared(state: LotState, who: People) -> Lot:
    lot = auctions.brought_to(state, who)
    if state == S.ORG_CONTRACTED:
        auctions.make_ready(who, lot)
        lots.publish_lot(actor=who.manager, lot=lot, level="public", now=POSTED - timedelta(days=1))
    if state == S.RECOGNISED:
        money.record_tax_notice(
            actor=who.fund, lot=lot, number="9/TB", issued_on=DAY, amount=lot.sold_price_amount, now=PAID_AT
        )
    lot.refresh_from_db()
    return lot


@dataclass(frozen=True)
class Pair:
    """Two acts on a lot, what the second is told, and what the first leaves."""

    state: LotState
    act: Callable[[People, Lot], Any]
    other: Callable[[People, Lot], Any]
    told: type[Exception]
    after: LotState
    trace: str = ""


PAIRS = {
    "approve": Pair(S.PLANNED, approve, approve, LotStep, S.PLAN_APPROVED, "event approve_plan"),
    "post": Pair(S.ORG_CONTRACTED, post, post, BadTerms, S.POSTED, "event post"),
    "withdraw": Pair(S.POSTED, withdraw, withdraw, LotStep, S.WITHDRAWN, "event withdraw"),
    "withdraw and suspend": Pair(S.REGISTRATION_OPEN, withdraw, suspend, LotStep, S.WITHDRAWN, "event withdraw"),
    "enter minutes": Pair(S.IN_SESSION, enter, enter, BadTerms, S.IN_SESSION),
    "pay": Pair(S.RECOGNISED, pay, pay, BadTerms, S.PAYMENT_50, "event confirm_half"),
}


def both(at_once, name, who):
    """The lot, what was told of it before, and what both people were told."""
    pair, lot = PAIRS[name], prepared(PAIRS[name].state, who)
    before = traces(lot)
    return lot, before, one_after_other(at_once, lambda: pair.act(who, lot), lambda: pair.other(who, lot))


def test_two_people__one_wins_and_the_other_is_told(at_once):
    who = auctions.people()
    for name, pair in PAIRS.items():
        lot, before, (first, second) = both(at_once, name, who)
        assert not isinstance(first, Exception), (name, first)
        assert isinstance(second, pair.told), (name, second)
        assert_whole(lot)
        assert lot.state == pair.after, name
        told = [pair.trace, "version", *(["entry"] if lot.publish_level == "public" else [])]
        assert traces(lot) - before == Counter(told if pair.trace else []), name
        assert lot.results.count() <= 1, name
        assert lot.payments.count() == (name == "pay"), name


@pytest.mark.usefixtures("without_locks")
def test_race_of_people_appears_without_locks(at_once):
    """Negative control: the second does not learn that somebody was quicker; constraints stop it, or nothing does."""
    who = auctions.people()
    seconds = {name: both(at_once, name, who)[2][1] for name in PAIRS}
    assert {name: second for name, second in seconds.items() if isinstance(second, PAIRS[name].told)} == {}


# --- a person and the clock ---------------------------------------------------------------------------------------


def advance_to(now: Any) -> Act:
    return lambda: sessions.advance_lots(now=now)


def test_clock_closes__meanwhile_suspended__is_left_and_the_others_are_closed(at_once):
    """From SUSPENDED the table has a step back to what the clock wants: it is not the clock's to take."""
    who = auctions.people()
    stopped, other = (auctions.brought_to(S.REGISTRATION_OPEN, who) for _number in range(2))
    done = one_after_other(at_once, lambda: suspend(who, stopped), advance_to(FILES_UNTIL))
    assert not isinstance(done[0], Exception), done[0]
    assert done[1] == (0, 1)
    for lot, state in ((stopped, S.SUSPENDED), (other, S.REGISTRATION_CLOSED)):
        assert_whole(lot)
        assert lot.state == state


def test_lot_that_somebody_holds__keeps_no_other_from_the_clock(at_once):
    """The act that holds the first lot goes on until the clock is through with the others."""
    who = auctions.people()
    held, other = (auctions.brought_to(S.REGISTRATION_OPEN, who) for _number in range(2))
    locked, done = Event(), Event()

    def holding():
        with transaction.atomic():
            rows.locked_one(held)
            locked.set()
            return done.wait(5)

    def advancing():
        assert locked.wait(10)
        try:
            return sessions.advance_lots(now=FILES_UNTIL)
        finally:
            done.set()

    assert at_once(holding, advancing) == [True, (0, 1)]
    other.refresh_from_db()
    assert other.state == S.REGISTRATION_CLOSED
    assert sessions.advance_lots(now=FILES_UNTIL) == (0, 1), "the next minute"


def test_clock_opens__whoever_comes_second_opens_nothing(at_once):
    who = auctions.people()
    for worker in (True, False):
        lot = auctions.brought_to(S.POSTED, who)
        before = traces(lot)
        by_hand = lambda lot=lot: sessions.open_registration(actor=who.auctioneer, lot=lot, now=FILES_FROM)  # noqa: E731
        first, second = one_after_other(at_once, advance_to(FILES_FROM), advance_to(FILES_FROM) if worker else by_hand)
        assert first == (1, 0)
        assert second == (0, 0) if worker else isinstance(second, LotStep), second
        assert_whole(lot)
        assert traces(lot) - before == Counter(["event open_registration", "entry", "version"])


@pytest.mark.usefixtures("without_locks")
def test_race_with_the_clock_appears_without_locks(at_once):
    """Negative control: the auctioneer is not told that the clock was quicker."""
    who = auctions.people()
    lot = auctions.brought_to(S.POSTED, who)
    by_hand = lambda: sessions.open_registration(actor=who.auctioneer, lot=lot, now=FILES_FROM)  # noqa: E731
    assert not isinstance(one_after_other(at_once, advance_to(FILES_FROM), by_hand)[1], LotStep)


# --- the minutes --------------------------------------------------------------------------------------------------


def entered(who: People) -> tuple[Lot, AuctionResult]:
    lot = auctions.brought_to(S.IN_SESSION, who)
    return lot, enter(who, lot)


def third_eye(who: People) -> Any:
    return auctions.person("daugia3", Role.AUCTIONEER, who.organisation.agency)


def test_two_auctioneers_confirm__once_and_never_who_entered(at_once):
    who = auctions.people()
    lot, result = entered(who)
    people = (who.auctioneer, who.second, third_eye(who))
    before = traces(lot)
    acts = [lambda actor=actor: results.confirm_result(actor=actor, result=result, now=LATER) for actor in people]
    own, *others = at_once(*acts)
    assert isinstance(own, NotAllowed | LotStep), own
    assert sorted(type(outcome).__name__ for outcome in others) == ["Lot", "LotStep"]
    assert_whole(lot)
    assert lot.state == S.SOLD_PROVISIONAL
    assert traces(lot) - before == Counter({"event sell": 1, "entry": 1, "version": 1})


def confirm_and_send_back(who: People, result: AuctionResult) -> list[Any]:
    return [
        lambda: results.confirm_result(actor=who.second, result=result, now=LATER),
        lambda: results.reject_result(actor=third_eye(who), result=result, reason="Nhầm", now=LATER),
    ]


def test_one_confirms_and_one_sends_back__the_second_is_told(at_once):
    who = auctions.people()
    for confirms_first in (True, False):
        lot, result = entered(who)
        acts = confirm_and_send_back(who, result)
        first, second = one_after_other(at_once, *(acts if confirms_first else reversed(acts)))
        assert not isinstance(first, Exception), first
        assert isinstance(second, LotStep)
        assert_whole(lot)
        assert lot.state == (S.SOLD_PROVISIONAL if confirms_first else S.IN_SESSION)


@pytest.mark.usefixtures("without_locks")
def test_race_of_confirmation_appears_without_locks(at_once):
    """Negative control: a lot is sold by minutes that were sent back, and nobody is told."""
    who = auctions.people()
    lot, result = entered(who)
    first, second = one_after_other(at_once, *confirm_and_send_back(who, result))
    assert not isinstance(first, Exception)
    assert not isinstance(second, Exception)
    lot.refresh_from_db(), result.refresh_from_db()
    assert (lot.state, result.state) == (S.SOLD_PROVISIONAL, "rejected")


# --- clocks and order of locks ------------------------------------------------------------------------------------


def test_who_waited_for_the_lot__acts_later_than_who_held_it(at_once):
    """The moment of an act is read when the lot is locked: a version never ends before it begins."""
    who = auctions.people()
    lot = auctions.brought_to(S.SOLD_PROVISIONAL, who)
    party = results.Party("organisation", "Công ty Mẫu")
    award = {"actor": who.auctioneer, "lot": lot, "refused": [2], "party": party, "reason": "Từ chối"}
    done = lock_and_act_late(
        at_once,
        lot,
        lambda: results.award_next(**award),
        lambda: results.refuse_win(actor=who.auctioneer, lot=lot, refused=[2, 1], reason="Cả hai từ chối"),
    )
    assert [outcome.state for outcome in done] == [S.SOLD_PROVISIONAL, S.FAILED]
    assert_whole(lot)


def new_session(who: People) -> Any:
    draft = sessions.SessionDraft("Đợt", who.organisation)
    return sessions.create_auction(actor=who.fund, owner=who.owner, draft=draft)


def test_two_sessions_take_one_lot__the_second_is_told(at_once):
    who = auctions.people()
    lot = auctions.planned(who)
    one, other = new_session(who), new_session(who)
    acts = [lambda its=its: sessions.put_lots(actor=who.fund, auction=its, lots=[lot]) for its in (one, other)]
    first, second = lock_and_act_late(at_once, lot, *acts)
    assert not isinstance(first, Exception), first
    assert isinstance(second, BadTerms)
    assert_whole(lot)
    assert lot.auction_id == one.pk


@pytest.mark.usefixtures("without_locks")
def test_race_of_sessions_appears_without_locks(at_once):
    """Negative control: the lot goes over to the second session, or the database alone stops it."""
    who = auctions.people()
    lot = auctions.planned(who)
    acts = [
        lambda its=its: sessions.put_lots(actor=who.fund, auction=its, lots=[lot])
        for its in (new_session(who), new_session(who))
    ]
    assert not isinstance(one_after_other(at_once, *acts)[1], BadTerms)


def test_two_sessions_want_each_others_lot__nobody_waits_for_ever(at_once, monkeypatch):
    """Whatever is locked is locked in one go, in one order."""
    who = auctions.people()
    pairs = [(new_session(who), auctions.planned(who)) for _number in range(2)]
    for its, lot in pairs:
        sessions.put_lots(actor=who.fund, auction=its, lots=[lot])
    ready, locked = Barrier(2), rows.locked

    def slow(wanted):
        found = locked(wanted)
        with suppress(BrokenBarrierError):
            ready.wait(1)
        return found

    monkeypatch.setattr(rows, "locked", slow)
    (one, own), (other, theirs) = pairs
    done = at_once(
        lambda: sessions.put_lots(actor=who.fund, auction=one, lots=[theirs]),
        lambda: sessions.put_lots(actor=who.fund, auction=other, lots=[own]),
    )
    assert [type(outcome) for outcome in done] == [BadTerms, BadTerms]


def test_tax_notice_and_a_new_day_off__nobody_waits_for_ever(at_once, monkeypatch):
    """The calendar comes before the chain, in every act."""
    who = auctions.people()
    lot = auctions.brought_to(S.RECOGNISED, who)
    chained, done, append = Event(), Event(), ledger.append

    def slow(act, told):
        made = append(act, told)
        if act.verb == "tax_notice":
            chained.set()
            hold(done)
        return made

    monkeypatch.setattr(ledger, "append", slow)

    def notice():
        day = DayDraft(date(2026, 9, 17), DayKind.HOLIDAY, "Nghỉ đột xuất")
        assert chained.wait(10)
        try:
            issue_notice(actor=None, notice=NoticeDraft("Nghỉ thêm", "thử", Mark.READ), days=[day])
        finally:
            done.set()

    def tax():
        return money.record_tax_notice(
            actor=who.fund, lot=lot, number="9/TB", issued_on=DAY, amount=auctions.PRICE, now=PAID_AT
        )

    assert [type(outcome) for outcome in at_once(tax, notice) if isinstance(outcome, Error)] == []
    assert_chained()
