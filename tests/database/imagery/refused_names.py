"""VRTs and archives that give no scene: what names other files, or hides them."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import rasterio

from tests.database.imagery.refused import CASES, case, cut, noise
from tests.factories.imagery import plane, raster

__all__ = ["CASES"]

_OUTER = (
    '<VRTDataset rasterXSize="60" rasterYSize="60"><GeoTransform>729000,10,0,1145000,0,-10</GeoTransform>{more}'
    '<VRTRasterBand dataType="UInt16" band="1"{band}>{source}</VRTRasterBand></VRTDataset>'
)
_SOURCE = (
    '<SimpleSource><SourceFilename relativeToVRT="{relative}">{name}</SourceFilename>'
    "<SourceBand>1</SourceBand></SimpleSource>"
)


# --- VRT ------------------------------------------------------------------------------------------------------------


def _vrt(name: str, text: str, reason: str) -> None:
    def make(folder: Path) -> list[Path]:
        inner = _OUTER.format(more="", band="", source=_SOURCE.format(relative=1, name="goc.tif"))
        (folder / "trong.vrt").write_text(inner)
        (folder / "anh.vrt").write_text(text, encoding="utf-8")
        # A text that GDAL would open as a VRT, under the first bytes of a JPEG 2000.
        (folder / "gia.jp2").write_bytes(b"\xffO\xffQ" + inner.replace("goc.tif", "/etc/passwd").encode())
        raster(folder / "goc.tif", plane(1))
        files = ["goc.tif", "anh.vrt", *(name for name in ("trong.vrt", "gia.jp2") if name in text)]
        return [folder / file for file in files]

    case(reason, f"VRT: {name}")(make)


for _name in ("/etc/passwd", "../x.tif", "a/../../x.tif", "http://127.0.0.1:9/x.tif", "/vsicurl/http://127.0.0.1:9/x"):
    for _relative in (0, 1):
        _text = _OUTER.format(more="", band="", source=_SOURCE.format(relative=_relative, name=_name))
        _vrt(f"{_name} ({_relative})", _text, "refers_outside")


def _named(source: str, more: str = "", band: str = "") -> str:
    return _OUTER.format(more=more, band=band, source=source)


_GOOD = _SOURCE.format(relative=1, name="goc.tif")
_FILE = '<SourceFilename relativeToVRT="1">goc.tif</SourceFilename>'
_vrt("missing file", _named(_SOURCE.format(relative=1, name="khong-co.tif")), "refers_outside")
_vrt("another VRT", _named(_SOURCE.format(relative=1, name="trong.vrt")), "refers_outside")
_vrt("a VRT in disguise", _named(_SOURCE.format(relative=1, name="gia.jp2")), "unknown_format")
_vrt("names in small letters", _named(_GOOD.replace("SourceFilename", "sourcefilename")), "vrt_part")
_vrt("name as attribute", _named(f'<SimpleSource SourceFilename="/etc/passwd">{_FILE}</SimpleSource>'), "vrt_part")
_vrt("two words for one", _named(_GOOD.replace("relativeToVRT", 'relativetovrt="0" relativeToVRT')), "vrt_part")
_vrt("pixel function", _named(_GOOD + "<PixelFunctionType>f</PixelFunctionType>"), "vrt_part")
_vrt("code", _named(_GOOD + "<PixelFunctionCode>import os</PixelFunctionCode>"), "vrt_part")
_vrt("derived band", _named(_GOOD, band=' subClass="VRTDerivedRasterBand"'), "vrt_part")
_vrt("raw band", _named(_FILE, band=' subClass="VRTRawRasterBand"'), "vrt_part")
_vrt(
    "open options",
    _named(f'<SimpleSource>{_FILE}<OpenOptions><OOI key="a">b</OOI></OpenOptions></SimpleSource>'),
    "vrt_part",
)
_vrt("warped", _named(_GOOD).replace("<VRTDataset ", '<VRTDataset subClass="VRTWarpedDataset" '), "vrt_part")
_vrt("entities", '<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/passwd">]>' + _named(_GOOD), "unknown_format")
_vrt("comment", _named(_GOOD, more="<!-- a -->"), "vrt_part")
_vrt("torn", _named(_GOOD)[:-20], "damaged")
_vrt("a VRT in a name", _named(_SOURCE.format(relative=1, name="&lt;VRTDataset/&gt;")), "refers_outside")
_vrt(
    "overviews elsewhere",
    _named(_GOOD, more='<Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">/etc/passwd</MDI></Metadata>'),
    "refers_outside",
)


@case("refers_outside")
def _tif_with_overviews_elsewhere(folder: Path) -> Path:
    with rasterio.open(raster(folder / "anh.tif", plane(1)), "r+") as file:
        file.update_tags(ns="OVERVIEWS", OVERVIEW_FILE="http://127.0.0.1:9/x.tif")
    return folder / "anh.tif"


# --- archives -------------------------------------------------------------------------------------------------------


def _zip(folder: Path, **members: bytes) -> Path:
    path = folder / "anh.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


@case("archive_path")
def _zip_that_climbs(folder: Path) -> Path:
    return _zip(folder, **{"..__..__anh.tif": b"II*\x00"})


@case("archive_bomb")
def _zip_bomb(folder: Path) -> Path:
    return _zip(folder, anh=bytes(60 << 20))


@case("bad_archive")
def _torn_zip(folder: Path) -> Path:
    return cut(_zip(folder, anh=noise(1).tobytes()), 0.7)


@case("empty")
def _empty_zip(folder: Path) -> Path:
    (folder / "anh.zip").touch()
    return folder / "anh.zip"


def _tar(folder: Path, *members: tuple[tarfile.TarInfo, bytes], mode: str = "w") -> Path:
    path = folder / ("anh.tar.gz" if mode == "w:gz" else "anh.tar")
    with tarfile.open(path, mode) as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def _link(kind: bytes, target: str) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo("anh.tif")
    info.type, info.linkname = kind, target
    return info, b""


case("archive_path", "tar with a symbolic link")(lambda folder: _tar(folder, _link(tarfile.SYMTYPE, "/etc/passwd")))
case("archive_path", "tar with a hard link")(lambda folder: _tar(folder, _link(tarfile.LNKTYPE, "../../x")))
case("archive_path", "tar with a device")(lambda folder: _tar(folder, _link(tarfile.CHRTYPE, "")))
case("archive_path", "tar that climbs")(lambda folder: _tar(folder, (tarfile.TarInfo("../../anh.tif"), b"II*")))
case("archive_path", "tar with an absolute path")(
    lambda folder: _tar(folder, (tarfile.TarInfo("/tmp/anh.tif"), b"II*"))
)
case("archive_bomb", "tar of too many files")(
    lambda folder: _tar(folder, *((tarfile.TarInfo(f"{number}"), b"") for number in range(5_001)))
)


@case("archive_path", "tar of names that are not UTF-8")
def _tar_in_latin_1(folder: Path) -> Path:
    path = folder / "anh.tar"
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        archive.addfile(tarfile.TarInfo("\xff\xe9nh.tif"), io.BytesIO())
    return path


def _with_header(folder: Path, kind: bytes, size: int) -> Path:
    info = tarfile.TarInfo("././@Header")
    info.type, info.size = kind, size
    path = folder / "anh.tar.gz"
    with gzip.open(path, "wb") as file:
        file.write(info.tobuf(tarfile.USTAR_FORMAT) + bytes(size) + bytes(1024))
    return path


for _kind in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK):
    case("damaged", f"tar with a header of two megabytes ({_kind!r})")(
        lambda folder, kind=_kind: _with_header(folder, kind, 2 << 20)
    )


case("damaged", "torn tar")(lambda folder: cut(_tar(folder, (tarfile.TarInfo("anh.tif"), bytes(90_000))), 0.5))
case("damaged", "torn tar.gz")(
    lambda folder: cut(_tar(folder, (tarfile.TarInfo("anh.tif"), noise(1).tobytes()), mode="w:gz"), 0.7)
)
