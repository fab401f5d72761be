"""What is said of a file of a reference layer, in both languages: it is read by a worker that knows no reader."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import override

from gis.text.errors import TextError
from land.errors import BadChange


class Told(NamedTuple):
    """One sentence."""

    vi: str
    en: str


def told(text: Any, /, **params: Any) -> Told:
    """A lazily translated text, filled in; a parameter that is itself `Told` or lazy is said in the same language."""
    return Told(_said(text, params, "vi"), _said(text, params, "en"))


def told_error(error: TextError) -> Told:
    """What a reader of numbers or days has to say."""
    return Told(error.message("vi"), error.message("en"))


def joined(sentences: Iterable[Told]) -> Told:
    """Sentences one after the other."""
    listed = list(sentences)
    return Told(" ".join(one.vi for one in listed).strip(), " ".join(one.en for one in listed).strip())


def _said(text: Any, params: dict[str, Any], language: str) -> str:
    with override(language):
        filled = {
            name: getattr(value, language) if isinstance(value, Told) else value for name, value in params.items()
        }
        return str(text) % filled


class Refused(ValueError):
    """A row cannot be one of the layer."""

    def __init__(self, text: Any, /, **params: Any) -> None:
        self.told = told(text, **params)
        super().__init__(self.told.vi)


class Unclear(BadChange):
    """A person has to say how the file is meant.

    Attributes:
        detail_en: the sentence in English.
        reason: "columns" or "system".
        hint: how the command is told.
        columns: headings of the file, and `fields` field -> heading as far as they were recognised.
        proposal: `srid` and `swap_axes` that would fit.
        drawn: some shapes where the doubtful system puts them, in the legal CRS.
    """

    def __init__(
        self,
        reason: str,
        sentence: Told,
        hint: str,
        *,
        columns: Sequence[str] = (),
        fields: Mapping[str, str] | None = None,
        proposal: dict[str, Any] | None = None,
        drawn: Sequence[Any] = (),
    ) -> None:
        code = f"reference_{reason}"
        super().__init__(sentence.vi, [{"code": code, "detail": sentence.vi, "detail_en": sentence.en}])
        self.detail_en, self.reason, self.hint = sentence.en, reason, hint
        self.columns, self.fields, self.proposal = tuple(columns), dict(fields or {}), proposal or {}
        self.drawn = drawn
