"""The register in every format: all rows, the reader's columns, nothing else, and opened by somebody else's reader."""

import csv
import html
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pyogrio
import pytest
import shapely

from gis import crs
from land.exports.downloads import ExportError
from land.exports.register import FORMATS, export
from land.layers import FIELDS, PLOTS
from tests.database.exports.conftest import FORMULA, TODAY

pytestmark = pytest.mark.django_db

INTERNAL = [item.name for item in FIELDS if item.audience]
SECRETS = ("Chỉ nội bộ được biết", "Bí mật", "Khu nội bộ")


@pytest.fixture
def take(rows):
    """Export as a reader; gives name and content."""

    def run(fmt, user, **options):
        own = {"title": "Quỹ đất công", "filter_text": "Phường Vũng Tàu", "today": TODAY}
        queryset = options.pop("queryset", None)
        download = export(
            fmt, layer=PLOTS, queryset=rows(user) if queryset is None else queryset, user=user, **own | options
        )
        return download.filename, download.content()

    return run


def unpacked(content: bytes) -> bytes:
    """The texts inside a zipped format."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def read_sheet(content: bytes, index: int = 0):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[index]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("reader", ["anonymous", "stranger", "other_officer", "citizen"])
def test_no_format_tells_what_the_reader_may_not_know(fmt, reader, plots, people, take):
    _name, content = take(fmt, people[reader])
    text = html.unescape(unpacked(content).decode("utf-8", errors="replace"))
    assert plots["simple"].code in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_another_officer_has_the_internal_columns_empty(plots, people, take):
    _name, content = take("csv-machine", people["other_officer"])
    found = list(csv.DictReader(io.StringIO(content.decode())))
    assert {(row["flags"], row["note"], row["publish_level"]) for row in found} == {("", "", "")}


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_officer_gets_the_internal_side_of_the_own_unit(fmt, plots, people, take):
    _name, content = take(fmt, people["officer"])
    text = html.unescape(unpacked(content).decode("utf-8", errors="replace"))
    assert plots["hidden"].code in text
    assert "Chỉ nội bộ được biết" in text


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_rows_is_a_file_all_the_same(fmt, plots, people, take, rows):
    _name, content = take(fmt, people["anonymous"], queryset=rows(people["anonymous"]).none())
    assert content


def test_export__unknown_format(plots, people, take):
    with pytest.raises(ExportError, match="dwg"):
        take("dwg", people["anonymous"])


def test_xlsx__headings_numbers_dates_and_labels(plots, people, take):
    name, content = take("xlsx", people["anonymous"])
    sheet = read_sheet(content)
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert name == "quy-dat-cong_2026-11-22.xlsx"
    assert row["Mã khu đất"] == plots["simple"].code
    assert row["Diện tích (m²)"] == pytest.approx(402.5)
    assert row["Ngày quyết định"].date() == date(2024, 2, 29)
    assert (row["Hiện trạng"], row["Hiện trạng (tên)"]) == ("vacant", "Đất trống")
    assert "Ghi chú nội bộ" not in head
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
    assert sheet.max_row == 6


def test_xlsx__formula_stays_text(plots, people, take):
    _name, content = take("xlsx", people["anonymous"])
    cell = next(cell for row in read_sheet(content).iter_rows() for cell in row if cell.value == FORMULA)
    assert cell.data_type == "s"
    assert cell.number_format == "@"  # text even after somebody edits it


def test_xlsx__second_sheet_counts_and_adds_up(plots, people, take):
    _name, content = take("xlsx", people["anonymous"])
    about = {row[0].value: row[1].value for row in read_sheet(content, 1).iter_rows() if row[1].value is not None}
    shown = [plot for key, plot in plots.items() if key != "hidden"]
    assert about["Số dòng dữ liệu"] == 5
    assert Decimal(str(about["Tổng diện tích (m²)"])) == sum(plot.area_m2 for plot in shown)
    assert about["Điều kiện lọc"] == "Phường Vũng Tàu"
    assert "không thay thế Giấy chứng nhận" in about["Lưu ý"]
    assert "Dữ liệu" not in about


def test_xlsx__says_that_data_is_made_up(plots, people, take):
    plots["simple"].__class__.objects.filter(pk=plots["simple"].pk).update(sample=True)
    _name, content = take("xlsx", people["anonymous"])
    assert "DỮ LIỆU MẪU" in [row[1].value for row in read_sheet(content, 1).iter_rows()]


def test_csv__for_vietnamese_excel(plots, people, take):
    _name, content = take("csv", people["anonymous"])
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert found[0]["Diện tích (m²)"] == "402,5"
    assert found[0]["Ngày quyết định"] == "29/02/2024"
    assert found[1]["Tên khu đất"] == f"'{FORMULA}"
    assert len(found) == 5


def test_csv__for_machines(plots, people, take):
    _name, content = take("csv-machine", people["anonymous"])
    found = list(csv.DictReader(io.StringIO(content.decode())))
    assert found[0]["area_m2"] == "402.5"
    assert found[0]["decision_on"] == "2024-02-29"
    place = crs.transform(
        shapely.Point(float(found[4]["longitude"]), float(found[4]["latitude"])), crs.CRS84, crs.LEGAL
    )
    assert place.distance(shapely.from_wkb(bytes(plots["point"].point.wkb))) < 0.05


def test_geojson__as_rfc_7946(plots, people, take):
    _name, content = take("geojson", people["anonymous"])
    found = json.loads(content)
    simple, hole, point = found["features"][0], found["features"][2], found["features"][4]
    assert simple["id"] == plots["simple"].code
    assert simple["properties"]["area_m2"] == 402.5
    assert "crs" not in found
    outer, inner = hole["geometry"]["coordinates"][0]
    assert shapely.is_ccw(shapely.LinearRing(outer))
    assert not shapely.is_ccw(shapely.LinearRing(inner))
    assert point["geometry"]["type"] == "Point"
    back = crs.transform(shapely.geometry.shape(simple["geometry"]), crs.CRS84, crs.LEGAL)
    stored = shapely.from_wkb(bytes(plots["simple"].geom.wkb))
    assert back.normalize().hausdorff_distance(stored.normalize()) < 0.002


@pytest.fixture
def gpkg(take, people, plots, tmp_path):
    path = tmp_path / "q.gpkg"
    path.write_bytes(take("gpkg", people["anonymous"])[1])
    return path


def test_gpkg__rows_crs_and_types(gpkg, plots):
    layers = dict(pyogrio.list_layers(gpkg))
    assert layers["plots"] == "MultiPolygon"
    assert layers["plots_points"] == "Point"
    frame = pyogrio.read_dataframe(gpkg, layer="plots")
    points = pyogrio.read_dataframe(gpkg, layer="plots_points")
    assert frame.crs.to_epsg() == 5899
    assert list(frame["code"]) == [plots[name].code for name in ("simple", "formula", "hole", "parts")]
    assert list(points["code"]) == [plots["point"].code]
    assert frame["area_m2"][0] == 402.5
    assert frame["decision_on"][0].date() == date(2024, 2, 29)
    assert frame["decision_on"][1] is None or str(frame["decision_on"][1]) == "NaT"
    stored = shapely.from_wkb(bytes(plots["parts"].geom.wkb))
    assert shapely.equals_exact(shapely.normalize(frame.geometry[3]), shapely.normalize(stored), 1e-6)


def test_gpkg__titles_domains_and_styles_inside(gpkg):
    with closing(sqlite3.connect(gpkg)) as database:
        title = database.execute("SELECT title FROM gpkg_data_columns WHERE column_name = 'use_state'").fetchone()
        labels = dict(
            database.execute(
                "SELECT value, description FROM gpkg_data_column_constraints WHERE constraint_name = 'use_state_codes'"
            )
        )
        found = {
            row[0]: row[1:] for row in database.execute("SELECT f_table_name, styleQML, styleSLD FROM layer_styles")
        }
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert title == ("Hiện trạng",)
    assert labels["vacant"] == "Đất trống"
    assert set(found) == {"plots", "plots_points"}
    qml = ElementTree.fromstring(found["plots"][0])
    assert {item.get("value") for item in qml.iter("category")} == {"DGD", "ODT", "CGT", ""}
    assert {item.get("name") for item in qml.iter("alias")} >= {"Mã khu đất", "Diện tích (m²)"}
    assert ElementTree.fromstring(found["plots"][1]).get("version") == "1.1.0"


def test_gpkg__grows_over_several_chunks(plots, people, rows, monkeypatch, tmp_path):
    monkeypatch.setattr("land.exports.rows.read.__defaults__", (2,))
    download = export("gpkg", layer=PLOTS, queryset=rows(None), user=None, title="q", filter_text="", today=TODAY)
    path = tmp_path / "q.gpkg"
    path.write_bytes(download.content())
    assert len(pyogrio.read_dataframe(path, layer="plots")) == 4
    assert len(pyogrio.read_dataframe(path, layer="plots_points")) == 1


def test_shapefile__utf8_and_explained_names(plots, people, take, tmp_path):
    path = tmp_path / "q.zip"
    path.write_bytes(take("shp", people["anonymous"])[1])
    with zipfile.ZipFile(path) as archive:
        assert archive.read("plots.cpg").strip() == b"UTF-8"
        readme = archive.read("README.txt").decode("utf-8-sig")
    frame = pyogrio.read_dataframe(f"/vsizip/{path}/plots.shp")
    assert "TENKHUDAT   name" in readme
    assert "vacant = Đất trống" in readme
    assert frame["TENKHUDAT"][0] == "Khu đất trường học Lê Lợi"
    assert frame["DIENTICH"][0] == 402.5
    assert frame["COQUANBH"][0] == "UBND huyện Côn Đảo"
    assert frame["DTELIP"][0] > 399
    assert all(len(name) <= 10 for name in frame.columns)
    assert len(pyogrio.read_dataframe(f"/vsizip/{path}/plots_points.shp")) == 1


def test_kml__placemarks_in_official_colours(plots, people, take):
    _name, content = take("kml", people["anonymous"])
    root = ElementTree.fromstring(content)
    space = {"k": "http://www.opengis.net/kml/2.2"}
    marks = root.findall(".//k:Placemark", space)
    assert len(marks) == 5
    assert marks[0].find("k:styleUrl", space).text == "#lu-DGD"
    assert root.find(".//k:Style[@id='lu-DGD']/k:PolyStyle/k:color", space).text == "b3aaaaff"
    assert marks[2].find(".//k:innerBoundaryIs", space) is not None
    assert marks[4].find("k:Point", space) is not None
    assert "Đất trống" in [item.text for item in marks[0].iter("{http://www.opengis.net/kml/2.2}value")]


def test_export__as_of_a_day(plots, people):
    queryset = PLOTS.as_of(people["anonymous"], date(2021, 1, 1)).order_by("number")
    download = export(
        "csv-machine", layer=PLOTS, queryset=queryset, user=people["anonymous"], title="q", filter_text="", today=TODAY
    )
    assert len(download.content().splitlines()) == 6
