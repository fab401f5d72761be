"""The OpenAPI description, written from the registry of layers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gis import crs, layers
from gis.http.negotiation import choose_format, reader
from gis.layers import Field, Layer, heading
from gis.ogc.links import FILE_FORMATS, FORMATS, GEOJSON, HTML, JSON, OPENAPI, SCHEMA, absolute
from gis.ogc.openapi import SECURITY, Json, binary, content, file, formats, get, ok, param, ref, schemas
from gis.ogc.pages import document
from gis.ogc.schemas import TYPES
from gis.query.doors import public_door
from gis.query.params import Params
from gis.query.question import clocks
from gis.styles import media

MVT = "application/vnd.mapbox-vector-tile"


@public_door
def api(request: HttpRequest) -> HttpResponse:
    """GET /ogc/api."""
    chosen = choose_format(request, {"json": OPENAPI, "html": HTML})
    Params(dict(request.GET.lists())).refuse_unknown({"f"})
    body = description(request, reader(request))
    return document(request, chosen, body, "ogc/api.html", media=OPENAPI)


def description(request: HttpRequest, user: Any) -> Json:
    """OpenAPI 3.0 for what this reader may ask."""
    root = reverse("ogc:landing").rstrip("/")
    paths: Json = {
        "/": get(_("Trang đầu"), [formats("json", "html")], ok(JSON, ref("landing"))),
        "/conformance": get(_("Các lớp tuân thủ"), [formats("json", "html")], ok(JSON, ref("conformance"))),
        "/collections": get(_("Các lớp dữ liệu"), [formats("json", "html")], ok(JSON, ref("collections"))),
        "/tileMatrixSets": get(_("Lưới ô"), [formats("json")], ok(JSON, {"type": "object"})),
    }
    paths["/qgis/project.qgz"] = get(_("Dự án QGIS mở được ngay"), [], file(media.PROJECT))
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
        "components": {"schemas": _schemas(), "securitySchemes": SECURITY},
        "security": [{}, {"basic": []}, {"bearer": []}],
    }


def _paths(layer: Layer, user: Any) -> Json:
    base = f"/collections/{layer.name}"
    title = heading(layer)
    filters = _filters(layer, user)
    feature = _feature_schema(layer, user)
    page = _collection_schema(feature)
    items = {GEOJSON: {"schema": page}, **{kind: binary() for name, kind in FORMATS.items() if name != "json"}}
    key = param("featureId", {"type": "string"}, _("Khóa của bản ghi"), place="path")
    times = [one for one in filters if one["name"] in clocks(layer)]
    documents = [formats("json", "html")]
    return {
        base: get(title, documents, ok(JSON, ref("collection"))),
        f"{base}/schema": get(_("Lược đồ"), documents, ok(SCHEMA, {"type": "object"})),
        f"{base}/queryables": get(_("Thuộc tính để lọc"), documents, ok(SCHEMA, {"type": "object"})),
        f"{base}/sortables": get(_("Thuộc tính để sắp xếp"), documents, ok(SCHEMA, {"type": "object"})),
        f"{base}/items": get(
            title,
            [formats(*FILE_FORMATS), *_PAGING, _properties(layer, user), *filters],
            content(items),
            {"400", "406"},
        ),
        f"{base}/items/{{featureId}}": get(
            title,
            [key, formats("json", "html"), _CRS, _properties(layer, user), *times],
            content({GEOJSON: {"schema": feature}, HTML: binary()}),
            {"400", "404", "406"},
        ),
        f"{base}/facets": get(
            _("Số lượng theo giá trị"), [formats("json"), _FACETS, *filters], ok(JSON, ref("facets")), {"400", "406"}
        ),
        **(_maps(layer, filters) if layer.geometry else {}),
    }


def _maps(layer: Layer, filters: list[Json]) -> Json:
    base = f"/collections/{layer.name}"
    tile = f"{base}/tiles/WebMercatorQuad"
    return {
        f"{base}/tiles": get(_("Ô véc-tơ"), [formats("json")], ok(JSON, {"type": "object"})),
        tile: get(
            _("Mô tả ô véc-tơ"), [formats("json", "tilejson"), *filters], ok(JSON, {"type": "object"}), {"400", "406"}
        ),
        f"{tile}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": get(
            _("Một ô véc-tơ"),
            [*_TILE, formats("mvt"), *filters],
            {**content({MVT: binary()}), "204": {"description": _("Ô trống")}},
            {"400", "404", "406"},
        ),
        **_desktop(layer),
    }


def _desktop(layer: Layer) -> Json:
    base = f"/qgis/{layer.name}"
    definition = {f"{base}.qlr": get(_("Lớp dữ liệu cho QGIS"), [], file(media.DEFINITION))}
    if layer.style is None:
        return definition
    version = param("version", {"type": "string", "enum": ["1.0.0", "1.1.0"], "default": "1.0.0"}, "SLD")
    return {
        **definition,
        f"{base}.qml": get(_("Kiểu trình bày QGIS (QML)"), [], file(media.QML)),
        f"{base}.sld": get(_("Kiểu trình bày SLD"), [version], file(f"{media.SLD};version=1.0.0"), {"400", "404"}),
    }


_NAMES = [one.uri for one in crs.SERVED]
_CRS = param("crs", {"type": "string", "format": "uri", "enum": _NAMES}, "Part 2: crs")
_PAGING = [
    param("limit", {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 10}, "Part 1: limit"),
    param("token", {"type": "string"}, "rel=next"),
    _CRS,
    param("skipGeometry", {"type": "boolean"}, "geometry: null"),
    param("wkt", {"type": "boolean"}, "CSV: WKT"),
    param("sortby", {"type": "string"}, "+name,-name"),
]
_FACETS = param("facets", {"type": "string"}, "name,name")
_TILE = [
    param(name, {"type": "integer", "minimum": 0, "maximum": 2**24}, name, place="path")
    for name in ("tileMatrix", "tileRow", "tileCol")
]


def _properties(layer: Layer, user: Any) -> Json:
    names = [field.name for field in layer.fields_for(user)]
    schema = {"type": "array", "items": {"type": "string", "enum": names}}
    return param("properties", schema, _("Các thuộc tính cần lấy"))


def _filters(layer: Layer, user: Any) -> list[Json]:
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    fixed = [
        param("bbox", box, _("Khung bao")),
        param("bbox-crs", {"type": "string", "format": "uri", "enum": _NAMES}, "Part 2: bbox-crs"),
        param("datetime", {"type": "string"}, _("Ngày, thời điểm hoặc khoảng thời gian (RFC 3339)")),
        param("filter", {"type": "string"}, _("Biểu thức CQL2")),
        param("filter-lang", {"type": "string", "enum": ["cql2-text", "cql2-json"]}, "Part 3: filter-lang"),
        param("filter-crs", {"type": "string", "format": "uri", "enum": _NAMES}, "Part 3: filter-crs"),
    ]
    if layer.said:
        told = _("Sổ đã ghi gì vào lúc này: ngày (tính đến hết ngày) hoặc thời điểm (RFC 3339), không sau hiện tại")
        fixed.append(param("recorded", {"type": "string"}, told))
    if layer.search:
        fixed.append(param("q", {"type": "string"}, _("Chữ cần tìm, không cần dấu")))
    return [*fixed, *(_simple(field) for field in layer.fields_for(user))]


def _simple(field: Field) -> Json:
    # Several values and ranges are allowed as well, so the type is text: "A,B" and "100..200".
    kind = {"type": "boolean"} if field.kind == "boolean" else {"type": "string"}
    return param(field.name, kind, heading(field))


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
            "links": {"type": "array", "items": ref("link")},
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
            "links": {"type": "array", "items": ref("link")},
        },
    }


def _schemas() -> Json:
    text = {"type": "string"}
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
        **schemas(),
        "facets": {
            "type": "object",
            "required": ["numberMatched", "area_m2", "facets"],
            "properties": {
                "numberMatched": {"type": "integer"},
                "area_m2": {"type": "number", "nullable": True},
                "facets": {"type": "object", "additionalProperties": facet},
            },
        },
    }
