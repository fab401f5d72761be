"""The session, its minutes and who won."""

import re
from datetime import timedelta
from decimal import Decimal

from pytest_bdd import given, parsers, scenarios, then, when

from auctions.actions import results
from auctions.outcome import BidRow
from auctions.workflow import BidderKind, LotState
from tests.database.auctions.features.conftest import FAILURES, MILLION, Case, amount
from tests.factories import auctions
from tests.factories.auctions import SESSION

scenarios("phien_dau_gia.feature", "bien_ban_va_nguoi_trung.feature")
ENTERED = SESSION + timedelta(hours=3)
_BID = re.compile(
    r"(?:vòng (?P<round>\d+), )?số (?P<bidder>\d+): (?P<price>\d+)(?P<void> không hợp lệ)?(?P<back> rút lại)?"
)
PARTY = results.Party(BidderKind.ORGANISATION, "Công ty Mẫu")


@given(
    parsers.parse('một lô ở tình trạng "Đang đấu giá", giá khởi điểm {price} triệu đồng, bước giá {step} triệu đồng')
)
def in_session(case: Case, price: str, step: str) -> None:
    case.lot = auctions.brought_to(LotState.IN_SESSION, case.who)
    assert (case.lot.start_price_amount, case.lot.step_amount) == (amount(price), amount(step))


@when(parsers.parse('các lượt trả giá là "{bids}"'))
def bids_are(case: Case, bids: str) -> None:
    found = [_BID.fullmatch(one) for one in bids.split("; ")] if bids != "không có" else []
    case.bids = tuple(
        BidRow(
            ordinal,
            int(one["round"] or 1),
            int(one["bidder"]),
            int(one["price"]) * MILLION,
            withdrawn=bool(one["back"]),
            invalid=bool(one["void"]),
        )
        for ordinal, one in enumerate(found, start=1)
    )


@when(
    parsers.parse('biên bản ghi {registrants:d} người đăng ký, {participants:d} người tham gia, kết luận "{failure}"')
)
def minutes_say_failed(case: Case, registrants: int, participants: int, failure: str) -> None:
    own = {"registrants": registrants, "participants": participants, "bids": case.bids}
    enter(case, auctions.failed_minutes(**own, failure=FAILURES[failure]))


@when(
    parsers.parse(
        "biên bản ghi {registrants:d} người đăng ký, {participants:d} người tham gia, "
        "người số {winner:d} trúng với giá {price} triệu đồng"
    )
)
def minutes_say_sold(case: Case, registrants: int, participants: int, winner: int, price: str) -> None:
    own = {"registrants": registrants, "participants": participants, "bids": case.bids}
    enter(case, auctions.minutes(**own, winner=winner, price=amount(price), party=PARTY))


@given("đấu giá viên đã nhập biên bản đấu giá thành")
@when("đấu giá viên nhập lại biên bản đấu giá thành")
def entered(case: Case) -> None:
    enter(case, auctions.minutes())


def enter(case: Case, said: results.Minutes) -> None:
    at = ENTERED if case.lot.state == LotState.IN_SESSION else case.lot.files_until
    case.result = results.enter_result(actor=case.who.auctioneer, lot=case.lot, minutes=said, now=at)


@when(parsers.re("(?P<by>chính đấu giá viên đó|đấu giá viên thứ hai|đơn vị quản lý quỹ đất|sở) xác nhận"))
def confirmed(case: Case, by: str) -> None:
    who = case.who
    actor = {
        "chính đấu giá viên đó": who.auctioneer,
        "đấu giá viên thứ hai": who.second,
        "đơn vị quản lý quỹ đất": who.fund,
        "sở": who.manager,
    }[by]
    at = ENTERED + timedelta(minutes=10)
    case.try_to(lambda: results.confirm_result(actor=actor, result=case.result, now=at))


@when(parsers.re('đấu giá viên thứ hai trả lại (mà không ghi lý do|vì "(?P<reason>.+)")'))
def sent_back(case: Case, reason: str | None) -> None:
    case.try_to(
        lambda: results.reject_result(actor=case.who.second, result=case.result, reason=reason or " ", now=ENTERED)
    )


@given(parsers.parse("một lô có giá khởi điểm {price} triệu đồng và tiền đặt trước {deposit} triệu đồng"))
def lot_with_terms(case: Case, price: str, deposit: str) -> None:
    share = Decimal(amount(deposit) * 100) / amount(price)
    case.lot = auctions.brought_to(LotState.IN_SESSION, case.who, deposit_percent=share)
    assert (case.lot.start_price_amount, case.lot.deposit_amount) == (amount(price), amount(deposit))


@given(
    parsers.parse(
        "người số {winner:d} đã trúng với giá {price} triệu đồng, "
        "liền kề là người số {other:d} với giá {next_price} triệu đồng"
    )
)
def won(case: Case, winner: int, price: str, other: int, next_price: str) -> None:
    bids = (BidRow(1, 1, other, amount(next_price)), BidRow(2, 2, winner, amount(price)))
    said = auctions.minutes(bids=bids, winner=winner, price=amount(price), party=PARTY)
    case.lot = auctions.conclude(case.who, case.lot, said)


@when(parsers.re(r"người số (?P<one>\d+)( và người số (?P<other>\d+))? từ chối"))
def refuses(case: Case, one: str, other: str | None) -> None:
    numbers = [int(number) for number in (one, other) if number]
    case.try_to(
        lambda: results.refuse_win(
            actor=case.who.auctioneer,
            lot=case.lot,
            refused=numbers,
            reason="Từ chối ký biên bản",
            now=SESSION + timedelta(hours=8),
        )
    )


@when(parsers.parse("người số {one:d} từ chối và người số {other:d} chấp nhận"))
def next_accepts(case: Case, one: int, other: int) -> None:
    case.try_to(
        lambda: results.award_next(
            actor=case.who.auctioneer,
            lot=case.lot,
            refused=[one],
            party=PARTY,
            reason=f"Người số {other} chấp nhận",
            now=SESSION + timedelta(hours=5 + case.lot.version % 2),
        )
    )


@then(parsers.parse("lô trúng với giá {price} triệu đồng"))
def sold_at(case: Case, price: str) -> None:
    assert case.error is None, case.error
    assert (case.lot.state, case.lot.sold_price_amount) == (LotState.SOLD_PROVISIONAL, amount(price))
