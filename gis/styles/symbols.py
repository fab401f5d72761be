"""QGIS symbols for areas, lines and points, as XML."""

from collections.abc import Mapping
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from gis.layers import Geometry, Style, Swatch

Shape = Literal["polygon", "line", "point"]
POINT_MM = 2.4
# QGIS's numbers for kinds of geometry.
GEOMETRY_TYPES: Mapping[Shape, int] = {"point": 0, "line": 1, "polygon": 2}
_KINDS: Mapping[Shape, str] = {"point": "marker", "line": "line", "polygon": "fill"}


def shape_of(geometry: Geometry) -> Shape:
    """What symbols a layer needs."""
    shapes: dict[str, Shape] = {"MultiLineString": "line", "Point": "point"}
    return shapes.get(geometry.kind, "polygon")


def options(parent: Element, values: Mapping[str, str]) -> Element:
    """A QGIS map of options, all of them text."""
    made = SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        SubElement(made, "Option", {"name": name, "value": value, "type": "QString"})
    return made


def add_symbol(symbols: Element, name: str, swatch: Swatch, style: Style, shape: Shape, size: float = POINT_MM) -> None:
    """The symbol of one value under a <symbols> element; `size` in mm is that of points."""
    common = {"clip_to_extent": "1", "force_rhr": "0", "alpha": "1"}
    symbol = SubElement(symbols, "symbol", {"name": name, "type": _KINDS[shape], **common})
    if shape == "line":
        drawn = {"line_color": rgba(swatch.colour or style.outline), "line_width": str(style.width)}
        _add_layer(symbol, "SimpleLine", {**drawn, "line_width_unit": "MM", "line_style": "solid"})
        return
    fill = {"style": "solid", "color": rgba(swatch.colour)} if swatch.colour else {"style": "no"}
    border = {"outline_color": rgba(style.outline), "outline_width": str(style.width), "outline_width_unit": "MM"}
    if shape == "point":
        _add_layer(symbol, "SimpleMarker", {"name": "circle", "size": str(size), "size_unit": "MM", **fill, **border})
        return
    _add_layer(symbol, "SimpleFill", {**fill, **border})
    if swatch.hatch:
        pattern = {"style": swatch.hatch, "color": rgba(style.outline), "outline_style": "no"}
        _add_layer(symbol, "SimpleFill", pattern)


def _add_layer(symbol: Element, kind: str, values: Mapping[str, str]) -> None:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options(layer, values)


def rgba(colour: str) -> str:
    """ "#rrggbb" as QGIS writes it."""
    return ",".join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5)) + ",255"
