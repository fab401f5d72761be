"""Money after the session, the next attempt, stops and corrections."""

from datetime import timedelta

from django.test import Client
from pytest_bdd import given, parsers, scenarios, then, when

from auctions.actions import deciding, lots, money, results
from auctions.models import Lot
from auctions.workflow import Duty, LotState
from tests.database.auctions.features.conftest import Case, amount, day, moment
from tests.factories import auctions
from tests.factories.auctions import SESSION, decision

scenarios("nop_tien_va_huy_cong_nhan.feature", "dau_gia_lai.feature", "dung_rut_dinh_chinh.feature")
AFTER = SESSION + timedelta(days=6)


@given(parsers.parse("phiên đấu giá ngày thứ sáu {on} đã thành"))
def session_sold(case: Case, on: str) -> None:
    assert day(on) == SESSION.date()
    assert day(on).weekday() == 4
    case.lot = auctions.brought_to(LotState.SOLD_PROVISIONAL, case.who)


@when(parsers.parse("tổ chức đấu giá ghi đã trả tiền đặt trước lúc {at}"))
def refunded(case: Case, at: str) -> None:
    case.try_to(lambda: results.fulfil_duty(actor=case.who.auctioneer, lot=case.lot, kind=Duty.REFUND, now=moment(at)))


@given(parsers.parse("kết quả đã được công nhận ngày {on}"))
def recognised(case: Case, on: str) -> None:
    case.lot = auctions.brought_to(LotState.RECOGNISED, case.who)
    assert case.lot.events.get(verb="recognise").decision_on == day(on)


@given(parsers.parse("cơ quan thuế thông báo ngày {on} nộp {sum_} triệu đồng"))
@when(parsers.parse("cơ quan thuế thông báo ngày {on} nộp {sum_} triệu đồng"))
def tax_notice(case: Case, on: str, sum_: str) -> None:
    case.try_to(
        lambda: money.record_tax_notice(
            actor=case.who.fund, lot=case.lot, number="9/TB", issued_on=day(on), amount=amount(sum_), now=AFTER
        )
    )


@given(parsers.parse("đã ghi chứng từ nộp {sum_} triệu đồng ngày {on}"))
@when(parsers.parse("ghi chứng từ nộp {sum_} triệu đồng ngày {on}"))
def paid(case: Case, sum_: str, on: str) -> None:
    at = SESSION + timedelta(days=9)
    case.try_to(
        lambda: money.record_payment(
            actor=case.who.fund, lot=case.lot, amount=amount(sum_), paid_on=day(on), receipt="CT-1", now=at
        )
    )


@when(parsers.parse('sở ghi quyết định hủy công nhận lúc {at} vì "{reason}"'))
def cancel_recognition(case: Case, at: str, reason: str) -> None:
    own = {"decision": decision("10/QĐ", moment(at).date()), "reason": reason, "now": moment(at)}
    case.try_to(lambda: money.cancel_recognition(actor=case.who.manager, lot=case.lot, **own))


@then("lô không còn giá trúng nào")
def nothing_is_sold(case: Case) -> None:
    assert (case.lot.sold_price_amount, case.lot.sold_on) == (None, None)


@when("sở mở trang hủy công nhận", target_fixture="page")
def open_page(case: Case) -> str:
    client = Client()
    client.force_login(case.who.manager)
    answer = client.get(f"/auctions/desk/lots/{case.lot.code}/cancel-recognition/")
    assert answer.status_code == 200
    return answer.content.decode()


@then(parsers.parse('trang nói "{sentence}"'))
def page_says(page: str, sentence: str) -> None:
    assert sentence in page


