"""What a printed map shows of its stretch of ground: plots or counted cells, communes, sums, the selected plot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Polygon
from django.db.models import F
from shapely.geometry.base import BaseGeometry

from gis import crs
from gis.layers import Rows
from gis.query.clusters import Cluster, clusters
from gis.query.facets import facets
from gis.query.question import Question
from gis.query.spatial import on_place
from gis.query.terms import Context
from land.exports.map_request import MapRequest
from land.exports.pdf_frame import MapFrame
from land.exports.records import sheet_and_parcel
from land.exports.rows import columns, has_sample, read
from land.exports.themes import Theme, read_theme
from territory.models import AdminUnit

CELLS_BELOW = 75_000  # the map on screen counts in cells under zoom 12, which is about this scale
MOST_PLOTS = 6_000  # beyond, single plots are neither readable nor a file of a few megabytes
MOST_LARGE = 400  # boundaries beside the cells
_LARGE_MM = 2.5
_CELL_MM = 17  # as wide as on screen
_DETAIL_MM = 0.03  # corners nearer than this to a straight line are left out
_LOW_DETAIL_FROM = 150_000  # from here on the generalised outlines of communes are finer than a pen

_LARGEST_FIRST = F("area_m2").desc(nulls_last=True)


@dataclass(frozen=True)
class PlotShapes:
    """Single plots, the largest first.

    Attributes:
        shapes: boundaries in the legal CRS, cut to the frame; None for a plot without one.
        anchors: a point of each, legal CRS.
        looks: (colour, hatch) of each.
        labels: what is written on each: land use, sheet and parcel.
    """

    shapes: npt.NDArray[Any]
    anchors: npt.NDArray[Any]
    looks: Sequence[tuple[str, str]]
    labels: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Selected:
    """The selected plot."""

    code: str
    name: str
    area_m2: Any
    shape: BaseGeometry | None
    anchor: BaseGeometry | None


@dataclass(frozen=True)
class Content:
    """Everything to draw and to tell.

    Attributes:
        plots: single plots; beside cells only the largest.
        cells: counted cells, places in the legal CRS; empty where single plots are drawn.
        matched, area_m2: plots in the frame and their area.
        communes: names with outlines, legal CRS.
        illustrative: whether outlines of communes are.
        sample: made-up data is among the plots.
    """

    theme: Theme
    plots: PlotShapes
    cells: Sequence[Cluster]
    counted: bool
    matched: int
    area_m2: float
    communes: Sequence[tuple[str, BaseGeometry]]
    illustrative: bool
    selected: Selected | None
    sample: bool


def read_content(request: MapRequest, frame: MapFrame) -> Content:
    """The content of a frame as the request's reader may see it."""
    inside = within(request.question, frame)
    found = facets(inside, ["use_state"])
    theme = read_theme(request.theme, inside, request.question, request.today)
    counted = frame.scale > CELLS_BELOW or found.matched > MOST_PLOTS
    rows = _large(inside, frame) if counted else inside.rows().order_by(_LARGEST_FIRST)[:MOST_PLOTS]
    communes, illustrative = _communes(request, frame)
    return Content(
        theme=theme,
        plots=_shapes(inside, rows, theme, frame),
        cells=_cells(inside, request.theme, frame) if counted else (),
        counted=counted,
        matched=found.matched,
        area_m2=found.area_m2 or 0.0,
        communes=communes,
        illustrative=illustrative,
        selected=_selected(request, frame),
        sample=has_sample(inside.rows()),
    )


def within(question: Question, frame: MapFrame) -> Question:
    """The question narrowed to a frame; a frame around the whole territory narrows nothing."""
    if _covers(frame, question):
        return question
    box = shapely.box(*frame.bounds)
    window = shapely.segmentize(box, box.length / 160)
    condition = on_place(Context(question.layer, None, crs.LEGAL), "s_intersects", window)
    return question.narrowed("frame", condition, frame.bounds)


def _covers(frame: MapFrame, question: Question) -> bool:
    # A tenth of a degree: a point placed roughly may lie off the coast.
    territory = shapely.box(*question.layer.bounds).buffer(0.1, join_style="mitre")
    moved = crs.transform(shapely.segmentize(territory, 0.2), crs.CRS84, crs.LEGAL)
    return bool(shapely.box(*frame.bounds).contains(moved))


