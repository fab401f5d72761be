"""Asking about a lot, reporting on it, proposing a plot: open to anybody, moderated, answered in public."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from auctions.actions import asking
from auctions.inquiry_states import InquiryKind
from auctions.reading import read_lot
from gis.db.clock import clock
from gis.http.problems import NotFound
from land.pages.desk import DeskForm, Frame, answer, done, form_page, sent
from land.reading import read_plot
from notices.actions import ask
from notices.models import Contact
from notices.workflow import Channel
from portal.pages.plot import language


class InquiryForm(DeskForm):
    """What is asked, and where the answer may be sent."""

    sometimes = frozenset({"website"})
    kind = forms.ChoiceField(
        label=gettext_lazy("Bạn muốn"),
        choices=[(kind.value, kind.label) for kind in (InquiryKind.QUESTION, InquiryKind.REPORT)],
        initial=InquiryKind.QUESTION.value,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=asking.MOST_LETTERS,
        min_length=asking.LEAST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Được công bố cùng câu trả lời, không kèm tên người hỏi. Đừng ghi họ tên, số điện thoại, giá bạn định trả."
        ),
    )
    email = forms.EmailField(label=gettext_lazy("Thư điện tử để nhận trả lời"), required=False, max_length=200)
    # Left empty by people, who do not see it; filled by most programs that send advertising.
    website = forms.CharField(required=False, widget=forms.HiddenInput)


class ProposalForm(InquiryForm):
    """Why a plot should be auctioned."""

    kind = None  # type: ignore[assignment]


@never_cache
@form_page
def about_lot(request: HttpRequest, code: str) -> HttpResponse:
    """A question about a lot, or a report that it is not as described."""
    seen = read_lot(request.user, code, language())
    if seen is None:
        raise NotFound(_("Không có lô %(code)s, hoặc lô chưa được công khai.") % {"code": code})
    lot = seen.lot
    back = reverse("lot", args=[lot.code])
    frame = Frame(
        _("Hỏi, phản ánh về %(code)s") % {"code": lot.code},
        _("Gửi"),
        (back, lot.name),
        lead=_("Đơn vị có tài sản hoặc tổ chức đấu giá trả lời; câu chưa trả lời được đếm công khai ở trang của lô."),
    )

    def act(said: dict[str, Any]) -> None:
        kind = InquiryKind(said["kind"])
        asking.ask_about_lot(kind=kind, lot=lot, text=said["text"], now=clock(), contact=_contact(request, said))

    return _ask(request, InquiryForm(sent(request)), frame, act, f"{back}#questions")


@never_cache
@form_page
def about_plot(request: HttpRequest, code: str) -> HttpResponse:
    """A proposal that a plot is auctioned."""
    seen = read_plot(request.user, code, language())
    if seen is None:
        raise NotFound(_("Không có khu đất %(code)s, hoặc khu đất chưa được công khai.") % {"code": code})
    plot = seen.plot
    back = reverse("plot", args=[plot.code])
    frame = Frame(
        _("Đề xuất đưa %(code)s ra đấu giá") % {"code": plot.code}, _("Gửi đề xuất"), (back, plot.name or plot.code)
    )

    def act(said: dict[str, Any]) -> None:
        asking.propose_plot(plot=plot, text=said["text"], now=clock(), contact=_contact(request, said))

    return _ask(request, ProposalForm(sent(request)), frame, act, back)


def _ask(request: HttpRequest, form: DeskForm, frame: Frame, act: Any, back: str) -> HttpResponse:
    def kept(said: dict[str, Any]) -> str:
        if not said["website"]:
            act(said)
        done(request, _("Đã nhận. Câu trả lời có ngày sẽ được công bố; nếu bạn để lại thư điện tử thì sẽ được báo."))
        return back

    return answer(request, form, frame, kept)


def _contact(request: HttpRequest, said: dict[str, Any]) -> Contact | None:
    """The address for the answer, which is asked whether it agrees."""
    if not said["email"]:
        return None
    return ask(actor=request.user, channel=Channel.EMAIL, address=said["email"], language=language(), now=clock())
