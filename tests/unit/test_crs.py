"""The pinned VN-2000 transformation, against the official test vectors."""

import json
from pathlib import Path

import pytest
import shapely
from pyproj import Transformer

from gis import crs
from gis.geometry import geohash, parcel_identifier
from tests import places

VECTORS = json.loads(
    (Path(__file__).resolve().parents[2] / "data/facts/crs_vn2000_test_vectors.json").read_text(encoding="utf-8")
)["vectors"]
MILLIMETRE = 0.001
ZONES = [(crs.VN2000_BRVT, "epsg5899"), (crs.VN2000_HCMC, "epsg9210")]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
@pytest.mark.parametrize(("zone", "prefix"), ZONES, ids=["107-45", "105-45"])
def test_transform__official_vectors_to_a_millimetre(vector, zone, prefix):
    east, north = crs.transform_points(vector["wgs84_lon"], vector["wgs84_lat"], crs.CRS84, zone)
    assert east == pytest.approx(vector[f"{prefix}_E"], abs=MILLIMETRE)
    assert north == pytest.approx(vector[f"{prefix}_N"], abs=MILLIMETRE)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_transform__back_to_wgs84(vector):
    lon, lat = crs.transform_points(vector["epsg5899_E"], vector["epsg5899_N"], crs.LEGAL, crs.CRS84)
    assert lon == pytest.approx(vector["wgs84_lon"], abs=1e-8)
    assert lat == pytest.approx(vector["wgs84_lat"], abs=1e-8)


def test_the_trap_is_real():
    """PROJ's own choice tears a parcel at 107.11 E; if this ever fails, the pinning has lost its reason."""
    careless = Transformer.from_crs(4326, 5899, always_xy=True)
    wrong_east, _ = careless.transform(107.1099, 10.35)
    right_east, _ = crs.transform_points(107.1099, 10.35, crs.CRS84, crs.LEGAL)
    assert 0.7 < abs(wrong_east - right_east) < 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EPSG:5899", crs.VN2000_BRVT),
        ("5899", crs.VN2000_BRVT),
        ("http://www.opengis.net/def/crs/EPSG/0/9210", crs.VN2000_HCMC),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", crs.CRS84),
        ("urn:ogc:def:crs:EPSG::4326", crs.WGS84),
        ("[EPSG:3857]", crs.WEB_MERCATOR),
    ],
)
def test_by_code(text, expected):
    assert crs.by_code(text) is expected


@pytest.mark.parametrize("text", ["EPSG:27700", "", "5898", "OGC:4326", "EPSG:CRS84"])
def test_by_code__unknown(text):
    with pytest.raises(crs.UnknownCrs):
        crs.by_code(text)


def test_every_served_uri_reads_back():
    for system in crs.SERVED:
        assert crs.by_code(system.uri) is system


def test_geodesic_area__against_the_plane():
    """At 107.1 E the scale of TM-3 107-45 is about -0.3e-4: a hectare on the plane is a hectare within 1 m²."""
    shape = places.square(places.VUNG_TAU, side=100)
    assert crs.geodesic_area_m2(shape, crs.LEGAL) == pytest.approx(10_000, abs=2)


def test_geodesic_area__holes_count_off():
    outer = places.square(places.VUNG_TAU, side=100)
    hole = places.square(places.VUNG_TAU, side=50, dx=25, dy=25)
    assert crs.geodesic_area_m2(outer.difference(hole), crs.LEGAL) == pytest.approx(7_500, abs=2)


def test_only_the_recogniser_transforms_from_a_files_own_system():
    """Any other door would let PROJ choose the way from VN-2000 by place."""
    root = Path(__file__).resolve().parents[2]
    sources = [
        path for name in ("gis", "territory", "accounts", "land", "portal") for path in (root / name).rglob("*.py")
    ]
    found = {
        path.relative_to(root).as_posix() for path in sources if "transform_from(" in path.read_text(encoding="utf-8")
    }
    assert found == {"gis/crs.py", "gis/systems/guess.py"}


def test_geohash__known_value():
    assert geohash(-5.60302734375, 42.60498046875, 5) == "ezs42"


def test_parcel_identifier__a_wrong_datum_changes_its_end():
    shape = places.square(places.WEST_OF_THE_LINE)
    moved = shapely.transform(shape, lambda points: points - [0.80, 0.05])
    one, other = parcel_identifier(shape, crs.LEGAL), parcel_identifier(moved, crs.LEGAL)
    assert len(one) == 12
    assert one[:6] == other[:6]
    assert one != other
