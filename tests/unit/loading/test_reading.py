"""Every format that can be written here is read back, and nothing else is opened."""

import io
import sqlite3
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, Point

from gis.text.charsets import Encoding, encode_text
from land.loading.archives import Limits, unpack
from land.loading.errors import SENTENCES, Unreadable
from land.loading.reading import read
from land.loading.understanding import understand
from tests.unit.loading.conftest import parcel

WRITABLE = {
    "a.gpkg": "GPKG",
    "a.shp": "ESRI Shapefile",
    "a.tab": "MapInfo File",
    "a.mif": "MapInfo File",
    "a.geojson": "GeoJSON",
    "a.gml": "GML",
    "a.gdb": "OpenFileGDB",
    "a.fgb": "FlatGeobuf",
}


@pytest.mark.parametrize("name", WRITABLE)
def test_read__every_map_format_gives_the_same_plots(name, frame, write, places):
    with read(write(frame, name, driver=WRITABLE[name])) as table:
        rows = next(understand(table, places=places).chunks())
    rows.sort(key=lambda row: row.values["parcel_number"])  # FlatGeobuf orders features by place
    assert [(row.values["sheet_number"], row.values["parcel_number"]) for row in rows] == [
        ("12", "5"),
        ("12", "6"),
        ("13", "7"),
    ]
    for row, shape in zip(rows, frame.geometry, strict=True):
        assert shapely.area(shapely.symmetric_difference(row.geom, shape)) < 1.0  # MapInfo rounds to a centimetre
        assert [finding for finding in row.findings if finding.severity == "error"] == []


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.fgb", "a.geojson"])
def test_read__pieces_number_rows_on(name, frame, write):
    with read(write(frame, name)) as table:
        pieces = list(table.chunks(2))
    assert [list(piece.index) for piece in pieces] == [[1, 2], [3]]
    assert sorted([*pieces[0]["SOTHUA"], *pieces[1]["SOTHUA"]]) == ["5", "6", "7"]


def test_read__zipped_shapefiles_need_a_choice_or_a_star(frame, write, tmp_path):
    for name in ("phuong_1", "phuong_2"):
        write(frame, f"{name}.shp")
    archive = tmp_path / "xa.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in tmp_path.glob("phuong_*"):
            packed.write(path, f"du lieu/{path.name}")
    with pytest.raises(Unreadable) as refusal:
        read(archive)
    assert refusal.value.reason == "choose_layer"
    assert "phuong_1" in refusal.value.detail
    with read(archive, layer="*") as table:
        assert [list(piece.index) for piece in table.chunks()] == [[1, 2, 3], [4, 5, 6]]
        folder = Path(table.folder.name)
    assert not folder.exists()


def test_read__layer_without_rows_is_passed_over_and_said(frame, write):
    path = write(frame, "a.gpkg", layer="thua")
    frame.iloc[:0].to_file(path, layer="trong", engine="pyogrio")
    with read(path) as table:
        assert table.layer == "thua"
        assert table.notes[0][0] == "layer_chosen"


def test_read__dgn_v7_is_read_and_v8_refused(tmp_path):
    path = tmp_path / "to12.dgn"
    gpd.GeoDataFrame(geometry=[parcel()]).to_file(path, driver="DGN", engine="pyogrio")
    with read(path) as table:
        assert table.kind == "drawing"
        assert len(table.frame()) == 1
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert "lưu lại dạng V7 hoặc DXF" in refusal.value.detail


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.vrt", b"<OGRVRTDataSource/>", "unknown_format"),
        ("a.gml", b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "refers_outside"),
        ("a.gml", b'<!DOCTYPE x [<!ENTITY a "b">]><FeatureCollection/>', "refers_outside"),
        ("a.geojson", b"<OGRVRTDataSource/>", "content_differs"),
        ("a.geojson", b'{"type": "gdal_streamed_alg", "command_line": "gdal vector read /etc"}', "refers_outside"),
        ("a.geojson", b"https://example.org/a.geojson", "content_differs"),
        ("a.gpkg", b"hello", "content_differs"),
        ("a.shp", b"\x00\x00\x27\x0a", "sidecar_missing"),
        ("a.tab", b'!table\n"\\IsSeamless" = "TRUE"\n', "refers_outside"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "unknown_format"),
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"PK nothing", "content_differs"),
        ("a.zip", b"PK\x03\x04broken", "unknown_format"),
    ],
)
def test_read__what_is_no_plain_local_file_is_refused(name, content, reason, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.reason == reason
    assert refusal.value.detail
    assert refusal.value.detail_en


@pytest.mark.parametrize(
    "address", ["/vsicurl/https://example.org/a.gpkg", "https://example.org/a.gpkg", "PG:dbname=x", "/vsizip/x.zip"]
)
def test_read__addresses_are_refused(address):
    with pytest.raises(Unreadable) as refusal:
        read(address)
    assert refusal.value.reason in {"remote", "missing"}


def test_read__geopackage_with_a_door_to_other_files_is_refused(frame, write):
    path = write(frame, "a.gpkg")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = 1")
        database.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES "
            "('table', 'door', 'door', 0, 'CREATE VIRTUAL TABLE door USING VirtualOGR(''/etc/passwd'')')"
        )
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.reason == "refers_outside"


