"""A boundary sent as a file: new, edited and split plots read its coordinates as an import does."""

import io
import zipfile
from itertools import pairwise

import ezdxf
import geopandas as gpd
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyproj import CRS as ProjCrs

from gis import crs
from land.models import Plot
from tests import places
from tests.database.land.lease_desk import text_of
from tests.database.land.test_split_merge import hidden

MILLIMETRE = 0.001
SQUARE = places.square(places.VUNG_TAU, 20).geoms[0]
SYSTEMS = [crs.VN2000_BRVT, crs.VN2000_HCMC, crs.VN2000_GEO]
BARE = "+proj=tmerc +lat_0=0 +lon_0=107.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs"


def sent(path):
    return SimpleUploadedFile(path.name, path.read_bytes())


def package(folder, shapes, system, declared=None):
    """A GeoPackage with shapes of the legal CRS in a system, declared as another one if told so."""
    moved = list(crs.transform(shapes, crs.LEGAL, system))
    path = folder / "hinh.gpkg"
    path.unlink(missing_ok=True)
    gpd.GeoDataFrame(geometry=moved, crs=declared or f"EPSG:{system.epsg}").to_file(path, engine="pyogrio")
    return path


def zipped_tab(folder, shape):
    """As MapInfo writes zone 107-45, having no VN-2000 datum: WGS 84 with the national scale."""
    system = ProjCrs.from_user_input(f"{BARE.replace('+ellps', '+datum')} +type=crs")
    gpd.GeoDataFrame({"ten": ["a"]}, geometry=[shape], crs=system).to_file(folder / "hinh.tab", driver="MapInfo File")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in folder.glob("hinh.*"):
            archive.write(path, path.name)
    return SimpleUploadedFile("hinh.zip", content.getvalue())


def drawing(folder, lines, system=crs.LEGAL, label=""):
    document = ezdxf.new("R2000")
    for line in crs.transform(lines, crs.LEGAL, system):
        document.modelspace().add_lwpolyline(list(line.coords), dxfattribs={"layer": "RANH"})
    if label:
        inside = crs.transform(SQUARE.centroid, crs.LEGAL, system)
        document.modelspace().add_text(label, dxfattribs={"layer": "NHAN", "insert": (inside.x - 5, inside.y)})
    path = folder / "hinh.dxf"
    document.saveas(path)
    return path


def sides():
    """The square's four sides, each a line of its own, and a line that ends in the open."""
    corners = list(SQUARE.exterior.coords)
    lines = [shapely.LineString(pair) for pair in pairwise(corners)]
    return [*lines, shapely.LineString([(corners[0][0] + 60, corners[0][1]), (corners[0][0] + 90, corners[0][1])])]


def boundary(plot):
    return shapely.from_wkb(bytes(Plot.objects.get(pk=plot.pk).geom.wkb))


def values_of(page):
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if name != "file"}
    return {name: "" if value is None else value for name, value in values.items()}


def edit(client, plot, file, **values):
    address = reverse("plot-edit", args=[plot.code])
    own = values_of(client.get(address)) | {"reason": "Đo lại", "file": file} | values
    return client.post(address, own, follow=True)


def enter(client, register, file, **values):
    own = {"unit": register.unit.pk, "reason": "Kiểm kê", "file": file}
    return client.post("/plots/new/", own | values, follow=True)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.code)
def test_edit__a_file_goes_through_the_official_transformation(manager, plot, tmp_path, system):
    edit(manager, plot, sent(package(tmp_path, [shapely.transform(SQUARE, lambda p: p + 3)], system)))
    assert boundary(plot).hausdorff_distance(shapely.transform(SQUARE, lambda p: p + 3)) < MILLIMETRE


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.code)
def test_new__a_file_goes_through_the_official_transformation(manager, register, tmp_path, system):
    enter(manager, register, sent(package(tmp_path, [SQUARE], system)))
    assert boundary(Plot.objects.get()).hausdorff_distance(SQUARE) < MILLIMETRE


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.code)
def test_split__a_file_goes_through_the_official_transformation(manager, plot, tmp_path, system):
    west, south, _east, north = SQUARE.bounds
    part = shapely.box(west, south, west + 8, north)
    file = sent(package(tmp_path, [part], system))
    address = reverse("plot-split", args=[plot.code])
    page = manager.post(address, {"step": "preview", "method": "areas", "file": file})
    given = hidden(page) | {"step": "commit", "reason": "Tách", "on_date": "2026-01-15", "decision_number": "1/QĐ"}
    manager.post(address, given)
    found = [boundary(made) for made in Plot.objects.exclude(pk=plot.pk)]
    assert min(shape.hausdorff_distance(part) for shape in found) < MILLIMETRE


