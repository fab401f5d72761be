"""Numbers in templates as people write them; Django's own filters do not group digits in Vietnamese."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from gis.text.numbers import format_number

register = template.Library()


@register.filter
def grouped(value: Any, decimals: int = 0) -> str:
    """`1234567.8` as `1.234.567,8`; "" for None."""
    if value is None or value == "":
        return ""
    return format_number(Decimal(str(value)), "en" if get_language() == "en" else "vi", decimals)
