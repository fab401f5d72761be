"""The system is what the file declares while the ground agrees; every mistake known here is named."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS as ProjCrs
from pyproj import Transformer

from gis import crs
from gis.systems import names
from gis.systems.guess import Sample, read_coordinates
from land.loading.reading import read
from land.loading.understanding import understand
from tests.unit.loading.conftest import parcel

SPOTS = [(0, 0), (3_000, 2_000), (20_000, 15_000), (35_000, 40_000)]
BARE_TM3 = "+proj=tmerc +lat_0=0 +lon_0={meridian} +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs{shift}"
ESRI = (
    'PROJCS["VN_2000_TM-3_107-45",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,'
    '298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",107.75],'
    'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def legal_shapes():
    return np.array([parcel(*spot) for spot in SPOTS], dtype=object)


def shapes_in(system: crs.Crs):
    return crs.transform(legal_shapes(), crs.LEGAL, system)


def known_plots():
    return list(shapely.point_on_surface(legal_shapes()))


def try_(system, shapes, places, known=None, **options):
    return read_coordinates(system, Sample(shapes, known or ()), places.ground, **options)


def codes(reading):
    return [remark.code for remark in reading.remarks]


def distance(reading, shapes):
    return float(np.max(shapely.hausdorff_distance(reading.to_legal(shapes), legal_shapes())))


SYSTEMS = [crs.VN2000_BRVT, crs.VN2000_HCMC, crs.VN2000_UTM48, crs.VN2000_UTM49]


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.code)
def test_read_coordinates__national_systems_go_through_the_pinned_transformation(system, places):
    shapes = shapes_in(system)
    reading = try_(ProjCrs.from_epsg(system.epsg), shapes, places)
    assert not reading.blocked
    assert distance(reading, shapes) < 0.001
    assert codes(reading) == []


def test_read_coordinates__projs_own_way_would_be_off_west_of_the_line(places):
    """If this fails, the test above proves nothing: PROJ's default has to differ from the pinned operation."""
    run = Transformer.from_crs(ProjCrs.from_epsg(9210), ProjCrs.from_epsg(4326), always_xy=True)
    x, y = crs.transform_points(426432.0, 1144644.0, crs.LEGAL, crs.VN2000_HCMC)
    default = run.transform(x, y)
    official = crs.transform_points(426432.0, 1144644.0, crs.LEGAL, crs.CRS84)
    assert abs(default[0] - official[0]) > 5e-6


@pytest.mark.parametrize("text", [ESRI, "EPSG:5899"], ids=["esri", "epsg"])
def test_declared__the_names_of_vn2000(text):
    found = names.declared(ProjCrs.from_user_input(text))
    assert found.national
    assert found.shift == "official"
    assert found.system == crs.LEGAL.proj()


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        ("", "shift_missing_declared"),
        (" +towgs84=0,0,0", "shift_missing_declared"),
        (" +towgs84=-192.873,-39.382,-111.202,-0.00205,-0.0005,0.00335,0.0188", "shift_other_declared"),
    ],
    ids=["none", "zero", "other"],
)
def test_read_coordinates__vn2000_without_or_with_another_shift_is_said_and_pinned(shift, code, places):
    system = ProjCrs.from_user_input(BARE_TM3.format(meridian=107.75, shift=shift))
    reading = try_(system, legal_shapes(), places)
    assert code in codes(reading)
    assert not reading.blocked
    assert distance(reading, legal_shapes()) < 0.001


def test_read_coordinates__official_towgs84_is_no_remark(places):
    shift = " +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
    system = ProjCrs.from_user_input(BARE_TM3.format(meridian=107.75, shift=shift))
    assert "shift_other_declared" not in codes(try_(system, legal_shapes(), places))


def test_read_coordinates__wrong_zone_is_named_with_its_distance(places):
    reading = try_(crs.VN2000_BRVT.proj(), shapes_in(crs.VN2000_HCMC), places)
    assert codes(reading) == ["zone_wrong"]
    assert reading.blocked
    assert reading.proposal == {"srid": "9210"}
    assert reading.remarks[0].params["distance_km"] == "219"
    assert "105-45" in reading.remarks[0].text()
    back = try_(names.crs_of_srid("9210"), shapes_in(crs.VN2000_HCMC), places)
    assert not back.blocked
    assert distance(back, shapes_in(crs.VN2000_HCMC)) < 0.001


def test_read_coordinates__utm_read_as_tm3_is_named(places):
    reading = try_(crs.VN2000_HCMC.proj(), shapes_in(crs.VN2000_UTM48), places)
    assert codes(reading) == ["zone_wrong"]
    assert reading.proposal == {"srid": "3405"}


