"""Fields, ponds and salt pans through the year; functions as in `imagery.sample.phenology`."""

from datetime import date
from typing import Any

import numpy as np

from imagery.sample.arrays import Floats, smoothstep
from imagery.sample.climate import Day
from imagery.sample.phenology import Shares, vigour

# Days of the year on which rice is sown: winter-spring (Đông Xuân), summer-autumn (Hè Thu), autumn-winter (Mùa).
_SOWN_THRICE = (-20, 112, 226)
_SOWN_ONCE = (190,)
_LONG_AGO = 9_999.0


def _age(own: Floats, day: Day, sown: tuple[int, ...], skipped: Any) -> Floats:
    """Days since the last sowing, from 14 days before it; no two years are alike.

    Args:
        skipped: (n, len(sown)) flags of crops that a field never bears.
    """
    age = np.full(len(own), _LONG_AGO, dtype=np.float32)
    for year in (day.year - 1, day.year, day.year + 1):
        first = date(year, 1, 1).toordinal()
        for number, start in enumerate(sown):
            uneven = (own[:, 1] * 97.0 + 0.618 * (year + 0.37 * number)) % 1.0
            since = day.ordinal - (first + start + 26.0 * (own[:, 0] - 0.5) + 12.0 * (uneven - 0.5))
            good = (since >= -14.0) & (since < age) & ~skipped[:, number]
            age = np.where(good, since, age).astype(np.float32)
    return age


def _grown(age: Floats, own: Floats, day: Day, length: float, watered: bool) -> Shares:
    """A crop from land preparation to stubble and weeds."""
    end = length + 8.0 * own[:, 2]
    standing = (age >= 0) & (age < end)
    canopy = np.where(standing, smoothstep(age, 6.0, 48.0) * 0.95, 0.0)
    ripe = canopy * smoothstep(age, end - 26.0, end - 4.0)
    below = 1 - canopy
    wet = np.where((age < 0.62 * end) & watered, 0.75 * below, 0.0)
    after = np.clip(age - end, 0.0, None)
    straw = np.where(age >= end, 0.6 * (1 - smoothstep(after, 8.0, 60.0)), 0.0)
    weeds = np.where(age >= end, 0.8 * smoothstep(after, 15.0, 70.0), 0.0)
    green = weeds * vigour(own, day)
    dry = (weeds - green) * 0.6
    return {
        "crop": canopy - ripe,
        "ripe": ripe,
        "water": wet * 0.5,
        "turbid": wet * 0.5,
        "straw": straw,
        "grass": green,
        "drygrass": dry,
        "soil": 1 - canopy - wet - straw - green - dry,
    }


def paddy(own: Floats, day: Day) -> Shares:
    """Irrigated rice, two or three crops a year."""
    skipped = np.zeros((len(own), 3), dtype=np.bool_)
    skipped[:, 2] = own[:, 3] < 0.45
    return _grown(_age(own, day, _SOWN_THRICE, skipped), own, day, 94.0, watered=True)


def rainfed(own: Floats, day: Day) -> Shares:
    """One crop of rice in the rains; pasture for the rest of the year."""
    skipped = np.zeros((len(own), 1), dtype=np.bool_)
    return _grown(_age(own, day, _SOWN_ONCE, skipped), own, day, 112.0, watered=True)


def annual(own: Floats, day: Day) -> Shares:
    """Cassava for most of the year, or maize and beans twice in the rains."""
    cassava = own[:, 3] < 0.5
    skipped = np.zeros((len(own), 1), dtype=np.bool_)
    slow = _grown(_age(own, day, (118,), skipped) * 0.45, own, day, 118.0, watered=False)
    twice = np.zeros((len(own), 2), dtype=np.bool_)
    fast = _grown(_age(own, day, (130, 238), twice), own, day, 92.0, watered=False)
    return {name: np.where(cassava, slow[name], fast[name]).astype(np.float32) for name in slow}


def vegetables(own: Floats, day: Day) -> Shares:
    """Watered beds, a new crop every nine weeks."""
    age = (day.ordinal + own[:, 0] * 640.0) % (58.0 + 14.0 * own[:, 1])
    canopy = smoothstep(age, 8.0, 34.0) * (0.6 + 0.3 * own[:, 2])
    return {"crop": canopy, "straw": (1 - canopy) * 0.15, "soil": (1 - canopy) * 0.85}


def fallow(own: Floats, day: Day) -> Shares:
    """A field left alone for a season: soil, straw, thin weeds."""
    weeds = (0.25 + 0.2 * own[:, 1]) * vigour(own, day)
    dry = 0.2 + 0.25 * own[:, 2]
    return {"grass": weeds, "drygrass": dry, "soil": 1 - weeds - dry}


def pond(own: Floats, day: Day) -> Shares:
    """Shrimp and fish: water of its own colour, drained for some weeks between two stockings."""
    age = (day.ordinal + own[:, 0] * 900.0) % (150.0 + 110.0 * own[:, 1])
    drained = np.where(own[:, 2] < 0.75, 1 - smoothstep(age, 18.0, 30.0), 0.0).astype(np.float32)
    wet = 1 - 0.95 * drained
    colour = np.abs((own[:, 3] + day.ordinal * 0.00713 * (1 + own[:, 0])) % 1.0 - 0.5) * 2.0
    turbid = wet * (0.25 + 0.6 * colour)
    algae = (wet - turbid) * own[:, 1]
    mud = (1 - wet) * (0.35 + 0.4 * day.damp)
    return {"turbid": turbid, "algae": algae, "water": wet - turbid - algae, "mud": mud, "soil": 1 - wet - mud}


def salt(own: Floats, day: Day) -> Shares:
    """Pans of brine and salt from January to May, rain water after that."""
    working = smoothstep(day.season, 0.0, 0.09) * (1 - smoothstep(day.season, 0.36, 0.44))
    stage = (day.ordinal / 23.0 + own[:, 0] * 7.0) % 1.0
    crystals = working * smoothstep(stage, 0.55, 0.95) * (own[:, 1] < 0.45) * 0.8
    wet = (1 - crystals) * (0.55 + 0.35 * own[:, 2])
    return {
        "salt": crystals,
        "turbid": wet * 0.6,
        "water": wet * 0.4,
        "mud": (1 - crystals - wet) * 0.7,
        "soil": (1 - crystals - wet) * 0.3,
    }
