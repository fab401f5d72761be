"""Terms of a lot: bounds of the law, sums of money, and which of its deadlines run. Amounts in đồng."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db.models import Sum
from django.utils import timezone

from auctions.models import AuctionBound, Lot
from auctions.workflow import LotState
from gis.text.money import dong
from gis.text.numbers import format_number
from land.actions.derive import to_shapely
from land.workflow import PlotStatus

# NĐ 102/2024 art 54(4a), added by NĐ 49/2026: failed twice, so the third attempt has a new start price.
ATTEMPTS_AT_ONE_PRICE: Final = 2
_CHECK_AGE_DAYS: Final = 90  # ours, while no dated bound `check_age_days` is loaded
_LEAST_M2: Final = 0.1


def bound(code: str, day: date, sale_by: str = "") -> AuctionBound | None:
    """Least and most of a term on a day; None where the law sets none."""
    found: AuctionBound | None = AuctionBound.objects.of(code, day, sale_by)
    return found


def bounds(day: date, sale_by: str = "") -> dict[str, AuctionBound]:
    """Every bound of a day by its term, the one for this kind of sale before the one for all."""
    found = AuctionBound.objects.holding(day).filter(sale_by__in=["", sale_by])
    return {item.code: item for item in found.order_by("sale_by")}


def bound_text(found: AuctionBound) -> str:
    """A bound in words: "10–20 %", "≤ 90 ngày"."""
    low, high = (None if value is None else plain(value) for value in (found.least, found.most))
    if low and high:
        return f"{low}–{high} {found.unit}"
    return f"≥ {low} {found.unit}" if low else f"≤ {high} {found.unit}"


def check_age_days(day: date) -> int:
    """How old the last look at the land may be when a lot is posted."""
    found = bound("check_age_days", day)
    return int(found.most) if found is not None and found.most is not None else _CHECK_AGE_DAYS


def plain(value: Any) -> str:
    """A number as Vietnamese papers write it, without zeros behind the comma."""
    return format_number(float(value), "vi")


def money(amount: int) -> str:
    """An amount in full."""
    return dong(amount)


def when(moment: datetime) -> str:
    """A moment in Vietnam, to the minute."""
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}"


def deposit_of(start_price: int, percent: Decimal | None) -> int | None:
    """The deposit of a start price by the approved share, rounded half up to whole đồng; None without a share."""
    if percent is None:
        return None
    return int((Decimal(start_price) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def deposit_fits(lot: Lot) -> bool:
    """Whether the deposit is the approved share of the start price."""
    return lot.deposit_percent is None or lot.deposit_amount == deposit_of(
        lot.start_price_amount or 0, lot.deposit_percent
    )


def holds_ground(lot: Lot) -> bool:
    """Whether the plots as they are today still hold all of the lot."""
    links = lot.plot_links.filter(plot__status=PlotStatus.ACTIVE).select_related("plot")
    shapes = [to_shapely(link.plot.geom) for link in links if link.plot.geom]
    ground = to_shapely(lot.geom)
    for shape in shapes:
        ground = ground.difference(shape)
    return bool(ground.area <= _LEAST_M2)


def owed(lot: Lot) -> int | None:
    """What the tax office asks for; None before its notice."""
    notice = lot.tax_notices.filter(attempt=lot.attempt).first()
    return notice.amount if notice else None


def first_payment(lot: Lot) -> int | None:
    """What the first term asks for, rounded up to whole đồng; None before the notice."""
    whole = owed(lot)
    if whole is None:
        return None
    return -(-whole * (lot.first_payment_percent or 50) // 100)


def paid(lot: Lot) -> int:
    """What the tax office confirmed as paid in this attempt."""
    return lot.payments.filter(attempt=lot.attempt).aggregate(sum=Sum("amount"))["sum"] or 0


@dataclass(frozen=True)
class Forfeit:
    """What a win that is not paid costs, in đồng.

    Attributes:
        lost: the deposit, which has become earnest money (đặt cọc) since the win was announced.
        refunded: what was paid beyond it.
    """

    lost: int
    refunded: int


def forfeit(lot: Lot) -> Forfeit:
    """What becomes of the money of a winner who does not pay (Decree 226/2025: what exceeds the deposit goes back)."""
    lost = lot.deposit_amount or 0
    return Forfeit(lost, max(0, paid(lot) - lost))


def due_to_open(now: datetime) -> list[Lot]:
    """Posted lots whose files are on sale."""
    waiting = Lot.objects.filter(state=LotState.POSTED, files_from__lte=now, files_until__gt=now)
    return list(waiting.order_by("number"))


def due_to_close(now: datetime) -> list[Lot]:
    """Lots whose files are over."""
    return list(Lot.objects.filter(state=LotState.REGISTRATION_OPEN, files_until__lte=now).order_by("number"))
