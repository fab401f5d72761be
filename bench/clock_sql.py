"""The rule of terms in SQL, for thousands of terms in one statement; it shares nothing with `worktime`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.clock_cases import VIETNAM, Answer, Case, MadeCalendar

_FOLDER = Path(__file__).parent
_TABLES = (_FOLDER / "clock_tables.sql").read_text(encoding="utf-8")
_QUESTION = (_FOLDER / "clock.sql").read_text(encoding="utf-8")
_LAY_OUT = (
    """
    INSERT INTO clock_day (calendar, day, working, off, weekday)
    SELECT k.calendar, d::date, coalesce(s.kind = 'swapped_on', false) OR extract(isodow FROM d) < 6 AND NOT o.off,
           o.off, CASE WHEN s.kind = 'swapped_on' THEN s.hours_of ELSE extract(isodow FROM d) END
    FROM clock_calendar k CROSS JOIN generate_series(k.first::timestamp, k.last, interval '1 day') AS d
         LEFT JOIN clock_special s ON s.calendar = k.calendar AND s.day = d::date
         CROSS JOIN LATERAL (
           SELECT coalesce(s.kind IN ('holiday', 'compensation', 'swapped_off'), false) AS off
         ) AS o
    """,
    """
    INSERT INTO clock_minute (calendar, minute)
    SELECT d.calendar, d.day + m * interval '1 minute'
    FROM clock_day d JOIN clock_hours h ON h.calendar = d.calendar AND h.weekday = d.weekday AND NOT d.off
         AND coalesce(h.since <= d.day, true) AND coalesce(d.day < h.until, true)
         CROSS JOIN generate_series(h.opens, h.closes - 1) AS m
    """,
    """
    UPDATE clock_day d SET closes = found.closes FROM (
      SELECT calendar, minute::date AS day, max(extract(epoch FROM minute - minute::date) / 60)::int + 1 AS closes
      FROM clock_minute GROUP BY 1, 2
    ) found WHERE found.calendar = d.calendar AND found.day = d.day
    """,
    "ANALYZE clock_day",
    "ANALYZE clock_minute",
    "ANALYZE clock_case",
)


def lay_out(cursor: Any, calendars: Sequence[MadeCalendar], cases: Sequence[Case]) -> None:
    """Put calendars and terms into tables of this session.

    Args:
        cursor: of psycopg, or Django's.
        cases: numbered by their places.
    """
    cursor.execute(_TABLES)
    numbered = list(enumerate(calendars))
    _copy(cursor, "clock_calendar", ((place, one.first, one.last) for place, one in numbered))
    _copy(cursor, "clock_special", ((place, *row) for place, one in numbered for row in one.special))
    _copy(cursor, "clock_hours", ((place, *row) for place, one in numbered for row in one.hours))
    _copy(cursor, "clock_case", (_row(number, case) for number, case in enumerate(cases)))
    for statement in _LAY_OUT:
        cursor.execute(statement)


def answers(cursor: Any) -> list[Answer]:
    """Where the terms end, in their order: one statement."""
    cursor.execute(_QUESTION)
    return [
        Answer("due", day, at.astimezone(VIETNAM), closes and closes.astimezone(VIETNAM))
        if result == "due"
        else Answer(result)
        for _, result, day, at, closes in cursor.fetchall()
    ]


def _row(number: int, case: Case) -> tuple[Any, ...]:
    at = case.start if isinstance(case.start, datetime) else None
    on = None if at else case.start
    sinces, untils = [since for since, _ in case.pauses], [until for _, until in case.pauses]
    return number, case.calendar, case.backward, case.unit, case.amount, at, on, sinces, untils, case.roll


def _copy(cursor: Any, table: str, rows: Iterable[Sequence[Any]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
