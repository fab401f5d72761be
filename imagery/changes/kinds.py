"""What kind of change an object is: by what stands there now, and by whether it goes on beyond the border.

Spectral rules on the median reflectance of the purest pixels after the change: water takes near and short-wave infrared
away; bare soil rises steadily from blue to short-wave infrared (the soil line), which roofs, concrete and asphalt do
not; ground that changed on both sides of the border is an encroachment. A kind is a hint to whoever looks: fresh
building ground is soil.
"""

from typing import Final

import numpy as np

from imagery.changes.objects import Field, Measured, reflectance
from imagery.changes.places import cover_of
from imagery.changes.stack import Bits, Floats, PlotShape, Whole, grown
from imagery.workflow import BandRole, CandidateKind

_STRONG: Final = 0.75  # share of the change from which a pixel shows the new ground unmixed
_PURE: Final = 60  # percentile of the shares above which pixels are the purest of an object without such
_WET: Final = (0.75, 0.88, 1.3)  # what water leaves at most of near infrared, short-wave infrared and blue
_SOIL: Final = (0.165, 0.25, 0.12)  # normalised differences red/blue and swir/red at least, blue at most
_REGROWN: Final = 0.08  # NDVI
_CROSSING: Final = 0.5  # changed ground beside the plot that blur does not explain, in pixels for a pixel of side
_CROSSING_SOIL: Final = 1.1
_BLUR: Final = (0.2, 0.6, 0.2)  # along a row and a column: about what an instrument blurs at its own pixel size
_REACH: Final = 2  # pixels beyond the object


def kind_of(field: Field, found: Measured, plot: PlotShape) -> CandidateKind:
    """The kind of an object on a plot."""
    before, after = _end_state(field, found)
    at = field.stack.place
    blue, red, nir, swir = (at(role) for role in (BandRole.BLUE, BandRole.RED, BandRole.NIR, BandRole.SWIR1))
    left = after / np.maximum(before, 1e-3)
    if left[nir] < _WET[0] and left[swir] < _WET[1] and left[blue] < _WET[2]:
        return CandidateKind.POND
    steep, rising = _difference(after, red, blue), _difference(after, swir, red)
    soil = steep >= _SOIL[0] and rising >= _SOIL[1] and after[blue] < _SOIL[2]
    if _crossing(field, found, plot) >= (_CROSSING_SOIL if soil else _CROSSING):
        return CandidateKind.ENCROACHMENT
    if _difference(after, nir, red) > _difference(before, nir, red) + _REGROWN:
        return CandidateKind.OTHER
    return CandidateKind.CLEARING if soil else CandidateKind.BUILDING


def _difference(values: Floats, one: int, other: int) -> float:
    total = float(values[one] + values[other])
    return float(values[one] - values[other]) / total if total > 0 else 0.0


def _purest(found: Measured) -> Whole:
    """Numbers of the members that show most of the change."""
    shares = found.shares[np.isin(found.pixels, found.members)]
    pure: Whole = found.members[shares >= min(_STRONG, float(np.percentile(shares, _PURE)))]
    return pure


def _end_state(field: Field, found: Measured) -> tuple[Floats, Floats]:
    """(B,) reflectance of the purest pixels before the change, and lately."""
    pixels, later = _purest(found), np.flatnonzero(found.later)
    lately = later[len(later) // 2 if len(later) > 3 else 0 :]
    before, after = (
        np.median(reflectance(field, pixels, days), axis=0) for days in (np.flatnonzero(found.earlier), lately)
    )
    return before, after


def _crossing(field: Field, found: Measured, plot: PlotShape) -> float:
    """How much changed ground lies beside the plot, next to the object, beyond what the object's own ground blurs over
    the border; in pixels, for each pixel of the side of a square as large as the object."""
    numbers, own = _window(field, found.members)
    known = numbers >= 0
    changes = field.change_of(numbers[known], found.at)
    whole = field.change_of(_purest(found), found.at).mean(axis=1)
    shares, cover = np.zeros(numbers.shape, dtype=np.float32), np.zeros(numbers.shape, dtype=np.float32)
    shares[known] = np.clip(whole @ changes / max(float(whole @ whole), 1e-6), 0, 1.2)
    cover[known] = cover_of(field, numbers[known], plot)
    core = own & (shares >= _STRONG / 1.5)
    if not core.any():
        return 0.0
    blurred = _blurred(np.where(own, cover * np.clip(shares / np.maximum(cover, 0.3), 0, 1), 0))
    beside = grown(core, _REACH) & ~core & known & (cover < 0.2)
    return float(np.maximum(shares - blurred, 0)[beside].sum() / np.sqrt(core.sum()))


def _window(field: Field, members: Whole) -> tuple[Whole, Bits]:
    """(h, w) numbers of the pixels around an object, -1 for none, and which are its own."""
    rows, columns = field.rows[members], field.columns[members]
    margin = _REACH + 1
    top, left = max(0, int(rows.min()) - margin), max(0, int(columns.min()) - margin)
    numbers = field.grid.numbers[top : rows.max() + margin + 1, left : columns.max() + margin + 1]
    own: Bits = np.zeros(numbers.shape, dtype=bool)
    own[rows - top, columns - left] = True
    return numbers, own


def _blurred(values: Floats) -> Floats:
    padded = np.pad(values, 1)
    first, middle, last = _BLUR
    across = first * padded[:, :-2] + middle * padded[:, 1:-1] + last * padded[:, 2:]
    found: Floats = first * across[:-2] + middle * across[1:-1] + last * across[2:]
    return found
