"""script/db dump and restore carry rows whose mercator column needs a coordinate system of our own."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from bench.registers import drop_database
from tests.deploy.files import ROOT

FACTS = json.loads((ROOT / "data/facts/crs_vn2000_test_vectors.json").read_text(encoding="utf-8"))
VUNG_TAU = next(vector for vector in FACTS["vectors"] if vector["name"] == "Vung Tau")
OWN_SRID = 905899
# Two plots, one with a boundary, whose mercator column is generated, and a lease.
ENTERED = """
from tests.database.land.lease_desk import lease
from tests.factories import land
lease(land.plot())
land.plot(shape=None)
"""
FINGERPRINT = "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {table} t"
SQUARE = """
    ST_MakeEnvelope(%(east)s, %(north)s, %(east)s + 20, %(north)s + 20, %(srid)s)
"""


def script_db(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "script/db"), *arguments], capture_output=True, text=True, check=check, stdin=subprocess.DEVNULL
    )


def connect(database: str) -> psycopg.Connection[tuple[object, ...]]:
    address = script_db("url").stdout.strip().replace("postgis://", "postgresql://")
    return psycopg.connect(make_conninfo(address, dbname=database), autocommit=True)


@pytest.fixture
def scratch_names() -> Iterator[list[str]]:
    """Two names of databases that do not exist; they are dropped afterwards."""
    names = [f"scratch_{secrets.token_hex(6)}" for _ in range(2)]
    yield names
    with connect("datcong") as db:
        for name in names:
            drop_database(db, name)


@pytest.fixture
def filled(scratch_names: list[str]) -> str:
    """A database with one square, its mercator column, an index on it, and a grant to the public role."""
    name = scratch_names[0]
    with connect("datcong") as db:
        db.execute(f'CREATE DATABASE "{name}"')
    with connect(name) as db:
        db.execute(
            "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, proj4text) VALUES (%s, NULL, NULL, %s)",
            (OWN_SRID, FACTS["postgis_proj4text_pinned"]),
        )
        # pg_dump writes schemas by their names: this one comes before "extensions" and its spatial_ref_sys
        db.execute(f"""
            CREATE SCHEMA archive;
            CREATE TABLE archive.square (
                name text PRIMARY KEY,
                geom geometry(Polygon, {OWN_SRID}) NOT NULL,
                geom_3857 geometry(Polygon, 3857) GENERATED ALWAYS AS (ST_Transform(geom, 3857)) STORED
            );
            CREATE INDEX square_mercator ON archive.square USING gist (geom_3857);
            CREATE INDEX square_name ON archive.square USING gin (name gin_trgm_ops);
            CREATE SCHEMA public_read;
            CREATE VIEW public_read.square AS SELECT name FROM archive.square;
            GRANT USAGE ON SCHEMA public_read TO datcong_public;
            GRANT SELECT ON public_read.square TO datcong_public;
        """)
        place = {"east": VUNG_TAU["epsg5899_E"], "north": VUNG_TAU["epsg5899_N"], "srid": OWN_SRID}
        db.execute(f"INSERT INTO archive.square (name, geom) VALUES ('Vũng Tàu', {SQUARE})", place)
    return name


def corner(database: str) -> tuple[object, ...]:
    with connect(database) as db:
        row = db.execute("""
            SELECT name, ST_XMin(geom), round(ST_XMin(ST_Transform(geom_3857, 4326))::numeric, 5),
                   round(ST_YMin(ST_Transform(geom_3857, 4326))::numeric, 5)
            FROM archive.square
        """).fetchone()
    assert row is not None
    return row


def test_dump_and_restore_keep_every_row(filled: str, scratch_names: list[str], tmp_path: Path) -> None:
    dump = tmp_path / "register.dump"
    script_db("dump", str(dump), filled)
    assert dump.stat().st_mode & 0o077 == 0
    script_db("restore", str(dump), scratch_names[1])
    assert corner(scratch_names[1]) == corner(filled)
    assert [float(str(value)) for value in corner(filled)[2:]] == pytest.approx([107.08, 10.35], abs=2e-4)
    with connect(scratch_names[1]) as db:
        row = db.execute(
            """
            SELECT (SELECT proj4text FROM spatial_ref_sys WHERE srid = %s),
                   (SELECT count(*) FROM pg_indexes WHERE tablename = 'square'),
                   has_table_privilege('datcong_public', 'public_read.square', 'SELECT'),
                   has_table_privilege('datcong_public', 'archive.square', 'SELECT')
            """,
            (OWN_SRID,),
        ).fetchone()
    assert row == (FACTS["postgis_proj4text_pinned"], 3, True, False)


def test_pg_restore_alone_would_lose_them(filled: str, scratch_names: list[str], tmp_path: Path) -> None:
    """The reason for script/db restore. Should this fail one day, the order of its parts may be dropped."""
    dump = tmp_path / "register.dump"
    script_db("dump", str(dump), filled)
    with connect("datcong") as db:
        db.execute(f'CREATE DATABASE "{scratch_names[1]}"')
    address = make_conninfo(script_db("url").stdout.strip(), dbname=scratch_names[1])
    subprocess.run([_pg_restore(), "--no-owner", "-d", address, str(dump)], capture_output=True, check=False)
    with connect(scratch_names[1]) as db:
        assert db.execute("SELECT count(*) FROM archive.square").fetchone() == (0,)


def _pg_restore() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_restore"))
    return str(found[-1]) if found else str(shutil.which("pg_restore"))


def test_the_register_survives(scratch_names: list[str], tmp_path: Path) -> None:
    """All tables, views, functions and triggers of the project, with facts, plots and a lease in them, row by row."""
    with connect("datcong") as db:
        db.execute(f'CREATE DATABASE "{scratch_names[0]}"')
    address = re.sub(r"^([a-z]+://[^/]*/)[^?]*", rf"\g<1>{scratch_names[0]}", script_db("url").stdout.strip())
    settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "gis.settings.base"}
    for command in (["migrate", "--no-input"], ["load_facts"], ["shell", "-c", ENTERED]):
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    script_db("dump", str(tmp_path / "register.dump"), scratch_names[0])
    script_db("restore", str(tmp_path / "register.dump"), scratch_names[1])
    before, after = contents(scratch_names[0]), contents(scratch_names[1])
    assert after == before
    held = {name: before[f"public.{name}"][0] for name in ("land_plot", "land_plotversion", "land_lease")}
    assert held == {"land_plot": 2, "land_plotversion": 4, "land_lease": 1}  # draft and signature are versions too


def contents(database: str) -> dict[str, Any]:
    """Number and fingerprint of the rows of every table, and how many objects of each kind there are."""
    found: dict[str, Any] = {}
    with connect(database) as db:
        tables = db.execute("""
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'extensions')
            UNION SELECT 'extensions.spatial_ref_sys'
        """).fetchall()
        for (table,) in tables:
            found[str(table)] = db.execute(FINGERPRINT.format(table=table)).fetchone()
        for kind in ("pg_class", "pg_proc", "pg_trigger", "pg_constraint"):
            found[kind] = db.execute(f"SELECT count(*) FROM {kind}").fetchone()
    return found


def test_restore_refuses_a_database_with_tables(filled: str, tmp_path: Path) -> None:
    dump = tmp_path / "register.dump"
    script_db("dump", str(dump), filled)
    refused = script_db("restore", str(dump), filled, check=False)
    assert refused.returncode != 0
    assert "already has tables" in refused.stderr


def test_failed_dump_leaves_no_file(tmp_path: Path) -> None:
    failed = script_db("dump", str(tmp_path / "register.dump"), "no_such_database", check=False)
    assert failed.returncode != 0
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def other_cluster(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A server without our roles and database, as an administrator would have it."""
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    environment["DATA_DIR"] = str(tmp_path / "data")

    def run(*arguments: str, text: str = "") -> str:
        command = [str(ROOT / "script/db"), *arguments]
        done = subprocess.run(command, env=environment, input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("start")
    superuser = ("psql", "--superuser", "-X", "-q", "-d", "postgres", "-v", "ON_ERROR_STOP=1")
    run(*superuser, text="DROP DATABASE datcong; DROP OWNED BY datcong; ")
    script = run("sql-for-dba")
    passwords = ("-v", "owner_password=one", "-v", "public_password=two")
    for _ in range(2):  # it can be repeated
        run(*superuser, *passwords, text=script)
    socket = next(line.split()[1] for line in run("status").splitlines() if line.startswith("socket"))
    yield {"socket": socket}
    run("remove", "--yes")


def test_sql_for_the_administrator_prepares_a_server(other_cluster: dict[str, str]) -> None:
    where = {"host": other_cluster["socket"], "dbname": "datcong"}
    with psycopg.connect(**where, user="datcong", password="one", autocommit=True) as db:
        db.execute("INSERT INTO spatial_ref_sys (srid, proj4text) VALUES (%s, '+proj=longlat')", (OWN_SRID,))
        db.execute("CREATE TABLE place (geom geometry(Point, 4326), name text)")
        db.execute("CREATE INDEX ON place USING gin (name gin_trgm_ops)")
        db.execute(
            "CREATE TABLE span (period daterange, unit integer, EXCLUDE USING gist (unit WITH =, period WITH &&))"
        )
        provider = db.execute("SELECT datlocprovider FROM pg_database WHERE datname = 'datcong'").fetchone()
        assert provider == ("i",)
    with (
        psycopg.connect(**where, user="datcong_public", password="two", autocommit=True) as db,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        db.execute("SELECT * FROM public.place")
