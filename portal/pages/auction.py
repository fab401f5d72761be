"""The public page of a session: what, when, where, by whom, its lots with their prices, papers, and what came of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auctions import reading
from auctions.models import Lot
from auctions.reading import SessionReading
from auctions.workflow import HALTED, STAGE_OF, LotState, Stage
from gis.db.clock import clock
from gis.http.problems import NotFound
from portal.pages.plot import language


@dataclass(frozen=True)
class LotRow:
    """A line of the table of lots.

    Attributes:
        outcome: what came of it, "" while that is not known.
    """

    lot: Lot
    prices: dict[str, str]
    stage: Stage
    outcome: str


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponseBase:
    """The page of one session, or what it says as JSON by `?f=json`.

    Raises:
        NotFound: there is none that the reader may know of.
    """
    seen = reading.read_session(request.user, code)
    if seen is None:
        raise NotFound(_("Không có cuộc đấu giá %(code)s, hoặc chưa được công khai.") % {"code": code[:20]})
    if request.GET.get("f") == "json":
        return JsonResponse(as_json(request, seen), json_dumps_params={"ensure_ascii": False})
    return render(request, "auction/page.html", page_context(seen))


def page_context(seen: SessionReading) -> dict[str, Any]:
    """Everything the page shows."""
    now, auction = clock(), seen.auction
    stages = {STAGE_OF[LotState(lot.state)] for lot in seen.lots}
    timetable = reading.timetable(auction, now)
    return {
        "auction": auction,
        "now": now,
        "rows": [_row(lot) for lot in seen.lots],
        "is_over": not stages.isdisjoint({Stage.SOLD, Stage.FAILED}),
        "timetable": timetable,
        "halted": stages == {Stage.STOPPED},
        "documents": seen.documents,
        "next": None if stages <= HALTED else next((row for row in timetable if row.next), None),
    }


def _row(lot: Lot) -> LotRow:
    prices = reading.price_texts(lot, language())
    stage = STAGE_OF[LotState(lot.state)]
    outcome = ""
    if stage == Stage.SOLD:
        outcome = prices["sold_price_amount_full"]
    elif stage == Stage.FAILED:
        outcome = str(lot.get_failure_display() or lot.get_state_display())
    return LotRow(lot, prices, stage, outcome)


def as_json(request: HttpRequest, seen: SessionReading) -> dict[str, Any]:
    """The session for programs; amounts in đồng, moments with their zone."""
    auction = seen.auction
    organisation = auction.organisation
    return {
        "code": auction.code,
        "title": auction.title,
        "url": request.build_absolute_uri(reverse("auction", args=[auction.code])),
        "as_of": clock().isoformat(),
        "owner": auction.owner.name,
        "organisation": organisation.agency.name if organisation is not None else None,
        "session_at": auction.session_at,
        "files_from": auction.files_from,
        "files_until": auction.files_until,
        "deposit_until": auction.deposit_until,
        "venue": auction.venue,
        "notice_code": auction.notice_code,
        "notice_url": auction.notice_url,
        "lots": [
            {
                "code": lot.code,
                "name": lot.name,
                "state": lot.state,
                "area_m2": lot.area_m2,
                "start_price_amount": lot.start_price_amount,
                "deposit_amount": lot.deposit_amount,
                "step_amount": lot.step_amount,
                "sold_price_amount": lot.sold_price_amount,
                "failure": lot.failure,
            }
            for lot in seen.lots
        ],
        "documents": [
            {"title": paper.title, "number": paper.number, "sha256": paper.sha256, "size": paper.size}
            for paper in seen.documents
        ],
    }
