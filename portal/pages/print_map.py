"""The map on paper: the permalink's parameters in, a PDF out."""

from collections.abc import Sequence
from dataclasses import replace
from math import asinh, atan, degrees, radians, sinh, tan
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import layers
from gis.http.negotiation import reader
from gis.layers import Layer
from gis.query.errors import QueryError
from gis.query.params import Params
from gis.query.question import filter_names, read_question
from land.exports.map_pdf import map_pdf
from land.exports.map_request import MOST_TITLE, Box, MapRequest
from land.reference_layers import DRAWN_KINDS
from portal.pages import downloads
from portal.pages.conditions import in_words
from portal.pages.map_address import RENAMED, SAID
from territory.surroundings import HOME

STATE = frozenset({"at", "theme", "list", "sort", "hide", "layers", "plot", SAID, *RENAMED})
OPTIONS = frozenset({"bbox", "paper", "orientation", "scale", "title"})
_SCREEN = (1040, 780)  # CSS pixels of a map whose address tells the middle and the zoom alone
_TILE = 512


@require_safe
def show(request: HttpRequest) -> StreamingHttpResponse:
    """GET /map/print.pdf: the view of an address of the map.

    The map's own parameters, those of the plots' filters, and `paper` (A4, A3), `orientation` (portrait, landscape),
    `scale` (a denominator, none to fit the view), `title`, `bbox` (the view; without it from `at`).
    """
    layer, user = layers.get("plots"), reader(request)
    params = Params(dict(request.GET.lists()))
    filters = filter_names(layer, user) - {"bbox", "bbox-crs", "sortby"}
    params.refuse_unknown(filters | STATE | OPTIONS)
    question_params = _filters(params, filters)
    question = read_question(layer, user, question_params)
    made = map_pdf(
        MapRequest(
            question=question,
            box=_box(params),
            address=request.build_absolute_uri(_address(layer, user, params)),
            filter_text=in_words(replace(question, day=None), question_params),  # the day stands in the head
            today=timezone.localdate(),
            theme=params.one("theme") or "land_use",
            selection=params.one("plot"),
            hidden=frozenset(params.one("hide").split(",")),
            reference=tuple(kind for kind in params.one("layers").split(",") if kind in DRAWN_KINDS),
            paper=params.one("paper") or "A4",
            landscape=_landscape(params.one("orientation")),
            scale=params.whole("scale", 0, 0, 999_999_999) or None,
            title=" ".join(params.one("title").split())[:MOST_TITLE],
        )
    )
    response = downloads.answer(made, user)
    # Shown at once: whoever prints wants the print dialog of the browser next.
    response["Content-Disposition"] = f'inline; filename="{made.filename}"'
    return response


def _filters(params: Params, known: frozenset[str]) -> Params:
    values: dict[str, Sequence[str]] = {name: params.values[name] for name in params.names() if name in known}
    for outer, inner in RENAMED.items():
        if params.one(outer):
            values[inner] = params.values[outer]
    if params.one(SAID) == "1" and "datetime" in values:
        values["recorded"] = values.pop("datetime")
    return Params(values)


def _address(layer: Layer, user: Any, params: Params) -> str:
    """The map's own address of this view, without the options of paper."""
    own = STATE | {"q"} | {field.name for field in layer.fields_for(user) if field.facet}
    pairs = [(name, params.one(name)) for name in params.names() if name in own and params.one(name)]
    return reverse("map") + (f"?{urlencode(pairs, safe=',')}" if pairs else "")


def _landscape(text: str) -> bool:
    if text not in ("", "portrait", "landscape"):
        detail = _("Hướng giấy là portrait (dọc) hoặc landscape (ngang).")
        raise QueryError(detail, parameter="orientation", mend="portrait, landscape")
    return text != "portrait"


def _box(params: Params) -> Box:
    """The view in degrees: as the browser says, else as a usual screen would show the place and zoom."""
    if text := params.one("bbox"):
        west, south, east, north = _numbers(text, "bbox", 4, "107.0,10.3,107.2,10.5")
        return west, south, east, north
    if text := params.one("at"):
        latitude, longitude, zoom = _numbers(text, "at", 3, "10.5,107.2,10")
        return _around(latitude, longitude, zoom)
    return HOME


def _numbers(text: str, name: str, count: int, mend: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(abs(number) <= 360 for number in numbers):
        detail = _("“%(name)s” cần %(count)d số.") % {"name": name, "count": count}
        raise QueryError(detail, parameter=name, name=text[:60], mend=mend)
    return numbers


def _around(latitude: float, longitude: float, zoom: float) -> Box:
    """Edges of a screen in web Mercator, which all maps on screen use."""
    pixel = 360 / (_TILE * 2 ** min(max(zoom, 0.0), 24.0))
    half_x, half_y = (side / 2 * pixel for side in _SCREEN)
    latitude = min(max(latitude, -80.0), 80.0)
    middle = degrees(asinh(tan(radians(latitude))))  # Mercator's ordinate, in degrees of the equator
    south, north = (degrees(atan(sinh(radians(middle + way * half_y)))) for way in (-1, 1))
    return longitude - half_x, south, longitude + half_x, north
