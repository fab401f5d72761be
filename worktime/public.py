"""What the public role may read of the tables of working time: law and notices, no terms about anybody."""

from gis.db import public
from worktime.models import CalendarDay, CalendarNotice, OfficeHours, TermRule


def declare() -> None:
    """Tell the wall which tables are public."""
    inside = {"actor_id", "actor_label"}
    public.declare(CalendarNotice, {field.name for field in CalendarNotice._meta.concrete_fields} - inside)
    for model in (CalendarDay, OfficeHours, TermRule):
        public.declare(model)
