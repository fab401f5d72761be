"""Every kind of file, of number and of "no data": the scene's pixels are the source's, and so are its gaps."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from gis import crs
from imagery import store
from imagery.writing.measuring import on_the_globe
from tests.database.imagery.conftest import picture_of
from tests.factories import imagery as factories
from tests.factories.imagery import ORIGIN, RGB, SIZE, band_files, converted, jpeg2000, north_up, plane, raster

HOLE = (slice(20, 30), slice(35, 45))  # rows, columns of the source without data
ALPHA = (*RGB, ColorInterp.alpha)


def hole() -> np.ndarray:
    mask = np.full((SIZE, SIZE), 255, dtype="uint8")
    mask[HOLE] = 0
    return mask


def punched(data: np.ndarray, value: float) -> np.ndarray:
    data = data.copy()
    data[(..., *HOLE)] = value
    return data


def check(scene, *, transform=None, system=factories.UTM48, base=100.0, hole=True, size=SIZE, tolerance=0.65):
    """Bands are planes, and data is where the source has it, to the pixel."""
    picture = picture_of(scene)
    column, row = picture.places(north_up() if transform is None else transform, system)
    inside = (column > 0) & (row > 0) & (column < size) & (row < size)
    if hole:
        rows, columns = HOLE
        empty = (column > columns.start) & (column < columns.stop) & (row > rows.start) & (row < rows.stop)
        inside &= ~empty
    sure = _away_from_edges(column, row)
    assert (picture.valid == inside)[sure].all()
    assert (picture.valid != inside).mean() < 0.01
    middle = inside & (column > 1) & (row > 1) & (column < size - 1) & (row < size - 1)
    if hole:
        rows, columns = HOLE
        near = (column > columns.start - 1) & (column < columns.stop + 1)
        middle &= ~(near & (row > rows.start - 1) & (row < rows.stop + 1))
    assert middle.sum() > 500
    for number, band in enumerate(picture.values, 1):
        expected = base * number + (column - 0.5) + (row - 0.5)
        assert np.abs(band[middle] - expected[middle]).max() <= tolerance
        assert (band[~picture.valid] == 0).all()
    return picture


def _away_from_edges(column, row):
    """Pixels whose place is not on the border of a source pixel, to the tolerance of the warper."""
    return (np.abs(column - np.round(column)) > 0.15) & (np.abs(row - np.round(row)) > 0.15)


# --- no data, in every way it is said -------------------------------------------------------------------------------

NUMBERS = {"uint8": 30.0, "uint16": 100.0, "int16": 100.0, "float32": 100.0, "float64": 100.0}


@pytest.mark.parametrize("dtype", NUMBERS)
@pytest.mark.parametrize("said", ["none", "nodata", "mask", "alpha", "said", "nan"])
def test_pixels__of_each_type_and_way_of_saying_no_data(desk, dtype, said):
    if said == "nan" and not dtype.startswith("float"):
        pytest.skip("integers know no NaN")
    base = NUMBERS[dtype]
    data = plane(3, dtype, base=base)
    profile, options = {}, {"bands": ["blue", "green", "red"]}
    if said == "nodata":
        data, profile = punched(data, 255 if dtype == "uint8" else 999), {"nodata": 255 if dtype == "uint8" else 999}
    elif said == "said":
        data, options = punched(data, 7), options | {"nodata": 7}
    elif said == "nan":
        data = punched(data, np.nan)
    elif said == "mask":
        profile = {"mask": hole()}
    elif said == "alpha":
        opaque = (hole() > 0) * (np.iinfo(dtype).max if dtype.startswith(("u", "i")) else 1)
        data = np.concatenate([data, opaque[None].astype(dtype)])
        profile, options = {"colours": ALPHA, "photometric": "rgb"}, {}
    path = raster(desk.folder / "anh.tif", data, **profile)
    scene = desk.make(path, **options)
    check(scene, base=base, hole=said != "none", tolerance=0.65 if dtype[0] in "ui" else 0.15)
    assert scene.data_type == {"float64": "float32"}.get(dtype, dtype)
    roles = ["red", "green", "blue"] if said == "alpha" else ["blue", "green", "red"]
    assert list(scene.bands.values_list("role", flat=True)) == roles


def test_no_data__in_one_band_of_measurements_is_none_in_all(desk):
    data = plane(3)
    data[1][HOLE] = 0
    scene = desk.make(raster(desk.folder / "anh.tif", data, nodata=0), bands=["blue", "green", "red"])
    check(scene)
    assert min(band.statistics["minimum"] for band in scene.bands.all()) >= 100


def test_no_data__in_one_colour_of_a_picture_is_a_colour(desk):
    data = plane(3, "uint8", base=30)
    data[1][HOLE] = 0
    scene = desk.make(raster(desk.folder / "anh.tif", data, nodata=0, photometric="rgb"))
    picture = picture_of(scene)
    column, row = picture.places(north_up())
    assert picture.valid[(column > 0) & (row > 0) & (column < SIZE) & (row < SIZE)].all()
    within = (column > 37) & (column < 43) & (row > 22) & (row < 28)
    assert (picture.values[1][within] == 0).all()
    assert (picture.values[0][within] > 30).all()


def test_no_data__value_that_is_valid_in_another_file(desk):
    """Each file has a no-data value of its own; the other's is a measurement here."""
    first, second = plane(1), plane(1, base=300)
    first[0][HOLE], second[0][5:8, 5:8] = 777, 100
    paths = [
        raster(desk.folder / "anh_red.tif", first, nodata=777),
        raster(desk.folder / "anh_nir.tif", second + 400, nodata=0),
    ]
    scene = desk.make(*paths)
    picture = picture_of(scene)
    column, row = picture.places(north_up())
    within = (column > 5.6) & (column < 7.4) & (row > 5.6) & (row < 7.4)
    assert (picture.values[0][within] == 500).all()  # nir: 100 + 400
    assert picture.valid[within].all()
    assert not picture.valid[(column > 36) & (column < 44) & (row > 21) & (row < 29)].any()


