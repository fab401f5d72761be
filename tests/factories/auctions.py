"""Lots and their people, brought along by the real actions: what a test starts from is what the system makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Agency, RoleAssignment, User
from accounts.roles import Role
from auctions.actions import checking, deciding, lots, money, results, sessions
from auctions.actions.drafts import LotDraft
from auctions.actions.results import Minutes, Party
from auctions.actions.rows import Decision
from auctions.models import Auction, AuctionOrganisation, AuctionPlan, Lot
from auctions.outcome import BidRow
from auctions.workflow import BidderKind, Failure, LotState, Readiness, ReadinessState
from land.workflow import PublishLevel
from tests.factories import land

START = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)  # a Monday, 09:00 in Việt Nam
POSTED = START + timedelta(days=10)
FILES_FROM, FILES_UNTIL = POSTED + timedelta(hours=1), datetime(2026, 9, 9, 10, 0, tzinfo=UTC)
SESSION = datetime(2026, 9, 11, 2, 0, tzinfo=UTC)
PRICE, STEP = 5_000_000_000, 50_000_000


def decision(number: str = "100/QĐ-UBND", on: date = date(2026, 8, 3)) -> Decision:
    """A decision of the authority."""
    return Decision(number, on, "UBND Thành phố Hồ Chí Minh", "Nguyễn Văn Mẫu")


def organisation(code: str = "dgbrvt", name: str = "Trung tâm dịch vụ đấu giá (mẫu)") -> AuctionOrganisation:
    """An auction organisation with an account."""
    own = {"address": "01 Bạch Đằng, Phường Bà Rịa", "phone": "0254 000 000", "hours": "7:30–11:30, 13:00–17:00"}
    account = {"bank_bin": "970436", "account_number": "0071001234567", "account_holder": "TRUNG TAM DV DAU GIA"}
    return AuctionOrganisation.objects.get_or_create(agency=land.agency(code, name), defaults=own | account)[0]


def person(username: str, role: Role, agency: Agency | None = None) -> User:
    """A user with one role, for an agency where the role needs one."""
    user, made = User.objects.get_or_create(username=username)
    if made:
        assignment = RoleAssignment.objects.create(user=user, role=role)
        if agency is not None:
            assignment.agencies.add(agency)
    return user


@dataclass
class People:
    """Who acts: fund officer, department, two auctioneers of one organisation, registration office."""

    owner: Agency
    organisation: AuctionOrganisation
    fund: User
    manager: User
    auctioneer: User
    second: User
    registry: User


def people() -> People:
    """The people of the sample process."""
    owner, house = land.agency(), organisation()
    registry = person("vpdk", Role.REGISTRATION_OFFICE)
    registry.assignments.get().units.add(land.unit())
    return People(
        owner,
        house,
        person("quydat", Role.LAND_FUND_OFFICER, owner),
        person("so", Role.LAND_MANAGER),
        person("daugia1", Role.AUCTIONEER, house.agency),
        person("daugia2", Role.AUCTIONEER, house.agency),
        registry,
    )


def plan(who: People) -> AuctionPlan:
    """A yearly plan."""
    return deciding.create_plan(
        actor=who.manager, owner=who.owner, year=2026, title="Kế hoạch đấu giá năm 2026", decision=decision(), now=START
    )


TERMS: Mapping[str, Any] = {
    "right": "allocated",
    "term_kind": "long",
    "bidders": ["person", "organisation"],
    "sale_by": "lot",
    "deposit_percent": Decimal(20),
    "step_amount": STEP,
    "file_fee_amount": 500_000,
    "first_payment_percent": 50,
    "first_payment_days": 30,
    "payment_days": 90,
    "expected_year": 2026,
    "expected_quarter": 3,
}


def planned(who: People | None = None, **values: Any) -> Lot:
    """A lot that was drawn from one plot, whole unless `geom` gives its part (shapely, legal CRS)."""
    who = who or people()
    plot = values.pop("plot", None) or land.plot(managing_agency=who.owner)
    ground = values.pop("geom", None)
    draft = LotDraft(
        values.pop("name", "Lô A1-05"), [plot], ground, values={**TERMS, "land_use_id": land.land_use().code} | values
    )
    (lot,) = lots.plan_lots(actor=who.fund, owner=who.owner, plan=plan(who), drafts=[draft], now=START)
    return lot


def make_ready(who: People, lot: Lot) -> None:
    """Tick what people tick."""
    kinds = (Readiness.TITLE, Readiness.CLEARANCE, Readiness.DETAILED_PLAN, Readiness.ACCESS, Readiness.CHECKED)
    basis = "Biên bản 12/BB-TTPTQĐ"
    findings = [checking.Finding(kind, ReadinessState.MET, date(2026, 8, 3), basis) for kind in kinds]
    checking.record_readiness(actor=who.fund, lot=lot, findings=findings, now=START + timedelta(minutes=5))


def session(who: People, *its: Lot, **timetable: Any) -> Auction:
    """A session with a lawful timetable."""
    own = {
        "files_from": FILES_FROM,
        "files_until": FILES_UNTIL,
        "deposit_until": FILES_UNTIL + timedelta(hours=1),
        "view_from": POSTED + timedelta(days=2),
        "view_until": POSTED + timedelta(days=6),
        "session_at": SESSION,
        "venue": "Hội trường tầng 2, 01 Bạch Đằng",
        "form": "ballot",
    }
    draft = sessions.SessionDraft("Đấu giá đợt 3 năm 2026", who.organisation, own | timetable)
    return sessions.create_auction(
        actor=who.fund, owner=who.owner, draft=draft, lots=its, now=START + timedelta(days=2)
    )


BIDS = (
    BidRow(1, 1, 1, PRICE),
    BidRow(2, 1, 2, PRICE + 2 * STEP),
    BidRow(3, 2, 1, PRICE + 3 * STEP),
    BidRow(4, 2, 2, PRICE + 5 * STEP),
)


def minutes(**values: Any) -> Minutes:
    """Minutes of a session that sold."""
    own: dict[str, Any] = {
        "number": "15/BB-ĐG",
        "on": date(2026, 9, 11),
        "registrants": 3,
        "participants": 2,
        "bids": BIDS,
        "winner": 2,
        "price": PRICE + 5 * STEP,
        "party": Party(BidderKind.PERSON, "Trần Thị Người Trúng"),
    }
    return Minutes(**own | values)


def failed_minutes(**values: Any) -> Minutes:
    """Minutes of a session at which one person came."""
    own: dict[str, Any] = {
        "participants": 1,
        "bids": (),
        "winner": None,
        "price": None,
        "party": None,
        "failure": Failure.ONE_PARTICIPANT,
    }
    return minutes(**own | values)


def _approve(who: People, lot: Lot) -> Lot:
    return deciding.approve_plan(actor=who.manager, lot=lot, decision=decision("1/QĐ"), now=START + timedelta(hours=1))


def _price(who: People, lot: Lot) -> Lot:
    at = START + timedelta(hours=2)
    return deciding.set_start_price(actor=who.manager, lot=lot, amount=PRICE, decision=decision("2/QĐ"), now=at)


def _decide(who: People, lot: Lot) -> Lot:
    return deciding.decide_auction(actor=who.manager, lot=lot, decision=decision("3/QĐ"), now=START + timedelta(days=1))


def _contract(who: People, lot: Lot) -> Lot:
    session(who, lot)
    at = START + timedelta(days=3)
    return deciding.contract_organisation(actor=who.fund, lot=lot, decision=decision("4/HĐ"), now=at)


def _post(who: People, lot: Lot) -> Lot:
    make_ready(who, lot)
    lots.publish_lot(actor=who.manager, lot=lot, level=PublishLevel.PUBLIC, now=POSTED - timedelta(days=1))
    lot.refresh_from_db()
    (done,) = sessions.post_auction(actor=who.auctioneer, auction=lot.auction, now=POSTED)
    return done


def _open(who: People, lot: Lot) -> Lot:
    return sessions.open_registration(actor=who.auctioneer, lot=lot, now=FILES_FROM)


def _close(who: People, lot: Lot) -> Lot:
    return sessions.close_registration(actor=None, lot=lot, now=FILES_UNTIL)


def _hold(who: People, lot: Lot) -> Lot:
    return sessions.open_session(actor=who.auctioneer, lot=lot, two_admitted=True, now=SESSION)


def _sell(who: People, lot: Lot) -> Lot:
    return conclude(who, lot, minutes())


def conclude(who: People, lot: Lot, said: Minutes) -> Lot:
    """Enter and confirm minutes."""
    at = SESSION + timedelta(hours=3)
    entered = results.enter_result(actor=who.auctioneer, lot=lot, minutes=said, now=at)
    return results.confirm_result(actor=who.second, result=entered, now=at + timedelta(minutes=10))


def _recognise(who: People, lot: Lot) -> Lot:
    at = SESSION + timedelta(days=3)
    return money.recognise_result(actor=who.manager, lot=lot, decision=decision("5/QĐ", date(2026, 9, 14)), now=at)


def _pay_half(who: People, lot: Lot) -> Lot:
    owed, at = lot.sold_price_amount or 0, SESSION + timedelta(days=5)
    day = date(2026, 9, 16)
    money.record_tax_notice(actor=who.fund, lot=lot, number="9/TB-CCT", issued_on=day, amount=owed, now=at)
    return money.record_payment(actor=who.fund, lot=lot, amount=owed // 2, paid_on=day, receipt="CT-1", now=at)


def _pay_rest(who: People, lot: Lot) -> Lot:
    owed, at = lot.sold_price_amount or 0, SESSION + timedelta(days=9)
    rest = owed - owed // 2
    return money.record_payment(actor=who.fund, lot=lot, amount=rest, paid_on=date(2026, 9, 20), receipt="CT-2", now=at)


def _hand_over(who: People, lot: Lot) -> Lot:
    at = SESSION + timedelta(days=12)
    return money.hand_over(actor=who.fund, lot=lot, decision=decision("6/BB", date(2026, 9, 23)), now=at)


def _certify(who: People, lot: Lot) -> Lot:
    at = SESSION + timedelta(days=20)
    return money.certify(actor=who.registry, lot=lot, decision=decision("CT 123456", date(2026, 9, 30)), now=at)


WAY: Mapping[LotState, Callable[[People, Lot], Lot]] = {
    LotState.PLAN_APPROVED: _approve,
    LotState.START_PRICE_SET: _price,
    LotState.AUCTION_DECIDED: _decide,
    LotState.ORG_CONTRACTED: _contract,
    LotState.POSTED: _post,
    LotState.REGISTRATION_OPEN: _open,
    LotState.REGISTRATION_CLOSED: _close,
    LotState.IN_SESSION: _hold,
    LotState.SOLD_PROVISIONAL: _sell,
    LotState.RECOGNISED: _recognise,
    LotState.PAYMENT_50: _pay_half,
    LotState.PAID: _pay_rest,
    LotState.HANDED_OVER: _hand_over,
    LotState.CERTIFIED: _certify,
}


def brought_to(state: LotState, who: People | None = None, **values: Any) -> Lot:
    """A lot that went all the way to a state of the straight way."""
    who = who or people()
    lot = planned(who, **values)
    for target, act in WAY.items():
        if lot.state == state:
            return lot
        lot = act(who, lot)
        assert lot.state == target, (lot.state, target)
    return lot


def _failed(who: People) -> Lot:
    return conclude(who, brought_to(LotState.IN_SESSION, who), failed_minutes())


def _suspended(who: People) -> Lot:
    lot = brought_to(LotState.REGISTRATION_OPEN, who)
    at = FILES_FROM + timedelta(days=1)
    return deciding.suspend_lot(
        actor=who.manager, lot=lot, decision=decision("7/QĐ"), reason="Có đơn kiến nghị", now=at
    )


def _cancelled(who: People) -> Lot:
    lot = brought_to(LotState.PLAN_APPROVED, who)
    at = START + timedelta(days=1)
    return deciding.cancel_lot(actor=who.manager, lot=lot, decision=decision("8/QĐ"), reason="Đổi quy hoạch", now=at)


def _withdrawn(who: People) -> Lot:
    lot = brought_to(LotState.POSTED, who)
    return deciding.withdraw_lot(
        actor=who.fund, lot=lot, reason="Rà soát lại ranh giới", now=POSTED + timedelta(hours=2)
    )


def _not_paid(who: People) -> Lot:
    lot = brought_to(LotState.RECOGNISED, who)
    money.record_tax_notice(
        actor=who.fund,
        lot=lot,
        number="9/TB-CCT",
        issued_on=date(2026, 9, 16),
        amount=PRICE,
        now=SESSION + timedelta(days=5),
    )
    return money.cancel_recognition(
        actor=who.manager,
        lot=lot,
        decision=decision("10/QĐ", date(2027, 1, 5)),
        reason="Quá hạn nộp tiền",
        now=SESSION + timedelta(days=120),
    )


ASIDE: Mapping[LotState, Callable[[People], Lot]] = {
    LotState.FAILED: _failed,
    LotState.SUSPENDED: _suspended,
    LotState.CANCELLED: _cancelled,
    LotState.WITHDRAWN: _withdrawn,
    LotState.RECOGNITION_CANCELLED: _not_paid,
}


def at_state(state: LotState, who: People | None = None) -> Lot:
    """A lot in any of the states."""
    who = who or people()
    return ASIDE[state](who) if state in ASIDE else brought_to(state, who)