@given(parsers.parse("một lô đã đấu giá không thành {times:d} lần, lần cuối ngày {on}"))
def failed(case: Case, times: int, on: str) -> None:
    """The earlier failure is written as it would stand; the last one is gone through."""
    assert day(on) == SESSION.date()
    lot = auctions.brought_to(LotState.IN_SESSION, case.who)
    if times > 1:
        ended = SESSION - timedelta(days=100)
        own = {"auction": lot.auction, "code": f"{lot.code}-1", "area_m2": lot.area_m2, "session_at": ended}
        own |= {"start_price_amount": auctions.PRICE, "ended_at": ended}
        lot.attempts.create(number=1, sold=False, failure="no_registrant", **own)
        Lot.objects.filter(pk=lot.pk).update(attempt=times)
        lot.refresh_from_db()
    case.lot = auctions.conclude(case.who, lot, auctions.failed_minutes())
    assert case.lot.attempts.filter(sold=False).count() == times


@when("đơn vị quản lý quỹ đất tổ chức đấu giá lại")
def try_again(case: Case) -> None:
    case.try_to(lambda: deciding.try_again(actor=case.who.fund, lot=case.lot, reason="Tổ chức lại", now=AFTER))


@then(parsers.parse("lô đang ở lần đấu giá thứ {number:d}"))
def attempt_is(case: Case, number: int) -> None:
    assert (case.lot.attempt, case.lot.auction_id) == (number, None)


@when(parsers.parse("sở ghi giá khởi điểm theo quyết định ngày {on}"))
def set_price(case: Case, on: str) -> None:
    own = {"amount": auctions.PRICE, "decision": decision("9/QĐ", day(on)), "now": AFTER + timedelta(days=1)}
    case.try_to(lambda: deciding.set_start_price(actor=case.who.manager, lot=case.lot, **own))


@when(
    parsers.re(
        'sở ghi quyết định (?P<what>giao đất không qua đấu giá|hủy việc đấu giá|tạm dừng|tiếp tục) vì "(?P<reason>.+)"'
    )
)
def decide(case: Case, what: str, reason: str) -> None:
    act = {
        "giao đất không qua đấu giá": deciding.leave_auction,
        "hủy việc đấu giá": deciding.cancel_lot,
        "tạm dừng": deciding.suspend_lot,
        "tiếp tục": deciding.resume_lot,
    }[what]
    at = case.lot.state_since + timedelta(hours=1)
    case.try_to(lambda: act(actor=case.who.manager, lot=case.lot, decision=decision("77/QĐ"), reason=reason, now=at))


@when(parsers.re('đơn vị quản lý quỹ đất rút lô (mà không ghi lý do|vì "(?P<reason>.+)")'))
def withdraw(case: Case, reason: str | None) -> None:
    at = case.lot.state_since + timedelta(hours=1)
    case.try_to(lambda: deciding.withdraw_lot(actor=case.who.fund, lot=case.lot, reason=reason or " ", now=at))


@when(parsers.re('(?P<by>đơn vị quản lý quỹ đất|sở) đính chính địa chỉ thành "(?P<text>.+)" vì "(?P<reason>.+)"'))
def correct(case: Case, by: str, text: str, reason: str) -> None:
    correct_lot(case, case.who.manager if by == "sở" else case.who.fund, {"address": text}, reason)


@when(parsers.parse('sở đính chính bước giá thành {step} triệu đồng vì "{reason}"'))
def correct_step(case: Case, step: str, reason: str) -> None:
    correct_lot(case, case.who.manager, {"step_amount": amount(step)}, reason)


def correct_lot(case: Case, actor, values, reason: str) -> None:
    at = case.lot.state_since + timedelta(hours=1)
    own = {"values": values, "decision": decision("8/VB"), "reason": reason, "now": at}
    case.try_to(lambda: lots.correct_lot(actor=actor, lot=case.lot, **own))


@then(parsers.parse('thông tin cũ vẫn đọc được cùng thông tin mới "{text}"'))
def both_are_read(case: Case, text: str) -> None:
    said = list(case.lot.versions.order_by("version").values_list("address", "change"))
    assert said[-1] == (text, "correction")
    assert said[-2][0] != text
    assert case.lot.announced_version == case.lot.version
