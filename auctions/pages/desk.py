"""The desk of auctions: what is about to be missed, what waits for the person, all lots by state."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auctions import policies
from auctions import reading_desk as desk
from auctions.pages.acts import for_desk
from auctions.workflow import LotState, Stage
from gis.db.clock import clock
from gis.text.numbers import format_number
from land.pages.fields import language


@for_desk
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Terms by working time left, then the lots."""
    wish, now, user = desk.Wish.of(request.GET), clock(), request.user
    everything = request.GET.get("terms") == "all"
    urgent, count = desk.urgent(user, now, None if everything else desk.URGENT)
    listed, given = desk.lots(user, wish, now), wish.given()
    context = {
        "now": now,
        "wish": wish,
        "urgent": urgent,
        "urgent_more": count - len(urgent),
        "listed": listed,
        "count": format_number(listed.count, language()),
        "next": urlencode(given | {"after": listed.after}) if listed.after else "",
        "first": urlencode(given) if wish.after else None,
        "filtered": bool(given),
        "bands": _bands(desk.tally(user), wish),
        "states": _states(desk.tally(user)),
        "may_plan": policies.can_plan_some_lot(user),
        **desk.choices(user),
    }
    return render(request, "auctions/desk/list.html", context)


def _bands(tally: desk.Tally, wish: desk.Wish) -> list[dict[str, Any]]:
    """Counts that open lists: mine, each stage, everything."""
    bands = [_band(_("Việc của tôi"), tally.mine, {"mine": desk.MINE}, wish)]
    bands += [_band(stage.label, tally.stages.get(stage, 0), {"stage": stage.value}, wish) for stage in Stage]
    return [*bands, _band(_("Tất cả"), tally.every, {}, wish)]


def _band(title: Any, count: int, asked: dict[str, str], wish: desk.Wish) -> dict[str, Any]:
    return {
        "title": title,
        "count": format_number(count, language()),
        "none": not count,
        "query": urlencode(asked),
        "chosen": wish.given() == asked,
        "key": asked.get("stage") or asked.get("mine") or "all",
    }


def _states(tally: desk.Tally) -> list[tuple[str, str, int]]:
    return [(state.value, str(state.label), tally.states.get(state, 0)) for state in LotState]
