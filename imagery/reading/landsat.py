"""Landsat: folders of Collection 2 (and the older Collection 1), Level 1 and Level 2.

Names, scale and bits: USGS Landsat 4-7 and 8-9 Collection 2 Level 2 Science Product Guides (LSDS-1618, LSDS-1619).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from imagery.errors import BadScene
from imagery.reading.numbers import linear, number_of
from imagery.reading.opening import text_of
from imagery.reading.source import Band, Mask, Product
from imagery.workflow import BandRole

COLLECTION, TOP_OF_ATMOSPHERE = "landsat-c2-l2", "landsat-toa"
_NAME = re.compile(
    r"(?P<scene>L(?P<sensor>[CEOT])0(?P<number>[4-9])_(?P<level>L[12][A-Z]{2})_(?P<path>\d{3})(?P<row>\d{3})_"
    r"(?P<day>\d{8})_\d{8}_(?P<collection>\d\d)_(?P<tier>T1|T2|RT))_(?P<what>.+)$"
)
_BAND = re.compile(r"(?:SR_)?B(?P<number>[1-7])$")
_OLI = {"2": BandRole.BLUE, "3": BandRole.GREEN, "4": BandRole.RED, "5": BandRole.NIR, "6": BandRole.SWIR1}
_OLI |= {"7": BandRole.SWIR2}
_TM = {"1": BandRole.BLUE, "2": BandRole.GREEN, "3": BandRole.RED, "4": BandRole.NIR, "5": BandRole.SWIR1}
_TM |= {"7": BandRole.SWIR2}
_SENSORS = {"C": "OLI/TIRS", "O": "OLI", "E": "ETM+", "T": "TM"}
_REFLECTANCE = (0.0000275, -0.2)  # Collection 2 Level 2; USGS, "How do I use a scale factor with Landsat Level-2"
# A negative cloud cover, which USGS writes where nobody looked, is none.
_NUMBERS = {"sun_azimuth": "SUN_AZIMUTH", "sun_elevation": "SUN_ELEVATION", "cloud_percent": "CLOUD_COVER"}
_MASKS = {"QA_PIXEL": "qa_pixel", "BQA": "bqa"}
# Nothing is taken back (`+` after a quantifier): a line of blanks would cost the square of its length.
_MTL = re.compile(r'^[ \t]*+"?([A-Z0-9_]++)"?[ \t]*+[=:][ \t]*+"?([^",\r\n]++)"?,?[ \t]*+$', re.MULTILINE)


def recognise(files: Sequence[Path]) -> Product | None:
    """The product, where the names are of Landsat.

    Raises:
        BadScene: bands are missing, or the files are of several scenes.
    """
    named = [(match, path) for path in files if (match := _NAME.match(path.stem))]
    pictures = {match["what"]: path for match, path in named if path.suffix.lower() in {".tif", ".tiff"}}
    if not any(_BAND.match(what) for what in pictures):
        return None
    scenes = sorted({match["scene"] for match, _ in named})
    if len(scenes) > 1:
        raise BadScene("several_scenes", names=", ".join(scenes[:4]))
    match = named[0][0]
    told = _metadata(named)
    bands = _bands(match, pictures, told)
    mask = next((Mask(pictures[what], 1, scheme) for what, scheme in _MASKS.items() if what in pictures), None)
    taken, known = _moment(match["day"], told)
    metadata: dict[str, Any] = {
        "platform": f"Landsat {match['number']}",
        "instrument": _SENSORS[match["sensor"]],
        "processing": {"level": match["level"], "tier": match["tier"], "path_row": f"{match['path']}/{match['row']}"},
    }
    for name, key in _NUMBERS.items():
        metadata |= number_of(name, told.get(key))
    collection = COLLECTION if _is_surface(match) else TOP_OF_ATMOSPHERE
    return Product(match["scene"], collection, bands, mask, taken, known, metadata)


def _is_surface(match: re.Match[str]) -> bool:
    """Level 2: reflectance on the ground."""
    return match["level"].startswith("L2")


def _bands(match: re.Match[str], pictures: dict[str, Path], told: dict[str, str]) -> tuple[Band, ...]:
    roles = _OLI if match["sensor"] in "CO" else _TM
    bands = []
    for what, path in sorted(pictures.items()):
        number = found["number"] if (found := _BAND.match(what)) else ""
        if number in roles:
            scale, offset = _REFLECTANCE if _is_surface(match) else _top_of_atmosphere(match, number, told)
            bands.append(Band(path, 1, f"B{number}", roles[number], scale, offset, 0.0))
    have = {band.role for band in bands}
    missing = [f"B{number}" for number, role in roles.items() if role not in have and role != BandRole.SWIR2]
    if missing:
        raise BadScene("bands_missing", names=", ".join(missing), product=match["scene"])
    return tuple(bands)


def _top_of_atmosphere(match: re.Match[str], number: str, told: dict[str, str]) -> tuple[float, float]:
    """Level 1: reflectance at the top of the atmosphere, without the correction for the sun's height.

    Raises:
        BadScene: the numbers are not said, which no other place tells.
    """
    try:
        scale = float(told[f"REFLECTANCE_MULT_BAND_{number}"])
        return linear(scale, float(told[f"REFLECTANCE_ADD_BAND_{number}"]))
    except (KeyError, ValueError):
        raise BadScene("no_metadata", names=f"{match['scene']}_MTL.txt", product=match["scene"]) from None


def _metadata(named: Sequence[tuple[re.Match[str], Path]]) -> dict[str, str]:
    """Keys of the MTL file, which comes as text or as JSON: the first of a key stands."""
    told: dict[str, str] = {}
    for match, path in named:
        if match["what"] == "MTL" and path.suffix.lower() in {".txt", ".json"}:
            for key, value in _MTL.findall(text_of(path)):
                told.setdefault(key, value.strip())
    return told


def _moment(day: str, told: dict[str, Any]) -> tuple[datetime, bool]:
    taken = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC)
    clock = re.match(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)", told.get("SCENE_CENTER_TIME", ""))
    if not clock:
        return taken, False
    hour, minute, second = (int(part) for part in clock.groups())
    return taken.replace(hour=hour, minute=minute, second=second), True
