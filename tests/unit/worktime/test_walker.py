"""The arithmetic against the rule walked minute by minute."""

from collections import Counter
from random import Random

from bench import clock_core, clock_walker
from bench.clock_cases import make_calendar, make_cases


def test_due__as_walked_minute_by_minute():
    random = Random(147148)
    calendars = [make_calendar(random) for _ in range(12)]
    cases = make_cases(random, calendars, 2_000)
    core = [clock_core.build(calendar) for calendar in calendars]
    worlds = [clock_walker.build(calendar) for calendar in calendars]
    ends = Counter()
    for case in cases:
        walked = clock_walker.walk(worlds[case.calendar], case)
        assert clock_core.answer(core[case.calendar], case) == walked, case
        ends[walked.end] += 1
    assert min(ends[end] for end in ("due", "rests", "beyond")) > 50
