"""What there is: landing page, conformance, collections."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gis import crs, layers
from gis.http.negotiation import choose_format, reader
from gis.layers import Layer, heading
from gis.ogc.bounds import lifetime
from gis.ogc.links import FORMATS, HTML, JSON, OPENAPI, SCHEMA, Link, absolute, link, self_and_alternates
from gis.ogc.pages import BOTH, document
from gis.query.doors import layer_of, public_door
from gis.query.params import Params
from gis.query.question import Question
from gis.styles import media
from gis.text.moments import rfc3339

_PART1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
_PART2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf"
_PART3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf"
_PART5 = "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf"
_TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf"
# What filters may be written in; other APIs that take them claim the same.
CQL2 = tuple(
    f"http://www.opengis.net/spec/cql2/1.0/conf/{name}"
    for name in (
        "cql2-text",
        "cql2-json",
        "basic-cql2",
        "advanced-comparison-operators",
        "case-insensitive-comparison",
        "accent-insensitive-comparison",
        "basic-spatial-functions",
        "basic-spatial-functions-plus",
        "spatial-functions",
        "temporal-functions",
        "array-functions",
        "arithmetic",
    )
)
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    *(f"{_PART1}/{name}" for name in ("core", "oas30", "html", "geojson")),
    f"{_PART2}/crs",
    *(f"{_PART3}/{name}" for name in ("filter", "features-filter", "queryables", "queryables-query-parameters")),
    *(f"{_PART5}/{name}" for name in ("schemas", "core-roles-features", "returnables-and-receivables")),
    *(f"{_PART5}/{name}" for name in ("queryables", "sortables")),
    *CQL2,
    *(f"{_TILES}/{name}" for name in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt")),
)
_REL = "http://www.opengis.net/def/rel/ogc/1.0"
_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


@public_door
def landing(request: HttpRequest) -> HttpResponse:
    """GET /ogc/."""
    chosen = _plain(request)
    links = [
        *self_and_alternates(request, BOTH, chosen),
        link(absolute(request, "ogc:api", f="json"), "service-desc", OPENAPI, _("Mô tả OpenAPI")),
        link(absolute(request, "ogc:api", f="html"), "service-doc", HTML, _("Hướng dẫn dùng API")),
        link(absolute(request, "ogc:conformance"), "conformance", JSON, _("Các lớp tuân thủ")),
        link(absolute(request, "ogc:collections"), "data", JSON, _("Các lớp dữ liệu")),
        link(absolute(request, "tiles:matrix_sets"), f"{_REL}/tiling-schemes", JSON, _("Lưới ô")),
        link(absolute(request, "qgis:project"), "related", media.PROJECT, _("Dự án QGIS mở được ngay")),
    ]
    body = {
        "title": _("Đất công Bà Rịa - Vũng Tàu"),
        "description": _("Sổ quỹ đất công theo chuẩn OGC API. Thông tin chỉ có giá trị tham khảo."),
        "links": links,
    }
    return document(
        request,
        chosen,
        body,
        "ogc/landing.html",
        collections=[_summary(request, one) for one in layers.listed(reader(request))],
    )


@public_door
def conformance(request: HttpRequest) -> HttpResponse:
    """GET /ogc/conformance."""
    chosen = _plain(request)
    body = {"conformsTo": list(CONFORMANCE), "links": self_and_alternates(request, BOTH, chosen)}
    return document(request, chosen, body, "ogc/conformance.html")


@public_door
def collections(request: HttpRequest) -> HttpResponse:
    """GET /ogc/collections."""
    chosen = _plain(request)
    body = {
        "links": self_and_alternates(request, BOTH, chosen),
        "collections": [collection_of(request, layer) for layer in layers.listed(reader(request))],
        "crs": [one.uri for one in crs.SERVED],
    }
    return document(request, chosen, body, "ogc/collections.html")


@public_door
def collection(request: HttpRequest, name: str) -> HttpResponse:
    """GET /ogc/collections/{name}."""
    layer = layer_of(name)
    chosen = _plain(request)
    body = collection_of(request, layer)
    body["links"] = [*self_and_alternates(request, BOTH, chosen), *body["links"][1:]]
    return document(request, chosen, body, "ogc/collection.html")


def _plain(request: HttpRequest) -> str:
    chosen = choose_format(request, BOTH)
    Params(dict(request.GET.lists())).refuse_unknown({"f"})
    return chosen


def collection_of(request: HttpRequest, layer: Layer) -> dict[str, Any]:
    """The description of a collection."""
    extent: dict[str, Any] = {}
    if layer.geometry:
        extent["spatial"] = {"bbox": [list(layer.bounds)], "crs": crs.CRS84.uri}
    if layer.as_of:
        extent["temporal"] = {"interval": [[None, None]], "trs": _GREGORIAN}
    if layer.said:
        # An axis of its own (OGC API - Common Part 2, additional dimensions): `datetime` is about the world.
        extent["recorded"] = {"interval": [[None, None]], "trs": _GREGORIAN}
    if layer.happened:
        ends = lifetime(Question(layer, reader(request), {}))
        extent["temporal"] = {"interval": [[end and rfc3339(end) for end in ends]], "trs": _GREGORIAN}
    described = {"attribution": str(layer.attribution)} if str(layer.attribution) else {}
    return {
        "id": layer.name,
        "title": heading(layer),
        "description": _description(layer, reader(request)),
        **described,
        "itemType": "feature",
        **({"extent": extent} if extent else {}),
        **({"crs": [one.uri for one in crs.SERVED], "storageCrs": layer.geometry.system.uri} if layer.geometry else {}),
        "links": _links(request, layer),
    }


def _description(layer: Layer, user: Any) -> str:
    if layer.is_listed(user):
        return str(layer.description)
    return f"{layer.description} {_('Hiện chưa có bản đồ nào mà bạn được xem.')}"


def _links(request: HttpRequest, layer: Layer) -> list[Link]:
    name = layer.name
    items = [
        link(absolute(request, "ogc:items", name, f=key), "items", media, f"{heading(layer)} ({key})")
        for key, media in FORMATS.items()
    ]
    return [
        link(absolute(request, "ogc:collection", name), "self", JSON),
        *items,
        link(absolute(request, "ogc:schema", name), "describedby", SCHEMA, _("Lược đồ")),
        link(absolute(request, "ogc:schema", name), f"{_REL}/schema", SCHEMA, _("Lược đồ")),
        link(absolute(request, "ogc:queryables", name), f"{_REL}/queryables", SCHEMA, _("Thuộc tính để lọc")),
        link(absolute(request, "ogc:sortables", name), f"{_REL}/sortables", SCHEMA, _("Thuộc tính để sắp xếp")),
        link(absolute(request, "ogc:facets", name), "facets", JSON, _("Số lượng theo giá trị")),
        *(_maps(request, layer) if layer.geometry else ()),
    ]


def _maps(request: HttpRequest, layer: Layer) -> list[Link]:
    name = layer.name
    return [
        link(absolute(request, "tiles:tilesets", name), f"{_REL}/tilesets-vector", JSON, _("Ô véc-tơ")),
        link(absolute(request, "tiles:tileset", name, f="tilejson"), "tilejson", JSON, "TileJSON"),
        *_desktop(request, layer),
    ]


def _desktop(request: HttpRequest, layer: Layer) -> list[Link]:
    name = layer.name
    definition = link(
        absolute(request, "qgis:definition", name), "related", media.DEFINITION, _("Lớp dữ liệu cho QGIS")
    )
    if layer.style is None:
        return [definition]
    return [
        definition,
        link(absolute(request, "qgis:qml", name), "stylesheet", media.QML, _("Kiểu trình bày QGIS (QML)")),
        link(absolute(request, "qgis:sld", name), "stylesheet", media.SLD, _("Kiểu trình bày SLD")),
    ]


def _summary(request: HttpRequest, layer: Layer) -> dict[str, str]:
    address = absolute(request, "ogc:collection", layer.name)
    return {"title": heading(layer), "description": str(layer.description), "href": address}
