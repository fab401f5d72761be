"""What a notice and its days are entered with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from accounts.models import Agency
from worktime.workflow import DayKind, Direction, Mark, TermUnit


@dataclass(frozen=True)
class NoticeDraft:
    """A notice of days off; see CalendarNotice."""

    title: str
    source: str
    mark: Mark
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    provisional: bool = False
    signer: str = ""
    source_url: str = ""


@dataclass(frozen=True)
class DayDraft:
    """A day that is not as its weekday, or, with the kind ORDINARY, one that is again; see CalendarDay."""

    day: date
    kind: DayKind
    name: str
    name_en: str = ""
    hours_of: int = 1
    source: str = ""
    mark: Mark = Mark.TOLD


@dataclass(frozen=True)
class HoursDraft:
    """Hours of a weekday since a day, until another (first day without); see OfficeHours."""

    weekday: int
    opens: time
    closes: time
    since: date | None
    until: date | None
    source: str
    mark: Mark


@dataclass(frozen=True)
class HoursChange:
    """Other hours from a day on.

    Attributes:
        agency: None: for all that have no hours of their own on those weekdays.
        weekdays: ISO, Monday is 1.
        spans: from and to, in order; none: the agency again has the general hours.
    """

    agency: Agency | None
    weekdays: Sequence[int]
    spans: Sequence[tuple[time, time]]
    since: date
    source: str
    mark: Mark

    @property
    def agency_id(self) -> int | None:
        """Key of the agency, as calendars name it."""
        return self.agency.pk if self.agency is not None else None


@dataclass(frozen=True)
class RuleDraft:
    """A term of the law; see TermRule. `until` is the first day on which it no longer holds."""

    code: str
    name: str
    name_en: str
    amount: Decimal
    unit: TermUnit
    direction: Direction
    roll: bool
    since: date
    until: date | None
    source: str
    mark: Mark