def test_read__truncated_file_gives_a_sentence(frame, write):
    path = write(frame, "a.fgb")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(Unreadable) as refusal, read(path) as table:
        table.frame()
    assert refusal.value.reason in {"damaged", "no_rows"}


def _zip(path: Path, members: dict[str, bytes], **options: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "..\\a.csv", "C:/a.csv"])
def test_unpack__paths_out_of_the_folder_are_refused(name, tmp_path):
    archive = _zip(tmp_path / "a.zip", {name: b"x"})
    (tmp_path / "out").mkdir()
    with pytest.raises(Unreadable) as refusal:
        unpack(archive, tmp_path / "out")
    assert refusal.value.reason == "archive_path"
    assert list((tmp_path / "out").iterdir()) == []


def test_unpack__links_are_refused(tmp_path):
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(Unreadable) as refusal:
        unpack(tmp_path / "a.zip", tmp_path)
    assert refusal.value.reason == "archive_path"


@pytest.mark.parametrize(
    "limits",
    [Limits(unpacked_bytes=1_000), Limits(members=1), Limits(ratio=5, ratio_from_bytes=1_000)],
    ids=["size", "count", "ratio"],
)
def test_unpack__bombs_are_refused(limits, tmp_path):
    archive = _zip(tmp_path / "a.zip", {"a.csv": bytes(50_000), "b.csv": b"x"})
    with pytest.raises(Unreadable) as refusal:
        unpack(archive, tmp_path, limits)
    assert refusal.value.reason == "archive_bomb"
    unpack(archive, tmp_path, Limits())
    assert (tmp_path / "a.csv").stat().st_size == 50_000


def test_unpack__sizes_in_the_table_of_contents_are_not_believed(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(100_000))
    lie = packed.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (tmp_path / "a.zip").write_bytes(lie)
    with pytest.raises(Unreadable) as refusal:
        unpack(tmp_path / "a.zip", tmp_path, Limits(unpacked_bytes=1_000))
    assert refusal.value.reason in {"archive_bomb", "bad_archive"}


def test_sentences__every_refusal_speaks_both_languages():
    for reason, (vi, en) in SENTENCES.items():
        assert vi != en, reason


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI, Encoding.CP1258, Encoding.UNICODE])
def test_read__dbf_in_a_legacy_encoding_becomes_unicode(encoding, tmp_path, places):
    texts = ["Trường Tiểu học Hạ Long", "Nhà văn hóa khu phố Thắng Nhất", "Đất trống chưa sử dụng"]
    marks = [f"DAU{number}" + "x" * 60 for number in range(3)]
    frame = gpd.GeoDataFrame({"TEN": marks}, geometry=[parcel(dx) for dx in (0, 100, 200)], crs=5899)
    path = tmp_path / "cu.shp"
    frame.to_file(path, engine="pyogrio")
    path.with_suffix(".cpg").unlink()
    content = path.with_suffix(".dbf").read_bytes()
    for mark, text in zip(marks, texts, strict=True):
        raw = encode_text(text, encoding)
        content = content.replace(mark.encode(), raw.ljust(len(mark)))
    path.with_suffix(".dbf").write_bytes(content)
    with read(path) as table:
        rows = next(understand(table, places=places).chunks())
    assert [row.values["name"] for row in rows] == texts


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI, Encoding.CP1258])
@pytest.mark.parametrize("charset", ["Neutral", "WindowsLatin1", "WindowsVietnamese"])
@pytest.mark.parametrize("suffix", [".mif", ".tab"])
def test_read__mapinfo_in_a_legacy_encoding_becomes_unicode(suffix, charset, encoding, tmp_path, places):
    texts = ["Trường Tiểu học Hạ Long", "Nhà văn hóa khu phố Thắng Nhất", "Đất trống chưa sử dụng"]
    marks = [f"DAU{number}" + "x" * 60 for number in range(3)]
    frame = gpd.GeoDataFrame({"TEN": marks}, geometry=[parcel(dx) for dx in (0, 100, 200)], crs=5899)
    path = tmp_path / f"cu{suffix}"
    frame.to_file(path, engine="pyogrio", driver="MapInfo File")
    for file in tmp_path.iterdir():
        content = file.read_bytes().replace(b"Neutral", charset.encode())
        for mark, text in zip(marks, texts, strict=True):
            content = content.replace(mark.encode(), encode_text(text, encoding).ljust(len(mark)))
        file.write_bytes(content)
    with read(path) as table:
        rows = next(understand(table, places=places).chunks())
    assert [row.values["name"] for row in rows] == texts


