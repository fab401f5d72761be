"""A layer's colours as a Styled Layer Descriptor, 1.0.0 or 1.1.0."""

from collections.abc import Sequence
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from gis.layers import Style, Swatch
from gis.styles.symbols import Shape

Version = Literal["1.0.0", "1.1.0"]
_SLD = "http://www.opengis.net/sld"
_SE = "http://www.opengis.net/se"
_OGC = "http://www.opengis.net/ogc"
_PIXELS_PER_MM = 96 / 25.4


def sld(style: Style, legend: Sequence[Swatch], *, layer: str, shape: Shape = "polygon", version: Version) -> str:
    """One rule per value and one for all others (a single rule where rows are drawn alike).

    Args:
        style: the layer's.
        legend: swatches to show, `style.other` is added.
        layer: name in the file.
        shape: symbols for areas, lines or points.
        version: 1.0.0 is what GeoServer and old clients read, 1.1.0 what GeoPackages of QGIS hold.
    """
    return _Writer(style, layer, shape, version).document(legend)


class _Writer:
    """The two versions differ in one namespace and the name of parameters."""

    def __init__(self, style: Style, layer: str, shape: Shape, version: Version) -> None:
        self._style, self._layer, self._shape, self._version = style, layer, shape, version
        self._space, self._parameter = (_SLD, "CssParameter") if version == "1.0.0" else (_SE, "SvgParameter")

    def document(self, legend: Sequence[Swatch]) -> str:
        root = Element(f"{{{_SLD}}}StyledLayerDescriptor", version=self._version)
        named = SubElement(root, f"{{{_SLD}}}NamedLayer")
        self._add(named, "Name").text = self._layer
        user = SubElement(named, f"{{{_SLD}}}UserStyle")
        self._add(user, "Name").text = f"{self._layer}_{self._style.field or 'style'}"
        self._add_title(user, str(self._style.title))
        rules = self._add(user, "FeatureTypeStyle")
        for swatch in legend if self._style.field else ():
            self._add_rule(rules, swatch)
        self._add_rule(rules, self._style.other)
        return _serial(root, self._version)

    def _add(self, parent: Element, name: str) -> Element:
        return SubElement(parent, f"{{{self._space}}}{name}")

    def _value(self, parent: Element, name: str, text: str) -> None:
        SubElement(parent, f"{{{self._space}}}{self._parameter}", name=name).text = text

    def _add_title(self, parent: Element, text: str) -> None:
        holder = parent if self._space == _SLD else self._add(parent, "Description")
        self._add(holder, "Title").text = text

    def _add_rule(self, rules: Element, swatch: Swatch) -> None:
        rule = self._add(rules, "Rule")
        self._add(rule, "Name").text = swatch.code or "other"
        self._add_title(rule, str(swatch.label))
        if swatch.code:
            condition = SubElement(SubElement(rule, f"{{{_OGC}}}Filter"), f"{{{_OGC}}}PropertyIsEqualTo")
            SubElement(condition, f"{{{_OGC}}}PropertyName").text = self._style.field
            SubElement(condition, f"{{{_OGC}}}Literal").text = swatch.code
        elif self._style.field:
            self._add(rule, "ElseFilter")
        {"polygon": self._add_area, "line": self._add_line, "point": self._add_point}[self._shape](rule, swatch)

    def _add_area(self, rule: Element, swatch: Swatch) -> None:
        polygon = self._add(rule, "PolygonSymbolizer")
        self._add_fill(polygon, swatch)
        self._add_stroke(polygon, self._style.outline)
        if swatch.hatch:
            self._add_hatch(rule, swatch)

    def _add_line(self, rule: Element, swatch: Swatch) -> None:
        self._add_stroke(self._add(rule, "LineSymbolizer"), swatch.colour or self._style.outline)

    def _add_point(self, rule: Element, swatch: Swatch) -> None:
        graphic = self._add(self._add(rule, "PointSymbolizer"), "Graphic")
        mark = self._add(graphic, "Mark")
        self._add(mark, "WellKnownName").text = "circle"
        self._add_fill(mark, swatch)
        self._add_stroke(mark, self._style.outline)
        self._add(graphic, "Size").text = "9"

    def _add_fill(self, parent: Element, swatch: Swatch) -> None:
        if swatch.colour:
            self._value(self._add(parent, "Fill"), "fill", swatch.colour.lower())

    def _add_stroke(self, parent: Element, colour: str) -> None:
        stroke = self._add(parent, "Stroke")
        self._value(stroke, "stroke", colour)
        self._value(stroke, "stroke-width", f"{self._style.width * _PIXELS_PER_MM:.2g}")

    def _add_hatch(self, rule: Element, swatch: Swatch) -> None:
        fill = self._add(self._add(rule, "PolygonSymbolizer"), "Fill")
        graphic = self._add(self._add(fill, "GraphicFill"), "Graphic")
        mark = self._add(graphic, "Mark")
        slash = "shape://slash" if swatch.hatch == "b_diagonal" else "shape://backslash"
        self._add(mark, "WellKnownName").text = slash
        self._value(self._add(mark, "Stroke"), "stroke", self._style.outline)
        self._add(graphic, "Size").text = "8"


def _serial(root: Element, version: Version) -> str:
    # Without a prefix of our own ElementTree writes ns0, ns1; the default namespace must stay SLD's for old readers.
    names = {_SLD: "sld", _OGC: "ogc"} | ({_SE: "se"} if version == "1.1.0" else {})
    for uri, prefix in names.items():
        ElementTree.register_namespace(prefix, uri)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")
