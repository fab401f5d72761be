"""Sessions at the desk: set up, timetable, lots, posting, papers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from accounts.models import Agency
from auctions import policies, posting, reading
from auctions.actions import papers, sessions
from auctions.actions.sessions import SessionDraft
from auctions.models import Auction, AuctionDocument, Lot
from auctions.pages import prints
from auctions.pages.acts import for_desk, limited
from auctions.pages.lot_forms import lot_address
from auctions.pages.ready_forms import PaperFields, named_as_here
from auctions.pages.session_forms import LotsForm, PostForm, SessionForm
from gis.db.clock import clock
from gis.http.problems import DomainError, NotAllowed
from land.pages.desk import DeskForm, Frame, answer, done, form_page, only, sent

for_planners = only(policies.can_plan_some_lot)
_LISTED = 100


def address_of(auction: Auction) -> str:
    """The page of a session on the desk."""
    return reverse("auction-session", args=[auction.code])


def seen_auction(request: HttpRequest, code: str) -> Auction:
    """The session of an address.

    Raises:
        Http404: there is none whose internal side the person reads.
    """
    rows: Any = Auction.objects.inside(request.user).filter(code=code)
    found: Auction | None = rows.select_related("owner", "organisation__agency").first()
    if found is None:
        raise Http404
    return found


def _back(auction: Auction) -> tuple[str, str]:
    return address_of(auction), f"{auction.code} · {auction.title}"


@for_desk
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Sessions, the newest first."""
    rows = Auction.objects.inside(request.user).select_related("owner", "organisation__agency").with_counts()
    context = {
        "auctions": list(rows.order_by("-number")[:_LISTED]),
        "may_plan": policies.can_plan_some_lot(request.user),
    }
    return render(request, "auctions/desk/sessions.html", context)


@for_desk
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One session: timetable, lots with what keeps them from being posted, papers."""
    auction, now = seen_auction(request, code), clock()
    lots = posting.lots_of(auction)
    rows: Any = AuctionDocument.objects.visible_to(request.user).filter(auction=auction)
    context = {
        "auction": auction,
        "timetable": reading.timetable(auction, now),
        "lots": posting.checked(auction, now),
        "may_edit": policies.can_edit_auction(request.user, auction),
        "may_post": posting.may_post(request.user, lots),
        "may_attach": policies.can_attach_paper(request.user, None, auction),
        "prints": prints.offered(request.user, auction),
        "documents": list(rows.order_by("withdrawn_at", "-issued_on", "pk")),
    }
    return render(request, "auctions/desk/session.html", context)


@for_planners
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Set up a session; `?lot=` names a lot that goes into it."""
    asked = request.GET.get("lot", "").replace("\x00", "")[:20]
    lot = Lot.objects.inside(request.user).filter(code=asked).first()
    form = SessionForm(
        request.user, sent(request), now=clock(), initial={"owner": str(lot.owner_id)} if lot is not None else {}
    )
    back = (lot_address(lot.code), lot.code) if lot is not None else (reverse("auction-sessions"), _("Cuộc đấu giá"))

    def act(data: dict[str, Any]) -> str:
        draft = SessionDraft(data["title"], form.organisation(), form.timetable(), data["shortened"])
        owner = Agency.objects.get(pk=data["owner"])
        made = sessions.create_auction(actor=request.user, owner=owner, draft=draft, lots=[lot] if lot else [])
        done(request, _("Đã lập cuộc đấu giá %(code)s.") % {"code": made.code})
        return address_of(made)

    frame = Frame(
        title=_("Lập cuộc đấu giá"),
        lead=_("Ghi thời điểm đấu giá trước, rồi bấm “Điền theo luật” để có các hạn còn lại."),
        submit=_("Lập cuộc đấu giá"),
        back=back,
        template="auctions/desk/session_form.html",
    )
    return _with_filling(request, form, frame, act)