@pytest.mark.parametrize("system", [crs.VN2000_BRVT, crs.CRS84], ids=lambda system: system.code)
def test_read_coordinates__swapped_axes_are_named(system, places):
    shapes = shapely.transform(shapes_in(system), lambda points: points[:, ::-1])
    reading = try_(system.proj(), shapes, places)
    assert codes(reading) == ["axes_swapped"]
    assert reading.proposal == {"swap_axes": True}
    mended = try_(system.proj(), shapes, places, swapped=True)
    assert not mended.blocked
    assert distance(mended, shapes) < 0.001


def test_read_coordinates__degrees_for_metres_and_the_reverse(places):
    assert codes(try_(crs.LEGAL.proj(), shapes_in(crs.CRS84), places)) == ["degrees_for_metres"]
    assert codes(try_(crs.CRS84.proj(), legal_shapes(), places)) == ["metres_for_degrees"]


def test_read_coordinates__elsewhere_is_told_with_degrees(places):
    reading = try_(ProjCrs.from_epsg(3763), shapely.points([[-30_000.0, 100_000.0]]), places)
    assert codes(reading) == ["outside_all"]
    assert reading.remarks[0].params["longitude"].startswith("-8.")


def test_read_coordinates__undeclared_metres_are_taken_by_the_ground(places):
    reading = try_(None, shapes_in(crs.VN2000_HCMC), places)
    assert "crs_assumed" in codes(reading)
    assert distance(reading, shapes_in(crs.VN2000_HCMC)) < 0.001
    nowhere = try_(None, shapely.points([[1.0, 1.0]]), places)
    assert codes(nowhere) == ["crs_unknown"]
    assert nowhere.blocked


def test_read_coordinates__lost_shift_shows_against_registered_plots(places):
    """EPSG:4756 read as 4326: 226 m off, inside the territory all the same."""
    shapes = shapes_in(crs.VN2000_GEO)
    reading = try_(crs.CRS84.proj(), shapes, places, known_plots())
    assert codes(reading) == ["shift_missing"]
    assert reading.blocked
    assert reading.proposal == {"srid": "4756"}
    assert 220 < float(reading.remarks[0].params["distance"]) < 232
    assert codes(try_(crs.CRS84.proj(), shapes_in(crs.CRS84), places, known_plots())) == []


def test_read_coordinates__utm_on_the_wrong_datum_shows_against_registered_plots(places):
    reading = try_(ProjCrs.from_epsg(32648), shapes_in(crs.VN2000_UTM48), places, known_plots())
    assert codes(reading) == ["shift_missing"]
    assert reading.proposal == {"srid": "3405"}


def test_read_coordinates__without_registered_plots_it_cannot_be_known(places):
    reading = try_(crs.CRS84.proj(), shapes_in(crs.VN2000_GEO), places)
    assert codes(reading) == ["shift_unknowable"]
    assert not reading.blocked
    two = try_(crs.CRS84.proj(), shapes_in(crs.VN2000_GEO), places, [*known_plots()[:2], None, None])
    assert codes(two) == ["shift_unknowable"]


def test_read_coordinates__other_constant_offsets_are_told_not_mended(places):
    moved = shapely.transform(legal_shapes(), lambda points: np.add(points, (30.0, -40.0)))
    reading = try_(crs.LEGAL.proj(), moved, places, known_plots())
    assert codes(reading) == ["offset_constant"]
    assert reading.remarks[0].params == {"east": "30.00", "north": "-40.00", "distance": "50.0"}
    eighty = shapely.transform(legal_shapes(), lambda points: np.add(points, (-0.80, -0.05)))
    assert codes(try_(crs.LEGAL.proj(), eighty, places, known_plots())) == ["offset_other_operation"]


def test_read_coordinates__scattered_differences_are_no_offset(places):
    shifts = [(100.0, 0.0), (-300.0, 50.0), (0.0, 400.0), (20.0, -90.0)]
    moved = np.array([parcel(x + dx, y + dy) for (x, y), (dx, dy) in zip(SPOTS, shifts, strict=True)], dtype=object)
    assert codes(try_(crs.LEGAL.proj(), moved, places, known_plots())) == []


def test_read__srid_over_the_file_is_remarked(tmp_path, places):
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"SOTO": ["1"]}, geometry=[shapes_in(crs.VN2000_HCMC)[0]], crs="EPSG:5899").to_file(path)
    with read(path, srid="9210") as table:
        candidates = understand(table, places=places)
        row = next(candidates.chunks())[0]
    assert "srid_over_file" in [finding.code for finding in candidates.findings]
    assert row.geom.hausdorff_distance(parcel()) < 0.001


def test_read__mapinfo_writes_vn2000_as_wgs84_and_is_understood(frame, write, places):
    with read(write(frame, "a.tab")) as table:
        candidates = understand(table, places=places)
    assert candidates.reading.system == crs.LEGAL.proj()
    assert "shift_missing_declared" in [finding.code for finding in candidates.findings]
