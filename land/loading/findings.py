"""What an import has to say about a file and its rows: stable codes, sentences and mends in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gis.text.sentences import Sentence
from land.loading.sentences_of_files import FILE
from land.loading.sentences_of_rows import ROW


@dataclass(slots=True)
class Finding:
    """One remark.

    Attributes:
        code: key of `FILE` or `ROW`.
        row: row number as the person sees it, None for the file.
        column: heading of the column, "" where the row as a whole is meant.
        params: fill the sentence.
        x: east of the place in the legal CRS, with `y` north; None where there is no place.
    """

    code: str
    row: int | None = None
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    x: float | None = None
    y: float | None = None

    @property
    def sentence(self) -> Sentence:
        """The declared sentence of the code."""
        return ROW[self.code] if self.code in ROW else FILE[self.code]

    @property
    def severity(self) -> str:
        """error, warning or info."""
        return self.sentence.severity

    @property
    def keepable(self) -> bool:
        """Whether the row may stand in the register as "cần rà soát" in spite of it."""
        return self.sentence.keepable

    def text(self, language: str = "vi") -> str:
        """What is wrong."""
        return self.sentence.text(self.params, language)

    def mend(self, language: str = "vi") -> str:
        """What to do."""
        return self.sentence.mend(self.params, language)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        place: dict[str, Any] = {"row": self.row, "column": self.column}
        if self.x is not None and self.y is not None:
            place["coordinate"] = [round(self.x, 3), round(self.y, 3)]
        return {
            "code": self.code,
            "severity": self.severity,
            "keepable": self.keepable,
            "place": place,
            "detail": self.text("vi"),
            "detail_en": self.text("en"),
            "mend": self.mend("vi"),
            "mend_en": self.mend("en"),
        }
