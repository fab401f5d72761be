"""Acts on leases, each a form on a page of its own: draft, sign, renew, end, book or correct a payment, read a name."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from gis.http.problems import NotAllowed
from gis.text.money import dong
from land import policies
from land.actions import correct_payment, draft_lease, end_lease, read_lessee, record_payment, renew_lease, sign_lease
from land.errors import PlotEnded
from land.models import Lease, Plot, RentDue
from land.pages.desk import Frame, answer, done, form_page, sent
from land.pages.fields import language
from land.pages.lease_forms import CorrectPaymentForm, EndForm, LeaseForm, LesseeForm, PaymentForm, SignForm, renewal_of
from land.pages.leases import for_readers, page_context, seen_lease
from land.reading_leases import LeaseView, term_bounds
from land.workflow import LeaseState, PlotStatus


def address_of(lease: Lease) -> str:
    """The page of a lease."""
    return reverse("lease", args=[lease.pk])


def offered(view: LeaseView, verb: str) -> None:
    """Refuse an act that is not this person's, or not possible in this state, before a form is shown.

    Raises:
        NotAllowed, PlotEnded: with the sentence for the page.
    """
    if verb in view.verbs:
        return
    if view.verbs and view.lease.plot.status != PlotStatus.ACTIVE:
        raise PlotEnded.of(view.lease.plot)
    raise NotAllowed(
        _("Hợp đồng %(number)s đang ở tình trạng “%(state)s”, hoặc khu đất không thuộc quyền ghi của anh, chị.")
        % {"number": view.lease.contract_number, "state": view.lease.get_state_display()}
    )


def back_to(view: LeaseView) -> tuple[str, str]:
    """Where an act on a lease came from."""
    return address_of(view.lease), _("Hợp đồng %(number)s") % {"number": view.lease.contract_number}


@sensitive_post_parameters("lessee")
@for_readers
@form_page
def draft(request: HttpRequest) -> HttpResponse:
    """A new lease, as a draft; `?plot=` names the plot."""
    if not policies.can_draft_some_lease(request.user):
        raise NotAllowed(_("Anh, chị không được giao lập hợp đồng thuê đất."))
    asked = request.GET.get("plot", "").replace("\x00", "")[:20]
    plot = Plot.objects.visible_to(request.user).filter(code=asked).first()
    form = LeaseForm(request.user, sent(request), initial={"plot": asked})
    back = (reverse("plot", args=[plot.code]), plot.code) if plot else (reverse("leases"), _("Hợp đồng thuê đất"))

    def act(data: dict[str, Any]) -> str:
        made = draft_lease(actor=request.user, plot=data["plot"], draft=form.draft(), rent=data["schedule"])
        done(request, _("Đã lưu dự thảo. Hãy kiểm tra lại rồi bấm “Ký hợp đồng”."))
        return address_of(made)

    frame = Frame(
        title=_("Lập hợp đồng thuê đất"),
        lead=_("Dự thảo chưa giữ đất và chưa phát sinh tiền thuê; hợp đồng có hiệu lực khi ký."),
        submit=_("Lưu dự thảo"),
        back=back,
        template="land/leases/form.html",
        more={"bounds": term_bounds(timezone.localdate())},
    )
    return answer(request, form, frame, act)


@for_readers
@form_page
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft becomes binding."""
    view = seen_lease(request, pk)
    offered(view, "sign")
    form = SignForm(sent(request))

    def act(_cleaned: dict[str, Any]) -> str:
        made = sign_lease(actor=request.user, lease=view.lease, today=timezone.localdate())
        done(request, _("Hợp đồng đã có hiệu lực."))
        return address_of(made)

    frame = Frame(
        title=_("Ký hợp đồng %(number)s") % {"number": view.lease.contract_number},
        lead=_("Từ ngày bắt đầu thuê, hiện trạng khu đất đổi thành đang cho thuê và không ai khác thuê được."),
        submit=_("Ký hợp đồng"),
        back=back_to(view),
        template="land/leases/sign.html",
        more={"view": view, "lease": view.lease},
    )
    return answer(request, form, frame, act)


