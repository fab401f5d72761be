"""How long a term is. Like all arithmetic of terms it knows no Django, so that it is read and tested alone."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

# Labour Code 45/2019/QH14, article 105(1): a normal working day has at most 8 hours; Decision 188/1999/QĐ-TTg: in
# offices of the State it has 8, from Monday to Friday [U].
HOURS_OF_A_WORKING_DAY = 8
_MINUTES_OF_AN_HOUR = 60


class Unit(StrEnum):
    """Unit of a term. In Vietnamese: đơn vị tính thời hạn."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    MONTHS = "months"


@dataclass(frozen=True)
class Length:
    """A number of units. In Vietnamese: thời hạn.

    A part of a working day is counted by the hour, a whole one by the day: half a working day is 4 working hours.

    Attributes:
        amount: more than 0; whole for calendar days and months.
        minutes: of office time, for a length that is counted by the hour; else 0.

    Raises:
        ValueError: there is no such length.
    """

    amount: int | Decimal
    unit: Unit
    minutes: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        if self.amount <= 0:
            raise ValueError(f"a term has a length: {self.amount}")
        object.__setattr__(self, "minutes", self._minutes())

    def _minutes(self) -> int:
        whole = self.amount == int(self.amount)
        if self.unit == Unit.WORKING_HOURS or (self.unit == Unit.WORKING_DAYS and not whole):
            hours = self.amount * (HOURS_OF_A_WORKING_DAY if self.unit == Unit.WORKING_DAYS else 1)
            minutes = hours * _MINUTES_OF_AN_HOUR
            if minutes != int(minutes):
                raise ValueError(f"no whole minutes: {self.amount} {self.unit}")
            return int(minutes)
        if not whole:
            raise ValueError(f"no part of such a unit is counted: {self.amount} {self.unit}")
        return 0

    @property
    def by_the_hour(self) -> bool:
        """Whether office minutes are counted, not days."""
        return self.minutes > 0


def months_from(day: date, months: int) -> date:
    """The day of the same number so many months later, or earlier; the month's last day where it has no such number."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
