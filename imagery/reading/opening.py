"""Opening rasters of strangers: known formats only, nothing but the files that were sent, VN-2000 pinned."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import rasterio
from pyproj import CRS as ProjCrs
from pyproj.exceptions import CRSError
from rasterio.errors import CRSError as RasterCrsError
from rasterio.errors import RasterioError

from gis.crs import UnknownCrs
from gis.systems.names import crs_of_srid, declared
from imagery.errors import BadScene

SUFFIXES = {".tif": "GTiff", ".tiff": "GTiff", ".jp2": "JP2OpenJPEG", ".j2k": "JP2OpenJPEG", ".vrt": "VRT"}
# GDAL would read pixel functions in Python, raw files beside a VRT and whatever lies around an uploaded file.
SAFE: dict[str, Any] = {
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_VRT_ENABLE_RAWRASTERBAND": "NO",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_TIFF_INTERNAL_MASK": True,
    "GDAL_NUM_THREADS": "2",
}
_MAGIC = {
    b"II*\x00": "GTiff",
    b"MM\x00*": "GTiff",
    b"II+\x00": "GTiff",
    b"MM\x00+": "GTiff",
    b"\x00\x00\x00\x0cjP  ": "JP2OpenJPEG",
    b"\xffO\xffQ": "JP2OpenJPEG",
    b"<VRTData": "VRT",
}
_MOST_XML = 2_000_000


def kind_of(path: Path) -> str:
    """GDAL's driver for a file, by its first bytes: a name proves nothing.

    Raises:
        BadScene: it is missing, empty or of no kind that is read here.
    """
    if not path.is_file():
        raise BadScene("missing", name=path.name)
    with path.open("rb") as file:
        head = file.read(64)
    if not head:
        raise BadScene("empty", name=path.name)
    for magic, driver in _MAGIC.items():
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(magic) or head.startswith(magic):
            return driver
    raise BadScene("unknown_format", name=path.name)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A raster, open for reading.

    Raises:
        BadScene: it cannot be opened, or refers to what was not sent.
    """
    driver = kind_of(path)
    if driver == "VRT":
        _check_vrt(path)
    with rasterio.Env(**SAFE):
        try:
            dataset = rasterio.open(path, driver=driver)
        except RasterioError as error:
            raise BadScene("damaged", name=path.name, what=plain(error, path)) from error
        with dataset:
            yield dataset


def plain(error: BaseException, path: Path) -> str:
    """What GDAL says, without a place on the disk."""
    text = " ".join(str(error.__cause__ or error).split())
    text = re.sub(r"(/[\w.\-]+)+/", "", text.replace(str(path), path.name))
    return text[:160].rstrip(". ")


def _check_vrt(path: Path) -> None:
    """A VRT is a text that names files: only those that came with it, by their plain names, and no code."""
    try:
        if path.stat().st_size > _MOST_XML:
            raise BadScene("damaged", name=path.name, what="XML")
        text = path.read_text(encoding="utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise BadScene("refers_outside", name=path.name, what="DOCTYPE")
        root = ElementTree.fromstring(text)  # noqa: S314 - entities are refused above
    except (ElementTree.ParseError, UnicodeDecodeError) as error:
        raise BadScene("damaged", name=path.name, what="XML") from error
    for element in root.iter():
        name = element.tag.rsplit("}", 1)[-1]
        if name in {"PixelFunctionCode", "PixelFunctionLanguage", "OpenOptions", "VRTDataset"} and element is not root:
            raise BadScene("refers_outside", name=path.name, what=name)
        if name in {"SourceFilename", "SourceDataset"}:
            _check_reference(path, (element.text or "").strip(), element.get("relativeToVRT") == "1")


def _check_reference(path: Path, named: str, relative: bool) -> None:
    target = path.parent / named
    inside = relative and ":" not in named and not named.startswith(("/", "\\")) and ".." not in Path(named).parts
    if not inside or not target.is_file() or kind_of(target) == "VRT":
        raise BadScene("refers_outside", name=path.name, what=named[:120])


def system_of(dataset: Any, srid: str = "") -> ProjCrs:
    """The system of a raster; VN-2000 in any guise becomes the pinned one (PROJ alone would be 0.8 m off in the west).

    Args:
        srid: what a person said; it stands above what the file says.

    Raises:
        BadScene: nobody said it, or nobody knows it.
    """
    name = Path(dataset.name).name
    if srid:
        try:
            return crs_of_srid(srid)
        except UnknownCrs:
            raise BadScene("unknown_srid", srid=srid) from None
    if dataset.crs is None:
        raise BadScene("no_place" if dataset.transform.is_identity else "no_crs", name=name)
    return _pinned(dataset.crs.to_wkt(), name)


@lru_cache(maxsize=64)
def _pinned(wkt: str, name: str) -> ProjCrs:
    try:
        return declared(ProjCrs.from_wkt(wkt)).system
    except (CRSError, RasterCrsError) as error:
        raise BadScene("no_crs", name=name) from error
