"""From files to a plan: what becomes of which band, on which grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rasterio.enums import ColorInterp

from gis import crs
from imagery.errors import ANSWERS, BadScene
from imagery.grid import Box, Grid, grid_of
from imagery.reading import landsat, plain, sentinel2
from imagery.reading.footing import Footing, footing_of
from imagery.reading.opening import MOST_PIXELS, SUFFIXES, opened
from imagery.reading.source import Band, Product, Said
from imagery.series import SAMPLE
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
_CODES = {"uint8", "uint16", "int16", "uint32", "int32"}
_MOST_SPREAD = 4  # times: how much larger the box of a picture may be than the largest picture; a strip lies askew


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

    @property
    def shown(self) -> tuple[Band, ...]:
        """The bands that are written; alpha becomes the mask."""
        return tuple(band for band in self.product.bands if band.role != BandRole.ALPHA)

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The files that they lie in, each once."""
        return tuple(dict.fromkeys(band.path for band in self.shown))


def plan_of(files: Sequence[Path], said: Said, now: datetime) -> Plan:
    """Look at the files and decide.

    Raises:
        BadScene: with the file, what is wrong and what to do; with everything else that has to be asked, so that a
            person is asked once.
    """
    asked: dict[str, BadScene] = {}
    while True:
        try:
            plan = _plan_of(files, said, now)
        except BadScene as refusal:
            field = ANSWERS.get(refusal.reason, "")
            if not asked and not field:
                raise
            if not field or field in asked:
                break  # it may come of an answer that nobody gave
            asked[field] = refusal
            said = _as_if_answered(said, field, refusal, now)
        else:
            if not asked:
                return plan
            break
    first, *others = asked.values()
    first.errors += [error for refusal in others for error in refusal.errors]
    raise first


def _as_if_answered(said: Said, field: str, refusal: BadScene, now: datetime) -> Said:
    """Any answer that lets the reading go on to the next question."""
    count = 0 if refusal.reason == "bands_known" else int(str(refusal.params.get("count", len(said.bands))))
    answers: dict[str, dict[str, Any]] = {
        "bands": {"bands": (BandRole.OTHER.value,) * count},
        "acquired": {"acquired_at": now, "time_known": True},
        "srid": {"srid": str(crs.WEB_MERCATOR.srid)},
        "collection": {"collection": ""},
    }
    return replace(said, **answers.get(field, {}))


def _plan_of(files: Sequence[Path], said: Said, now: datetime) -> Plan:
    ordered = sorted(files)
    for path in ordered:
        if path.suffix.lower() in SUFFIXES and path.stat().st_size == 0:
            raise BadScene("empty", name=path.name)
    product = _as_said(_product(ordered, said), said)
    _check_day(product, now)
    footings, types = _footings(product, said)
    if len(types) > 1:
        raise BadScene("types_differ", what=", ".join(sorted(types)))
    shown = [footings[band.path] for band in product.bands if band.role != BandRole.ALPHA]
    finest = min(shown, key=lambda footing: footing.resolution)
    boxes = [footing.box for footing in shown]
    box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    _check_spread(box, finest, product)
    return Plan(product, footings, grid_of(box, finest.resolution), types.pop(), finest.gsd_m, box)


def _product(files: Sequence[Path], said: Said) -> Product:
    known = sentinel2.recognise(files) or landsat.recognise(files)
    if known is None:
        return plain.recognise(files, said)
    if said.bands:
        raise BadScene("bands_known", product=known.code)
    return known


def _as_said(product: Product, said: Said) -> Product:
    changes: dict[str, Any] = {}
    if said.code:
        changes["code"] = said.code
    if said.collection:
        if said.collection == SAMPLE and not product.synthetic:
            raise BadScene("not_sample", code=SAMPLE)
        changes["collection"] = said.collection
    if said.acquired_at is not None:
        changes |= {"acquired_at": said.acquired_at, "time_known": said.time_known}
    if said.nodata is not None:
        changes["bands"] = tuple(replace(band, nodata=said.nodata) for band in product.bands)
    return replace(product, **changes)


def _check_day(product: Product, now: datetime) -> None:
    taken = product.acquired_at
    if taken is None:
        raise BadScene("no_day")
    # Of a day alone no hour is known: today's picture was not taken at the noon to come.
    ahead = taken > now if product.time_known else taken.astimezone(now.tzinfo).date() > now.date()
    if ahead:
        raise BadScene("day_to_come", day=f"{taken.astimezone(now.tzinfo):%d/%m/%Y}")


def _footings(product: Product, said: Said) -> tuple[dict[Path, Footing], set[str]]:
    footings: dict[Path, Footing] = {}
    types: set[str] = set()
    for path in dict.fromkeys(band.path for band in product.bands):
        with opened(path) as dataset:
            footings[path] = footing_of(dataset, said.srid)
            types |= {_type_of(dataset, band) for band in product.bands if band.path == path}
    if product.mask:
        with opened(product.mask.path) as dataset:
            footings[product.mask.path] = footing_of(dataset, said.srid)
            _check_codes(dataset, product.mask.path)
    _check_same_ground(footings)
    _check_alpha(product, footings)
    return footings, types - {""}


def _type_of(dataset: Any, band: Band) -> str:
    """Type of a written band, "" of one that becomes the mask.

    Raises:
        BadScene: the file has no such band, or its numbers cannot be kept.
    """
    name = band.path.name
    if band.index > dataset.count:
        raise BadScene("bands_missing", names=band.name, product=name)
    kind = dataset.dtypes[band.index - 1]
    if kind not in _TYPES:
        raise BadScene("data_type", name=name, what=kind)
    if dataset.colorinterp[band.index - 1] == ColorInterp.palette:
        raise BadScene("palette", name=name)
    return "" if band.role == BandRole.ALPHA else _TYPES[kind]


def _check_codes(dataset: Any, path: Path) -> None:
    """A cloud mask is one band of codes; a picture of one, with colours, is none."""
    if dataset.count != 1 or dataset.dtypes[0] not in _CODES:
        raise BadScene("data_type", name=path.name, what=f"{dataset.count} × {dataset.dtypes[0]}")


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


def _check_alpha(product: Product, footings: dict[Path, Footing]) -> None:
    """What says where other files have data has their pixels."""
    shown = {band.path for band in product.bands if band.role != BandRole.ALPHA}
    if not shown:
        raise BadScene("nothing", names=", ".join(sorted(path.name for path in footings)))
    for alpha in (band.path for band in product.bands if band.role == BandRole.ALPHA):
        for path in shown:
            one, other = footings[alpha], footings[path]
            if (one.size, one.transform, one.raster_crs) != (other.size, other.transform, other.raster_crs):
                raise BadScene("apart", name=alpha.name, other=path.name)


def _check_spread(box: Box, finest: Footing, product: Product) -> None:
    """Fine bands beside coarse ones may make a grid that no picture needs."""
    columns, rows = (box[2] - box[0]) / finest.resolution, (box[3] - box[1]) / finest.resolution
    if columns * rows > _MOST_SPREAD * MOST_PIXELS:
        size, limit = f"{columns:.0f} × {rows:.0f}", f"{_MOST_SPREAD * MOST_PIXELS // 1_000_000} Mpx"
        raise BadScene("too_large", name=product.code, size=size, limit=limit)
