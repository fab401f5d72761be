"""The bytes of documents for whoever may see them, and taking a document back."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from auctions import policies
from auctions.actions import papers
from auctions.models import AuctionDocument
from auctions.pages.acts import for_desk
from auctions.pages.lot_forms import lot_address
from gis.http.problems import NotAllowed, NotFound
from land import files
from land.pages.desk import DeskForm, Frame, answer, done, form_page, sent
from land.pages.fields import LineField
from land.workflow import PublishLevel


@require_safe
def send(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A document, to be saved. The address names a row, never a path or a hash.

    Raises:
        NotFound: there is none that the reader may open.
    """
    rows: Any = AuctionDocument.objects.visible_to(request.user).filter(pk=pk, withdrawn_at=None)
    row = rows.select_related("lot", "auction").first()
    path = files.path_of(row.sha256) if row is not None else None
    if row is None or path is None or not path.is_file():
        raise NotFound(_("Không có tệp này, hoặc tệp chưa được công khai."))
    tag = f'"{row.sha256}"'
    known = get_conditional_response(request, etag=tag)
    name = f"{(row.lot or row.auction).code}-{row.kind}-{str(row.pk)[-6:]}.{files.SUFFIXES[row.media_type]}"
    response: HttpResponse | FileResponse = known or FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=row.media_type
    )
    response["ETag"] = tag
    # Asked again each time: a file that is withdrawn must not live on in a cache.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class WithdrawPaperForm(DeskForm):
    """Why a document is taken back."""

    reason = LineField(label=gettext_lazy("Lý do thu hồi"), max_length=500)


@for_desk
@form_page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a document back.

    Raises:
        Http404: there is none that the person may know of.
        NotAllowed: it is not the person's.
    """
    rows: Any = AuctionDocument.objects.visible_to(request.user).filter(pk=pk, withdrawn_at=None)
    document = rows.select_related("lot", "auction").first()
    if document is None:
        raise Http404
    if not policies.can_attach_paper(request.user, document.lot, document.auction):
        raise NotAllowed(_("Bạn không thu hồi được văn bản này."))
    back = (
        (lot_address(document.lot.code), document.lot.code)
        if document.lot is not None
        else (reverse("auction-session", args=[document.auction.code]), document.auction.code)
    )

    def act(data: dict[str, Any]) -> str:
        papers.withdraw_paper(actor=request.user, document=document, reason=data["reason"])
        done(request, _("Đã thu hồi văn bản."))
        return back[0]

    lead = _("Văn bản không còn hiện cho người ngoài. Bản gốc và lý do vẫn được lưu; không lấy lại được.")
    if document.publish_level == PublishLevel.PUBLIC:
        told = _("Việc thu hồi và lý do được công bố: không ghi họ tên, số căn cước, số điện thoại của cá nhân.")
        lead = f"{lead} {told}"
    frame = Frame(
        title=_("Thu hồi “%(title)s”") % {"title": document.title},
        lead=lead,
        submit=_("Thu hồi"),
        back=back,
        danger=True,
    )
    return answer(request, WithdrawPaperForm(sent(request)), frame, act)
