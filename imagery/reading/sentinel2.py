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
from imagery.reading.source import Band, Mask, Product
from imagery.workflow import BandRole

COLLECTION = "sentinel-2-l2a"
_BAND = re.compile(
    r"(?:^L2A_)?T(?P<tile>\d\d[A-Z]{3})_(?P<time>\d{8}T\d{6})_(?P<band>B\d[\dA]|SCL)(?:_(?P<res>\d\d)m)?$"
)
_PRODUCT = re.compile(
    r"(?P<mission>S2[A-D])_MSIL2A_(?P<time>\d{8}T\d{6})_N(?P<baseline>\d{4})_R(?P<orbit>\d{3})_T(?P<tile>\d\d[A-Z]{3})"
)
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
_OFFSET_BASELINE = 400  # from N0400 (2022-01-25) on, 1000 is to be taken off; the metadata says so too
_OFFSET = -0.1


def recognise(files: Sequence[Path]) -> Product | None:
    """The product, where the names are of Sentinel-2.

    Raises:
        BadScene: bands are missing, or the files are of several scenes.
    """
    return _safe(files) or _sen2r(files)


def _safe(files: Sequence[Path]) -> Product | None:
    found = [(match, path) for path in files if (match := _BAND.match(path.stem)) and path.suffix.lower() != ".xml"]
    if not found:
        return None
    kinds = sorted({f"T{match['tile']} {match['time']}" for match, _ in found})
    if len(kinds) > 1:
        raise BadScene("several_scenes", names=", ".join(kinds[:4]))
    best: dict[str, tuple[int, Path]] = {}
    for match, path in found:
        resolution = int(match["res"] or 0)
        if match["band"] not in best or resolution < best[match["band"]][0]:
            best[match["band"]] = (resolution, path)
    missing = [name for name in ("B02", "B03", "B04", "B08") if name not in best]
    if missing:
        raise BadScene("bands_missing", names=", ".join(missing), product=kinds[0])
    named = _named(files)
    told = _metadata(files, named)
    offset = told.pop("offset")
    bands = tuple(
        Band(best[name][1], 1, name, role, _SCALE, offset, 0.0) for name, role in _ROLES.items() if name in best
    )
    match = found[0][0]
    taken = datetime.strptime(match["time"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    mission = named["mission"] if named else "S2"
    code = f"{mission}_{taken:%Y%m%dT%H%M%S}_T{match['tile']}"
    mask = Mask(best["SCL"][1], 1, "scl") if "SCL" in best else None
    return Product(code, COLLECTION, bands, mask, taken, True, told)


def _named(files: Sequence[Path]) -> re.Match[str] | None:
    """The name of the product, which stands in a folder above the files or in the archive they came from."""
    for path in files:
        for part in reversed(path.parts):
            if match := _PRODUCT.match(part):
                return match
    return None


def _metadata(files: Sequence[Path], named: re.Match[str] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"instrument": "MSI"}
    if named:
        told["platform"] = f"Sentinel-{named['mission'][1:]}"
        told["processing"] = {"baseline": f"{named['baseline'][:2]}.{named['baseline'][2:]}", "orbit": named["orbit"]}
    offset = _OFFSET if named and int(named["baseline"]) >= _OFFSET_BASELINE else 0.0
    by_name = {path.name: path for path in files}
    if (path := by_name.get("MTD_TL.xml")) is not None:
        told |= _angles(path)
    if (path := by_name.get("MTD_MSIL2A.xml")) is not None:
        values = _texts(path)
        offsets = {float(text) for text in values.get("BOA_ADD_OFFSET", ())}
        quantum = float(next(iter(values.get("BOA_QUANTIFICATION_VALUE", ("10000",)))))
        offset = min(offsets) / quantum if offsets else 0.0
        if clouds := values.get("Cloud_Coverage_Assessment"):
            told["cloud_percent"] = float(clouds[0])
    return told | {"offset": offset}


def _angles(path: Path) -> dict[str, float]:
    """Mean sun angles of a tile, in degrees."""
    mean = next((item for item in _tree(path).iter() if _tag(item) == "Mean_Sun_Angle"), None)
    if mean is None:
        return {}
    values = {_tag(item): float(item.text or "nan") for item in mean}
    return {
        "sun_elevation": round(90 - values["ZENITH_ANGLE"], 3),
        "sun_azimuth": round(values["AZIMUTH_ANGLE"], 3),
    }


def _texts(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in _tree(path).iter():
        if item.text and item.text.strip():
            found.setdefault(_tag(item), []).append(item.text.strip())
    return found


def _tree(path: Path) -> ElementTree.Element:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if "<!ENTITY" in text:
        raise BadScene("damaged", name=path.name, what="ENTITY")
    try:
        return ElementTree.fromstring(text)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as error:
        raise BadScene("damaged", name=path.name, what="XML") from error


def _tag(item: ElementTree.Element) -> str:
    return item.tag.rsplit("}", 1)[-1]


def _sen2r(files: Sequence[Path]) -> Product | None:
    named = {match["kind"]: (match, path) for path in files if (match := _SEN2R.match(path.stem))}
    if "BOA" not in named:
        return None
    match, path = named["BOA"]
    bands = tuple(
        Band(path, index, name, _ROLES[name], _SCALE) for index, name in enumerate(_SEN2R_BANDS, 1) if name in _ROLES
    )
    mask = Mask(named["SCL"][1], 1, "scl") if "SCL" in named else None
    taken = datetime.strptime(match["day"], "%Y%m%d").replace(tzinfo=UTC)
    told = {
        "instrument": "MSI",
        "platform": f"Sentinel-{match['mission'][1:]}",
        "processing": {"software": "sen2r", "orbit": match["orbit"]},
    }
    code = "_".join(part for part in (match["mission"], match["day"], match["area"]) if part)
    return Product(code, COLLECTION, bands, mask, taken, False, told)
