"""A print of the map as it was asked for: what is shown, on which paper, at which scale."""

import math
from dataclasses import dataclass, field
from datetime import date

import shapely
from django.utils.translation import gettext as _
from reportlab.lib.units import mm

from gis import crs
from gis.query.question import Question
from land.exports.downloads import ExportError
from land.exports.paper import GRID_RIM, MARGIN, points_per_metre, scale_text, sheet
from land.exports.pdf_frame import MapFrame
from land.exports.themes import NAMES

FIXED_SCALES = (500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000)
# What the map on screen lets one see, with a rim: degrees.
LIMITS = (90.0, -2.0, 130.0, 30.0)
MOST_TITLE = 120
_LARGEST_SCALE = 200
_STEPS = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10)
_HEAD, _FOOT = 17 * mm, 15 * mm
_SIDE = 60 * mm  # of the legend at the right of a lying sheet
_BELOW = 62 * mm  # of the legend under the map of a standing sheet
_GAP = 4 * mm

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapRequest:
    """One print.

    Attributes:
        question: filters and day, not narrowed to the frame.
        box: west, south, east, north of the view in CRS84 degrees.
        address: absolute address that opens this view again.
        filter_text: the filters in words.
        today: day of the print.
        theme: how plots are coloured.
        selection: code of the selected plot, "" for none.
        hidden: parts of the map that are switched off: "units", "grid".
        reference: kinds of reference layers that are on.
        scale: denominator, None to show the whole view.
    """

    question: Question
    box: Box
    address: str
    filter_text: str
    today: date
    theme: str = "land_use"
    selection: str = ""
    hidden: frozenset[str] = field(default_factory=frozenset)
    reference: tuple[str, ...] = ()
    paper: str = "A4"
    landscape: bool = True
    scale: int | None = None
    title: str = ""

    def check(self) -> None:
        """Refuse what cannot be printed.

        Raises:
            ExportError: no such theme or scale, or the view is not on the map.
        """
        if self.theme not in NAMES:
            raise ExportError(_("Không tô màu được theo “%(name)s”.") % {"name": self.theme[:40]})
        if self.scale is not None and self.scale not in FIXED_SCALES:
            known = ", ".join(scale_text(scale) for scale in FIXED_SCALES)
            raise ExportError(_("Không có tỷ lệ này. Các tỷ lệ: %(known)s.") % {"known": known})
        west, south, east, north = self.box
        inside = LIMITS[0] <= west < east <= LIMITS[2] and LIMITS[1] <= south < north <= LIMITS[3]
        if not inside:
            raise ExportError(_("Khung bản đồ nằm ngoài vùng in được. Hãy phóng to bản đồ rồi in lại."))


@dataclass(frozen=True)
class Layout:
    """Where things are on the page, in points from its lower left corner.

    Attributes:
        size: of the page.
        window: x, y, width, height of the map inside its grid labels.
        columns: x, y, width, height of each column of the legend.
        top: y under which the head is written.
    """

    size: tuple[float, float]
    window: Box
    columns: tuple[Box, ...]
    top: float


def layout_of(paper: str, landscape: bool) -> Layout:
    """The page.

    Raises:
        ExportError: the paper does not exist.
    """
    upright = sheet(paper)
    width, height = (upright.height, upright.width) if landscape else (upright.width, upright.height)
    inner, top = width - 2 * MARGIN, height - MARGIN
    rim, low = float(GRID_RIM), float(_FOOT)
    if landscape:
        across = inner - _SIDE - _GAP
        window = (MARGIN + rim, low + rim, across - 2 * rim, top - _HEAD - low - 2 * rim)
        columns: tuple[Box, ...] = ((MARGIN + across + _GAP, low, float(_SIDE), top - _HEAD - low),)
    else:
        window = (MARGIN + rim, low + _BELOW + rim, inner - 2 * rim, top - _HEAD - low - _BELOW - 2 * rim)
        count = round(inner / (60 * mm))
        each = (inner - (count - 1) * _GAP) / count
        columns = tuple((MARGIN + at * (each + _GAP), low, each, float(_BELOW) - _GAP / 2) for at in range(count))
    return Layout((width, height), window, columns, top)


def frame_of(request: MapRequest, window: Box) -> MapFrame:
    """The ground in the window of the map: around the middle of the view, all of it unless the scale is fixed."""
    size = window[2], window[3]
    view = shapely.segmentize(shapely.box(*request.box), max(0.05, (request.box[2] - request.box[0]) / 40))
    west, south, east, north = crs.transform(view, crs.CRS84, crs.LEGAL).bounds
    centre = ((west + east) / 2, (south + north) / 2)
    if request.scale is not None:
        return MapFrame(centre, request.scale, size)
    metre = points_per_metre(1)
    needed = max((east - west) * metre / size[0], (north - south) * metre / size[1])
    return MapFrame(centre, round_scale(max(needed, _LARGEST_SCALE)), size)


def round_scale(least: float) -> int:
    """The first readable scale denominator that is not below `least`."""
    power = 10 ** math.floor(math.log10(least))
    return next(round(step * power) for step in _STEPS if step * power >= least * (1 - 1e-9))
