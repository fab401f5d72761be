"""The official land-use colours as QGIS styles (QML) and as Styled Layer Descriptors (SLD 1.0.0 and 1.1.0)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from land.exports.rows import Column, number_lang
from land.models import LandUse

Shape = Literal["polygon", "point"]
OUTLINE = "#5d5a52"
# Hatch symbols in the official legend: a plain fill of these colours reads as empty paper.
HATCHED = {"LMU": "b_diagonal", "BCS": "f_diagonal"}
_OTHER = "#d9d9d9"
_QGIS = "3.28.0"
LABELS_FROM_SCALE = 10_000


@dataclass(frozen=True)
class Use:
    """A land use as the legend shows it."""

    code: str
    label: str
    colour: str

    @property
    def hatch(self) -> str:
        """QGIS's brush over the fill, "" for none."""
        return HATCHED.get(self.code, "")


def uses(codes: Iterable[str] | None = None) -> list[Use]:
    """Land uses with their colours.

    Args:
        codes: only these; None gives all that are in force (old and provisional sub-codes left out).
    """
    rows = LandUse.objects.order_by("code")
    rows = rows.filter(status__startswith="current") if codes is None else rows.filter(code__in=list(codes))
    english = number_lang() == "en"
    return [
        Use(row.code, f"{row.code} – {(row.name_en if english else '') or row.name_vi}", row.colour) for row in rows
    ]


def colours(codes: Iterable[str] | None = None) -> dict[str, str]:
    """Code -> "#rrggbb"."""
    return {use.code: use.colour for use in uses(codes)}


def qml(
    legend: Sequence[Use], chosen: Sequence[Column] = (), *, attribute: str = "land_use", shape: Shape = "polygon"
) -> str:
    """A QGIS 3 layer style: categories by land use, field aliases, value labels, map labels.

    Args:
        legend: from `uses`.
        chosen: columns of the table, for aliases and value maps.
        attribute: field that holds the code.
        shape: symbols for areas or for points (plots without a boundary).
    """
    root = Element(
        "qgis",
        {
            "version": _QGIS,
            "styleCategories": "Symbology|Labeling|Fields|Forms",
            "labelsEnabled": "1",
            "hasScaleBasedVisibilityFlag": "0",
        },
    )
    _fields(root, chosen)
    renderer = SubElement(
        root,
        "renderer-v2",
        {"type": "categorizedSymbol", "attr": attribute, "forceraster": "0", "symbollevels": "0"},
    )
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for index, use in enumerate([*legend, Use("", "Loại đất khác", _OTHER)]):
        SubElement(
            categories,
            "category",
            {"symbol": str(index), "value": use.code, "label": use.label, "render": "true", "type": "string"},
        )
        _symbol(symbols, str(index), use, shape)
    if any(column.name == "code" for column in chosen):
        _labelling(root)
    SubElement(root, "layerGeometryType").text = "2" if shape == "polygon" else "0"
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return doctype + ElementTree.tostring(root, encoding="unicode")


def _fields(root: Element, chosen: Sequence[Column]) -> None:
    configuration, aliases = SubElement(root, "fieldConfiguration"), SubElement(root, "aliases")
    for index, column in enumerate(chosen):
        SubElement(aliases, "alias", {"index": str(index), "field": column.name, "name": column.heading})
        if column.labels is None or column.field.kind == "string-array":
            continue
        field = SubElement(configuration, "field", name=column.name, configurationFlags="None")
        config = SubElement(SubElement(field, "editWidget", type="ValueMap"), "config")
        values = SubElement(SubElement(config, "Option", type="Map"), "Option", name="map", type="List")
        for code, label in column.labels.items():
            pair = SubElement(values, "Option", type="Map")
            SubElement(pair, "Option", {"name": label, "value": code, "type": "QString"})


def _symbol(symbols: Element, name: str, use: Use, shape: Shape) -> None:
    kind = "fill" if shape == "polygon" else "marker"
    symbol = SubElement(
        symbols, "symbol", {"name": name, "type": kind, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}
    )
    common = {"outline_color": _rgba(OUTLINE), "outline_width": "0.26", "outline_width_unit": "MM"}
    if shape == "point":
        options = {"name": "circle", "size": "2.4", "size_unit": "MM", "color": _rgba(use.colour), **common}
        _symbol_layer(symbol, "SimpleMarker", options)
        return
    _symbol_layer(symbol, "SimpleFill", {"style": "solid", "color": _rgba(use.colour), **common})
    if use.hatch:
        _symbol_layer(symbol, "SimpleFill", {"style": use.hatch, "color": _rgba(OUTLINE), "outline_style": "no"})


def _symbol_layer(symbol: Element, kind: str, options: dict[str, str]) -> None:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    mapping = SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        SubElement(mapping, "Option", {"name": name, "value": value, "type": "QString"})


