"""Scenes as files."""

import hashlib

import numpy as np
import pytest
import rasterio

from imagery.sample import files
from imagery.sample.areas import SMALL


@pytest.fixture(scope="module")
def written(scenes, tmp_path_factory):
    return files.write(scenes[1], tmp_path_factory.mktemp("scenes"))


def test_names(written):
    assert [path.name for path in written] == ["SYN_20210206_chi-linh.tif", "SYN_20210206_chi-linh_SCL.tif"]


def test_bands__described_scaled_and_in_place(written, scenes):
    with rasterio.open(written[0]) as file:
        assert file.descriptions == ("blue", "green", "red", "nir", "swir1")
        assert file.scales == (0.0001,) * 5
        assert file.dtypes == ("uint16",) * 5
        assert file.nodatavals == (0,) * 5
        assert file.crs.to_epsg() == 32648
        assert tuple(file.bounds) == (SMALL.west, SMALL.south, SMALL.east, SMALL.north)
        assert file.block_shapes == [(256, 256)] * 5
        assert file.compression.value == "DEFLATE"
        assert (file.read() == scenes[1].bands).all()


@pytest.mark.parametrize("number", [0, 1])
def test_tags__say_that_it_is_synthetic_and_when(written, number):
    with rasterio.open(written[number]) as file:
        tags = file.tags()
    assert "Ảnh mô phỏng, không phải ảnh chụp" in tags["TIFFTAG_IMAGEDESCRIPTION"]
    assert "Synthetic, not an observation" in tags["TIFFTAG_IMAGEDESCRIPTION"]
    assert tags["ACQUISITION_TIME"] == "2021-02-06T03:20:41+00:00"
    assert tags["TIFFTAG_DATETIME"] == "2021:02:06 03:20:41"
    assert 100 < float(tags["SUN_AZIMUTH"]) < 160
    assert 40 < float(tags["SUN_ELEVATION"]) < 60


def test_classes__at_20_m_over_the_same_ground(written, scenes):
    with rasterio.open(written[1]) as file:
        assert file.res == (20, 20)
        assert file.shape == (128, 128)
        assert tuple(file.bounds) == (SMALL.west, SMALL.south, SMALL.east, SMALL.north)
        assert (file.read(1) == scenes[1].scl).all()


def test_bytes__equal_when_written_again(written, scenes, tmp_path):
    again = files.write(scenes[1], tmp_path)
    for one, two in zip(written, again, strict=True):
        assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(two.read_bytes()).digest()
    assert np.isfinite(scenes[1].bands).all()
