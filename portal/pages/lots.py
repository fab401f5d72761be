"""The list of lots: what is open first, then what comes; filtered, a flat list; as JSON page by page."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auctions.models import Lot
from auctions.reading import price_texts
from auctions.workflow import Stage
from gis import layers
from gis.db.clock import clock
from gis.http.negotiation import reader
from gis.ogc.rows import Features, Page
from gis.query.counts import matched
from gis.query.params import Params
from gis.query.question import Question, filter_names, read_question
from gis.query.times import moment_text
from gis.text.numbers import format_number
from portal.pages import downloads, list_form, list_json, lot_files
from portal.pages.conditions import in_words
from portal.pages.map_address import map_address
from portal.pages.plot import language

FILTERS = list_form.Filters(
    choices=(
        "right", "term_kind", "bidders", "sale_by", "land_use", "land_use_current", "unit", "unit_at_record", "missing",
        "organisation", "failure",
    ),
    ranges={
        "start_price": ("price_from", "price_to", "number"),
        "unit_price": ("unit_price_from", "unit_price_to", "number"),
        "deposit": ("deposit_from", "deposit_to", "number"),
        "area_m2": ("area_from", "area_to", "number"),
        "session_on": ("session_from", "session_to", "date"),
        "files_until_on": ("files_from_day", "files_to_day", "date"),
        "distance_coast_m": ("coast_from", "coast_to", "number"),
        "distance_road_m": ("road_from", "road_to", "number"),
    },
    named=frozenset({"unit"}),
)  # fmt: skip
_OWN = frozenset({"f", "token"})
_PAGE, _SHOWN = 30, 9
_ON_MAP = {name: name for name in FILTERS.ranges}  # the map of lots calls its ranges as the layer does
_ORDER = {Stage.OPEN: "files_until", Stage.UPCOMING: "expected_year,expected_quarter", Stage.SOLD: "-sold_on"}


@dataclass(frozen=True)
class Section:
    """Lots of one stage on the unfiltered page."""

    stage: Stage
    title: str
    lots: list["Card"]
    count: str


@dataclass(frozen=True)
class Card:
    """A lot at a glance."""

    lot: Lot
    prices: dict[str, str]
    date_title: str
    date: str


@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """The list as a page, as JSON page by page, or as one of the download formats by `?f=`."""
    layer, user = layers.get("lots"), reader(request)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(filter_names(layer, user) | _OWN | FILTERS.boxes)
    if (pairs := list_form.tidy(FILTERS, params)) != list(request.GET.items()):
        query = urlencode(pairs, safe=",")
        return HttpResponseRedirect(reverse("lots") + (f"?{query}" if query else ""))
    question = read_question(layer, user, params)
    if params.one("f") == "json":
        return list_json.as_json(request, question, params, _PAGE, _address)
    if params.one("f") not in {"", "html"}:
        return downloads.answer(lot_files.of_list(params.one("f"), question, params), user)
    return render(request, "lots.html", _context(request, question, params))


def _address(code: str) -> str:
    return reverse("lot", args=[code])


def _context(request: HttpRequest, question: Question, params: Params) -> dict[str, Any]:
    given = list_form.given_of(request)
    form = list_form.form(FILTERS, question, params)
    plain = question.is_plain and not params.one("sortby") and not params.one("token")
    features = (
        None if plain else list_json.features_of(question, params, question.layer.fields_for(question.user), _PAGE)
    )
    codes = [json.loads(feature)["properties"]["code"] for feature in features or ()]
    return {
        "form": form,
        "stages": list_form.tabs(question, params, given, "stage", Stage),
        "stage": params.one("stage"),
        "now": clock(),
        "sections": _sections(question) if plain else [],
        "cards": cards_of(question.user, codes),
        "plain": plain,
        "count_text": format_number(matched(question), language()),
        "query": params.one("q"),
        "sortby": params.one("sortby"),
        "sorts": sort_titles(),
        "filter_text": in_words(question, params),
        "map_link": map_address(question, params, "lots", _ON_MAP),
        "follow": urlencode([pair for pair in given if pair[0] not in {"sortby", "f"}]),
        "downloads": lot_files.list_files(),
        **list_form.ways(given, params, form["names"], features.next_token if features else ""),
    }


def _sections(question: Question) -> list[Section]:
    """What is open; what comes; what was sold lately. The first page is never empty while there is anything."""
    titles = {
        Stage.OPEN: _("Đang nhận hồ sơ"),
        Stage.UPCOMING: _("Sắp đấu giá"),
        Stage.SOLD: _("Kết quả gần đây"),
    }
    layer, user = question.layer, question.user
    made = []
    for stage, title in titles.items():
        asked = read_question(layer, user, Params({"stage": [stage.value], "sortby": [_ORDER[stage]]}))
        page = Page((layer.field_for(user, "code"),), limit=_SHOWN, geometry=False)
        codes = [json.loads(feature)["properties"]["code"] for feature in Features(asked, page)]
        made.append(Section(stage, title, cards_of(user, codes), format_number(matched(asked), language())))
    return made


def cards_of(user: Any, codes: list[str]) -> list[Card]:
    """Lots at a glance, in the order of their codes; those that the reader may not know of are left out."""
    rows = {lot.code: lot for lot in Lot.objects.visible_to(user).filter(code__in=codes).with_names()}
    return [_card(rows[code]) for code in codes if code in rows]


def _card(lot: Lot) -> Card:
    prices = price_texts(lot, language())
    if lot.stage == Stage.OPEN:
        return Card(lot, prices, _("Hồ sơ đến"), moment_text(lot.files_until))
    if lot.stage == Stage.UPCOMING:
        quarter = _("quý %(quarter)d/%(year)d") % {"quarter": lot.expected_quarter or 0, "year": lot.expected_year or 0}
        known = lot.expected_quarter and lot.expected_year
        return Card(lot, prices, _("Dự kiến"), quarter if known else "")
    if lot.stage == Stage.SOLD and lot.sold_on:
        return Card(lot, prices, _("Đã trúng"), f"{lot.sold_on:%d/%m/%Y}")
    return Card(lot, prices, _("Đấu giá lúc"), moment_text(lot.session_at))


def sort_titles() -> list[tuple[str, str]]:
    """Orders of lots with their titles, for the list and for the map."""
    return [
        ("-session_at", _("Ngày đấu giá, mới trước")),
        ("files_until", _("Hạn nộp hồ sơ, gần trước")),
        ("session_at", _("Ngày đấu giá, gần trước")),
        ("start_price", _("Giá khởi điểm, thấp trước")),
        ("-start_price", _("Giá khởi điểm, cao trước")),
        ("unit_price", _("Giá mỗi m², thấp trước")),
        ("-unit_price", _("Giá mỗi m², cao trước")),
        ("area_m2", _("Diện tích, nhỏ trước")),
        ("-area_m2", _("Diện tích, lớn trước")),
    ]
