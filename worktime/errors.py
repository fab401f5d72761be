"""What worktime refuses, and why. Codes are documented in docs/api/errors.md."""

from typing import Self

from django.utils.translation import gettext

from gis.http.problems import DomainError
from worktime.workcalendar import BeyondCalendar


class CalendarEnds(DomainError, BeyondCalendar):
    """A term reaches a year whose days off are not loaded; `year` is the first one missing."""

    code = "worktime.calendar_ends"
    status = 409

    def __init__(self, year: int) -> None:
        sentence = gettext(
            "Thời hạn kéo sang năm %(year)s mà hệ thống chưa có lịch nghỉ năm đó. Hãy nạp lịch nghỉ của năm %(year)s."
        )
        detail = sentence % {"year": year}
        mend = {"detail": detail, "year": year, "mend": "manage.py load_calendar"}
        DomainError.__init__(self, detail, [mend])
        self.year = year


class NoCalendar(DomainError):
    """No days off are loaded at all."""

    code = "worktime.no_calendar"
    status = 409


class TermStep(DomainError):
    """The term cannot go from its state to that one."""

    code = "worktime.term_step"
    status = 409


class BadTerm(DomainError):
    """The term contradicts itself: instants out of order, a rest where none can be."""

    code = "worktime.bad_term"


class BadNotice(DomainError):
    """The notice of days off contradicts itself or the law."""

    code = "worktime.bad_notice"

    @classmethod
    def at(cls, field: str, sentence: str) -> Self:
        """A refusal that names the field or the day where it is mended."""
        return cls(sentence, [{"field": field, "detail": sentence}])


class PreviewOutdated(DomainError):
    """Between the preview and the confirmation something changed: what would happen is not what was seen."""

    code = "worktime.preview_outdated"
    status = 409


class NoRule(DomainError):
    """No term of this name is in force on that day."""

    code = "worktime.no_rule"
    status = 409
