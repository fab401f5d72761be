"""Drawings: borders drawn once, labels inside."""

import ezdxf
import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point

from gis.text.charsets import Encoding, encode_text
from land.loading.drawings import read_label
from land.loading.reading import read
from land.loading.understanding import understand
from tests import places as named
from tests.unit.loading.dgn import write_dgn

X, Y = named.VUNG_TAU
LINES = [
    [(0, 0), (60, 0)],
    [(60, 0), (60, 30)],
    [(60, 30), (0, 30)],
    [(0, 30), (0, 0)],
    [(30, 0), (30, 30)],  # the border of two parcels, drawn once
    [(60, 0), (90, 0), (90, 30), (60, 30)],  # a yard without a label
]


def drawing(path):
    document = ezdxf.new("R2000")
    space = document.modelspace()
    for line in LINES:
        space.add_lwpolyline([(X + x, Y + y) for x, y in line], dxfattribs={"layer": "RANH"})
    space.add_lwpolyline(
        [(X - 50, Y - 50), (X + 200, Y - 50), (X + 200, Y + 90)], close=True, dxfattribs={"layer": "KHUNG"}
    )
    space.add_text("12/900,0 ODT", dxfattribs={"layer": "NHAN", "insert": (X + 5, Y + 10)})
    space.add_text("7", dxfattribs={"layer": "NHAN", "insert": (X + 40, Y + 15)})
    space.add_text("CLN", dxfattribs={"layer": "NHAN", "insert": (X + 40, Y + 10)})
    document.saveas(path)
    return path


def test_dxf__parcels_from_shared_borders_with_their_labels(tmp_path, places):
    profile = {"constants": {"sheet_number": "5", "unit": "Phường Vũng Tàu"}, "columns": {"sheet_number": ""}}
    with read(drawing(tmp_path / "to5.dxf")) as table:
        candidates = understand(table, profile=profile, places=places)
        rows = [row for chunk in candidates.chunks() for row in chunk]
    found = {row.values["parcel_number"]: row for row in rows}
    assert set(found) == {"12", "7"}
    assert found["12"].geom.area == pytest.approx(900)
    assert found["12"].values["land_use_id"] == "ODT"
    assert str(found["12"].values["area_legal_m2"]) == "900.0"
    assert found["7"].values["land_use_id"] == "CLN"
    assert {row.values["unit_id"] for row in rows} == {"26506@2025-07-01"}
    remark = next(finding for finding in candidates.findings if finding.code == "drawing_read")
    assert remark.params == {"polygons": 2, "labels": 3, "dropped": 1}


def test_dgn__linework_is_closed_too(tmp_path, places):
    path = tmp_path / "to5.dgn"
    lines = [LineString([(X + x, Y + y) for x, y in line]) for line in LINES]
    gpd.GeoDataFrame(geometry=lines).to_file(path, driver="DGN", engine="pyogrio")
    with read(path) as table:
        rows = next(understand(table, places=places).chunks())
    assert sorted(round(row.geom.area) for row in rows) == [900, 900, 900]


@pytest.mark.parametrize("encoding", [Encoding.UNICODE, Encoding.TCVN3, Encoding.VNI])
def test_dgn__labels_are_read_in_old_fonts_too(encoding, tmp_path, places):
    labels = {(5, 10): "12/900,0 ODT", (40, 15): "7", (40, 10): "CLN", (40, 20): "Trường Tiểu học Hạ Long"}
    elements = [(LineString([(X + x, Y + y) for x, y in line]).wkt, b"") for line in LINES]
    elements += [(Point(X + x, Y + y).wkt, encode_text(text, encoding)) for (x, y), text in labels.items()]
    with read(write_dgn(tmp_path / "to5.dgn", elements)) as table:
        candidates = understand(table, profile={"columns": {"name": "Nhãn"}}, places=places)
        rows = next(candidates.chunks())
    found = {row.values["parcel_number"]: row.values for row in rows}
    assert set(found) == {"12", "7"}
    assert (found["12"]["land_use_id"], str(found["12"]["area_legal_m2"])) == ("ODT", "900.0")
    assert found["7"]["land_use_id"] == "CLN"
    assert set(found["7"]["name"].split("; ")) == {"7", "CLN", "Trường Tiểu học Hạ Long"}
    remark = next(finding for finding in candidates.findings if finding.code == "drawing_read")
    assert remark.params == {"polygons": 2, "labels": 4, "dropped": 1}


@pytest.mark.parametrize(
    ("texts", "drawn", "expected"),
    [
        (["12/345,6 ONT"], 345.0, (None, "12", "345,6", "ONT")),
        (["12", "345,6", "ONT"], 345.0, (None, "12", "345,6", "ONT")),
        (["12/345"], 5000.0, ("12", "345", None, None)),
        (["12/345"], 340.0, (None, "12", "345", None)),
        (["ODT+CLN", "8"], 100.0, (None, "8", None, "ODT+CLN")),
        (["Tờ 5", "Thửa 21"], 100.0, ("5", "21", None, None)),
        (["12\n345,6"], 345.0, (None, "12", "345,6", None)),
        ([], 100.0, (None, None, None, None)),
    ],
)
def test_read_label__the_drawn_area_tells_area_from_number(texts, drawn, expected):
    label = read_label(texts, drawn)
    assert (label.sheet, label.parcel, label.area, label.use) == expected
