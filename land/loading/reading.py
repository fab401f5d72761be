"""Stage A: read a file. No database, no network, no guesses about meaning."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
from pyproj import CRS as ProjCrs

from gis.crs import UnknownCrs
from gis.systems.names import crs_of_srid
from land.loading import archives, formats, sheets, vectors
from land.loading.errors import Unreadable
from land.loading.tables import DRAWING, FEATURES, LIST, SourceTable
from land.loading.vectors import Member

ALL = "*"
_COPIED = frozenset({".gml", ".xml"})  # GDAL writes a .gfs file beside a GML: not beside the user's


def read(
    path: str | Path,
    *,
    layer: str | None = None,
    srid: str | int | None = None,
    encoding: str | None = None,
    mapping: Mapping[str, Any] | None = None,
) -> SourceTable:
    """Open a file for reading.

    Args:
        path: a local file, a .gdb folder or a zip of them.
        layer: layer, sheet or dataset; "*" for all; None where there is only one with rows.
        srid: coordinate system that overrides the file's own, e.g. 9210.
        encoding: encoding of the texts (utf-8, tcvn3, vni, 1258); None to find out.
        mapping: a mapping profile; its "layer", "srid", "encoding" and "header_row" stand in for missing arguments.

    Raises:
        Unreadable: with a sentence that says what to do.
    """
    profile = mapping or {}
    layer, srid = layer or profile.get("layer"), srid or profile.get("srid")
    place = _local(path)
    folder: TemporaryDirectory[str] | None = None
    try:
        datasets = [place]
        if formats.is_zip(place):
            folder = TemporaryDirectory(prefix="import-", ignore_cleanup_errors=True)
            archives.unpack(place, Path(folder.name))
            datasets = formats.datasets_in(Path(folder.name))
            if not datasets:
                raise Unreadable("archive_without_data", name=place.name)
        elif place.suffix.lower() in _COPIED:
            folder = TemporaryDirectory(prefix="import-", ignore_cleanup_errors=True)
            datasets = [_copy(place, Path(folder.name))]
        table = _open(place.name, datasets, layer, profile)
    except BaseException:
        if folder is not None:
            folder.cleanup()
        raise
    table.folder = folder
    table.encoding = encoding or profile.get("encoding") or table.encoding
    if srid:
        _declare(table, _named(srid))
    return table


def _named(srid: str | int) -> ProjCrs:
    try:
        return crs_of_srid(srid)
    except UnknownCrs as error:
        raise Unreadable("unknown_srid", srid=srid) from error


def _copy(place: Path, folder: Path) -> Path:
    for file in (place, place.with_suffix(".xsd")):
        if file.is_file():
            shutil.copyfile(file, folder / file.name)
    return folder / place.name


def _local(path: str | Path) -> Path:
    text = os.fspath(path)
    if "://" in text or text.startswith("/vsi") or "\x00" in text or text.lstrip().startswith(("<", "{")):
        raise Unreadable("remote", name=text[:80])
    place = Path(text)
    if not (place.is_file() or place.is_dir()):
        raise Unreadable("missing", name=place.name)
    size = place.stat().st_size if place.is_file() else 0
    if size > archives.LIMITS.file_bytes:
        raise Unreadable("too_large", name=place.name, size=size >> 20, limit=archives.LIMITS.file_bytes >> 20)
    return place


def _declare(table: SourceTable, crs: ProjCrs) -> None:
    if table.crs is not None and table.crs != crs:
        table.notes.append(("srid_over_file", {"file": table.crs.name, "given": crs.name}))
    table.crs = crs
    inner = table.pieces
    table.pieces = lambda size: (piece.set_crs(crs, allow_override=True) for piece in inner(size))


def _open(name: str, datasets: list[Path], layer: str | None, profile: Mapping[str, Any]) -> SourceTable:
    found = [(path, formats.format_of(path)) for path in datasets]
    lists = [(path, form) for path, form in found if not form.driver]
    if lists and len(lists) == len(found):
        return sheets.open_list(name, lists, layer, profile)
    members = [member for path, form in found if form.driver for member in vectors.members_of(path, form)]
    return _features(name, members, layer)


def _features(name: str, members: list[Member], layer: str | None) -> SourceTable:
    chosen, notes = _choose(name, members, layer)
    first = chosen[0]
    for one, other in pairwise(chosen):
        if one.crs != other.crs:
            listed = ", ".join(f"{item.label}: {item.crs.name if item.crs else '?'}" for item in chosen)
            raise Unreadable("layers_differ", name=name, layers=listed)
    columns = tuple(dict.fromkeys(column for member in chosen for column in member.columns))
    return SourceTable(
        name=name,
        format=first.format.name,
        kind=DRAWING if first.format in formats.DRAWINGS else FEATURES,
        layers=tuple(member.label for member in members),
        layer=first.label if len(chosen) == 1 else ALL,
        crs=first.crs,
        encoding=first.encoding,
        columns=columns,
        count=sum(member.count for member in chosen),
        pieces=_pieces(chosen, columns),
        notes=notes,
    )


def _pieces(members: list[Member], columns: tuple[str, ...]) -> Callable[[int], Iterator[gpd.GeoDataFrame]]:
    def pieces(size: int) -> Iterator[gpd.GeoDataFrame]:
        number = 1
        for member in members:
            for piece in vectors.read_member(member, size, number):
                yield piece if len(members) == 1 else piece.reindex(columns=[*columns, "geometry"])
            number += member.count

    return pieces


def _choose(
    name: str, members: list[Member], layer: str | None
) -> tuple[list[Member], list[tuple[str, dict[str, Any]]]]:
    """The layers to read, and a remark when the choice was made for the person."""
    filled = [member for member in members if member.count]
    listed = ", ".join(f"{member.label} ({member.count})" for member in members)
    if layer == ALL and filled:
        return filled, []
    if layer:
        named = [member for member in members if member.label == layer]
        if not named:
            raise Unreadable("no_such_layer", name=name, layer=layer, layers=listed)
        filled = [member for member in named if member.count]
    if not filled:
        raise Unreadable("no_rows", name=name)
    if len(filled) == 1:
        notes = [] if len(members) == 1 or layer else [("layer_chosen", {"layer": filled[0].label, "layers": listed})]
        return filled, notes
    if _is_split_by_shape(filled):
        return filled, []
    with_polygons = [member for member in filled if member.polygons]
    if len(with_polygons) == 1:
        return with_polygons, [("layer_chosen", {"layer": with_polygons[0].label, "layers": listed})]
    raise Unreadable("choose_layer", name=name, layers=listed)


def _is_split_by_shape(members: list[Member]) -> bool:
    """Areas in one layer and points in another, with the same columns: one list, as our own exports write it."""
    return len(members) == 2 and members[0].columns == members[1].columns and members[0].polygons != members[1].polygons


__all__ = ["ALL", "LIST", "read"]
