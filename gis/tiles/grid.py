"""The WebMercatorQuad tile grid: which tiles a box touches."""

from math import asinh, floor, pi, radians, tan

_BUFFER = 1 / 64  # share of a tile: vector tiles reach this far over their edge


def cells_of(west: float, south: float, east: float, north: float, zoom: int) -> set[tuple[int, int]]:
    """Tiles (x, y) of a zoom whose buffered area a CRS84 box touches."""
    size = 2**zoom
    x0, y0 = _place(west, north, size)
    x1, y1 = _place(east, south, size)
    columns = range(max(0, floor(x0 - _BUFFER)), min(size - 1, floor(x1 + _BUFFER)) + 1)
    rows = range(max(0, floor(y0 - _BUFFER)), min(size - 1, floor(y1 + _BUFFER)) + 1)
    return {(x, y) for x in columns for y in rows}


def _place(longitude: float, latitude: float, size: int) -> tuple[float, float]:
    x = (longitude + 180) / 360 * size
    y = (1 - asinh(tan(radians(latitude))) / pi) / 2 * size
    return x, y