@for_desk
@form_page
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Title, organisation and timetable, until it is posted."""
    auction = _to_edit(request, code)
    form = SessionForm(request.user, sent(request), auction=auction, now=clock())

    def act(_data: dict[str, Any]) -> str:
        sessions.edit_auction(actor=request.user, auction=auction, values=form.values())
        done(request, _("Đã ghi lịch của cuộc đấu giá; các lô trong cuộc nhận lịch mới."))
        return address_of(auction)

    frame = Frame(
        title=_("Sửa cuộc đấu giá %(code)s") % {"code": auction.code},
        submit=_("Ghi"),
        back=_back(auction),
        template="auctions/desk/session_form.html",
    )
    return _with_filling(request, form, frame, act)


def _with_filling(request: HttpRequest, form: SessionForm, frame: Frame, act: Any) -> HttpResponse:
    """The button that fills in the lawful days shows the form again; nothing is written."""
    if request.method == "POST" and request.POST.get("step") == "fill":
        form.fill()
        form.full_clean()
        return render(request, frame.template, {"form": form, "frame": frame, "filled": True})
    return answer(request, form, frame, act)


def _to_edit(request: HttpRequest, code: str) -> Auction:
    auction = seen_auction(request, code)
    if not policies.can_edit_auction(request.user, auction):
        raise NotAllowed(
            _("Cuộc đấu giá %(code)s đã niêm yết, hoặc không thuộc đơn vị của bạn.") % {"code": auction.code}
        )
    return auction


@for_desk
@form_page
def put(request: HttpRequest, code: str) -> HttpResponse:
    """Put lots into a session."""
    auction = _to_edit(request, code)
    form = LotsForm(request.user, auction, sent(request))

    def act(_data: dict[str, Any]) -> str:
        made = sessions.put_lots(actor=request.user, auction=auction, lots=form.chosen())
        done(request, _("Đã đưa %(count)d lô vào cuộc đấu giá.") % {"count": len(made)})
        return address_of(auction)

    frame = Frame(
        title=_("Đưa lô vào cuộc đấu giá %(code)s") % {"code": auction.code},
        lead=_("Các lô của cùng đơn vị, chưa niêm yết và chưa thuộc cuộc nào. Lô nhận lịch của cuộc đấu giá."),
        submit=_("Đưa vào"),
        back=_back(auction),
    )
    return answer(request, form, frame, act)


@for_desk
@form_page
def post(request: HttpRequest, code: str) -> HttpResponse:
    """Post the whole session; what keeps any of its lots from it is listed, with the way to mend it."""
    auction = seen_auction(request, code)
    if not posting.may_post(request.user, posting.lots_of(auction)):
        raise NotAllowed(_("Chỉ đấu giá viên của tổ chức đã ký hợp đồng niêm yết được, khi có lô chờ niêm yết."))
    known = {"notice_code": auction.notice_code, "notice_url": auction.notice_url}
    form = PostForm(sent(request), initial=known)

    def act(_data: dict[str, Any]) -> str:
        made = sessions.post_auction(actor=request.user, auction=auction, notice=form.notice())
        done(request, _("Đã niêm yết %(count)d lô.") % {"count": len(made)})
        return address_of(auction)

    frame = Frame(
        title=_("Niêm yết cuộc đấu giá %(code)s") % {"code": auction.code},
        lead=_("Nội dung đang có của các lô thành nội dung đã công bố; sau đó chỉ còn đính chính."),
        submit=_("Niêm yết"),
        back=_back(auction),
        template="auctions/desk/post.html",
        more={"auction": auction, "lots": posting.checked(auction, clock())},
    )
    return answer(request, form, frame, act)


class SessionPaperForm(PaperFields, DeskForm):
    """A document of the whole session."""

    def refuse(self, refusal: DomainError) -> None:
        super().refuse(named_as_here(refusal))


@csrf_exempt  # the token is in the body, which only the limited upload may read; csrf_protect below checks it
@for_desk
@form_page
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A document of the whole session."""
    auction = seen_auction(request, code)
    if not policies.can_attach_paper(request.user, None, auction):
        raise NotAllowed(_("Bạn không đính kèm được văn bản ở đây."))
    limited(request)
    return csrf_protect(_attached)(request, auction)


def _attached(request: HttpRequest, auction: Auction) -> HttpResponse:
    form = SessionPaperForm(sent(request), request.FILES if request.method == "POST" else None)

    def act(_data: dict[str, Any]) -> str:
        papers.attach_paper(actor=request.user, auction=auction, **form.paper())
        done(request, _("Đã đính kèm văn bản."))
        return address_of(auction)

    frame = Frame(
        title=_("Thêm văn bản của cuộc đấu giá %(code)s") % {"code": auction.code},
        submit=_("Đính kèm"),
        back=_back(auction),
        upload=True,
    )
    return answer(request, form, frame, act)
