"""Sizes on the ground as people write them."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from gis.text.numbers import format_number

register = template.Library()


@register.filter
def metres(value: float) -> str:
    """Metres, to the centimetre below one."""
    decimals = 2 if value < 1 else 1 if value < 9.5 else 0
    return f"{format_number(Decimal(str(value)), 'en' if get_language() == 'en' else 'vi', decimals)} m"
