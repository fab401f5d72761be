"""Where pixels lie: VN-2000 by the official way, the grid of tiles, and places that cannot be."""

from math import cos, radians

import numpy as np
import pyproj
import pytest
import rasterio
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st

from gis import crs
from gis.tiles.matrix import PIXELS, SIZE, Tile, pixel, side
from imagery import store
from imagery.grid import grid_of
from imagery.reading.opening import system_of
from tests import places
from tests.database.imagery.conftest import picture_of
from tests.factories.imagery import grid_of_scene, raster

STEP = 0.2  # metres a pixel
MARK = (23, 41)  # row, column
_TM = "+proj=tmerc +lat_0=0 +lon_0=107.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs"
_MAPINFO = (
    'PROJCS["unnamed",GEOGCS["unnamed",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",107.75],PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",500000],'
    'PARAMETER["false_northing",0],UNIT["Meter",1]]'
)
_OTHER_SHIFT = _TM + " +towgs84=-192.873,-39.382,-111.202,0.00205,0.0005,-0.00335,0.0188"
BRVT, HCMC, UTM = crs.VN2000_BRVT, crs.VN2000_HCMC, crs.VN2000_UTM48
DECLARED = {
    "EPSG:5899": ("EPSG:5899", BRVT, {}),
    "EPSG:9210": ("EPSG:9210", HCMC, {}),
    "EPSG:3405": ("EPSG:3405", UTM, {}),
    "with heights": ("EPSG:5899+5773", BRVT, {}),
    "MapInfo": (_MAPINFO, BRVT, {}),
    "PROJ": (_TM, BRVT, {}),
    "another shift": (_OTHER_SHIFT, BRVT, {}),
    "said": (None, BRVT, {"srid": "5899"}),
    "said, against the file": ("EPSG:32648", HCMC, {"srid": "9210"}),
}


@pytest.mark.parametrize("place", ["VUNG_TAU", "WEST_OF_THE_LINE", "EAST_OF_THE_LINE", "CON_DAO"])
@pytest.mark.parametrize("declared", ["EPSG:5899"])
def test_vn2000__both_sides_of_the_line(desk, declared, place):
    _check_mark(desk, declared, getattr(places, place))


@pytest.mark.parametrize("declared", DECLARED)
def test_vn2000__however_it_is_declared(desk, declared):
    _check_mark(desk, declared, places.VUNG_TAU)


def _check_mark(desk, declared, place):
    """A bright pixel of 0.2 m lands within 0.1 m of where the official transformation puts it."""
    system, own, options = DECLARED[declared]
    origin = crs.transform_points(*place, BRVT, own)
    transform = Affine(STEP, 0, round(origin[0], 1), 0, -STEP, round(origin[1], 1))
    data = np.full((1, 60, 60), 10, dtype="uint16")
    data[0][MARK] = 60_000
    scene = desk.make(raster(desk.folder / "anh.tif", data, system=system, transform=transform), **options)
    found = _brightest(scene)
    middle = transform @ (MARK[1] + 0.5, MARK[0] + 0.5)
    right = crs.transform_points(*middle, own, crs.WEB_MERCATOR)
    assert _apart_m(found, right) < 0.1
    if place in (places.VUNG_TAU, places.WEST_OF_THE_LINE):
        by_proj = pyproj.Transformer.from_crs(own.epsg, crs.WEB_MERCATOR.srid, always_xy=True).transform(*middle)
        assert _apart_m(right, by_proj) == pytest.approx(0.8, abs=0.05)  # what PROJ would do by itself
        assert _apart_m(found, by_proj) > 0.6


def _brightest(scene):
    """The centre of what is bright, in EPSG:3857."""
    picture = picture_of(scene)
    weight = np.clip(picture.values[0].astype(float) - 100, 0, None)
    rows, columns = np.mgrid[picture.rows, picture.columns] + 0.5
    transform = grid_of_scene(scene).transform
    column, row = (columns * weight).sum() / weight.sum(), (rows * weight).sum() / weight.sum()
    return transform @ (column, row)


