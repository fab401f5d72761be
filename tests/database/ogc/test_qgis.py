"""Files for QGIS without QGIS: what stands in the project, the layer definition, the styles."""

import csv
import io
import sqlite3
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from pyproj import CRS, Transformer

from gis import crs, layers
from gis.query.facets import labels_of
from land.models import LandUse
from tests.database.ogc.conftest import Api
from tests.places import VUNG_TAU

FACTS = Path(__file__).resolve().parents[3] / "data/facts/land_use_codes.csv"


@pytest.fixture
def uses(db):
    """The real land-use table."""
    call_command("load_facts", verbosity=0)
    return LandUse.objects.all()


def project(answer):
    assert answer.status == 200, answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        (name,) = archive.namelist()
        assert name.endswith(".qgs")
        return ElementTree.fromstring(archive.read(name))


def map_layers(root):
    return {item.findtext("id"): item for item in root.iter("maplayer")}


def official():
    """Code -> colour of the circular's codes in force."""
    with FACTS.open(encoding="utf-8") as file:
        return {row["code"]: row["rgb"] for row in csv.DictReader(file) if row["status"].startswith("current")}


def fills(renderer):
    """Value -> "r,g,b" of the first fill."""
    symbols = {item.get("name"): item for item in renderer.find("symbols")}
    return {
        item.get("value"): symbols[item.get("symbol")]
        .find("layer/Option/Option[@name='color']")
        .get("value")
        .removesuffix(",255")
        for item in renderer.iter("category")
    }


def test_project__layers_and_tree_name_each_other(api, world):
    root = project(api.get("qgis/project.qgz"))
    found = map_layers(root)
    tree = {item.get("id"): item for item in root.iter("layer-tree-layer")}
    assert {"plots_features", "plots_tiles", "units_features"} <= set(found)
    assert list(tree) == list(found) == [item.get("id") for item in root.find("layerorder")]
    assert list(found).index("units_features") < list(found).index("plots_features")  # frames lie above fills
    assert {item.get("checked") for item in tree.values()} == {"Qt::Checked"}
    assert found["plots_features"].findtext("provider") == "OAPIF"
    assert found["plots_tiles"].findtext("provider") == "vectortile"


def test_project__one_scale_divides_features_and_tiles(api, world):
    found = map_layers(project(api.get("qgis/project.qgz")))
    features, tiles = found["plots_features"], found["plots_tiles"]
    assert features.get("hasScaleBasedVisibilityFlag") == tiles.get("hasScaleBasedVisibilityFlag") == "1"
    assert features.get("minScale") == tiles.get("maxScale") == "25000"
    assert found["units_features"].get("hasScaleBasedVisibilityFlag") == "0"