def test_understand__wrong_cpg_does_not_spoil_the_texts(tmp_path, places):
    frame = gpd.GeoDataFrame({"TEN": ["X" * 40]}, geometry=[parcel()], crs=5899)
    path = tmp_path / "cu.shp"
    frame.to_file(path, engine="pyogrio")
    raw = encode_text("Phường Thắng Tam, đường Hạ Long", Encoding.TCVN3)
    dbf = path.with_suffix(".dbf")
    dbf.write_bytes(dbf.read_bytes().replace(b"X" * 40, raw.ljust(40)))
    path.with_suffix(".cpg").write_text("UTF-8")
    with read(path) as table:
        candidates = understand(table, places=places)
        assert next(candidates.chunks())[0].values["name"] == "Phường Thắng Tam, đường Hạ Long"
    assert "encoding_found" in [finding.code for finding in candidates.findings]


def test_read__closed_lines_and_heights_and_curves_become_areas(tmp_path, places):
    ring = parcel().exterior
    lines = gpd.GeoDataFrame({"SOTO": ["1"]}, geometry=[LineString([(x, y, 7) for x, y in ring.coords])], crs=5899)
    path = tmp_path / "a.gpkg"
    lines.to_file(path, engine="pyogrio")
    with read(path) as table:
        row = next(understand(table, places=places).chunks())[0]
    assert row.geom is not None
    assert not row.geom.has_z
    assert row.geom.area == pytest.approx(parcel().area)


CURVED = """<?xml version="1.0" encoding="utf-8"?>
<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="f">
<ogr:featureMember><ogr:thua gml:id="t.1"><ogr:geometryProperty>
<gml:Polygon srsName="urn:ogc:def:crs:EPSG::5899" gml:id="g"><gml:exterior><gml:Ring><gml:curveMember>
<gml:Curve gml:id="c"><gml:segments><gml:Arc><gml:posList>426500 1144600 426600 1144700 426700 1144600</gml:posList>
</gml:Arc><gml:LineStringSegment><gml:posList>426700 1144600 426500 1144600</gml:posList></gml:LineStringSegment>
</gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>
</ogr:geometryProperty><ogr:SOTO>12</ogr:SOTO></ogr:thua></ogr:featureMember></ogr:FeatureCollection>"""


def test_read__arcs_are_linearised(tmp_path, places):
    path = tmp_path / "cong.gml"
    path.write_text(CURVED, encoding="utf-8")
    with read(path) as table:
        row = next(understand(table, places=places).chunks())[0]
    assert row.geom.area == pytest.approx(3.14159 * 100**2 / 2, rel=0.002)
    assert [item.name for item in tmp_path.iterdir()] == ["cong.gml"]  # nothing is left beside the user's file


def test_read__points_keep_their_place(tmp_path, places):
    path = tmp_path / "diem.geojson"
    gpd.GeoDataFrame({"Tên khu đất": ["A"]}, geometry=[Point(107.08, 10.35)], crs=4326).to_file(path, engine="pyogrio")
    with read(path) as table:
        row = next(understand(table, places=places).chunks())[0]
    assert row.geom is None
    assert row.point.distance(Point(426432.3715, 1144643.9082)) < 0.001
