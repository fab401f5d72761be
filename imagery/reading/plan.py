"""From files to a plan: what becomes of which band, on which grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from imagery.errors import BadScene
from imagery.grid import Box, Grid, grid_of
from imagery.reading import landsat, plain, sentinel2
from imagery.reading.footing import Footing, footing_of
from imagery.reading.opening import opened
from imagery.reading.source import Product, Said
from imagery.workflow import BandRole

# What is kept as it is, and what the wider types of GIS programs become.
_TYPES = {
    "uint8": "uint8",
    "uint16": "uint16",
    "int16": "int16",
    "float32": "float32",
    "float64": "float32",
    "int32": "float32",
    "uint32": "float32",
}


@dataclass(frozen=True)
class Plan:
    """What is to be written.

    Attributes:
        product: with what the person said of it.
        footings: place of each file, by its path.
        data_type: of the written bands.
        gsd_m: of the finest band, in metres on the ground.
        box: of the data in EPSG:3857 (the grid is wider).
    """

    product: Product
    footings: dict[Path, Footing]
    grid: Grid
    data_type: str
    gsd_m: float
    box: Box


def plan_of(files: Sequence[Path], said: Said, now: datetime) -> Plan:
    """Look at the files and decide.

    Raises:
        BadScene: with the file, what is wrong and what to do.
    """
    ordered = sorted(files)
    for path in ordered:
        if path.stat().st_size == 0:
            raise BadScene("empty", name=path.name)
    product = sentinel2.recognise(ordered) or landsat.recognise(ordered) or plain.recognise(ordered, said)
    product = _as_said(product, said)
    if product.acquired_at is None:
        raise BadScene("no_day")
    if product.acquired_at > now:
        raise BadScene("day_to_come", day=f"{product.acquired_at:%d/%m/%Y}")
    footings, types = _footings(product, said)
    if len(types) > 1:
        raise BadScene("types_differ", what=", ".join(sorted(types)))
    finest = min((footings[band.path] for band in product.bands), key=lambda footing: footing.resolution)
    boxes = [footings[band.path].box for band in product.bands]
    box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    return Plan(product, footings, grid_of(box, finest.resolution), types.pop(), finest.gsd_m, box)


def _as_said(product: Product, said: Said) -> Product:
    changes: dict[str, Any] = {}
    if said.code:
        changes["code"] = said.code
    if said.collection:
        changes["collection"] = said.collection
    if said.acquired_at is not None:
        changes |= {"acquired_at": said.acquired_at, "time_known": said.time_known}
    return replace(product, **changes)


def _footings(product: Product, said: Said) -> tuple[dict[Path, Footing], set[str]]:
    footings: dict[Path, Footing] = {}
    types: set[str] = set()
    paths = dict.fromkeys(band.path for band in product.bands)
    if product.mask:
        paths[product.mask.path] = None
    for path in paths:
        with opened(path) as dataset:
            footings[path] = footing_of(dataset, said.srid)
            used = [band for band in product.bands if band.path == path and band.role != BandRole.ALPHA]
            types |= {_type_of(dataset.dtypes[band.index - 1], path) for band in used}
    _check_same_ground(footings)
    return footings, types


def _type_of(name: str, path: Path) -> str:
    if name not in _TYPES:
        raise BadScene("data_type", name=path.name, what=name)
    return _TYPES[name]


def _check_same_ground(footings: dict[Path, Footing]) -> None:
    """Bands of one scene lie over each other; a mask may reach further."""
    (first, one), *others = footings.items()
    for path, other in others:
        apart = (
            one.box[2] <= other.box[0]
            or other.box[2] <= one.box[0]
            or one.box[3] <= other.box[1]
            or other.box[3] <= one.box[1]
        )
        if apart:
            raise BadScene("apart", name=path.name, other=first.name)
