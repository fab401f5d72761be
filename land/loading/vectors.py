"""Map formats, through pyogrio. Only the driver that the content asks for, only local files, no network."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio import raw
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS as ProjCrs
from pyproj.exceptions import CRSError as ProjCrsError

from land.loading import formats
from land.loading.errors import Unreadable
from land.loading.formats import Format
from land.loading.tables import make_frame, unique_names

# With this name GDAL hands every byte over as the character of the same number; with "latin-1" it does not recode.
BYTES = "ISO-8859-1"
_BYTE_FORMATS = (formats.SHAPEFILE, formats.MAPINFO, formats.DGN)
# Of the character sets in use here GDAL recodes this one alone, whatever it is told: its answer is UTF-8 already.
_RECODED = b"windowslatin1"
_FAILURES = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, CRSError, UnicodeDecodeError)
_OPEN_OPTIONS: dict[Format, dict[str, str]] = {
    # No schema from the network, no .gfs file left beside the user's file.
    formats.GML: {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"},
    formats.GEODATABASE: {"LIST_ALL_TABLES": "NO"},
}
_SETTINGS = {
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "DXF_MERGE_BLOCK_GEOMETRIES": "NO",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
}


@dataclass(frozen=True)
class Member:
    """One layer of one dataset."""

    path: Path
    format: Format
    layer: str
    count: int
    polygons: bool
    columns: tuple[str, ...]
    crs: ProjCrs | None
    encoding: str
    key: str = ""

    @property
    def label(self) -> str:
        """Name for people: the layer, or the file where the layer bears the file's name."""
        return self.layer


def members_of(path: Path, form: Format) -> list[Member]:
    """The layers of a dataset.

    Raises:
        Unreadable: GDAL cannot open it, or opens it with another driver than the content asked for.
    """
    pyogrio.set_gdal_config_options(_SETTINGS)
    with _quiet(), _sentences(path):
        names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None or _is_drawing(form)]
        return [_member(path, form, name) for name in names]


def read_member(member: Member, size: int, first_number: int) -> Iterator[gpd.GeoDataFrame]:
    """A layer's rows in pieces, numbered on from `first_number`."""
    number = first_number
    for window in _windows(member, size):
        with _quiet(), _sentences(member.path):
            meta, _fids, wkb, values = raw.read(
                member.path,
                layer=member.layer,
                encoding=member.encoding or None,
                force_2d=True,
                datetime_as_string=True,
                **window,
                **_OPEN_OPTIONS.get(member.format, {}),
            )
        geometry = _geometries(wkb)
        count = len(geometry)
        names = unique_names([str(name) for name in meta["fields"]])
        columns = dict(zip(names, values, strict=True))
        yield make_frame(columns, geometry, np.arange(number, number + count), member.crs)
        number += count


def _is_drawing(form: Format) -> bool:
    return form in formats.DRAWINGS


def _member(path: Path, form: Format, layer: str) -> Member:
    encoding = BYTES if form in _BYTE_FORMATS and not _is_recoded(path, form) else ""
    info = pyogrio.read_info(path, layer=layer, encoding=encoding or None, force_feature_count=True)
    if info["driver"] != form.driver:
        raise Unreadable("content_differs", name=path.name, format=form.name)
    if form is formats.SHAPEFILE and _says_utf8(path) and _is_utf8(path, layer):
        encoding = "UTF-8"
        info = pyogrio.read_info(path, layer=layer, encoding=encoding)
    kind = str(info["geometry_type"] or "")
    return Member(
        path=path,
        format=form,
        layer=layer,
        count=int(info["features"]),
        polygons=not kind.endswith(("Point", "Point Z", "LineString", "LineString Z")) or _is_drawing(form),
        columns=tuple(unique_names([str(name) for name in info["fields"]])),
        crs=_crs(info["crs"]),
        encoding=encoding,
        key=str(info["fid_column"] or ""),
    )


def _is_recoded(path: Path, form: Format) -> bool:
    """A MapInfo file that declares the Windows of the West, as MapInfo does by itself; old fonts were typed into it."""
    if form is not formats.MAPINFO:
        return False
    with path.open("rb") as file:
        return _RECODED in file.read(1_000).lower()


def _says_utf8(path: Path) -> bool:
    sidecars = [path.with_suffix(suffix) for suffix in (".cpg", ".CPG")]
    said = next((file.read_bytes()[:40].upper() for file in sidecars if file.is_file()), b"")
    return b"UTF" in said or b"65001" in said


def _is_utf8(path: Path, layer: str) -> bool:
    """A .cpg is often left over from another file; the texts themselves decide."""
    try:
        raw.read(path, layer=layer, encoding="UTF-8", read_geometry=False, max_features=20_000)
    except UnicodeDecodeError:
        return False
    return True


def _crs(text: str | None) -> ProjCrs | None:
    if not text:
        return None
    try:
        found = ProjCrs.from_user_input(text)
    except ProjCrsError:
        return None
    return None if found.is_engineering else found


def _windows(member: Member, size: int) -> Iterator[dict[str, Any]]:
    """Arguments of successive reads. GeoPackage by ranges of its key: skipping rows there reads them all again."""
    if member.count <= size:
        yield {}
        return
    if member.format is not formats.GEOPACKAGE or not member.key:
        for start in range(0, member.count, size):
            yield {"skip_features": start, "max_features": size}
        return
    _meta, fids, _wkb, _values = raw.read(
        member.path, layer=member.layer, columns=[], read_geometry=False, return_fids=True
    )
    ordered = np.sort(fids)
    for start in range(0, len(ordered), size):
        piece = ordered[start : start + size]
        yield {"where": f'"{member.key}" BETWEEN {int(piece[0])} AND {int(piece[-1])}'}


def _geometries(wkb: Any) -> Any:
    """Shapely objects; an unclosed ring is closed, what cannot be mended becomes an empty polygon."""
    if wkb is None:
        return np.array([], dtype=object)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    broken = np.array([item is not None for item in wkb]) & shapely.is_missing(shapes)
    if broken.any():
        shapes[broken] = shapely.from_wkb(wkb[broken], on_invalid="fix")
        lost = broken & shapely.is_missing(shapes)
        shapes[lost] = shapely.from_wkt("POLYGON EMPTY")
    return shapes


class _sentences:  # noqa: N801  reads as a statement
    """Turns the failures of GDAL into a sentence."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, _FAILURES):
            what = str(error).replace(str(self.path.parent), "").strip()[:200]
            raise Unreadable("damaged", name=self.path.name, what=what or type(error).__name__) from error


def _quiet() -> Any:
    """GDAL's remarks on M values and missing sidecars are no news to the person who imports."""
    return warnings.catch_warnings(action="ignore")
