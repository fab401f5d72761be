"""States of terms, kinds of days, units: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from worktime.lengths import Unit
from worktime.workcalendar import Kind

LOGGED_SUBJECTS = ("calendar", "office_hours", "term_rules")


class DayKind(models.TextChoices):
    """What a day is that is not as its weekday. In Vietnamese: loại ngày trong lịch làm việc."""

    HOLIDAY = Kind.HOLIDAY.value, _("Nghỉ lễ, tết")
    COMPENSATION = Kind.COMPENSATION.value, _("Nghỉ bù")
    SWAPPED_OFF = Kind.SWAPPED_OFF.value, _("Nghỉ hoán đổi")
    SWAPPED_ON = Kind.SWAPPED_ON.value, _("Làm việc bù")
    ORDINARY = Kind.ORDINARY.value, _("Trở lại ngày thường")


class TermUnit(models.TextChoices):
    """Unit of a term. In Vietnamese: đơn vị tính thời hạn."""

    WORKING_DAYS = Unit.WORKING_DAYS.value, _("ngày làm việc")
    CALENDAR_DAYS = Unit.CALENDAR_DAYS.value, _("ngày")
    WORKING_HOURS = Unit.WORKING_HOURS.value, _("giờ làm việc")
    MONTHS = Unit.MONTHS.value, _("tháng")


class Direction(models.TextChoices):
    """Which way a term is counted. In Vietnamese: chiều tính thời hạn."""

    FORWARD = "forward", _("kể từ")
    BACKWARD = "backward", _("trước")


class TermState(models.TextChoices):
    """State of a running term. In Vietnamese: trạng thái thời hạn. Lateness is no state: the clock tells it."""

    RUNNING = "running", _("Đang tính")
    PAUSED = "paused", _("Tạm dừng")
    MET = "met", _("Đã hoàn thành")
    VOID = "void", _("Không còn hiệu lực")


class TermEvent(models.TextChoices):
    """Why the end of a term is what it is. In Vietnamese: lý do thay đổi thời hạn."""

    STARTED = "started", _("Bắt đầu tính")
    PAUSED = "paused", _("Tạm dừng")
    RESUMED = "resumed", _("Tính tiếp")
    MOVED = "moved", _("Mốc tính thay đổi")
    CALENDAR = "calendar", _("Lịch nghỉ thay đổi")
    HOURS = "hours", _("Giờ làm việc thay đổi")
    MET = "met", _("Đã hoàn thành")
    VOID = "void", _("Không còn hiệu lực")


class Mark(models.TextChoices):
    """How well a figure of the law is known. In Vietnamese: độ chắc của căn cứ."""

    READ = "V", _("Đã đọc văn bản")
    TOLD = "v", _("Theo nguồn khác")
    UNKNOWN = "U", _("Chưa có văn bản xác nhận")


TERM_AFTER: dict[TermState, frozenset[TermState]] = {
    TermState.RUNNING: frozenset({TermState.PAUSED, TermState.MET, TermState.VOID}),
    # A term that rests is met, too: the paper that was waited for may bring the result along.
    TermState.PAUSED: frozenset({TermState.RUNNING, TermState.MET, TermState.VOID}),
    TermState.MET: frozenset(),
    TermState.VOID: frozenset(),
}
OPEN = frozenset({TermState.RUNNING, TermState.PAUSED})
