"""The real parcel files of ../shared/data/reference: each is read whole, and enters or is refused with the reason.

None of them shows the province. So each is tried twice: as it is, where every row has to be refused for its place, and
moved to Vũng Tàu, where its real shapes, names and sizes have to enter.
"""

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry

from gis import crs
from gis.systems.names import declared
from land.loading.errors import Unreadable
from land.loading.importing import Options, import_plots
from land.loading.reading import read
from land.models import Plot
from territory.models import AdminUnit
from tests import places
from tests.database.loading.conftest import WARD, prepare_register

pytestmark = pytest.mark.reference

NAMES = {
    "at_inspire_schlaege_epsg31287.gpkg.zip": {"name": "SNAR_BEZEICHNUNG", "note": "INSPIRE_ID"},
    "be_wal_inspire_landuse_epsg3035.gml.zip": {"name": "localId"},
    "bf_jecam_cirad_2023_shp_epsg4326.zip": {"name": "Id", "area_surveyed_m2": "Area_ha"},
    "de_bb_antrag_shp_epsg25833.zip": {"name": "ref_ident", "note": "code_bez"},
    "fi_gsaa_epsg3067.gpkg": {"name": "PERUSLOHKOTUNNUS", "parcel_number": "LOHKONUMERO"},
    "pt_culturas_multilayer_epsg3763.gpkg": {"name": "CUL_ID", "note": "CT_português"},
    "us_ca_crop_epsg4269.gdb.zip": {"name": "UniqueID"},
    "vn_ai4smallfarms_fields_epsg32648.gpkg": {"name": "id"},
}
LAYERS = {
    "pt_culturas_multilayer_epsg3763.gpkg": "Culturas_Aveiro",
    "be_wal_inspire_landuse_epsg3035.gml.zip": "ExistingLandUseObject",
}
ROWS = dict.fromkeys(NAMES, 100) | {"be_wal_inspire_landuse_epsg3035.gml.zip": 10}


def folder() -> Path:
    named = os.environ.get("REFERENCE_DATA")
    return Path(named) if named else settings.BASE_DIR.parent / "shared" / "data" / "reference"


def reference(name: str) -> Path:
    path = folder() / "parcels" / name
    if not path.is_file():
        pytest.skip(f"{name} is not there: set REFERENCE_DATA to the folder of third-party test files")
    return path


@pytest.fixture
def register(db):
    prepare_register()


@pytest.mark.parametrize("name", NAMES)
def test_reference__elsewhere_is_refused_with_the_place(name, register, today, tmp_path):
    options = Options(layer=LAYERS.get(name), profile={"columns": NAMES[name]}, report_dir=tmp_path)
    report = import_plots(reference(name), actor=None, options=options, today=today)
    assert report.counts["read"] == report.counts["refused"] == ROWS[name]
    assert report.by_code["outside_territory"] == ROWS[name]
    elsewhere = next(finding for finding in report.file_findings if finding.code == "outside_all")
    assert "kinh độ" in elsewhere.text()
    assert len(gpd.read_file(tmp_path / "dong-bi-tu-choi.gpkg")) == ROWS[name]
    assert not Plot.objects.exists()


@pytest.mark.parametrize("name", NAMES)
def test_reference__moved_here_enters(name, register, today, tmp_path):
    with read(reference(name), layer=LAYERS.get(name)) as table:
        frame = table.frame()
    known = frame.to_crs(frame.estimate_utm_crs()) if frame.crs.is_geographic else frame
    shift = np.subtract(places.VUNG_TAU, known.total_bounds[:2])
    moved = shapely.transform(known.geometry.to_numpy(), lambda points: np.add(points, shift))
    frame = gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=moved, crs=f"EPSG:{crs.LEGAL.epsg}")
    ward = shapely.MultiPolygon([shapely.box(*frame.total_bounds).buffer(200)])
    AdminUnit.objects.filter(uid=WARD).update(geom=GEOSGeometry(memoryview(ward.wkb), srid=crs.LEGAL.srid))
    AdminUnit.objects.exclude(uid=WARD).update(geom=None)
    path = tmp_path / "o_day.gpkg"
    frame.to_file(path, engine="pyogrio")
    options = Options(profile={"columns": NAMES[name], "constants": {"unit": "Phường Vũng Tàu"}}, keep_faulty=True)
    report = import_plots(path, actor=None, options=options, today=today)
    told = {code: count for code, count in report.by_code.items() if code.startswith(("overlap", "duplicate"))}
    assert report.counts["new"] + report.counts["refused"] == ROWS[name]
    assert report.counts["refused"] <= sum(told.values())  # real data overlaps; nothing else refuses a row
    assert report.counts["new"] >= ROWS[name] * 0.6
    assert Plot.objects.count() == report.counts["new"]
    again = import_plots(path, actor=None, options=options, today=today)
    assert again.counts["new"] == 0


def test_reference__vietnamese_fields_enter_where_a_unit_holds_them(register, today):
    path = reference("vn_ai4smallfarms_fields_epsg32648.gpkg")
    with read(path) as table:
        shapes = crs.transform_from(table.frame().geometry.to_numpy(), declared(table.crs).system, crs.LEGAL)
    ground = shapely.MultiPolygon([shapely.box(*shapely.total_bounds(shapes)).buffer(500)])
    AdminUnit.objects.filter(uid=WARD).update(geom=GEOSGeometry(memoryview(ground.wkb), srid=crs.LEGAL.srid))
    options = Options(profile={"columns": {"name": "id"}})
    report = import_plots(path, actor=None, options=options, today=today)
    assert report.counts["new"] + report.counts["refused"] == 100
    assert report.counts["new"] >= 60
    stored = Plot.objects.order_by("number").first()
    assert stored.unit_id == WARD
    assert any(abs(float(stored.area_geodesic_m2) - area) < 1 for area in _geodesic(shapes))


def _geodesic(shapes):
    return [crs.geodesic_area_m2(shape, crs.LEGAL) for shape in shapes]


def test_reference__several_filled_layers_ask_for_one():
    with pytest.raises(Unreadable) as refusal:
        read(reference("pt_culturas_multilayer_epsg3763.gpkg"))
    assert refusal.value.reason == "choose_layer"
    assert "Culturas_Aveiro (100)" in refusal.value.detail
