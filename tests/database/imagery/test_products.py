"""Products known by their names: their bands, masks, scales, days, and what is kept of where they came from."""

import hashlib
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from imagery.workflow import Quality
from tests.database.imagery.conftest import picture_of
from tests.factories.imagery import (
    SIZE,
    Landsat,
    Sentinel,
    band_files,
    jpeg2000,
    north_up,
    plane,
    raster,
    tarred,
    zipped,
)

SIX = ["blue", "green", "red", "nir", "swir1", "swir2"]
# A 20 m classification: a quarter cloud (9), an eighth shadow (3), a row of nothing (0), water (6), vegetation (4).
SCL = np.full((SIZE // 2, SIZE // 2), 4, dtype="uint8")
SCL[:15, :15], SCL[15:, :7], SCL[20:, 20:], SCL[29, :] = 9, 3, 6, 0
CLASSES = {9: Quality.CLOUD, 3: Quality.SHADOW, 6: Quality.WATER, 4: Quality.CLEAR, 0: Quality.NO_DATA}
# Landsat Collection 2: bits 1 dilated cloud, 2 cirrus, 3 cloud, 4 shadow, 5 snow, 6 clear, 7 water.
BITS = {
    1: Quality.NO_DATA,
    0b0100_0000: Quality.CLEAR,
    0b1000_0000: Quality.WATER,
    0b0000_0010: Quality.CLOUD,
    0b0000_1000: Quality.CLOUD,
    0b0000_0100: Quality.THIN_CLOUD,
    0b0001_0000: Quality.SHADOW,
    0b0010_0000: Quality.SNOW,
    0b1001_1000: Quality.CLOUD,  # cloud stands above water and shadow
}
# Collection 1: bit 4 cloud; confidences in two bits, 3 is high: 7 shadow, 9 snow, 11 cirrus.
OLD_BITS = {
    1: Quality.NO_DATA,
    0: Quality.CLEAR,
    1 << 4: Quality.CLOUD,
    3 << 7: Quality.SHADOW,
    1 << 7: Quality.CLEAR,  # low confidence
    3 << 9: Quality.SNOW,
    3 << 11: Quality.THIN_CLOUD,
}


def sentinel(**changes):
    return Sentinel(**({"data": plane(6, base=1000), "scl": SCL} | changes))


def landsat(bits=BITS, **changes):
    return Landsat(**({"data": plane(6, base=8000), "qa": striped(bits)} | changes))


def striped(bits):
    """Each code in a strip of columns."""
    codes = np.repeat(list(bits), 6)
    return np.tile(np.pad(codes, (0, SIZE - len(codes)), mode="edge"), (SIZE, 1)).astype("uint16")


def check_planes(scene, base, pixel, coarse=()):
    picture = picture_of(scene)
    for index, band in enumerate(picture.values):
        step = 2 if index in coarse else 1
        column, row = picture.places(north_up(pixel * step))
        size = SIZE / step
        middle = (column > 1) & (row > 1) & (column < size - 1) & (row < size - 1)
        # Every second column of the plane, where it was thinned: it rises twice as fast, from the same first pixel.
        expected = base * (index + 1) + step * (column - 0.5) + step * (row - 0.5)
        assert np.abs(band - expected)[middle].max() <= 0.5 + 0.15 * 2 * step
    return picture


def check_classes(scene, codes, classes, transform):
    """The class of each pixel of the quality file is the nearest code's."""
    picture = picture_of(scene, scene.quality_key)
    column, row = picture.places(transform)
    height, width = codes.shape
    code_at = codes[np.clip(row, 0, height - 1).astype(int), np.clip(column, 0, width - 1).astype(int)]
    sure = (np.abs(column - np.round(column)) > 0.15) & (np.abs(row - np.round(row)) > 0.15)
    inside = (column > 0) & (row > 0) & (column < width) & (row < height)
    for code, quality in classes.items():
        there = inside & sure & (code_at == code)
        assert there.any()
        assert set(picture.values[0][there]) == {quality}, code
    assert set(picture.values[0][~inside & sure]) <= {Quality.NO_DATA}


@pytest.mark.parametrize("packed", [None, "zip"])
def test_sentinel2__folder_and_archive(desk, packed):
    product = sentinel()
    folder = product.write(desk.folder)
    source = zipped(folder, desk.folder / f"{product.name}.zip") if packed else folder
    scene = desk.make(source, acquired=None)
    assert scene.code == "S2A_20240101T031131_T48PYS"
    assert scene.collection_id == "sentinel-2-l2a"
    assert (scene.platform, scene.instrument) == ("Sentinel-2A", "MSI")
    assert scene.acquired_at == datetime(2024, 1, 1, 3, 11, 31, tzinfo=UTC)
    assert (scene.acquired_on, scene.time_known) == (date(2024, 1, 1), True)
    assert (scene.sun_azimuth, scene.sun_elevation) == (144.5, 54.75)
    assert scene.gsd_m == pytest.approx(10, rel=1e-6)
    assert scene.data_type == "uint16"
    assert scene.attribution == "Chứa dữ liệu Copernicus Sentinel đã chỉnh sửa 2024"
    assert scene.lineage["processing"] == {"baseline": "05.10", "orbit": "075"}
    bands = list(scene.bands.all())
    assert [band.role for band in bands] == SIX
    assert [band.name for band in bands] == ["B02", "B03", "B04", "B08", "B11", "B12"]
    assert {(band.scale, band.offset) for band in bands} == {(0.0001, -0.1)}
    check_planes(scene, 1000, 10, coarse={4, 5})
    check_classes(scene, SCL, CLASSES, north_up(20))
    cloudy = np.isin(SCL, (9, 3)).sum() / (SCL != 0).sum()
    assert scene.cloud_percent == pytest.approx(100 * cloudy, abs=1.5)  # of the mask, not the 12.5 of the metadata


def test_sentinel2__pixels_without_data_are_zero(desk):
    data = plane(6, base=1000)
    data[:, :20, :20] = 0
    data[4, 40:44, 40:44] = 0  # one band alone
    scene = desk.make(sentinel(data=data).write(desk.folder), acquired=None)
    picture = picture_of(scene)
    column, row = picture.places(north_up())
    assert not picture.valid[(column < 19.8) & (row < 19.8)].any()
    assert not picture.valid[(column > 40.3) & (column < 43.7) & (row > 40.3) & (row < 43.7)].any()
    assert scene.bands.get(role="swir1").statistics["minimum"] >= 4900


@pytest.mark.parametrize(
    ("changes", "linear"),
    [
        ({"baseline": "0509"}, (0.0001, -0.1)),
        ({"baseline": "0301", "offset": None}, (0.0001, 0.0)),
        ({"baseline": "0400", "metadata": False}, (0.0001, -0.1)),
        ({"baseline": "0214", "metadata": False}, (0.0001, 0.0)),
    ],
)
def test_sentinel2__offset_of_its_baseline(desk, changes, linear):
    scene = desk.make(sentinel(**changes).write(desk.folder), acquired=None)
    assert {(band.scale, band.offset) for band in scene.bands.all()} == {linear}


def test_sentinel2__without_a_mask_the_metadata_tell_the_clouds(desk):
    folder = sentinel().write(desk.folder)
    next(folder.rglob("*_SCL_20m.jp2")).unlink()
    scene = desk.make(folder, acquired=None)
    assert (scene.quality_key, scene.cloud_percent) == ("", 12.5)


@pytest.mark.parametrize("told", ["100.5", "-1", "nan", "nhiều", ""])
def test_sentinel2__cloud_cover_that_is_none_is_not_known(desk, told):
    folder = sentinel(cloud=told).write(desk.folder)
    next(folder.rglob("*_SCL_20m.jp2")).unlink()
    assert desk.make(folder, acquired=None).cloud_percent is None


def test_sen2r__area_that_a_stranger_chose_is_plain_in_the_code(desk):
    """A zip keeps names as they were written, and the code stands in headers."""
    area = 'a" \r\nSet-Cookie=b<script>, é'
    source = raster(desk.folder / "goc.tif", plane(11))
    packed = desk.folder / "anh.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"S2A2A_20170703_022_{area}_BOA_10.tif", source.read_bytes())
    assert desk.make(packed, acquired=None).code == "S2A_20170703_a-Set-Cookie-b-script"


@pytest.mark.parametrize("sensor", ["LC08", "LC09", "LE07", "LT05"])
@pytest.mark.parametrize("packed", [".tar", ".tar.gz", ""])
def test_landsat__level_2(desk, sensor, packed):
    product = landsat(sensor=sensor)
    folder = product.write(desk.folder)
    scene = desk.make(tarred(folder, desk.folder / f"{product.name}{packed}") if packed else folder, acquired=None)
    assert scene.code == f"{sensor}_L2SP_124053_20240115_20240123_02_T1"
    assert scene.collection_id == "landsat-c2-l2"
    assert scene.platform == f"Landsat {sensor[-1]}"
    assert scene.instrument == {"LC": "OLI/TIRS", "LE": "ETM+", "LT": "TM"}[sensor[:2]]
    assert scene.acquired_at == datetime(2024, 1, 15, 3, 4, 5, tzinfo=UTC)
    assert (scene.sun_azimuth, scene.sun_elevation) == (143.5, 48.25)
    bands = {band.role: band for band in scene.bands.all()}
    assert sorted(bands) == sorted(SIX)
    assert bands["blue"].name == ("B2" if sensor[1] == "C" else "B1")
    assert {(band.scale, band.offset) for band in bands.values()} == {(0.0000275, -0.2)}
    assert {band.role: round(band.statistics["minimum"] / 8000) for band in bands.values()} == {
        role: number for number, role in enumerate(SIX, 1)
    }
    check_classes(scene, product.qa, BITS, north_up(30))
    known = product.qa != 1
    cloudy = sum((product.qa == code).sum() for code, quality in BITS.items() if quality in (3, 4, 5))
    assert scene.cloud_percent == pytest.approx(100 * cloudy / known.sum(), abs=2)


@pytest.mark.parametrize("mtl", [("txt",), ("json",), ()])
def test_landsat__metadata_as_text_as_json_or_not_at_all(desk, mtl):
    scene = desk.make(landsat(mtl=mtl).write(desk.folder), acquired=None)
    assert scene.time_known == bool(mtl)
    assert scene.acquired_on == date(2024, 1, 15)
    assert scene.sun_elevation == (48.25 if mtl else None)


def test_landsat__collection_1_is_not_surface_reflectance(desk):
    product = landsat(bits=OLD_BITS, level="L1TP", collection="01", cloud="-1")
    scene = desk.make(product.write(desk.folder), acquired=None)
    assert scene.collection_id == "landsat-toa"
    assert {(band.scale, band.offset) for band in scene.bands.all()} == {(0.00002, -0.1)}
    check_classes(scene, product.qa, OLD_BITS, north_up(30))


# --- files that no product's names explain --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (["x_B02", "x_B03", "x_B04", "x_B08"], ["blue", "green", "red", "nir"]),
        (["x_nir", "x_red"], ["nir", "red"]),
        (["to-12.NIR", "to-12.RED"], ["nir", "red"]),
        (["x_swir16", "x_swir22"], ["swir1", "swir2"]),
        (["S2_20240101_B04_10m", "S2_20240101_B11_20m"], ["red", "swir1"]),
        (["x_B04", "x_B05", "x_B08", "x_B8A"], ["red", "nir"]),
        (["x_B04", "x_B8A"], ["red", "nir"]),
        (["ban_do_nir", "ban_do_red"], ["nir", "red"]),
    ],
)
def test_roles__of_a_file_for_each_band(desk, names, roles):
    scene = desk.make(*band_files(desk.folder, plane(len(names)), names))
    assert list(scene.bands.order_by("index").values_list("role", flat=True)) == roles


