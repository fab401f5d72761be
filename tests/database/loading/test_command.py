"""The command: what it prints, how it ends, and what a killed one leaves behind."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from accounts.roles import Role
from gis.db.models import NumberSeries
from land.actions import entering
from land.actions.import_profiles import save_import_profile
from land.loading import committing
from land.loading.refused import CSV_NAME
from land.models import Plot, PlotVersion
from tests import places
from tests.database.loading.conftest import Loader, prepare_register
from tests.factories import land as factories


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def run(*arguments, **options):
    out, err = StringIO(), StringIO()
    call_command("import_plots", *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue()


def test_command__summary_in_vietnamese(loader):
    told = run(loader.write(loader.frame(3)))
    assert "Đọc 3 dòng: 3 mới, 0 thay đổi, 0 không đổi, 0 giữ để rà soát, 0 từ chối." in told
    assert "Đã ghi 3 khu đất mới" in told


def test_command__dry_run_and_json(loader):
    told = json.loads(run(loader.write(loader.frame(2)), "--dry-run", "--json"))
    assert told["counts"]["new"] == 2
    assert told["file"]["profile"]["columns"]["sheet_number"] == "SOTO"
    assert not Plot.objects.exists()


def test_command__a_mapping_saved_in_the_browser_is_named(loader):
    first, second = (factories.person(name, Role.LAND_MANAGER) for name in ("an", "binh"))
    path = loader.write(loader.frame(1).rename(columns={"TEN": "COT_A"}))
    for owner, column in ((first, "COT_A"), (second, "KHONG_CO")):
        save_import_profile(actor=owner, name="Bảng kê", mapping={"columns": {"name": column}})
    with pytest.raises(CommandError, match="Nhiều người có hồ sơ ánh xạ “Bảng kê”: an, binh"):
        run(path, "--profile", "Bảng kê")
    with pytest.raises(CommandError, match=r"Không có hồ sơ ánh xạ “Khác”\. Đã lưu: “Bảng kê”"):
        run(path, "--profile", "Khác")
    assert names(run(path, "--profile", "Bảng kê", "--user", "an", "--dry-run", "--json")) == "COT_A"
    run(path, "--profile", "Bảng  kê", "--profile-owner", "an")
    assert Plot.objects.get().name == "Khu đất 1"


def names(told):
    return json.loads(told)["file"]["profile"]["columns"]["name"]


def test_command__a_mapping_is_not_of_whoever_may_not_import(loader):
    save_import_profile(
        actor=factories.person("an", Role.LAND_MANAGER), name="Bảng kê", mapping={"columns": {"name": "TEN"}}
    )
    factories.person("khach", Role.PLANNER)
    with pytest.raises(CommandError, match="chưa lưu hồ sơ nào"):
        run(loader.write(loader.frame(1)), "--profile", "Bảng kê", "--user", "khach")


def test_command__a_mapping_is_of_the_browser_or_of_a_file(loader):
    with pytest.raises(CommandError, match="not allowed with"):
        run(loader.write(loader.frame(1)), "--profile", "A", "--mapping", "b.json")


def test_command__refused_rows_end_with_an_error_unless_allowed(loader):
    path = loader.write(loader.frame(2, LOAIDAT=["QQQ", "ODT"]))
    with pytest.raises(CommandError) as failure:
        run(path)
    assert failure.value.returncode == 2
    assert Plot.objects.count() == 1
    assert "1 từ chối" in run(path, "--allow-refused")


def test_command__refused_rows_are_a_file_without_being_asked_for(loader, data_dir):
    path = loader.write(loader.frame(2, LOAIDAT=["QQQ", "ODT"]))
    told = run(path, "--dry-run", "--allow-refused")
    [report] = (data_dir / "reports").glob(f"khu_dat-*/{CSV_NAME}")
    assert str(report) in told
    assert "QQQ" in report.read_text(encoding="utf-8-sig")


def test_command__blocked_file_ends_with_its_own_code(loader):
    path = loader.folder / "a.csv"
    path.write_text("Tên khu đất,x,y\nChợ,1,2\nKho,3,5\n", encoding="utf-8")
    with pytest.raises(CommandError) as failure:
        run(path)
    assert failure.value.returncode == 3


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["khong-co.gpkg"], "Không tìm thấy"),
        (["{file}", "--user", "nobody"], "Không có người dùng"),
        (["{file}", "--decision", "BRVT-000001=maybe"], "accept"),
        (["{file}", "--mapping", "{file}"], "hồ sơ ánh xạ"),
        (["{file}", "--srid", "99999999"], "hệ tọa độ"),
        (["{file}", "--encoding", "klingon"], "bảng mã"),
    ],
)
def test_command__wrong_arguments_give_a_sentence(arguments, word, loader):
    path = loader.write(loader.frame(1))
    with pytest.raises(CommandError) as failure:
        run(*[argument.format(file=path) for argument in arguments])
    assert word in str(failure.value)


def test_command__profile_and_decision(loader):
    run(loader.write(loader.frame(1)))
    profile = loader.folder / "ho_so.json"
    profile.write_text(json.dumps({"columns": {"name": "TENMOI"}}), encoding="utf-8")
    path = loader.write(loader.frame(1, TENMOI=["Chợ mới"]))
    assert "1 thay đổi chờ duyệt" in run(path, "--mapping", profile)
    assert "1 thay đổi." in run(path, "--mapping", profile, "--decision", "*=accept")
    assert Plot.objects.get().name == "Chợ mới"


@pytest.mark.django_db(transaction=True)
def test_import__failure_in_the_middle_leaves_nothing(tmp_path, today, monkeypatch):
    prepare_register()
    loader = Loader(tmp_path, today)
    monkeypatch.setattr(committing, "PIECE", 2)
    written = []
    record = entering.record_prepared

    def fail_at_third(rows):
        if len(written) == 2:
            raise RuntimeError("power cut")
        written.append(record(rows))

    monkeypatch.setattr(entering, "record_prepared", fail_at_third)
    with pytest.raises(RuntimeError):
        loader.load(loader.frame(6))
    assert len(written) == 2  # four plots were written and undone
    assert not Plot.objects.exists()
    assert not PlotVersion.objects.exists()
    assert not NumberSeries.objects.filter(name="plot", last__gt=0).exists()
    assert _staged_tables() == []
    monkeypatch.undo()
    assert loader.load(loader.frame(6)).created[0] == "BRVT-000001"


@pytest.mark.django_db(transaction=True)
def test_import__killed_process_leaves_nothing(tmp_path, today):
    prepare_register()
    count = 2_300  # more than is checked at once, so that rows have been written when the signal comes
    shapes = [places.square(places.VUNG_TAU, 8, 12 * (n % 50), 12 * (n // 50)) for n in range(count)]
    loader = Loader(tmp_path, today)
    frame = loader.frame(1).iloc[[0] * count].reset_index(drop=True)
    frame["SOTHUA"], frame["DIENTICH"] = [str(n + 1) for n in range(count)], 64.0
    frame.geometry = shapes
    path = loader.write(frame)
    arguments = [sys.executable, "manage.py", "import_plots", str(path), "--report-dir", str(tmp_path / "report")]
    process = subprocess.Popen(
        arguments, cwd=settings.BASE_DIR, env=_environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    seen = b""
    while piece := process.stderr.read1():
        seen += piece
        if b"Ghi 2.000" in seen:
            process.send_signal(signal.SIGKILL)
            break
    process.wait(timeout=60)
    process.stderr.close()
    assert process.returncode == -signal.SIGKILL, seen.decode()
    _wait_for_rollback()
    assert not Plot.objects.exists()
    assert _staged_tables() == []
    assert loader.load(path, commit=False).counts["new"] == count


def _environment():
    database = settings.DATABASES["default"]
    parts = {"dbname": database["NAME"], "user": database["USER"], "password": database["PASSWORD"]}
    parts |= {"host": database["HOST"], "port": database["PORT"]}
    address = make_conninfo("", **{name: value for name, value in parts.items() if value})
    return os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "gis.settings.base", "PYTHONPATH": ""}


def _wait_for_rollback():
    """The server ends the orphaned session by itself; its locks go first."""
    with connection.cursor() as cursor:
        for _attempt in range(300):
            cursor.execute(
                "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
                "WHERE c.relname = 'land_plot' AND l.pid <> pg_backend_pid() AND l.mode = 'RowExclusiveLock'"
            )
            if cursor.fetchone()[0] == 0:
                return
            cursor.execute("SELECT pg_sleep(0.1)")


def _staged_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'import\\_%'")
        return [row[0] for row in cursor.fetchall()]


def test_command__changes_hold_from_today_from_a_day_or_always(loader):
    run(loader.write(loader.frame(3)))
    path = loader.write(loader.frame(3, HIENTRANG=["trống"] * 3))
    codes = list(Plot.objects.order_by("number").values_list("code", flat=True))
    for code, how in zip(codes, ((), ("--valid-from", "01/03/2026"), ("--correction",)), strict=True):
        run(path, "--decision", f"{code}=accept", *how)
    firsts = {
        code: PlotVersion.objects.filter(code=code, recorded__endswith=None, use_state="vacant").get().valid.lower
        for code in codes
    }
    assert list(firsts.values()) == [timezone.localdate(), date(2026, 3, 1), None]
    with pytest.raises(CommandError, match="không được sau hôm nay"):
        run(path, "--valid-from", "01/01/2099")
