"""QML and SLD as their readers parse them."""

from xml.etree import ElementTree

import pytest
from land.exports.styles import Use, qml, sld

from gis.layers import Field
from land.exports.rows import Column

LEGEND = [
    Use("DGD", "DGD – Đất giáo dục & đào tạo <x>", "#FFAAA0"),
    Use("BCS", "BCS – Đất bằng chưa sử dụng", "#FFFFFE"),
]
COLUMNS = (
    Column(Field("code", "code", "string", "Mã khu đất"), "Mã khu đất", None),
    Column(Field("use_state", "use_state", "string", "Hiện trạng"), "Hiện trạng", {"vacant": "Đất trống"}),
)


def test_qml__categories_symbols_aliases_and_labels():
    root = ElementTree.fromstring(qml(LEGEND, COLUMNS))
    renderer = root.find("renderer-v2")
    symbols = {item.get("name"): item for item in renderer.find("symbols")}
    categories = {item.get("value"): item for item in renderer.find("categories")}
    assert (root.tag, renderer.get("type"), renderer.get("attr")) == ("qgis", "categorizedSymbol", "land_use")
    assert categories["DGD"].get("label") == "DGD – Đất giáo dục & đào tạo <x>"
    assert all(item.get("symbol") in symbols for item in categories.values())
    fill = symbols[categories["DGD"].get("symbol")].find("layer/Option/Option[@name='color']")
    assert fill.get("value") == "255,170,160,255"
    assert len(symbols[categories["BCS"].get("symbol")].findall("layer")) == 2  # hatched in the official legend
    assert {item.get("field"): item.get("name") for item in root.iter("alias")}["use_state"] == "Hiện trạng"
    option = root.find(".//field[@name='use_state']//Option[@name='Đất trống']")
    assert option.get("value") == "vacant"
    assert root.find("labeling/settings/text-style").get("isExpression") == "1"


def test_qml__points():
    root = ElementTree.fromstring(qml(LEGEND, COLUMNS, shape="point"))
    assert {item.get("type") for item in root.iter("symbol")} == {"marker"}
    assert root.find("layerGeometryType").text == "0"


@pytest.mark.parametrize(
    ("version", "symbology", "parameter"),
    [
        ("1.0.0", "http://www.opengis.net/sld", "CssParameter"),
        ("1.1.0", "http://www.opengis.net/se", "SvgParameter"),
    ],
)
def test_sld(version, symbology, parameter):
    root = ElementTree.fromstring(sld(LEGEND, version=version).encode())
    names = {"s": symbology, "sld": "http://www.opengis.net/sld", "ogc": "http://www.opengis.net/ogc"}
    rules = root.findall("sld:NamedLayer/sld:UserStyle/s:FeatureTypeStyle/s:Rule", names)
    assert root.get("version") == version
    assert len(rules) == 3
    assert rules[0].find("ogc:Filter/ogc:PropertyIsEqualTo/ogc:Literal", names).text == "DGD"
    assert rules[0].find(f"s:PolygonSymbolizer/s:Fill/s:{parameter}", names).text == "#ffaaa0"
    assert len(rules[1].findall("s:PolygonSymbolizer", names)) == 2
    assert rules[2].find("s:ElseFilter", names) is not None
