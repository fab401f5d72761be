"""The OpenAPI description, written from the registry of layers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gis import crs, layers
from gis.http.negotiation import choose_format, reader
from gis.layers import Field, Layer, heading
from gis.ogc.links import FORMATS, GEOJSON, HTML, JSON, OPENAPI, SCHEMA, absolute
from gis.ogc.pages import document
from gis.ogc.schemas import TYPES
from gis.query.doors import public_door
from gis.query.params import Params
from gis.query.question import clocks
from gis.styles import media

Json = dict[str, Any]
MVT = "application/vnd.mapbox-vector-tile"


@public_door
def api(request: HttpRequest) -> HttpResponse:
    """GET /ogc/api."""
    chosen = choose_format(request, {"json": OPENAPI, "html": HTML})
    Params(dict(request.GET.lists())).refuse_unknown({"f"})
    body = description(request, reader(request))
    return document(request, chosen, body, "api.html", media=OPENAPI)


def description(request: HttpRequest, user: Any) -> Json:
    """OpenAPI 3.0 for what this reader may ask."""
    root = reverse("ogc:landing").rstrip("/")
    paths: Json = {
        "/": _get(_("Trang đầu"), [_f("json", "html")], _ok(JSON, _ref("landing"))),
        "/conformance": _get(_("Các lớp tuân thủ"), [_f("json", "html")], _ok(JSON, _ref("conformance"))),
        "/collections": _get(_("Các lớp dữ liệu"), [_f("json", "html")], _ok(JSON, _ref("collections"))),
        "/tileMatrixSets": _get(_("Lưới ô"), [_f("json")], _ok(JSON, {"type": "object"})),
    }
    paths["/qgis/project.qgz"] = _get(_("Dự án QGIS mở được ngay"), [], _file(media.PROJECT))
    for layer in layers.listed(user):
        paths |= _paths(layer, user)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "OGC API - " + _("Đất công Bà Rịa - Vũng Tàu"),
            "version": "1.0.0",
            "description": _("Sổ quỹ đất công theo chuẩn OGC API. Thông tin chỉ có giá trị tham khảo."),
        },
        "servers": [{"url": absolute(request, "ogc:landing").removesuffix("/") if root else "/"}],
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": _SECURITY},
        "security": [{}, {"basic": []}, {"bearer": []}],
    }


_SECURITY = {"basic": {"type": "http", "scheme": "basic"}, "bearer": {"type": "http", "scheme": "bearer"}}


def _paths(layer: Layer, user: Any) -> Json:
    base = f"/collections/{layer.name}"
    title = heading(layer)
    filters = _filters(layer, user)
    feature = _feature_schema(layer, user)
    page = _collection_schema(feature)
    items = {GEOJSON: {"schema": page}, **{kind: _binary() for name, kind in FORMATS.items() if name != "json"}}
    key = _param("featureId", {"type": "string"}, _("Khóa của bản ghi"), place="path")
    times = [one for one in filters if one["name"] in clocks(layer)]
    documents = [_f("json", "html")]
    return {
        base: _get(title, documents, _ok(JSON, _ref("collection"))),
        f"{base}/schema": _get(_("Lược đồ"), documents, _ok(SCHEMA, {"type": "object"})),
        f"{base}/queryables": _get(_("Thuộc tính để lọc"), documents, _ok(SCHEMA, {"type": "object"})),
        f"{base}/sortables": _get(_("Thuộc tính để sắp xếp"), documents, _ok(SCHEMA, {"type": "object"})),
        f"{base}/items": _get(
            title, [_f(*FORMATS), *_PAGING, _properties(layer, user), *filters], _content(items), {"400", "406"}
        ),
        f"{base}/items/{{featureId}}": _get(
            title,
            [key, _f("json", "html"), _CRS, _properties(layer, user), *times],
            _content({GEOJSON: {"schema": feature}, HTML: _binary()}),
            {"400", "404", "406"},
        ),
        f"{base}/facets": _get(
            _("Số lượng theo giá trị"), [_f("json"), _FACETS, *filters], _ok(JSON, _ref("facets")), {"400", "406"}
        ),
        **(_maps(layer, filters) if layer.geometry else {}),
    }


def _maps(layer: Layer, filters: list[Json]) -> Json:
    base = f"/collections/{layer.name}"
    tile = f"{base}/tiles/WebMercatorQuad"
    return {
        f"{base}/tiles": _get(_("Ô véc-tơ"), [_f("json")], _ok(JSON, {"type": "object"})),
        tile: _get(
            _("Mô tả ô véc-tơ"), [_f("json", "tilejson"), *filters], _ok(JSON, {"type": "object"}), {"400", "406"}
        ),
        f"{tile}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _get(
            _("Một ô véc-tơ"),
            [*_TILE, _f("mvt"), *filters],
            {**_content({MVT: _binary()}), "204": {"description": _("Ô trống")}},
            {"400", "404", "406"},
        ),
        **_desktop(layer),
    }


def _desktop(layer: Layer) -> Json:
    base = f"/qgis/{layer.name}"
    definition = {f"{base}.qlr": _get(_("Lớp dữ liệu cho QGIS"), [], _file(media.DEFINITION))}
    if layer.style is None:
        return definition
    version = _param("version", {"type": "string", "enum": ["1.0.0", "1.1.0"], "default": "1.0.0"}, "SLD")
    return {
        **definition,
        f"{base}.qml": _get(_("Kiểu trình bày QGIS (QML)"), [], _file(media.QML)),
        f"{base}.sld": _get(_("Kiểu trình bày SLD"), [version], _file(f"{media.SLD};version=1.0.0"), {"400", "404"}),
    }


def _get(summary: str, parameters: list[Json], responses: Json, errors: set[str] | None = None) -> Json:
    problems = {status: _problem() for status in sorted(errors or {"400", "406"})}
    operation = {"summary": summary, "parameters": parameters, "responses": {**responses, **problems}}
    return {"get": operation}


def _ok(media: str, schema: Json) -> Json:
    return _content({media: {"schema": schema}, HTML: _binary()})


def _content(content: Json) -> Json:
    return {"200": {"description": "OK", "content": content}, "304": {"description": "Not Modified"}}


def _file(kind: str) -> Json:
    return _content({kind: _binary()})


def _problem() -> Json:
    return {"description": _("Lỗi"), "content": {"application/problem+json": {"schema": _ref("problem")}}}


def _binary() -> Json:
    return {"schema": {"type": "string", "format": "binary"}}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _param(name: str, schema: Json, description: str, place: str = "query", **more: Any) -> Json:
    made = {"name": name, "in": place, "required": place == "path", "schema": schema, "description": str(description)}
    return {**made, **({"style": "form", "explode": False} if schema.get("type") == "array" else {}), **more}


def _f(*names: str) -> Json:
    return _param("f", {"type": "string", "enum": list(names)}, "json, html, csv, ...")


_NAMES = [one.uri for one in crs.SERVED]
_CRS = _param("crs", {"type": "string", "format": "uri", "enum": _NAMES}, "Part 2: crs")
_PAGING = [
    _param("limit", {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 10}, "Part 1: limit"),
    _param("token", {"type": "string"}, "rel=next"),
    _CRS,
    _param("skipGeometry", {"type": "boolean"}, "geometry: null"),
    _param("wkt", {"type": "boolean"}, "CSV: WKT"),
    _param("sortby", {"type": "string"}, "+name,-name"),
]
_FACETS = _param("facets", {"type": "string"}, "name,name")
_TILE = [
    _param(name, {"type": "integer", "minimum": 0, "maximum": 2**24}, name, place="path")
    for name in ("tileMatrix", "tileRow", "tileCol")
]


def _properties(layer: Layer, user: Any) -> Json:
    names = [field.name for field in layer.fields_for(user)]
    schema = {"type": "array", "items": {"type": "string", "enum": names}}
    return _param("properties", schema, _("Các thuộc tính cần lấy"))


def _filters(layer: Layer, user: Any) -> list[Json]:
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    fixed = [
        _param("bbox", box, _("Khung bao")),
        _param("bbox-crs", {"type": "string", "format": "uri", "enum": _NAMES}, "Part 2: bbox-crs"),
        _param("datetime", {"type": "string"}, _("Ngày, thời điểm hoặc khoảng thời gian (RFC 3339)")),
        _param("filter", {"type": "string"}, _("Biểu thức CQL2")),
        _param("filter-lang", {"type": "string", "enum": ["cql2-text", "cql2-json"]}, "Part 3: filter-lang"),
        _param("filter-crs", {"type": "string", "format": "uri", "enum": _NAMES}, "Part 3: filter-crs"),
    ]
    if layer.said:
        told = _("Sổ đã ghi gì vào lúc này: ngày (tính đến hết ngày) hoặc thời điểm (RFC 3339), không sau hiện tại")
        fixed.append(_param("recorded", {"type": "string"}, told))
    if layer.search:
        fixed.append(_param("q", {"type": "string"}, _("Chữ cần tìm, không cần dấu")))
    return [*fixed, *(_simple(field) for field in layer.fields_for(user))]


def _simple(field: Field) -> Json:
    # Several values and ranges are allowed as well, so the type is text: "A,B" and "100..200".
    kind = {"type": "boolean"} if field.kind == "boolean" else {"type": "string"}
    return _param(field.name, kind, heading(field))


def _feature_schema(layer: Layer, user: Any) -> Json:
    properties = {field.name: {**TYPES[field.kind], "nullable": True} for field in layer.fields_for(user)}
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "bbox": {"type": "array", "items": {"type": "number"}},
            "geometry": {"type": "object", "nullable": True, "required": ["type", "coordinates"]},
            "properties": {"type": "object", "properties": properties, "additionalProperties": False},
            "links": {"type": "array", "items": _ref("link")},
        },
    }


def _collection_schema(feature: Json) -> Json:
    return {
        "type": "object",
        "required": ["type", "features", "numberMatched", "numberReturned", "timeStamp", "links"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": feature},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
            "timeStamp": {"type": "string", "format": "date-time"},
            "links": {"type": "array", "items": _ref("link")},
        },
    }


def _schemas() -> Json:
    text, links = {"type": "string"}, {"type": "array", "items": _ref("link")}
    value = {
        "type": "object",
        "required": ["value", "label", "count", "area_m2"],
        "properties": {
            "value": {"type": "string", "nullable": True},
            "label": text,
            "count": {"type": "integer"},
            "area_m2": {"type": "number", "nullable": True},
        },
    }
    facet = {"type": "object", "properties": {"title": text, "values": {"type": "array", "items": value}}}
    return {
        "link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": {"href": text, "rel": text, "type": text},
        },
        "landing": {"type": "object", "required": ["links"], "properties": {"title": text, "links": links}},
        "conformance": {
            "type": "object",
            "required": ["conformsTo"],
            "properties": {"conformsTo": {"type": "array", "items": text}},
        },
        "collection": {"type": "object", "required": ["id", "links"], "properties": {"id": text, "links": links}},
        "collections": {
            "type": "object",
            "required": ["links", "collections"],
            "properties": {"links": links, "collections": {"type": "array", "items": _ref("collection")}},
        },
        "facets": {
            "type": "object",
            "required": ["numberMatched", "area_m2", "facets"],
            "properties": {
                "numberMatched": {"type": "integer"},
                "area_m2": {"type": "number", "nullable": True},
                "facets": {"type": "object", "additionalProperties": facet},
            },
        },
        "problem": {
            "type": "object",
            "required": ["title", "status", "code", "detail"],
            "properties": {"title": text, "status": {"type": "integer"}, "code": text, "detail": text},
        },
    }
