"""What is a change and what is none, on ground that the tests draw themselves."""

from datetime import date

import numpy as np
import pytest
import shapely

from imagery.changes.detecting import detect
from imagery.workflow import CandidateKind, Quality, Sight
from tests.unit.changes.ground import DAYS, POND, ROOF, SIDE, SOIL, WOOD, Country, plot, rectangle

PLOTS = [
    plot("field", 12, 12, 14, 14),
    plot("yard", 14, 40, 12, 12),
    plot("strip", 44, 10, 9, 18),
    plot("grove", 42, 40, 20, 20),
    plot("shed", 66, 6, 1.2, 3),
]
HOUSE = slice(17, 22), slice(42, 47)


@pytest.fixture
def country():
    return Country(PLOTS)


def only(found):
    assert [candidate.plot for candidate in found.candidates] == [found.candidates[0].plot]
    return found.candidates[0]


def test_seasons_haze_and_light_alone__nothing(country):
    assert country.look().candidates == ()


def test_building__one_candidate_with_its_days_and_extent(country):
    country.put(ROOF, *HOUSE, "2024-05-01")
    found = only(country.look())
    assert found.plot == "yard"
    assert (found.last_clear_on, found.seen_on) == (date(2024, 3, 20), date(2024, 8, 15))
    house = rectangle(17, 42, 5, 5)
    assert found.extent.intersection(house).area / found.extent.union(house).area > 0.7
    assert found.inside_m2 == pytest.approx(2_500, rel=0.2)
    assert found.inside_m2 == pytest.approx(found.area_m2, rel=0.05)
    assert found.kind == CandidateKind.BUILDING
    assert found.confidence > 0.8
    curve = {row["day"]: row for row in found.curve}
    assert len(curve) == len(DAYS)
    assert curve["2024-03-20"]["ndvi"] > curve["2024-12-20"]["ndvi"] + 0.1


def test_harvest_that_comes_back__nothing(country):
    country.put(SOIL, slice(14, 22), slice(14, 22), "2023-12-01", "2024-07-01")
    assert country.look().candidates == ()


def test_ground_that_lies_fallow_each_winter__nothing(country):
    for year in range(2021, 2027):
        country.put(SOIL, slice(14, 22), slice(14, 22), f"{year}-12-01", f"{year + 1}-02-01")
    assert country.look().candidates == ()


@pytest.mark.parametrize("light", [0.45, 3.0])
def test_shadow_or_cloud_that_the_mask_missed__nothing(country, light):
    country.bands[country.number("2024-08-01"), :, 10:32, 10:60] *= light
    assert country.look().candidates == ()


def test_clouds_that_the_mask_missed_on_the_last_two_days__nothing(country):
    country.bands[-1, :, 5:35, 5:60] += 0.12
    country.bands[-2, :, 10:30, 8:62] += 0.2
    assert country.look().candidates == ()


def test_pictures_laid_down_aside__nothing(country):
    for number in range(0, len(DAYS), 3):
        country.bands[number] = 0.7 * country.bands[number] + 0.3 * np.roll(country.bands[number], 1, axis=2)
    assert country.look().candidates == ()


def test_change_on_the_last_day_only__not_yet(country):
    country.put(ROOF, *HOUSE, DAYS[-1].isoformat())
    assert country.look().candidates == ()


def test_cloud_at_the_time_of_the_change__wider_interval(country):
    country.put(ROOF, *HOUSE, "2024-05-01")
    for day in ("2024-03-01", "2024-08-01"):
        number = country.number(day)
        country.bands[number, :, 8:30, 34:60] = 0.6
        country.quality[number, 8:30, 34:60] = Quality.CLOUD
    found = only(country.look())
    assert (found.last_clear_on, found.seen_on) == (date(2024, 1, 12), date(2024, 12, 20))
    assert [row["usable"] for row in found.curve if row["day"] in ("2024-03-20", "2024-08-15")] == [False, False]


