"""Cells of a file as values of the register."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.utils import translation

from gis.text.dates import Precision, parse_date
from gis.text.errors import TextError
from gis.text.fold import fold
from gis.text.numbers import SQUARE_METRES_PER_HECTARE, NumberStyle, guess_number_style, parse_quantity
from land.loading.places import Places
from land.models import Plot
from land.workflow import Confidence, FlagKind, HandlingPlan, LegalStatus, Origin, UseState

TENTH = Decimal("0.1")
_FACTORS = {"": None, "m2": Decimal(1), "ha": SQUARE_METRES_PER_HECTARE, "km2": Decimal(1_000_000)}
_MAX_AREA = Decimal(10) ** 12
_SPLIT = re.compile(r"\s*(?:[,;+&]|\bvà\b)\s*")
_PARCEL = re.compile(r"\d{1,6}[a-zA-Z]?(?:[/-]\d{1,4})?")
_USE_CODE = re.compile(r"[A-Za-zĐđ]{3}(?![^\W_])")
_CODE_LIKE = re.compile(r"(?=[0-9]*[A-ZĐ])[A-ZĐ0-9]{3,4}")

CHOICES: Final = {
    "origin": Origin,
    "use_state": UseState,
    "legal_status": LegalStatus,
    "handling_plan": HandlingPlan,
    "confidence": Confidence,
}
# Ways of writing seen in office lists, folded.
_OTHER_WORDS: Final[dict[str, dict[str, str]]] = {
    "use_state": {
        "vacant": "trong|dat trong|bo trong|de trong|chua su dung|dat trong chua su dung",
        "public_work": "cong trinh cong cong|cong cong",
        "agency_used": "dang su dung|co quan dang su dung|tru so|co quan don vi dang su dung",
        "leased_short": "cho thue|dang cho thue|cho thue ngan han",
        "leased_long": "cho thue dai han|dang cho thue dai han",
        "lent": "cho muon|muon",
        "unmanaged": "chua co don vi quan ly|chua quan ly|khong co nguoi quan ly",
    },
    "legal_status": {
        "certified": "da co gcn|da cap gcn|co gcn|gcn|da co giay|da cap giay chung nhan|da co so do|co",
        "registered": "da dang ky|dang ky quan ly|da dang ky quan ly",
        "unregistered": "chua co gcn|chua cap gcn|chua co giay|khong|chua|chua co",
    },
    "handling_plan": {
        "keep": "giu|giu lai|giu lai su dung|tiep tuc quan ly su dung",
        "short_lease": "cho thue|thue ngan han",
        "auction": "dau gia|ban dau gia",
        "public_work": "cong trinh cong cong|xay dung cong trinh",
        "transfer": "dieu chuyen",
        "return_to_commune": "giao dia phuong|chuyen giao dia phuong|giao ubnd xa|giao ve dia phuong quan ly",
        "awaiting_handover": "cho ban giao|chua ban giao",
    },
    "origin": {
        "recovered": "thu hoi|nha nuoc thu hoi|dat thu hoi",
        "assigned_management": "giao de quan ly|giao quan ly",
        "allocated_free": "giao khong thu tien|giao dat khong thu tien",
        "commune_fund": "cong ich|dat cong ich|quy dat cong ich",
        "leased_annual": "thue hang nam|thue dat tra tien hang nam",
        "leased_once": "thue mot lan|thue dat tra tien mot lan",
    },
}


@dataclass(frozen=True)
class Converted:
    """A cell understood.

    Attributes:
        value: for the register.
        findings: (code, parameters) of remarks.
        kept: text that no field takes, for the note.
    """

    value: Any
    findings: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    kept: str = ""


EMPTY = Converted(None)
Convert = Callable[[Any], Converted]


def text_of(value: Any) -> str:
    """A cell as text; 12.0 is 12."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def text_converter(field: str) -> Convert:
    """Plain text; what is too long for the field goes on in the note."""
    limit: int | None = getattr(Plot._meta.get_field(field), "max_length", None)

    def convert(value: Any) -> Converted:
        text = str(value).strip() if field == "note" else text_of(value)
        if limit and len(text) > limit:
            return Converted(text[:limit], (("value_too_long", {"limit": limit}),), text)
        return Converted(text)

    return convert


def number_text(value: Any) -> Converted:
    """Sheet and parcel numbers: upper case, without leading zeros."""
    text = text_of(value)
    parts = [part.lstrip("0").upper() or "0" if part[:1].isdigit() else part for part in _SPLIT.split(text) if part]
    return Converted(", ".join(parts))


def parcels_of(sheet: str, numbers: str) -> list[tuple[str, str]]:
    """(sheet, parcel) pairs that can be told apart in "12, 13 và 15"."""
    if not sheet or len(sheet) > 20 or "," in sheet:
        return []
    found = [part for part in _SPLIT.split(numbers) if _PARCEL.fullmatch(part)]
    return [(sheet, part) for part in dict.fromkeys(found) if len(part) <= 20]


def area_converter(column: str, values: Iterable[Any]) -> tuple[Convert, bool]:
    """Areas in m², rounded to a tenth; the heading may say hectares. Also whether the column mixes number styles."""
    guess = guess_number_style([value for value in values if isinstance(value, str)])
    heading = Decimal(1) if "ha" not in fold(column).split() else SQUARE_METRES_PER_HECTARE

    def convert(value: Any) -> Converted:
        if isinstance(value, bool):
            return _unreadable(value)
        if isinstance(value, int | float | Decimal):
            return _area(Decimal(str(value)) * heading, value)
        quantity = parse_quantity(str(value), guess.style if guess.vi + guess.en else NumberStyle.VI)
        if quantity.unit not in _FACTORS:
            return _unreadable(value)
        return _area(quantity.value * (_FACTORS[quantity.unit] or heading), value)

    return convert, guess.vi > 0 and guess.en > 0


