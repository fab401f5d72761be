"""The features of a collection."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, TextField, Value
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from gis.crs import CRS84
from gis.http.negotiation import cacheable, choose_format, not_modified, reader
from gis.http.problems import NotFound
from gis.http.streaming import stream
from gis.layers import Field, Layer, LayerError
from gis.ogc.bounds import bounds
from gis.ogc.files import csv_pieces, flatgeobuf_pieces, geojson_pieces, geopackage_pieces
from gis.ogc.links import (
    FILE_FORMATS,
    FORMATS,
    GEOJSON,
    HTML,
    JSON,
    Link,
    absolute,
    again,
    link,
    self_and_alternates,
    version_tag,
)
from gis.ogc.lists import item_page, items_page
from gis.ogc.rows import Features, Page
from gis.query.counts import matched
from gis.query.doors import layer_of, public_door
from gis.query.errors import QueryError
from gis.query.order import read_token
from gis.query.params import Params
from gis.query.parser import guard_text
from gis.query.question import Question, clocks, filter_names, read_question
from gis.query.sql import condition

ITEM_FORMATS = {"json": GEOJSON, "html": HTML}
_FILES = {"csv": csv_pieces, "fgb": flatgeobuf_pieces, "gpkg": geopackage_pieces, "geojson": geojson_pieces}
MOST = 10_000
DEFAULT = 10
PAGE_NAMES = frozenset({"f", "limit", "token", "crs", "properties", "skipGeometry", "wkt"})


@public_door
def items(request: HttpRequest, name: str) -> HttpResponseBase:
    """GET collections/{name}/items."""
    layer, user = layer_of(name), reader(request)
    chosen = choose_format(request, FILE_FORMATS)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(filter_names(layer, user) | PAGE_NAMES)
    question = read_question(layer, user, params)
    wanted = read_page(layer, user, params, question, chosen)
    etag = version_tag(request, layer, user, chosen)
    if not_modified(request, etag):
        response: HttpResponseBase = HttpResponse(status=304)
    elif chosen == "html":
        return items_page(request, question, wanted)
    else:
        response = _streamed(request, question, wanted, chosen)
    response["ETag"] = etag
    patch_vary_headers(response, ("Accept",))
    cacheable(response, user)
    return response


def _streamed(request: HttpRequest, question: Question, wanted: Page, chosen: str) -> HttpResponseBase:
    pieces = _FILES[chosen](question, wanted) if chosen in _FILES else _collection(request, question, wanted, chosen)
    media = FILE_FORMATS[chosen]
    response = stream(request, pieces, f"{media}; charset=utf-8; header=present" if chosen == "csv" else media)
    # Files keep x, y order whatever the system, and for degrees that is CRS84.
    order = CRS84 if chosen in _FILES and chosen != "geojson" and wanted.crs.latitude_first else wanted.crs
    response["Content-Crs"] = f"<{order.uri}>"
    if chosen in _FILES:
        response["Content-Disposition"] = f'attachment; filename="{question.layer.name}.{chosen}"'
    return response


@public_door
def item(request: HttpRequest, name: str, key: str) -> HttpResponseBase:
    """GET collections/{name}/items/{key}."""
    layer, user = layer_of(name), reader(request)
    chosen = choose_format(request, ITEM_FORMATS)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(clocks(layer) | {"f", "crs", "properties"})
    guard_text(key, "featureId")
    question = read_question(layer, user, params)
    found = question.narrowed("key", condition("({0} = {1})", F(layer.key), Value(key, output_field=TextField())), key)
    fields, shaped = chosen_fields(layer, user, params.one("properties")), layer.geometry is not None
    wanted = Page(fields, params.crs("crs"), 1, geometry=shaped)
    features = list(Features(found, wanted))
    if not features:
        raise NotFound(_("Không có “%(key)s” hoặc bạn không được xem.") % {"key": key[:60]})
    if chosen == "html":
        return item_page(request, layer, json.loads(features[0]))
    etag = version_tag(request, layer, user, chosen)
    response = (
        HttpResponse(status=304) if not_modified(request, etag) else _feature(request, found, wanted, features[0])
    )
    response["ETag"] = etag
    patch_vary_headers(response, ("Accept",))
    cacheable(response, user)
    return response


def _feature(request: HttpRequest, found: Question, wanted: Page, feature: str) -> HttpResponse:
    box = bounds(found)
    framed = f',"bbox":{_json(box)}' if box else ""
    links = self_and_alternates(request, ITEM_FORMATS, "json")
    here = link(absolute(request, "ogc:collection", found.layer.name, f="json"), "collection", JSON)
    body = f'{feature[:-1]}{framed},"links":{_json([*links, here])}}}'
    response = HttpResponse(body, content_type=GEOJSON)
    response["Content-Crs"] = f"<{wanted.crs.uri}>"
    return response


def read_page(layer: Layer, user: Any, params: Params, question: Question, chosen: str) -> Page:
    """The page asked for. A file holds everything that matches unless a limit says otherwise.

    Raises:
        QueryError: a parameter is wrong.
    """
    token, wkt, bare = params.one("token"), params.yes("wkt"), params.yes("skipGeometry")
    return Page(
        fields=chosen_fields(layer, user, params.one("properties")),
        crs=params.crs("crs"),
        limit=params.whole("limit", 0 if chosen in _FILES else DEFAULT, 1, MOST),
        after=read_token(question.order, token) if token else None,
        geometry=layer.geometry is not None and (wkt if chosen == "csv" else not bare),
    )


def chosen_fields(layer: Layer, user: Any, text: str) -> tuple[Field, ...]:
    """The properties named, in declared order; all that the reader sees where none is.

    Raises:
        QueryError: one is unknown.
    """
    names = {part.strip() for part in text.split(",") if part.strip()}
    for name in names:
        try:
            layer.field_for(user, name)
        except LayerError:
            detail = _("Không có thuộc tính “%(name)s”.") % {"name": name[:80]}
            raise QueryError(detail, parameter="properties", name=name[:80], mend="schema") from None
    return tuple(field for field in layer.fields_for(user) if not names or field.name in names)


def _collection(request: HttpRequest, question: Question, page: Page, chosen: str) -> Iterator[bytes]:
    count = matched(question)
    features = Features(question, page)
    piece = ['{"type":"FeatureCollection","features":[']
    for index, feature in enumerate(features):
        piece.append(f",{feature}" if index else feature)
        if len(piece) >= 200:
            yield "".join(piece).encode()
            piece = []
    tail = {
        "numberMatched": count,
        "numberReturned": features.returned,
        "timeStamp": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "links": _links(request, question.layer, features.next_token, chosen),
    }
    piece.append(f"],{_json(tail)[1:]}")
    yield "".join(piece).encode()


def _links(request: HttpRequest, layer: Layer, token: str, chosen: str) -> list[Link]:
    links = self_and_alternates(request, FORMATS, chosen)
    if token:
        links.append(link(again(request, token=token), "next", FORMATS[chosen]))
    links.append(link(absolute(request, "ogc:collection", layer.name, f="json"), "collection", JSON))
    return links


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