def test_roof_that_the_mask_calls_cloud__found(country):
    country.put(ROOF, *HOUSE, "2024-05-01")
    for number in range(country.number("2024-05-01"), len(DAYS)):
        country.quality[number, HOUSE[0], HOUSE[1]] = Quality.CLOUD
    assert only(country.look()).seen_on == date(2024, 8, 15)


def test_ground_cleared_before_it_is_built_on__the_days_of_the_clearing(country):
    country.put(SOIL, slice(48, 56), slice(46, 54), "2023-12-01", "2024-10-01")
    country.put(ROOF, slice(48, 56), slice(46, 54), "2024-10-01")
    found = only(country.look())
    assert found.last_clear_on == date(2023, 3, 20)
    assert found.seen_on <= date(2024, 3, 20)  # bare ground shows little of it, so the next day is told, not the roof's


def test_wood_cleared__clearing(country):
    country.put(WOOD, slice(44, 58), slice(42, 58), "2000-01-01")
    country.put(SOIL, slice(46, 53), slice(44, 51), "2024-05-01")
    found = only(country.look())
    assert (found.plot, found.kind) == ("grove", CandidateKind.CLEARING)


def test_water__pond(country):
    country.put(POND, slice(46, 53), slice(44, 51), "2024-05-01")
    assert only(country.look()).kind == CandidateKind.POND


def test_encroachment__lies_on_both_sides(country):
    country.put(ROOF, slice(40, 48), slice(14, 22), "2024-05-01")
    found = only(country.look())
    assert (found.plot, found.kind) == ("strip", CandidateKind.ENCROACHMENT)
    assert found.inside_m2 == pytest.approx(3_200, rel=0.25)
    assert found.area_m2 > 1.5 * found.inside_m2
    outside = found.extent.difference(PLOTS[2].shape)
    assert outside.area == pytest.approx(3_200, rel=0.25)


def test_change_beside_a_plot__not_the_plots(country):
    country.put(ROOF, slice(28, 36), slice(14, 22), "2024-05-01")
    country.put(ROOF, slice(36, 44), slice(30, 38), "2024-05-01")
    assert country.look().candidates == ()


def test_plot_too_small__said_and_not_guessed(country):
    country.put(ROOF, slice(66, 68), slice(6, 9), "2024-05-01")
    found = country.look()
    assert found.candidates == ()
    sights = {look.plot: look.sight for look in found.looks}
    assert sights == {"shed": Sight.TOO_SMALL} | dict.fromkeys(("field", "yard", "strip", "grove"), Sight.SEEN)


def test_few_clear_days__said(country):
    country.quality[: len(DAYS) - 5] = Quality.CLOUD
    found = country.look()
    assert {look.sight for look in found.looks} == {Sight.TOO_FEW_DAYS, Sight.TOO_SMALL}
    assert {look.clear_days for look in found.looks} == {5}


def test_no_plots__nothing(country):
    found = detect(country.stack(), [])
    assert (found.candidates, found.looks) == ((), ())


def test_two_windows__each_object_and_plot_once(country):
    country.put(ROOF, *HOUSE, "2024-05-01")
    country.put(ROOF, slice(46, 52), slice(44, 50), "2023-10-01")
    halves = [detect(country.stack(), PLOTS, (0, SIDE, *edges)) for edges in ((0, 45), (45, SIDE))]
    told = [candidate.plot for half in halves for candidate in half.candidates]
    assert sorted(told) == ["grove", "yard"]
    assert sorted(look.plot for half in halves for look in half.looks) == sorted(one.key for one in PLOTS)


def test_no_data_in_a_corner__looked_at_without(country):
    country.put(ROOF, *HOUSE, "2024-05-01")
    country.bands[:, :, 50:, 50:] = 0
    country.quality[:, 50:, 50:] = Quality.NO_DATA
    assert only(country.look()).plot == "yard"


def test_extent__polygons_in_the_system_of_the_stack(country):
    country.put(ROOF, *HOUSE, "2024-05-01")
    extent = only(country.look()).extent
    assert extent.geom_type == "MultiPolygon"
    assert extent.is_valid
    assert shapely.box(*PLOTS[1].shape.bounds).buffer(20).contains(extent)
