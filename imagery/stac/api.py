"""The OpenAPI description of the STAC API."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gis import crs
from gis.http.negotiation import choose_format
from gis.ogc.links import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, absolute
from gis.ogc.openapi import SECURITY, Json, content, formats, get, ok, param, problem, ref, schemas
from gis.ogc.pages import document
from gis.query.doors import public_door
from gis.query.params import Params
from imagery.stac.asking import DEFAULT, MOST

_SYSTEMS: Final = [one.uri for one in crs.SERVED]
_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_BOX: Final = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
_LIMIT: Final = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
_LANGUAGE: Final = {"type": "string", "enum": ["cql2-text", "cql2-json"]}
_OBJECT: Final = {"type": "object"}


@public_door
def api(request: HttpRequest) -> HttpResponse:
    """GET /stac/api."""
    chosen = choose_format(request, {"json": OPENAPI, "html": HTML})
    Params(dict(request.GET.lists())).refuse_unknown({"f"})
    return document(request, chosen, _description(request), "stac/api.html", media=OPENAPI)


def _description(request: HttpRequest) -> Json:
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "STAC API - " + _("Kho ảnh vệ tinh"),
            "version": "1.0.0",
            "description": _("Ảnh vệ tinh và ảnh bay trên địa bàn Bà Rịa - Vũng Tàu, theo chuẩn STAC."),
        },
        "servers": [{"url": absolute(request, "stac:landing").removesuffix("/")}],
        "paths": _paths(),
        "components": {"schemas": {**schemas(), **_items()}, "securitySchemes": SECURITY},
        "security": [{}, {"basic": []}, {"bearer": []}],
    }


def _paths() -> Json:
    name = param("collectionId", _TEXT, _("Mã bộ ảnh"), place="path")
    key = param("featureId", _TEXT, _("Mã cảnh ảnh"), place="path")
    both, plain, wrong = [formats("json", "html")], [formats("json")], {"400", "404", "406"}
    one = "/collections/{collectionId}"
    page = content({GEOJSON: {"schema": ref("items")}})
    schema = content({SCHEMA: {"schema": _OBJECT}})
    return {
        "/": get(_("Trang đầu"), both, ok(JSON, ref("landing"))),
        "/conformance": get(_("Các lớp tuân thủ"), plain, content({JSON: {"schema": ref("conformance")}})),
        "/queryables": get(_("Thuộc tính để lọc"), plain, schema),
        "/collections": get(_("Các bộ ảnh"), plain, content({JSON: {"schema": ref("collections")}})),
        one: get(_("Một bộ ảnh"), [name, *both], ok(JSON, ref("collection")), wrong),
        f"{one}/queryables": get(_("Thuộc tính để lọc"), [name, *plain], schema, wrong),
        f"{one}/items": get(_("Các cảnh ảnh của một bộ"), [name, *plain, *_asking()], page, wrong),
        f"{one}/items/{{featureId}}": get(
            _("Một cảnh ảnh"), [name, key, *plain], content({GEOJSON: {"schema": ref("item")}}), wrong
        ),
        "/search": {**get(_("Tìm ảnh"), [*plain, *_asking()], page), **_post()},
    }


def _asking() -> list[Json]:
    return [
        param("limit", _LIMIT, _("Số cảnh mỗi trang")),
        param("token", _TEXT, "rel=next"),
        param("bbox", _BOX, _("Khung bao")),
        param("datetime", _TEXT, _("Thời điểm hoặc khoảng thời gian (RFC 3339)")),
        param("filter", _TEXT, _("Biểu thức CQL2")),
        param("filter-lang", _LANGUAGE, "Part 3: filter-lang"),
        param("filter-crs", {"type": "string", "format": "uri", "enum": _SYSTEMS}, "Part 3: filter-crs"),
        param("sortby", _TEXT, "+datetime,-eo:cloud_cover"),
        param("fields", _TEXT, "id,properties.datetime,-geometry"),
        param("ids", _TEXTS, _("Mã cảnh ảnh")),
        param("collections", _TEXTS, _("Mã bộ ảnh")),
        param("intersects", _TEXT, _("Hình GeoJSON; không dùng cùng bbox")),
    ]


def _post() -> Json:
    sort = {"field": _TEXT, "direction": {"type": "string", "enum": ["asc", "desc"]}}
    fields = {"include": {**_TEXTS, "nullable": True}, "exclude": {**_TEXTS, "nullable": True}}
    members = {
        "limit": _LIMIT,
        "token": _TEXT,
        "bbox": _BOX,
        "datetime": _TEXT,
        "filter": {"anyOf": [_OBJECT, _TEXT]},
        "filter-lang": _LANGUAGE,
        "filter-crs": {"type": "string", "enum": _SYSTEMS},
        "sortby": {"type": "array", "items": {**_OBJECT, "required": ["field"], "properties": sort}},
        "fields": {**_OBJECT, "properties": fields, "additionalProperties": False},
        "ids": _TEXTS,
        "collections": _TEXTS,
        "intersects": _OBJECT,
    }
    body = {"schema": {**_OBJECT, "properties": members, "additionalProperties": False}}
    answers = {"200": content({GEOJSON: {"schema": ref("items")}})["200"], "400": problem(), "406": problem()}
    asked = {"required": True, "content": {JSON: body}}
    return {"post": {"summary": _("Tìm ảnh"), "requestBody": asked, "responses": answers}}


def _items() -> Json:
    """An item as far as `fields` leaves it whole."""
    links = {"type": "array", "items": ref("link")}
    count = {"type": "integer", "minimum": 0}
    return {
        "item": {
            "type": "object",
            "required": ["type", "stac_version", "id", "collection"],
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "stac_version": _TEXT,
                "id": _TEXT,
                "collection": _TEXT,
                "geometry": {"type": "object", "required": ["type", "coordinates"]},
                "bbox": {"type": "array", "items": {"type": "number"}},
                "properties": _OBJECT,
                "assets": {"type": "object", "additionalProperties": {"type": "object"}},
                "links": links,
            },
        },
        "items": {
            "type": "object",
            "required": ["type", "features", "numberMatched", "numberReturned", "links"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {"type": "array", "items": ref("item")},
                "numberMatched": count,
                "numberReturned": count,
                "links": links,
            },
        },
    }
