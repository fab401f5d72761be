"""Everything of one lot for staff, and the acts that this person may do on it now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from auctions import offers, policies, reading, reading_desk, timing
from auctions.models import AuctionDocument, Lot
from auctions.pages.acts import FORMS, for_desk, seen_lot
from auctions.pages.lot_forms import act_address
from auctions.pages.money_forms import forfeit_facts
from auctions.readiness import checklist
from auctions.workflow import BEFORE_POSTING, LotState, Verb
from gis.db.clock import clock
from land.pages.fields import language

# Facts of the page in two tables, by the names of the layer's fields.
_TERMS = (
    "right", "term_kind", "bidders", "sale_by", "start_price", "unit_price", "deposit", "deposit_percent", "step",
    "file_fee", "form",
)  # fmt: skip
_LAND = ("address", "unit_name", "area_m2", "land_use", "purpose", "owner", "organisation", "plan", "auction", "note")


@for_desk
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a lot on the desk."""
    lot = seen_lot(request, code)
    return render(request, "auctions/desk/lot.html", page_context(request, lot))


def page_context(request: HttpRequest, lot: Lot) -> dict[str, Any]:
    """Everything the page shows."""
    user, now = request.user, clock()
    seen = reading.read_lot(user, lot.code, language())
    names = offers.acts_for(user, lot)
    nexts = set(offers.next_acts(user, lot)) | {offers.RESULT, offers.DECIDE, offers.PAYMENT, Verb.TAX_NOTICE.value}
    buttons = [_button(lot, name, is_next=name in nexts) for name in names if name in FORMS]
    result = lot.results.filter(attempt=lot.attempt).exclude(state="rejected").first()
    return {
        "seen": seen,
        "lot": lot,
        "now": now,
        "next_acts": [button for button in buttons if button["next"] and not button["danger"]],
        "other_acts": [button for button in buttons if not button["next"] and not button["danger"]],
        "stops": [button for button in buttons if button["danger"]],
        "may_post": Verb.POST.value in names,
        "may_plan": policies.can_create_auction(user, lot.owner_id) and lot.state in BEFORE_POSTING,
        "terms": reading_desk.running_of(user, lot, now),
        "unruled": timing.without_rule(lot),
        "facts": [_facts(seen, block) for block in (_LAND, _TERMS)],
        "timetable": reading.timetable(lot, now),
        "links": reading.plots_of(user, lot),
        "readiness": checklist(lot, now),
        "acts": reading.acts_of(user, lot),
        "attempts": reading.attempts_of(user, lot),
        "documents": list(_documents(user, lot)),
        "result": result,
        "forfeit": forfeit_facts(lot) if _was_forfeited(user, lot) else [],
        "may_attach": offers.PAPER in names,
    }


def _was_forfeited(user: Any, lot: Lot) -> bool:
    """What somebody paid is for those who record it."""
    return lot.state == LotState.RECOGNITION_CANCELLED and policies.can_record_money(user, lot)


def _button(lot: Lot, name: str, *, is_next: bool) -> dict[str, Any]:
    form = FORMS[name]
    return {
        "name": name,
        "title": form.title,
        "danger": form.danger,
        "next": is_next,
        "href": act_address(lot.code, name),
    }


def _facts(seen: Any, names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """(name, title, text) of fields; what is empty has no text."""
    found = [seen.facts[name] for name in names if name in seen.facts]
    return [(fact.name, seen.labels.title(fact.field), fact.text) for fact in found]


def _documents(user: Any, lot: Lot) -> Any:
    """Papers of the lot and of its session, those that were withdrawn last."""
    return AuctionDocument.objects.visible_to(user).of_lot(lot).order_by("withdrawn_at", "-issued_on", "pk")
