"""Acts on the papers of a plot, each a form on a page of its own: attach, publish, withdraw, decide, hand over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from gis.http.problems import NotAllowed
from land import actions, files, policies
from land.models import Document, HandlingDecision, HandoverMinute, Photo, Plot
from land.pages.desk import Frame, answer, done, form_page, sent, signed_in
from land.pages.plot_forms import (
    DocumentForm,
    HandlingForm,
    HandoverForm,
    LevelForm,
    PhotoForm,
    UploadForm,
    WithdrawForm,
)
from land.pages.uploads import LimitedUpload
from land.workflow import HandlingPlan, PublishLevel

DOCUMENTS, PHOTOS = "documents", "photos"
HANDLING, HANDOVERS = "handling", "handovers"


def _plot(request: HttpRequest, code: str, verb: str) -> Plot:
    """The plot of an address, for somebody who may do this to it; decided before a byte of a form is read.

    Raises:
        Http404: there is none that the person may know of.
        NotAllowed: it is not the person's.
    """
    plot: Plot | None = Plot.objects.visible_to(request.user).with_names().filter(code=code).first()
    if plot is None:
        raise Http404
    if verb not in policies.allowed_verbs(request.user, plot):
        raise NotAllowed(_("Anh, chị không có quyền ghi việc này cho khu đất %(code)s.") % {"code": code})
    return plot


def _address(plot: Plot, section: str) -> str:
    return f"{reverse('plot', args=[plot.code])}#{section}"


def _back(plot: Plot, section: str) -> tuple[str, str]:
    return _address(plot, section), _("Khu đất %(code)s") % {"code": plot.code}


def _limited(request: HttpRequest) -> LimitedUpload:
    """Has the upload stopped at the limit of a document; before the first look at the form's data."""
    handler = LimitedUpload(request, files.MOST_BYTES)
    request.upload_handlers = [handler]
    return handler


@csrf_exempt  # the token is in the body, which only `_limited` may read; csrf_protect below checks it
@signed_in
@form_page
def add_document(request: HttpRequest, code: str) -> HttpResponse:
    """Attach a document."""
    plot = _plot(request, code, "attach")
    return csrf_protect(_add_document)(request, plot, _limited(request))


def _add_document(request: HttpRequest, plot: Plot, handler: LimitedUpload) -> HttpResponse:
    form = DocumentForm(request.user, plot, sent(request), _files(request))

    def write(**file: Any) -> None:
        actions.attach_document(actor=request.user, plot=plot, draft=form.draft(), **file)
        done(request, _("Đã đính kèm tài liệu."))

    frame = Frame(
        title=_("Thêm tài liệu cho khu đất %(code)s") % {"code": plot.code},
        submit=_("Đính kèm"),
        back=_back(plot, DOCUMENTS),
        upload=True,
    )
    return _attach(request, form, frame, handler, write)


@csrf_exempt  # as for documents
@signed_in
@form_page
def add_photo(request: HttpRequest, code: str) -> HttpResponse:
    """Attach a photo."""
    plot = _plot(request, code, "attach")
    return csrf_protect(_add_photo)(request, plot, _limited(request))


def _add_photo(request: HttpRequest, plot: Plot, handler: LimitedUpload) -> HttpResponse:
    form = PhotoForm(request.user, plot, sent(request), _files(request))

    def write(**file: Any) -> None:
        actions.attach_photo(actor=request.user, plot=plot, draft=form.draft(), **file)
        done(request, _("Đã thêm ảnh."))

    frame = Frame(
        title=_("Thêm ảnh cho khu đất %(code)s") % {"code": plot.code},
        lead=_("Ảnh đăng ra được làm lại không kèm thông tin máy ảnh và vị trí; ảnh gốc chỉ xem nội bộ."),
        submit=_("Thêm ảnh"),
        back=_back(plot, PHOTOS),
        upload=True,
    )
    return _attach(request, form, frame, handler, write)


def _attach(
    request: HttpRequest, form: UploadForm, frame: Frame, handler: LimitedUpload, write: Callable[..., None]
) -> HttpResponse:
    if handler.too_large:
        form.say_too_large()

    def act(data: dict[str, Any]) -> str:
        write(content=data["file"], file_name=data["file"].name, level=PublishLevel(data["level"]))
        return frame.back[0]

    return answer(request, form, frame, act)


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def _file(request: HttpRequest, plot: Plot, section: str, pk: UUID) -> Any:
    rows: Any = (Document if section == DOCUMENTS else Photo).objects
    found = rows.visible_to(request.user).standing().filter(plot=plot.pk, pk=pk).first()
    if found is None:
        raise Http404
    return found