def test_edit__mapinfo_writes_vn2000_as_wgs84_and_the_missing_shift_is_told(manager, plot, tmp_path):
    moved = shapely.transform(SQUARE, lambda points: points + 3)
    page = edit(manager, plot, zipped_tab(tmp_path, moved))
    assert boundary(plot).hausdorff_distance(moved) < 0.02  # MapInfo rounds to a centimetre
    assert "thiếu tham số chuyển VN-2000 sang WGS 84" in text_of(page)


def test_edit__wrong_zone_is_named_and_may_be_confirmed(manager, plot, tmp_path):
    before = boundary(plot)
    moved = shapely.transform(SQUARE, lambda points: points + 3)
    path = package(tmp_path, [moved], crs.VN2000_HCMC, declared="EPSG:5899")
    page = edit(manager, plot, sent(path))
    assert "Sai múi chiếu" in text_of(page)
    assert "105-45" in text_of(page)
    assert boundary(plot).equals(before)
    edit(manager, plot, sent(path), system="9210")
    assert boundary(plot).hausdorff_distance(moved) < MILLIMETRE


def test_new__swapped_axes_are_named_and_may_be_confirmed(manager, register, tmp_path):
    turned = shapely.transform(SQUARE, lambda points: points[:, ::-1])
    path = tmp_path / "hinh.gpkg"
    gpd.GeoDataFrame(geometry=[turned], crs="EPSG:5899").to_file(path, engine="pyogrio")
    assert "Đảo trục tọa độ" in text_of(enter(manager, register, sent(path)))
    assert not Plot.objects.exists()
    enter(manager, register, sent(path), swapped="on")
    assert boundary(Plot.objects.get()).hausdorff_distance(SQUARE) < MILLIMETRE


def test_new__a_file_far_away_is_refused(manager, register, tmp_path):
    path = tmp_path / "hinh.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.box(105.8, 21.0, 105.81, 21.01)], crs="EPSG:4326").to_file(path)
    assert "nằm ngoài địa bàn" in text_of(enter(manager, register, sent(path)))
    assert not Plot.objects.exists()


@pytest.mark.parametrize(("system", "chosen"), [(crs.LEGAL, ""), (crs.LEGAL, "5899"), (crs.VN2000_HCMC, "9210")])
@pytest.mark.parametrize("label", ["", "7"])
def test_new__a_drawing_gives_the_area_that_its_lines_close(manager, register, tmp_path, system, chosen, label):
    enter(manager, register, sent(drawing(tmp_path, sides(), system, label)), system=chosen)
    made = Plot.objects.get()
    assert made.location_basis == "boundary"
    assert boundary(made).hausdorff_distance(SQUARE) < 0.005


def test_new__a_drawing_in_another_zone_than_the_form_says_is_refused(manager, register, tmp_path):
    page = enter(manager, register, sent(drawing(tmp_path, sides(), crs.VN2000_HCMC)), system="5899")
    assert "Sai múi chiếu" in text_of(page)
    assert not Plot.objects.exists()


def test_new__a_house_within_a_labelled_parcel_leaves_no_hole(manager, register, tmp_path):
    house = shapely.LineString(shapely.box(*SQUARE.centroid.buffer(3).bounds).exterior.coords)
    lines = [*sides(), shapely.transform(house, lambda points: points + 4)]
    enter(manager, register, sent(drawing(tmp_path, lines, label="7")))
    assert boundary(Plot.objects.get()).area == pytest.approx(400, abs=0.1)


def test_split__by_a_line_of_a_drawing(manager, plot, tmp_path):
    west, south, _east, north = SQUARE.bounds
    file = sent(drawing(tmp_path, [shapely.LineString([(west + 5, south - 5), (west + 5, north + 5)])]))
    page = manager.post(
        reverse("plot-split", args=[plot.code]), {"step": "preview", "method": "lines", "file": file, "system": "5899"}
    )
    assert [round(area) for area in page.context["areas"]] == [100, 300]
