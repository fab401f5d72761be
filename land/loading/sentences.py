"""How a sentence of an import is declared. A code is stable and documented in docs/user/import.*.md."""

from dataclasses import dataclass

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
