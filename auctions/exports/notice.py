"""The notice of a session (thông báo đấu giá), and the list of its lots."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from auctions.exports import official, phrases
from auctions.exports.official import Issuer, Paper
from auctions.models import Auction, Lot

_SIGNER = "ĐẠI DIỆN TỔ CHỨC HÀNH NGHỀ ĐẤU GIÁ TÀI SẢN"


def notice_pdf(auction: Auction, lots: Sequence[Lot], now: datetime) -> bytes:
    """The notice with all lots, terms, timetable and account; a draft until the session is posted.

    Source: Property Auction Law 01/2016/QH14 art 57 with 37/2024/QH15, what a public notice has to say.
    """
    house = auction.organisation
    paper = Paper(
        kind="THÔNG BÁO",
        subject=f"Về việc đấu giá quyền sử dụng đất: {auction.title}",
        issuer=Issuer(house.agency.name if house else "Tổ chức hành nghề đấu giá tài sản", sign="TB-ĐG"),
        number=auction.notice_code,
        day=phrases.day_of(auction.posted_at),
        body=lambda: _notice(auction, list(lots)),
        signers=[_SIGNER],
        recipients=[
            "Cổng Đấu giá tài sản quốc gia",
            auction.owner.name,
            "UBND phường, xã nơi có đất (để niêm yết)",
            "Nơi tổ chức phiên đấu giá (để niêm yết)",
            "Lưu: VT, hồ sơ đấu giá",
        ],
        draft=auction.posted_at is None,
        sample=auction.sample,
        foot=phrases.foot(auction, now),
    )
    return official.build(paper)


def _notice(auction: Auction, lots: list[Lot]) -> Iterator[Any]:
    house = auction.organisation
    yield official.group("1. Người có tài sản đấu giá")
    yield official.line("Tên", auction.owner.name)
    yield official.group("2. Tổ chức hành nghề đấu giá tài sản")
    yield official.line("Tên", house.agency.name if house else "")
    yield official.line("Địa chỉ", house.address if house else "")
    yield official.line("Điện thoại", house.phone if house else "")
    yield official.group(f"3. Tài sản đấu giá: quyền sử dụng {len(lots)} lô đất")
    yield _short_table(lots)
    yield official.line("Đối tượng được tham gia", phrases.bidders(lots))
    yield official.group("4. Xem tài sản")
    yield official.line("Thời gian", _span(auction.view_from, auction.view_until))
    yield official.line("Cách xem", auction.view_note)
    yield official.group("5. Bán, tiếp nhận hồ sơ tham gia đấu giá")
    yield official.line("Thời gian", _span(auction.files_from, auction.files_until))
    yield official.line("Nơi bán, tiếp nhận", house.address if house else "")
    yield official.line("Giờ làm việc", house.hours if house else "")
    yield official.line("Tiền mua hồ sơ", _fees(lots))
    yield official.group("6. Tiền đặt trước")
    yield official.line("Mức tiền đặt trước", "theo từng lô, trong bảng ở mục 3")
    yield official.line("Nộp chậm nhất", phrases.when(auction.deposit_until))
    yield official.line("Tài khoản", phrases.account(house))
    yield official.group("7. Phiên đấu giá")
    yield official.line("Thời gian", phrases.when(auction.session_at))
    yield official.line("Địa điểm", auction.venue)
    yield official.line("Hình thức", str(auction.get_form_display() or ""))
    yield official.line("Phương thức", str(auction.get_method_display() or ""))
    if auction.notice_url:
        yield official.line("Thông báo trên Cổng Đấu giá tài sản quốc gia", auction.notice_url)


def _span(since: datetime | None, until: datetime | None) -> str:
    if since is None or until is None:
        return ""
    return f"từ {phrases.when(since)} đến {phrases.when(until)}"


def _fees(lots: list[Lot]) -> str:
    fees = sorted({lot.file_fee_amount for lot in lots if lot.file_fee_amount is not None})
    return "; ".join(phrases.amount(fee) for fee in fees) + (" một bộ" if fees else "")


def _short_table(lots: list[Lot]) -> Any:
    heads = ("STT", "Lô, vị trí", "Diện tích", "Mục đích, hình thức", "Giá khởi điểm", "Tiền đặt trước", "Bước giá")
    rows = [
        (
            str(number),
            f"{lot.name} ({lot.code})\n{lot.place}",
            phrases.area(lot),
            "\n".join(part for part in (phrases.use(lot), phrases.right(lot)) if part),
            phrases.amount(lot.start_price_amount),
            phrases.amount(lot.deposit_amount),
            phrases.amount(lot.step_amount),
        )
        for number, lot in enumerate(lots, 1)
    ]
    # Room for 1.000.000.000.000 as start price and 100.000.000.000 as deposit: an amount must not break inside.
    return official.table(heads, rows, (4, 20, 9, 19, 17, 16, 15), official.UPRIGHT_MM)


def list_pdf(auction: Auction, lots: Sequence[Lot], now: datetime) -> bytes:
    """The list of lots, an annex of the notice: every price in words too."""
    house = auction.organisation
    paper = Paper(
        kind="DANH SÁCH LÔ ĐẤT ĐẤU GIÁ",
        subject=f"{auction.title} ({auction.code})",
        issuer=Issuer(house.agency.name if house else auction.owner.name, sign="DS-ĐG"),
        day=phrases.day_of(auction.posted_at),
        body=lambda: _long_table(lots),
        signers=[_SIGNER],
        draft=auction.posted_at is None,
        sample=auction.sample,
        foot=phrases.foot(auction, now),
        landscape=True,
    )
    return official.build(paper)


def _long_table(lots: Sequence[Lot]) -> Iterator[Any]:
    heads = ("STT", "Mã lô", "Tên lô, vị trí", "Diện tích", "Mục đích, hình thức", "Giá khởi điểm", "Tiền đặt trước")
    rows = [
        (
            str(number),
            lot.code,
            f"{lot.name}\n{lot.place}",
            phrases.area(lot),
            "\n".join(part for part in (phrases.use(lot), phrases.right(lot)) if part),
            phrases.amount_with_words(lot.start_price_amount),
            phrases.amount_with_words(lot.deposit_amount),
        )
        for number, lot in enumerate(lots, 1)
    ]
    yield official.table(heads, rows, (4, 9, 20, 9, 20, 24, 24), official.LANDSCAPE_MM)
    yield official.text(f"Tổng cộng {len(rows)} lô.")
