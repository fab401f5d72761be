"""The day that a page is of, as a plain form: a box for the day and a tick for what the register said then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from gis.query.params import Params
from gis.query.times import is_end_of

DAY, SAID = BOXES = ("day", "said")
_CLOCK = ("datetime", "recorded")  # what an address says instead


@dataclass(frozen=True)
class DayBoxes:
    """What stands in the boxes.

    Attributes:
        day: ISO date, "" for today.
        said: what the register said at the end of that day, not what was so on it as it knows now.
        names: parameters that the boxes speak for; of another moment than the end of a day they speak for none.
    """

    day: str = ""
    said: bool = False
    names: tuple[str, ...] = _CLOCK


def boxes_of(day: date | None, moment: datetime | None) -> DayBoxes:
    """The boxes of a state of the register."""
    if day is None:
        return DayBoxes()
    if moment is not None and not is_end_of(day, moment):
        return DayBoxes(names=())
    return DayBoxes(day.isoformat(), moment is not None)


def address_pairs(params: Params, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Parameters with the boxes written as an address keeps them; an empty box leaves what the address says."""
    day = params.one(DAY)
    kept = [(name, text) for name, text in pairs if name not in BOXES and not (day and name in _CLOCK)]
    return [*kept, ("recorded" if params.one(SAID) else "datetime", day)] if day else kept
