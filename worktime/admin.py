"""Calendars, hours and rules in the admin, to look at; they are written by `load_calendar` and the actions."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import ShownOnly
from worktime.models import CalendarDay, CalendarNotice, OfficeHours, TermRule


class LawAdmin(ShownOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of what the law or its notices say."""

    show_full_result_count = False


@admin.register(CalendarNotice)
class CalendarNoticeAdmin(LawAdmin):
    """Notices, the newest first."""

    list_display = ("title", "number", "issued_on", "issuer", "mark", "provisional", "recorded_at")
    list_filter = ("provisional", "mark")


@admin.register(CalendarDay)
class CalendarDayAdmin(LawAdmin):
    """Days that stand, by year; what was replaced is in the notices' history."""

    list_display = ("day", "kind", "name", "hours_of", "source", "mark", "notice")
    list_filter = ("kind", "mark")
    list_select_related = ("notice",)
    date_hierarchy = "day"

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarDay]:
        """Only what counts."""
        return CalendarDay.objects.visible_to(request.user).standing()


@admin.register(OfficeHours)
class OfficeHoursAdmin(LawAdmin):
    """Hours of all agencies and of single ones."""

    list_display = ("weekday", "opens", "closes", "agency", "period", "source", "mark")
    list_filter = ("weekday",)
    list_select_related = ("agency",)


@admin.register(TermRule)
class TermRuleAdmin(LawAdmin):
    """Terms of the law."""

    list_display = ("code", "name", "amount", "unit", "direction", "roll", "period", "mark")
    list_filter = ("unit", "direction", "mark")
    search_fields = ("code", "name")
