"""Coordinate reference systems: the only file that knows SRIDs, axis order and the VN-2000 transformation.

PROJ picks the datum operation by place: west of 107.11 E it takes EPSG:5194 instead of the official EPSG:6960
(Decision 05/2007/QĐ-BTNMT), 0.80 m off, and tears a parcel that crosses the line. So the national systems have SRIDs of
our own whose definition carries the official seven parameters. They must not claim authority EPSG: PostGIS would then
ignore the text and ask PROJ again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS as ProjCrs
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

# Decision 05/2007/QĐ-BTNMT as EPSG:6960, written in PROJ's position-vector signs (EPSG gives coordinate-frame ones;
# the wrong sign is 0.53 m off).
_TO_WGS84 = "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
_TM3 = "+proj=tmerc +lat_0=0 +lon_0={meridian} +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84={shift} +units=m"
_UTM = "+proj=utm +zone={zone} +ellps=WGS84 +towgs84={shift} +units=m"


class UnknownCrs(ValueError):
    """A coordinate reference system that this service does not serve."""


@dataclass(frozen=True)
class Crs:
    """A coordinate reference system as this service uses it.

    Attributes:
        srid: number in PostGIS's spatial_ref_sys (our own for VN-2000).
        code: name in addresses and forms, e.g. "EPSG:5899".
        title: Vietnamese name.
        proj4: pinned definition of our own systems, None where PostGIS's own row is right.
        latitude_first: the authority's axis order is north, east (OGC API - Features Part 2 demands it).
        metres: coordinates are metres on a plane fit for areas.
    """

    srid: int
    code: str
    title: str
    proj4: str | None = None
    latitude_first: bool = False
    metres: bool = False

    @property
    def uri(self) -> str:
        """Identifier in OGC APIs."""
        authority, number = self.code.split(":")
        version = "1.3" if authority == "OGC" else "0"
        return f"http://www.opengis.net/def/crs/{authority}/{version}/{number}"

    @property
    def epsg(self) -> int | None:
        """EPSG's number to write into files, None for CRS84."""
        authority, number = self.code.split(":")
        return int(number) if authority == "EPSG" else None

    def proj(self) -> ProjCrs:
        """pyproj's object, with the pinned datum shift for VN-2000."""
        return _proj(self)


def _tm3(srid: int, epsg: int, meridian: float, name: str) -> Crs:
    text = _TM3.format(meridian=meridian, shift=_TO_WGS84)
    return Crs(srid, f"EPSG:{epsg}", f"VN-2000 / TM-3 {name}", text, metres=True)


WGS84 = Crs(4326, "EPSG:4326", "WGS 84", latitude_first=True)
CRS84 = Crs(4326, "OGC:CRS84", "WGS 84 (kinh độ, vĩ độ)")
WEB_MERCATOR = Crs(3857, "EPSG:3857", "WGS 84 / Pseudo-Mercator")
HALF_WORLD_M = 20037508.342789244  # half the side of the world in EPSG:3857
VN2000_BRVT = _tm3(905899, 5899, 107.75, "107-45")
VN2000_HCMC = _tm3(909210, 9210, 105.75, "105-45")
VN2000_UTM48 = Crs(903405, "EPSG:3405", "VN-2000 / UTM 48N", _UTM.format(zone=48, shift=_TO_WGS84), metres=True)
VN2000_UTM49 = Crs(903406, "EPSG:3406", "VN-2000 / UTM 49N", _UTM.format(zone=49, shift=_TO_WGS84), metres=True)
UTM48N = Crs(32648, "EPSG:32648", "WGS 84 / UTM 48N", metres=True)  # Sentinel-2 hands its tiles out in it
VN2000_GEO = Crs(
    904756,
    "EPSG:4756",
    "VN-2000",
    f"+proj=longlat +ellps=WGS84 +towgs84={_TO_WGS84}",
    latitude_first=True,
)

LEGAL = VN2000_BRVT  # the cadastre of the former province is kept in this zone
OWN = (VN2000_BRVT, VN2000_HCMC, VN2000_UTM48, VN2000_UTM49, VN2000_GEO)
SERVED = (CRS84, WGS84, WEB_MERCATOR, VN2000_UTM48, VN2000_BRVT, VN2000_HCMC)
KNOWN = (*SERVED, VN2000_UTM49, VN2000_GEO)

_GEOD = Geod(ellps="WGS84")


@lru_cache
def _proj(crs: Crs) -> ProjCrs:
    if crs.proj4:
        return ProjCrs.from_user_input(f"{crs.proj4} +no_defs +type=crs")
    return ProjCrs.from_user_input(crs.code)


@lru_cache
def _transformer(source: ProjCrs, target: ProjCrs) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


@lru_cache
def _between(source: Crs, target: Crs) -> Transformer:
    # Hashing a pyproj object writes its whole text each time; ours are a few words.
    return _transformer(source.proj(), target.proj())


def by_code(text: str) -> Crs:
    """The system named by "EPSG:5899", "5899", an OGC URI, a URN or "CRS84".

    Raises:
        UnknownCrs: for anything this service does not know.
    """
    wanted = text.strip().strip("<>[]").upper().replace("/", ":").split(":")
    for crs in KNOWN:
        authority, number = crs.code.split(":")
        if wanted[-1] == number and (len(wanted) == 1 or authority in wanted):
            return crs
    raise UnknownCrs(text)


def by_srid(srid: int) -> Crs:
    """The system of a PostGIS SRID; EPSG's numbers of VN-2000 give the pinned system.

    Raises:
        UnknownCrs: it is none that the project works in.
    """
    for crs in KNOWN[1:]:
        if srid in (crs.srid, crs.epsg):
            return crs
    raise UnknownCrs(str(srid))


def transform(geometry: Any, source: Crs, target: Crs) -> Any:
    """A geometry (or an array of them) in another system; x is east or longitude on both sides."""
    return _run(geometry, _between(source, target))


def transform_from(geometry: BaseGeometry, source: ProjCrs, target: Crs) -> BaseGeometry:
    """As `transform`, from any system that pyproj can describe (files bring their own)."""
    return _run(geometry, _transformer(source, target.proj()))


def _run(geometry: Any, run: Transformer) -> Any:
    def project(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(run.transform(points[:, 0], points[:, 1]))

    return shapely.transform(geometry, project)


def transform_points(x: Any, y: Any, source: Crs, target: Crs) -> tuple[Any, Any]:
    """Coordinates (numbers or arrays, east first) in another system."""
    moved = _between(source, target).transform(x, y)
    return moved[0], moved[1]


def geodesic_area_m2(geometry: BaseGeometry, source: Crs) -> float:
    """Area on the ellipsoid in m², whatever the system of the geometry (Karney's method, by PROJ)."""
    return geodesic_areas_m2([geometry], source)[0]


def geodesic_areas_m2(geometries: Sequence[BaseGeometry], source: Crs) -> list[float]:
    """As `geodesic_area_m2` for many geometries, transformed in one call; areas in m² in their order."""
    if not geometries:
        return []
    moved = shapely.orient_polygons(transform(np.asarray(geometries, dtype=object), source, CRS84))
    return [abs(float(_GEOD.geometry_area_perimeter(shape)[0])) for shape in moved]
