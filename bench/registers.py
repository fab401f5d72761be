"""Registers to measure on: databases of their own in the private cluster."""

import os
import re
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from bench.dataset import write_plots
from land.sample.agencies import agencies
from land.sample.generate import COUNT

_REFUSED = 0.033  # of the generated rows differ too much from their paper (3.1 to 3.2 % did)
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
FOLDER = settings.DATA_DIR / "bench"
# Every tenth plot stays internal, so that the public door has something to leave out.
_PUBLISH = """
UPDATE land_plot SET publish_level = 'public', published_on = date '2025-08-01' WHERE number % 10 <> 0;
SELECT land_fold_tallies_v1();
"""
# As the worker does every hour.
_VOCABULARY = "from land.actions.vocabulary import refresh_vocabulary; refresh_vocabulary()"


@dataclass
class Register:
    """A register of a size.

    Attributes:
        count: plots.
        imported: the measurement of the import has filled it in this run.
    """

    count: int
    imported: bool = False

    @property
    def name(self) -> str:
        """Of the database."""
        return f"bench_{self.count}"

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a process that works on this register."""
        own = {
            "DATABASE_URL": _address("DATABASE_URL", self.name),
            "PUBLIC_DATABASE_URL": _address("PUBLIC_DATABASE_URL", self.name),
            "DATA_DIR": str(self.folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "gis.settings.base",
        }
        return os.environ | own | more

    @cached_property
    def folder(self) -> Path:
        """Its data folder; the static files are those of the clone."""
        folder = Path(FOLDER) / str(self.count)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("static", "vendor"):
            link = folder / name
            if not link.is_symlink():
                link.symlink_to(Path(settings.DATA_DIR) / name)
        return folder

    @property
    def file(self) -> Path:
        """The office's file with its plots, written once: so many that `count` are left after the checks."""
        path = self.folder / f"khu-dat-{self.count}.gpkg"
        if not path.exists():
            partial = path.with_name(f"partial-{path.name}")
            write_plots(partial, self.count if self.count <= COUNT else round(self.count / (1 - _REFUSED)))
            partial.rename(path)
        return path

    def manage(self, *words: str) -> None:
        """Run a management command on it."""
        subprocess.run([sys.executable, "manage.py", *words], env=self.environment(), check=True, stdout=sys.stderr)

    def measured(self, *words: str) -> tuple[float, float]:
        """Seconds and megabytes at most in memory of a management command on it."""
        began, peak_kb = time.perf_counter(), 0
        process = subprocess.Popen([sys.executable, "manage.py", *words], env=self.environment(), stdout=sys.stderr)
        # Asked of the process while it lives: what the kernel tells at its end counts what its parent had, too.
        while process.poll() is None:
            with suppress(OSError):
                told = _PEAK.search(Path(f"/proc/{process.pid}/status").read_text())
                peak_kb = int(told[1]) if told else peak_kb
            time.sleep(0.05)
        if process.returncode:
            raise RuntimeError(f"{words[0]} ended with code {process.returncode}")
        return time.perf_counter() - began, peak_kb / 1024

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of a statement, as the owner."""
        with closing(psycopg.connect(_address("DATABASE_URL", self.name), autocommit=True)) as database:
            cursor = database.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def run(self, *scripts: Path) -> None:
        """Run scripts of SQL as the owner, all of them in one transaction."""
        with psycopg.connect(_address("DATABASE_URL", self.name)) as database:
            for script in scripts:
                database.execute(script.read_text(encoding="utf-8"))

    def create_empty(self) -> None:
        """Tables, facts and agencies, no plots."""
        with closing(psycopg.connect(_address("DATABASE_URL", "postgres"), autocommit=True)) as database:
            drop_database(database, self.name)
            database.execute(f"CREATE DATABASE {self.name}")
        self.manage("migrate", "--no-input", "--verbosity", "0")
        self.manage("load_facts")
        with closing(psycopg.connect(_address("DATABASE_URL", self.name), autocommit=True)) as database:
            for agency in agencies():
                database.execute(
                    "INSERT INTO accounts_agency (code, name, name_en) VALUES (%s, %s, %s)",
                    [agency.code, agency.name, agency.name_en],
                )

    def prepare(self, *, fresh: bool) -> None:
        """A filled register with published plots, vacuumed."""
        if not fresh and self._is_filled():
            self.manage("migrate", "--no-input", "--verbosity", "0")  # it may be of an older version
            return
        if self.count <= COUNT:
            self.create_empty()
            self.manage("sample_data")
        else:
            if not self.imported and (fresh or not self._has_plots()):
                self.create_empty()
                self.manage("import_plots", str(self.file), "--allow-refused", "--verbosity", "0")
            self.query(_PUBLISH)
            # Published in one statement nine of ten rows moved behind the others; an office publishes plot by plot.
            self.query("CLUSTER land_plot USING land_plot_number_key")
        sums = ("land_plotcell", "land_plottally", "land_plotmix")
        for table in ("land_plot", "land_plotversion", "land_plotparcel", *sums):
            self.query(f"VACUUM (ANALYZE) {table}")
        self.query("ANALYZE")
        self.manage("shell", "--verbosity", "0", "--command", _VOCABULARY)
        self.query("CREATE TABLE IF NOT EXISTS bench_is_ready ()")

    def _has_plots(self) -> bool:
        try:
            ((there,),) = self.query("SELECT to_regclass('land_plot') IS NOT NULL")
            return bool(there) and bool(self.query("SELECT EXISTS (SELECT FROM land_plot)")[0][0])
        except psycopg.OperationalError:  # no such database yet
            return False

    def _is_filled(self) -> bool:
        try:
            return bool(self.query("SELECT to_regclass('bench_is_ready') IS NOT NULL")[0][0])
        except psycopg.OperationalError:
            return False


def drop_all() -> None:
    """Remove the databases of all measurements."""
    with closing(psycopg.connect(_address("DATABASE_URL", "postgres"), autocommit=True)) as database:
        for (name,) in database.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^bench_\d+$'").fetchall():
            drop_database(database, name)


def drop_database(database: psycopg.Connection[Any], name: str) -> None:
    """Autovacuum may be at work in there: a worker of the superuser's, which FORCE must not end; it ends soon."""
    for left in reversed(range(60)):
        try:
            database.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        except psycopg.errors.InsufficientPrivilege:
            if not left:
                raise
            time.sleep(1)
        else:
            return


def _address(variable: str, database: str) -> str:
    """The private cluster's address with another database."""
    return re.sub(r"/datcong(?=[?]|$)", f"/{database}", os.environ[variable])