def test_no_data__and_a_mask_both_count(desk):
    data, mask = punched(plane(2), 0), np.full((SIZE, SIZE), 255, dtype="uint8")
    mask[:10, :] = 0
    scene = desk.make(raster(desk.folder / "anh.tif", data, nodata=0, mask=mask), bands=["red", "nir"])
    picture = picture_of(scene)
    column, row = picture.places(north_up())
    assert not picture.valid[(row < 9.8)].any()
    assert not picture.valid[(column > 36) & (column < 44) & (row > 21) & (row < 29)].any()
    assert picture.valid[(row > 10.2) & (row < 19) & (column > 1) & (column < SIZE - 1)].all()


@pytest.mark.parametrize("value", [-9999, 70_000, 1.5, float("nan")])
def test_no_data__that_no_pixel_can_have_takes_nothing_away(desk, value):
    scene = desk.make(raster(desk.folder / "anh.tif", plane(1)), nodata=value)
    check(scene, hole=False)


def test_no_data__infinite_and_missing_numbers_are_none(desk):
    data = punched(plane(1, "float32"), -9999)
    data[0, 0:5, 0:5], data[0, 50:, 50:] = np.inf, np.nan
    scene = desk.make(raster(desk.folder / "anh.tif", data, nodata=-9999))
    picture = picture_of(scene)
    assert np.isfinite(picture.values).all()
    assert scene.bands.get().statistics["maximum"] < 250
    assert scene.bands.get().statistics["minimum"] >= 100


def test_alpha__of_a_near_infrared_is_none(desk):
    """GDAL calls the fourth of four 8-bit bands alpha; a person who names it stands above that."""
    data = plane(4, "uint8", base=30)
    data[3][HOLE] = 0
    path = raster(desk.folder / "anh.tif", data, photometric="rgb", colours=ALPHA)
    scene = desk.make(path, bands=["red", "green", "blue", "nir"])
    picture = picture_of(scene)
    column, row = picture.places(north_up())
    within = (column > 37) & (column < 43) & (row > 22) & (row < 28)
    assert picture.valid[within].all()
    assert (picture.values[3][within] == 0).all()
    assert np.abs(picture.values[0][within] - (30 + column + row - 1)[within]).max() <= 0.65


