"""The SQL twin of `fold` gives the same keys, on a real PostgreSQL."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gis.text.fold import DROP_FOLD_SQL, FOLD_SQL, fold
from tests.unit.text.names import NAMES

ENV_FILE = Path(__file__).resolve().parents[2] / "var" / "db.env"
# Blocks that have not changed since Unicode 5: Python and PostgreSQL agree on them whatever their versions.
CODE_POINTS = (*range(1, 0x0370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2190), *range(0xFF00, 0xFFF0))


def _database_url() -> str | None:
    if "DATABASE_URL" in os.environ:
        return os.environ["DATABASE_URL"]
    lines = ENV_FILE.read_text().splitlines() if ENV_FILE.exists() else []
    return next((line.partition("=")[2] for line in lines if line.startswith("DATABASE_URL=")), None)


@pytest.fixture
def cursor() -> Iterator[psycopg.Cursor]:
    url = _database_url()
    if url is None:
        pytest.fail("no DATABASE_URL and no var/db.env: script/bootstrap writes it")
    try:
        connection = psycopg.connect(url, connect_timeout=5)
    except psycopg.OperationalError as error:
        pytest.fail(f"the database does not answer: {error}")
    # A schema of its own in a transaction that is never committed: nothing stays, nobody else sees it.
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA fold_test")
            cursor.execute("SET LOCAL search_path TO fold_test")
            cursor.execute(FOLD_SQL)
            yield cursor
    finally:
        connection.rollback()
        connection.close()


def _fold_in_sql(cursor: psycopg.Cursor, texts: list[str]) -> list[str]:
    cursor.execute("SELECT fold_vi(t) FROM unnest(%s::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n", [texts])
    return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_fold_vi__equals_fold_on_vietnamese(cursor: psycopg.Cursor, form: str) -> None:
    texts = [unicodedata.normalize(form, variant) for name in NAMES for variant in (name, name.upper(), f" “{name}”, ")]
    assert _fold_in_sql(cursor, texts) == [fold(text) for text in texts]


def test_fold_vi__equals_fold_on_every_latin_letter_and_sign(cursor: psycopg.Cursor) -> None:
    texts = [f"a{chr(code)}b" for code in CODE_POINTS] + [chr(code) for code in CODE_POINTS]
    assert _fold_in_sql(cursor, texts) == [fold(text) for text in texts]


def test_fold_vi__serves_generated_columns_and_indexes(cursor: psycopg.Cursor) -> None:
    cursor.execute("CREATE TABLE place (name text, key text GENERATED ALWAYS AS (fold_vi(name)) STORED)")
    cursor.execute("CREATE INDEX ON place (fold_vi(name))")
    cursor.execute("INSERT INTO place VALUES ('Đất Đỏ'), (NULL) RETURNING key")
    assert cursor.fetchall() == [("dat do",), (None,)]


def test_fold_vi__is_replaced_and_dropped(cursor: psycopg.Cursor) -> None:
    cursor.execute(FOLD_SQL)
    cursor.execute(DROP_FOLD_SQL)
    cursor.execute("SELECT count(*) FROM pg_proc WHERE pronamespace = 'fold_test'::regnamespace")
    assert cursor.fetchall() == [(0,)]
