"""Stage C, checks: rows against each other, against the ground and against the register. The SQL is in checks.sql."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection

from gis.text.sentences import ERROR
from land.loading.findings import Finding
from land.loading.sentences_of_rows import ROW
from land.loading.staging import Progress

HARD = sorted(code for code, sentence in ROW.items() if sentence.severity == ERROR and not sentence.keepable)
FAULTS = sorted(code for code, sentence in ROW.items() if sentence.severity == ERROR and sentence.keepable)
_SQL = Path(__file__).with_suffix(".sql")
_STEP = re.compile(r"^-- step: (\w+)$", re.MULTILINE)
_ON_GROUND = frozenset({"ground", "outside"})
_EMPTY_GROUND = "CREATE TEMP TABLE import_ground (row bigint, uid text) ON COMMIT DROP"


def run_checks(*, today: Any, keep_faulty: bool, flagged: bool, progress: Progress | None = None) -> list[Finding]:
    """Check the staged rows and settle what becomes of each. Returns findings about the file.

    Args:
        flagged: the file has a column of flags.
    """
    refusing = HARD if keep_faulty else [*HARD, *FAULTS]
    params = {"today": today, "keep": keep_faulty, "hard": HARD, "faults": FAULTS}
    params |= {"refusing": refusing, "flagged": flagged}
    remarks = []
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS import_ground, import_held, import_claim, import_twin, import_lost")
        has_units = _has_units(cursor, today)
        if not has_units:
            remarks.append(Finding("no_unit_boundaries"))
            cursor.execute(_EMPTY_GROUND)
        for number, (name, statements) in enumerate(_steps(), start=1):
            if has_units or name not in _ON_GROUND:
                for statement in statements:
                    cursor.execute(statement, params if "%(" in statement else None)
            if progress:
                progress("check", number, len(_steps()))
    return remarks


@lru_cache
def _steps() -> tuple[tuple[str, tuple[str, ...]], ...]:
    _head, *parts = _STEP.split(_SQL.read_text(encoding="utf-8"))
    names, bodies = parts[::2], parts[1::2]
    return tuple(
        (name, tuple(statement for statement in re.split(r";\s*\n", body) if _has_words(statement)))
        for name, body in zip(names, bodies, strict=True)
    )


def _has_words(statement: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("--") for line in statement.splitlines())


def _has_units(cursor: Any, today: Any) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM territory_adminunit WHERE level = 'commune' AND geom IS NOT NULL "
        "AND valid @> %s::date)",
        [today],
    )
    return bool(cursor.fetchone()[0])
