"""Paper and scale: what fits on a sheet at a scale that a ruler can read."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from reportlab.lib import pagesizes
from reportlab.lib.units import mm

from gis.text.numbers import format_number
from land.exports.downloads import ExportError
from land.exports.rows import number_lang
from land.placing import nice_length

PaperName = Literal["A4", "A3"]
SCALES = (500, 1_000, 2_000, 5_000, 10_000)
# Only where no usual scale fits the largest sheet: lakes, forests, long coasts.
_SMALLER_SCALES = (25_000, 50_000, 100_000)
MARGIN = 15 * mm
AROUND = 11 * mm  # room for corner numbers between the boundary and the frame
GRID_RIM = 6.5 * mm  # room for grid labels around the map window
_SIZES = {"A4": pagesizes.A4, "A3": pagesizes.A3}


@dataclass(frozen=True)
class Sheet:
    """A page in points."""

    name: PaperName
    width: float
    height: float

    @property
    def inner_width(self) -> float:
        """Width between the margins."""
        return self.width - 2 * float(MARGIN)


def sheet(name: str) -> Sheet:
    """A4 or A3, upright.

    Raises:
        ExportError: another size.
    """
    if name not in _SIZES:
        raise ExportError(_("Không có khổ giấy %(name)s. Chọn A4 hoặc A3.") % {"name": name})
    width, height = _SIZES[name]
    return Sheet("A3" if name == "A3" else "A4", width, height)


def points_per_metre(scale: int) -> float:
    """Points on paper for one metre on the ground."""
    return 1000 * float(mm) / scale


def scale_text(scale: int) -> str:
    """1:1.000."""
    return f"1:{format_number(scale, number_lang())}"


def grid_step_m(scale: int) -> int:
    """Distance of grid lines: 2 to 5 cm on paper, a round number of metres."""
    return int(nice_length(scale / 20))


def choose_scale(span_m: tuple[float, float], window: tuple[float, float], wanted: int | None = None) -> int:
    """The largest usual scale at which the boundary fits the map window.

    Args:
        span_m: width and height of the boundary.
        window: width and height of the map window in points.
        wanted: a scale somebody asked for.

    Raises:
        ExportError: the scale is not one of SCALES, or the boundary does not fit at it.
    """
    fitting = next((scale for scale in (*SCALES, *_SMALLER_SCALES) if _fits(span_m, window, scale)), None)
    if wanted is None:
        if fitting is None:
            raise ExportError(_("Khu đất quá rộng so với khổ giấy. Hãy chọn A3."))
        return fitting
    if wanted not in SCALES:
        known = ", ".join(scale_text(scale) for scale in SCALES)
        raise ExportError(_("Không có tỷ lệ này. Các tỷ lệ: %(known)s.") % {"known": known})
    if not _fits(span_m, window, wanted):
        raise ExportError(
            _("Khu đất không vừa khổ giấy ở tỷ lệ %(scale)s. Hãy chọn A3 hoặc tỷ lệ %(fitting)s.")
            % {"scale": scale_text(wanted), "fitting": scale_text(fitting or SCALES[-1])}
        )
    return wanted


def _fits(span_m: tuple[float, float], window: tuple[float, float], scale: int) -> bool:
    ratio = points_per_metre(scale)
    return all(metres * ratio <= room - 2 * AROUND for metres, room in zip(span_m, window, strict=True))
