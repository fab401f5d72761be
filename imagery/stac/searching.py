"""Items: search, the list of a collection, one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.http.negotiation import cacheable, choose_format, not_modified, reader
from gis.http.problems import NotFound
from gis.ogc.links import GEOJSON, Link, absolute, again, link, version_tag
from gis.query.counts import matched
from gis.query.doors import asking_door, public_door
from gis.query.params import Params
from gis.query.parser import guard_text
from imagery.stac.asking import Asked, everything, read_items, read_search
from imagery.stac.collections import collection_named
from imagery.stac.items import item_of
from imagery.stac.links import collection_link, root_link
from imagery.stac.names import CATALOGUE
from imagery.stac.rows import rows_of

Json = dict[str, Any]


@asking_door
def search(request: HttpRequest) -> HttpResponse:
    """GET and POST /stac/search."""
    user = reader(request)
    choose_format(request, {"json": GEOJSON})
    asked = read_search(request, user)
    if request.method != "POST":
        return _tagged(request, user, lambda: _page(request, asked))
    response = _answer(_page(request, asked))
    response["Cache-Control"] = "no-store"
    return response


@public_door
def items(request: HttpRequest, name: str) -> HttpResponse:
    """GET /stac/collections/{name}/items."""
    user = reader(request)
    choose_format(request, {"json": GEOJSON})
    collection = collection_named(user, name)
    asked = read_items(request, user, name)
    here = [collection_link(request, collection, rel) for rel in ("parent", "collection")]
    return _tagged(request, user, lambda: _page(request, asked, here))


@public_door
def item(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """GET /stac/collections/{name}/items/{key}."""
    user = reader(request)
    choose_format(request, {"json": GEOJSON})
    Params(dict(request.GET.lists())).refuse_unknown({"f"})
    for text in (name, key):
        guard_text(text, "featureId")
    found, _token = rows_of(everything(user, name, key), 1)
    if not found:
        raise NotFound(_("Không có “%(key)s” hoặc bạn không được xem.") % {"key": key[:60]})
    return _tagged(request, user, lambda: item_of(request, found[0]))


def _page(request: HttpRequest, asked: Asked, here: list[Link] | None = None) -> Json:
    rows, token = rows_of(asked.question, asked.limit, asked.after)
    count = matched(asked.question)
    return {
        "type": "FeatureCollection",
        "features": [asked.wanted.of(item_of(request, row)) for row in rows],
        "numberMatched": count,
        "numberReturned": len(rows),
        # What clients of drafts of the standard read in place of the two above.
        "context": {"matched": count, "returned": len(rows), "limit": asked.limit},
        "links": [_self(request), root_link(request), *(here or []), *([_next(request, token)] if token else [])],
    }


def _self(request: HttpRequest) -> Link:
    if request.method == "POST":
        return {**link(absolute(request, "stac:search"), "self", GEOJSON), "method": "POST"}
    return link(again(request), "self", GEOJSON)


def _next(request: HttpRequest, token: str) -> Link:
    if request.method == "POST":
        again_with = {"method": "POST", "body": {"token": token}, "merge": True}
        return {**link(absolute(request, "stac:search"), "next", GEOJSON), **again_with}
    return {**link(again(request, token=token), "next", GEOJSON), "method": "GET"}


def _answer(body: Json) -> JsonResponse:
    return JsonResponse(body, content_type=GEOJSON, json_dumps_params={"ensure_ascii": False})


def _tagged(request: HttpRequest, user: Any, make: Any) -> HttpResponse:
    etag = version_tag(request, CATALOGUE, user, get_language())
    response = HttpResponse(status=304) if not_modified(request, etag) else _answer(make())
    response["ETag"] = etag
    patch_vary_headers(response, ("Accept",))
    cacheable(response, user)
    return response
