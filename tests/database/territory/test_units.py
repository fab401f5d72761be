"""Units by day, by place, by name."""

from datetime import date
from pathlib import Path

import geopandas
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from shapely import from_wkb, transform
from shapely.geometry import box

from gis import crs
from territory.layers import UNITS
from territory.models import AdminUnit, UnitSuccession
from territory.names import find_units
from tests import places

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def facts(django_db_setup, django_db_blocker):
    """The project's own facts, loaded once for this module."""
    with django_db_blocker.unblock():
        call_command("load_facts", verbosity=0)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]


@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [(date(2024, 12, 31), 8, 82), (date(2025, 1, 1), 7, 77), (date(2025, 6, 30), 7, 77), (TODAY, 0, 30)],
)
def test_units_of_a_day(day, districts, communes):
    on = AdminUnit.objects.on_day(day)
    assert on.filter(level="district").count() == districts
    assert on.filter(level="commune").count() == communes


def test_load_facts__twice_changes_nothing():
    before = list(AdminUnit.objects.order_by("uid").values_list("uid", "name", "valid", "geom"))
    links = UnitSuccession.objects.count()
    call_command("load_facts", verbosity=0)
    assert list(AdminUnit.objects.order_by("uid").values_list("uid", "name", "valid", "geom")) == before
    assert UnitSuccession.objects.count() == links


def test_holding__which_unit_held_this_point_on_this_day(django_assert_num_queries):
    point = AdminUnit.objects.get(uid="26536@initial").geom.point_on_surface
    with django_assert_num_queries(1):
        then = {unit.level: unit.uid for unit in AdminUnit.objects.holding(point, date(2024, 6, 1))}
    now = {unit.level: unit.uid for unit in AdminUnit.objects.holding(point, TODAY)}
    assert then == {"province": "77@initial", "district": "747@initial", "commune": "26536@initial"}
    assert now == {"province": "79@2025-07-01", "commune": "26536@2025-07-01"}


def test_on_papers__communes_of_any_time_and_districts_that_had_none():
    found = set(AdminUnit.objects.on_papers().values_list("level", "uid"))
    assert {uid for level, uid in found if level != "commune"} == {"755@initial"}
    assert len(found) == 1 + AdminUnit.objects.communes().count()


def test_told_apart__names_that_were_used_twice():
    names = AdminUnit.objects.on_papers().told_apart()
    assert len(set(names.values())) == len(names)
    assert names["26536@initial"] == "Phường 10"
    assert names["26535@initial"] == "Phường Rạch Dừa (đến 30/06/2025)"
    assert names["26536@2025-07-01"] == "Phường Rạch Dừa"
    assert names["26560@initial"] == "Phường Phước Trung (đến 31/12/2024)"


@pytest.mark.parametrize(
    ("uid", "came", "became"),
    [
        ("26506@2025-07-01", {"Phường 1 (26506)", "Phường Thắng Nhì (26521)"}, set()),
        ("26521@initial", set(), {"Phường Vũng Tàu (26506)"}),
    ],
)
def test_layer__says_what_a_unit_was_and_became(uid, came, became):
    said = {f"said_{name}": UNITS.field_for(None, name).expression() for name in ("predecessors", "successors")}
    row = AdminUnit.objects.values(**said).get(pk=uid)
    assert came <= set(row["said_predecessors"])
    assert set(row["said_successors"]) == became
    assert len(row["said_predecessors"]) == UnitSuccession.objects.filter(successor=uid).count()


def test_polygons__communes_of_a_day_share_borders_without_overlap():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM territory_adminunit a JOIN territory_adminunit b "
            "ON a.uid < b.uid AND a.geom && b.geom "
            "WHERE a.level = 'commune' AND b.level = 'commune' AND upper_inf(a.valid) AND upper_inf(b.valid) "
            "AND ST_Area(ST_Intersection(a.geom, b.geom)) > 1"
        )
        assert cursor.fetchone()[0] == 0
    assert AdminUnit.objects.filter(illustrative=False).count() == 0


@pytest.mark.parametrize(
    ("text", "uid", "today"),
    [
        ("phường 10 vũng tàu", "26536@initial", "Phường Rạch Dừa"),
        ("P. 10", "26536@initial", "Phường Rạch Dừa"),
        ("rach dua", "26536@2025-07-01", "Phường Rạch Dừa"),
        ("Hoà Long", "26572@initial", "Phường Tam Long"),
        ("xã hòa long", "26572@initial", "Phường Tam Long"),
        ("binh chau", "26656@2025-07-01", "Xã Bình Châu"),
        ("phuoc buu", "26620@initial", "Xã Hồ Tràm"),
        ("rach duaa", "26536@2025-07-01", "Phường Rạch Dừa"),
    ],
)
def test_find_units__old_and_new_names(text, uid, today):
    hit = find_units(text)[0]
    assert hit.unit.uid == uid
    assert [unit.name for unit in hit.today] == [today]


