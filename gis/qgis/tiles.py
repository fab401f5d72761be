"""How QGIS draws a layer's vector tiles: shapes, rows without a boundary as points, counted cells far out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from gis.layers import Layer, Style, Swatch
from gis.styles.qml import add_placement, add_text_style
from gis.styles.symbols import GEOMETRY_TYPES, POINT_MM, Shape, add_symbol, shape_of

_CELL_MM = 7.0  # room for a count of three digits


@dataclass(frozen=True)
class _Part:
    """One layer inside the tiles."""

    name: str
    shape: Shape
    field: str
    size: float = POINT_MM


def _parts(layer: Layer, user: Any) -> Iterator[_Part]:
    """As gis.tiles names them."""
    assert layer.style is not None
    seen = {field.name for field in layer.fields_for(user) if field.tile_from is not None}
    field = layer.style.field if layer.style.field in seen else ""
    if layer.aggregate_below > layer.zooms[0]:
        yield _Part(f"{layer.name}_cells", "point", field if field in layer.aggregate_by else "", _CELL_MM)
    yield _Part(layer.name, shape_of(layer.shape), field)
    if layer.shape.anchor:
        yield _Part(f"{layer.name}_points", "point", field)


def add_tile_renderer(parent: Element, layer: Layer, user: Any) -> None:
    """Colours by value and, where far tiles hold counted cells, their counts."""
    assert layer.style is not None
    styles = SubElement(SubElement(parent, "renderer", type="basic"), "styles")
    for part in _parts(layer, user):
        legend = layer.style.legend() if part.field else []
        # QGIS draws a feature with every style that fits, so "other" comes first and lies below.
        for swatch in (layer.style.other, *legend):
            _add_style(styles, part, swatch, layer.style)
    labelled = layer.aggregate_below > layer.zooms[0]
    if labelled:
        _add_counts(parent, layer)


def _add_style(styles: Element, part: _Part, swatch: Swatch, style: Style) -> None:
    names = {"name": f"{part.name}: {swatch.label}", "layer": part.name, "enabled": "1"}
    test = f"\"{part.field}\" = '{swatch.code}'" if swatch.code else ""
    limits = {"min-zoom": "-1", "max-zoom": "-1", "geometry": str(GEOMETRY_TYPES[part.shape])}
    made = SubElement(styles, "style", {**names, **limits, "expression": test})
    add_symbol(SubElement(made, "symbols"), "0", swatch, style, part.shape, part.size)


def _add_counts(parent: Element, layer: Layer) -> None:
    labelling = SubElement(parent, "labeling", type="basic")
    limits = {"min-zoom": "-1", "max-zoom": "-1", "geometry": str(GEOMETRY_TYPES["point"]), "expression": ""}
    names = {"name": f"{layer.name}_cells", "layer": f"{layer.name}_cells", "enabled": "1"}
    made = SubElement(SubElement(labelling, "styles"), "style", {**names, **limits})
    settings = SubElement(made, "settings", calloutType="simple")
    add_text_style(settings, 'if("count" > 1, "count", \'\')')
    add_placement(settings)
