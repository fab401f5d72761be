"""The arithmetic against one statement of SQL."""

from collections import Counter
from random import Random

import pytest
from django.db import connection

from bench import clock_core, clock_sql
from bench.clock_cases import make_calendar, make_cases


@pytest.mark.django_db
def test_due__as_one_statement_of_sql_says():
    random = Random(5148)
    calendars = [make_calendar(random) for _ in range(3)]
    cases = make_cases(random, calendars, 2_000)
    core = [clock_core.build(calendar) for calendar in calendars]
    with connection.cursor() as cursor:
        clock_sql.lay_out(cursor, calendars, cases)
        said = clock_sql.answers(cursor)
    ends = Counter()
    for case, answer in zip(cases, said, strict=True):
        assert clock_core.answer(core[case.calendar], case) == answer, case
        ends[answer.end] += 1
    assert min(ends[end] for end in ("due", "rests", "beyond")) > 50