@sensitive_post_parameters("lessee")
@for_readers
@form_page
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new lease follows; it is signed at once."""
    view = seen_lease(request, pk)
    offered(view, "renew")
    form = LeaseForm(request.user, sent(request), initial=renewal_of(view.lease), renews=view.lease)

    def act(data: dict[str, Any]) -> str:
        made = renew_lease(
            actor=request.user,
            lease=view.lease,
            draft=form.draft(),
            rent=data["schedule"],
            today=timezone.localdate(),
        )
        done(request, _("Đã gia hạn bằng hợp đồng %(number)s.") % {"number": made.contract_number})
        return address_of(made)

    frame = Frame(
        title=_("Gia hạn hợp đồng %(number)s") % {"number": view.lease.contract_number},
        lead=_("Hợp đồng mới có hiệu lực ngay khi lưu; hợp đồng cũ kết thúc muộn nhất vào ngày hợp đồng mới bắt đầu."),
        submit=_("Ký gia hạn"),
        back=back_to(view),
        template="land/leases/form.html",
        more={"bounds": term_bounds(timezone.localdate())},
    )
    return answer(request, form, frame, act)


@for_readers
@form_page
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A lease is terminated or settled, a draft dropped."""
    view = seen_lease(request, pk)
    offered(view, "end")
    today, is_draft = timezone.localdate(), view.lease.state == LeaseState.DRAFT
    form = EndForm(view.lease, sent(request), today=today)

    def act(data: dict[str, Any]) -> str:
        day = data.get("on_date", today)
        made = end_lease(actor=request.user, lease=view.lease, on_date=day, today=today, reason=data["reason"])
        done(request, _("Đã bỏ dự thảo.") if is_draft else _("Đã ghi chấm dứt hợp đồng."))
        return address_of(made)

    number = {"number": view.lease.contract_number}
    frame = Frame(
        title=_("Bỏ dự thảo %(number)s") % number if is_draft else _("Chấm dứt hợp đồng %(number)s") % number,
        lead=_("Không lấy lại được: muốn cho thuê tiếp phải lập hợp đồng mới."),
        submit=_("Bỏ dự thảo") if is_draft else _("Ghi chấm dứt"),
        back=back_to(view),
        danger=True,
    )
    return answer(request, form, frame, act)


@for_readers
@form_page
def pay(request: HttpRequest, pk: UUID, rent: int) -> HttpResponse:
    """A payment on an instalment."""
    view = seen_lease(request, pk)
    offered(view, "pay")
    due = RentDue.objects.visible_to(request.user).owed().filter(lease=view.lease.pk, pk=rent).first()
    if due is None:
        raise Http404
    today = timezone.localdate()
    form = PaymentForm(sent(request), initial={"amount": due.balance, "paid_on": today})

    def act(data: dict[str, Any]) -> str:
        record_payment(actor=request.user, rent=due, amount=data["amount"], paid_on=data["paid_on"], today=today)
        done(request, _("Đã ghi %(amount)s.") % {"amount": dong(data["amount"], language())})
        return address_of(view.lease) + "#rent"

    words = {
        "due": f"{due.due_on:%d/%m/%Y}",
        "amount": dong(due.amount, language()),
        "balance": dong(due.balance, language()),
    }
    frame = Frame(
        title=_("Ghi tiền thuê kỳ %(due)s") % words,
        lead=_("Phải nộp %(amount)s, còn nợ %(balance)s. Nộp nhiều lần thì ghi từng lần.") % words,
        submit=_("Ghi đã nộp"),
        back=back_to(view),
    )
    return answer(request, form, frame, act)


@for_readers
@form_page
def correct(request: HttpRequest, pk: UUID, rent: int) -> HttpResponse:
    """What was booked wrongly on an instalment."""
    view = seen_lease(request, pk)
    offered(view, "pay")
    booked = (
        RentDue.objects.visible_to(request.user).filter(lease=view.lease.pk, pk=rent, paid_on__isnull=False).first()
    )
    if booked is None:
        raise Http404
    today = timezone.localdate()
    form = CorrectPaymentForm(sent(request), initial={"paid": booked.paid_amount, "paid_on": booked.paid_on})

    def act(data: dict[str, Any]) -> str:
        correct_payment(actor=request.user, rent=booked, today=today, **data)
        done(request, _("Đã sửa tiền thuê đã ghi."))
        return address_of(view.lease) + "#rent"

    words = {"due": f"{booked.due_on:%d/%m/%Y}", "amount": dong(booked.amount, language())}
    frame = Frame(
        title=_("Sửa tiền thuê kỳ %(due)s") % words,
        lead=_("Phải nộp %(amount)s. Ghi lại tổng số đã nộp của kỳ; số cũ vẫn còn trong nhật ký.") % words,
        submit=_("Ghi số đúng"),
        back=back_to(view),
    )
    return answer(request, form, frame, act)


@for_readers
@form_page
def lessee(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The name of the person who leases: asked for by a form, shown on the answer alone, never in an address."""
    view = seen_lease(request, pk)
    if not view.may_read_lessee:
        raise NotAllowed(_("Anh, chị không được xem thông tin cá nhân của bên thuê."))
    form = LesseeForm(sent(request), needs_reason=view.needs_reason)
    if request.method == "POST" and form.is_valid():
        name = read_lessee(actor=request.user, lease=view.lease, reason=form.cleaned_data["reason"])
        return render(request, "land/leases/page.html", page_context(request, view) | {"lessee_name": name})
    frame = Frame(
        title=_("Xem họ tên bên thuê"),
        lead=_("Thông tin cá nhân, chỉ dùng cho công việc. Lần xem này được ghi vào nhật ký."),
        submit=_("Xem họ tên"),
        back=back_to(view),
    )
    return answer(request, form, frame, lambda _cleaned: address_of(view.lease))
