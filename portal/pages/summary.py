"""Biểu tổng hợp quỹ đất công on screen: the same lines as its spreadsheet, unit by unit."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import layers
from gis.http.negotiation import reader
from gis.query.params import Params
from gis.query.question import filter_names, read_question
from gis.query.simple import NOTHING
from gis.text.numbers import format_area, format_number
from land.exports.summary import Amount, Era, LandUseBlock, Summary, UnitBlock, summarise
from portal.pages.conditions import in_words
from portal.pages.downloads import era_of
from portal.pages.map_address import map_address
from portal.pages.plot import language

OPEN_AT_MOST = 150  # lines; beyond, the units are folded and the page stays a page
_OWN = frozenset({"era"})


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """GET /summary/: the parameters of the list of plots, and `era` (current or record)."""
    layer, user = layers.get("plots"), reader(request)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(filter_names(layer, user) | _OWN)
    question = read_question(layer, user, params)
    era = era_of(params)
    summary = summarise(question.rows(), era=era)
    filters = [(name, params.one(name)) for name in params.names() if name not in _OWN and params.one(name)]
    context = {
        **_figures(summary),
        "day": question.day or timezone.localdate(),
        "filter_text": in_words(question, params),
        "eras": _eras(era, filters),
        "era": era,
        "files": urlencode([*filters, ("era", era)]),
        "list_address": _address("plots", filters),
        "unnamed": _unnamed(summary.without_unit, filters),
        "map_link": map_address(question, params),
    }
    return render(request, "summary.html", context)


def _unnamed(amount: Amount, filters: list[tuple[str, str]]) -> dict[str, str]:
    """How many plots no old unit counts, and the list of them; nothing where each record names its unit."""
    if not amount.plots:
        return {}
    others = [(name, text) for name, text in filters if name != "unit_at_record"]
    address = _address("plots", [*others, ("unit_at_record", NOTHING)])
    return {"plots": format_number(amount.plots, language()), "address": address}


def _address(name: str, pairs: list[tuple[str, str]]) -> str:
    query = urlencode(pairs, safe=",")
    return reverse(name) + (f"?{query}" if query else "")


def _eras(chosen: Era, filters: list[tuple[str, str]]) -> list[dict[str, Any]]:
    titles: dict[Era, str] = {"current": _("Đơn vị hiện nay"), "record": _("Đơn vị khi lập hồ sơ")}
    return [
        {"title": title, "query": urlencode([*filters, ("era", era)]), "chosen": era == chosen}
        for era, title in titles.items()
    ]


def _figures(summary: Summary) -> dict[str, Any]:
    whole = summary.amount
    lines = sum(1 for _line in summary.lines())
    return {
        "total": {**_amount(whole), "share": _share(whole, whole)},
        "hectares": format_area(whole.area_m2, language(), "ha"),
        "units": [_unit(unit, whole) for unit in summary.units],
        "open": lines <= OPEN_AT_MOST,
    }


def _unit(unit: UnitBlock, whole: Amount) -> dict[str, Any]:
    amount = unit.amount
    return {"name": unit.name, **_amount(amount), "share": _share(amount, whole), "rows": list(_rows(unit.land_uses))}


def _share(amount: Amount, whole: Amount) -> str:
    return format_number(amount.area_m2 * 100 / whole.area_m2, language(), 2) if whole.area_m2 else ""


def _rows(blocks: tuple[LandUseBlock, ...]) -> Iterator[dict[str, Any]]:
    """A land use with its sum, then its lines."""
    for block in blocks:
        yield {"code": block.code, "name": block.name, **_amount(block.amount)}
        for line in block.lines:
            yield {"state": line.use_state, "agency": line.agency, **_amount(line.amount)}


def _amount(amount: Amount) -> dict[str, str]:
    lang = language()
    return {
        "plots": format_number(amount.plots, lang),
        "area": format_number(amount.area_m2, lang, 1),
        "unknown": format_number(amount.without_area, lang) if amount.without_area else "",
        "unplaced": format_number(amount.without_boundary, lang) if amount.without_boundary else "",
    }
