"""What a person means by the words in the single search box. Knows no database: names are hints to look up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gis.text.abbreviations import UnitKind, UnitName, expand_abbreviations, flatten
from gis.text.coordinates import Vn2000Point, Wgs84Point, find_coordinates
from gis.text.fold import fold, same_spelling

PLOT_CODE_PREFIX: Final = "BRVT"
PLOT_CODE_DIGITS: Final = 6
MAX_QUERY_LENGTH: Final = 500
"""What is longer is cut: nobody types it, and the patterns below should not be fed a book."""


@dataclass(frozen=True, slots=True)
class ParcelReference:
    """Sheet and parcel number (số tờ, số thửa), upper case without leading zeros; None where not given.

    `ambiguous` marks readings that may be something else: `12/345` may be a house number, `to 5` a residents'
    group, `345 (12)` a number with a remark.
    """

    sheet: str | None
    parcel: str | None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class SearchIntent:
    """The parts of a query. Several may be filled; all empty means an empty query.

    `plot_code` is canonical (`BRVT-000123`). `units` are hints in the order written: a name may trail words
    that do not belong to it (`xã Long Sơn Vũng Tàu`), so look up its longest prefix that exists. `rest` is
    the text without plot code, parcel and coordinates, units included, short forms written out; `tokens` are
    its folded words. What is ambiguous stays in `rest`.
    """

    text: str
    plot_code: str | None
    parcel: ParcelReference | None
    point: Wgs84Point | Vn2000Point | None
    units: tuple[UnitName, ...]
    rest: str
    tokens: tuple[str, ...]


_PLOT_CODE = re.compile(r"(?<!\w)br-?vt[\s_-]*(\d{1,9})(?!\w)")
_VALUE = r"[\s.:]*(?P<number>\d{1,5}[a-z]?)(?:/(?P<other>\d{1,5}))?(?!\w)"
_SHEET = re.compile(
    r"(?<!\w)(?:so (?:hieu )?)?(?P<key>to|tbd|shbd|ban do|sheet|t)(?![a-z])\.?"
    r"(?: ?ban do| ?bd)?(?: dia chinh)?(?: so)?" + _VALUE
)
_PARCEL = re.compile(
    r"(?<!\w)(?:so (?:thu tu |hieu )?)?(?P<key>thua|parcel|th|st)(?![a-z])\.?(?: dat)?(?: so)?" + _VALUE
)
# Misspellings of the mark are common; any other accent makes another word (tổ, tô, thua).
_ACCENTED_KEYS: Final = {"to": {"tờ", "tơ"}, "thua": {"thửa", "thữa", "thưa", "thừa"}, "ban do": {"bản đồ"}}
_BARE_PAIR = re.compile(r"(?<![\w/.,-])(?P<number>\d{1,4})/(?P<other>\d{1,5})(?![\w/]|[.,-]\d)")
# Parcel and sheet as cadastral lists write them, `345 (12)`; behind a word it is that word's number (lô 345).
# No sheet has four digits, years have.
_BRACKETED = re.compile(r"(?:^|[,;] ?)(?P<number>\d{1,5}[a-z]?) ?\((?P<other>\d{1,3})\)(?!\w)")
_STREET_BEFORE = re.compile(r"(?:duong|pho|hem)\s*$")
_MONTH_AND_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d{2}")

_KIND = re.compile(
    r"(?<!\w)(?<!duong )"
    r"(?P<kind>tinh(?! lo\b)|thanh pho|quan|huyen|thi xa|phuong|thi tran|xa(?! hoi\b)|dac khu)(?!\w)[\s.:]*"
)
_NAME_END = re.compile(r"[,;()/|]|(?<!\w)(?:duong|pho|ap|thon|khu|hem|to|lo|thua|so|quoc lo|hang)(?!\w)|(?<=\d)(?=\s)")
_NUMBERED_KINDS: Final = frozenset({UnitKind.WARD, UnitKind.URBAN_DISTRICT})
_EDGE: Final = " ,;.:-/|"


def parse_query(text: str) -> SearchIntent:
    """Parse the words of the search box; never fails. Any case, with or without accents, in any order."""
    cleaned = " ".join(unicodedata.normalize("NFC", text[:MAX_QUERY_LENGTH]).split())
    plot_code, remaining = _take_plot_code(cleaned)
    point, remaining = _take_point(remaining)
    parcel, remaining = _take_parcel(remaining)
    rest = " ".join(expand_abbreviations(remaining).split()).strip(_EDGE)
    if parcel is None:
        parcel = _bare_pair(rest) or _bracketed(rest)
    return SearchIntent(
        text=cleaned,
        plot_code=plot_code,
        parcel=parcel,
        point=point,
        units=tuple(_find_units(rest)),
        rest=rest,
        tokens=tuple(fold(rest).split()),
    )


def _take_plot_code(text: str) -> tuple[str | None, str]:
    match = _PLOT_CODE.search(flatten(text))
    if match is None:
        return None, text
    return f"{PLOT_CODE_PREFIX}-{int(match[1]):0{PLOT_CODE_DIGITS}d}", _cut(text, match.span())


def _take_point(text: str) -> tuple[Wgs84Point | Vn2000Point | None, str]:
    found = find_coordinates(text)
    return (found.point, _cut(text, (found.start, found.end))) if found else (None, text)


def _take_parcel(text: str) -> tuple[ParcelReference | None, str]:
    flat = flatten(text)
    sheet, parcel = _first_named(_SHEET, text, flat), _first_named(_PARCEL, text, flat)
    if sheet is None and parcel is None:
        return None, text
    if sheet is None or parcel is None:
        return _take_single(text, sheet, parcel)
    reference = ParcelReference(_number(sheet["number"]), _number(parcel["number"]))
    first, second = sorted((sheet.span(), parcel.span()))
    return reference, _cut(_cut(text, second), first)


def _take_single(
    text: str, sheet: re.Match[str] | None, parcel: re.Match[str] | None
) -> tuple[ParcelReference | None, str]:
    """Only one of the two words is there; behind a slash the other number may follow (`tờ 12/345`)."""
    match = sheet or parcel
    if match is None or match["key"] in {"t", "th", "st"}:
        return None, text
    number, other = _number(match["number"]), _number(match["other"])
    if sheet is None:
        return ParcelReference(other, number, ambiguous=other is not None), _cut(text, match.span())
    written = text[match.start("key") : match.end("key")]
    ambiguous = written.isascii() and match["key"] == "to" and "ban do" not in match.group() and other is None
    reference = ParcelReference(number, other, ambiguous)
    return reference, text if ambiguous else _cut(text, match.span())


def _first_named(pattern: re.Pattern[str], text: str, flat: str) -> re.Match[str] | None:
    for match in pattern.finditer(flat):
        written = text[match.start("key") : match.end("key")].lower()
        if written.isascii() or written in _ACCENTED_KEYS.get(match["key"], {written}):
            return match
    return None


def _bare_pair(text: str) -> ParcelReference | None:
    flat = flatten(text)
    for match in _BARE_PAIR.finditer(flat):
        # Streets are named after days (30/4, 3/2), papers after months.
        if not _STREET_BEFORE.search(flat[: match.start()]) and not _MONTH_AND_YEAR.fullmatch(match.group()):
            return ParcelReference(_number(match["number"]), _number(match["other"]), ambiguous=True)
    return None


def _bracketed(text: str) -> ParcelReference | None:
    match = _BRACKETED.search(flatten(text))
    return ParcelReference(_number(match["other"]), _number(match["number"]), ambiguous=True) if match else None


def _find_units(text: str) -> Iterator[UnitName]:
    flat = flatten(text)
    matches = list(_KIND.finditer(flat))
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        kind = next(kind for kind in UnitKind if fold(kind.value) == match["kind"])
        written = text[match.start("kind") : match.end("kind")]
        certain = same_spelling(written, kind.value)
        if not certain and not written.isascii():
            continue
        limit = following.start() if following else len(text)
        end = _NAME_END.search(flat, match.end(), limit)
        name = text[match.end() : end.start() if end else limit].strip(_EDGE)
        if name.isdigit():
            name = name.lstrip("0") if kind in _NUMBERED_KINDS else ""
        if name:
            yield UnitName(kind, name, certain)


def _number(digits: str | None) -> str | None:
    return (digits.lstrip("0").upper() or "0") if digits else None


def _cut(text: str, span: tuple[int, int]) -> str:
    # The comma keeps the words on both sides apart: neither may become part of a name on the other side.
    before, after = text[: span[0]].strip(_EDGE), text[span[1] :].strip(_EDGE)
    return f"{before}, {after}" if before and after else before or after
