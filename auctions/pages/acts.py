"""Acts on one lot, each a form on a page of its own, offered to whoever may do them now."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from auctions import offers, policies
from auctions.errors import LotStep
from auctions.models import Lot
from auctions.pages import money_forms, ready_forms, result_forms, step_forms, term_forms
from auctions.pages.lot_forms import LotForm, lot_address
from gis.http.problems import NotAllowed
from land import files
from land.pages.desk import Frame, answer, done, form_page, only, sent
from land.pages.uploads import LimitedUpload

for_desk = only(policies.can_open_desk)

FORMS: Final[Mapping[str, type[LotForm]]] = {
    offers.EDIT: term_forms.EditForm,
    "readiness": ready_forms.ReadinessForm,
    offers.EXCEPT: ready_forms.ExceptForm,
    "publish": term_forms.PublishForm,
    "unpublish": term_forms.UnpublishForm,
    "approve_plan": step_forms.ApproveForm,
    "set_start_price": step_forms.PriceForm,
    "decide_auction": step_forms.DecideForm,
    "contract_organisation": step_forms.ContractForm,
    "correct": term_forms.CorrectForm,
    "open_registration": step_forms.OpenRegistrationForm,
    "open_session": step_forms.OpenSessionForm,
    offers.RESULT: result_forms.ResultForm,
    offers.DECIDE: result_forms.DecideResultForm,
    "refuse": result_forms.RefuseForm,
    "award_next": result_forms.AwardNextForm,
    "fulfil": result_forms.DutyForm,
    "recognise": money_forms.RecogniseForm,
    "tax_notice": money_forms.TaxNoticeForm,
    offers.PAYMENT: money_forms.PaymentForm,
    "cancel_recognition": money_forms.CancelRecognitionForm,
    "hand_over": money_forms.HandOverForm,
    "certify": money_forms.CertifyForm,
    "settle_ground": money_forms.SettleGroundForm,
    "try_again": step_forms.AgainForm,
    "leave_auction": step_forms.LeaveForm,
    "suspend": step_forms.SuspendForm,
    "resume": step_forms.ResumeForm,
    "cancel": step_forms.CancelForm,
    "withdraw": step_forms.WithdrawForm,
    offers.PAPER: ready_forms.PaperForm,
    offers.WINNER: ready_forms.WinnerForm,
}


def seen_lot(request: HttpRequest, code: str) -> Lot:
    """The lot of an address, as the desk shows it.

    Raises:
        Http404: there is none whose internal side the person reads.
    """
    lot: Lot | None = Lot.objects.inside(request.user).with_names().filter(code=code).first()
    if lot is None:
        raise Http404
    return lot


@csrf_exempt  # the token is in the body, which only the limited upload may read; csrf_protect below checks it
@sensitive_post_parameters("name")
@for_desk
@form_page
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One act; decided before a byte of a form is read whether the person may do it now.

    Raises:
        Http404: there is no such act, or no such lot that the person reads from inside.
        NotAllowed: never the person's.
        LotStep: not in this state.
    """
    lot, wanted = seen_lot(request, code), name.replace("-", "_")
    if wanted not in FORMS:
        raise Http404
    if wanted not in offers.acts_for(request.user, lot):
        raise _refusal(request.user, lot)
    return csrf_protect(_answered)(request, lot, FORMS[wanted], limited(request))


def limited(request: HttpRequest) -> LimitedUpload:
    """Has an upload stopped at the limit of a document; before the first look at the form's data."""
    limit = LimitedUpload(request, files.MOST_BYTES)
    request.upload_handlers = [limit]
    return limit


def _refusal(user: Any, lot: Lot) -> Exception:
    if policies.parts_of(user, lot):
        return LotStep(
            _("Lô %(code)s đang ở tình trạng “%(state)s”, việc này không làm được, hoặc không phải việc của anh, chị.")
            % {"code": lot.code, "state": lot.get_state_display()}
        )
    return NotAllowed(_("Bạn không được làm việc này đối với lô %(code)s.") % {"code": lot.code})


def _answered(request: HttpRequest, lot: Lot, kind: type[LotForm], limit: LimitedUpload) -> HttpResponse:
    form = kind(request.user, lot, sent(request), request.FILES if request.method == "POST" else None)
    frame = frame_of(form)
    if limit.too_large:
        form.errors.setdefault("file", form.error_class([_too_large()]))
    if isinstance(form, result_forms.ResultForm) and request.method == "POST":
        return _entered(request, form, frame)
    if isinstance(form, ready_forms.WinnerForm) and request.method == "POST" and form.is_valid():
        name = form.act()  # shown on this answer alone, never in an address or a message that is kept
        return render(request, "auctions/desk/winner.html", {"lot": lot, "name": name, "frame": frame})
    frame.more.update(form.more())

    def act(_cleaned: dict[str, Any]) -> str:
        done(request, form.act())
        return lot_address(lot.code)

    return answer(request, form, frame, act)


def frame_of(form: LotForm) -> Frame:
    """The words round the form of an act."""
    lot = form.lot
    return Frame(
        title=f"{form.title}: {lot.name}",
        lead=str(form.lead),
        submit=str(form.title if form.danger else form.submit),  # what is hard to take back is named once more
        back=(lot_address(lot.code), f"{lot.code} · {lot.name}"),
        danger=form.danger,
        upload="file" in form.fields,
        template=form.template,
        more={"lot": lot},
    )


def _too_large() -> str:
    return _("Tệp lớn hơn %(most)d MB. Hãy giảm dung lượng hoặc chia tệp.") % {"most": files.MOST_BYTES >> 20}


def _entered(request: HttpRequest, form: result_forms.ResultForm, frame: Frame) -> HttpResponse:
    """Minutes are compared with the rules first; what contradicts them is entered only when that was seen."""
    checked = form.is_valid()
    frame.more.update(form.more())
    if not checked or form.keeps_back or request.POST.get("step") == "check":
        frame.more["checked"] = checked
        return render(request, frame.template, {"form": form, "frame": frame, **frame.more}, status=_status(form))

    def act(_cleaned: dict[str, Any]) -> str:
        done(request, form.act())
        return lot_address(form.lot.code)

    return answer(request, form, frame, act)


def _status(form: result_forms.ResultForm) -> int:
    return 400 if form.errors else 200
