"""Sizes on the ground, names of series, scenes and licences, and how sure a method is, as people write them."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.text.numbers import format_number
from imagery.models import Collection, Scene, SceneJob
from imagery.titles import composite_of, credit_of, title_of

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
def scene_title(scene: Scene) -> str:
    """What a scene is called; "" for one that has its code alone."""
    return composite_of(scene.acquired_on.year) if scene.is_composite else scene.title


@register.filter
def load_title(job: SceneJob) -> str:
    """What a load is called."""
    return composite_of(job.options["composite"]["year"]) if job.is_composite else job.title


@register.filter
def licence(code: str) -> str:
    """A licence's code; "other" says little to people."""
    return _("Giấy phép khác / chưa rõ") if code == "other" else code


@register.filter
def credit(notice: str) -> str:
    """A notice of origin in the reader's language."""
    return credit_of(notice)


@register.filter
def sureness(value: float) -> str:
    """A share of 1 as whole percent; never a hundred, for a method that was never on the ground."""
    return f"{min(round(value * 100), 99)} %"
