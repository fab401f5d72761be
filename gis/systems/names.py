"""Recognising VN-2000 in what files declare, and handing every such system to the pinned transformation of gis.crs.

Files name VN-2000 by EPSG's number, by ESRI's name, by MapInfo's "unnamed" on WGS 84, with the official shift, with
another one or with none. The coordinates are the same in all of them: only the way to WGS 84 differs, and that is ours.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pyproj import CRS as ProjCrs
from pyproj.exceptions import CRSError

from gis import crs

NATIONAL_SCALE = 0.9999  # Circular 26/2024: TM-3 zones; a scale that no other system in use here has
_UTM_SCALE = 0.9996
_NAMES = re.compile(r"v(iet)?[\s_-]*n(am)?[\s_-]*2000", re.IGNORECASE)
_TOWGS84 = re.compile(r"\+towgs84=(\S+)")


@dataclass(frozen=True)
class Declared:
    """What a file says about its coordinates.

    Attributes:
        system: the system to transform from; VN-2000 pinned.
        title: name for people.
        national: VN-2000.
        shift: "official", "missing", "other" or "" (not VN-2000).
        certain: False when only the shape of the projection says VN-2000 while the datum says WGS 84.
    """

    system: ProjCrs
    title: str
    national: bool = False
    shift: str = ""
    certain: bool = True


def crs_of_srid(srid: str | int) -> ProjCrs:
    """The system a person named: an EPSG number, also one of PostGIS's own.

    Raises:
        UnknownCrs: there is none.
    """
    text = str(srid).strip().upper().removeprefix("EPSG:")
    try:
        return crs.by_srid(int(text)).proj()
    except (ValueError, crs.UnknownCrs):
        pass
    try:
        return ProjCrs.from_user_input(f"EPSG:{int(text)}")
    except (ValueError, CRSError) as error:
        raise crs.UnknownCrs(str(srid)) from error


def pinned(meridian: float, scale: float = NATIONAL_SCALE) -> ProjCrs:
    """VN-2000 on any meridian with the official transformation."""
    for known in crs.OWN:
        projected = known.proj()
        if known.metres and (_meridian(projected), _scale(projected)) == (meridian, scale):
            return projected
    return _zone(meridian, scale)


@lru_cache
def _zone(meridian: float, scale: float) -> ProjCrs:
    text = crs.LEGAL.proj4 or ""
    text = re.sub(r"\+lon_0=\S+", f"+lon_0={meridian}", text)
    return ProjCrs.from_user_input(re.sub(r"\+k=\S+", f"+k={scale}", text) + " +no_defs +type=crs")


def title_of(system: ProjCrs) -> str:
    """Name of a system for people: its code and its zone."""
    for known in crs.KNOWN:
        if known.proj() == system:
            return f"{known.code} ({known.title})"
    epsg = system.to_epsg(min_confidence=90)
    meridian = _meridian(system)
    if meridian is not None and _scale(system) == NATIONAL_SCALE:
        return f"VN-2000 / TM-3 {int(meridian)}-{round(meridian % 1 * 60):02d}"
    return f"EPSG:{epsg} ({system.name})" if epsg else system.name


def declared(system: ProjCrs) -> Declared:
    """Read a declaration; anything that means VN-2000 becomes the pinned system."""
    for known in crs.OWN:
        if system == known.proj():
            return _national(known.proj(), "official")
    source, shift = _unbound(system)
    if source.is_geographic:
        return _geographic(system, source, shift)
    meridian, scale = _meridian(source), _scale(source)
    if meridian is None or scale not in {NATIONAL_SCALE, _UTM_SCALE} or not _is_plain_tm(source):
        return Declared(system, title_of(system))
    if _is_named(source):
        return _national(pinned(meridian, scale), shift)
    if scale == NATIONAL_SCALE and 102 <= meridian <= 110:
        # MapInfo has no VN-2000 datum: zones drawn there say WGS 84, with the national scale.
        return _national(pinned(meridian, scale), "missing" if shift == "official" else shift, certain=False)
    return Declared(system, title_of(system))


def _national(system: ProjCrs, shift: str, certain: bool = True) -> Declared:
    return Declared(system, title_of(system), national=True, shift=shift, certain=certain)


def _geographic(system: ProjCrs, source: ProjCrs, shift: str) -> Declared:
    if source.to_epsg(min_confidence=90) == crs.VN2000_GEO.epsg or _is_named(source):
        return _national(crs.VN2000_GEO.proj(), shift)
    return Declared(system, title_of(system))


def _unbound(system: ProjCrs) -> tuple[ProjCrs, str]:
    """The system without its shift, and what the shift is worth."""
    if not system.is_bound or system.source_crs is None:
        # A datum that bears the name has one official way to WGS 84; an unnamed one has none.
        return system, "official" if _is_named(system) else "missing"
    operation = system.coordinate_operation
    values = [float(parameter.value) for parameter in operation.params] if operation else []
    if not any(values):
        return system.source_crs, "missing"
    given = [*values, *[0.0] * (7 - len(values))]
    same = all(abs(one - other) < 1e-3 for one, other in zip(given, _official_shift(), strict=False))
    return system.source_crs, "official" if same and len(given) == 7 else "other"


@lru_cache
def _official_shift() -> tuple[float, ...]:
    """The pinned parameters; files that carry other ones were made with other ones."""
    match = _TOWGS84.search(crs.LEGAL.proj4 or "")
    return tuple(float(number) for number in match[1].split(",")) if match else ()


def _is_named(system: ProjCrs) -> bool:
    datum = system.datum.name if system.datum else ""
    geodetic = system.geodetic_crs.name if system.geodetic_crs else ""
    return any(_NAMES.search(text) for text in (system.name, datum, geodetic))


def _operation(system: ProjCrs) -> dict[str, float]:
    operation = (system.source_crs or system).coordinate_operation if system.is_bound else system.coordinate_operation
    return {parameter.name: float(parameter.value) for parameter in operation.params} if operation else {}


def _meridian(system: ProjCrs) -> float | None:
    value = _operation(system).get("Longitude of natural origin")
    return None if value is None else round(float(value), 6)


def _scale(system: ProjCrs) -> float | None:
    value = _operation(system).get("Scale factor at natural origin")
    return None if value is None else round(float(value), 6)


def _is_plain_tm(system: ProjCrs) -> bool:
    values = _operation(system)
    return (values.get("False easting"), values.get("False northing"), values.get("Latitude of natural origin")) == (
        500_000.0,
        0.0,
        0.0,
    )


def meridian_and_scale(system: ProjCrs) -> tuple[float | None, float | None]:
    """Central meridian and scale of a transverse Mercator plane without odd origins, else nothing."""
    return (_meridian(system), _scale(system)) if _is_plain_tm(system) else (None, None)
