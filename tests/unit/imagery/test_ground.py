"""Seasons, mixing, pieces: what the pictures are made of."""

from datetime import date, datetime

import numpy as np
import pytest
import shapely

from imagery.sample.areas import PHU_MY, SMALL
from imagery.sample.arrays import scramble
from imagery.sample.climate import Climate, tide_m
from imagery.sample.covers import STEADY, Cover
from imagery.sample.dates import days_of, instant_of
from imagery.sample.inputs import Land, Plot
from imagery.sample.landscape import PAINTERS
from imagery.sample.mixing import mixture_of
from imagery.sample.palette import SIZE, Choice, Palette
from imagery.sample.pieces import Overlay, Piece, Step, covers_under
from imagery.sample.series import Series
from imagery.sample.uses import theme_of


@pytest.fixture(scope="module")
def palette():
    return Palette(PHU_MY, 5)


def ndvi(palette, cover, month, day=15):
    spectra, _ = palette.spectra(Climate(5).day(instant_of(date(2023, month, day))))
    red, nir = spectra[cover * SIZE : (cover + 1) * SIZE, 2:4].mean(axis=0)
    return (nir - red) / (nir + red)


def test_steady_covers__add_up_to_one():
    assert all(sum(shares.values()) == pytest.approx(1) for shares in STEADY.values())


def test_spectra__between_black_and_white(palette):
    for month in range(1, 13):
        spectra, salty = palette.spectra(Climate(5).day(instant_of(date(2023, month, 15))))
        assert spectra.min() >= 0
        assert spectra.max() < 0.75
        assert salty.min() >= 0
        assert salty.max() <= 1.0001


def test_grass__green_in_the_rains_and_dry_in_march(palette):
    assert ndvi(palette, Cover.GRASS, 9) > ndvi(palette, Cover.GRASS, 3) + 0.2
    assert ndvi(palette, Cover.GRASS, 3) < 0.45


def test_forest__green_all_year(palette):
    assert min(ndvi(palette, Cover.FOREST, month) for month in range(1, 13)) > 0.65


def test_rubber__sheds_its_leaves_in_february(palette):
    assert ndvi(palette, Cover.RUBBER, 2, 10) < ndvi(palette, Cover.RUBBER, 5) - 0.15


def test_paddy__fields_of_one_day_differ_and_each_changes(palette):
    greenness = []
    for month in range(1, 13):
        spectra, _ = palette.spectra(Climate(5).day(instant_of(date(2023, month, 15))))
        red, nir = spectra[Cover.PADDY * SIZE : (Cover.PADDY + 1) * SIZE, 2:4].T
        greenness.append((nir - red) / (nir + red))
    assert np.ptp(greenness, axis=0).min() > 0.4
    assert max(np.std(month) for month in greenness) > 0.1


def test_water__darker_in_the_infrared_than_in_the_green(palette):
    spectra, _ = palette.spectra(Climate(5).day(instant_of(date(2023, 2, 15))))
    for cover in (Cover.LAKE, Cover.RIVER, Cover.SEA):
        band = spectra[cover * SIZE : (cover + 1) * SIZE].mean(axis=0)
        assert band[3] < band[1]
        assert band[4] < 0.05


def test_tide__ranges_over_some_metres():
    heights = [tide_m(datetime(2024, 5, 1 + hour // 24, hour % 24)) for hour in range(28 * 24)]  # noqa: DTZ001
    assert -2.2 < min(heights) < -0.8
    assert 0.8 < max(heights) < 2.2
    assert len({round(tide_m(instant_of(day)), 2) for day in days_of(PHU_MY)}) > 10


def test_picture__is_the_mean_over_each_pixel():
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 40, (20, 35)).astype(np.uint16)
    values = rng.random(40).astype(np.float32)
    mixture = mixture_of(labels)
    wanted = values[labels].reshape(4, 5, 7, 5).mean(axis=(1, 3))
    assert mixture.picture(values) == pytest.approx(wanted, abs=1e-5)


def test_choice__follows_its_weights():
    units = Choice(((Cover.GRASS, 3), (Cover.SAND, 1)))(scramble(np.arange(20_000), 4))
    assert (units // SIZE == Cover.GRASS).mean() == pytest.approx(0.75, abs=0.02)
    assert len(np.unique(units)) > 400


def test_pieces__come_and_go():
    labels = np.full((SMALL.height * 5, SMALL.width * 5), 3, dtype=np.uint16)
    shape = shapely.box(SMALL.west + 100, SMALL.north - 140, SMALL.west + 140, SMALL.north - 100)
    steps = (Step(100, 7), Step(150, 7, 0.25), Step(200, None))
    overlay = Overlay(SMALL, labels, [Piece(shape, steps)], 10)
    values = np.arange(10, dtype=np.float32)
    assert set(np.unique(labels)) == {3, 10}
    assert (labels == 10).sum() * 4 == 1600
    assert [float(overlay.extended(values, day)[10]) for day in (99, 100, 199, 200)] == [3, 7, 4, 3]
    assert float(overlay.extended(values, None)[10]) == 3


def test_covers_under__by_share():
    labels = np.zeros((SMALL.height * 5, SMALL.width * 5), dtype=np.uint16)
    labels[:, :50] = Cover.SAND * SIZE
    shape = shapely.box(SMALL.west + 80, SMALL.north - 100, SMALL.west + 120, SMALL.north - 60)
    assert covers_under(SMALL, labels, shape) == {Cover.GRASS: 0.5, Cover.SAND: 0.5}


@pytest.mark.parametrize("use", ["LUC", "CGT", "ODT", "RPH", "DTL", "MNC", "SKK", "NTD", "XXX"])
@pytest.mark.parametrize("state", ["vacant", "lent", "leased_long"])
def test_themes__every_use_has_a_painter(use, state):
    plot = Plot("x", shapely.MultiPolygon(), use, state)
    for area_m2 in (80.0, 9_000.0, 60_000.0):
        for by_the_sea in (False, True):
            assert theme_of(plot, area_m2, by_the_sea) in PAINTERS


def test_land_of_which_nothing_is_known__gets_a_patchwork(inputs):
    plots, land = inputs
    series = Series(SMALL, plots[:40], Land(land.ground), dates=days_of(SMALL)[:6])
    scene = next(series.scenes())
    assert scene.bands.shape == (5, 256, 256)
    assert len(series.truth.events) < SMALL.events
