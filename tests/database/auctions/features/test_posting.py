"""Readiness and posting, sale of files and secrecy."""

from datetime import date, timedelta
from decimal import Decimal

from pytest_bdd import given, parsers, scenarios, then, when

from auctions.actions import checking, deciding, lots, results, sessions
from auctions.models import AuctionResult
from auctions.workflow import BidderKind, LotState, Readiness, ReadinessState, SaleBy
from land.actions import flags
from land.workflow import FlagKind, PublishLevel
from tests.database.auctions.features.conftest import CONDITIONS, KINDS, Case, moment
from tests.factories import auctions
from tests.factories.auctions import SESSION, START, decision

scenarios("san_sang_va_niem_yet.feature", "ban_ho_so_va_bi_mat.feature")
BEFORE = START + timedelta(days=4)  # before any lot of these scenarios is posted
OF_PROJECT = {"sale_by": SaleBy.PROJECT, "bidders": [BidderKind.ORGANISATION], "right": "leased_once"}


@given(parsers.parse("phiên đấu giá được ấn định lúc {at}"))
def session_is_set(case: Case, at: str) -> None:
    case.timetable["session_at"] = moment(at)


@given(parsers.parse("hạn bán hồ sơ được ghi là {until}"))
def files_are_sold_until(case: Case, until: str) -> None:
    case.timetable |= {"files_until": moment(until), "deposit_until": moment(until) + timedelta(hours=1)}


@given("một lô đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng và đã công khai")
def ready_lot(case: Case) -> None:
    contracted(case)
    lots.publish_lot(actor=case.who.manager, lot=case.lot, level=PublishLevel.PUBLIC, now=BEFORE)


@given("một lô đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng nhưng chưa công khai")
def hidden_lot(case: Case) -> None:
    contracted(case)


@given(
    parsers.parse('một lô đấu giá "{kind}" đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng và đã công khai')
)
def ready_lot_of_kind(case: Case, kind: str) -> None:
    late = {"files_from": SESSION - timedelta(days=13), "view_from": SESSION - timedelta(days=9)}
    case.timetable |= late | {"view_until": SESSION - timedelta(days=6)}
    contracted(case, **(OF_PROJECT if KINDS[kind] == SaleBy.PROJECT else {}))
    lots.publish_lot(actor=case.who.manager, lot=case.lot, level=PublishLevel.PUBLIC, now=BEFORE)


def contracted(case: Case, **terms) -> None:
    lot = auctions.brought_to(LotState.AUCTION_DECIDED, case.who, **terms)
    auctions.session(case.who, lot, **case.timetable)
    at = START + timedelta(days=3)
    case.lot = deciding.contract_organisation(actor=case.who.fund, lot=lot, decision=decision(), now=at)
    auctions.make_ready(case.who, case.lot)


@given(parsers.parse('điều kiện "{kind}" chưa đạt'))
def condition_is_missing(case: Case, kind: str) -> None:
    if CONDITIONS[kind] == Readiness.UNDISPUTED:  # read from the register, not ticked
        plot = case.lot.plot_links.get().plot
        flags.raise_flag(
            actor=case.who.manager,
            plot=plot,
            kind=FlagKind.DISPUTED,
            since=date(2026, 8, 5),
            today=date(2026, 8, 6),
        )
        return
    finding = checking.Finding(CONDITIONS[kind], ReadinessState.MISSING, date(2026, 8, 4))
    checking.record_readiness(actor=case.who.fund, lot=case.lot, findings=[finding], now=BEFORE)


@when(parsers.re('(?P<by>đơn vị quản lý quỹ đất|sở) chấp nhận ngoại lệ "(?P<kind>.+)" vì "(?P<reason>.+)"'))
def except_condition(case: Case, by: str, kind: str, reason: str) -> None:
    actor = case.who.manager if by == "sở" else case.who.fund
    finding = checking.Finding(CONDITIONS[kind], ReadinessState.EXCEPTED, date(2026, 8, 5), "Tờ trình 5/TTr", reason)
    case.try_to(lambda: checking.except_readiness(actor=actor, lot=case.lot, finding=finding, now=BEFORE))


@when(parsers.parse("tổ chức đấu giá niêm yết lúc {at}"))
def post(case: Case, at: str) -> None:
    case.lot.refresh_from_db()
    case.try_to(lambda: sessions.post_auction(actor=case.who.auctioneer, auction=case.lot.auction, now=moment(at)))


@then("thông tin đã niêm yết là thông tin đang có của lô")
def announced_is_current(case: Case) -> None:
    assert case.lot.announced_version == case.lot.version
    assert case.lot.versions.get(version=case.lot.version).start_price_amount == case.lot.start_price_amount


@given(parsers.parse('một lô đấu giá "{kind}" có tiền đặt trước {percent:d} % giá khởi điểm'))
def lot_with_deposit(case: Case, kind: str, percent: int) -> None:
    own = OF_PROJECT if KINDS[kind] == SaleBy.PROJECT else {}
    case.lot = auctions.planned(case.who, deposit_percent=Decimal(percent), **own)


@when("sở ghi quyết định phê duyệt phương án")
def approve_plan(case: Case) -> None:
    at = START + timedelta(hours=1)
    case.try_to(lambda: deciding.approve_plan(actor=case.who.manager, lot=case.lot, decision=decision(), now=at))


@when(parsers.parse("đấu giá viên đóng việc nhận hồ sơ lúc {at}"))
def close_by_hand(case: Case, at: str) -> None:
    case.try_to(lambda: sessions.close_registration(actor=case.who.auctioneer, lot=case.lot, now=moment(at)))


@when(parsers.parse("đấu giá viên nhập biên bản đấu giá thành lúc {at}"))
def enter_too_early(case: Case, at: str) -> None:
    said = auctions.minutes()
    case.try_to(lambda: results.enter_result(actor=case.who.auctioneer, lot=case.lot, minutes=said, now=moment(at)))


@then("hệ thống không giữ số người đăng ký nào")
def nothing_is_kept() -> None:
    assert not AuctionResult.objects.exists()
