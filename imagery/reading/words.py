"""What names of files and of bands say: roles, days, one name for several files."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from gis.text.fold import fold
from imagery.workflow import BandRole

LEFT_OUT: Final = "-"
SPARE_NIR: Final = "spare nir"  # Sentinel-2's narrow near infrared: used where the wide one is not there
_ROLES = {
    BandRole.COASTAL: ("coastal", "aerosol", "b01"),
    BandRole.BLUE: ("blue", "b02"),
    BandRole.GREEN: ("green", "b03"),
    BandRole.RED: ("red", "b04"),
    BandRole.NIR: ("nir", "b08", "near infrared"),
    BandRole.SWIR1: ("swir1", "swir16", "b11", "swir 1"),
    BandRole.SWIR2: ("swir2", "swir22", "b12", "swir 2"),
    BandRole.ALPHA: ("alpha", "mask"),
    BandRole.PAN: ("pan", "panchromatic"),
}
# Of descriptions only: in the name of a file "do" may be the map's ("bản đồ") and not the red's ("đỏ").
_VIETNAMESE = {
    BandRole.BLUE: ("lam", "xanh lam"),
    BandRole.GREEN: ("luc", "xanh luc"),
    BandRole.RED: ("do",),
    BandRole.NIR: ("can hong ngoai",),
}
# What stands beside the measured bands in folders of Sentinel-2 (Copernicus, Earth Search), and is not kept.
_UNUSED = {
    "b05",
    "b06",
    "b07",
    "b09",
    "b10",
    "rededge1",
    "rededge2",
    "rededge3",
    "nir09",
    "wvp",
    "aot",
    "cloud",
    "snow",
}
_SPARE = {"b8a", "nir08"}
_PICTURES = {"tci", "visual", "pvi", "preview", "thumbnail"}
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")
_PARTS = re.compile(r"[_\-. ]+")
_RESOLUTION = re.compile(r"\d{1,3}m")
_ARCHIVE = re.compile(r"\.(zip|tar|tgz|tar\.gz|SAFE)$", re.IGNORECASE)
OWN_FOLDER = "source"  # where the files of a load lie; the name says nothing of them


def role_of_words(text: str) -> str | None:
    """Role of a band by its description; also LEFT_OUT and SPARE_NIR."""
    plain = fold(text)
    for role, words in _VIETNAMESE.items():
        if plain in words:
            return role
    return _role(plain)


def role_of_file(stem: str) -> str | None:
    """Role of a file of one band by its name, as in x_B02_10m or x_red."""
    parts = [part for part in _parts(stem) if not _RESOLUTION.fullmatch(part)]
    return next((role for part in reversed(parts[-2:]) if (role := _role(part)) is not None), None)


def is_picture(stem: str) -> bool:
    """Whether a file beside the bands is a picture made of them."""
    return not _PICTURES.isdisjoint(_parts(stem))


def _role(word: str) -> str | None:
    for role, words in _ROLES.items():
        if word == role.value or word in words:
            return role
    if word in _SPARE:
        return SPARE_NIR
    return LEFT_OUT if word in _UNUSED else next((role for role in BandRole if role.value == word), None)


def _parts(stem: str) -> list[str]:
    return [part for part in _PARTS.split(stem.lower()) if part]


def days_of(paths: Sequence[Path]) -> list[date]:
    """The days that the names tell, each once; where no name does, the day in the name of their folder."""
    found = {day for path in paths if (day := _day(path.stem)) is not None}
    if not found and (day := _day(_folder(paths[0]))) is not None:
        found = {day}
    return sorted(found)


def _day(text: str) -> date | None:
    match = _DAY.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def name_of(paths: Sequence[Path]) -> str:
    """One name for the files of a scene: the only one's, what all have in front, or their folder's."""
    if len(paths) == 1:
        return paths[0].stem
    shared: list[str] = []
    for parts in zip(*(_PARTS.split(path.stem) for path in paths), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "_".join(part for part in shared if part) or _folder(paths[0]) or paths[0].stem


def code_of(name: str) -> str:
    """A scene's code from a name that a stranger chose: it stands in addresses, in headers and in names of files."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:90] or "scene"


def _folder(path: Path) -> str:
    name = path.parent.name
    return "" if name == OWN_FOLDER else _ARCHIVE.sub("", name)
