"""When terms end: the core of worktime, a walker minute by minute and a statement of SQL must say the same."""

import gc
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from random import Random
from typing import Any

import psycopg
from django.conf import settings

from bench import clock_core, clock_sql, clock_walker
from bench.clock_cases import Answer, Case, MadeCalendar, make_calendar, make_cases
from bench.report import Report, median
from worktime.clock import due, left
from worktime.lengths import Length, Unit

_SEED = 2026
_ROUND = 5_000
_CALENDARS = 4  # of a round
_SHOWN = 5
_DESK = 10_000
_BASE = "worktime"
_NAMES = {_BASE: "the core", "walker": "minute by minute", "sql": "one statement of SQL"}


def measure(cases: int, report: Report) -> None:
    """Compare the three on so many made-up terms, and measure what a term costs each of them."""
    random, differing, results = Random(_SEED), 0, Counter[str]()
    took: dict[str, list[float]] = {name: [] for name in _NAMES}
    with closing(_connect()) as database:
        for done in range(0, cases, _ROUND):
            calendars = [make_calendar(random) for _ in range(_CALENDARS)]
            terms = make_cases(random, calendars, min(_ROUND, cases - done))
            said = _ask(database, calendars, terms, took)
            differing += _compare(calendars, terms, said, report)
            results.update(answer.end for answer in said[_BASE])
            report.say(f"{done + len(terms):,} terms, {differing} disagreements")
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(results.items()))
    report.add(0, f"terms on which core, walker and SQL disagree, of {cases:,}", differing, "terms", "0", told)
    _costs(report, took)
    _desk(report, random)


def _ask(
    database: Any, calendars: list[MadeCalendar], terms: list[Case], took: dict[str, list[float]]
) -> dict[str, list[Answer]]:
    """What each says; the time to build calendars is not counted."""
    core = [clock_core.build(calendar) for calendar in calendars]
    worlds = [clock_walker.build(calendar) for calendar in calendars]
    cursor = database.cursor()
    clock_sql.lay_out(cursor, calendars, terms)
    questions: dict[str, Callable[[], list[Answer]]] = {
        _BASE: lambda: [clock_core.answer(core[term.calendar], term) for term in terms],
        "walker": lambda: [clock_walker.walk(worlds[term.calendar], term) for term in terms],
        "sql": lambda: clock_sql.answers(cursor),
    }
    said = {}
    for name, question in questions.items():
        # The walker's worlds are millions of objects; collecting garbage among them took five times what the core did.
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        said[name] = question()
        took[name].append((time.perf_counter() - start) * 1e6 / len(terms))
        gc.enable()
    return said


def _compare(calendars: list[MadeCalendar], terms: list[Case], said: dict[str, list[Answer]], report: Report) -> int:
    """How many terms are not answered alike; the first few are shown."""
    columns = list(zip(*said.values(), strict=True))
    wrong = [place for place, answers in enumerate(columns) if len(set(answers)) > 1]
    for place in wrong[:_SHOWN]:
        calendar = calendars[terms[place].calendar]
        report.say(f"{terms[place]} on {calendar.first} to {calendar.last}")
        for name, answer in zip(said, columns[place], strict=True):
            report.say(f"    {name}: {answer}")
    return len(wrong)


def _costs(report: Report, took: dict[str, list[float]]) -> None:
    base = median(took[_BASE])
    for name, title in _NAMES.items():
        cost = median(took[name])
        spread = f"{min(took[name]):.1f} to {max(took[name]):.1f} over {len(took[name])} rounds"
        note = spread if name == _BASE else f"{cost / base:,.0f} times the core; {spread}"
        report.add(0, f"one term, {title}", cost, "µs", "", note)


def _desk(report: Report, random: Random) -> None:
    """A list in the order of the working time left: terms without pauses, begun and asked in one year."""
    calendar = clock_core.build(make_calendar(random))
    starts = [calendar.moment_of(random.randrange(calendar.end // 2)) for _ in range(_DESK)]
    length, now = Length(10, Unit.WORKING_DAYS), calendar.moment_of(calendar.end // 2)
    begun = time.perf_counter()
    ends = [due(calendar, length, start) for start in starts]
    counted = time.perf_counter()
    sorted(left(calendar, end, now) for end in ends if end)
    report.add(0, f"{_DESK:,} terms of ten working days: their ends", (counted - begun) * 1e3, "ms")
    report.add(0, f"{_DESK:,} terms sorted by working time left", (time.perf_counter() - counted) * 1e3, "ms")


def _connect() -> "psycopg.Connection[Any]":
    """The clone's own database; only tables of the session are made."""
    own = settings.DATABASES["default"]
    return psycopg.connect(
        dbname=own["NAME"], user=own["USER"], password=own["PASSWORD"], host=own["HOST"], port=own["PORT"] or None
    )
