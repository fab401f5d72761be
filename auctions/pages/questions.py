"""The desk where questions, reports and proposals of the public are answered."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from auctions import policies
from auctions.actions import asking
from auctions.errors import LotStep
from auctions.inquiry_states import InquiryState
from auctions.models import Inquiry
from gis.db.clock import clock
from gis.http.problems import DomainError
from land.pages.desk import DeskForm, done, form_page, only, sent

_LISTED = 50
for_answerers = only(policies.can_open_desk)


class AnswerForm(DeskForm):
    """The published wording of what was asked, and the answer."""

    public_text = forms.CharField(
        label=gettext_lazy("Nội dung công bố"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Bỏ họ tên, số điện thoại, thông tin riêng của người hỏi và của người khác."),
    )
    answer = forms.CharField(label=gettext_lazy("Trả lời"), widget=forms.Textarea(attrs={"rows": 6}))


class RefuseForm(DeskForm):
    """Why it is not published."""

    reason = forms.CharField(label=gettext_lazy("Lý do không công bố"), max_length=300)


@for_answerers
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; or what was answered."""
    state = request.GET.get("state", InquiryState.WAITING)
    wanted = InquiryState(state) if state in InquiryState.values else InquiryState.WAITING
    every = _mine(request)
    rows = every.filter(state=wanted).order_by("asked_at" if wanted == InquiryState.WAITING else "-answered_at")
    counts = [(each, every.filter(state=each).count()) for each in InquiryState]
    page = Paginator(rows.select_related("lot", "plot").defer("lot__geom", "plot__geom"), _LISTED)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "state": wanted,
        "counts": counts,
        "kept": f"state={wanted}",
    }
    return render(request, "auctions/questions.html", context)


def _mine(request: HttpRequest) -> Any:
    """Those that the person may answer; what is answered already and public is not theirs by being public."""
    return Inquiry.objects.visible_to(request.user).answerable_by(request.user)


@for_answerers
@form_page
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: read, answer, or refuse to publish."""
    inquiry = _mine(request).filter(pk=pk).select_related("lot", "plot", "answered_by").first()
    if inquiry is None:
        raise Http404
    refusing = request.method == "POST" and "refuse" in request.POST
    answer = AnswerForm(None if refusing else sent(request), initial=_initial(inquiry))
    refuse = RefuseForm(request.POST if refusing else None)
    status = 200
    if request.method == "POST":
        status = _decide(request, inquiry, refuse if refusing else answer)
        if status == 302:
            return redirect(reverse("auction-questions"))
    context = {"inquiry": inquiry, "answer": answer, "refuse": refuse, "seen": _seen(inquiry)}
    return render(request, "auctions/question.html", context, status=status)


def _seen(inquiry: Inquiry) -> str:
    """Which answer a page was made with; it comes back with the form."""
    return inquiry.answered_at.isoformat() if inquiry.answered_at else ""


def _initial(inquiry: Inquiry) -> dict[str, str]:
    return {"public_text": inquiry.public_text or inquiry.text, "answer": inquiry.answer}


def _decide(request: HttpRequest, inquiry: Inquiry, form: DeskForm) -> int:
    if not form.is_valid():
        return 400
    said = form.cleaned_data
    try:
        if request.POST.get("seen", _seen(inquiry)) != _seen(inquiry):
            raise LotStep(_("Câu hỏi này đã được xử lý. Hãy tải lại trang."))
        if isinstance(form, RefuseForm):
            asking.refuse_inquiry(actor=request.user, inquiry=inquiry, reason=said["reason"], now=clock())
            done(request, _("Đã ghi là không công bố."))
        else:
            asking.answer_inquiry(
                actor=request.user,
                inquiry=inquiry,
                public_text=said["public_text"],
                answer=said["answer"],
                now=clock(),
            )
            done(request, _("Đã trả lời và công bố."))
    except DomainError as refusal:
        form.refuse(refusal)
        return refusal.status
    return 302
