"""The prices of signed minutes as people paste them from a spreadsheet or type them."""

import re
from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _

from auctions.outcome import BidRow
from gis.text.errors import TextError
from gis.text.fold import fold
from land.pages.fields import language, money

MOST_BIDS = 2000
_SEPARATOR = re.compile(r"\t|;|\|")
# Whole words, folded: what the last column says of a price.
_WITHDRAWN = frozenset({"rut", "rut gia", "rut lai", "rut lai gia"})
_INVALID = frozenset({"khong hop le", "khl", "vo hieu"})


def read_bids(text: str) -> list[BidRow]:
    """Prices in the order of the minutes.

    Args:
        text: one price a line, columns apart by tab, ";" or "|": `người; giá`, `vòng; người; giá`, with a last column
            `rút` or `không hợp lệ` where the minutes say so. A line of headings is passed over. Amounts in đồng.

    Raises:
        ValidationError: with a sentence for each line that cannot be read.
    """
    found: list[BidRow] = []
    faults: list[str] = []
    for number, cells in _lines(text):
        try:
            found.append(_bid(len(found) + 1, cells))
        except (TextError, ValueError, forms.ValidationError) as error:
            said = {"line": number, "text": "; ".join(cells)[:60], "why": _why(error)}
            faults.append(_("Dòng %(line)d “%(text)s”: %(why)s") % said)
    if len(found) > MOST_BIDS:
        faults.append(_("Chỉ đọc tối đa %(most)d lượt trả giá.") % {"most": MOST_BIDS})
    if faults:
        raise forms.ValidationError(faults[:20])
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in _SEPARATOR.split(line)]
        while cells and not cells[-1]:
            cells.pop()
        if not cells or (number == 1 and not any(sign.isdigit() for sign in line)):
            continue
        yield number, cells


def _bid(ordinal: int, cells: list[str]) -> BidRow:
    said = fold(cells[-1])
    marks = {"withdrawn": said in _WITHDRAWN, "invalid": said in _INVALID}
    own = cells[:-1] if any(marks.values()) else cells
    if not 2 <= len(own) <= 3:
        raise ValueError(_("cần hai cột (người, giá) hoặc ba cột (vòng, người, giá)."))
    *first, bidder, amount = own
    found = BidRow(ordinal, _count(first[0]) if first else 1, _count(bidder), money(amount), **marks)
    if found.amount <= 0:
        raise ValueError(_("giá phải lớn hơn 0."))
    return found


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise ValueError(_("“%(text)s” không phải số thứ tự.") % {"text": text})
    return int(text)


def _why(error: Exception) -> str:
    if isinstance(error, TextError):
        return error.message(language())
    return str(error.message) if isinstance(error, forms.ValidationError) else str(error)


def as_text(bids: list[BidRow]) -> str:
    """As `read_bids` reads them."""
    lines = []
    for bid in bids:
        mark = "; rút" if bid.withdrawn else "; không hợp lệ" if bid.invalid else ""
        lines.append(f"{bid.round}; {bid.bidder}; {bid.amount}{mark}")
    return "\n".join(lines)
