"""Text that spreadsheets must not take for a formula."""

import re

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_LONGEST = 32_767  # what a cell holds


def defused(text: str) -> str:
    """Text for a delimited file: an apostrophe before what Excel would calculate.

    Loading takes the apostrophe away again (round trip), see docs/adr/0008.
    """
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def printable(text: str) -> str:
    """Text without the control characters that XML and spreadsheets refuse."""
    return _CONTROL.sub("", text)[:_LONGEST]