@pytest.mark.parametrize("text", ["", "   ", "zzzz qqqq"])
def test_find_units__nothing(text):
    assert find_units(text) == []


@pytest.mark.parametrize(
    ("driver", "name"), [("GPKG", "u.gpkg"), ("ESRI Shapefile", "u.shp"), ("GeoJSON", "u.geojson")]
)
def test_load_units__real_polygons_replace_the_illustrative_ones(tmp_path: Path, driver, name, capsys):
    shape = box(*places.VUNG_TAU, places.VUNG_TAU[0] + 1000, places.VUNG_TAU[1] + 1000)
    degrees = crs.transform(shape, crs.LEGAL, crs.CRS84)
    frame = geopandas.GeoDataFrame({"uid": ["26506@2025-07-01", "nobody"]}, geometry=[degrees, degrees], crs=4326)
    frame.to_file(tmp_path / name, driver=driver)
    call_command("load_units", str(tmp_path / name))
    unit = AdminUnit.objects.get(uid="26506@2025-07-01")
    assert not unit.illustrative
    assert unit.geometry_source == name
    assert unit.geom.area == pytest.approx(1_000_000, abs=1)
    assert "nobody" in capsys.readouterr().err


@pytest.mark.parametrize("system", [crs.VN2000_BRVT, crs.VN2000_HCMC, crs.VN2000_GEO], ids=lambda system: system.code)
def test_load_units__polygons_go_through_the_official_transformation(tmp_path: Path, system):
    shape = box(*places.VUNG_TAU, places.VUNG_TAU[0] + 1000, places.VUNG_TAU[1] + 1000)
    written_units(tmp_path, crs.transform(shape, crs.LEGAL, system), f"EPSG:{system.epsg}")
    call_command("load_units", str(tmp_path / "u.gpkg"))
    assert stored_unit().hausdorff_distance(shape) < 0.001


def test_load_units__wrong_zone_and_swapped_axes_are_named_and_may_be_confirmed(tmp_path: Path):
    shape = box(*places.VUNG_TAU, places.VUNG_TAU[0] + 1000, places.VUNG_TAU[1] + 1000)
    written_units(tmp_path, crs.transform(shape, crs.LEGAL, crs.VN2000_HCMC), "EPSG:5899")
    with pytest.raises(CommandError, match=r"Sai múi chiếu.*105-45.*--srid 9210"):
        call_command("load_units", str(tmp_path / "u.gpkg"))
    call_command("load_units", str(tmp_path / "u.gpkg"), srid="9210")
    assert stored_unit().hausdorff_distance(shape) < 0.001
    written_units(tmp_path, transform(shape, lambda points: points[:, ::-1]), "EPSG:5899")
    with pytest.raises(CommandError, match="Đảo trục"):
        call_command("load_units", str(tmp_path / "u.gpkg"))
    call_command("load_units", str(tmp_path / "u.gpkg"), swap_axes=True)
    assert stored_unit().hausdorff_distance(shape) < 0.001


def test_load_units__a_missing_shift_is_told_and_the_official_one_used(tmp_path: Path, capsys):
    shape = box(*places.VUNG_TAU, places.VUNG_TAU[0] + 1000, places.VUNG_TAU[1] + 1000)
    plane = "+proj=tmerc +lat_0=0 +lon_0=107.75 +k=0.9999 +x_0=500000 +y_0=0 +datum=WGS84 +units=m +no_defs +type=crs"
    written_units(tmp_path, shape, plane)
    call_command("load_units", str(tmp_path / "u.gpkg"))
    assert stored_unit().hausdorff_distance(shape) < 0.001
    assert "thiếu tham số chuyển VN-2000" in capsys.readouterr().err


def written_units(folder: Path, shape, system: str) -> None:
    (folder / "u.gpkg").unlink(missing_ok=True)
    geopandas.GeoDataFrame({"uid": ["26506@2025-07-01"]}, geometry=[shape], crs=system).to_file(folder / "u.gpkg")


def stored_unit():
    return from_wkb(bytes(AdminUnit.objects.get(uid="26506@2025-07-01").geom.wkb))


def test_load_units__wrong_key_column_names_the_columns(tmp_path: Path):
    frame = geopandas.GeoDataFrame({"ma": ["1"]}, geometry=[box(107, 10, 107.1, 10.1)], crs=4326)
    frame.to_file(tmp_path / "u.gpkg")
    with pytest.raises(CommandError, match=r"không có cột “uid”. Các cột: ma"):
        call_command("load_units", str(tmp_path / "u.gpkg"))


def test_load_units__a_file_without_a_system_is_refused(tmp_path: Path):
    frame = geopandas.GeoDataFrame({"uid": ["1"]}, geometry=[box(107, 10, 107.1, 10.1)])
    frame.to_file(tmp_path / "u.gpkg")
    with pytest.raises(CommandError, match="hệ tọa độ"):
        call_command("load_units", str(tmp_path / "u.gpkg"))