def test_roles__of_loose_files_of_sentinel2(desk):
    """Of bands named as Copernicus does, without the product's name, nobody knows how they become reflectance."""
    names = [f"T48PYS_20240101T031131_{band}_10m" for band in ("B02", "B03", "B04", "B08")]
    paths = [jpeg2000(desk.folder / f"{name}.jp2", plane(1)) for name in names]
    folder = desk.folder / "S2A_MSIL2A_20240101T031131_N0510_R075_T48PYS_20240101T062011.SAFE"
    for path in paths:
        folder.mkdir(exist_ok=True)
        path.rename(folder / path.name)
    assert {band.offset for band in desk.make(folder, acquired=None).bands.all()} == {-0.1}


def test_earth_search__folder_gives_the_day_the_code_and_the_mask(desk):
    folder = desk.folder / "S2A_48PYS_20240101_0_L2A"
    band_files(folder, plane(5), ["B02", "B03", "B04", "B08", "B05"])
    raster(folder / "B11.tif", plane(1, size=30), transform=north_up(20))
    raster(folder / "TCI.tif", plane(3, "uint8", base=30), photometric="rgb")
    raster(folder / "SCL.tif", SCL[None], transform=north_up(20), nodata=0)
    scene = desk.make(folder, acquired=None)
    assert (scene.code, scene.acquired_on) == ("S2A_48PYS_20240101_0_L2A", date(2024, 1, 1))
    assert list(scene.bands.order_by("index").values_list("role", flat=True)) == SIX[:5]
    assert scene.time_known is False
    check_classes(scene, SCL, CLASSES, north_up(20))


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        (("Blue", "GREEN", " red ", "Near Infrared"), ["blue", "green", "red", "nir"]),
        (("Xanh lam", "Lục", "Đỏ", "Cận hồng ngoại"), ["blue", "green", "red", "nir"]),
        (("B02", "B03", "B04", "B05"), ["blue", "green", "red"]),
    ],
)
def test_roles__of_descriptions(desk, words, roles):
    scene = desk.make(raster(desk.folder / "anh.tif", plane(len(words)), names=words))
    assert list(scene.bands.order_by("index").values_list("role", flat=True)) == roles


