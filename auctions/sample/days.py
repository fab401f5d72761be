"""When the sample's sessions are: four years back from today, and the weeks to come."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from worktime.clock import latest
from worktime.lengths import Length, Unit
from worktime.reading import calendar_of

SESSIONS = 60
_PAST = 47
_YEARS = 3.9


class Fate(Enum):
    """What befell a session beside the course of time."""

    NONE = "none"
    RESULT_WAITS = "result_waits"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    JUST_POSTED = "just_posted"


@dataclass(frozen=True)
class Day:
    """One session: its moment (UTC) and its fate."""

    session_at: datetime
    fate: Fate = Fate.NONE


# Days from today of the sessions around it, in order; what time did to them follows from these.
_NOW = (
    (-9, Fate.NONE),
    (-4, Fate.NONE),
    (-1, Fate.RESULT_WAITS),
    (0, Fate.NONE),
    (1, Fate.NONE),
    (8, Fate.NONE),
    (12, Fate.NONE),
    (16, Fate.SUSPENDED),
    (19, Fate.NONE),
    (22, Fate.WITHDRAWN),
    (26, Fate.NONE),
    (36, Fate.JUST_POSTED),
    (55, Fate.NONE),
)


def days(now: datetime, seed: int) -> list[Day]:
    """All sessions in the order of their moments."""
    dice = random.Random(seed)  # noqa: S311 - a sample
    step = _YEARS * 365 / _PAST
    past = [-30 - round(step * (_PAST - index) + dice.uniform(-4, 4)) for index in range(_PAST)]
    made = [Day(_moment(now, away, dice)) for away in past]
    return made + [Day(_moment(now, away, dice), fate) for away, fate in _NOW]


def _moment(now: datetime, away: int, dice: random.Random) -> datetime:
    """8:30 or 14:00 of a working day; today's session has begun."""
    calendar = calendar_of()
    day = (now + timedelta(days=away, hours=7)).date()
    while not calendar.is_working_day(day):
        day += timedelta(days=1 if away > 0 else -1)
    if away == 0:
        return now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    hour, minute = dice.choice([(1, 30), (7, 0)])
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def files_until(session_at: datetime, agency_id: int) -> datetime:
    """17:00 of the last lawful day."""
    last = latest(calendar_of(agency_id), Length(2, Unit.CALENDAR_DAYS), session_at, True).day
    return datetime(last.year, last.month, last.day, 10, 0, tzinfo=UTC)
