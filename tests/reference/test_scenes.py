"""The real pictures of ../shared/data/reference: each becomes a scene, with what is known of it."""

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from django.conf import settings

from gis import crs
from imagery.models import Collection
from imagery.workflow import Quality
from tests.database.imagery.conftest import Desk, data_dir, desk, picture_of

pytestmark = pytest.mark.reference
__all__ = ["data_dir", "desk"]

SIX = ["blue", "green", "red", "nir", "swir1", "swir2"]


def folder() -> Path:
    named = os.environ.get("REFERENCE_DATA")
    return Path(named) if named else settings.BASE_DIR.parent / "shared" / "data" / "reference"


def reference(name: str) -> Path:
    path = folder() / "imagery" / name
    if not path.is_file():
        pytest.skip(f"{name} is not there: set REFERENCE_DATA to the folder of third-party test files")
    return path


def made(desk: Desk, *names: str, **options):
    return desk.make(*(reference(name) for name in names), **options)


def check_pixels(scene, name, indexes=(1,), nodata=None):
    """Pixels are what lies between the four of the source round them, wherever those have data."""
    with rasterio.open(reference(name)) as file:
        source = file.read(list(indexes)).astype("float64")
        gaps = file.read_masks(1) == 0 if nodata is None else (source == nodata).any(axis=0)
        transform, system = file.transform, file.crs.to_wkt()
    picture = picture_of(scene)
    few = max(1, picture.valid.shape[0] // 400)  # every so many of a large picture
    column, row = (places[::few, ::few] for places in picture.places(transform, system))
    height, width = source.shape[1:]
    left, top = np.floor(column - 0.5).astype(int), np.floor(row - 0.5).astype(int)
    inside = (left >= 1) & (top >= 1) & (left < width - 2) & (top < height - 2)
    left, top, column, row = left[inside], top[inside], column[inside], row[inside]
    round_it = [(top + down, left + right) for down in (-1, 0, 1, 2) for right in (-1, 0, 1, 2)]
    quiet = ~np.any([gaps[place] for place in round_it], axis=0)
    assert quiet.sum() > 300
    assert picture.valid[::few, ::few][inside][quiet].all()
    right, down = column - 0.5 - left, row - 0.5 - top
    for values, band in zip(source, picture.values[:, ::few, ::few], strict=True):
        upper = values[top, left] * (1 - right) + values[top, left + 1] * right
        lower = values[top + 1, left] * (1 - right) + values[top + 1, left + 1] * right
        apart = np.abs(band[inside] - (upper * (1 - down) + lower * down))[quiet]
        # The warper's places are right to an eighth of a pixel, so a steep picture may differ by as much of its step.
        step = np.ptp([values[place] for place in round_it], axis=0)[quiet]
        assert (apart <= 0.26 * step + 1).all()
        assert apart.mean() < 0.03 * step.mean() + 0.5
    return picture


@pytest.mark.parametrize("name", ["cog_uint16_nodata1", "nocog_uint16"])
def test_reference__one_band_of_100_m(desk, name):
    name = f"{name}_epsg32621.tif"
    scene = made(desk, name, acquired="2019-08-01")
    assert scene.collection_id == "orthophotos"
    assert scene.gsd_m == pytest.approx(100, rel=0.01)
    assert (scene.data_type, scene.cloud_percent, scene.quality_key) == ("uint16", None, "")
    band = scene.bands.get()
    assert (band.role, band.scale, band.offset) == ("other", 1.0, 0.0)
    assert "32621" in scene.lineage["systems"][name]
    with rasterio.open(reference(name)) as file:
        filled = (file.read_masks(1) > 0).mean()
        highest = file.read(1).max()
    assert scene.valid_percent < 100 * filled + 1
    assert band.statistics["maximum"] <= highest
    if "nodata1" in name:
        assert band.statistics["minimum"] > 1
    check_pixels(scene, name)


def test_reference__landsat_of_olinda_needs_its_bands_named(desk):
    name = "L7_ETM_olinda_brazil_6band.tif"
    job = desk.attempt(reference(name), acquired="2000-08-01")
    assert job.error["code"] == "choose_bands"
    scene = made(desk, name, acquired="2000-08-01", bands=SIX, nodata=0)
    assert list(scene.bands.values_list("role", flat=True)) == SIX
    assert scene.gsd_m == pytest.approx(28.5, abs=0.1)
    assert (scene.acquired_on, scene.data_type) == (date(2000, 8, 1), "uint8")
    west, south, east, north = scene.footprint.extent
    assert -35.1 < west < east < -34.7
    assert -8.1 < south < north < -7.8
    assert scene.units == []
    check_pixels(scene, name, indexes=range(1, 7), nodata=-1)


def test_reference__aerial_picture_with_an_inner_mask(desk):
    name = "aerial_colorado_rgb_internalmask.tif"
    scene = made(desk, name, acquired="2020-06-01")
    assert list(scene.bands.values_list("role", flat=True)) == ["red", "green", "blue"]
    assert scene.gsd_m == pytest.approx(0.15, abs=0.002)
    with rasterio.open(reference(name)) as file:
        filled, pixels = file.read_masks(1) > 0, abs(file.transform.a * file.transform.e)
    picture = check_pixels(scene, name, indexes=(1, 2, 3))
    truth = filled.sum() * pixels
    latitude = scene.footprint.centroid.y
    side = (2 * crs.HALF_WORLD_M / (512 << scene.zoom)) * np.cos(np.radians(latitude))
    assert picture.valid.sum() * side**2 == pytest.approx(truth, rel=0.01)
    area = crs.geodesic_area_m2(_shape(scene), crs.CRS84)
    assert area == pytest.approx(truth, rel=0.03)


def _shape(scene):
    return shapely.from_wkb(bytes(scene.footprint.wkb))


@pytest.mark.parametrize("day", [date(2017, 7, 3), date(2019, 7, 23)])
def test_reference__sentinel2_by_sen2r_with_its_classification(desk, day):
    start = f"S2A2A_{day:%Y%m%d}_022_Barbellino"
    scene = made(desk, f"{start}_BOA_10.tif", f"{start}_SCL_10.tif", acquired=None)
    assert scene.code == f"S2A_{day:%Y%m%d}_Barbellino"
    assert (scene.collection_id, scene.platform, scene.instrument) == ("sentinel-2-l2a", "Sentinel-2A", "MSI")
    assert (scene.acquired_on, scene.time_known) == (day, False)
    assert scene.attribution.endswith(str(day.year))
    assert scene.lineage["processing"] == {"software": "sen2r", "orbit": "022"}
    assert scene.lineage["mask"] == "scl"
    bands = list(scene.bands.all())
    assert [band.role for band in bands] == SIX
    assert [band.name for band in bands] == ["B02", "B03", "B04", "B08", "B11", "B12"]
    assert {(band.scale, band.offset) for band in bands} == {(0.0001, 0.0)}
    assert max(band.statistics["maximum"] for band in bands) < 65_535  # which means no data
    check_pixels(scene, f"{start}_BOA_10.tif", indexes=(2, 3, 4, 8, 10, 11))
    with rasterio.open(reference(f"{start}_SCL_10.tif")) as file:
        codes = file.read(1)
    cloudy = np.isin(codes, (3, 8, 9, 10))
    assert scene.cloud_percent == pytest.approx(100 * cloudy[codes > 1].mean(), abs=4)
    classes = picture_of(scene, scene.quality_key).values[0]
    assert set(np.unique(classes)) <= set(Quality)
    assert (classes > 0).sum() > 500


def test_reference__two_dates_share_a_series_and_are_two_scenes(desk):
    starts = [f"S2A2A_{day}_022_Barbellino" for day in ("20170703", "20190723")]
    job = desk.attempt(*(reference(f"{start}_BOA_10.tif") for start in starts), acquired=None)
    assert job.error["code"] == "several_scenes"
    scenes = [made(desk, f"{start}_BOA_10.tif", f"{start}_SCL_10.tif", acquired=None) for start in starts]
    assert len({(scene.zoom, scene.column, scene.row) for scene in scenes}) == 1  # pixel over pixel
    series = Collection.objects.get()
    assert sorted(series.stretch) == sorted(SIX)
    assert all(0 <= low < high < 1.5 for low, high in series.stretch.values())