def test_roles__a_person_stands_above_the_files(desk):
    path = raster(desk.folder / "anh.tif", plane(3, "uint8", base=30), photometric="rgb")
    scene = desk.make(path, bands=["nir", "-", "swir1"])
    assert list(scene.bands.order_by("index").values_list("role", flat=True)) == ["nir", "swir1"]
    assert round(scene.bands.get(role="swir1").statistics["minimum"], -1) == 90


def test_roles__one_grey_band_explains_itself(desk):
    band = desk.make(raster(desk.folder / "anh.tif", plane(1))).bands.get()
    assert (band.role, band.name) == ("other", "anh")


@pytest.mark.parametrize(
    ("scales", "offsets", "kept"),
    [
        ((0.0001, 0.0002), (-0.1, 0.0), [(0.0001, -0.1), (0.0002, 0.0)]),
        ((0.0, 2.0), (0.0, 1.0), [(1.0, 0.0), (2.0, 1.0)]),
    ],
)
def test_scale_and_offset__of_the_files_tags(desk, scales, offsets, kept):
    path = raster(desk.folder / "anh.tif", plane(2), scales=scales, offsets=offsets, names=("red", "nir"))
    scene = desk.make(path)
    assert [(band.scale, band.offset) for band in scene.bands.all()] == kept
    assert scene.bands.first().statistics["maximum"] > 200  # stored, not scaled