def test_project__addresses_are_those_of_the_request(api, world, settings):
    settings.ALLOWED_HOSTS = ["datcong.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    behind = {"Host": "datcong.example", "X-Forwarded-Proto": "https"}
    found = map_layers(project(api.get("qgis/project.qgz", headers=behind)))
    assert "url='https://datcong.example/ogc/'" in found["plots_features"].findtext("datasource")
    assert "typename='plots'" in found["plots_features"].findtext("datasource")
    assert "url=https://datcong.example/ogc/collections/plots/tiles/WebMercatorQuad/%7Bz%7D/%7By%7D/%7Bx%7D&" in found[
        "plots_tiles"
    ].findtext("datasource")


def test_project__tells_no_secret(world, readers):
    api = Api(readers["land_manager"])
    text = ElementTree.tostring(project(api.get("qgis/project.qgz")), encoding="unicode")
    for word in ("authcfg", "password", "username", "token", api.client.cookies["sessionid"].value, "manager"):
        assert word not in text, word


def test_project__aliases_and_value_maps_are_the_declaration(api, world):
    found = map_layers(project(api.get("qgis/project.qgz")))["plots_features"]
    declared = layers.get("plots").fields_for(None)
    aliases = {item.get("field"): item.get("name") for item in found.iter("alias")}
    assert aliases == {field.name: str(field.title) for field in declared}
    maps = {
        item.get("name"): {
            option.get("value"): option.get("name") for option in item.iter("Option") if option.get("value")
        }
        for item in found.find("fieldConfiguration")
    }
    coded = [field for field in declared if field.codes and field.kind != "string-array"]
    assert maps == {field.name: labels_of(field) for field in coded if labels_of(field)}
    assert maps["use_state"]["vacant"] == "Đất trống"


def test_project__an_officer_finds_the_fields_of_the_ward(world, readers):
    found = map_layers(project(Api(readers["officer"]).get("qgis/project.qgz")))["plots_features"]
    assert {item.get("field") for item in found.iter("alias")} >= {"note", "confidence"}


def test_project__official_colours(api, world, uses):
    found = map_layers(project(api.get("qgis/project.qgz")))
    shown = fills(found["plots_features"].find("renderer-v2"))
    assert shown.pop("") == "217,217,217"
    assert shown == official()
    styles = found["plots_tiles"].findall("renderer/styles/style")
    areas = {item.get("expression"): item for item in styles if item.get("layer") == "plots"}
    assert set(areas) == {"", *(f"\"land_use\" = '{code}'" for code in official())}
    assert {item.get("layer") for item in styles} == {"plots", "plots_points", "plots_cells"}


def test_project__system_is_the_official_transformation(api, world):
    root = project(api.get("qgis/project.qgz"))
    for place in ("projectCrs", "mapcanvas/destinationsrs"):
        system = root.find(f"{place}/spatialrefsys")
        assert system.find("authid") is None  # QGIS would put EPSG's own row, 0.80 m off in the west, in its place
        own = CRS.from_wkt(system.findtext("wkt"))
        assert own.is_bound
        to_wgs84 = Transformer.from_crs(own, "EPSG:4326", always_xy=True)
        for x, y in (VUNG_TAU, (417710.315, 1161254.692), (454000.0, 1190000.0)):
            exact = crs.transform_points(x, y, crs.LEGAL, crs.CRS84)
            assert to_wgs84.transform(x, y) == pytest.approx(exact, abs=1e-9)
    assert root.findtext("properties/SpatialRefSys/ProjectionsEnabled") == "1"


def test_project__layers_come_in_wgs84_not_in_the_stored_system(api, world):
    found = map_layers(project(api.get("qgis/project.qgz")))
    assert "srsname='OGC:CRS84'" in found["plots_features"].findtext("datasource")
    assert found["plots_features"].findtext("srs/spatialrefsys/authid") == "EPSG:4326"
    assert found["plots_tiles"].findtext("srs/spatialrefsys/authid") == "EPSG:3857"


def test_project__says_what_it_is_good_for(api, world):
    metadata = project(api.get("qgis/project.qgz")).find("projectMetadata")
    assert "Chỉ có giá trị tham khảo" in metadata.findtext("abstract")
    assert "DỮ LIỆU MẪU" in metadata.findtext("title")
    for plot in world.plots.values():
        plot.sample = False
        plot.save(update_fields=["sample"])
    assert "MẪU" not in project(api.get("qgis/project.qgz")).findtext("projectMetadata/title")


def test_project__in_english_for_english_readers(api, world):
    answer = api.get("qgis/project.qgz", headers={"Accept-Language": "en"})
    aliases = {
        item.get("field"): item.get("name") for item in map_layers(project(answer))["plots_features"].iter("alias")
    }
    assert aliases["land_use"] == "Land use on record"
    assert "Accept-Language" in answer.headers["Vary"]


def test_files__same_layers_same_bytes_and_conditional(api, world):
    first, second = (api.get("qgis/project.qgz") for _ in range(2))
    assert first.content == second.content
    again = api.get("qgis/project.qgz", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.content) == (304, b"")


def test_definition__opens_in_any_project(api, world):
    answer = api.get("qgis/plots.qlr")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "qlr"
    assert [item.get("id") for item in root.iter("layer-tree-layer")] == ["plots_features", "plots_tiles"]
    assert set(map_layers(root)) == {"plots_features", "plots_tiles"}
    assert 'filename="plots.qlr"' in answer.headers["Content-Disposition"]


def test_styles__official_colours(api, world, uses):
    root = ElementTree.fromstring(api.get("qgis/plots.qml").content)
    shown = fills(root.find("renderer-v2"))
    shown.pop("")
    assert shown == official()
    answer = api.get("qgis/plots.sld")
    assert answer.headers["Content-Type"] == "application/vnd.ogc.sld+xml;version=1.0.0"
    assert answer.content.decode().count("PropertyIsEqualTo>") == 2 * len(official())
    newer = api.get("qgis/plots.sld", version="1.1.0")
    assert ElementTree.fromstring(newer.content).get("version") == "1.1.0"


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("qgis/nothing.qml", {}, 404),
        ("qgis/nothing.qlr", {}, 404),
        ("qgis/nothing.sld", {}, 404),
        ("qgis/plots.sld", {"version": "2"}, 404),
        ("qgis/plots.qml", {"versoin": "2"}, 400),
        ("qgis/project.qgz", {"f": "json"}, 400),
    ],
)
def test_files__what_is_not_there(api, world, path, params, status):
    assert api.get(path, **params).status == status


def test_geopackage__opens_in_the_layers_colours(api, world, uses, tmp_path):
    path = tmp_path / "plots.gpkg"
    path.write_bytes(api.get("collections/plots/items", f="gpkg").content)
    with sqlite3.connect(path) as database:
        (row,) = database.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, styleSLD, useAsDefault FROM layer_styles"
        ).fetchall()
        kind = database.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'").fetchone()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert (row[0], row[1], row[4], kind) == ("plots", "geom", 1, ("attributes",))
    shown = fills(ElementTree.fromstring(row[2]).find("renderer-v2"))
    held = {code: rgb for code, rgb in official().items() if code in ("ODT", "DGT")}
    assert shown == {**held, "": "217,217,217"}  # only what is in the file
    assert ElementTree.fromstring(row[3]).get("version") == "1.1.0"


def test_geopackage__without_the_coloured_field_has_no_style(api, world, tmp_path):
    path = tmp_path / "plots.gpkg"
    path.write_bytes(api.get("collections/plots/items", f="gpkg", properties="code,name").content)
    with sqlite3.connect(path) as database:
        tables = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}
    assert tables == {"plots"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", {"qgis/project.qgz"}),
        ("collections/plots", {"qgis/plots.qlr", "qgis/plots.qml", "qgis/plots.sld"}),
    ],
)
def test_links__lead_to_the_files(api, world, path, expected):
    links = {one["href"].split("/ogc/")[1]: one for one in api.get(path, f="json").json["links"]}
    assert expected <= set(links)
    page = api.get(path, f="html").content.decode()
    for address in expected:
        answer = api.get(address)
        assert answer.status == 200
        assert answer.headers["Content-Type"].split(";")[0] == links[address]["type"]
        assert f"/ogc/{address}" in page
