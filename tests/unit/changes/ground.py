"""A small piece of country drawn by the tests themselves: three covers with seasons, haze, light and noise."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import shapely
from affine import Affine

from imagery.changes.detecting import Found, detect
from imagery.changes.stack import NEEDED, PlotShape, Stack
from imagery.workflow import Quality

PIXEL_M = 10.0
SIDE = 72
WEST, NORTH = 700_000.0, 1_150_000.0
DAYS = tuple(
    date(year, month, day)
    for year in range(2021, 2027)
    for month, day in ((1, 12), (3, 20), (8, 15), (12, 20))
    if (year, month) != (2023, 8)
)
# blue, green, red, nir, swir1: in the dry months, and what the rains add.
WOOD = np.array([0.03, 0.05, 0.03, 0.30, 0.14])
GRASS = np.array([0.07, 0.10, 0.11, 0.25, 0.24])
SOIL = np.array([0.10, 0.14, 0.17, 0.25, 0.30])
RAIN = np.array([-0.015, -0.015, -0.04, 0.06, -0.05])
ROOF = np.array([0.20, 0.22, 0.23, 0.27, 0.26])
POND = np.array([0.06, 0.07, 0.06, 0.05, 0.03])


def rectangle(row: float, column: float, rows: float, columns: float) -> shapely.Polygon:
    """In pixels from the north-west corner."""
    west, north = WEST + column * PIXEL_M, NORTH - row * PIXEL_M
    return shapely.box(west, north - rows * PIXEL_M, west + columns * PIXEL_M, north)


@dataclass
class Country:
    """Pictures (T, 5, SIDE, SIDE) with their quality, to be changed by a test before it is looked at."""

    plots: list[PlotShape]
    days: Sequence[date] = DAYS
    seed: int = 5
    bands: np.ndarray = field(init=False)
    quality: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        rows, columns = np.mgrid[0:SIDE, 0:SIDE]
        cover = (rows // 12 + columns // 12) % 3
        share = rng.uniform(0.85, 1.15, (SIDE, SIDE))
        still = np.stack([WOOD, GRASS, SOIL])[cover] * share[:, :, None]
        green = np.array([0.5, 1.0, 0.25])[cover] * rng.uniform(0.8, 1.2, (SIDE, SIDE))
        self.bands = np.empty((len(self.days), len(NEEDED), SIDE, SIDE), dtype=np.float32)
        for number, day in enumerate(self.days):
            rain = max(0.0, -np.cos(2 * np.pi * (day.timetuple().tm_yday - 30) / 365))
            ground = still + green[:, :, None] * rain * RAIN
            light, haze = rng.uniform(0.96, 1.04), rng.uniform(0, 0.015)
            self.bands[number] = np.moveaxis(ground, 2, 0) * light + haze
        self.bands += rng.normal(0, 0.002, self.bands.shape).astype(np.float32)
        self.quality = np.full((len(self.days), SIDE, SIDE), Quality.CLEAR, dtype=np.uint8)

    def number(self, day: str) -> int:
        """Of the first picture from a day on."""
        return next(number for number, one in enumerate(self.days) if one >= date.fromisoformat(day))

    def put(self, spectrum: np.ndarray, rows: slice, columns: slice, start: str, until: str = "2100-01-01") -> None:
        """Cover ground on the days from `start` on, before `until`."""
        for number, day in enumerate(self.days):
            if date.fromisoformat(start) <= day < date.fromisoformat(until):
                part = self.bands[number][:, rows, columns]
                noise = np.random.default_rng(number).normal(0, 0.003, part.shape)
                self.bands[number][:, rows, columns] = spectrum[:, None, None] + noise

    def stack(self) -> Stack:
        transform = Affine(PIXEL_M, 0, WEST, 0, -PIXEL_M, NORTH)
        return Stack(self.bands, NEEDED, self.quality, tuple(self.days), transform)

    def look(self) -> Found:
        """What the detector says of it."""
        return detect(self.stack(), self.plots)


def plot(key: str, row: float, column: float, rows: float, columns: float) -> PlotShape:
    return PlotShape(key, rectangle(row, column, rows, columns))
