"""The session in the shape of the national portal's notice."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from auctions.exports.national_notice import notice_of
from auctions.models import Auction, AuctionDocument, Lot
from gis.http.negotiation import cacheable, reader
from gis.http.problems import NotFound
from gis.query.doors import public_door


@public_door
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The notice of a session as JSON.

    Raises:
        NotFound: no such session, or none this reader may know of.
    """
    user = reader(request)
    sessions = Auction.objects.visible_to(user).select_related("owner", "organisation__agency")
    auction = sessions.filter(code=code).first()
    if auction is None:
        raise NotFound(_("Không có cuộc đấu giá %(code)s, hoặc chưa được công khai.") % {"code": code[:40]})
    lots = list(Lot.objects.visible_to(user).filter(auction=auction.pk).with_names().order_by("number"))
    papers = list(AuctionDocument.objects.visible_to(user).filter(auction=auction.pk, withdrawn_at=None))
    address = request.build_absolute_uri(reverse("auction-notice", args=[auction.code]))
    response = JsonResponse(notice_of(auction, lots, papers, address), json_dumps_params={"ensure_ascii": False})
    cacheable(response, user)
    return response
