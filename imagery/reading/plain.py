"""Files that no product's names explain: GeoTIFF, JPEG 2000 or VRT, with bands in one file or a file for each band."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rasterio.enums import ColorInterp

from imagery.errors import BadScene
from imagery.reading.opening import SUFFIXES, opened
from imagery.reading.source import Band, Mask, Product, Said
from imagery.workflow import BandRole

COLLECTION = "orthophotos"
_MASKS = re.compile(r"(?:^|[_\-. ])(?P<kind>SCL|QA[_\-]?PIXEL|BQA)(?:[_\-. ]?\d{0,2}m?)?$", re.IGNORECASE)
_SCHEMES = {"scl": "scl", "qapixel": "qa_pixel", "bqa": "bqa"}
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")
_WORDS = {
    BandRole.COASTAL: ("coastal", "aerosol", "b01"),
    BandRole.BLUE: ("blue", "b02", "lam", "xanh lam"),
    BandRole.GREEN: ("green", "b03", "luc", "xanh luc"),
    BandRole.RED: ("red", "b04", "do"),
    BandRole.NIR: ("nir", "b08", "near infrared", "can hong ngoai"),
    BandRole.SWIR1: ("swir1", "swir16", "b11", "swir 1"),
    BandRole.SWIR2: ("swir2", "swir22", "b12", "swir 2"),
    BandRole.ALPHA: ("alpha", "mask"),
    BandRole.PAN: ("pan", "panchromatic"),
}
_COLOURS = {
    ColorInterp.red: BandRole.RED,
    ColorInterp.green: BandRole.GREEN,
    ColorInterp.blue: BandRole.BLUE,
    ColorInterp.alpha: BandRole.ALPHA,
}
LEFT_OUT = "-"


def recognise(files: Sequence[Path], said: Said) -> Product:
    """What files are that no product claims.

    Raises:
        BadScene: there is no picture among them, or nobody says what its bands are.
    """
    pictures = [path for path in files if path.suffix.lower() in SUFFIXES]
    sources = _sources(pictures)
    masks = [(match, path) for path in pictures if (match := _MASKS.search(path.stem)) and path in sources]
    data = [path for path in sources if path not in {path for _, path in masks}]
    if not data:
        raise BadScene("nothing", names=", ".join(path.name for path in files[:5]) or "-")
    bands, told = _bands(data, said)
    mask = None
    if masks:
        match, path = masks[0]
        mask = Mask(path, 1, _SCHEMES[re.sub(r"[_\-]", "", match["kind"]).lower()])
    day, known = _day(data, told)
    code = re.sub(r"[^A-Za-z0-9._-]+", "-", data[0].stem).strip("-.")[:90] or "scene"
    synthetic = "synthetic" in told.get("TIFFTAG_IMAGEDESCRIPTION", "").lower()
    return Product(code, COLLECTION, bands, mask, day, known, _metadata(told), synthetic)


def _sources(pictures: Sequence[Path]) -> list[Path]:
    """Without the files that a VRT among them is made of."""
    used: set[str] = set()
    for path in pictures:
        if path.suffix.lower() == ".vrt":
            with opened(path) as dataset:
                used |= {Path(name).name for name in dataset.files}
            used.discard(path.name)
    return [path for path in pictures if path.name not in used]


def _bands(data: Sequence[Path], said: Said) -> tuple[tuple[Band, ...], dict[str, str]]:
    found: list[tuple[Path, int, str, BandRole | None, float, float]] = []
    told: dict[str, str] = {}
    for path in data:
        with opened(path) as dataset:
            told = {**dataset.tags(), **told}
            for index in dataset.indexes:
                name = dataset.descriptions[index - 1] or (path.stem if dataset.count == 1 else f"{index}")
                role = _role(dataset, index, path, len(data))
                found.append((path, index, name[:40], role, dataset.scales[index - 1], dataset.offsets[index - 1]))
    roles = _said_roles(said.bands, len(found)) if said.bands else [role for *_, role, _, _ in found]
    if len(found) == 1 and roles[0] is None and not said.bands:
        roles = [BandRole.OTHER]  # one grey band explains itself
    if None in roles:
        raise BadScene("choose_bands", count=len(found), name=data[0].name)
    bands = [
        Band(path, index, name, role, scale, offset, said.nodata)
        for (path, index, name, _, scale, offset), role in zip(found, roles, strict=True)
        if role != LEFT_OUT
    ]
    _check_once(bands)
    return tuple(bands), told


def _check_once(bands: Sequence[Band]) -> None:
    seen: set[BandRole] = set()
    for band in bands:
        if band.role in seen and band.role != BandRole.OTHER:
            raise BadScene("band_twice", name=band.role)
        seen.add(band.role)


def _said_roles(said: Sequence[str], count: int) -> list[Any]:
    if len(said) != count:
        raise BadScene("bands_differ", given=len(said), count=count)
    known = {role.value: role for role in BandRole} | {LEFT_OUT: LEFT_OUT}
    for word in said:
        if word not in known:
            raise BadScene("unknown_band", name=word, names=", ".join(BandRole.values))
    return [known[word] for word in said]


def _role(dataset: Any, index: int, path: Path, files: int) -> BandRole | None:
    """From the band's own words, its colour, or, where every band is a file, the file's name."""
    if (role := _by_words(dataset.descriptions[index - 1] or "")) is not None:
        return role
    if (role := _COLOURS.get(dataset.colorinterp[index - 1])) is not None:
        return role
    if dataset.count == 1 and files > 1:
        return _by_words(re.split(r"[_\-. ]", path.stem)[-1]) or _by_words(path.stem.rsplit("_", 1)[0][-4:])
    return None


def _by_words(text: str) -> BandRole | None:
    plain = text.strip().lower()
    for role, words in _WORDS.items():
        if plain == role.value or plain in words:
            return role
    return None


def _day(data: Sequence[Path], told: dict[str, str]) -> tuple[datetime | None, bool]:
    """The moment in the file's own tags, else the day in its name."""
    stamp = re.match(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)", told.get("ACQUISITION_TIME", ""))
    try:
        if stamp:
            return datetime.fromisoformat("{}-{}-{}T{}:{}:{}Z".format(*stamp.groups())), True
        if match := _DAY.search(data[0].stem):
            year, month, day = (int(part) for part in match.groups())
            return datetime(year, month, day, tzinfo=UTC), False
    except ValueError:
        return None, False
    return None, False


def _metadata(told: dict[str, str]) -> dict[str, Any]:
    """What a file's tags say in the words that this project writes itself."""
    numbers = {"sun_azimuth": "SUN_AZIMUTH", "sun_elevation": "SUN_ELEVATION", "off_nadir": "OFF_NADIR"}
    metadata: dict[str, Any] = {}
    for name, tag in numbers.items():
        try:
            metadata[name] = float(told[tag])
        except (KeyError, ValueError):
            continue
    for name, tag in (("platform", "PLATFORM"), ("instrument", "INSTRUMENT")):
        if told.get(tag):
            metadata[name] = told[tag][:60]
    return metadata
