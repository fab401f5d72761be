"""Coordinates written in free text, in WGS 84 or VN-2000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gis.text.errors import NumberError
from gis.text.numbers import NumberStyle, parse_number

# Viet Nam with Hoàng Sa and Trường Sa, and a margin. Latitude and longitude do not overlap, so order need not
# be known.
_LATITUDES: Final = (6.0, 24.0)
_LONGITUDES: Final = (101.0, 118.0)
# Metres in any VN-2000 zone, TM-3 or UTM: false easting 500 km, false northing 0.
_NORTHINGS: Final = (900_000.0, 2_700_000.0)
_EASTINGS: Final = (200_000.0, 900_000.0)


@dataclass(frozen=True, slots=True)
class Wgs84Point:
    """A place in WGS 84, degrees."""

    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Vn2000Point:
    """A place in VN-2000, metres; the zone is unknown. Land papers call the northing X and the easting Y."""

    easting: float
    northing: float


@dataclass(frozen=True, slots=True)
class CoordinateMatch:
    """A point found in a text, with the span of characters it was read from."""

    point: Wgs84Point | Vn2000Point
    start: int
    end: int


_LABEL = (
    r"(?:(?<![^\W\d_])"
    r"(?:lat(?:itude)?|lon(?:gitude)?|lng|v[iĩ] đ[oộ]|kinh đ[oộ]|vi do|kinh do|[xyenbđ])\s*[:=]?\s*)?"
)
_FIRST = r"(?<![\d.,])"
_BETWEEN = r"\s*(?:[,;/|]\s*|\s)\s*"
# A comma directly behind a decimal point parts two numbers: `10.35,107.08`.
_DEGREES = r"(\d{1,3}(?:\.\d{2,}(?!\.?\d)|,\d{2,}(?![.,]?\d)))(?:\s*°)?"
_SIDE = r"(?:\s*([NBEĐD])(?![^\W\d_]))?"
_DECIMAL_PAIR = re.compile(f"{_FIRST}{_LABEL}{_DEGREES}{_SIDE}{_BETWEEN}{_LABEL}{_DEGREES}{_SIDE}", re.IGNORECASE)

_MINUTE = "['′’‘´]"
_SECOND = "(?:[\"″”“]|''|′′|’’)"
_NUM = r"\d{1,2}(?:[.,]\d+)?"
_SEXAGESIMAL = rf"(\d{{1,3}})\s*[°º˚]\s*({_NUM})\s*{_MINUTE}\s*(?:({_NUM})\s*{_SECOND}\s*)?([NBEĐD])?"
_DMS_PAIR = re.compile(rf"{_SEXAGESIMAL}\s*[,;]?\s*{_SEXAGESIMAL}(?![^\W\d_])", re.IGNORECASE)

_DECIMALS = r"(?:\.\d+(?!\.?\d)|,\d+(?![.,]?\d)|(?!\d))"
_PLAIN_METRES = rf"\d{{6,7}}{_DECIMALS}"
_GROUPED_METRES = rf"\d{{1,3}}(?P<sign_%s>[. ,])\d{{3}}(?:(?P=sign_%s)\d{{3}})?{_DECIMALS}"
_METRE_PAIR = re.compile(
    _FIRST
    + _BETWEEN.join(
        rf"{_LABEL}(?P<{name}>{_PLAIN_METRES}|{_GROUPED_METRES % (name, name)})(?:\s*m\b)?" for name in ("one", "other")
    ),
    re.IGNORECASE,
)


def find_coordinates(text: str) -> CoordinateMatch | None:
    """Find the first pair of coordinates in a text that lies in Viet Nam.

    Reads degrees (`10.35, 107.08`, `10,35; 107,08`, either order), degrees with minutes and seconds
    (`10°21'00"N 107°04'48"E`, Vietnamese B and Đ too) and VN-2000 metres (`X=1144643.91 Y=426432.37`,
    either order). Degrees need two decimals, so that ordinary numbers are not taken for places.
    """
    readers = ((_DMS_PAIR, _read_sexagesimal), (_METRE_PAIR, _read_metres), (_DECIMAL_PAIR, _read_degrees))
    for pattern, read in readers:
        for match in pattern.finditer(text):
            point = read(match)
            if point is not None:
                return CoordinateMatch(point, match.start(), match.end())
    return None


def _read_degrees(match: re.Match[str]) -> Wgs84Point | None:
    return _wgs84(_number(match[1]), _number(match[3]))


def _read_sexagesimal(match: re.Match[str]) -> Wgs84Point | None:
    degrees = []
    for start in (1, 5):
        whole, minutes, seconds = (_number(match[start + part] or "0") for part in range(3))
        if minutes >= 60 or seconds >= 60:
            return None
        degrees.append(whole + minutes / 60 + seconds / 3600)
    return _wgs84(degrees[0], degrees[1])


def _read_metres(match: re.Match[str]) -> Vn2000Point | None:
    one, other = _metres(match["one"]), _metres(match["other"])
    for northing, easting in ((one, other), (other, one)):
        if _within(northing, _NORTHINGS) and _within(easting, _EASTINGS):
            return Vn2000Point(easting=easting, northing=northing)
    return None


def _wgs84(one: float, other: float) -> Wgs84Point | None:
    for latitude, longitude in ((one, other), (other, one)):
        if _within(latitude, _LATITUDES) and _within(longitude, _LONGITUDES):
            return Wgs84Point(longitude=longitude, latitude=latitude)
    return None


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))


def _metres(digits: str) -> float:
    # Here a lone comma with three digits is a decimal only behind six digits or more: `426,432` is grouped.
    groups = re.split(r"[., ]", digits)
    if len(groups[0]) > 3:
        return _number(digits)
    style = NumberStyle.EN if "," in digits and digits.index(",") == len(groups[0]) else NumberStyle.VI
    try:
        return float(parse_number(digits, style))
    except NumberError:
        return 0.0
