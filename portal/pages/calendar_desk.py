"""The desk of the calendar: notices of days off and office hours are entered, seen beforehand, confirmed, replaced."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from gis.http.problems import DomainError, NotAllowed
from land.pages.desk import DeskForm, Frame, done, form_page, only, sent
from land.pages.uploads import LimitedUpload
from portal.pages.calendar import hours_by_agency
from portal.pages.calendar_forms import HoursForm, NoticeForm
from portal.pages.calendar_moved import foreseen_moves, moves_of
from worktime import policies
from worktime.actions import issue_notice, set_office_hours
from worktime.loading.notice_file import MOST_BYTES
from worktime.models import CalendarDay, CalendarNotice, OfficeHours
from worktime.notices import notices_told
from worktime.preview import Foreseen, foresee_hours, foresee_notice

for_desk = only(policies.can_open_calendar_desk)
for_managers = only(policies.can_manage_calendar)


@for_desk
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Notices, the newest first, with who entered them, when, and how many terms they moved; office hours."""
    context = {
        "notices": notices_told(request.user),
        "hours": _hours(request),
        "may_manage": policies.can_manage_calendar(request.user),
    }
    return render(request, "calendar/desk.html", context)


def _hours(request: HttpRequest) -> list[dict[str, Any]]:
    rows = OfficeHours.objects.visible_to(request.user).select_related("agency")
    return hours_by_agency(list(rows.order_by("agency__name", "period", "weekday", "opens")))


@for_desk
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its days and what stands of them, what it moved and why."""
    found = _seen(request, pk)
    rows = (
        CalendarDay.objects.visible_to(request.user).filter(notice=found).select_related("replaced_by").order_by("day")
    )
    context = {
        "notice": found,
        "days": rows,
        "moves": moves_of(request.user, found),
        "may_replace": policies.can_manage_calendar(request.user) and not hasattr(found, "replacement"),
    }
    return render(request, "calendar/notice.html", context)


def _seen(request: HttpRequest, pk: int) -> CalendarNotice:
    rows: Any = CalendarNotice.objects.visible_to(request.user).select_related("replaces", "replacement")
    found: CalendarNotice | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@csrf_exempt  # the token is in the body, which only the limited upload may read; csrf_protect below checks it
@for_managers
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Enter a notice."""
    return csrf_protect(_entered)(request, None, _limited(request))


@csrf_exempt  # as above
@for_managers
@form_page
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a notice in the place of another, which stays to be read and no longer counts."""
    return csrf_protect(_entered)(request, _seen(request, pk), _limited(request))


def _limited(request: HttpRequest) -> LimitedUpload:
    limit = LimitedUpload(request, MOST_BYTES)
    request.upload_handlers = [limit]
    return limit


def _entered(request: HttpRequest, replaces: CalendarNotice | None, limit: LimitedUpload) -> HttpResponse:
    files = request.FILES if request.method == "POST" else None
    form = NoticeForm(request.user, sent(request), files, replaces=replaces)
    if limit.too_large:
        form.errors.setdefault("file", form.error_class([_("Tệp quá lớn; tệp của một thông báo dưới 1 MB.")]))

    def foresee() -> Foreseen:
        return foresee_notice(actor=request.user, days=form.days, replaces=replaces)

    def act(seen: str) -> str:
        made, moved = issue_notice(
            actor=request.user, notice=form.draft(), days=form.days, replaces=replaces, seen=seen
        )
        done(request, _("Đã ghi thông báo và tính lại; %(count)d thời hạn thay đổi.") % {"count": len(moved)})
        return reverse("calendar-notice", args=[made.pk])

    frame = Frame(
        title=_("Thay thông báo “%(notice)s”") % {"notice": replaces} if replaces else _("Ghi thông báo nghỉ lễ, tết"),
        lead=_("Thông báo cũ vẫn được lưu. Ngày chỉ có ở thông báo cũ trở lại như trước khi có thông báo đó.")
        if replaces
        else _("Chỉ ghi những ngày mà thông báo nêu; ngày khác giữ nguyên. Năm chưa có trong lịch phải ghi đủ cả năm."),
        submit=_("Xem trước, chưa ghi"),
        back=(reverse("calendar-desk"), _("Lịch làm việc")),
        upload=True,
    )
    return _seen_first(request, form, frame, foresee, act)


@for_managers
@form_page
def hours(request: HttpRequest) -> HttpResponse:
    """Other office hours from a day on."""
    form = HoursForm(sent(request))

    def act(seen: str) -> str:
        moved = set_office_hours(actor=request.user, change=form.change(), seen=seen)
        done(request, _("Đã ghi giờ làm việc và tính lại; %(count)d thời hạn thay đổi.") % {"count": len(moved)})
        return f"{reverse('calendar-desk')}#hours"

    frame = Frame(
        title=_("Đặt giờ làm việc"),
        lead=_("Giờ mới có hiệu lực từ ngày áp dụng; giờ cũ vẫn được lưu cho những ngày trước đó."),
        submit=_("Xem trước, chưa ghi"),
        back=(reverse("calendar-desk"), _("Lịch làm việc")),
        more={"hours": _hours(request)},
    )
    return _seen_first(request, form, frame, lambda: foresee_hours(actor=request.user, change=form.change()), act)


def _seen_first(
    request: HttpRequest, form: DeskForm, frame: Frame, foresee: Callable[[], Foreseen], act: Callable[[str], str]
) -> HttpResponse:
    """The first sending shows what would happen and writes nothing; the second one, with the seal of that, does it."""
    context = {"form": form, "frame": frame, **frame.more}
    if request.method != "POST":
        return render(request, "calendar/form.html", context)
    if not form.is_valid():
        return render(request, "calendar/form.html", context, status=400)
    seen, status = request.POST.get("seen", "") if request.POST.get("step") == "confirm" else "", 200
    try:
        if seen:
            return redirect(act(seen))
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.refuse(refusal)
        status = refusal.status
    try:
        foreseen = foresee()
        context |= {"foreseen": foreseen, "moves": foreseen_moves(request.user, foreseen.moved)}
    except DomainError as refusal:
        if status == 200:
            form.refuse(refusal)
            status = refusal.status
    return render(request, "calendar/form.html", context, status=status)
