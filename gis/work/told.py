"""What a work tells people who read it later, in whatever language they then read."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext, override

from gis.http.problems import DomainError


def in_both_languages(sentence: str, **values: Any) -> dict[str, str]:
    """A sentence to be kept: who reads it later may read another language than who, or what, brought it about.

    Args:
        sentence: as marked by gettext_noop.
        values: its parts.
    """
    told = {}
    for name, language in (("detail", "vi"), ("detail_en", "en")):
        with override(language):
            told[name] = gettext(sentence) % values
    return told


def kept_sentence(told: Mapping[str, Any] | None, *, english: bool) -> str:
    """The sentence of what is kept, in the reader's language where it has it; "" of nothing."""
    found = told or {}
    return str((found.get("detail_en") if english else "") or found.get("detail") or "")


def describe_error(error: DomainError) -> dict[str, Any]:
    """A refusal as it is kept with a work, in both languages where it has both; "also" holds what else is wrong."""
    first, *others = error.errors or [{}]
    told: dict[str, Any] = {
        "code": str(first.get("code") or error.code),
        "detail": _keepable(error.detail),
        "detail_en": _keepable(str(getattr(error, "detail_en", "") or first.get("detail_en") or error.detail)),
    }
    also = [{name: str(other.get(name) or "") for name in told} for other in others]
    return told | ({"also": also} if also else {})


def _keepable(sentence: str) -> str:
    """Without what PostgreSQL refuses, and a stranger's file may have in its name: else the work would never end."""
    return sentence.encode("utf-8", "replace").decode().replace("\x00", "?")


class Refusal(DomainError):
    """Something that cannot be worked with; `reason` is a key of the class's sentences, which are in both languages."""

    SENTENCES: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def __init__(self, reason: str, **params: object) -> None:
        vi, en = (sentence.format(**params) for sentence in self.SENTENCES[reason])
        super().__init__(vi, [{"code": reason, "detail": vi, "detail_en": en}])
        self.reason = reason
        self.params = params
        self.detail_en = en
