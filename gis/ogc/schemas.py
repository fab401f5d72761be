"""Schemas of a collection: returnables, queryables, sortables (OGC API - Features Part 5 and Part 3)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gis.http.negotiation import cacheable, choose_format, reader
from gis.layers import Field, Layer, heading
from gis.ogc.links import HTML, SCHEMA, absolute
from gis.ogc.pages import document
from gis.query.doors import layer_of, public_door
from gis.query.facets import labels_of
from gis.query.params import Params
from gis.query.terms import GEOMETRY, PLACE

FORMATS = {"json": SCHEMA, "html": HTML}
TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "date-time": {"type": "string", "format": "date-time"},
    "string-array": {"type": "array", "items": {"type": "string"}},
}


@public_door
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """GET collections/{name}/schema: what features carry."""
    layer, user = layer_of(name), reader(request)
    properties = {**geometry_property(layer), **field_properties(layer, layer.fields_for(user))}
    return _answer(request, layer, "ogc:schema", properties, _("Lược đồ"))


@public_door
def queryables(request: HttpRequest, name: str) -> HttpResponse:
    """GET collections/{name}/queryables: what filters may name."""
    layer, user = layer_of(name), reader(request)
    place = {"title": _("Ranh giới, hoặc điểm đại diện khi chưa có ranh giới"), "format": "geometry-any"}
    shapes = {**geometry_property(layer), PLACE: place} if layer.geometry else {}
    return _answer(
        request,
        layer,
        "ogc:queryables",
        {**shapes, **field_properties(layer, layer.fields_for(user))},
        _("Thuộc tính để lọc"),
    )


@public_door
def sortables(request: HttpRequest, name: str) -> HttpResponse:
    """GET collections/{name}/sortables: what sortby may name."""
    layer, user = layer_of(name), reader(request)
    fields = tuple(field for field in layer.fields_for(user) if field.sortable)
    return _answer(request, layer, "ogc:sortables", field_properties(layer, fields), _("Thuộc tính để sắp xếp"))


def geometry_property(layer: Layer) -> dict[str, Any]:
    """The property that is the shape; none for a table."""
    if layer.geometry is None:
        return {}
    kind = f"geometry-{layer.geometry.kind.lower()}"
    return {GEOMETRY: {"title": _("Ranh giới"), "x-ogc-role": "primary-geometry", "format": kind}}


def field_properties(layer: Layer, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Fields as a JSON Schema tells them."""
    return {field.name: _described(layer, field, place) for place, field in enumerate(fields, 1)}


def _described(layer: Layer, field: Field, place: int) -> dict[str, Any]:
    made = {"title": heading(field), **TYPES[field.kind], "x-ogc-propertySeq": place}
    if field.source == layer.key:
        made["x-ogc-role"] = "id"
    if field.unit:
        made |= {"x-ogc-unit": field.unit, "x-ogc-unitLang": "UCUM"}
    if codes := labels_of(field):
        made["x-codes"] = codes
    return made


def _answer(request: HttpRequest, layer: Layer, view: str, properties: dict[str, Any], title: str) -> HttpResponse:
    chosen = choose_format(request, FORMATS)
    Params(dict(request.GET.lists())).refuse_unknown({"f"})
    body = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": absolute(request, view, layer.name),
        "type": "object",
        "title": f"{heading(layer)}: {title}",
        "properties": properties,
        "additionalProperties": False,
    }
    response = document(request, chosen, body, "ogc/schema.html", media=SCHEMA, layer=layer)
    if chosen == "json":
        cacheable(response, reader(request))
    return response
