"""The real boundaries of ../shared/data/reference: every unit of every date enters, by key and by code of a day."""

import csv

import geopandas as gpd
import pytest
import shapely
from django.core.management import CommandError, call_command

from territory.models import AdminUnit
from tests.reference.test_parcels import folder

pytestmark = pytest.mark.reference

FILE = folder() / "brvt_admin_units.gpkg"
DAYS = [("31/12/2024", "@initial"), ("02/01/2025", "@2025-01-01"), ("01/01/2026", "@2025-07-01")]


@pytest.fixture
def units(db, settings, tmp_path):
    if not FILE.is_file():
        pytest.skip(f"{FILE.name} is not there: set REFERENCE_DATA to the folder of third-party test files")
    settings.DATA_DIR = tmp_path
    call_command("load_facts", verbosity=0)
    return gpd.read_file(FILE)


def refused(tmp_path):
    """What the last report refuses, key and reason."""
    paths = sorted((tmp_path / "reports").glob("*/bao-cao.csv"))
    rows = csv.reader(paths[-1].open(encoding="utf-8-sig")) if paths else []
    return [row[1:] for row in rows if row[0] == "từ chối"]


def test_reference__all_real_boundaries_replace_the_illustrative_ones(units, tmp_path):
    call_command("load_units", str(FILE), verbosity=0)
    assert refused(tmp_path) == []
    assert AdminUnit.objects.filter(illustrative=False).count() == len(units) == AdminUnit.objects.count()
    for uid, hectares in zip(units["uid"], units["area_geodesic_ha"], strict=True):
        assert AdminUnit.objects.get(uid=uid).geom.area / 1e4 == pytest.approx(hectares, rel=1e-3), uid


@pytest.mark.parametrize(("day", "suffix"), DAYS)
@pytest.mark.parametrize("key", ["code", "name"])
def test_reference__communes_of_a_day_by_code_and_by_name(units, tmp_path, day, suffix, key):
    chosen = units[(units["level"] == "commune") & units["uid"].str.endswith(suffix)]
    path = tmp_path / "xa.gpkg"
    chosen.drop_duplicates(key, keep=False)[[key, "geometry"]].to_file(path)
    call_command("load_units", str(path), "--key", key, "--on", day, verbosity=0)
    loaded = set(AdminUnit.objects.filter(illustrative=False).values_list("uid", flat=True))
    wanted = set(chosen.drop_duplicates(key, keep=False)["uid"])
    assert loaded == wanted, refused(tmp_path)


def test_reference__with_axes_swapped_none_enters(units, tmp_path):
    path = tmp_path / "doi_truc.gpkg"
    units.set_geometry(shapely.transform(units.geometry.to_numpy(), lambda points: points[:, ::-1])).to_file(path)
    with pytest.raises(CommandError):
        call_command("load_units", str(path), verbosity=0)
    assert not AdminUnit.objects.filter(illustrative=False).exists()
