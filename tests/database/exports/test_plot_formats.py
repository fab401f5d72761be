"""One plot in five formats, each read back by an independent reader."""

import csv
import io
import json
import math
from xml.etree import ElementTree

import ezdxf
import pyogrio
import pytest
import shapely

from gis import crs
from gis.http.problems import NotFound
from land.exports.downloads import ExportError
from land.exports.plot_formats import FORMATS, export_plot
from land.exports.records import neighbours, read_plot
from tests.database.exports.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_plot_that_the_reader_may_not_know_is_not_found(fmt, plots, people):
    with pytest.raises(NotFound):
        export_plot(fmt, code=plots["hidden"].code, user=people["other_officer"], today=TODAY)


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("reader", ["anonymous", "other_officer"])
def test_internal_notes_stay_inside(fmt, reader, plots, people):
    content = export_plot(fmt, code=plots["simple"].code, user=people[reader], today=TODAY).content()
    assert "Chỉ nội bộ" not in content.decode("utf-8", errors="replace")


def test_internal_notes_reach_the_officer(plots, people):
    content = export_plot("geojson", code=plots["simple"].code, user=people["officer"], today=TODAY).content()
    assert json.loads(content)["properties"]["note"] == "Chỉ nội bộ được biết"


def test_geojson(plots):
    download = export_plot("geojson", code=plots["hole"].code, user=None, today=TODAY)
    feature = json.loads(download.content())
    assert download.filename == f"{plots['hole'].code}.geojson"
    assert feature["type"] == "Feature"
    assert len(feature["geometry"]["coordinates"][0]) == 2
    assert "không thay thế Giấy chứng nhận" in feature["description"]


def test_geopackage(plots, tmp_path):
    path = tmp_path / "p.gpkg"
    path.write_bytes(export_plot("gpkg", code=plots["simple"].code, user=None, today=TODAY).content())
    frame = pyogrio.read_dataframe(path, layer="plots")
    assert frame.crs.to_epsg() == 5899
    assert frame.geometry[0].area == pytest.approx(400)
    assert "layer_styles" in dict(pyogrio.list_layers(path))


def test_kml(plots):
    root = ElementTree.fromstring(export_plot("kml", code=plots["parts"].code, user=None, today=TODAY).content())
    assert len(root.findall(".//{http://www.opengis.net/kml/2.2}Polygon")) == 2


def test_dxf__boundary_in_metres_with_vietnamese_text(plots, tmp_path):
    path = tmp_path / "p.dxf"
    path.write_bytes(export_plot("dxf", code=plots["hole"].code, user=None, today=TODAY).content())
    document = ezdxf.readfile(path)
    assert document.dxfversion == "AC1024"
    assert not document.audit().errors
    lines = document.modelspace().query('LWPOLYLINE[layer=="RANH_GIOI"]')
    stored = shapely.from_wkb(bytes(plots["hole"].geom.wkb))
    drawn = shapely.Polygon(lines[0].get_points("xy"), [lines[1].get_points("xy")])
    assert drawn.symmetric_difference(stored).area < 1e-6
    texts = {item.dxf.text for item in document.modelspace().query("TEXT")}
    assert {plots["hole"].code, "875,0 m²", "1", "8", "30,00", "5,00"} <= texts
    assert (
        "GhiChu",
        "Hệ tọa độ VN-2000, kinh tuyến trục 107°45′, múi chiếu 3°",
    ) in document.header.custom_vars.properties


def test_csv_of_corners__x_is_north_and_starts_in_the_north_west(plots):
    content = export_plot("csv", code=plots["hole"].code, user=None, today=TODAY).content()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][3:5] == ["X - Bắc (m)", "Y - Đông (m)"]
    assert rows[1][:5] == ["1", "ngoài", "1", "1144714,000", "426432,000"]
    assert [row[7] for row in rows[1:]] == ["1-2", "2-3", "3-4", "4-1", "5-6", "6-7", "7-8", "8-5"]
    assert rows[5][1] == "lỗ 1"
    assert {row[8] for row in rows[1:5]} == {"30,00"}
    latitude, longitude = (float(rows[1][index].replace(",", ".")) for index in (5, 6))
    east, north = crs.transform_points(longitude, latitude, crs.CRS84, crs.LEGAL)
    assert math.dist((east, north), (426432, 1144714)) < 0.002


@pytest.mark.parametrize("fmt", ["geojson", "gpkg", "kml", "dxf"])
def test_a_plot_without_boundary_has_a_point(fmt, plots):
    assert export_plot(fmt, code=plots["point"].code, user=None, today=TODAY).content()


def test_a_plot_without_boundary_has_no_corners(plots):
    with pytest.raises(ExportError, match="chưa có ranh giới"):
        export_plot("csv", code=plots["point"].code, user=None, today=TODAY)


def test_neighbours_are_those_the_reader_may_know(plots, people):
    record = read_plot(None, plots["formula"].code)
    labels = [item.label for item in neighbours(record, None, within_m=30)]
    assert labels[0] == f"{plots['simple'].code}\n12/345"
    assert not any(plots["hidden"].code in label for label in labels)
    record = read_plot(people["officer"], plots["formula"].code)
    assert any(plots["hidden"].code in item.label for item in neighbours(record, people["officer"], within_m=30))
