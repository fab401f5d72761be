"""The desk of reference layers: which versions stand, which were withdrawn, and taking one back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gis.http.problems import NotAllowed
from land import policies
from land.actions import withdraw_reference
from land.models import ImportJob, ImportProfile, ReferenceSet
from land.pages.desk import Frame, answer, done, form_page, only, sent
from land.pages.plot_forms import WithdrawForm
from land.workflow import ImportState, ImportTarget, ReferenceKind

_PAGE = 50
_HEAVY = ("unit__geom", "unit__geom_3857", "unit__geom_low")
STANDING, WITHDRAWN, ALL = "", "withdrawn", "all"
_STATES = (
    (STANDING, gettext_lazy("Đang dùng")),
    (WITHDRAWN, gettext_lazy("Đã thu hồi")),
    (ALL, gettext_lazy("Tất cả")),
)
for_loaders = only(policies.can_open_reference_desk)


@for_loaders
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Versions by the time they were loaded, the last first, and uploads that wait for somebody."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", STANDING)
    every = ReferenceSet.objects.visible_to(request.user, withdrawn=True).select_related("unit").defer(*_HEAVY)
    rows = every.filter(kind=kind) if kind in ReferenceKind.values else every
    if state != ALL:
        rows = rows.filter(withdrawn_at__isnull=state != WITHDRAWN)
    page = Paginator(rows.order_by("-loaded_at", "-pk"), _PAGE).get_page(request.GET.get("page"))
    uploads = ImportJob.objects.visible_to(request.user, ImportTarget.REFERENCE).exclude(
        state__in=[ImportState.COMMITTED, ImportState.ABANDONED]
    )
    context = {
        "page": page,
        "rows": [_row(request.user, item) for item in page],
        "uploads": uploads.select_related("actor").defer("report"),
        "profiles": ImportProfile.objects.visible_to(request.user, ImportTarget.REFERENCE).select_related("owner"),
        "kinds": ReferenceKind.choices,
        "states": _STATES,
        "kind": kind,
        "state": state,
        "filtered": bool(kind or state),
        "some": every.exists(),
        "kept": urlencode([(name, value) for name, value in (("kind", kind), ("state", state)) if value]),
        "today": timezone.localdate(),
    }
    return render(request, "land/reference/list.html", context)


def _row(user: Any, item: ReferenceSet) -> dict[str, Any]:
    today, period = timezone.localdate(), item.period
    over = period.upper is not None and period.upper <= today
    if item.withdrawn_at:
        state = "withdrawn"
    elif over:
        state = "over"
    else:
        state = "coming" if period.lower > today else "current"
    return {"set": item, "state": state, "may_withdraw": policies.can_withdraw_reference(user, item)}


@for_loaders
@form_page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a version back."""
    found = get_object_or_404(ReferenceSet.objects.visible_to(request.user, withdrawn=True), pk=pk)
    if not policies.can_withdraw_reference(request.user, found):
        raise NotAllowed(_("Bộ %(code)s đã được thu hồi, hoặc không thuộc quyền của anh, chị.") % {"code": found.code})
    form = WithdrawForm(sent(request))

    def act(data: dict[str, Any]) -> str:
        made = withdraw_reference(actor=request.user, reference=found, reason=data["reason"])
        done(request, _("Đã thu hồi %(code)s.") % {"code": made.code})
        return reverse("references")

    frame = Frame(
        title=_("Thu hồi %(code)s “%(title)s”") % {"code": found.code, "title": found.title},
        lead=_(
            "Bộ dữ liệu không còn hiện trên bản đồ, phiếu khu đất và dữ liệu mở; các dòng và lý do vẫn được lưu. Bộ mà "
            "nó đã thay thế không tự có hiệu lực lại: hãy nạp lại bộ đúng."
        ),
        submit=_("Thu hồi"),
        back=(reverse("references"), _("Lớp tham chiếu")),
        danger=True,
    )
    return answer(request, form, frame, act)
