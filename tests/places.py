"""Named places. Metres are east, north in the legal CRS (EPSG:5899); degrees are longitude, latitude."""

from shapely.geometry import MultiPolygon, box

VUNG_TAU = (426432.0, 1144644.0)
WEST_OF_THE_LINE = (429706.0, 1144637.0)  # 107.1099 E: PROJ's default is 0.80 m off here
EAST_OF_THE_LINE = (429728.0, 1144637.0)  # 107.1101 E: and right here
CON_DAO = (374075.0, 960451.0)


def square(origin: tuple[float, float], side: float = 20.0, dx: float = 0.0, dy: float = 0.0) -> MultiPolygon:
    """A square of `side` metres whose lower left corner is `origin` moved by (dx, dy)."""
    x, y = origin[0] + dx, origin[1] + dy
    return MultiPolygon([box(x, y, x + side, y + side)])
