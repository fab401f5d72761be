"""What the public role may read of the tables of working time: law and notices, no terms about anybody."""

from gis.db import public
from worktime.models import CalendarDay, CalendarNotice, OfficeHours, TermRule


def declare() -> None:
    """Tell the wall which tables are public."""
    for model in (CalendarNotice, CalendarDay, OfficeHours, TermRule):
        public.declare(model)
