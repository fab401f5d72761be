"""Names of the series for people, by code. They go to whoever asks what a field means, so a series without a published
scene is called by its code alone."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imagery.models import Collection
from imagery.series import CREDITS_EN


def title_of(thing: Any, name: str = "title") -> str:
    """A text of a series or a rendering in the language of the request."""
    english = getattr(thing, f"{name}_en") if (get_language() or "").startswith("en") else ""
    return str(english or getattr(thing, name))


def credit_of(notice: str) -> str:
    """A notice of origin in the language of the request."""
    if (get_language() or "").startswith("en"):
        for told, english in CREDITS_EN.items():
            notice = notice.replace(told, english)
    return notice


def composite_of(year: int) -> str:
    """What the composite of a year is called in the language of the request; its own title is Vietnamese."""
    return _("Ảnh ghép năm %(year)s") % {"year": year}


def titles() -> Mapping[str, str]:
    """Code -> Vietnamese name."""
    return dict(Collection.objects.visible_to(None).values_list("code", "title"))


def titles_en() -> Mapping[str, str]:
    """Code -> English name, the Vietnamese where there is none."""
    named = Collection.objects.visible_to(None).values_list("code", "title", "title_en")
    return {code: english or title for code, title, english in named}


def english_of_titles() -> Mapping[str, str]:
    """Vietnamese name -> English name."""
    return dict(Collection.objects.visible_to(None).exclude(title_en="").values_list("title", "title_en"))
