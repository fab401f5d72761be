"""An upload of a reference layer is looked at before it is loaded, refused shapes apart."""

import geopandas as gpd
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from shapely.geometry import LineString

from gis import crs
from land import reference_preview
from tests import places
from tests.database.land.reference_desk import (
    ANY_LAYER,
    commit,
    content,
    page,
    plan,
    shapes_of,
    uploaded,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_dir")]


def test_preview__good_and_refused_shapes_apart_before_anything_is_loaded(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT", "", "CGT"], TenKhu=["Khu ở", "", ""]))
    told = [
        (shape["properties"]["kind"], shape["properties"]["row"], shape["properties"].get("name"))
        for shape in shapes_of(planner, job)
    ]
    assert told == [("refused", 2, None), ("new", 1, "ODT Khu ở"), ("new", 3, "CGT")]
    longitude, latitude = shapes_of(planner, job)[1]["geometry"]["coordinates"][0][0][0]
    assert (longitude, latitude) == pytest.approx((107.08, 10.35), abs=0.01)
    shown = page(planner, job)
    address = reverse("reference-upload", args=[job.pk])
    assert f'data-shapes="{address}?f=geojson"' in shown, "the page of a wrong form has another address"
    assert "Khu đất mới" not in shown
    assert shown.count("data-at=") == 1
    assert 'data-borders="/desk/borders/"' in shown
    job, _told = commit(planner, job, skip_refused="on")
    assert "data-shapes" not in page(planner, job)


def test_preview__lines_of_roads_and_a_row_for_a_price_table_without_shapes(planner, tmp_path):
    x, y = places.VUNG_TAU
    lines = [LineString([(x, y), (x + 50, y)]), LineString([(x, y + 30), (x + 50, y + 30)])]
    path = tmp_path / "lo_gioi.gpkg"
    gpd.GeoDataFrame({"TenDuong": ["Lê Lợi", ""]}, geometry=lines, crs=f"EPSG:{crs.LEGAL.epsg}").to_file(path)
    job = uploaded(planner, path, kind="road_lines")
    kinds = [(shape["properties"]["kind"], shape["geometry"]["type"]) for shape in shapes_of(planner, job)]
    assert kinds == [("refused", "LineString"), ("new", "MultiLineString")]
    prices = SimpleUploadedFile("gia.csv", "Khu vực;Loại đất;Giá\nKhu vực 1;ONT;500000\nKhu vực 2;ONT;\n".encode())
    job = uploaded(planner, prices, kind="land_price")
    assert (job.report["shapes"], job.report["files"]) == (0, ["refused_csv"])
    assert "data-shapes" not in page(planner, job)
    assert planner.get(reverse("reference-refused", args=[job.pk, "gpkg"])).status_code == 404


def test_preview__of_a_large_file_reaches_its_end(planner, tmp_path, monkeypatch):
    monkeypatch.setattr(reference_preview, "MOST_FEATURES", 3)
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT"] * 5))
    assert [shape["properties"]["row"] for shape in shapes_of(planner, job)] == [1, 3, 5]


def test_preview__is_of_nobody_who_may_not_see_the_upload(planner, people, tmp_path):
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT", ""]))
    for name, user in people.items():
        planner.logout()
        if name != "anonymous":
            planner.force_login(user)
        expected = 302 if name == "anonymous" else 200 if name in ANY_LAYER else 404
        for address in (
            reverse("reference-upload", args=[job.pk]) + "?f=geojson",
            reverse("reference-refused", args=[job.pk, "gpkg"]),
        ):
            assert planner.get(address).status_code == expected, (name, address)


def test_load__refused_shapes_are_mended_in_a_gis_and_come_back(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT", "", "?!"], TENCHU=["Ông A", "Bà B", "Bà C"]))
    package = tmp_path / "dong-bi-tu-choi.gpkg"
    package.write_bytes(content(planner.get(reverse("reference-refused", args=[job.pk, "gpkg"]))))
    frame = gpd.read_file(package)
    assert list(frame.columns) == ["Dòng", "Lý do", "LoaiDat", "geometry"], "no person's name is repeated"
    assert list(frame["Dòng"]) == ["2", "3"]
    assert "thiếu mã loại đất" in frame["Lý do"][0]
    assert [round(area) for area in frame.area] == [400, 400]
    frame["LoaiDat"] = ["CGT", "TSC"]
    frame.to_file(package, layer="qh")
    again = uploaded(planner, package, title="Phần đã sửa", decision_on="02/02/2026")
    assert again.report["counts"] == {"read": 2, "new": 2, "refused": 0, "mended": 0}
