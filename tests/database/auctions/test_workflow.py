"""The table of steps, both ways: what it lists can be done by whom it names, what it does not list is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from auctions.actions import deciding, money, results, sessions, steps
from auctions.actions.rows import Why
from auctions.errors import LotStep
from auctions.models import Lot
from auctions.workflow import AFTER, BEFORE_SESSION, STAGE_OF, STEPS, Failure, LotState, Who
from gis.http.problems import NotAllowed
from tests.factories import auctions
from tests.factories.auctions import People, decision

pytestmark = pytest.mark.django_db
S = LotState
LATER = auctions.SESSION + timedelta(days=130)
Act = Callable[[People, Any, Lot], Lot]


def _unattended(who, actor, lot):
    said = auctions.minutes(
        registrants=1, participants=1, bids=(), winner=None, price=None, party=None, failure=Failure.ONE_REGISTRANT
    )
    entered = results.enter_result(actor=who.second, lot=lot, minutes=said, now=auctions.SESSION)
    return results.confirm_result(actor=actor, result=entered, now=auctions.SESSION)


def _concluded(said):
    def act(who, actor, lot):
        entered = results.enter_result(
            actor=who.second, lot=lot, minutes=said, now=auctions.SESSION + timedelta(hours=1)
        )
        return results.confirm_result(actor=actor, result=entered, now=auctions.SESSION + timedelta(hours=2))

    return act


def _refused(who, actor, lot):
    return results.refuse_win(actor=actor, lot=lot, refused=[2, 1], reason="Từ chối ký biên bản", now=LATER)


def _paid(part):
    def act(who, actor, lot):
        owed = lot.sold_price_amount
        if not lot.tax_notices.exists():
            money.record_tax_notice(
                actor=who.fund, lot=lot, number="1/TB", issued_on=date(2026, 9, 15), amount=owed, now=LATER
            )
        return money.record_payment(
            actor=actor, lot=lot, amount=part(owed), paid_on=date(2026, 9, 16), receipt="CT-9", now=LATER
        )

    return act


def _decided(verb, **more):
    def act(who, actor, lot):
        return verb(actor=actor, lot=lot, decision=decision("77/QĐ", date(2027, 1, 20)), now=LATER, **more)

    return act


def _overdue(who, actor, lot):
    if not lot.tax_notices.exists():
        money.record_tax_notice(
            actor=who.fund, lot=lot, number="1/TB", issued_on=date(2026, 9, 15), amount=auctions.PRICE, now=LATER
        )
    return _decided(money.cancel_recognition, reason="Quá hạn")(who, actor, lot)


def _left(who, actor, lot):
    lot.attempts.create(
        number=lot.attempt + 1,
        code=f"{lot.code}-{lot.attempt + 1}",
        auction=lot.auction,
        area_m2=lot.area_m2,
        start_price_amount=1,
        session_at=auctions.SESSION,
        ended_at=auctions.SESSION,
        sold=False,
        failure=Failure.NO_REGISTRANT,
    )
    return _decided(deciding.leave_auction, reason="Giao không qua đấu giá")(who, actor, lot)


def _contracted(who, actor, lot):
    if lot.auction_id is None:
        auctions.session(who, lot)
    return deciding.contract_organisation(
        actor=actor, lot=lot, decision=decision(), now=auctions.START + timedelta(days=3)
    )


def _posted(who, actor, lot):
    auctions.make_ready(who, lot)
    auctions.lots.publish_lot(actor=who.manager, lot=lot, level="public", now=auctions.POSTED - timedelta(days=1))
    lot.refresh_from_db()
    return sessions.post_auction(actor=actor, auction=lot.auction, now=auctions.POSTED)[0]


def _again(who, actor, lot):
    return deciding.try_again(actor=actor, lot=lot, reason="Tổ chức lại", now=LATER)


def _suspend(who, actor, lot):
    at = lot.state_since + timedelta(minutes=1)
    return deciding.suspend_lot(actor=actor, lot=lot, decision=decision(), reason="Kiến nghị", now=at)


def _cancel(who, actor, lot):
    at = lot.state_since + timedelta(minutes=1)
    return deciding.cancel_lot(actor=actor, lot=lot, decision=decision(), reason="Đổi quy hoạch", now=at)


def _withdraw(who, actor, lot):
    at = lot.state_since + timedelta(minutes=1)
    return deciding.withdraw_lot(actor=actor, lot=lot, reason="Rà soát", now=at)


def _resume(who, actor, lot):
    at = lot.state_since + timedelta(minutes=2)
    return deciding.resume_lot(actor=actor, lot=lot, decision=decision(), reason="Đã giải quyết", now=at)


EARLY = auctions.START + timedelta(hours=4)
ACTS: dict[tuple[LotState, LotState], Act] = {
    (S.PLANNED, S.PLAN_APPROVED): lambda who, actor, lot: deciding.approve_plan(
        actor=actor, lot=lot, decision=decision(), now=EARLY
    ),
    (S.PLAN_APPROVED, S.START_PRICE_SET): lambda who, actor, lot: deciding.set_start_price(
        actor=actor, lot=lot, amount=auctions.PRICE, decision=decision(), now=EARLY
    ),
    (S.START_PRICE_SET, S.AUCTION_DECIDED): lambda who, actor, lot: deciding.decide_auction(
        actor=actor, lot=lot, decision=decision(), now=EARLY
    ),
    (S.AUCTION_DECIDED, S.ORG_CONTRACTED): _contracted,
    (S.ORG_CONTRACTED, S.POSTED): _posted,
    (S.POSTED, S.REGISTRATION_OPEN): lambda who, actor, lot: sessions.open_registration(
        actor=actor, lot=lot, now=auctions.FILES_FROM
    ),
    (S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED): lambda who, actor, lot: sessions.close_registration(
        actor=actor, lot=lot, now=auctions.FILES_UNTIL
    ),
    (S.REGISTRATION_CLOSED, S.IN_SESSION): lambda who, actor, lot: sessions.open_session(
        actor=actor, lot=lot, two_admitted=True, now=auctions.SESSION
    ),
    (S.REGISTRATION_CLOSED, S.FAILED): _unattended,
    (S.IN_SESSION, S.FAILED): _concluded(auctions.failed_minutes()),
    (S.IN_SESSION, S.SOLD_PROVISIONAL): _concluded(auctions.minutes()),
    (S.SOLD_PROVISIONAL, S.FAILED): _refused,
    (S.SOLD_PROVISIONAL, S.RECOGNISED): _decided(money.recognise_result),
    (S.RECOGNISED, S.PAYMENT_50): _paid(lambda owed: owed // 2),
    (S.PAYMENT_50, S.PAID): _paid(lambda owed: owed - owed // 2),
    (S.RECOGNISED, S.RECOGNITION_CANCELLED): _overdue,
    (S.PAYMENT_50, S.RECOGNITION_CANCELLED): _overdue,
    (S.PAID, S.HANDED_OVER): _decided(money.hand_over),
    (S.HANDED_OVER, S.CERTIFIED): _decided(money.certify),
    (S.FAILED, S.PLAN_APPROVED): _again,
    (S.RECOGNITION_CANCELLED, S.PLAN_APPROVED): _again,
    (S.FAILED, S.CANCELLED): _left,
    **{(state, S.SUSPENDED): _suspend for state in BEFORE_SESSION},
    **{(state, S.CANCELLED): _cancel for state in (*BEFORE_SESSION, S.SUSPENDED)},
    **{(S.SUSPENDED, state): _resume for state in BEFORE_SESSION},
    **{(state, S.WITHDRAWN): _withdraw for state in (S.POSTED, S.REGISTRATION_OPEN)},
}


def actors(who: People) -> dict[Who, Any]:
    return {
        Who.OWNER: who.fund,
        Who.AUTHORITY: who.manager,
        Who.ORGANISATION: who.auctioneer,
        Who.REGISTRY: who.registry,
        Who.CLOCK: None,
    }


def before(source: LotState, target: LotState, who: People) -> Lot:
    """A lot from which the step can be tried: a suspended one that stood at the target before."""
    if source != S.SUSPENDED or target == S.CANCELLED:
        return auctions.at_state(source, who)
    lot = auctions.at_state(target, who)
    return _suspend(who, who.manager, lot)


def test_acts__cover_the_table():
    assert ACTS.keys() == STEPS.keys()


@pytest.mark.parametrize(("source", "target"), sorted(STEPS, key=str), ids=lambda state: state.value)
def test_step__of_the_table__is_taken_by_whom_it_names_and_by_nobody_else(source, target):
    who = auctions.people()
    lot = before(source, target, who)
    for part, actor in actors(who).items():
        if part in STEPS[source, target].who:
            continue
        with pytest.raises(NotAllowed), transaction.atomic():
            steps.take(lot, target, Why(actor, decision(), "lý do"))
    (part, *_others) = sorted(STEPS[source, target].who)
    done = ACTS[source, target](who, actors(who)[part], lot)
    assert done.state == target
    event = done.events.order_by("-at", "-id").first()
    assert (event.before, event.after, event.verb) == (source, target, STEPS[source, target].verb)


@pytest.mark.parametrize("source", LotState, ids=lambda state: state.value)
def test_step__outside_the_table__is_refused_to_everybody(source):
    who = auctions.people()
    lot = auctions.at_state(source, who)
    for target in set(LotState) - AFTER[source]:
        for actor in actors(who).values():
            with pytest.raises(LotStep, match=f"{lot.code} đang ở tình trạng “{source.label}”"), transaction.atomic():
                steps.take(lot, target, Why(actor, decision(), "lý do"))
    lot.refresh_from_db()
    assert lot.state == source


@pytest.mark.parametrize("state", LotState, ids=lambda state: state.value)
def test_stage__is_that_of_the_table(state):
    assert auctions.at_state(state).stage == STAGE_OF[state]