@pytest.mark.parametrize("named", ["said", "described", "file"])
def test_alpha__that_a_person_or_a_name_tells(desk, named):
    data = np.concatenate([plane(2), (hole() > 0).astype("uint16")[None] * 9])
    options = {}
    if named == "said":
        paths, options = [raster(desk.folder / "anh.tif", data)], {"bands": ["red", "nir", "alpha"]}
    elif named == "described":
        paths = [raster(desk.folder / "anh.tif", data, names=("Đỏ", "Cận hồng ngoại", "mask"))]
    else:
        paths = band_files(desk.folder, data, ["anh_red", "anh_nir", "anh_mask"])
    scene = desk.make(*paths, **options)
    assert sorted(scene.bands.values_list("role", flat=True)) == ["nir", "red"]
    picture = picture_of(scene)
    column, row = picture.places(north_up())
    assert not picture.valid[(column > 36) & (column < 44) & (row > 21) & (row < 29)].any()
    assert picture.valid.sum() > 2500


# --- kinds of files -------------------------------------------------------------------------------------------------


def _striped(path: Path, data):
    return raster(path, data)


def _tiled(path: Path, data):
    return raster(path, data, tiled=True, blockxsize=16, blockysize=16, compress="lzw", interleave="band")


def _big_endian(path: Path, data):
    return raster(path, data, ENDIANNESS="BIG")


def _bigtiff(path: Path, data):
    return raster(path, data, BIGTIFF="YES")


def _big_endian_bigtiff(path: Path, data):
    return raster(path, data, BIGTIFF="YES", ENDIANNESS="BIG", tiled=True, blockxsize=32, blockysize=32)


def _cog(path: Path, data):
    return converted(raster(path.with_suffix(".draft.tif"), data), path, "COG", BLOCKSIZE=128)


def _jpeg2000(path: Path, data):
    return jpeg2000(path.with_suffix(".jp2"), data)


def _vrt(path: Path, data):
    raster(path.parent / "phan" / "goc.tif", data)
    return converted(path.parent / "phan" / "goc.tif", path.parent / "anh.vrt", "VRT")


KINDS = {
    "striped": _striped,
    "tiled": _tiled,
    "big-endian": _big_endian,
    "BigTIFF": _bigtiff,
    "big-endian BigTIFF": _big_endian_bigtiff,
    "COG": _cog,
    "JPEG 2000": _jpeg2000,
    "VRT": _vrt,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["uint8", "int16"])
def test_pixels__of_each_kind_of_file(desk, kind, dtype):
    base = NUMBERS[dtype]
    path = KINDS[kind](desk.folder / "anh.tif", plane(3, dtype, base=base))
    source = path.parent if kind == "VRT" else path
    check(desk.make(source, bands=["red", "green", "blue"]), base=base, hole=False)


def test_pixels__below_zero(desk):
    data = plane(1, "int16") - 160
    scene = desk.make(raster(desk.folder / "anh.tif", data.astype("int16"), nodata=-32768))
    picture = check(scene, base=-60.0, hole=False)
    assert picture.values.min() < -50
    assert scene.bands.get().statistics["minimum"] < -55


@pytest.mark.parametrize("dtype", ["int32", "uint32", "float64"])
def test_pixels__of_wider_numbers_are_kept_as_float32(desk, dtype):
    data = punched(plane(1, dtype), 99_999)
    scene = desk.make(raster(desk.folder / "anh.tif", data, nodata=99_999))
    assert scene.data_type == "float32"
    check(scene, tolerance=0.15)


@pytest.mark.parametrize("angle", [0, 15, 90, 200])
def test_pixels__of_a_turned_raster(desk, angle):
    transform = Affine.translation(*ORIGIN) @ Affine.rotation(angle) @ Affine.scale(10, -10)
    scene = desk.make(raster(desk.folder / "anh.tif", punched(plane(1), 0), transform=transform, nodata=0))
    check(scene, transform=transform)


def test_pixels__south_up(desk):
    transform = Affine(10.0, 0.0, ORIGIN[0], 0.0, 10.0, ORIGIN[1])
    check(desk.make(raster(desk.folder / "anh.tif", plane(1), transform=transform)), transform=transform, hole=False)


