"""The sea between its tides; by height or depth of each unit of ground, in metres."""

import numpy as np

from imagery.sample.arrays import Floats, smoothstep, wave
from imagery.sample.climate import Day
from imagery.sample.phenology import Shares

_CLEAR_M, _MUDDY_M = 7.0, 0.5  # depth at which the bottom is lost to a third in clear and in muddy water
_SURF_M = (0.25, 0.6, 1.1)  # waves break at about this depth: from, most, to


def mud_flat(level: Floats, day: Day, turbidity: float) -> Shares:
    """Mud between the tides, `level` m above mean sea: drying, wet, or under water that hides it."""
    wet, dried, seen = _tide_over(level, day, turbidity)
    water = wet - seen
    return {
        "mud": seen + 1 - wet - dried * 0.6,
        "grey": dried * 0.6,
        **open_water(water, turbidity),
    }


def beach(level: Floats, day: Day, turbidity: float) -> Shares:
    """Sand between the tides, darker where the last tide wetted it; a line of surf where waves break."""
    wet, dried, seen = _tide_over(level, day, turbidity)
    depth = day.tide_m - level
    foam = (wet - seen) * surf(depth, day)
    below = seen * smoothstep(depth, 0.0, 0.5)
    return {
        "sandy": seen - below + 1 - wet - dried,
        "sand": dried,
        "shoal": below,
        "foam": foam,
        **open_water(wet - seen - foam, turbidity),
    }


def sea(depth: Floats, day: Day, turbidity: float) -> Shares:
    """Water that never falls dry, `depth` m at mean sea, over a sandy bottom."""
    seen = _seen(np.maximum(day.tide_m + depth, 0.2), turbidity)
    return {"shoal": seen, **open_water(1 - seen, turbidity)}


def open_water(share: Floats, turbidity: float) -> Shares:
    """Sea water from clear and blue over green to brown."""
    clear, muddy = max(0.0, 1 - 2 * turbidity), max(0.0, 2 * turbidity - 1)
    return {"sea": share * clear, "coastal": share * (1 - clear - muddy), "turbid": share * muddy}


def surf(depth: Floats, day: Day) -> Floats:
    """Share of foam over this depth of water (m); more on some days than on others."""
    least, most, end = _SURF_M
    high = smoothstep(depth, least, most) * (1 - smoothstep(depth, most, end))
    foam: Floats = (high * (0.3 + 0.25 * wave(day.ordinal * 0.731))).astype(np.float32)
    return foam


def _tide_over(level: Floats, day: Day, turbidity: float) -> tuple[Floats, Floats, Floats]:
    """Shares of a flat that are under water, that have dried, and whose bottom shines through the water."""
    depth = day.tide_m - level
    wet = smoothstep(depth, -0.05, 0.15)
    dried = (1 - wet) * smoothstep(-depth, 0.6, 1.6)
    return wet, dried, wet * _seen(np.maximum(depth, 0.0), turbidity)


def _seen(depth: Floats, turbidity: float) -> Floats:
    """Share of the bottom's light that comes back through this depth of water (m), a rational falling curve."""
    reach = _CLEAR_M + (_MUDDY_M - _CLEAR_M) * min(1.0, turbidity * 1.6)
    part = depth / np.float32(reach)
    left: Floats = (0.8 / (1.0 + part + 2.0 * part * part)).astype(np.float32)
    return left
