"""Sentinel-2 Level-2A: the folders of Copernicus (SAFE) and the rasters that sen2r makes of them.

Names and metadata: Sentinel-2 Products Specification Document 14.9 and later; sen2r's vignette "Output file structure".
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from imagery.errors import BadScene
from imagery.reading.numbers import linear, number_of
from imagery.reading.opening import SUFFIXES, opened, text_of
from imagery.reading.source import Band, Mask, Product
from imagery.reading.words import code_of
from imagery.workflow import BandRole

COLLECTION = "sentinel-2-l2a"
# Level-1C writes its bands without a resolution.
_BAND = re.compile(r"(?:L2A_)?T(?P<tile>\d\d[A-Z]{3})_(?P<time>\d{8}T\d{6})_(?P<band>B\d[\dA]|SCL)_(?P<res>\d\d)m$")
_PRODUCT = re.compile(
    r"(?P<mission>S2[A-D])_MSIL2A_(?P<time>\d{8}T\d{6})_N(?P<baseline>\d{4})_R(?P<orbit>\d{3})_T(?P<tile>\d\d[A-Z]{3})"
)
_LEVEL_1 = re.compile(r"S2[A-D]_MSIL1C_\d{8}T\d{6}_\w+")
_SEN2R = re.compile(
    r"(?P<mission>S2[A-D])2A_(?P<day>\d{8})_(?P<orbit>\d{3})_(?P<area>[^_]*)_(?P<kind>BOA|SCL)_(?P<res>\d\d)$"
)
_ROLES = {
    "B02": BandRole.BLUE,
    "B03": BandRole.GREEN,
    "B04": BandRole.RED,
    "B08": BandRole.NIR,
    "B11": BandRole.SWIR1,
    "B12": BandRole.SWIR2,
}
# sen2r leaves B10 out, and of the two near infrareds the one that fits the resolution.
_SEN2R_BANDS = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B11", "B12")
_SCALE = 0.0001
_QUANTUM = "10000"
_OFFSET_BASELINE = 400  # from N0400 (2022-01-25) on, 1000 is to be taken off; the metadata says so too
_OFFSET = -0.1
_METADATA, _TILE_METADATA = "MTD_MSIL2A.xml", "MTD_TL.xml"


def recognise(files: Sequence[Path]) -> Product | None:
    """The product, where the names are of Sentinel-2.

    Raises:
        BadScene: bands are missing, or the files are of several scenes.
    """
    return _safe(files) or _sen2r(files)


def _safe(files: Sequence[Path]) -> Product | None:
    found = [(match, path) for path in files if (match := _BAND.match(path.stem)) and path.suffix.lower() in SUFFIXES]
    if not found:
        _refuse_level_1(files)
        return None
    kinds = sorted({f"T{match['tile']} {match['time']}" for match, _ in found})
    named = _named(files)
    if len(kinds) > 1 or len(named) > 1:
        raise BadScene("several_scenes", names=", ".join(kinds if len(kinds) > 1 else [*named][:4]))
    best: dict[str, tuple[int, Path]] = {}
    for match, path in found:
        if match["band"] not in best or int(match["res"]) < best[match["band"]][0]:
            best[match["band"]] = (int(match["res"]), path)
    missing = [name for name in ("B02", "B03", "B04", "B08") if name not in best]
    if missing:
        raise BadScene("bands_missing", names=", ".join(missing), product=kinds[0])
    told = _metadata(files, next(iter(named.values()), None), kinds[0])
    scale, offset = told.pop("scale"), told.pop("offset")
    bands = tuple(
        Band(best[name][1], 1, name, role, scale, offset, 0.0) for name, role in _ROLES.items() if name in best
    )
    match = found[0][0]
    taken = datetime.strptime(match["time"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    mission = next((product["mission"] for product in named.values()), "S2")
    code = f"{mission}_{taken:%Y%m%dT%H%M%S}_T{match['tile']}"
    mask = Mask(best["SCL"][1], 1, "scl") if "SCL" in best else None
    return Product(code, COLLECTION, bands, mask, taken, True, told)


def _refuse_level_1(files: Sequence[Path]) -> None:
    for path in files:
        if found := next((part for part in path.parts if _LEVEL_1.match(part)), None):
            raise BadScene("level_1", product=found)


def _named(files: Sequence[Path]) -> dict[str, re.Match[str]]:
    """The names of products, which stand in folders above the files or in the archives they came from."""
    matches = (_PRODUCT.match(part) for path in files for part in path.parts)
    return {match[0]: match for match in matches if match}


def _metadata(files: Sequence[Path], named: re.Match[str] | None, product: str) -> dict[str, Any]:
    told: dict[str, Any] = {"instrument": "MSI"}
    if named:
        told["platform"] = f"Sentinel-{named['mission'][1:]}"
        told["processing"] = {"baseline": f"{named['baseline'][:2]}.{named['baseline'][2:]}", "orbit": named["orbit"]}
    by_name = {path.name: path for path in files}
    if (path := by_name.get(_TILE_METADATA)) is not None:
        told |= _angles(path)
    if (path := by_name.get(_METADATA)) is not None:
        return told | _calibration(path)
    if named is None:
        raise BadScene("no_metadata", names=_METADATA, product=product)
    return told | {"scale": _SCALE, "offset": _OFFSET if int(named["baseline"]) >= _OFFSET_BASELINE else 0.0}


def _calibration(path: Path) -> dict[str, float]:
    """How stored numbers become reflectance, and the cloud cover, of a product."""
    values = _texts(path)
    offsets = set(values.get("BOA_ADD_OFFSET", ("0",)))
    try:
        quantum = float(values.get("BOA_QUANTIFICATION_VALUE", (_QUANTUM,))[0])
        scale, offset = linear(1 / quantum, float(next(iter(offsets))) / quantum)
    except (ValueError, ZeroDivisionError) as error:
        raise BadScene("damaged", name=path.name, what="BOA_QUANTIFICATION_VALUE") from error
    if len(offsets) > 1:  # ESA has given all bands of a product one offset so far
        raise BadScene("damaged", name=path.name, what="BOA_ADD_OFFSET")
    clouds = number_of("cloud_percent", next(iter(values.get("Cloud_Coverage_Assessment", ())), None))
    return {"scale": scale, "offset": offset, **clouds}


def _angles(path: Path) -> dict[str, float]:
    """Mean sun angles of a tile, in degrees."""
    mean = next((item for item in _tree(path).iter() if _tag(item) == "Mean_Sun_Angle"), None)
    if mean is None:
        return {}
    values = {_tag(item): item.text for item in mean}
    zenith = number_of("sun_elevation", values.get("ZENITH_ANGLE"))
    elevation = {name: round(90 - value, 4) for name, value in zenith.items()}
    return elevation | number_of("sun_azimuth", values.get("AZIMUTH_ANGLE"))


def _texts(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in _tree(path).iter():
        if item.text and item.text.strip():
            found.setdefault(_tag(item), []).append(item.text.strip())
    return found


def _tree(path: Path) -> ElementTree.Element:
    text = text_of(path)
    if "<!ENTITY" in text:
        raise BadScene("damaged", name=path.name, what="ENTITY")
    try:
        return ElementTree.fromstring(text)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as error:
        raise BadScene("damaged", name=path.name, what="XML") from error


def _tag(item: ElementTree.Element) -> str:
    return item.tag.rsplit("}", 1)[-1]


def _sen2r(files: Sequence[Path]) -> Product | None:
    found = [(match, path) for path in files if (match := _SEN2R.match(path.stem)) and path.suffix.lower() in SUFFIXES]
    if not any(match["kind"] == "BOA" for match, _ in found):
        return None
    scenes = sorted({f"{match['mission']} {match['day']} {match['area']}" for match, _ in found})
    named = {match["kind"]: (match, path) for match, path in found}
    if len(scenes) > 1 or len(named) < len(found):
        raise BadScene("several_scenes", names=", ".join(path.name for _, path in found[:4]))
    match, path = named["BOA"]
    bands = tuple(
        Band(path, index, name, _ROLES[name], _SCALE) for index, name in enumerate(_SEN2R_BANDS, 1) if name in _ROLES
    )
    _check_count(path)
    mask = Mask(named["SCL"][1], 1, "scl") if "SCL" in named else None
    taken = datetime.strptime(match["day"], "%Y%m%d").replace(tzinfo=UTC)
    told = {
        "instrument": "MSI",
        "platform": f"Sentinel-{match['mission'][1:]}",
        "processing": {"software": "sen2r", "orbit": match["orbit"]},
    }
    code = "_".join(part for part in (match["mission"], match["day"], match["area"]) if part)
    return Product(code_of(code), COLLECTION, bands, mask, taken, False, told)


def _check_count(path: Path) -> None:
    """A file with other bands than sen2r writes is not what its name says: its blue may be another band's."""
    with opened(path) as dataset:
        if dataset.count != len(_SEN2R_BANDS):
            raise BadScene("bands_differ", given=len(_SEN2R_BANDS), count=dataset.count)
