"""Cloud masks of the producers as one list of classes, on the scene's grid."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling

from imagery.errors import BadScene
from imagery.reading.opening import FAULTS, SAFE, opened, plain
from imagery.reading.plan import Plan
from imagery.reading.source import Mask
from imagery.reading.view import Part, View
from imagery.workflow import Quality
from imagery.writing.aligning import Progress, data_profile, pieces_of, warp

Classes = npt.NDArray[np.uint8]

# Sentinel-2 Level-2A scene classification (SCL). Dark areas and "unclassified" are no clouds; a saturated pixel is no
# measurement.
_SCL = {
    0: Quality.NO_DATA,
    1: Quality.NO_DATA,
    2: Quality.CLEAR,
    3: Quality.SHADOW,
    4: Quality.CLEAR,
    5: Quality.CLEAR,
    6: Quality.WATER,
    7: Quality.CLEAR,
    8: Quality.CLOUD,
    9: Quality.CLOUD,
    10: Quality.THIN_CLOUD,
    11: Quality.SNOW,
}


def _scl(values: npt.NDArray[Any]) -> Classes:
    table = np.zeros(256, dtype="uint8")
    for code, quality in _SCL.items():
        table[code] = quality
    return table[np.minimum(values, 255).astype("uint8")]


def _qa_pixel(values: npt.NDArray[Any]) -> Classes:
    """Landsat Collection 2: bits 0 fill, 1 dilated cloud, 2 cirrus, 3 cloud, 4 shadow, 5 snow, 7 water (LSDS-1619)."""
    bits = values.astype("uint16")
    return _by_bits(
        bits & 1,
        (bits >> 7 & 1, Quality.WATER),
        (bits >> 5 & 1, Quality.SNOW),
        (bits >> 4 & 1, Quality.SHADOW),
        (bits >> 2 & 1, Quality.THIN_CLOUD),
        (bits >> 3 & 1 | bits >> 1 & 1, Quality.CLOUD),
    )


def _bqa(values: npt.NDArray[Any]) -> Classes:
    """Landsat Collection 1: bit 0 fill, 4 cloud; confidence in two bits, of which 3 is high: 7 shadow, 9 snow, 11
    cirrus (LSDS-1873)."""
    bits = values.astype("uint16")
    return _by_bits(
        bits & 1,
        ((bits >> 9 & 3) == 3, Quality.SNOW),
        ((bits >> 7 & 3) == 3, Quality.SHADOW),
        ((bits >> 11 & 3) == 3, Quality.THIN_CLOUD),
        (bits >> 4 & 1, Quality.CLOUD),
    )


def _by_bits(fill: Any, *classes: tuple[Any, Quality]) -> Classes:
    """Later classes stand above earlier ones."""
    found = np.full(fill.shape, Quality.CLEAR, dtype="uint8")
    for where, quality in classes:
        found[where.astype(bool)] = quality
    found[fill.astype(bool)] = Quality.NO_DATA
    return found


SCHEMES: dict[str, Callable[[npt.NDArray[Any]], Classes]] = {"scl": _scl, "qa_pixel": _qa_pixel, "bqa": _bqa}
# What stands where the file ends: the schemes' own word for "nothing is known".
_FILL = {"scl": 0, "qa_pixel": 1, "bqa": 1}


def mask(plan: Plan, wanted: Mask, target: Path, progress: Progress) -> None:
    """Write the classes of a mask on the plan's grid, the nearest class for each pixel.

    Raises:
        BadScene: the file is damaged.
    """
    pieces = list(pieces_of(plan))
    convert = SCHEMES[wanted.scheme]
    with rasterio.Env(**SAFE), _reader(plan, wanted) as reader, rasterio.open(target, "w", **_profile(plan)) as out:
        for number, window in enumerate(pieces):
            progress("mask", number, len(pieces))
            try:
                classes = convert(reader.read(1, window=window))
            except FAULTS as error:
                raise BadScene("damaged", name=wanted.path.name, what=plain(error, wanted.path)) from error
            if classes.any():
                out.write(classes, 1, window=window)
    progress("mask", len(pieces), len(pieces))


def _profile(plan: Plan) -> dict[str, Any]:
    return data_profile(plan, 1) | {"dtype": "uint8"}


@contextmanager
def _reader(plan: Plan, wanted: Mask) -> Iterator[Any]:
    """The mask on the grid. A no-data value or a mask of its own is not looked at: those codes mean something here."""
    with opened(wanted.path) as dataset:
        size, kind = (dataset.width, dataset.height), dataset.dtypes[wanted.index - 1]
    footing = plan.footings[wanted.path]
    view = View(size, footing.transform, kind, (Part(wanted.path, wanted.index),))
    # Told as a number to begin with and not as no data: the warper would change codes of that number to the next one.
    options = {"src_nodata": None, "init_dest_nodata": False, "INIT_DEST": str(_FILL[wanted.scheme])}
    with rasterio.open(view.text()) as source, warp(source, footing, plan.grid, Resampling.nearest, options) as reader:
        yield reader
