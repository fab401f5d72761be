"""Papers of a session and of a lot as PDF downloads."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from auctions import policies, reading
from auctions.exports import minutes, notice
from auctions.models import Auction, AuctionResult
from auctions.pages.acts import for_desk, seen_lot
from auctions.reading import SessionReading
from gis.db.clock import clock
from gis.http.problems import NotFound

# Name in the address -> title of the paper. The first two are everybody's once the session is posted.
PRINTS = {
    "notice": gettext_lazy("Thông báo đấu giá (PDF)"),
    "lots": gettext_lazy("Danh sách lô (PDF)"),
    "refunds": gettext_lazy("Danh sách hoàn trả tiền đặt trước (PDF)"),
}
_PUBLIC = frozenset({"notice", "lots"})


def offered(user: Any, auction: Auction) -> list[tuple[str, Any]]:
    """(name, title) of the papers that the person may print now."""
    return [(name, title) for name, title in PRINTS.items() if _content(user, auction.code, name) is not None]


@never_cache
@require_safe
def session(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A paper of a session.

    Raises:
        NotFound: there is no such paper that the reader may have now.
    """
    make = _content(request.user, code, name)
    if make is None:
        raise NotFound(_("Không có văn bản này, hoặc văn bản chưa được công bố."))
    return _pdf(make(), f"{code}-{name}.pdf")


def _content(user: Any, code: str, name: str) -> Callable[[], bytes] | None:
    seen = reading.read_session(user, code) if name in PRINTS else None
    if seen is None:
        return None
    inside = policies.can_open_desk(user) and Auction.objects.inside(user).filter(pk=seen.auction.pk).exists()
    if not inside and (name not in _PUBLIC or seen.auction.posted_at is None):
        return None
    if name == "refunds":
        results = _results(user, seen)
        return (lambda: minutes.refunds_pdf(seen.auction, results, clock())) if results else None
    make = notice.notice_pdf if name == "notice" else notice.list_pdf
    return lambda: make(seen.auction, seen.lots, clock())


def _results(user: Any, seen: SessionReading) -> list[AuctionResult]:
    rows = AuctionResult.objects.visible_to(user).filter(auction=seen.auction.pk).exclude(state="rejected")
    return list(rows.select_related("lot").order_by("lot__number"))


@for_desk
@require_safe
def lot_minutes(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes of a lot, filled in from what was entered of its current attempt.

    Raises:
        NotFound: nothing was entered.
    """
    lot = seen_lot(request, code)
    result = lot.results.filter(attempt=lot.attempt).exclude(state="rejected").select_related("auction").first()
    if result is None:
        raise NotFound(_("Lô %(code)s chưa có kết quả được nhập.") % {"code": code})
    return _pdf(minutes.minutes_pdf(result, lot, clock()), f"{code}-bien-ban.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
