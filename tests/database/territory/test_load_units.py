"""Real boundaries: by key, by code or name of a day; refused where they cannot lie; reported and rehearsed."""

from datetime import date

import geopandas
import pytest
import shapely
from django.core.management import CommandError, call_command
from shapely.affinity import translate

from gis import crs
from territory.models import AdminUnit

WARD, OLD = "26506@2025-07-01", "26506@initial"
NEIGHBOUR = "26526@2025-07-01"
DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def facts(django_db_setup, django_db_blocker):
    """The project's own facts with their illustrative boundaries."""
    with django_db_blocker.unblock():
        call_command("load_facts", verbosity=0)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def shape_of(uid):
    return shapely.from_wkb(bytes(AdminUnit.objects.get(uid=uid).geom.wkb))


def write(tmp_path, shapes, **columns):
    path = tmp_path / "u.gpkg"
    degrees = [crs.transform(shape, crs.LEGAL, crs.CRS84) for shape in shapes]
    geopandas.GeoDataFrame(columns, geometry=degrees, crs=4326).to_file(path)
    return path


def run(path, capsys, *options):
    call_command("load_units", str(path), *options)
    told = capsys.readouterr()
    return told.out + told.err


@pytest.mark.parametrize("text", ["26506", "26506.0", "Phường Vũng Tàu", "phuong vung tau", "P. Vũng Tàu"])
def test_key__a_code_or_name_means_the_unit_of_the_day(tmp_path, capsys, text):
    path = write(tmp_path, [shape_of(WARD).buffer(-50)], ten=[text])
    run(path, capsys, "--key", "ten", "--on", "01/01/2026")
    assert not AdminUnit.objects.get(uid=WARD).illustrative
    assert AdminUnit.objects.filter(illustrative=False).count() == 1


def test_key__the_same_code_before_is_another_unit(tmp_path, capsys):
    run(write(tmp_path, [shape_of(OLD)], ma=["26506"]), capsys, "--key", "ma", "--on", "31/12/2024")
    assert not AdminUnit.objects.get(uid=OLD).illustrative
    assert AdminUnit.objects.get(uid=WARD).illustrative


def test_key__what_cannot_be_told_is_refused_with_the_way_out(tmp_path, capsys, data_dir):
    shapes = [shape_of(WARD)] * 4
    path = write(tmp_path, shapes, ma=[WARD, "26506", "Xã Không Có", "99999"])
    told = run(path, capsys, "--key", "ma")
    assert told.count("--on NGÀY") == 3
    told = run(path, capsys, "--key", "ma", "--on", "01/01/2026")
    assert "đã có ranh giới khác trong tệp" in told
    assert "không có đơn vị nào mang mã hoặc tên “Xã Không Có”" in told
    reports = sorted((data_dir / "reports").glob("u-*/bao-cao.csv"))
    assert len(reports) == 2
    assert str(reports[-1]) in told
    assert "99999" in reports[-1].read_text(encoding="utf-8-sig")


def test_key__a_name_that_two_units_bear_is_asked_for(tmp_path, capsys):
    path = write(tmp_path, [shape_of(WARD)], ten=["Long Phước"])
    day = "31/12/2024"
    if AdminUnit.objects.on_day(date(2024, 12, 31)).filter(short_name="Long Phước").count() < 2:
        AdminUnit.objects.filter(uid=OLD).update(short_name="Long Phước")
    with pytest.raises(CommandError, match="Không có ranh giới nào"):
        run(path, capsys, "--key", "ten", "--on", day)
    assert "có thể là" in capsys.readouterr().err


@pytest.mark.parametrize("move", [(200_000, 0), (0, 30_000)])
def test_place__elsewhere_is_refused_with_place_and_mend(tmp_path, capsys, move):
    away = translate(shape_of(WARD), *move)
    path = write(tmp_path, [away, shape_of(NEIGHBOUR)], uid=[WARD, NEIGHBOUR])
    told = run(path, capsys)
    assert "nằm ở kinh độ" in told
    assert "km" in told
    assert "kinh tuyến trục" in told
    assert AdminUnit.objects.get(uid=WARD).illustrative
    assert not AdminUnit.objects.get(uid=NEIGHBOUR).illustrative


def test_place__another_units_ground_is_refused(tmp_path, capsys):
    path = write(tmp_path, [shape_of("26704@2025-07-01"), shape_of(NEIGHBOUR)], uid=[WARD, NEIGHBOUR])
    run(path, capsys)
    assert AdminUnit.objects.get(uid=WARD).illustrative


def test_place__a_unit_without_boundary_is_held_against_the_territory(tmp_path, capsys):
    shape = shape_of(WARD)
    AdminUnit.objects.filter(uid=WARD).update(geom=None)
    away = translate(shape, 200_000)
    with pytest.raises(CommandError, match="Tệp nằm ngoài địa bàn"):
        run(write(tmp_path, [away], uid=[WARD]), capsys)
    assert "cách địa bàn 145,1 km" in run(write(tmp_path, [away, shape_of(NEIGHBOUR)], uid=[WARD, NEIGHBOUR]), capsys)
    assert AdminUnit.objects.get(uid=WARD).geom is None
    run(write(tmp_path, [shape], uid=[WARD]), capsys)
    assert not AdminUnit.objects.get(uid=WARD).illustrative


def test_remarks__overlaps_and_areas_are_told_and_loaded(tmp_path, capsys):
    one, other = shape_of(WARD), shape_of(NEIGHBOUR)
    told = run(write(tmp_path, [one.buffer(60), other], uid=[WARD, NEIGHBOUR]), capsys)
    assert "chồng lên" in told
    assert AdminUnit.objects.filter(illustrative=False).count() == 2
    half = shapely.intersection(one, shapely.box(*one.bounds[:2], one.centroid.x, one.bounds[3]))
    assert "công bố" in run(write(tmp_path, [half], uid=[WARD]), capsys)


def test_remarks__an_old_unit_and_its_successor_do_not_overlap(tmp_path, capsys):
    told = run(write(tmp_path, [shape_of(WARD), shape_of(OLD)], uid=[WARD, OLD]), capsys)
    assert "chồng lên" not in told


def test_dry_run__resolves_keys_and_writes_nothing(tmp_path, capsys):
    path = write(tmp_path, [shape_of(WARD), shape_of(WARD)], uid=[WARD, "nobody"])
    told = run(path, capsys, "--dry-run")
    assert "sẽ nạp 1 ranh giới" in told
    assert "nobody" in told
    assert not AdminUnit.objects.filter(illustrative=False).exists()


def test_load_facts__dry_run_writes_nothing(capsys):
    AdminUnit.objects.filter(uid=WARD).update(name="Tên khác")
    call_command("load_facts", "--dry-run")
    assert "chưa ghi gì" in capsys.readouterr().out
    assert AdminUnit.objects.get(uid=WARD).name == "Tên khác"
    call_command("load_facts")
    assert AdminUnit.objects.get(uid=WARD).name == "Phường Vũng Tàu"
