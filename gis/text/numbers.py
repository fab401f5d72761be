"""Numbers and areas as people and files write them, in Vietnamese and in English; amounts of money as they come in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Final, Literal

from gis.text.errors import Lang, NumberError

SQUARE_METRES_PER_HECTARE: Final = Decimal(10_000)


class NumberStyle(Enum):
    """Which sign parts the decimals: `2.159,6` (VI) or `2,159.6` (EN)."""

    VI = "vi"
    EN = "en"


@dataclass(frozen=True, slots=True)
class StyleGuess:
    """The style of a column: `vi` and `en` count the values that allow one reading only.

    `certain` is False when no value decided (then VI is assumed) or when values contradict each other.
    """

    style: NumberStyle
    certain: bool
    vi: int
    en: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written: `unit` is a key of `UNITS` (m², đồng and so on), or empty."""

    value: Decimal
    unit: str


UNITS: Final[dict[str, tuple[str, ...]]] = {
    "m2": ("m2", "m²", "mét vuông", "met vuong", "sqm", "sq m"),
    "ha": ("ha", "héc ta", "hecta", "hectare", "hectares", "hec ta"),
    "km2": ("km2", "km²"),
    "m": ("m", "mét", "met"),
    "km": ("km",),
    "%": ("%",),
    "vnd": ("đ", "₫", "đồng", "dong", "vnd", "vnđ"),
    "vnd/m2": ("đ/m2", "đ/m²", "đồng/m2", "đồng/m²", "dong/m2", "vnd/m2", "vnđ/m2", "₫/m²", "₫/m2"),
}
"""Unit keys and the spellings accepted for each, lower case."""

_SCALES: Final[dict[str, Decimal]] = {
    **dict.fromkeys(("nghìn", "ngàn", "nghin", "ngan", "thousand"), Decimal(10) ** 3),
    **dict.fromkeys(("triệu", "trieu", "tr", "million"), Decimal(10) ** 6),
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti", "billion", "bn"), Decimal(10) ** 9),
}
_UNIT_OF: Final = {spelling: key for key, spellings in UNITS.items() for spelling in spellings}
_SWAP_SIGNS = str.maketrans(".,", ",.")
_SPACES = re.compile(r"\s+")
_NUMBER = r"\d+(?:[., ]\d+)*"
_TERM = re.compile(rf"\s*({_NUMBER})")
_SCALED_TERM = re.compile(rf"{_TERM.pattern}\s*({'|'.join(sorted(_SCALES, key=len, reverse=True))})(?!\w)")
_SIGNED = re.compile(rf"([-+\u2212]?)\s*({_NUMBER})")
_SPACE_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?=$|[.,])")
_GROUPED = {sign: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}})+") for sign in ".,"}


def parse_number(text: str, style: NumberStyle | None = None) -> Decimal:
    """Read one bare number: `2.159,6`, `1.234`, `2159.6`, `1 234,5`, `-3`.

    Spaces, dots and commas are accepted as they stand where only one reading is possible. One sign followed
    by exactly three digits is ambiguous (`1.234`, `1,234`): `style` decides, VI by default, so that `1.234`
    is 1234 and `1,234` is 1.234. For a column ask `guess_number_style` first. Raises NumberError.
    """
    match = _SIGNED.fullmatch(_tidy(text))
    if match is None:
        raise NumberError("text.number_unreadable", {"text": text})
    value = _read_digits(match[2], style, text)
    return -value if match[1] in {"-", "\u2212"} else value


def parse_quantity(text: str, style: NumberStyle | None = None) -> Quantity:
    """Read a number with an optional unit and Vietnamese scale words: `3,2 ha`, `500 m²`, `1 tỷ 250 triệu đồng`.

    The value stays in the unit that is written. Raises NumberError.
    """
    tidy = unicodedata.normalize("NFC", _tidy(text)).casefold()
    signed = tidy[:1] in {"-", "\u2212"}
    start = position = 1 if signed else 0
    total = Decimal(0)
    while scaled := _SCALED_TERM.match(tidy, position):
        total += _read_digits(scaled[1], style, text) * _SCALES[scaled[2]]
        position = scaled.end()
    if position == start:
        plain = _TERM.match(tidy, position)
        if plain is None:
            raise NumberError("text.number_unreadable", {"text": text})
        total = _read_digits(plain[1], style, text)
        position = plain.end()
    return Quantity(-total if signed else total, _read_unit(tidy[position:], text))


def parse_area(text: str, style: NumberStyle | None = None) -> Decimal:
    """Read an area and return square metres; a bare number is square metres. Raises NumberError."""
    quantity = parse_quantity(text, style)
    factors = {"": Decimal(1), "m2": Decimal(1), "ha": SQUARE_METRES_PER_HECTARE, "km2": Decimal(1_000_000)}
    if quantity.unit not in factors:
        params = {"text": text, "expected_vi": "diện tích", "expected_en": "an area"}
        raise NumberError("text.unit_unexpected", params)
    return quantity.value * factors[quantity.unit]


