"""The minutes of one lot (biên bản đấu giá) as a form to sign, and the list of deposits to give back. No names.

Whoever bid is a number of the minutes; names are written by hand on the signed paper.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from auctions.exports import official, phrases
from auctions.exports.official import Issuer, Paper
from auctions.models import Auction, AuctionResult, Lot, ResultState
from gis.text.number_words import dong_in_words

_BLANK = "……………………………………"


def minutes_pdf(result: AuctionResult, lot: Lot, now: datetime) -> bytes:
    """The minutes, filled in from what was entered; a draft until the second person has confirmed it.

    Args:
        lot: of the result, with its session, organisation, owner and commune.

    Source: Property Auction Law 01/2016/QH14 art 44, what minutes have to say.
    """
    auction, house = result.auction, lot.organisation
    paper = Paper(
        kind="BIÊN BẢN ĐẤU GIÁ",
        subject=f"Quyền sử dụng đất {lot.name} ({lot.code}), lần {result.attempt}",
        issuer=Issuer(house.agency.name if house else "", sign="BB-ĐG"),
        number=result.minutes_number,
        day=result.minutes_on,
        body=lambda: _minutes(result, lot),
        signers=["ĐẤU GIÁ VIÊN", "THƯ KÝ", "NGƯỜI TRÚNG ĐẤU GIÁ", "NGƯỜI CÓ TÀI SẢN"],
        recipients=[lot.owner.name, "Lưu: hồ sơ đấu giá"],
        draft=result.state != ResultState.CONFIRMED,
        sample=lot.sample,
        foot=phrases.foot(auction, now),
    )
    return official.build(paper)


def _minutes(result: AuctionResult, lot: Lot) -> Iterator[Any]:
    yield official.text(f"Hôm nay, {phrases.when(lot.session_at)}, tại {lot.venue or _BLANK}, chúng tôi gồm:")
    for role in ("Đấu giá viên điều hành", "Thư ký", "Đại diện người có tài sản", "Đại diện cơ quan chứng kiến"):
        yield official.line(role, _BLANK)
    yield official.text("đã tiến hành phiên đấu giá quyền sử dụng đất như sau:")
    yield official.group("1. Tài sản đấu giá")
    yield official.line("Lô đất", f"{lot.name} ({lot.code}), {lot.place}")
    yield official.line("Diện tích", phrases.area(lot))
    yield official.line(
        "Mục đích, hình thức sử dụng đất", "; ".join(filter(None, (phrases.use(lot), phrases.right(lot))))
    )
    yield official.line("Giá khởi điểm", phrases.amount_with_words(lot.start_price_amount))
    yield official.line("Bước giá", phrases.amount_with_words(lot.step_amount))
    yield official.line("Tiền đặt trước", phrases.amount_with_words(lot.deposit_amount))
    yield official.line("Hình thức, phương thức", f"{lot.get_form_display()}, {lot.get_method_display()}".lower())
    yield official.group("2. Người tham gia đấu giá")
    yield official.line("Số người đăng ký hợp lệ", f"{result.registrants} người")
    yield official.line("Số người tham gia phiên", f"{result.participants} người")
    yield official.group("3. Diễn biến trả giá")
    yield _bids(result)
    yield official.group("4. Kết quả")
    yield from _conclusion(result)
    yield official.text("Biên bản lập xong lúc …… giờ …… phút, đọc lại cho mọi người cùng nghe, công nhận đúng và ký.")


def _bids(result: AuctionResult) -> Any:
    rows = [
        (
            str(bid.ordinal),
            str(bid.round),
            str(bid.bidder),
            phrases.amount(bid.amount),
            dong_in_words(bid.amount),
            "rút lại giá" if bid.withdrawn else "không hợp lệ" if bid.invalid else "",
        )
        for bid in result.bids.order_by("ordinal")
    ]
    if not rows:
        return official.text("Không có lượt trả giá nào.")
    heads = ("Lượt", "Vòng", "Số người trả giá", "Giá trả", "Bằng chữ", "Ghi chú")
    return official.table(heads, rows, (6, 6, 9, 18, 34, 12), official.UPRIGHT_MM)


def _conclusion(result: AuctionResult) -> Iterator[Any]:
    if result.failure:
        yield official.text(f"Đấu giá không thành: {result.get_failure_display()}.")
        return
    yield official.line("Người trúng đấu giá", f"số {result.winner} trong biên bản; họ tên hoặc tên tổ chức: {_BLANK}")
    yield official.line("Giá trúng đấu giá", phrases.amount_with_words(result.price_amount))
    yield official.text(
        "Kể từ thời điểm công bố người trúng, tiền đặt trước và tiền lãi (nếu có) chuyển thành tiền đặt cọc."
    )


def refunds_pdf(auction: Auction, results: Sequence[AuctionResult], now: datetime) -> bytes:
    """Deposits to give back, by number of the minutes; a draft until every result of the list is confirmed.

    Source: Property Auction Law 01/2016/QH14 art 39 with 37/2024/QH15: within three working days after the session to
    those who did not win; not to those who took back a price or refused the win (art 39(6), 9(5)).
    """
    house = auction.organisation
    paper = Paper(
        kind="DANH SÁCH HOÀN TRẢ TIỀN ĐẶT TRƯỚC",
        subject=f"{auction.title} ({auction.code})",
        issuer=Issuer(house.agency.name if house else "", sign="DS-ĐG"),
        body=lambda: _lists(results),
        signers=["NGƯỜI LẬP", "KẾ TOÁN", "ĐẠI DIỆN TỔ CHỨC ĐẤU GIÁ"],
        draft=not results or any(result.state != ResultState.CONFIRMED for result in results),
        sample=auction.sample,
        foot=phrases.foot(auction, now),
    )
    return official.build(paper)


def _lists(results: Sequence[AuctionResult]) -> Iterator[Any]:
    whole = 0
    for result in results:
        rows, total = _refunds(result)
        whole += total
        yield official.group(f"{result.lot.name} ({result.lot.code}), biên bản số {result.minutes_number}")
        yield _refund_table(rows) if rows else official.text("Không có người nào trong biên bản được hoàn.")
        if unheard := result.registrants - len({bid.bidder for bid in result.bids.all()}):
            yield official.text(f"{unheard} người đăng ký không trả giá: ghi theo hồ sơ, hoàn nếu không vi phạm.")
    yield official.line("Tổng số tiền hoàn theo danh sách", phrases.amount_with_words(whole))


def _refunds(result: AuctionResult) -> tuple[list[tuple[str, ...]], int]:
    """Rows and their sum: who did not win and broke no rule is given the deposit back."""
    refused = set(result.winners.exclude(refused_at=None).values_list("bidder", flat=True))
    standing = set(result.winners.filter(refused_at=None).values_list("bidder", flat=True)) or {result.winner}
    withdrawn = {bid.bidder for bid in result.bids.all() if bid.withdrawn}
    deposit = result.lot.deposit_amount or 0
    rows: list[tuple[str, ...]] = []
    total = 0
    for bidder in sorted({bid.bidder for bid in result.bids.all()}):
        if bidder in standing:
            continue
        why = "từ chối trúng" if bidder in refused else "rút lại giá" if bidder in withdrawn else ""
        total += 0 if why else deposit
        note = f"không hoàn: {why}" if why else ""
        rows.append((str(len(rows) + 1), str(bidder), phrases.amount(0 if why else deposit), "", note))
    return rows, total


def _refund_table(rows: list[tuple[str, ...]]) -> Any:
    heads = ("STT", "Số trong biên bản", "Số tiền hoàn", "Tài khoản nhận, ký nhận", "Ghi chú")
    return official.table(heads, rows, (6, 14, 20, 34, 22), official.UPRIGHT_MM)
