"""What there is: landing page, conformance, collections, queryables."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.http.negotiation import cacheable, choose_format, not_modified, reader
from gis.layers import heading
from gis.ogc.bounds import lifetime
from gis.ogc.discovery import CQL2
from gis.ogc.links import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Link, absolute, again, link, version_tag
from gis.ogc.pages import BOTH, document
from gis.ogc.schemas import field_properties, geometry_property
from gis.query.doors import public_door
from gis.query.params import Params
from imagery.stac.asking import everything
from imagery.stac.collections import collection_named, collection_of, collections_of
from imagery.stac.links import QUERYABLES, collection_link, root_link
from imagery.stac.names import CATALOGUE, VERSION
from imagery.titles import title_of

_API = "https://api.stacspec.org/v1.0.0"
_FEATURES = "http://www.opengis.net/spec/ogcapi-features"
CONFORMANCE: Final = (
    *(f"{_API}/{name}" for name in ("core", "collections", "ogcapi-features", "item-search")),
    *(f"{_API}/{door}#{name}" for door in ("item-search", "ogcapi-features") for name in ("filter", "sort", "fields")),
    *(f"{_FEATURES}-1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")),
    *(f"{_FEATURES}-3/1.0/conf/{name}" for name in ("filter", "features-filter", "queryables")),
    *CQL2,
)
Make = Callable[[], dict[str, Any]]


@public_door
def landing(request: HttpRequest) -> HttpResponse:
    """GET /stac/."""
    user, chosen = reader(request), _plain(request)
    collections = collections_of(user)

    def made() -> dict[str, Any]:
        children = [collection_link(request, one, "child") for one in collections]
        return {
            "type": "Catalog",
            "stac_version": VERSION,
            "id": "datcong-brvt",
            "title": _("Kho ảnh vệ tinh"),
            "description": _("Ảnh vệ tinh và ảnh bay trên địa bàn Bà Rịa - Vũng Tàu, theo chuẩn STAC."),
            "conformsTo": list(CONFORMANCE),
            "links": [*_doors(request), *children],
        }

    if chosen == "html":
        listed = [
            {
                "title": title_of(one),
                "description": title_of(one, "description"),
                "href": absolute(request, "stac:collection", one.code),
            }
            for one in collections
        ]
        return document(request, chosen, _for_people(made()), "stac/landing.html", collections=listed)
    return _told(request, user, made)


def _doors(request: HttpRequest) -> list[Link]:
    search = absolute(request, "stac:search")
    return [
        root_link(request, "self"),
        root_link(request),
        link(absolute(request, "stac:landing", f="html"), "alternate", HTML, "HTML"),
        link(absolute(request, "stac:api", f="json"), "service-desc", OPENAPI, _("Mô tả OpenAPI")),
        link(absolute(request, "stac:api", f="html"), "service-doc", HTML, _("Hướng dẫn dùng API")),
        link(absolute(request, "stac:conformance"), "conformance", JSON, _("Các lớp tuân thủ")),
        link(absolute(request, "stac:collections"), "data", JSON, _("Các bộ ảnh")),
        link(absolute(request, "stac:queryables"), QUERYABLES, SCHEMA, _("Thuộc tính để lọc")),
        {**link(search, "search", GEOJSON, _("Tìm ảnh (GET)")), "method": "GET"},
        {**link(search, "search", GEOJSON, _("Tìm ảnh (POST)")), "method": "POST"},
    ]


@public_door
def conformance(request: HttpRequest) -> HttpResponse:
    """GET /stac/conformance."""
    _only_json(request)
    return _told(request, reader(request), lambda: {"conformsTo": list(CONFORMANCE)})


@public_door
def collections(request: HttpRequest) -> HttpResponse:
    """GET /stac/collections."""
    user = reader(request)
    _only_json(request)

    def made() -> dict[str, Any]:
        found = [collection_of(request, user, one) for one in collections_of(user)]
        links = [link(again(request), "self", JSON), root_link(request)]
        counted = {"numberMatched": len(found), "numberReturned": len(found)}
        return {"collections": found, "links": links, **counted}

    return _told(request, user, made)


@public_door
def collection(request: HttpRequest, name: str) -> HttpResponse:
    """GET /stac/collections/{name}."""
    user, chosen = reader(request), _plain(request)
    found = collection_named(user, name)
    if chosen == "html":
        body = _for_people(collection_of(request, user, found))
        first, last = lifetime(everything(user, name))
        return document(request, chosen, body, "stac/collection.html", first=first, last=last)
    return _told(request, user, lambda: collection_of(request, user, found))


@public_door
def queryables(request: HttpRequest, name: str = "") -> HttpResponse:
    """GET /stac/queryables and /stac/collections/{name}/queryables: what filters may name."""
    user = reader(request)
    choose_format(request, {"json": SCHEMA})
    Params(dict(request.GET.lists())).refuse_unknown({"f"})
    here = absolute(request, "stac:collection-queryables", name) if name else absolute(request, "stac:queryables")
    title = title_of(collection_named(user, name)) if name else heading(CATALOGUE)

    def made() -> dict[str, Any]:
        fields = field_properties(CATALOGUE, CATALOGUE.fields_for(user))
        return {
            # The Filter Extension of STAC names this draft, not the later one of OGC's schemas.
            "$schema": "https://json-schema.org/draft/2019-09/schema",
            "$id": here,
            "type": "object",
            "title": title,
            "properties": {**geometry_property(CATALOGUE), **fields},
            "additionalProperties": False,
        }

    return _told(request, user, made, SCHEMA)


def _plain(request: HttpRequest) -> str:
    chosen = choose_format(request, BOTH)
    Params(dict(request.GET.lists())).refuse_unknown({"f"})
    return chosen


def _for_people(body: dict[str, Any]) -> dict[str, Any]:
    """Without the links that a page has elsewhere, or that no click can follow."""
    elsewhere = {"self", "root", "parent", "alternate", "child"}
    kept = [one for one in body["links"] if one["rel"] not in elsewhere and one.get("method") != "POST"]
    return {**body, "links": kept}


def _only_json(request: HttpRequest) -> None:
    choose_format(request, {"json": JSON})
    Params(dict(request.GET.lists())).refuse_unknown({"f"})


def _told(request: HttpRequest, user: Any, make: Make, media: str = JSON) -> HttpResponse:
    """A document, or word that the client has it."""
    etag = version_tag(request, CATALOGUE, user, get_language())
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        response = document(request, "json", make(), "", media=media)
    response["ETag"] = etag
    cacheable(response, user)
    return response
