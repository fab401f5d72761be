"""Rain of six years and what it leaves: green grass, damp soil, full lakes. And the tide."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np

from imagery.sample.arrays import Floats, wave
from land.sample.randomness import stream

# Monthly rain in mm, rounded from the normals of the station Vũng Tàu (about 1,350 mm a year; QCVN 02:2022/BXD).
_RAIN_MM: Final = (3, 1, 5, 35, 185, 205, 210, 185, 215, 225, 70, 20)
_FIRST: Final = date(2019, 1, 1).toordinal()
_LAST: Final = date(2027, 12, 31).toordinal()
# (amplitude in m, period in hours, days by which it lags) of M2, S2, K1, O1. The amplitudes are those usually given
# for Vũng Tàu, whose mixed tide ranges over 3 to 4 m; the phases are invented.
_TIDE: Final = ((0.78, 12.4206, 0.13), (0.30, 12.0, 0.21), (0.60, 23.9345, 0.55), (0.45, 25.8193, 0.37))
_EPOCH: Final = datetime(2020, 1, 1)  # noqa: DTZ001 - only differences count


@dataclass(frozen=True, slots=True)
class Day:
    """What one day is like.

    Attributes:
        ordinal: proleptic day number.
        season: share of the year gone, 0 to 1.
        year: calendar year.
        green: how green unwatered grass is, 0 (end of the dry season) to 1.
        damp: how wet the top of the soil is, 0 to 1.
        lake: how full lakes are, 0 to 1.
        tide_m: height of the sea above its mean.
    """

    ordinal: int
    season: float
    year: int
    green: float
    damp: float
    lake: float
    tide_m: float


class Climate:
    """The weather history of a seed."""

    def __init__(self, seed: int) -> None:
        rain = _rain(seed)
        self._green = np.clip(_memory(rain, 38.0) / 190.0, 0.0, 1.0) ** np.float32(0.75)
        self._damp = np.clip(_memory(rain, 4.0) / 45.0, 0.0, 1.0)
        self._lake = np.clip(_memory(rain, 150.0) / 620.0, 0.1, 1.0)

    def day(self, at: datetime) -> Day:
        """The day of an instant."""
        today = at.date()
        index = today.toordinal() - _FIRST
        return Day(
            ordinal=today.toordinal(),
            season=(today.toordinal() - date(today.year, 1, 1).toordinal()) / 365.25,
            year=today.year,
            green=float(self._green[index]),
            damp=float(self._damp[index]),
            lake=float(self._lake[index]),
            tide_m=tide_m(at),
        )


def tide_m(at: datetime) -> float:
    """Height of the sea above its mean in metres: four constituents."""
    hours = (at.replace(tzinfo=None) - _EPOCH).total_seconds() / 3600
    return float(sum(size * wave(hours / period + lag) for size, period, lag in _TIDE))


def _rain(seed: int) -> Floats:
    """Millimetres of each day."""
    days = [date.fromordinal(ordinal) for ordinal in range(_FIRST, _LAST + 1)]
    rng = stream(seed, "imagery", "rain")
    years = {year: float(rng.uniform(0.8, 1.2)) for year in range(days[0].year, days[-1].year + 1)}
    mean = np.array([_of_month(day) * years[day.year] / 30.4 for day in days])
    wet = np.clip(mean / 8.0, 0.0, 0.7) + 0.02
    falls = rng.random(len(days)) < wet
    amount = rng.random(len(days)) ** 2 * 3.0  # mean 1: many showers, few downpours
    rain: Floats = np.where(falls, mean / wet * amount, 0.0).astype(np.float32)
    return rain


def _of_month(day: date) -> float:
    """Rain of the time of year, without steps between months."""
    place = day.month - 1 + (day.day - 15.5) / 30.5
    low = int(np.floor(place))
    part = place - low
    return _RAIN_MM[low % 12] * (1 - part) + _RAIN_MM[(low + 1) % 12] * part


def _memory(rain: Floats, days: float) -> Floats:
    """Rain of the past that still counts, halved every 0.7 `days`."""
    kept = 1.0 - 1.0 / days
    total, totals = float(rain.mean()) * days, []
    for fall in rain.tolist():
        total = total * kept + fall
        totals.append(total)
    return np.array(totals, dtype=np.float32)
