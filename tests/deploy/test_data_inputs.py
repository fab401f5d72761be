"""What makes script/server bring the database up to date: what the tables, the wall and the sample are made of."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import ROOT

PACKAGES = ("accounts", "audit", "gis", "land", "portal", "territory")
DECLARING = sorted(
    str(path.relative_to(ROOT))
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "public.declare(" in path.read_text(encoding="utf-8")
)
READ = [
    *DECLARING,
    "gis/db/public.py",
    "gis/db/wall.py",
    "land/workflow.py",
    "land/migrations/0001_initial.py",
    "land/sql/guards_v1.sql",
    "land/management/commands/sample_data.py",
    "land/sample/build.py",
    "land/sample_reference/zones.py",
    "data/facts/admin_units.csv",
    "requirements.txt",
]
NOT_READ = ["land/pages/desk.py", "portal/templates/base.html", "static/map/main.js", "var/db/public.py"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files of a clone that matter here, and some that do not."""
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script/lib.sh", tmp_path / "script")
    for name in (*READ, *NOT_READ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    return tmp_path


def fingerprint(clone: Path, sample: int = 1) -> str:
    order = f'source "{clone}/script/lib.sh" && data_inputs {sample}'
    return subprocess.run(
        ["bash", "-c", order], capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin"}
    ).stdout.strip()


def test_the_wall_is_declared_somewhere() -> None:
    assert {"land/public.py", "accounts/apps.py", "territory/apps.py"} <= set(DECLARING)


@pytest.mark.parametrize("name", READ)
def test_a_change_of_what_is_read_is_seen(clone: Path, name: str) -> None:
    before = fingerprint(clone)
    (clone / name).write_text("otherwise")
    assert fingerprint(clone) != before


@pytest.mark.parametrize("name", NOT_READ)
def test_a_change_of_what_is_not_read_costs_no_start(clone: Path, name: str) -> None:
    before = fingerprint(clone)
    (clone / name).write_text("otherwise")
    assert fingerprint(clone) == before


def test_a_start_with_the_sample_is_not_one_without(clone: Path) -> None:
    assert fingerprint(clone, 0) != fingerprint(clone, 1)


def test_the_server_asks_for_it() -> None:
    assert 'data_inputs "$sample"' in (ROOT / "script/server").read_text()