def test_pixels__placed_by_a_world_file(desk):
    """A sidecar's other words (.aux.xml) are not read: they may name files and addresses."""
    path = raster(desk.folder / "anh.tif", punched(plane(1), 0), system=None, transform=Affine.identity(), nodata=0)
    place = north_up() @ Affine.translation(0.5, 0.5)
    path.with_suffix(".tfw").write_text("\n".join(str(n) for n in (10.0, 0.0, 0.0, -10.0, place.c, place.f)))
    check(desk.make(path, path.with_suffix(".tfw"), srid="32648"))


def test_pixels__of_a_file_for_each_band_at_two_resolutions(desk):
    fine, coarse = plane(1), plane(1, size=SIZE // 2)
    paths = [
        raster(desk.folder / "x_B04_10m.tif", fine),
        raster(desk.folder / "x_B11_20m.tif", coarse, transform=north_up(20)),
    ]
    scene = desk.make(*paths)
    assert scene.gsd_m == pytest.approx(10, rel=1e-6)
    picture = picture_of(scene)
    column, row = picture.places(north_up(20))
    middle = (column > 1) & (row > 1) & (column < SIZE / 2 - 1) & (row < SIZE / 2 - 1)
    assert np.abs(picture.values[1] - (100 + column + row - 1))[middle].max() <= 0.65


# --- what is written ------------------------------------------------------------------------------------------------


def test_overviews__are_means_of_what_has_data(desk):
    size = 1200
    data = np.full((1, size, size), 1000, dtype="uint16")
    data[0, :, ::2] = 2000
    data[0, :600, :] = 0
    scene = desk.make(raster(desk.folder / "anh.tif", data, nodata=0, transform=north_up(1)))
    with rasterio.open(store.address(scene.data_key)) as file:
        assert file.overviews(1) == [2**level for level in range(1, len(file.overviews(1)) + 1)]
        assert max(file.width, file.height) / file.overviews(1)[-1] <= 2 * 512
        assert file.block_shapes == [(512, 512)]
    with rasterio.open(store.address(scene.data_key), overview_level=1) as half:
        assert half.block_shapes == [(512, 512)]
        assert half.transform.c == pytest.approx(factories.grid_of_scene(scene).transform.c)
        values, mask = half.read(1), half.read_masks(1)
        assert values[mask == 0].max() == 0
        assert 1400 < np.median(values[mask > 0]) < 1600
        assert values[mask > 0].min() >= 1000  # nothing is mixed with what has no data


def test_file__is_sparse_and_optimised(desk):
    """Blocks without data take no room, whatever grid they stand on."""
    scene = desk.make(raster(desk.folder / "anh.tif", plane(1), transform=north_up(0.5)))
    assert scene.data_size == Path(store.address(scene.data_key)).stat().st_size < 60_000
    with rasterio.open(store.address(scene.data_key)) as file:
        assert file.crs.to_epsg() == crs.WEB_MERCATOR.srid
        assert file.tags(ns="IMAGE_STRUCTURE")["COMPRESSION"] == "ZSTD"
        assert file.read_masks(1, window=Window(0, 0, 64, 64)).max() == 0 or scene.width == 512


def test_footprint__has_the_area_of_the_data(desk):
    scene = desk.make(raster(desk.folder / "anh.tif", punched(plane(1), 0), nodata=0))
    truth = (SIZE * SIZE - 100) * 100
    shape = on_the_globe(_mercator(scene))
    assert crs.geodesic_area_m2(shape, crs.CRS84) == pytest.approx(truth, rel=0.06)
    assert scene.valid_percent == pytest.approx(100 * (SIZE * SIZE - 100) / SIZE**2, abs=6)


def _mercator(scene):
    return shapely.from_wkb(bytes(scene.footprint_3857.wkb))


def test_footprint__of_a_few_lost_pixels(desk):
    """So few that the reduced mask which outlines are made of shows none."""
    data = np.zeros((1, 1500, 1500), dtype="uint16")
    data[0, 777, 333] = 5
    scene = desk.make(raster(desk.folder / "anh.tif", data, nodata=0))
    west, south, east, north = scene.bounds_3857
    assert 0 < east - west < 60
    assert 0 < north - south < 60
    assert scene.valid_percent == pytest.approx(0, abs=0.01)
