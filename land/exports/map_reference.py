"""Reference layers on a printed map: plans under the plots, road lines and parcels over them, as on screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Polygon
from django.db.models import F

from gis import crs
from gis.layers import Layer, Rows
from land.colours import colours
from land.exports.map_content import CELLS_BELOW, cut
from land.exports.map_request import MapRequest
from land.exports.pdf_frame import MapFrame
from land.reference_layers import LAYER_OF_KIND, PLANS
from land.workflow import ReferenceKind

MOST_SHAPES = 3_000  # of one kind; beyond, lines fill the paper
# Colours of the lines on screen (static/map/reference.js).
LINES = {"plans": "#5d5a52", "roads": "#b3261e", "parcels": "#6a3fa0"}
OTHER_USE = "#cccccc"
_CELLS_ZOOM = 12  # the zoom on screen that CELLS_BELOW stands for


@dataclass(frozen=True)
class ReferenceShapes:
    """One reference layer in the frame.

    Attributes:
        collection: "plans", "roads" or "parcels".
        shapes: in the legal CRS, cut to the frame.
        uses: planned land use of each shape; "" where the layer has none.
        colours: of those uses.
        drawn: False where the scale is too small or the shapes are too many; `shapes` is empty then.
        sample: made-up data is among them.
    """

    kind: ReferenceKind
    collection: str
    shapes: npt.NDArray[Any]
    uses: Sequence[str]
    colours: dict[str, str]
    drawn: bool
    sample: bool


def read_reference(request: MapRequest, frame: MapFrame) -> list[ReferenceShapes]:
    """The layers that are on, as the reader may see them on the day of the data; none that is not the reader's."""
    kinds = [ReferenceKind(kind) for kind in dict.fromkeys(request.reference)]
    named = [(kind, LAYER_OF_KIND[kind]) for kind in kinds]
    return [_read(request, frame, kind, layer) for kind, layer in named if layer.fields_for(request.question.user)]


def _read(request: MapRequest, frame: MapFrame, kind: ReferenceKind, layer: Layer) -> ReferenceShapes:
    rows, plan = _rows(request, frame, kind, layer), layer is PLANS
    use = F("land_use_code") if plan else F("code")
    # As on screen, where a layer begins at a zoom: each zoom is half the scale of the one below.
    near = frame.scale <= CELLS_BELOW * 2.0 ** (_CELLS_ZOOM - layer.zooms[0])
    found = list(rows.values_list(AsWKB(F("geom")), use, "set__sample")[: MOST_SHAPES + 1]) if near else []
    drawn = near and len(found) <= MOST_SHAPES
    shapes = cut(np.array([shapely.from_wkb(bytes(row[0])) for row in found if drawn], dtype=object), frame)
    inside = ~shapely.is_empty(shapes)
    uses = [row[1] if plan else "" for row, seen in zip(found, inside, strict=False) if seen]
    return ReferenceShapes(
        kind=kind,
        collection=layer.name,
        shapes=shapes[inside],
        uses=uses,
        colours=colours(uses),
        drawn=drawn,
        sample=any(row[2] for row in found),
    )


def _rows(request: MapRequest, frame: MapFrame, kind: ReferenceKind, layer: Layer) -> Rows:
    question = request.question
    rows = layer.as_of(question.user, question.day) if question.day and layer.as_of else layer.rows(question.user)
    window = Polygon.from_bbox(frame.bounds)
    window.srid = crs.LEGAL.srid
    return rows.filter(set__kind=kind, geom__bboverlaps=window).order_by("id")
