"""Names of administrative units: the words before the name, written out or short.

Source of the short forms: common usage, collected by us, no official list; the unit words are the official ones, with
those of the units abolished on 2025-07-01.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

from gis.text.fold import fold, same_spelling


class UnitKind(Enum):
    """Kind of administrative unit; the value is the official word."""

    PROVINCE = "tỉnh"
    CITY = "thành phố"
    URBAN_DISTRICT = "quận"
    RURAL_DISTRICT = "huyện"
    DISTRICT_TOWN = "thị xã"
    WARD = "phường"
    TOWNSHIP = "thị trấn"
    COMMUNE = "xã"
    SPECIAL_ZONE = "đặc khu"


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's name parted from its kind. `kind` is None when no kind was written.

    `certain` is False when the kind was typed without accents and may be part of a name (`xa bang`: xã Bàng
    or Xà Bang).
    """

    kind: UnitKind | None
    name: str
    certain: bool = True


# Short form (lower case, without dots) -> words. No plain "dt": that is diện tích as often as đường tỉnh.
# One-letter forms are treated apart: they need more evidence.
_SHORT: Final[dict[str, str]] = {
    "tt": "thị trấn",
    "tx": "thị xã",
    "tp": "thành phố",
    "kp": "khu phố",
    "kdc": "khu dân cư",
    "kcn": "khu công nghiệp",
    "tdp": "tổ dân phố",
    "tđc": "tái định cư",
    "tbđ": "tờ bản đồ",
    "tbd": "tờ bản đồ",
    "ql": "quốc lộ",
    "tl": "tỉnh lộ",
    "hl": "hương lộ",
    "đt": "đường tỉnh",
    "ubnd": "ủy ban nhân dân",
    "qsdđ": "quyền sử dụng đất",
    "gcn": "giấy chứng nhận",
    "tphcm": "thành phố Hồ Chí Minh",
    "hcm": "Hồ Chí Minh",
    "brvt": "Bà Rịa - Vũng Tàu",
    "br-vt": "Bà Rịa - Vũng Tàu",
}
# Letter -> (word, whether the name may be a number). Districts and streets by number exist, communes do not.
_LETTERS: Final[dict[str, tuple[str, bool]]] = {
    "p": ("phường", True),
    "q": ("quận", True),
    "x": ("xã", False),
    "h": ("huyện", False),
    "đ": ("đường", True),
    "t": ("tỉnh", False),
}
_WORD: Final = r"[^\W\d_]"
_SHORT_PATTERN = re.compile(
    # The plot codes BRVT-000123 and brvt123 are no place names.
    rf"(?<!\w)(?!brvt[\s_-]*\d)(?P<short>br-vt|{_WORD}{{2,5}})(?:\.|(?!\w)|(?=\d))(?P<gap>\s*)",
    re.IGNORECASE,
)
_LETTER_PATTERN = re.compile(r"(?<![\w.])(?P<letter>[pqxhđt])(?P<dot>\.?)(?P<gap>\s*)(?=(?P<next>\w+))", re.IGNORECASE)
_KIND_PATTERN = re.compile(
    r"\s*(?P<kind>{})(?!\w)[\s.:]*".format("|".join(fold(kind.value).replace(" ", r"\s+") for kind in UnitKind))
)


def expand_abbreviations(text: str) -> str:
    """Write short forms out: `P.10, TP.VT` -> `phường 10, thành phố VT`, `KP3` -> `khu phố 3`, `Đ. 3/2` -> `đường 3/2`.

    Forms of several letters need no dot and no capitals. One letter (P, Q, X, H, Đ, T) is expanded before a
    number or, with a dot, before a word, so that `lô P` or `H2` stay. Returns NFC.
    """
    text = unicodedata.normalize("NFC", text)
    return _LETTER_PATTERN.sub(_expand_letter, _SHORT_PATTERN.sub(_expand_short, text))


def split_unit_name(text: str) -> UnitName:
    """Part `Phường Thắng Tam`, `P. Thắng Tam`, `TP. Vũng Tàu`, `xa long son` into kind and name.

    A kind written with accents has to carry the right ones: `Xà Bang` is a name, `Xã Xà Bang` a commune.
    Without a name behind it a kind is a name (`Phường`).
    """
    expanded = " ".join(expand_abbreviations(text).split())
    match = _KIND_PATTERN.match(flatten(expanded))
    if match is None or match.end() == len(expanded):
        return UnitName(None, expanded)
    written, name = expanded[match.start("kind") : match.end("kind")], expanded[match.end() :]
    kind = next(kind for kind in UnitKind if fold(kind.value) == fold(written))
    if written.isascii() and not kind.value.isascii():
        return UnitName(kind, name, certain=not name.isascii())
    return UnitName(kind, name) if same_spelling(written, kind.value) else UnitName(None, expanded)


def strip_unit_prefix(text: str) -> str:
    """The name alone: `Thành phố Vũng Tàu` -> `Vũng Tàu`, `Đặc khu Côn Đảo` -> `Côn Đảo`, `Phường 1` -> `1`."""
    return split_unit_name(text).name


def flatten(text: str) -> str:
    """Drop accents and case letter by letter: the result has the length of the NFC text, so positions can be
    carried over.

    Unlike `fold` it keeps punctuation. `text` must be NFC.
    """
    return "".join(_flat_letter(letter) for letter in text)


def _flat_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    folded = fold(letter) if letter.isalpha() else ""
    return folded if len(folded) == 1 else letter


def _expand_short(match: re.Match[str]) -> str:
    words = _SHORT.get(match["short"].casefold())
    if words is None:
        return match.group()
    behind = match.string[match.end() :]
    return words + (" " if match["gap"] or behind[:1].isalnum() else "")


def _expand_letter(match: re.Match[str]) -> str:
    word, numbered = _LETTERS[match["letter"].lower()]
    follows_number = match["next"][0].isdigit()
    if (follows_number and not numbered) or (not follows_number and not match["dot"]):
        return match.group()
    if not match["dot"] and not match["gap"] and not follows_number:
        return match.group()
    return f"{word} "
