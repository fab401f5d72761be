"""Numbers and money in templates as people write them; Django's own filters do not group digits in Vietnamese."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from gis.text import money
from gis.text.errors import Lang
from gis.text.number_words import dong_in_words
from gis.text.numbers import format_number

register = template.Library()


@register.filter
def grouped(value: Any, decimals: int = 0) -> str:
    """`1234567.8` as `1.234.567,8`; "" for None."""
    if value is None or value == "":
        return ""
    return format_number(Decimal(str(value)), _lang(), decimals)


@register.filter
def dong(amount: int | None) -> str:
    """`1250000000` as `1.250.000.000 đồng`; "" for None."""
    return "" if amount is None else money.dong(amount, _lang())


@register.filter
def short_dong(amount: int | None) -> money.ShortAmount | str:
    """`1250000000` as `1,25 tỷ đồng`, with `.full` and `.is_exact` for `{% with %}`; "" for None."""
    return "" if amount is None else money.short_dong(amount, _lang())


@register.filter
def per_area(amount: int | None) -> str:
    """`12500000` as `12.500.000 đồng/m²`; "" for None."""
    return "" if amount is None else money.per_area(amount, _lang())


@register.filter
def percent(value: Decimal | float | None) -> str:
    """`12.5` as `12,5 %`; "" for None."""
    return "" if value is None else money.percent(value, _lang())


@register.filter
def spelled(amount: int | None) -> str:
    """`1250000000` as `Một tỷ hai trăm năm mươi triệu đồng`, in Vietnamese for every reader; "" for None."""
    return "" if amount is None else dong_in_words(amount)


def _lang() -> Lang:
    return "en" if get_language() == "en" else "vi"
