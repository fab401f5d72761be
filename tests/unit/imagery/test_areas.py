"""Areas, days and the sun: the frame of the sample series."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from gis import crs
from imagery.sample.areas import AREAS, CON_SON, CRS, SMALL
from imagery.sample.dates import days_of, instant_of
from imagery.sample.sun import sun_position


def longitudes(area):
    x, _ = crs.transform_points([area.west, area.east], [area.south, area.north], CRS, crs.CRS84)
    return x


def test_areas__three_and_at_most_250_km2():
    assert len({area.slug for area in AREAS}) == 3
    assert 150 <= sum(area.area_km2 for area in AREAS) <= 250
    assert all(area.name_vi and area.name_en for area in AREAS)


@pytest.mark.parametrize("area", [*AREAS, SMALL], ids=lambda area: area.slug)
def test_areas__on_the_grid_of_the_mask(area):
    assert not any(edge % 20 for edge in (area.west, area.south, area.east, area.north))
    assert area.transform @ (0, 0) == (area.west, area.north)
    assert area.transform @ (area.width, area.height) == (area.east, area.south)


def test_areas__one_crosses_the_line_where_proj_changes_its_mind():
    west, east = longitudes(AREAS[0])
    assert west < 107.11 < east


def test_areas__one_lies_on_con_dao():
    longitude, latitude = CON_SON.middle
    assert 106.5 < longitude < 106.7
    assert 8.6 < latitude < 8.8


@pytest.mark.parametrize("area", [*AREAS, SMALL], ids=lambda area: area.slug)
def test_days__over_six_years_and_mostly_dry(area):
    days = days_of(area)
    assert list(days) == sorted(set(days))
    assert (12 if area is SMALL else 18) <= len(days) <= 24
    assert days[0] < date(2021, 1, 1)
    assert days[-1] >= date(2026, 1, 1)
    assert {(day - date(2020, 12, 3)).days % 5 for day in days} == {0}
    dry = sum(day.month in (12, 1, 2, 3, 4) for day in days)
    assert 0.5 < dry / len(days) < 0.9


def test_days__no_year_is_left_out():
    for area in AREAS:
        assert min(Counter(day.year for day in days_of(area) if day.year > 2020).values()) >= 2


def test_sun__due_south_at_noon_of_the_equinox():
    azimuth, elevation = sun_position(datetime(2021, 3, 20, 4, 59, tzinfo=UTC), 107.1, 10.36)
    assert azimuth == pytest.approx(180, abs=2)
    assert elevation == pytest.approx(79.6, abs=0.1)


def test_sun__in_the_morning_in_the_east_and_higher_in_june():
    june, december = (sun_position(instant_of(date(2024, month, 21)), 107.1, 10.4) for month in (6, 12))
    assert 40 < june[0] < 70 < 130 < december[0] < 155
    assert june[1] > december[1] + 10
