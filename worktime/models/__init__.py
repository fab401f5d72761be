"""Models of working time, one file per theme."""

from worktime.models.calendars import CalendarDay, CalendarNotice, OfficeHours
from worktime.models.rules import TermRule
from worktime.models.terms import Term, TermChange, TermPause

__all__ = ["CalendarDay", "CalendarNotice", "OfficeHours", "Term", "TermChange", "TermPause", "TermRule"]