def _area(area: Decimal, value: Any) -> Converted:
    if not area.is_finite() or not 0 <= area < _MAX_AREA:
        return _unreadable(value)
    return Converted(area.quantize(TENTH)) if area else EMPTY


def day(value: Any) -> Converted:
    """A date known to the day; a month or a year alone is kept in the note."""
    parsed = parse_date(value if not isinstance(value, str) else value.partition("T")[0])
    if parsed.precision is Precision.DAY:
        return Converted(parsed.first)
    return Converted(None, kept=text_of(value))


def choice_converter(field: str) -> Convert:
    """A choice by its code, its label in either language, or a usual way of writing."""
    words = _choice_words(field)

    def convert(value: Any) -> Converted:
        text = text_of(value)
        code = words.get(fold(text), "")
        if code or not text:
            return Converted(code)
        return Converted("", (("choice_unknown", {"value": text[:80], "field": field}),), text)

    return convert


@lru_cache
def _choice_words(field: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for code, texts in _OTHER_WORDS.get(field, {}).items():
        words.update(dict.fromkeys(texts.split("|"), code))
    for language in ("vi", "en"):
        with translation.override(language):
            words.update({fold(str(label)): code for code, label in CHOICES[field].choices})
    return words | {fold(code): code for code in CHOICES[field].values}


@lru_cache
def _flag_words() -> dict[str, str]:
    words = {fold(code): code for code in FlagKind.values}
    for language in ("vi", "en"):
        with translation.override(language):
            words.update({fold(str(label)): code for code, label in FlagKind.choices})
    return words | {"lan chiem": "encroached", "bi lan chiem": "encroached", "lan, chiem": "encroached"}


def flags(value: Any) -> Converted:
    """Flags in one cell: codes or labels, parted by semicolons, bars or commas."""
    texts = [str(part) for part in value] if isinstance(value, list | tuple) else [text_of(value).strip("[]{}")]
    words, found, strange = _flag_words(), [], []
    for item in (part for text in texts for part in re.split(r"[;|]", text)):
        for part in [item] if fold(item) in words else item.split(","):  # "Bị lấn, chiếm" has a comma of its own
            code = words.get(fold(part))
            if code:
                found.append(code)
            elif fold(part):
                strange.append(part.strip().strip("'\""))
    remarks = [("choice_unknown", {"value": part, "field": "flags"}) for part in strange]
    return Converted(sorted(set(found)), tuple(remarks), "; ".join(strange))


def land_use_converter(places: Places) -> Convert:
    """A land-use code of today from a code, a former code, a name, or the first of several."""

    def convert(value: Any) -> Converted:
        text = text_of(value)
        if code := places.land_use(text):
            former = text.upper() in places.land_uses and code != text.upper()
            return Converted(code, (("land_use_replaced", {"value": text, "code": code}),) if former else ())
        parts = [part for part in re.split(r"[+,;/]|\s-\s|\bvà\b", text) if part.strip()]
        codes = [code for part in parts if (code := places.land_use(part.strip()))]
        if len(parts) > 1 and len(codes) == len(parts):
            return Converted(codes[0], (("land_use_mixed", {"value": text, "code": codes[0]}),), text)
        # "ODT (đất ở đô thị)" says one thing twice; "ODT2" or "ODT+XYZ" says something that is not known.
        strange = any(_CODE_LIKE.fullmatch(part.strip()) for part in parts if not places.land_use(part.strip()))
        lead = None if strange else _USE_CODE.match(text)
        if lead and fold(text[3:]) and (code := places.land_use(lead[0])):
            return Converted(code)
        return Converted(None, (("land_use_unknown", {"value": text[:60]}),), text)

    return convert


def agency_converter(places: Places) -> Convert:
    """An agency by code or name. What is none may be a person ("Người sử dụng") and is only told, never kept."""

    def convert(value: Any) -> Converted:
        text = text_of(value)
        found = places.agency(text)
        if found is None and text:
            return Converted(None, (("agency_unknown", {"value": text[:120]}),))
        return Converted(found)

    return convert


def careful(convert: Convert) -> Convert:
    """The converter with a memory, which answers for what it cannot read instead of raising."""
    memory: dict[Any, Converted] = {}

    def converted(value: Any) -> Converted:
        key = value if isinstance(value, str | int | float) else None
        if key is not None and key in memory:
            return memory[key]
        try:
            result = convert(value)
        except TextError as error:
            params = {"detail": error.message("vi"), "detail_en": error.message("en")}
            result = Converted(None, (("value_unreadable", params),), text_of(value))
        except (ValueError, ArithmeticError, OverflowError):
            result = _unreadable(value)
        if key is not None and len(memory) < 100_000:
            memory[key] = result
        return result

    return converted


def _unreadable(value: Any) -> Converted:
    text = text_of(value)[:80]
    params = {"detail": f"không hiểu “{text}”.", "detail_en": f"“{text}” is not understood."}
    return Converted(None, (("value_unreadable", params),), text)


def as_day(value: Any) -> date | None:
    """A day from a profile."""
    return parse_date(str(value)).first if value else None
