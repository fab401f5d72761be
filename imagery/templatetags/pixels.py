"""Sizes on the ground, names of series, and how sure a method is, as people write them."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from gis.text.numbers import format_number
from imagery.models import Collection
from imagery.titles import title_of

register = template.Library()


@register.filter
def metres(value: float) -> str:
    """Metres, to the centimetre below one."""
    decimals = 2 if value < 1 else 1 if value < 9.5 else 0
    return f"{format_number(Decimal(str(value)), 'en' if get_language() == 'en' else 'vi', decimals)} m"


@register.filter
def titled(collection: Collection) -> str:
    """A series' name in the reader's language."""
    return title_of(collection)


@register.filter
def sureness(value: float) -> str:
    """A share of 1 as whole percent; never a hundred, for a method that was never on the ground."""
    return f"{min(round(value * 100), 99)} %"
