"""Moments, amounts and terms as papers write them."""

from datetime import date, datetime

from django.utils import timezone

from auctions.models import Auction, AuctionOrganisation, Lot
from auctions.reading import term_text
from auctions.workflow import BidderKind
from gis.query.times import moment_text
from gis.text.money import dong
from gis.text.number_words import dong_in_words
from gis.text.numbers import format_number
from payments.banks import banks


def when(moment: datetime | None) -> str:
    """`8 giờ 30 phút, ngày 22 tháng 11 năm 2026`, "" for none."""
    if moment is None:
        return ""
    own = timezone.localtime(moment)
    return f"{own.hour} giờ {own.minute:02d} phút, ngày {own.day:02d} tháng {own.month:02d} năm {own.year}"


def day_of(moment: datetime | None) -> date | None:
    """The day in Việt Nam, None for none."""
    return None if moment is None else timezone.localtime(moment).date()


def amount(value: int | None) -> str:
    """An amount in full, "" for none."""
    return "" if value is None else dong(value)


def amount_with_words(value: int | None) -> str:
    """`5.000.000.000 đồng (Bằng chữ: Năm tỷ đồng)`, "" for none."""
    return "" if value is None else f"{dong(value)} (Bằng chữ: {dong_in_words(value)})"


def area(lot: Lot) -> str:
    """With its unit."""
    return f"{format_number(lot.area_m2, 'vi', 1)} m²"


def right(lot: Lot) -> str:
    """The right, and for how long."""
    return ", ".join(part for part in (str(lot.get_right_display() or ""), term_text(lot)) if part)


def use(lot: Lot) -> str:
    """The use after the auction."""
    named = f"{lot.land_use.name_vi} ({lot.land_use.code})" if lot.land_use is not None else ""
    return ", ".join(part for part in (named, lot.purpose) if part)


def bidders(lots: list[Lot]) -> str:
    """Who may take part in any of the lots."""
    kinds = {kind for lot in lots for kind in lot.bidders}
    return ", ".join(str(kind.label).lower() for kind in BidderKind if kind.value in kinds)


def account(house: AuctionOrganisation | None) -> str:
    """The account that deposits go to, "" where it is not known."""
    if house is None or not house.account_number:
        return ""
    bank = banks().get(house.bank_bin)
    named = f"tại {bank.name}" if bank is not None else f"ngân hàng mã {house.bank_bin}"
    return f"số {house.account_number} {named}, chủ tài khoản {house.account_holder}"


def foot(auction: Auction, now: datetime) -> str:
    """What the running foot says."""
    return f"{auction.code} · in lúc {moment_text(now)}"