def _apart_m(one, other):
    """Metres on the ground between two places in EPSG:3857."""
    latitude = crs.transform_points(*one, crs.WEB_MERCATOR, crs.CRS84)[1]
    return float(np.hypot(one[0] - other[0], one[1] - other[1]) * cos(radians(latitude)))


@pytest.mark.parametrize("code", ["EPSG:32648", "EPSG:4326", "EPSG:3857", "EPSG:31985"])
def test_other_systems__are_left_as_they_are(code, tmp_path):
    class File:
        name, crs = "anh.tif", pyproj.CRS(code)

    assert system_of(File).to_epsg() == int(code.split(":")[1])


# --- the grid -------------------------------------------------------------------------------------------------------

inside = st.floats(-SIZE, SIZE - 1)
lengths = st.floats(0.01, 3e5)


@given(x=inside, y=inside, width=lengths, height=lengths, resolution=st.floats(0.003, 20_000))
def test_grid__covers_the_box_in_whole_tiles(x, y, width, height, resolution):
    box = (x, y, min(SIZE, x + width), min(SIZE, y + height))
    grid = grid_of(box, resolution)
    slack = 1e-6 * side(grid.zoom)
    west, south, east, north = grid.bounds
    assert west <= box[0] + slack
    assert south <= box[1] + slack
    assert east >= box[2] - slack
    assert north >= box[3] - slack
    unit = 2**grid.levels
    assert [value % unit for value in (grid.column, grid.row, grid.across, grid.down)] == [0, 0, 0, 0]
    assert grid.column >= 0
    assert grid.row >= 0
    assert grid.column + grid.across <= 2**grid.zoom
    assert grid.row + grid.down <= 2**grid.zoom
    assert max(grid.across, grid.down) // unit <= 2  # one tile, or two where the box lies across a border of tiles
    assert grid.pixel <= resolution * 8 / 7 * (1 + 1e-9) or grid.zoom == 24
    assert grid.zoom == 0 or pixel(grid.zoom - 1) > resolution * 8 / 7 * (1 - 1e-9)


@given(x=inside, y=inside, width=lengths, resolution=st.floats(0.05, 100))
def test_grid__window_holds_the_box(x, y, width, resolution):
    box = (x, y, min(SIZE, x + width), min(SIZE, y + width))
    grid = grid_of(box, resolution)
    left, top, across, down = grid.window(box)
    assert 0 <= left <= left + across <= grid.width
    assert 0 <= top <= top + down <= grid.height
    west, north = grid.transform @ (left, top)
    east, south = grid.transform @ (left + across, top + down)
    slack = 1e-5 * grid.pixel + 1e-6
    assert west <= box[0] + slack
    assert east >= box[2] - slack
    assert south <= box[1] + slack
    assert north >= box[3] - slack


def test_grid__of_a_file_is_of_tiles(desk):
    """Every block of the file, and of each overview, is one tile of WebMercatorQuad."""
    data = np.full((1, 1500, 700), 7, dtype="uint8")
    scene = desk.make(raster(desk.folder / "anh.tif", data))
    with rasterio.open(store.address(scene.data_key)) as file:
        levels = file.overviews(1)
    for number in range(len(levels) + 1):
        options = {"overview_level": number - 1} if number else {}
        with rasterio.open(store.address(scene.data_key), **options) as file:
            zoom = scene.zoom - number
            assert file.block_shapes == [(PIXELS, PIXELS)]
            assert file.transform.a == pytest.approx(pixel(zoom))
            corner = Tile(zoom, scene.column >> number, scene.row >> number).bounds
            assert (file.transform.c, file.transform.f) == pytest.approx((corner[0], corner[3]))
            assert (file.width % PIXELS, file.height % PIXELS) == (0, 0)
