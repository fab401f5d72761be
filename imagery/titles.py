"""Names of the series for people, by code: words, not rows; which scenes there are is decided elsewhere."""

from collections.abc import Mapping

from imagery.models import Collection


def titles() -> Mapping[str, str]:
    """Code -> Vietnamese name."""
    return dict(Collection.objects.values_list("code", "title"))


def titles_en() -> Mapping[str, str]:
    """Code -> English name, the Vietnamese where there is none."""
    named = Collection.objects.values_list("code", "title", "title_en")
    return {code: english or title for code, title, english in named}


def english_of_titles() -> Mapping[str, str]:
    """Vietnamese name -> English name."""
    return dict(Collection.objects.exclude(title_en="").values_list("title", "title_en"))
