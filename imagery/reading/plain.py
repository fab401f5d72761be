"""Files that no product's names explain: GeoTIFF, JPEG 2000 or VRT, with bands in one file or a file for each band."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasterio.enums import ColorInterp

from imagery.errors import BadScene
from imagery.reading import vrt
from imagery.reading.numbers import RANGES, linear, moment_of, number_of
from imagery.reading.opening import SUFFIXES, kind_of, opened
from imagery.reading.source import Band, Mask, Product, Said, noon_of
from imagery.reading.words import (
    LEFT_OUT,
    SPARE_NIR,
    code_of,
    days_of,
    is_picture,
    name_of,
    role_of_file,
    role_of_words,
)
from imagery.workflow import BandRole

COLLECTION = "orthophotos"
_MASKS = re.compile(r"(?:^|[_\-. ])(?P<kind>SCL|QA[_\-]?PIXEL|BQA)(?:[_\-. ]?\d{0,2}m?)?$", re.IGNORECASE)
_SCHEMES = {"scl": "scl", "qapixel": "qa_pixel", "bqa": "bqa"}
_COLOURS = {
    ColorInterp.red: BandRole.RED,
    ColorInterp.green: BandRole.GREEN,
    ColorInterp.blue: BandRole.BLUE,
    ColorInterp.alpha: BandRole.ALPHA,
}
_MOMENTS = ("ACQUIRED_AT", "ACQUISITION_TIME")
_YES = {"yes", "true", "1"}


@dataclass(frozen=True)
class _Found:
    """A band of a file, before it is known what it is; `role` as `imagery.reading.words` tells it."""

    path: Path
    index: int
    name: str
    role: str | None
    scale: float
    offset: float


def recognise(files: Sequence[Path], said: Said) -> Product:
    """What files are that no product claims.

    Raises:
        BadScene: there is no picture among them, they are of several scenes, or nobody says what their bands are.
    """
    sources = _sources([path for path in files if path.suffix.lower() in SUFFIXES])
    masks = [(match, path) for path in sources if (match := _MASKS.search(path.stem))]
    data = [path for path in sources if path not in {path for _, path in masks}]
    if not data:
        raise BadScene("nothing", names=", ".join(path.name for path in files[:5]) or "-")
    days = days_of([*data, *(path for _, path in masks)])
    if len(days) > 1 or len(masks) > 1:
        raise BadScene("several_scenes", names=", ".join(path.name for path in sources[:6]))
    found, told = _look(data)
    bands = _bands(found, said)
    taken = next((moment for name in _MOMENTS if (moment := moment_of(told.get(name, ""))) is not None), None)
    if taken is None and days:
        taken, known = noon_of(days[0]), False
    else:
        known = taken is not None
    code = code_of(name_of(data))
    return Product(code, COLLECTION, bands, _mask(masks), taken, known, _metadata(told), _synthetic(told))


def _mask(masks: Sequence[tuple[re.Match[str], Path]]) -> Mask | None:
    return next((Mask(path, 1, _SCHEMES[re.sub(r"[_\-]", "", match["kind"]).lower()]) for match, path in masks), None)


def _sources(pictures: Sequence[Path]) -> list[Path]:
    """Without the files that a VRT among them is made of."""
    used = {
        (path.parent / named).resolve() for path in pictures if kind_of(path) == "VRT" for named in vrt.sources_of(path)
    }
    return [path for path in pictures if path.resolve() not in used]


def _look(data: Sequence[Path]) -> tuple[list[_Found], dict[str, str]]:
    """Every band of the files, and their tags: the first file's word stands."""
    found: list[_Found] = []
    told: dict[str, str] = {}
    for path in data:
        with opened(path) as dataset:
            told = {**dataset.tags(), **told}
            for index in dataset.indexes:
                name = dataset.descriptions[index - 1] or (path.stem if dataset.count == 1 else f"{index}")
                scale, offset = linear(dataset.scales[index - 1], dataset.offsets[index - 1])
                found.append(_Found(path, index, name[:40], _role(dataset, index, path, len(data)), scale, offset))
    return found, told


def _bands(found: Sequence[_Found], said: Said) -> tuple[Band, ...]:
    roles = _said_roles(said.bands, len(found)) if said.bands else _told_roles(found)
    bands = [
        Band(one.path, one.index, one.name, BandRole(role), one.scale, one.offset)
        for one, role in zip(found, roles, strict=True)
        if role != LEFT_OUT
    ]
    if not bands:
        raise BadScene("nothing", names=found[0].path.name)
    seen: set[BandRole] = set()
    for band in bands:
        if band.role in seen and band.role != BandRole.OTHER:
            raise BadScene("band_twice", name=band.role)
        seen.add(band.role)
    return tuple(bands)


def _told_roles(found: Sequence[_Found]) -> list[str]:
    """As the files tell; one grey band explains itself."""
    if len(found) == 1:
        role = found[0].role
        return [role if role in BandRole.values and role != BandRole.ALPHA else BandRole.OTHER]
    spare = LEFT_OUT if any(one.role == BandRole.NIR for one in found) else BandRole.NIR
    roles = [spare if one.role == SPARE_NIR else one.role for one in found]
    if None in roles:
        raise BadScene("choose_bands", count=len(found), name=found[0].path.name)
    return [str(role) for role in roles]


def _said_roles(said: Sequence[str], count: int) -> list[str]:
    if len(said) != count:
        raise BadScene("bands_differ", given=len(said), count=count)
    for word in said:
        if word not in BandRole.values and word != LEFT_OUT:
            raise BadScene("unknown_band", name=word, names=", ".join(BandRole.values))
    return list(said)


def _role(dataset: Any, index: int, path: Path, files: int) -> str | None:
    """From the band's own words, its colour, or, where every band is a file, the file's name."""
    if (role := role_of_words(dataset.descriptions[index - 1] or "")) is not None:
        return role
    if files > 1 and dataset.count > 1 and is_picture(path.stem):
        return LEFT_OUT
    if (colour := _COLOURS.get(dataset.colorinterp[index - 1])) is not None:
        return colour
    return role_of_file(path.stem) if dataset.count == 1 and files > 1 else None


def _synthetic(told: dict[str, str]) -> bool:
    """Whether the files say that nobody took this picture. A radar's synthetic aperture is another thing."""
    words = told.get("TIFFTAG_IMAGEDESCRIPTION", "").lower().replace("synthetic aperture", "")
    return told.get("SYNTHETIC", "").strip().lower() in _YES or "synthetic" in words


def _metadata(told: dict[str, str]) -> dict[str, Any]:
    """What a file's tags say in the words that this project writes itself."""
    metadata: dict[str, Any] = {}
    for name in RANGES:
        metadata |= number_of(name, told.get(name.upper()))
    for name in ("platform", "instrument"):
        if told.get(name.upper()):
            metadata[name] = told[name.upper()][:60]
    return metadata
