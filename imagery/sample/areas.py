"""The three areas of the sample series on the 10 m grid of UTM 48N, and a small one for tests."""

from dataclasses import dataclass
from typing import Final

import shapely
from affine import Affine
from shapely.geometry import Polygon

from gis import crs

PIXEL_M: Final = 10
FINE: Final = 5  # the ground is drawn in pixels five times finer
FINE_M: Final = PIXEL_M / FINE
CRS: Final = crs.UTM48N


@dataclass(frozen=True, slots=True)
class Area:
    """A box that every scene of a series covers. In Vietnamese: khu vực ảnh.

    Attributes:
        slug: short name in file names and tags.
        west, south, east, north: edges in EPSG:32648 in metres, on the 20 m grid of Sentinel-2's tiles.
        turbidity: how muddy the sea is, 0 (clear, blue) to 1 (river mouth).
        sandy, red: shares of sandy and of red basalt soil; the rest is grey alluvium.
        events: how many changes are planted.
        swath_m: on days of the second orbit the swath ends this far inside the west edge, along the north edge;
            None where both orbits cover it.
    """

    slug: str
    name_vi: str
    name_en: str
    west: int
    south: int
    east: int
    north: int
    turbidity: float
    sandy: float
    red: float
    events: int
    swath_m: int | None = None

    @property
    def width(self) -> int:
        """Pixels from west to east."""
        return (self.east - self.west) // PIXEL_M

    @property
    def height(self) -> int:
        """Pixels from north to south."""
        return (self.north - self.south) // PIXEL_M

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of a scene."""
        return self.height, self.width

    @property
    def transform(self) -> Affine:
        """From column and row to EPSG:32648."""
        return Affine(PIXEL_M, 0, self.west, 0, -PIXEL_M, self.north)

    @property
    def fine_transform(self) -> Affine:
        """From column and row of the ground in fine pixels to EPSG:32648."""
        return Affine(FINE_M, 0, self.west, 0, -FINE_M, self.north)

    @property
    def box(self) -> Polygon:
        """The box in EPSG:32648."""
        return shapely.box(self.west, self.south, self.east, self.north)

    @property
    def area_km2(self) -> float:
        """Area on the plane of the projection."""
        return float(self.box.area) / 1e6

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle in degrees."""
        x, y = crs.transform_points((self.west + self.east) / 2, (self.south + self.north) / 2, CRS, crs.CRS84)
        return float(x), float(y)


PHU_MY: Final = Area(
    "phu-my-ba-ria", "Phú Mỹ - Bà Rịa", "Phú Mỹ - Bà Rịa", 729_200, 1_157_000, 740_400, 1_165_000, 0.75, 0.35, 0.25, 64
)
VUNG_TAU: Final = Area("vung-tau", "Vũng Tàu", "Vũng Tàu", 725_000, 1_142_400, 736_200, 1_150_400, 0.55, 0.75, 0.03, 64)
CON_SON: Final = Area(
    "con-son", "Côn Sơn (Côn Đảo)", "Côn Sơn (Côn Đảo)", 673_800, 958_600, 679_600, 963_400, 0.08, 0.65, 0.1, 16, 1_500
)
AREAS: Final[tuple[Area, ...]] = (PHU_MY, VUNG_TAU, CON_SON)
SMALL: Final = Area("chi-linh", "Chí Linh", "Chí Linh", 730_000, 1_145_600, 732_560, 1_148_160, 0.55, 0.75, 0.03, 16)