def test_statistics__are_of_stored_values_under_a_clear_sky(desk):
    data = plane(1, base=1000)
    data[0, :28, :28] = 60_000
    codes = np.full((SIZE, SIZE), 4, dtype="uint8")
    codes[:30, :30] = 9  # producers mask a cloud with its rim
    paths = [
        raster(desk.folder / "anh_20240101.tif", data, nodata=0),
        raster(desk.folder / "anh_20240101_SCL.tif", codes[None]),
    ]
    scene = desk.make(*paths, acquired=None)
    told = scene.bands.get().statistics
    assert told["maximum"] < 1200
    assert told["minimum"] >= 1028
    assert told["mean"] == pytest.approx(1000 + 59 + 10, abs=6)
    assert told["percentile_2"] < told["mean"] < told["percentile_98"]
    assert scene.cloud_percent == pytest.approx(25, abs=1.5)


def test_moment__of_tags_and_of_what_a_person_says(desk):
    tags = {"ACQUIRED_AT": "2024:05:06 10:20:30", "SUN_AZIMUTH": "120.5", "SUN_ELEVATION": "nan", "PLATFORM": "P4 RTK"}
    path = raster(desk.folder / "anh.tif", plane(1), tags=tags)
    scene = desk.make(path, acquired=None)
    assert scene.acquired_at == datetime(2024, 5, 6, 10, 20, 30, tzinfo=UTC)
    assert (scene.sun_azimuth, scene.sun_elevation, scene.platform) == (120.5, None, "P4 RTK")
    other = raster(desk.folder / "anh2.tif", plane(1) + 1, tags={"ACQUISITION_TIME": "2024-05-06T10:20:30+07:00"})
    assert desk.make(other, acquired=None).acquired_at == datetime(2024, 5, 6, 3, 20, 30, tzinfo=UTC)
    third = raster(desk.folder / "anh3.tif", plane(1) + 2, tags=tags)
    said = desk.make(third, acquired="2026-11-22T08:30")
    assert (said.acquired_at, said.time_known) == (datetime(2026, 11, 22, 1, 30, tzinfo=UTC), True)


