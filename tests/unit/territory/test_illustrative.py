"""Boundaries rebuilt from points: whole, shared exactly, and true enough to be called illustrative."""

import csv
import time
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point

from gis import crs
from territory.illustrative import GRID_M, commune_polygons, unit_polygons

FACTS = Path(__file__).resolve().parents[3] / "data/facts"
REFERENCE = Path(__file__).resolve().parents[4] / "shared/data/reference/brvt_admin_units.gpkg"
TODAY = "@2025-07-01"
CITY = "79@2025-07-01"


@pytest.fixture(scope="module")
def communes():
    return commune_polygons(FACTS / "unit_points.csv")


@pytest.fixture(scope="module")
def units(communes):
    return unit_polygons(communes, FACTS / "admin_units.csv", FACTS / "commune_succession.csv")


@pytest.fixture(scope="module")
def rows():
    with (FACTS / "admin_units.csv").open(encoding="utf-8", newline="") as file:
        return {row["uid"]: row for row in csv.DictReader(file)}


def error(units, row):
    return units[row["uid"]].area / 1e4 / float(row["area_geodesic_ha"]) - 1


def test_commune_polygons__82_communes_and_con_dao(communes):
    assert len(communes) == 83
    assert "755" in communes
    assert all(shape.is_valid and shape.geom_type == "MultiPolygon" for shape in communes.values())


def test_commune_polygons__neighbours_share_every_vertex(communes):
    assert shapely.coverage_is_valid(list(communes.values()))
    total = sum(shape.area for shape in communes.values())
    assert shapely.union_all(list(communes.values())).area == pytest.approx(total, abs=0.01)


def test_commune_polygons__on_the_millimetre_grid(communes):
    points = shapely.get_coordinates(list(communes.values()))
    assert abs(points / GRID_M - (points / GRID_M).round()).max() < 1e-3


def test_commune_polygons__hold_their_points(communes):
    with (FACTS / "unit_points.csv").open(encoding="utf-8", newline="") as file:
        points = [row for row in csv.DictReader(file) if row["commune_code_2024"]]
    held = 0
    for row in points[::5]:
        x, y = crs.transform_points(float(row["lon"]), float(row["lat"]), crs.CRS84, crs.LEGAL)
        held += communes[row["commune_code_2024"]].intersects(Point(x, y))
    assert held / len(points[::5]) > 0.95


def test_commune_polygons__the_same_again(communes):
    started = time.perf_counter()
    again = commune_polygons(FACTS / "unit_points.csv")
    assert time.perf_counter() - started < 5
    assert {code: shape.wkb for code, shape in again.items()} == {code: shape.wkb for code, shape in communes.items()}


def test_unit_polygons__every_unit_of_the_table(units, rows):
    assert set(units) == set(rows)
    assert all(shape.is_valid and not shape.is_empty for shape in units.values())


@pytest.mark.parametrize(
    ("level", "suffix", "mean", "worst"),
    [("province", "@initial", 0.005, 0.005), ("district", "@initial", 0.006, 0.015), ("commune", TODAY, 0.02, 0.12)],
)
def test_unit_polygons__areas_near_the_published(units, rows, level, suffix, mean, worst):
    chosen = [row for uid, row in rows.items() if row["level"] == level and uid.endswith(suffix)]
    errors = [abs(error(units, row)) for row in chosen]
    assert sum(errors) / len(errors) < mean
    assert max(errors) < worst


def test_unit_polygons__successors_cover_their_predecessors(units, rows):
    assert units["753@2025-01-01"].area == pytest.approx(units["752@initial"].area + units["753@initial"].area)
    assert units["26560@2025-01-01"].equals(units["26551@initial"].union(units["26560@initial"]))
    assert units["26732@2025-07-01"].equals(units["755@initial"])
    wards = [shape for uid, shape in units.items() if uid.endswith(TODAY) and uid != CITY]
    assert len(wards) == 30
    assert sum(shape.area for shape in wards) == pytest.approx(units["77@initial"].area)


@pytest.mark.reference
@pytest.mark.skipif(not REFERENCE.exists(), reason="../shared/data/reference is not here")
def test_unit_polygons__like_the_real_ones(units):
    import pyogrio

    table = pyogrio.read_dataframe(REFERENCE)
    likeness = []
    for uid, real in zip(table["uid"], table.geometry, strict=True):
        if uid.endswith(TODAY) and uid != CITY:
            shape = crs.transform(real, crs.CRS84, crs.LEGAL)
            likeness.append(shapely.intersection(shape, units[uid]).area / shapely.union(shape, units[uid]).area)
    assert sum(likeness) / len(likeness) > 0.9
