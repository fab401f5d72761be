"""Amounts of money as pages and papers write them: whole đồng, short forms, prices for a square metre, percent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from gis.text.errors import Lang, NumberError
from gis.text.numbers import format_number

_SCALES: Final[tuple[tuple[int, dict[Lang, str]], ...]] = (
    (10**9, {"vi": "tỷ", "en": "billion"}),
    (10**6, {"vi": "triệu", "en": "million"}),
    (10**3, {"vi": "nghìn", "en": "thousand"}),
)
_THOUSANDTH: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class ShortAmount:
    """An amount for a glance; in a template it writes itself as `text`.

    Attributes:
        text: `1,25 tỷ đồng`.
        full: `1.250.000.000 đồng`.
        is_exact: False where rounding took or added something, so that the page must show `full` too.
    """

    text: str
    full: str
    is_exact: bool

    def __str__(self) -> str:
        return self.text


def dong(amount: Decimal | int, lang: Lang = "vi") -> str:
    """Write an amount in full: `1.250.000.000 đồng`, `1,250,000,000 đồng`.

    Raises NumberError for a fraction of a đồng: there is none, and a page that rounded one would hide a wrong sum.
    """
    return f"{format_number(Decimal(_whole(amount)), lang)} đồng"


def short_dong(amount: Decimal | int, lang: Lang = "vi") -> ShortAmount:
    """Write an amount for a glance: `1,25 tỷ đồng`, `1.25 billion đồng`.

    In tỷ or triệu with at most three decimals, halves rounded away from zero; what rounds up to a thousand triệu is
    one tỷ. Whole thousands below a triệu are in nghìn (`500 nghìn đồng`); anything else there is shorter in full.
    Raises NumberError for a fraction of a đồng.
    """
    exact = _whole(amount)
    full = dong(exact, lang)
    for unit, words in _SCALES:
        # unit // 2_000_000: half of the last decimal that the next smaller unit shows.
        if abs(exact) >= unit - unit // 2_000_000:
            scaled = (Decimal(exact) / unit).quantize(_THOUSANDTH, rounding=ROUND_HALF_UP)
            text = f"{format_number(scaled, lang)} {words[lang]} đồng"
            return ShortAmount(full if unit == 1000 and exact % 1000 else text, full, scaled * unit == exact)
    return ShortAmount(full, full, is_exact=True)


def unit_price(price: Decimal | int, area_m2: Decimal | float) -> int:
    """The price of one square metre in whole đồng: `price` (đồng) over `area_m2`, halves rounded up.

    It is a figure to compare by: times the area it need not give the price again. Raises NumberError where the
    area is not above zero.
    """
    area = _decimal(area_m2)
    if not area.is_finite() or area <= 0:
        raise NumberError("text.area_not_positive", {"text": str(area_m2)})
    return int((Decimal(price) / area).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def per_area(amount: Decimal | int, lang: Lang = "vi") -> str:
    """Write a price of one square metre, given in đồng: `12.500.000 đồng/m²`. Raises NumberError as `dong`."""
    return f"{dong(amount, lang)}/m²"


def percent(value: Decimal | float, lang: Lang = "vi", decimals: int | None = None) -> str:
    """Write a value that is in percent already, after Vietnamese habit with a space: `12,5 %`, `12.5 %`."""
    return f"{format_number(_decimal(value), lang, decimals)} %"


def _whole(amount: Decimal | int) -> int:
    whole = int(amount)
    if whole != amount:
        raise NumberError("text.money_fraction", {"text": str(amount)})
    return whole


def _decimal(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