def _labelling(root: Element) -> None:
    settings = SubElement(SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    expression = (
        "if(\"sheet_number\" <> '' and \"parcel_number\" <> '', "
        '"sheet_number" || \'/\' || "parcel_number", "code") || coalesce(\'\\n\' || "land_use", \'\')'
    )
    style = SubElement(
        settings,
        "text-style",
        {
            "fieldName": expression,
            "isExpression": "1",
            "fontFamily": "Noto Sans",
            "fontSize": "8",
            "fontSizeUnit": "Point",
            "textColor": _rgba("#13211f"),
        },
    )
    SubElement(
        style,
        "text-buffer",
        {"bufferDraw": "1", "bufferSize": "0.6", "bufferSizeUnits": "MM", "bufferColor": _rgba("#ffffff")},
    )
    SubElement(settings, "placement", {"placement": "1", "centroidInside": "1"})
    SubElement(settings, "rendering", {"scaleVisibility": "1", "scaleMin": str(LABELS_FROM_SCALE), "scaleMax": "1"})


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5)) + ",255"


# --- SLD ------------------------------------------------------------------------------------------------------------

_SLD = "http://www.opengis.net/sld"
_SE = "http://www.opengis.net/se"
_OGC = "http://www.opengis.net/ogc"


def sld(
    legend: Sequence[Use],
    *,
    layer: str = "plots",
    title: str = "",
    attribute: str = "land_use",
    version: Literal["1.0.0", "1.1.0"] = "1.0.0",
) -> str:
    """A Styled Layer Descriptor with one rule per land use and one for all others."""
    symbology, parameter = (_SLD, "CssParameter") if version == "1.0.0" else (_SE, "SvgParameter")
    root = Element(f"{{{_SLD}}}StyledLayerDescriptor", version=version)
    named = SubElement(root, f"{{{_SLD}}}NamedLayer")
    SubElement(named, f"{{{symbology}}}Name").text = layer
    user = SubElement(named, f"{{{_SLD}}}UserStyle")
    SubElement(user, f"{{{symbology}}}Name").text = f"{layer}_land_use"
    _sld_title(user, symbology, title or "Loại đất")
    style = SubElement(user, f"{{{symbology}}}FeatureTypeStyle")
    for use in legend:
        rule = _sld_rule(style, symbology, use)
        condition = SubElement(SubElement(rule, f"{{{_OGC}}}Filter"), f"{{{_OGC}}}PropertyIsEqualTo")
        SubElement(condition, f"{{{_OGC}}}PropertyName").text = attribute
        SubElement(condition, f"{{{_OGC}}}Literal").text = use.code
        _sld_symbols(rule, symbology, parameter, use)
    other = Use("other", "Loại đất khác", _OTHER)
    rule = _sld_rule(style, symbology, other)
    SubElement(rule, f"{{{symbology}}}ElseFilter")
    _sld_symbols(rule, symbology, parameter, other)
    return _serial(root, version)


def _sld_title(parent: Element, symbology: str, text: str) -> None:
    holder = parent if symbology == _SLD else SubElement(parent, f"{{{_SE}}}Description")
    SubElement(holder, f"{{{symbology}}}Title").text = text


def _sld_rule(style: Element, symbology: str, use: Use) -> Element:
    rule = SubElement(style, f"{{{symbology}}}Rule")
    SubElement(rule, f"{{{symbology}}}Name").text = use.code
    _sld_title(rule, symbology, use.label)
    return rule


def _sld_symbols(rule: Element, symbology: str, parameter: str, use: Use) -> None:
    def value(parent: Element, name: str, text: str) -> None:
        SubElement(parent, f"{{{symbology}}}{parameter}", name=name).text = text

    polygon = SubElement(rule, f"{{{symbology}}}PolygonSymbolizer")
    value(SubElement(polygon, f"{{{symbology}}}Fill"), "fill", use.colour.lower())
    stroke = SubElement(polygon, f"{{{symbology}}}Stroke")
    value(stroke, "stroke", OUTLINE)
    value(stroke, "stroke-width", "0.8")
    if use.hatch:
        pattern = SubElement(rule, f"{{{symbology}}}PolygonSymbolizer")
        graphic = SubElement(
            SubElement(SubElement(pattern, f"{{{symbology}}}Fill"), f"{{{symbology}}}GraphicFill"),
            f"{{{symbology}}}Graphic",
        )
        mark = SubElement(graphic, f"{{{symbology}}}Mark")
        slash = "shape://slash" if use.hatch == "b_diagonal" else "shape://backslash"
        SubElement(mark, f"{{{symbology}}}WellKnownName").text = slash
        value(SubElement(mark, f"{{{symbology}}}Stroke"), "stroke", OUTLINE)
        SubElement(graphic, f"{{{symbology}}}Size").text = "8"


def _serial(root: Element, version: str) -> str:
    # Without a prefix of our own ElementTree writes ns0, ns1; the default namespace must stay SLD's for old readers.
    names = {_SLD: "sld", _OGC: "ogc"} | ({_SE: "se"} if version == "1.1.0" else {})
    for uri, prefix in names.items():
        ElementTree.register_namespace(prefix, uri)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")
