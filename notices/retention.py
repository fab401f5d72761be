"""How long what is known of people is kept. The periods are ours until an official gives them; each has its day."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Periods:
    """Periods in force from a day on.

    Attributes:
        said: what a message said, after it ended.
        unconfirmed: an address that was asked and did not answer, after the last question.
        stopped: an address that stopped, after the stop: until then a second opt-in finds its way back.
        messages: the rows themselves, without what they said.
    """

    since: date
    said: timedelta
    unconfirmed: timedelta
    stopped: timedelta
    messages: timedelta


PERIODS = (
    Periods(
        since=date(2026, 11, 30),
        said=timedelta(days=90),
        unconfirmed=timedelta(days=14),
        stopped=timedelta(days=180),
        messages=timedelta(days=730),
    ),
)


def in_force(day: date) -> Periods:
    """The periods of a day; before the first, the first."""
    begun = [periods for periods in PERIODS if periods.since <= day]
    return begun[-1] if begun else PERIODS[0]
