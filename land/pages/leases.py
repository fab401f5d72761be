"""The desk of leases: the list, the list of rent, and one lease. Rows are those of the plots one reads from inside."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis.text.money import dong, short_dong
from gis.text.numbers import format_number
from land import policies
from land import reading_lease_desk as desk
from land.actions.derive import to_shapely
from land.models import Lease
from land.pages.desk import only
from land.pages.fields import language
from land.parts_sketch import parts_svg
from land.reading_leases import LeaseView, follower_of, lease_of
from land.workflow import LeaseState

for_readers = only(policies.can_open_lease_desk)


@for_readers
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Leases by the end of their term, with the counts at 90, 30 and 0 days."""
    wish, today = desk.Wish.of(request.GET), timezone.localdate()
    listed = desk.leases(request.user, wish, today)
    context = _frame(request, wish, listed) | {
        "states": [(desk.OPEN, ""), (desk.ALL, ""), *LeaseState.choices],
        "may_draft": policies.can_draft_some_lease(request.user),
    }
    return render(request, "land/leases/list.html", context)


@for_readers
@require_safe
def show_rent(request: HttpRequest) -> HttpResponse:
    """Instalments: overdue, coming, paid."""
    wish, today = desk.Wish.of(request.GET), timezone.localdate()
    listed, sums = desk.rent(request.user, wish, today)
    context = _frame(request, wish, listed) | {
        "asked": wish.rent or "overdue",
        "statuses": [(key, title) for key, (title, _narrow) in desk.RENT.items()],
        "sums": {name: dong(getattr(sums, name), language()) for name in ("amount", "paid", "balance")},
    }
    return render(request, "land/leases/rent.html", context)


def _frame(request: HttpRequest, wish: desk.Wish, listed: desk.Listed) -> dict[str, Any]:
    """What both lists show round their table."""
    user, today = request.user, timezone.localdate()
    given = wish.given()
    lang = language()
    sums = [
        {
            "band": band,
            "count": format_number(band.count, lang),
            "short": short_dong(owed, lang),
            "exact": dong(owed, lang),
        }
        for band, owed in desk.rent_sums(user, today)
    ]
    return {
        "today": today,
        "wish": wish,
        "listed": listed,
        "count": format_number(listed.count, lang),
        "next": urlencode(given | {"after": listed.after}) if listed.after else "",
        "first": urlencode(given) if wish.after else None,
        "bands": desk.bands(user, today),
        "rent_bands": sums,
        "filtered": bool(given),
        **desk.choices(user),
    }


@for_readers
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One lease."""
    return render(request, "land/leases/page.html", page_context(request, seen_lease(request, pk)))


def seen_lease(request: HttpRequest, pk: UUID) -> LeaseView:
    """The lease of an address.

    Raises:
        Http404: there is none that the person may know of.
    """
    view = lease_of(request.user, pk, timezone.localdate())
    if view is None:
        raise Http404
    return view


def page_context(request: HttpRequest, view: LeaseView) -> dict[str, Any]:
    """Everything the page of a lease shows; the lessee's name only where `lessee_name` is added."""
    paid = sum(item.rent.paid_amount or 0 for item in view.rent)
    amount = sum(item.rent.amount for item in view.rent)
    words = {"amount": amount, "paid": paid, "balance": amount - paid, "overdue": view.overdue}
    return {
        "view": view,
        "lease": view.lease,
        "plot": view.lease.plot,
        "follower": follower_of(request.user, view.lease),
        "sums": {name: dong(value, language()) for name, value in words.items()},
        "today": timezone.localdate(),
        "sketch": _sketch(view.lease),
    }


def _sketch(lease: Lease) -> str:
    """The leased part on its plot, "" where none is drawn."""
    if lease.part is None:
        return ""
    drawn = parts_svg(
        [to_shapely(lease.part)],
        title=_("Phần đất thuê của hợp đồng %(number)s") % {"number": lease.contract_number},
        description=_("Phần có số 1 là phần đất thuê; viền đỏ là ranh giới khu đất. Bắc ở phía trên."),
        outline=to_shapely(lease.plot.geom),
    )
    return SafeString(drawn)  # built by ElementTree, which escapes every text
