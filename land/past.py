"""A state of the register that is past: of a day in the world, and of a moment of the register's knowledge."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gis.query.params import Params
from gis.query.times import is_end_of, local_day, read_day, read_moment
from land.layers import PLOTS


@dataclass(frozen=True)
class Past:
    """What was so on a day.

    Attributes:
        day: the day in the world.
        moment: as the register said at this moment; None as it knows now, corrections that came later included.
    """

    day: date
    moment: datetime | None = None

    def rows(self, user: Any) -> Any:
        """Active plots of then that the reader may know of."""
        if self.moment is not None and PLOTS.said is not None:
            return PLOTS.said(user, self.moment, self.day)
        return PLOTS.as_of(user, self.day) if PLOTS.as_of else PLOTS.rows(user)

    @property
    def query(self) -> dict[str, str]:
        """The parameters that ask for it."""
        if self.moment is None:
            return {"datetime": self.day.isoformat()}
        known = local_day(self.moment)
        bare = is_end_of(known, self.moment)
        recorded = {"recorded": known.isoformat() if bare else timezone.localtime(self.moment).isoformat()}
        return recorded if known == self.day else {"datetime": self.day.isoformat(), **recorded}


def read_past(params: Params) -> Past | None:
    """The past state that `datetime` and `recorded` ask for; None for today's register.

    Raises:
        QueryError: one of them is no day or moment.
    """
    day, moment = read_day(PLOTS, params.one("datetime")), read_moment(PLOTS, params.one("recorded"))
    if moment is not None:
        return Past(day or local_day(moment), moment)
    # Today's register holds more than its state of today: ended plots, too.
    return None if day is None or day == timezone.localdate() else Past(day)
