"""Which format a file has: by its first bytes and its name, never by asking GDAL to try every driver."""

import sqlite3
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as XmlTree

from land.loading.errors import Unreadable

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_HEAD_BYTES = 8192
_SUSPECT_BYTES = 4 << 20
_FORBIDDEN_XML = (
    b"<!DOCTYPE",
    b"<!ENTITY",
    b"OGRVRTDataSource",
    b"OGRWFSDataSource",
    b"OGRVRTLayer",
    b"OGRCSWDataSource",
)


@dataclass(frozen=True)
class Format:
    """A format that is read. `driver` is GDAL's name, "" where Python reads it."""

    name: str
    driver: str


GEOPACKAGE = Format("GeoPackage", "GPKG")
SHAPEFILE = Format("Shapefile", "ESRI Shapefile")
MAPINFO = Format("MapInfo TAB/MIF", "MapInfo File")
GEOJSON = Format("GeoJSON", "GeoJSON")
GML = Format("GML", "GML")
GEODATABASE = Format("File Geodatabase", "OpenFileGDB")
FLATGEOBUF = Format("FlatGeobuf", "FlatGeobuf")
DXF = Format("DXF", "DXF")
DGN = Format("DGN V7", "DGN")
CSV = Format("CSV", "")
XLSX = Format("XLSX", "")

BY_SUFFIX = {
    ".gpkg": GEOPACKAGE,
    ".shp": SHAPEFILE,
    ".tab": MAPINFO,
    ".mif": MAPINFO,
    ".geojson": GEOJSON,
    ".json": GEOJSON,
    ".gml": GML,
    ".xml": GML,
    ".gdb": GEODATABASE,
    ".fgb": FLATGEOBUF,
    ".dxf": DXF,
    ".dgn": DGN,
    ".csv": CSV,
    ".txt": CSV,
    ".tsv": CSV,
    ".xlsx": XLSX,
}
DRAWINGS = (DXF, DGN)


def format_of(path: Path) -> Format:
    """The format of a file or .gdb folder, its content looked at.

    Raises:
        Unreadable: unknown, refused (DGN V8, .xls), or content that is not what the name says.
    """
    found = BY_SUFFIX.get(path.suffix.lower())
    if found is None:
        raise Unreadable("unknown_format", name=path.name)
    if found is GEODATABASE:
        if not path.is_dir() or not any(path.glob("*.gdbtable")):
            raise Unreadable("content_differs", name=path.name, format=found.name)
        return found
    head = _head(path)
    if not head:
        raise Unreadable("empty", name=path.name)
    if head.startswith(_OLE):
        raise Unreadable("dgn_v8" if found is DGN else "old_excel", name=path.name)
    if not _CHECKS[found](path, head):
        raise Unreadable("content_differs", name=path.name, format=found.name)
    return found


def is_zip(path: Path) -> bool:
    """A zip archive that is to be unpacked; an .xlsx is one too but stays whole."""
    return path.suffix.lower() != ".xlsx" and path.is_file() and zipfile.is_zipfile(path)


def datasets_in(folder: Path) -> list[Path]:
    """The datasets of an unpacked archive, sorted; sidecars and what a .gdb folder holds are not datasets."""
    found = []
    for path in sorted(folder.rglob("*")):
        inside_gdb = any(parent.suffix.lower() == ".gdb" for parent in path.parents if parent != folder)
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)
        if inside_gdb or hidden or path.suffix.lower() not in BY_SUFFIX or path.suffix.lower() in {".txt", ".xml"}:
            continue
        if path.is_dir() == (path.suffix.lower() == ".gdb"):
            found.append(path)
    return found or [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in {".txt", ".xml"}]


def _head(path: Path, size: int = _HEAD_BYTES) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _is_geopackage(path: Path, head: bytes) -> bool:
    if not head.startswith(b"SQLite format 3\x00"):
        return False
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as database:
            rows = database.execute("SELECT name, coalesce(sql, '') FROM sqlite_master").fetchall()
    except sqlite3.DatabaseError as error:
        raise Unreadable("damaged", name=path.name, what="SQLite") from error
    for name, statement in rows:
        # A virtual table may be a door to any file or address that GDAL can open; R-trees are GeoPackage's own.
        words = statement.lower().split()
        if words[:3] == ["create", "virtual", "table"] and "using rtree" not in " ".join(words):
            raise Unreadable("refers_outside", name=path.name, what=name)
    return True


def _is_shapefile(path: Path, head: bytes) -> bool:
    for suffix in (".shx", ".dbf"):
        if not any(path.with_suffix(variant).is_file() for variant in (suffix, suffix.upper())):
            raise Unreadable("sidecar_missing", name=path.name, missing=suffix)
    return head[:4] == b"\x00\x00\x27\x0a"


def _is_mapinfo(path: Path, head: bytes) -> bool:
    text = head.lower()
    if path.suffix.lower() == ".mif":
        return text.lstrip().startswith((b"version", b"charset"))
    if b"isseamless" in text or b"odbc" in text or b"type linked" in text or b"raster" in text:
        raise Unreadable("refers_outside", name=path.name, what="TAB")
    return text.lstrip().startswith(b"!table")


def _is_json(path: Path, head: bytes) -> bool:
    # A GDALG file is JSON too, and runs the command line that it holds.
    if b"gdal_streamed_alg" in head or b"gdal_streamed_alg" in _head(path, _SUSPECT_BYTES):
        raise Unreadable("refers_outside", name=path.name, what="GDALG")
    return head.lstrip(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _is_gml(path: Path, head: bytes) -> bool:
    start = _head(path, _SUSPECT_BYTES)
    for word in _FORBIDDEN_XML:
        if word in start:
            raise Unreadable("refers_outside", name=path.name, what=word.decode().strip("<!"))
    try:
        with path.open("rb") as file:
            _event, root = next(iter(XmlTree.iterparse(file, events=("start",))))  # noqa: S314  no DTD, checked above
    except (XmlTree.ParseError, StopIteration):
        return False
    return root.tag.rpartition("}")[2] in {"FeatureCollection", "FeatureCollection2", "SimpleFeatureCollection"} or (
        b"opengis.net/gml" in head
    )


def _is_dgn(_path: Path, head: bytes) -> bool:
    return head[:2] in {b"\x08\x09", b"\x48\x09", b"\xc8\x09", b"\x88\x09"}


def _is_dxf(_path: Path, head: bytes) -> bool:
    return b"SECTION" in head.upper() or head.startswith(b"AutoCAD Binary DXF")


def _is_text(_path: Path, head: bytes) -> bool:
    return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _is_xlsx(path: Path, _head: bytes) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


_CHECKS = {
    GEOPACKAGE: _is_geopackage,
    SHAPEFILE: _is_shapefile,
    MAPINFO: _is_mapinfo,
    GEOJSON: _is_json,
    GML: _is_gml,
    FLATGEOBUF: lambda _path, head: head[:3] == b"fgb",
    DXF: _is_dxf,
    DGN: _is_dgn,
    CSV: _is_text,
    XLSX: _is_xlsx,
}