@pytest.mark.parametrize("day", ["2026-11-22", "22/11/2026"])
def test_moment__of_today_is_today_though_its_noon_is_to_come(desk, day):
    scene = desk.make(raster(desk.folder / "anh.tif", plane(1)), acquired=day)
    assert (scene.acquired_on, scene.time_known) == (date(2026, 11, 22), False)


def test_lineage__says_what_it_was_made_of_and_how(desk):
    path = raster(desk.folder / "anh.tif", plane(1), system=None)
    scene = desk.make(path, srid="32648", nodata=7, title="Ảnh thử")
    content = path.read_bytes()
    assert scene.lineage["files"] == [
        {"name": "anh.tif", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    ]
    assert scene.lineage["said"] == {"acquired": "2026-11-20", "srid": "32648", "nodata": 7}
    assert "32648" in scene.lineage["systems"]["anh.tif"]
    assert scene.lineage["resampling"] == {"bands": "bilinear", "quality": "nearest", "overviews": "average"}
    assert set(scene.lineage["software"]) == {"rasterio", "gdal"}
    assert scene.title == "Ảnh thử"
    assert (scene.licence, scene.publish_level) == ("other", "internal")
    stored = Path(desk.folder.parent / "data" / "scenes" / scene.data_key)
    assert scene.data_sha256 == hashlib.sha256(stored.read_bytes()).hexdigest()
    assert scene.data_size == stored.stat().st_size


@pytest.mark.parametrize(
    ("tags", "synthetic"),
    [
        ({"SYNTHETIC": "YES"}, True),
        ({"TIFFTAG_IMAGEDESCRIPTION": "Synthetic, not an observation"}, True),
        ({"TIFFTAG_IMAGEDESCRIPTION": "Sentinel-1 synthetic aperture radar"}, False),
        ({}, False),
    ],
)
def test_synthetic__is_said_by_the_file(desk, tags, synthetic):
    scene = desk.make(raster(desk.folder / "anh.tif", plane(1), tags=tags))
    assert (scene.sample, scene.collection_id) == (synthetic, "sample" if synthetic else "orthophotos")