@signed_in
@form_page
def publish(request: HttpRequest, code: str, section: str, pk: UUID) -> HttpResponse:
    """Change the publication level of a file."""
    plot = _plot(request, code, "publish_file")
    file = _file(request, plot, section, pk)
    form = LevelForm(sent(request), initial={"level": file.publish_level})

    def act(data: dict[str, Any]) -> str:
        level = PublishLevel(data["level"])
        actions.publish_file(actor=request.user, file=file, level=level, reason=data["reason"])
        done(request, _("Đã đổi mức công khai thành “%(level)s”.") % {"level": level.label})
        return _address(plot, section)

    frame = Frame(
        title=_("Mức công khai của “%(name)s”") % {"name": file},
        lead=_("Tệp công khai chỉ hiện ra khi khu đất cũng công khai. Hãy chắc trong tệp không có thông tin cá nhân."),
        submit=_("Đổi mức công khai"),
        back=_back(plot, section),
    )
    return answer(request, form, frame, act)


@signed_in
@form_page
def withdraw(request: HttpRequest, code: str, section: str, pk: UUID) -> HttpResponse:
    """Take a file back."""
    plot = _plot(request, code, "withdraw_file")
    file = _file(request, plot, section, pk)
    form = WithdrawForm(sent(request))

    def act(data: dict[str, Any]) -> str:
        actions.withdraw_file(actor=request.user, file=file, reason=data["reason"])
        done(request, _("Đã thu hồi tệp."))
        return _address(plot, section)

    frame = Frame(
        title=_("Thu hồi “%(name)s”") % {"name": file},
        lead=_("Tệp không còn hiện cho ai nữa. Bản gốc và lý do vẫn được lưu để tra cứu; không lấy lại được."),
        submit=_("Thu hồi"),
        back=_back(plot, section),
        danger=True,
    )
    return answer(request, form, frame, act)


@signed_in
@form_page
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Record the approved handling plan."""
    plot = _plot(request, code, "decide_handling")
    form = HandlingForm(request.user, plot, sent(request), initial={"plan": plot.handling_plan})

    def act(data: dict[str, Any]) -> str:
        actions.decide_handling(
            actor=request.user,
            plot=plot,
            plan=HandlingPlan(data["plan"]),
            paper=form.paper(),
            today=timezone.localdate(),
            reason=data["reason"],
        )
        done(request, _("Đã ghi phương án xử lý."))
        return _address(plot, HANDLING)

    frame = Frame(
        title=_("Quyết định phương án xử lý khu đất %(code)s") % {"code": plot.code},
        lead=_("Phương án đổi từ ngày của quyết định và thành một phiên bản trong lịch sử."),
        submit=_("Ghi quyết định"),
        back=_back(plot, HANDLING),
    )
    return answer(request, form, frame, act)


@signed_in
@form_page
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Record handover minutes."""
    plot = _plot(request, code, "hand_over")
    form = HandoverForm(request.user, plot, sent(request))

    def act(data: dict[str, Any]) -> str:
        receiver = form.agency("to_agency")
        assert receiver is not None  # a required choice of the form
        actions.record_handover(
            actor=request.user,
            plot=plot,
            to_agency=receiver,
            paper=form.paper(),
            today=timezone.localdate(),
            from_agency=form.agency("from_agency"),
            using_agency=form.agency("using_agency"),
            handling_plan=HandlingPlan(data["handling_plan"]) if data["handling_plan"] else None,
            reason=data["reason"],
        )
        done(request, _("Đã ghi biên bản bàn giao."))
        return _address(plot, HANDOVERS)

    frame = Frame(
        title=_("Biên bản bàn giao khu đất %(code)s") % {"code": plot.code},
        lead=_("Đơn vị quản lý đổi từ ngày bàn giao và thành một phiên bản trong lịch sử."),
        submit=_("Ghi bàn giao"),
        back=_back(plot, HANDOVERS),
    )
    return answer(request, form, frame, act)


@signed_in
@form_page
def take_back(request: HttpRequest, code: str, section: str, pk: UUID) -> HttpResponse:
    """Take a decision or handover minutes back that were entered by mistake."""
    decision = section == HANDLING
    plot = _plot(request, code, "decide_handling" if decision else "hand_over")
    model: Any = HandlingDecision if decision else HandoverMinute
    paper = model.objects.visible_to(request.user).filter(plot=plot.pk, withdrawn_at=None, pk=pk).first()
    if paper is None:
        raise Http404
    form = WithdrawForm(sent(request))

    def act(data: dict[str, Any]) -> str:
        actions.withdraw_paper(actor=request.user, paper=paper, reason=data["reason"])
        done(request, _("Đã rút lại văn bản %(number)s.") % {"number": paper.number})
        return _address(plot, section)

    frame = Frame(
        title=_("Rút lại văn bản %(number)s") % {"number": paper.number},
        lead=_("Dùng khi ghi nhầm. Khu đất trở lại như trước văn bản này, kể từ ngày của nó; lịch sử vẫn giữ."),
        submit=_("Rút lại"),
        back=_back(plot, section),
        danger=True,
    )
    return answer(request, form, frame, act)
