"""Descriptions of the tiles: TileJSON, tileset metadata, the tile matrix set."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.db.wall import database_of
from gis.http.negotiation import cacheable, choose_format, not_modified, reader
from gis.http.problems import NotFound
from gis.layers import Layer
from gis.query.doors import mapped_layer_of, public_door, weak_tag
from gis.query.params import Params
from gis.query.question import filter_names, read_question
from gis.tiles.cells import cell_fields
from gis.tiles.matrix import SIZE, TILE_MATRIX_SET, TILE_MATRIX_SET_URI, TOP, scale_denominator
from gis.tiles.serving import address_version
from gis.tiles.sql import tile_fields
from gis.tiles.views import MEDIA

FORMATS = {"json": "application/json", "tilejson": "application/json"}
_MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"
_SCHEME_REL = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"


@public_door
def tileset(request: HttpRequest, name: str) -> HttpResponse:
    """GET collections/{name}/tiles/WebMercatorQuad, as tileset metadata or TileJSON."""
    layer, user = mapped_layer_of(name), reader(request)
    chosen = choose_format(request, FORMATS)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown({*filter_names(layer, user), "f"})
    read_question(layer, user, params)  # a wrong filter is told here, not by a thousand tiles
    version = address_version(layer, user, database_of(user))
    etag = weak_tag(version, request.build_absolute_uri(), get_language())
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        body = _tilejson(request, layer, user, version) if chosen == "tilejson" else _metadata(request, layer, user)
        response = _json(body)
    response["ETag"] = etag
    cacheable(response, user)
    return response


@public_door
def tilesets(request: HttpRequest, name: str) -> HttpResponse:
    """GET collections/{name}/tiles."""
    layer = mapped_layer_of(name)
    choose_format(request, {"json": "application/json"})
    entry = {
        "title": str(layer.title),
        "dataType": "vector",
        "crs": _MERCATOR,
        "tileMatrixSetURI": TILE_MATRIX_SET_URI,
        "links": [_link(_tileset_url(request, layer, "json"), "self", "application/json"), _scheme(request)],
    }
    here = _link(request.build_absolute_uri(), "self", "application/json")
    return _json({"links": [here], "tilesets": [entry]})


@public_door
def matrix_sets(request: HttpRequest) -> HttpResponse:
    """GET tileMatrixSets."""
    choose_format(request, {"json": "application/json"})
    entry = {"id": TILE_MATRIX_SET, "uri": TILE_MATRIX_SET_URI, "crs": _MERCATOR, "links": [_scheme(request, "self")]}
    return _json({"tileMatrixSets": [entry]})


@public_door
def matrix_set(request: HttpRequest, name: str) -> HttpResponse:
    """GET tileMatrixSets/{name}."""
    choose_format(request, {"json": "application/json"})
    if name != TILE_MATRIX_SET:
        raise NotFound(_("Không có lưới ô “%(name)s”.") % {"name": name[:60]})
    matrices = [
        {
            "id": str(z),
            "scaleDenominator": scale_denominator(z),
            "cellSize": 2 * SIZE / 256 / (1 << z),
            "pointOfOrigin": [-SIZE, SIZE],
            "cornerOfOrigin": "topLeft",
            "tileWidth": 256,
            "tileHeight": 256,
            "matrixWidth": 1 << z,
            "matrixHeight": 1 << z,
        }
        for z in range(TOP + 1)
    ]
    body = {
        "id": TILE_MATRIX_SET,
        "title": "Google Maps Compatible for the World",
        "uri": TILE_MATRIX_SET_URI,
        "crs": _MERCATOR,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": matrices,
    }
    return _json(body)


def _tilejson(request: HttpRequest, layer: Layer, user: Any, version: str) -> dict[str, Any]:
    low, high = layer.zooms
    query = {name: value for name, value in request.GET.items() if name != "f" and value}
    address = _tile_template(request, layer, "{z}/{y}/{x}")
    return {
        "tilejson": "3.0.0",
        "name": str(layer.title),
        "description": str(layer.description),
        "attribution": str(layer.attribution),
        "version": "1.0.0",
        "scheme": "xyz",
        "tiles": [f"{address}?{urlencode({**query, 'v': version})}"],
        "minzoom": low,
        "maxzoom": high,
        "bounds": list(layer.bounds),
        "center": [*_centre(layer), min(max(9, low), high)],
        "vector_layers": _vector_layers(layer, user),
    }


def _vector_layers(layer: Layer, user: Any) -> list[dict[str, Any]]:
    low, high = layer.zooms
    fields = {field.name: str(field.title) for field in tile_fields(layer, user, high)}
    layers = [{"id": layer.name, "description": str(layer.title), "minzoom": low, "maxzoom": high, "fields": fields}]
    if layer.shape.anchor:
        from_zoom = max(low, layer.aggregate_below)
        named = _("%(title)s, điểm đại diện") if layer.shape.marked else _("%(title)s chưa có ranh giới")
        title = named % {"title": layer.title}
        points = {"id": f"{layer.name}_points", "description": title, "minzoom": from_zoom, "maxzoom": high}
        layers.append({**points, "fields": fields})
    if layer.aggregate_below > low:
        counted = {"count": _("Số lượng"), "area_m2": _("Tổng diện tích (m²)")}
        modes = {field.name: str(field.title) for field in cell_fields(layer, user)}
        title = _("%(title)s, số lượng theo ô") % {"title": layer.title}
        cells = {"id": f"{layer.name}_cells", "description": title, "minzoom": low}
        layers.append(
            {
                **cells,
                "maxzoom": min(high, max(layer.aggregate_below, layer.crowded_below) - 1),
                "fields": {**counted, **modes},
            }
        )
    return layers


def _metadata(request: HttpRequest, layer: Layer, user: Any) -> dict[str, Any]:
    low, high = layer.zooms
    west, south, east, north = layer.bounds
    template = _tile_template(request, layer, "{tileMatrix}/{tileRow}/{tileCol}")
    item = {**_link(template, "item", MEDIA), "templated": True}
    return {
        "title": str(layer.title),
        "description": str(layer.description),
        "dataType": "vector",
        "crs": _MERCATOR,
        "tileMatrixSetURI": TILE_MATRIX_SET_URI,
        "boundingBox": {
            "lowerLeft": [west, south],
            "upperRight": [east, north],
            "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        },
        "centerPoint": {"coordinates": _centre(layer), "tileMatrix": str(min(max(9, low), high))},
        "layers": [_described_layer(one) for one in _vector_layers(layer, user)],
        "links": [
            _link(_tileset_url(request, layer, "json"), "self", "application/json"),
            _link(_tileset_url(request, layer, "tilejson"), "alternate", "application/json", "TileJSON"),
            _scheme(request),
            item,
        ],
    }


def _described_layer(one: dict[str, Any]) -> dict[str, Any]:
    points = one["id"].endswith(("_points", "_cells"))
    return {
        "id": one["id"],
        "title": one["description"],
        "dataType": "vector",
        "geometryDimension": 0 if points else 2,
        "minTileMatrix": str(one["minzoom"]),
        "maxTileMatrix": str(one["maxzoom"]),
        "propertiesSchema": {
            "type": "object",
            "properties": {name: {"title": title} for name, title in one["fields"].items()},
        },
    }


def _centre(layer: Layer) -> list[float]:
    west, south, east, north = layer.bounds
    return [round((west + east) / 2, 5), round((south + north) / 2, 5)]


def _tile_template(request: HttpRequest, layer: Layer, place: str) -> str:
    sample = reverse("tiles:tile", args=(layer.name, 0, 0, 0))
    return request.build_absolute_uri(sample.removesuffix("0/0/0")) + place


def _tileset_url(request: HttpRequest, layer: Layer, f: str) -> str:
    return request.build_absolute_uri(reverse("tiles:tileset", args=(layer.name,))) + f"?f={f}"


def _scheme(request: HttpRequest, rel: str = _SCHEME_REL) -> dict[str, Any]:
    href = request.build_absolute_uri(reverse("tiles:matrix_set", args=(TILE_MATRIX_SET,)))
    return _link(href, rel, "application/json")


def _link(href: str, rel: str, media: str, title: str = "") -> dict[str, Any]:
    made = {"href": href, "rel": rel, "type": media}
    return {**made, "title": title} if title else made


def _json(body: Any) -> JsonResponse:
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
