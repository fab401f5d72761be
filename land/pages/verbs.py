"""The pages of the short verbs: publication, flags, removal, overlap, locating, review."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.layers import Audience
from land import reading
from land.actions import Located
from land.models import Plot
from land.pages import act_forms
from land.pages.acts import ActForm, finished, finished_end, for_verb, page, page_of_end
from land.workflow import PUBLIC_FLAGS, PublishLevel, ReviewState

# Codes whose names are facts of their own.
_NAMED_TWICE = frozenset({"unit", "unit_at_record", "managing_agency"})


@for_verb("publish")
def publish(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Change the publication level; shows what everybody would read."""
    form = _bound(request, plot, act_forms.PublishForm)
    if form.done:
        return finished(
            request, plot, _("Mức công khai: %(level)s.") % {"level": form.done.get_publish_level_display()}
        )
    seen = reading.read_plot(request.user, plot.code, "en" if get_language() == "en" else "vi")
    facts = seen.facts.values() if seen else ()
    named = [
        (seen.labels.title(fact.field), fact) for fact in facts if seen and fact.text and fact.name not in _NAMED_TWICE
    ]
    context = {
        "form": form,
        "shown": [(title, fact.text) for title, fact in named if fact.field.audience == Audience.PUBLIC],
        "hidden": [title for title, fact in named if fact.field.audience != Audience.PUBLIC],
        "needs_review": plot.review_state == ReviewState.NEEDS_REVIEW,
        "is_public": plot.publish_level == PublishLevel.PUBLIC,
    }
    return page(request, plot, "land/acts/publish.html", context)


@for_verb("flag")
def flag(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Flags now and before; raise one."""
    form = _bound(request, plot, act_forms.RaiseFlagForm)
    if form.done:
        return finished(request, plot, _("Đã ghi tình trạng “%(kind)s”.") % {"kind": form.done.get_kind_display()})
    context = {"form": form, "flags": reading.flags(plot), "public_flags": PUBLIC_FLAGS}
    return page(request, plot, "land/acts/flag.html", context)


@for_verb("flag")
def close_flag(request: HttpRequest, plot: Plot, pk: int) -> HttpResponse:
    """End a flag, or take it back."""
    row = get_object_or_404(plot.flag_periods.select_related("plot"), pk=pk)
    form = _bound(request, plot, act_forms.CloseFlagForm, flag=row)
    if form.done:
        told = (
            _("Đã rút lại tình trạng “%(kind)s”.")
            if form.cleaned_data["mistake"]
            else _("Đã kết thúc tình trạng “%(kind)s”.")
        )
        return finished(request, plot, told % {"kind": row.get_kind_display()})
    return page(request, plot, "land/acts/close_flag.html", {"form": form, "flag": row})


@for_verb("remove")
def remove(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Take the plot out of the fund."""
    form = _bound(request, plot, act_forms.RemoveForm)
    if form.done:
        return finished_end(request, plot, form, _("Đã đưa khu đất ra khỏi quỹ đất công."))
    return page_of_end(request, [plot], "land/acts/remove.html", {"form": form})


@for_verb("restore")
def restore(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Take a mistaken removal back."""
    form = _bound(request, plot, act_forms.RestoreForm)
    if form.done:
        return finished(request, plot, _("Đã đưa khu đất trở lại quỹ đất công."))
    return page(request, plot, "land/acts/restore.html", {"form": form})


@for_verb("accept_overlap")
def overlap(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Accept a documented overlap."""
    form = _bound(request, plot, act_forms.OverlapForm)
    if form.done:
        other = form.cleaned_data["other"].code
        return finished(request, plot, _("Đã chấp nhận chồng lấn với khu đất %(other)s.") % {"other": other})
    context = {
        "form": form,
        "accepted": reading.accepted_overlaps(request.user, plot),
        "overlapping": act_forms.overlapping(plot, reading.neighbours(request.user, plot)),
    }
    return page(request, plot, "land/acts/overlap.html", context)


@for_verb("locate")
def locate(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Place the plot at its parcel."""
    form = _bound(request, plot, act_forms.LocateForm)
    if form.done:
        return finished(request, plot, f"{plot.code}: {located_text(form.done)}.")
    context = {"form": form, "parcels": reading.parcels(plot)}
    return page(request, plot, "land/acts/locate.html", context)


@for_verb("review")
def review(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Clear what was looked into, or put a record on the worklist."""
    waiting = plot.review_state == ReviewState.NEEDS_REVIEW
    form = _bound(request, plot, act_forms.ResolveForm if waiting else act_forms.KeepForm)
    if form.done:
        left = form.done.review_state == ReviewState.NEEDS_REVIEW
        told = _("Khu đất nằm trong danh sách cần rà soát.") if left else _("Đã rà soát xong khu đất.")
        return finished(request, plot, told)
    context = {"form": form, "waiting": waiting, "is_public": plot.publish_level == PublishLevel.PUBLIC}
    return page(request, plot, "land/acts/review.html", context)


def located_text(answer: Located) -> str:
    """The answer of the register to "where is it"."""
    texts = {
        "located": _("đã định vị theo bản đồ %(map)s (%(numbers)s/%(wanted)s số thửa)"),
        "unchanged": _("đã ở đúng vị trí theo bản đồ %(map)s"),
        "ambiguous": _("bản đồ %(map)s có nhiều thửa trùng số, chưa định vị"),
        "not_found": _("không có tờ, thửa này trên bản đồ địa chính đã nạp"),
        "no_number": _("chưa có số tờ, số thửa"),
    }
    return texts[answer.outcome] % {"map": answer.map, "numbers": answer.numbers, "wanted": answer.wanted}


def _bound(request: HttpRequest, plot: Plot, form: type[ActForm], **kwargs: Any) -> Any:
    made = form(request.POST if request.method == "POST" else None, actor=request.user, plot=plot, **kwargs)
    made.is_valid()
    return made
