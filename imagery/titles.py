"""Names of the series for people, by code. They go to whoever asks what a field means, so a series without a published
scene is called by its code alone."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from imagery.models import Collection


def title_of(thing: Any, name: str = "title") -> str:
    """A text of a series or a rendering in the language of the request."""
    english = getattr(thing, f"{name}_en") if (get_language() or "").startswith("en") else ""
    return str(english or getattr(thing, name))


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