def _large(question: Question, frame: MapFrame) -> Rows:
    least = (_LARGE_MM / 1000 * frame.scale) ** 2
    return question.rows().filter(area_m2__gte=least).order_by(_LARGEST_FIRST)[:MOST_LARGE]


def _shapes(question: Question, rows: Rows, theme: Theme, frame: MapFrame) -> PlotShapes:
    wanted = ("land_use", "sheet_number", "parcel_number", theme.field)
    named = {column.name: column for column in columns(question.layer, question.user)}
    chosen = tuple(named[name] for name in dict.fromkeys(wanted))
    at = [column.name for column in chosen].index(theme.field)
    chunks = list(read(question.layer, rows, question.user, crs.LEGAL, chosen))
    values = [row for chunk in chunks for row in chunk.values]
    none = np.array([], dtype=object)
    shapes = np.concatenate([none, *(chunk.shapes for chunk in chunks)])
    return PlotShapes(
        shapes=cut(shapes, frame),
        anchors=np.concatenate([none, *(chunk.anchors for chunk in chunks)]),
        looks=theme.looks([row[at] for row in values]),
        labels=[(row[0] or "", sheet_and_parcel(row[1], row[2])) for row in values],
    )


def cut(shapes: npt.NDArray[Any], frame: MapFrame) -> npt.NDArray[Any]:
    """Geometries without what the paper cannot show: what lies off the frame, corners finer than a pen.

    They are in the frame's system. As many come back as were given; empty ones stand for those off the frame.
    """
    west, south, east, north = frame.bounds
    rim = (east - west) / 20  # outlines along the cut stay out of sight
    window = (west - rim, south - rim, east + rim, north + rim)
    near: npt.NDArray[Any] = shapely.clip_by_rect(shapes, *window)
    return shapely.simplify(near, _DETAIL_MM / 1000 * frame.scale)


def _cells(question: Question, theme: str, frame: MapFrame) -> list[Cluster]:
    side = _CELL_MM / 1000 * frame.scale
    zoom = round(float(np.log2(2 * crs.HALF_WORLD_M / side)))
    found = clusters(question, max(0, zoom), theme)
    if not found:
        return []
    x, y = crs.transform_points([cell.x for cell in found], [cell.y for cell in found], crs.WEB_MERCATOR, crs.LEGAL)
    west, south, east, north = frame.bounds
    # A plot that reaches into the frame may have its middle outside: it counts, so it is drawn at the edge.
    x, y = np.clip(x, west, east), np.clip(y, south, north)
    return [replace(cell, x=float(px), y=float(py)) for cell, px, py in zip(found, x, y, strict=True)]


def _communes(request: MapRequest, frame: MapFrame) -> tuple[list[tuple[str, BaseGeometry]], bool]:
    window = Polygon.from_bbox(frame.bounds)
    window.srid = crs.LEGAL.srid
    low = frame.scale >= _LOW_DETAIL_FROM
    rows = (
        AdminUnit.objects.visible_to(request.question.user)
        .communes()
        .on_day(request.question.day or request.today)
        .filter(geom__bboverlaps=window)
        .order_by("code")
        .values_list("name", "illustrative", AsWKB(F("geom_low" if low else "geom")))
    )
    found = [(name, illustrative, shapely.from_wkb(bytes(blob))) for name, illustrative, blob in rows if blob]
    outlines = np.array([geom for _name, _mark, geom in found], dtype=object)
    if low and len(found):
        outlines = crs.transform(outlines, crs.WEB_MERCATOR, crs.LEGAL)
    near = cut(outlines, frame)
    communes = [(name, geom) for (name, _mark, _geom), geom in zip(found, near, strict=True) if not geom.is_empty]
    return communes, any(mark for _name, mark, _geom in found)


def _selected(request: MapRequest, frame: MapFrame) -> Selected | None:
    if not request.selection:
        return None
    question = replace(request.question, conditions={})
    rows = question.rows().filter(code=request.selection)
    named = {column.name: column for column in columns(question.layer, question.user)}
    chosen = tuple(named[name] for name in ("code", "name", "area_m2"))
    chunk = next(read(question.layer, rows, question.user, crs.LEGAL, chosen), None)
    if chunk is None:
        return None
    shape, anchor = cut(chunk.shapes, frame)[0], chunk.anchors[0]
    drawn = shape if shape is not None and not shape.is_empty else None
    code, name, area = chunk.values[0]
    return Selected(code, name, area, drawn, None if chunk.shapes[0] is not None else anchor)
