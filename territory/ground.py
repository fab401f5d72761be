"""Where the territory lies, as the coordinates of files are checked against it."""

from datetime import date

import shapely

from gis import crs
from gis.systems.guess import Ground
from territory.layers import UNITS
from territory.models import AdminUnit


def ground_on(day: date, *, whole: bool = False) -> Ground:
    """The land of all communes of a day; its box while no boundaries are loaded.

    Args:
        whole: take the outline only when no commune is missing from it. Boundaries that come in are checked so: those
            of the communes that are still missing lie outside what is loaded.
    """
    rows = AdminUnit.objects.communes().on_day(day)
    shapes = [shapely.from_wkb(bytes(geom.wkb)) for geom in rows.values_list("geom", flat=True) if geom is not None]
    usable = bool(shapes) and not (whole and rows.filter(geom=None).exists())
    return Ground(shapely.union_all(shapes) if usable else None, _box())


def _box() -> tuple[float, float, float, float]:
    west, south, east, north = UNITS.bounds
    xs, ys = crs.transform_points([west, east, west, east], [south, south, north, north], crs.CRS84, crs.LEGAL)
    return min(xs), min(ys), max(xs), max(ys)
