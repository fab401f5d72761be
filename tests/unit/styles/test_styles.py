"""QML and SLD as their readers parse them."""

from xml.etree import ElementTree

import pytest

from gis.layers import Field, Style, Swatch
from gis.styles.attributes import Attribute
from gis.styles.qml import qml
from gis.styles.sld import sld

LEGEND = [
    Swatch("DGD", "DGD – Đất giáo dục & đào tạo <x>", "#FFAAA0"),
    Swatch("BCS", "BCS – Đất bằng chưa sử dụng", "#FFFFFE", "f_diagonal"),
]
COLUMNS = (
    Attribute(Field("code", "code", "string", "Mã khu đất"), "Mã khu đất", None),
    Attribute(Field("use_state", "use_state", "string", "Hiện trạng"), "Hiện trạng", {"vacant": "Đất trống"}),
)
OTHER = Swatch("", "Loại đất khác", "#d9d9d9")
STYLE = Style("Loại đất", OTHER, field="land_use", label='"code"', labels_from=10_000)
FRAME = Style("Ranh giới", Swatch("", "Ranh giới", ""), outline="#6b4f8a")
LINE = Style("Lộ giới", Swatch("", "Lộ giới", "#b3261e"), width=0.5)


def test_qml__categories_symbols_aliases_and_labels():
    root = ElementTree.fromstring(qml(STYLE, LEGEND, COLUMNS))
    renderer = root.find("renderer-v2")
    symbols = {item.get("name"): item for item in renderer.find("symbols")}
    categories = {item.get("value"): item for item in renderer.find("categories")}
    assert (root.tag, renderer.get("type"), renderer.get("attr")) == ("qgis", "categorizedSymbol", "land_use")
    assert list(categories) == ["DGD", "BCS", ""]
    assert categories["DGD"].get("label") == "DGD – Đất giáo dục & đào tạo <x>"
    assert all(item.get("symbol") in symbols for item in categories.values())
    fill = symbols[categories["DGD"].get("symbol")].find("layer/Option/Option[@name='color']")
    assert fill.get("value") == "255,170,160,255"
    assert len(symbols[categories["BCS"].get("symbol")].findall("layer")) == 2  # hatched in the official legend
    assert {item.get("field"): item.get("name") for item in root.iter("alias")}["use_state"] == "Hiện trạng"
    option = root.find(".//field[@name='use_state']//Option[@name='Đất trống']")
    assert option.get("value") == "vacant"


def test_qml__labels_show_near_and_not_far():
    root = ElementTree.fromstring(qml(STYLE, LEGEND, COLUMNS))
    settings = root.find("labeling/settings")
    assert root.get("labelsEnabled") == "1"
    assert settings.find("text-style").get("isExpression") == "1"
    rendering = settings.find("rendering")
    assert (rendering.get("scaleMin"), rendering.get("scaleMax")) == ("1", "10000")
    assert int(settings.find("placement").get("priority")) > 0


def test_qml__a_label_without_its_column_is_left_out():
    root = ElementTree.fromstring(qml(STYLE, LEGEND, COLUMNS[1:]))
    assert root.get("labelsEnabled") == "0"
    assert root.find("labeling") is None


@pytest.mark.parametrize(("shape", "kind", "number"), [("point", "marker", "0"), ("polygon", "fill", "2")])
def test_qml__symbols_fit_the_geometry(shape, kind, number):
    root = ElementTree.fromstring(qml(STYLE, LEGEND, COLUMNS, shape))
    assert {item.get("type") for item in root.iter("symbol")} == {kind}
    assert root.find("layerGeometryType").text == number


def test_qml__rows_drawn_alike():
    root = ElementTree.fromstring(qml(FRAME, [], COLUMNS))
    renderer = root.find("renderer-v2")
    assert renderer.get("type") == "singleSymbol"
    drawn = {item.get("name"): item.get("value") for item in renderer.findall("symbols/symbol/layer/Option/Option")}
    assert (drawn["style"], drawn["outline_color"]) == ("no", "107,79,138,255")
    line = ElementTree.fromstring(qml(LINE, [], COLUMNS, "line"))
    drawn = {item.get("name"): item.get("value") for item in line.findall(".//layer/Option/Option")}
    assert (drawn["line_color"], drawn["line_width"]) == ("179,38,30,255", "0.5")


@pytest.mark.parametrize(
    ("version", "symbology", "parameter"),
    [
        ("1.0.0", "http://www.opengis.net/sld", "CssParameter"),
        ("1.1.0", "http://www.opengis.net/se", "SvgParameter"),
    ],
)
def test_sld(version, symbology, parameter):
    root = ElementTree.fromstring(sld(STYLE, LEGEND, layer="plots", version=version).encode())
    names = {"s": symbology, "sld": "http://www.opengis.net/sld", "ogc": "http://www.opengis.net/ogc"}
    rules = root.findall("sld:NamedLayer/sld:UserStyle/s:FeatureTypeStyle/s:Rule", names)
    assert root.get("version") == version
    assert len(rules) == 3
    assert rules[0].find("ogc:Filter/ogc:PropertyIsEqualTo/ogc:Literal", names).text == "DGD"
    assert rules[0].find(f"s:PolygonSymbolizer/s:Fill/s:{parameter}", names).text == "#ffaaa0"
    assert len(rules[1].findall("s:PolygonSymbolizer", names)) == 2
    assert rules[2].find("s:ElseFilter", names) is not None


@pytest.mark.parametrize(
    ("style", "shape", "symbolizer"),
    [(FRAME, "polygon", "PolygonSymbolizer"), (LINE, "line", "LineSymbolizer"), (STYLE, "point", "PointSymbolizer")],
)
def test_sld__symbols_fit_the_geometry(style, shape, symbolizer):
    root = ElementTree.fromstring(sld(style, [], layer="x", shape=shape, version="1.0.0").encode())
    names = {"s": "http://www.opengis.net/sld"}
    rules = root.findall(".//s:Rule", names)
    assert [child.tag.split("}")[1] for child in rules[0] if child.tag.endswith("Symbolizer")] == [symbolizer]
    if style is FRAME:
        assert rules[0].find(".//s:Fill", names) is None
        assert rules[0].find("s:ElseFilter", names) is None  # one rule for all rows has nothing to be else of
