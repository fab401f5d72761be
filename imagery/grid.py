"""The grid that scenes are kept on: WebMercatorQuad in tiles of 512 pixels, so that a tile is one block of the file.

Measured (docs/adr/0028): an aligned file serves a tile 2.5 times as fast as the file as delivered.
"""

from dataclasses import dataclass
from math import ceil, floor, log2

from affine import Affine

from gis.tiles.matrix import PIXELS, SIZE, TOP, pixel, side

_LARGER = log2(8 / 7)  # how much larger a pixel may become

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Grid:
    """Where a scene lies.

    Attributes:
        zoom: whose 512-pixel tiles have the scene's own resolution.
        column, row: its first tile; `across`, `down` the number of tiles. All are multiples of 2 ** `levels`, so the
            blocks of every overview are tiles too; blocks without data take no room in the file.
    """

    zoom: int
    column: int
    row: int
    across: int
    down: int
    levels: int

    @property
    def width(self) -> int:
        """Pixels from west to east."""
        return self.across * PIXELS

    @property
    def height(self) -> int:
        """Pixels from north to south."""
        return self.down * PIXELS

    @property
    def pixel(self) -> float:
        """Length of a pixel in EPSG:3857 units."""
        return pixel(self.zoom)

    @property
    def transform(self) -> Affine:
        """From pixels (column, row) to EPSG:3857."""
        west, north = -SIZE + self.column * side(self.zoom), SIZE - self.row * side(self.zoom)
        return Affine(self.pixel, 0.0, west, 0.0, -self.pixel, north)

    @property
    def bounds(self) -> Box:
        """West, south, east, north in EPSG:3857."""
        west, north = self.transform @ (0, 0)
        east, south = self.transform @ (self.width, self.height)
        return west, south, east, north

    def window(self, box: Box) -> tuple[int, int, int, int]:
        """First column, first row, width and height in pixels of a box, clipped to the grid; rounded outwards."""
        left, top = ~self.transform @ (box[0], box[3])
        right, bottom = ~self.transform @ (box[2], box[1])
        x0, y0 = max(0, floor(left + 1e-6)), max(0, floor(top + 1e-6))
        x1, y1 = min(self.width, ceil(right - 1e-6)), min(self.height, ceil(bottom - 1e-6))
        return x0, y0, max(0, x1 - x0), max(0, y1 - y0)


def grid_of(box: Box, resolution: float) -> Grid:
    """The grid for a box in EPSG:3857 and the size of its pixels there.

    The zoom is the first whose pixels are no more than a seventh larger, so that nothing that was seen is lost: the
    nearest one would turn Landsat's 30 m into 38 m.
    """
    zoom = min(TOP, max(0, ceil(log2(pixel(0) / resolution) - _LARGER)))
    length = side(zoom)
    west, south, east, north = box
    first = floor((west + SIZE) / length + 1e-9), floor((SIZE - north) / length + 1e-9)
    last = ceil((east + SIZE) / length - 1e-9), ceil((SIZE - south) / length - 1e-9)
    most = max(last[0] - first[0], last[1] - first[1], 1)
    levels = min(zoom, (most - 1).bit_length())
    unit = 1 << levels
    column, row = first[0] // unit * unit, first[1] // unit * unit
    across, down = -(-last[0] // unit) * unit - column, -(-last[1] // unit) * unit - row
    return Grid(zoom, column, row, max(across, unit), max(down, unit), levels)
