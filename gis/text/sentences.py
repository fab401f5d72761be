"""How a sentence about a file is declared: a stable code, both languages, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ERROR, WARNING, INFO = "error", "warning", "info"


@dataclass(frozen=True)
class Sentence:
    """What a finding says.

    Attributes:
        severity: an error refuses the row (or, for the file, tells what blocks it); a warning and an info do not.
        keepable: the row may be kept as "cần rà soát" with --keep-faulty.
    """

    severity: str
    vi: str
    en: str
    mend_vi: str = ""
    mend_en: str = ""
    keepable: bool = False

    def text(self, params: Mapping[str, Any], language: str = "vi") -> str:
        """What is wrong."""
        return _fill(self.vi if language == "vi" else self.en, params)

    def mend(self, params: Mapping[str, Any], language: str = "vi") -> str:
        """What to do."""
        return _fill(self.mend_vi if language == "vi" else self.mend_en, params)


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def _fill(sentence: str, params: Mapping[str, Any]) -> str:
    return sentence.format_map(_Blank(params))
