"""What lies round the territory, as a sketch: waters that are surely sea, and the neighbours' names.

The register's own data end at its border. Beyond it the maps claim as little as they can: a neutral ground, and the sea
only where it is known to be, fading out towards coasts that are not ours. The ring was drawn by hand for that, a few
kilometres off every foreign shore; it bounds no waters and is fit for no measurement.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

# Where maps open: west, south, east, north (WGS 84) of the mainland part, which holds nearly all plots. Côn Đảo is one
# press of "whole territory" away.
HOME = (106.96, 10.29, 107.63, 10.83)
BANDS = 4
ZOOM_FAR, ZOOM_NEAR = 6.5, 9.0  # from where the territory is a spot, and fills the screen
_BAND_DEG = 0.025  # nearly 3 km
_CORNER_CUTS = 2
_DETAIL_DEG = 0.01
# Degrees, WGS 84. From Bình Châu under the territory, whose own land covers it, to Gành Rái bay; then with the coast
# round Cà Mau and the gulf beyond, along the far side of Biển Đông, and back down the coast from the north.
_SEA = """POLYGON((
    107.575 10.595, 107.48 10.66, 107.34 10.6, 107.2 10.56, 107.12 10.55, 107.04 10.5, 106.995 10.445,
    106.98 10.36, 106.86 10.33, 106.86 10.18, 106.86 10, 106.74 9.72, 106.66 9.5, 106.42 9.25, 106.02 9.2,
    105.74 9.08, 105.4 8.85, 105.22 8.58, 104.95 8.3, 104.6 8.25, 104.45 8.7, 103.9 9.1, 103.7 9.7, 103.3 10.1,
    102.8 10.6, 102.2 11.4, 101.8 12, 101.2 12.3, 100.7 12.4, 100.3 11.6, 100 10.7, 100.5 10.1, 100.8 9, 101 8,
    101.6 7.2, 102.5 6.8, 103.3 6.1, 103.8 5.2, 103.9 4, 104.4 3.2, 105 4, 107 5.2, 109.3 5, 110 3.6, 111.5 3.5,
    112.8 4, 113.6 5.2, 115.2 7.5, 116.5 8.6, 117.8 9.9, 118.8 11.3, 119.2 12.6, 119 13.5, 119.2 15.5, 119.5 17,
    119.9 19.5, 118.6 21.8, 117.2 22.6, 115.2 22, 113.5 21.3, 111.7 20.8, 111.4 19.4, 110.6 18.2, 109.5 17.8,
    108.5 18, 108.2 18.7, 108.25 19.4, 108.7 20.1, 109.3 20.6, 109 21.15, 108.3 21.2, 107.9 20.7, 107.2 20.3,
    106.5 19.7, 106.1 19, 106.35 18.5, 106.75 18.05, 107 17.6, 107.5 17.3, 107.9 16.85, 108.45 16.42, 108.75 15.98,
    109.1 15.6, 109.35 15.3, 109.3 14.65, 109.45 13.75, 109.55 13.1, 109.62 12.85, 109.5 12.2, 109.4 11.7,
    109.15 11.25, 108.8 11.08, 108.4 10.82, 108.1 10.58, 107.8 10.56, 107.64 10.56, 107.575 10.595
))"""
# An inhabited island in these waters that is not the territory's: the ground round it stays neutral. (Côn Đảo is ours.)
_PHU_QUY = (108.94, 10.53, 0.06)
_REFORM = date(2025, 7, 1)


@dataclass(frozen=True)
class Neighbour:
    """A name beyond the border: where it is written, from which zoom to which, and on which days it is right."""

    name: str
    longitude: float
    latitude: float
    zooms: tuple[float, float]
    since: date | None = None
    until: date | None = None  # the first day on which it is right no more

    def stood(self, on: date) -> bool:
        """Whether the name was right on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


def neighbours() -> tuple[Neighbour, ...]:
    """Names of what adjoins the territory, of every day."""
    far, near = (ZOOM_FAR, ZOOM_NEAR), (ZOOM_NEAR, 13.0)
    west = _("Cần Giờ (TP. Hồ Chí Minh)")
    dong_nai, lam_dong, binh_thuan = _("Đồng Nai"), _("Lâm Đồng"), _("Bình Thuận")
    return (
        Neighbour(dong_nai, 107.22, 10.98, far),
        Neighbour(dong_nai, 107.31, 10.855, near),
        Neighbour(dong_nai, 106.98, 10.69, near),
        Neighbour(west, 106.86, 10.52, near),
        Neighbour(_("TP. Hồ Chí Minh"), 106.62, 10.76, far),
        Neighbour(lam_dong, 108.10, 11.25, far, since=_REFORM),
        Neighbour(lam_dong, 107.61, 10.8, near, since=_REFORM),
        Neighbour(binh_thuan, 108.10, 11.25, far, until=_REFORM),
        Neighbour(binh_thuan, 107.61, 10.8, near, until=_REFORM),
    )


@cache
def sea() -> tuple[tuple[float, BaseGeometry], ...]:
    """Bands of sea from the outermost inwards, each upon the one before: share of the sea's colour, WGS 84."""
    longitude, latitude, radius = _PHU_QUY
    ring = _rounded(shapely.get_coordinates(shapely.from_wkt(_SEA))[:-1])
    waters = Polygon(ring).difference(shapely.Point(longitude, latitude).buffer(radius))
    bands = (waters.buffer(-_BAND_DEG * step, quad_segs=4).simplify(_DETAIL_DEG) for step in range(BANDS))
    return tuple(((step + 1) / BANDS, shapely.set_precision(band, 0.001)) for step, band in enumerate(bands))


def _rounded(ring: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Corner cutting (Chaikin) of a closed ring, shape (n, 2), the first point not repeated."""
    for _cut in range(_CORNER_CUTS):
        after = np.roll(ring, -1, axis=0)
        ring = np.stack([0.75 * ring + 0.25 * after, 0.25 * ring + 0.75 * after], axis=1).reshape(-1, 2)
    return ring
