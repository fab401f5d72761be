"""A layer's style as QGIS reads it: in a QML file, in a GeoPackage, in a project."""

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from gis.layers import Style, Swatch
from gis.styles.attributes import Titled
from gis.styles.symbols import GEOMETRY_TYPES, Shape, add_symbol, options, rgba

VERSION = "3.22.0"  # the oldest in use; older programs warn of files from newer ones
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def qml(style: Style, legend: Sequence[Swatch], columns: Sequence[Titled] = (), shape: Shape = "polygon") -> str:
    """A QGIS 3 layer style: colours, field aliases, value maps, map labels.

    Args:
        style: the layer's.
        legend: swatches to show, `style.other` is added.
        columns: columns of the table, for aliases and value maps.
        shape: symbols for areas, lines, or points (rows without a boundary).
    """
    parts = {"styleCategories": "Symbology|Labeling|Fields|Forms", "hasScaleBasedVisibilityFlag": "0"}
    root = Element("qgis", {"version": VERSION, **parts})
    dress(root, style, legend, columns, shape)
    SubElement(root, "layerGeometryType").text = str(GEOMETRY_TYPES[shape])
    return document(root)


def document(root: Element) -> str:
    """A QGIS file of this tree."""
    return _DOCTYPE + ElementTree.tostring(root, encoding="unicode")


def dress(
    root: Element, style: Style | None, legend: Sequence[Swatch], columns: Sequence[Titled], shape: Shape
) -> None:
    """Add fields, colours and labels to a style's root or to a project's layer."""
    _add_fields(root, columns)
    labelled = False
    if style is not None:
        _add_renderer(root, style, legend, shape)
        # A label that names a column which is not there would show nothing but errors.
        labelled = bool(style.label) and all(name in {column.name for column in columns} for name in _names(style))
        if labelled:
            _add_labels(root, style)
    root.set("labelsEnabled", "1" if labelled else "0")


def _names(style: Style) -> list[str]:
    """Field names in the label's expression: what stands in double quotes."""
    return style.label.split('"')[1::2]


def _add_fields(root: Element, columns: Sequence[Titled]) -> None:
    configuration, aliases = SubElement(root, "fieldConfiguration"), SubElement(root, "aliases")
    for index, column in enumerate(columns):
        SubElement(aliases, "alias", {"index": str(index), "field": column.name, "name": column.heading})
        if not column.labels or column.field.kind == "string-array":
            continue
        field = SubElement(configuration, "field", name=column.name, configurationFlags="None")
        config = SubElement(SubElement(field, "editWidget", type="ValueMap"), "config")
        values = SubElement(SubElement(config, "Option", type="Map"), "Option", name="map", type="List")
        for code, label in column.labels.items():
            options(values, {label: code})


def _add_renderer(root: Element, style: Style, legend: Sequence[Swatch], shape: Shape) -> None:
    plain = {"forceraster": "0", "symbollevels": "0"}
    if not style.field:
        renderer = SubElement(root, "renderer-v2", {"type": "singleSymbol", **plain})
        add_symbol(SubElement(renderer, "symbols"), "0", style.other, style, shape)
        return
    renderer = SubElement(root, "renderer-v2", {"type": "categorizedSymbol", "attr": style.field, **plain})
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for index, swatch in enumerate([*legend, style.other]):
        shown = {"symbol": str(index), "value": swatch.code, "label": str(swatch.label)}
        SubElement(categories, "category", {**shown, "render": "true", "type": "string"})
        add_symbol(symbols, str(index), swatch, style, shape)


def _add_labels(root: Element, style: Style) -> None:
    settings = SubElement(SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    add_text_style(settings, style.label)
    add_placement(settings)
    # QGIS means the denominators: the smallest and the largest at which labels show.
    seen = {"scaleVisibility": "1", "scaleMin": "1", "scaleMax": str(style.labels_from)}
    SubElement(settings, "rendering", seen)


def add_placement(settings: Element) -> None:
    """Over the middle. QGIS reads what is left out as 0, so a label without a priority would give way to everything."""
    over = {"placement": "1", "quadOffset": "4", "offsetUnits": "MM", "priority": "5", "placementFlags": "10"}
    SubElement(settings, "placement", {**over, "centroidInside": "1", "polygonPlacementFlags": "2"})


def add_text_style(settings: Element, expression: str) -> None:
    """Dark letters with a light edge, readable on every official colour."""
    letters = {"fontFamily": "Noto Sans", "fontSize": "8", "fontSizeUnit": "Point", "textColor": rgba("#13211f")}
    text = SubElement(settings, "text-style", {"fieldName": expression, "isExpression": "1", **letters})
    edge = {"bufferDraw": "1", "bufferSize": "0.6", "bufferSizeUnits": "MM", "bufferColor": rgba("#ffffff")}
    SubElement(text, "text-buffer", edge)
