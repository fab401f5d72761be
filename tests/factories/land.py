"""Small consistent rows of the register, made without the actions."""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Max
from shapely.geometry.base import BaseGeometry

from accounts.models import Agency, RoleAssignment, User
from accounts.roles import Role
from gis import crs
from gis.db import versions
from gis.text.fold import fold
from land.models import LandUse, Plot, PlotVersion
from land.workflow import LocationBasis, PublishLevel
from territory.models import AdminUnit
from tests import places

RECORDED = datetime(2025, 8, 1, tzinfo=UTC)
GENERATED = {"public_flags", "geom_3857", "anchor_3857"}


def geos(shape: BaseGeometry) -> GEOSGeometry:
    """A shapely geometry of the legal CRS for GeoDjango."""
    return GEOSGeometry(memoryview(shape.wkb), srid=crs.LEGAL.srid)


def unit(uid: str = "26506@2025-07-01", name: str = "Phường Vũng Tàu", **kwargs: Any) -> AdminUnit:
    """A ward of 2 km by 2 km round Vũng Tàu."""
    own = {
        "code": uid[:5],
        "name": name,
        "short_name": name.split(" ", 1)[-1],
        "unit_type": "Phường",
        "level": "commune",
        "valid": DateRange(date(2025, 7, 1), None),
        "search_text": fold(name),
        "geom": geos(places.square(places.VUNG_TAU, 2000, -500, -500)),
    }
    return AdminUnit.objects.get_or_create(uid=uid, defaults=own | kwargs)[0]


def agency(code: str = "ttptqd", name: str = "Trung tâm Phát triển quỹ đất") -> Agency:
    """An agency."""
    return Agency.objects.get_or_create(code=code, defaults={"name": name})[0]


def land_use(code: str = "ODT", name: str = "Đất ở tại đô thị") -> LandUse:
    """A land-use code."""
    own = {"name_vi": name, "name_en": code, "group": "PNN", "colour": "#ffaaaa"}
    return LandUse.objects.get_or_create(code=code, defaults=own)[0]


def person(username: str, role: Role | None = None, *units: AdminUnit) -> User:
    """A user with at most one role."""
    user = User.objects.create(username=username)
    if role:
        RoleAssignment.objects.create(user=user, role=role).units.set(units)
    return user


def _next_number() -> int:
    return (Plot.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def plot(**kwargs: Any) -> Plot:
    """A public plot with its version; each stands 100 m east of the one before unless told where (`dx`, `dy`).

    Args:
        kwargs: fields of Plot; `dx`, `dy`, `side` in metres place the boundary; `shape` gives it; `shape=None` leaves
            the plot without boundary, at a point; `valid` and `recorded` are the periods of its version.
    """
    number = kwargs.pop("number", None) or _next_number()
    dx, dy, side = kwargs.pop("dx", number * 100.0), kwargs.pop("dy", 0.0), kwargs.pop("side", 20.0)
    shape = kwargs.pop("shape", places.square(places.VUNG_TAU, side, dx, dy))
    centre = (shape or places.square(places.VUNG_TAU, side, dx, dy)).centroid
    periods = {
        "valid": kwargs.pop("valid", DateRange(date(2020, 1, 1), None)),
        "recorded": kwargs.pop("recorded", DateTimeTZRange(RECORDED, None)),
    }
    code = f"BRVT-{number:06d}"
    own: dict[str, Any] = {
        "name": f"Khu đất số {number}",
        "unit": kwargs.get("unit") or unit(),
        "area_m2": side * side,
        "area_method": "legal",
        "land_use": kwargs.get("land_use") or land_use(),
        "managing_agency": kwargs.get("managing_agency") or agency(),
        "use_state": "vacant",
        "publish_level": PublishLevel.PUBLIC,
        "published_on": date(2025, 8, 1),
        "location_basis": LocationBasis.BOUNDARY if shape else LocationBasis.POINT,
        "geom": geos(shape) if shape else None,
        "point": geos(centre),
        "sample": True,
        "updated_at": RECORDED,
    }
    values = own | kwargs
    text = fold(" ".join(str(values.get(name, "")) for name in ("name", "address"))) + f" {fold(code)}"
    made = Plot.objects.create(number=number, code=code, search_text=values.pop("search_text", text), **values)
    version(made, **periods)
    versions.bump("plots")
    return made


def version(of: Plot, **kwargs: Any) -> PlotVersion:
    """A version that says what the plot says now, unless told otherwise."""
    state = {name: getattr(of, name) for name in PlotVersion.state_fields() if name not in GENERATED}
    own = {"plot": of, "number": of.number, "code": of.code, "version": 1, "change": "created"}
    return PlotVersion.objects.create(**own | state | kwargs)
