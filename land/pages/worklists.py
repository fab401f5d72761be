"""The worklists of the desks: records to look into, and plots without a boundary."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis.http.problems import DomainError
from land import policies, review_list
from land.actions import locate_plots
from land.models import Plot
from land.pages.desk import only
from land.pages.verbs import located_text

_PAGE = 25
_MOST_LOCATED = 200
_BASES = ("unit", "point", "parcel")
for_desks = only(policies.can_open_desk)


@for_desks
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Records "cần rà soát", by unit and kind of fault: what is wrong, how to mend it, where."""
    unit, kind = request.GET.get("unit", ""), request.GET.get("kind", "")
    every = review_list.waiting(request.user)
    rows = review_list.narrowed(every, unit=unit, kind=kind)
    page = Paginator(rows.with_names().order_by("number"), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_offered(request.user, plot) for plot in page],
        "units": review_list.by_unit(review_list.narrowed(every, kind=kind)),
        "kinds": review_list.by_kind(review_list.narrowed(every, unit=unit)),
        "unit": unit,
        "kind": kind,
        "kept": urlencode([(name, value) for name, value in (("unit", unit), ("kind", kind)) if value]),
        **_tabs(request.user, "review"),
    }
    return render(request, "land/acts/desk_review.html", context)


@for_desks
@require_http_methods(["GET", "HEAD", "POST"])
def unplaced(request: HttpRequest) -> HttpResponse:
    """Plots "chưa có ranh giới"; those that are chosen are placed at their parcels, with an answer for each."""
    unit, basis = request.GET.get("unit", ""), request.GET.get("basis", "")
    if request.method == "POST":
        return _locate(request)
    every = review_list.without_boundary(request.user)
    rows = review_list.narrowed(every, unit=unit)
    counted = Counter(rows.values_list("location_basis", flat=True))
    labels = dict(Plot._meta.get_field("location_basis").flatchoices)
    if basis:
        rows = rows.filter(location_basis=basis)
    page = Paginator(rows.with_names().order_by("number"), _PAGE).get_page(request.GET.get("page"))
    listed = [{"plot": plot, "may": policies.can_locate_plot(request.user, plot)} for plot in page]
    context = {
        "page": page,
        "rows": listed,
        "may_locate": any(row["may"] for row in listed),
        "units": review_list.by_unit(every),
        "bases": [(code, labels[code], counted[code]) for code in _BASES if counted[code]],
        "unit": unit,
        "basis": basis,
        "kept": urlencode([(name, value) for name, value in (("unit", unit), ("basis", basis)) if value]),
        **_tabs(request.user, "unplaced"),
    }
    return render(request, "land/acts/desk_unplaced.html", context)


def _offered(user: Any, plot: Plot) -> dict[str, Any]:
    return {
        "plot": plot,
        "may": policies.can_review_plot(user, plot),
        "may_edit": "revise" in policies.allowed_verbs(user, plot),
    }


def _tabs(user: Any, tab: str) -> dict[str, Any]:
    return {
        "tab": tab,
        "review_count": review_list.waiting(user).count(),
        "unplaced_count": review_list.without_boundary(user).count(),
    }


def _locate(request: HttpRequest) -> HttpResponse:
    codes = request.POST.getlist("code")[:_MOST_LOCATED]
    plots = list(review_list.without_boundary(request.user).filter(code__in=codes))
    if not plots:
        messages.error(request, _("Hãy chọn ít nhất một khu đất."))
        return redirect(request.get_full_path())
    try:
        answers = locate_plots(actor=request.user, plots=plots, reason=request.POST.get("reason", "")[:2000])
    except DomainError as refusal:
        messages.error(request, refusal.detail)
        return redirect(request.get_full_path())
    counted = Counter(answer.outcome for answer in answers)
    context = {
        "answers": [(answer, located_text(answer)) for answer in answers],
        "located": counted["located"],
        "total": len(answers),
        "back": f"{reverse('desk-unplaced')}?{request.GET.urlencode()}",
    }
    return render(request, "land/acts/desk_located.html", context)