def parse_money(text: str, style: NumberStyle | None = None) -> int:
    """Read an amount in đồng: `1.250.000.000 đồng`, `1,25 tỷ`. Raises NumberError, for fractions of a đồng too."""
    quantity = parse_quantity(text, style)
    if quantity.unit not in {"", "vnd"}:
        params = {"text": text, "expected_vi": "số tiền", "expected_en": "an amount of money"}
        raise NumberError("text.unit_unexpected", params)
    if quantity.value != quantity.value.to_integral_value():
        raise NumberError("text.money_fraction", {"text": text})
    return int(quantity.value)


def guess_number_style(values: Iterable[str]) -> StyleGuess:
    """Decide how a column writes its numbers from the values that allow one reading only.

    `2.159,6`, `12,5` or `1.250.000` speak for VI, `2,159.6`, `12.5` or `1,250,000` for EN; `1.234`, `500` and
    what is no number say nothing. The majority wins.
    """
    votes = {NumberStyle.VI: 0, NumberStyle.EN: 0}
    for value in values:
        match = _SIGNED.match(_tidy(value))
        style = _only_style(match[2]) if match else None
        if match and style and _is_readable(match[2]):
            votes[style] += 1
    vi, en = votes[NumberStyle.VI], votes[NumberStyle.EN]
    return StyleGuess(NumberStyle.EN if en > vi else NumberStyle.VI, (vi > 0) != (en > 0), vi, en)


def format_number(value: Decimal | float, lang: Lang = "vi", decimals: int | None = None) -> str:
    """Write a number: `2.159,6` in Vietnamese, `2,159.6` in English; halves are rounded away from zero.

    Without `decimals` the digits of the value are kept and trailing zeros dropped.
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is None:
        text = f"{number:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        text = f"{rounded:,f}" if rounded else f"{abs(rounded):,f}"
    return text.translate(_SWAP_SIGNS) if lang == "vi" else text


def format_area(
    square_metres: Decimal | float,
    lang: Lang = "vi",
    unit: Literal["m2", "ha", "auto"] = "m2",
    decimals: int | None = None,
) -> str:
    """Write an area given in m², in `unit`: "m2" (one decimal, as on legal papers), "ha" (two) or "auto".

    "auto" changes to hectares from one hectare on.
    """
    area = square_metres if isinstance(square_metres, Decimal) else Decimal(str(square_metres))
    in_hectares = unit == "ha" or (unit == "auto" and abs(area) >= SQUARE_METRES_PER_HECTARE)
    if in_hectares:
        return f"{format_number(area / SQUARE_METRES_PER_HECTARE, lang, 2 if decimals is None else decimals)} ha"
    return f"{format_number(area, lang, 1 if decimals is None else decimals)} m²"


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _read_unit(rest: str, text: str) -> str:
    unit = _SPACES.sub(" ", rest.replace(" /", "/").replace("/ ", "/")).strip(" .")
    if unit[:1].isdigit():
        raise NumberError("text.number_unreadable", {"text": text})
    if unit and unit not in _UNIT_OF:
        raise NumberError("text.unit_unknown", {"unit": unit, "text": text})
    return _UNIT_OF[unit] if unit else ""


def _read_digits(digits: str, style: NumberStyle | None, text: str) -> Decimal:
    plain = digits
    if " " in digits:
        if not _SPACE_GROUPS.match(digits):
            raise NumberError("text.number_grouping", {"text": text})
        plain = digits.replace(" ", "")
    chosen = _only_style(digits) or style or NumberStyle.VI
    decimal, group = (",", ".") if chosen is NumberStyle.VI else (".", ",")
    whole, _, fraction = plain.partition(decimal)
    grouped = group in whole
    if (fraction and not fraction.isdigit()) or (grouped and not _GROUPED[group].fullmatch(whole)):
        raise NumberError("text.number_grouping", {"text": text})
    whole = whole.replace(group, "")
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def _is_readable(digits: str) -> bool:
    try:
        _read_digits(digits, None, digits)
    except NumberError:
        return False
    return True


def _only_style(digits: str) -> NumberStyle | None:
    """The style when the digits allow one reading only: both signs, a sign twice, or a sign that cannot group."""
    compact = digits.replace(" ", "")
    last = max(compact.rfind("."), compact.rfind(","))
    if last < 0:
        return None
    sign = compact[last]
    if ("." in compact and "," in compact) or " " in digits:
        return _style_of_decimal(sign)
    if compact.count(sign) > 1:
        return _style_of_decimal("." if sign == "," else ",")
    return None if _GROUPED[sign].fullmatch(compact) else _style_of_decimal(sign)


def _style_of_decimal(sign: str) -> NumberStyle:
    return NumberStyle.VI if sign == "," else NumberStyle.EN
