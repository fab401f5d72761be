"""Opening rasters of strangers: known formats only, nothing but the files that were sent, VN-2000 pinned."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import rasterio
from affine import Affine
from pyproj import CRS as ProjCrs
from pyproj.exceptions import ProjError
from rasterio._err import CPLE_BaseError
from rasterio.errors import CRSError as RasterCrsError
from rasterio.errors import RasterioError

from gis.crs import UnknownCrs
from gis.systems.names import crs_of_srid, declared
from imagery.errors import BadScene
from imagery.reading import vrt

_TEXT_BYTES = 5_000_000  # descriptions of products have some hundred kilobytes
SUFFIXES = {".tif": "GTiff", ".tiff": "GTiff", ".jp2": "JP2OpenJPEG", ".j2k": "JP2OpenJPEG", ".vrt": "VRT"}
# GDAL would read pixel functions in Python, raw files beside a VRT and whatever lies around an uploaded file: sidecars
# of a picture (.aux.xml, .msk, .ovr) may themselves name other files, and addresses.
SAFE: dict[str, Any] = {
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_VRT_ENABLE_RAWRASTERBAND": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_TIFF_INTERNAL_MASK": True,
    # With more, the driver of JPEG 2000 decodes ahead in threads whose errors get lost: a file that is cut short would
    # be read as if it had zeros there.
    "GDAL_NUM_THREADS": "1",
    # Bytes. By itself GDAL takes a twentieth of the machine, whatever that is; with half as much, JPEG 2000 of 10980 x
    # 10980 pixels is decoded twice (measured: 182 s of a processor for four bands, and 147 s so).
    "GDAL_CACHEMAX": 512_000_000,
}
# What rasterio raises where a file, or its system, is at fault; some of GDAL's own errors come as they are.
FAULTS = (RasterioError, RasterCrsError, CPLE_BaseError, ValueError)
_MAGIC = {
    b"II*\x00": "GTiff",
    b"MM\x00*": "GTiff",
    b"II+\x00": "GTiff",
    b"MM\x00+": "GTiff",
    b"\x00\x00\x00\x0cjP  ": "JP2OpenJPEG",
    # With the first byte of a length: without it a text could begin so, which GDAL would read as a VRT.
    b"\xffO\xffQ\x00": "JP2OpenJPEG",
}
MOST_PIXELS = 4_000_000_000  # a Sentinel-2 tile has 120 million; an orthophoto of a ward at 5 cm about 2,000 million
MOST_BANDS = 64
_VRT = re.compile(rb"\s*(<\?xml[^>]*\?>\s*)?<VRTDataset\b")
_BOM = b"\xef\xbb\xbf"
_WORLD = {"GTiff": (".tfw", ".tifw", ".wld"), "JP2OpenJPEG": (".j2w", ".jp2w", ".wld")}


def kind_of(path: Path) -> str:
    """GDAL's driver for a file, by its first bytes: a name proves nothing.

    Raises:
        BadScene: it is missing, empty or of no kind that is read here.
    """
    if not path.is_file():
        raise BadScene("missing", name=path.name)
    with path.open("rb") as file:
        head = file.read(512)
    if not head:
        raise BadScene("empty", name=path.name)
    for magic, driver in _MAGIC.items():
        if head.startswith(magic):
            return driver
    if _VRT.match(head.removeprefix(_BOM)):
        return "VRT"
    raise BadScene("unknown_format", name=path.name)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A raster, open for reading.

    Raises:
        BadScene: it cannot be opened, refers to what was not sent, or is larger than anything that is loaded here.
    """
    driver = kind_of(path)
    if driver == "VRT":
        _check_sources(path)
    with rasterio.Env(**SAFE):
        try:
            dataset = rasterio.open(path, driver=driver)
        except FAULTS as error:
            raise BadScene("damaged", name=path.name, what=plain(error, path)) from error
        with dataset:
            _check_size(dataset, path.name)
            if elsewhere := dataset.tags(ns="OVERVIEWS"):
                raise BadScene("refers_outside", name=path.name, what=", ".join(elsewhere)[:80])
            yield dataset


def _check_size(dataset: Any, name: str) -> None:
    if dataset.width * dataset.height > MOST_PIXELS or dataset.count > MOST_BANDS:
        size = f"{dataset.width} × {dataset.height} × {dataset.count}"
        raise BadScene("too_large", name=name, size=size, limit=f"{MOST_PIXELS // 1_000_000} Mpx, {MOST_BANDS}")


def plain(error: BaseException, path: Path) -> str:
    """What GDAL says, without a place on the disk."""
    text = " ".join(str(error.__cause__ or error).split())
    text = re.sub(r"(/[\w.\-]+)+/", "", text.replace(str(path), path.name))
    return text[:160].rstrip(". ")


def _check_sources(path: Path) -> None:
    """The files of a VRT came with it, and are themselves what is read here; no VRT of VRTs."""
    for named in vrt.sources_of(path):
        source = path.parent / named
        if not source.is_file() or kind_of(source) == "VRT":
            raise BadScene("refers_outside", name=path.name, what=named[:120])
        with opened(source):
            pass


def placed(dataset: Any) -> Affine:
    """From pixels to coordinates: the raster's own word, else the world file beside it; the identity where neither
    says a place."""
    transform: Affine = dataset.transform
    path = Path(dataset.name)
    if not transform.is_identity:
        return transform
    for beside in sorted(path.parent.glob("*")):
        if beside.stem == path.stem and beside.suffix.lower() in _WORLD.get(dataset.driver, ()):
            return _of_world_file(beside)
    return transform


def text_of(path: Path) -> str:
    """What describes a product, as text.

    Raises:
        BadScene: it is far larger than any such file.
    """
    size = path.stat().st_size
    if size > _TEXT_BYTES:
        limit = f"{_TEXT_BYTES // 1_000_000} MB"
        raise BadScene("long_text", name=path.name, size=f"{size / 1e6:.1f} MB", limit=limit)
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _of_world_file(path: Path) -> Affine:
    try:
        with path.open(encoding="ascii") as file:
            a, d, b, e, x, y = (float(word) for word in file.read(1000).split())
    except (ValueError, UnicodeDecodeError) as error:
        raise BadScene("damaged", name=path.name, what="world file") from error
    return Affine(a, b, x, d, e, y) @ Affine.translation(-0.5, -0.5)  # it names the middle of the first pixel


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
    try:
        wkt = dataset.crs.to_wkt() if dataset.crs else ""
    except FAULTS as error:
        raise BadScene("no_crs", name=name) from error
    if not wkt:
        raise BadScene("no_place" if placed(dataset).is_identity else "no_crs", name=name)
    return _pinned(wkt, name)


@lru_cache(maxsize=64)
def _pinned(wkt: str, name: str) -> ProjCrs:
    try:
        return declared(_horizontal(ProjCrs.from_wkt(wkt))).system
    except (ProjError, ValueError) as error:
        raise BadScene("no_crs", name=name) from error


def _horizontal(system: ProjCrs) -> ProjCrs:
    """Without heights: VN-2000 with a height would not be known as VN-2000."""
    if system.is_compound:
        return system.sub_crs_list[0]
    return system.to_2d() if len(system.axis_info) > 2 else system
