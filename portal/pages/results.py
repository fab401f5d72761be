"""Results of auctions: every attempt that is over, with what they add up to; as files and as JSON."""

from dataclasses import dataclass
from itertools import accumulate
from json import loads
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auctions.exports import result_formats
from auctions.models import AttemptOutcome
from auctions.reading_results import results_of
from auctions.result_figures import Figures, by_year, in_all
from gis import layers
from gis.db.clock import clock
from gis.http.negotiation import reader
from gis.query.counts import matched
from gis.query.params import Params
from gis.query.question import Question, filter_names, read_question
from gis.text.numbers import format_number
from portal.pages import downloads, list_form, list_json
from portal.pages.conditions import in_words
from portal.pages.plot import language

FILTERS = list_form.Filters(
    choices=("year", "unit", "unit_at_record", "land_use", "right", "failure", "attempt", "organisation"),
    ranges={
        "session_on": ("session_from", "session_to", "date"),
        "start_price": ("price_from", "price_to", "number"),
        "sold_price": ("sold_from", "sold_to", "number"),
        "uplift_percent": ("uplift_from", "uplift_to", "number"),
        "area_m2": ("area_from", "area_to", "number"),
    },
    named=frozenset({"unit"}),
)
_OWN = frozenset({"f", "token"})
_PAGE = 30
_NEWEST = "-ended_at"
_WIDTH = 100  # of a bar of the chart, in the units of its view box


@dataclass(frozen=True)
class Bar:
    """Part of a year's bar in the chart; where and how wide as SVG writes it, in hundredths of the longest bar."""

    outcome: AttemptOutcome
    count: int
    x: str
    width: str


@dataclass(frozen=True)
class Year:
    """Figures of one year with their bar."""

    figures: Figures
    bars: list[Bar]


@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """The list as a page, as JSON page by page, or as a file by `?f=`; what ended last first unless asked."""
    layer, user = layers.get("results"), reader(request)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(filter_names(layer, user) | _OWN | FILTERS.boxes)
    if (pairs := list_form.tidy(FILTERS, params)) != list(request.GET.items()):
        query = urlencode(pairs, safe=",")
        return HttpResponseRedirect(reverse("auction-results") + (f"?{query}" if query else ""))
    ordered = params if params.one("sortby") else Params({**dict(request.GET.lists()), "sortby": [_NEWEST]})
    question = read_question(layer, user, ordered)
    wanted = params.one("f")
    if wanted == "json":
        return list_json.as_json(request, question, params, _PAGE, _address)
    if wanted not in {"", "html"}:
        rows, words = question.in_order(), in_words(question, params)
        return downloads.answer(
            result_formats.export_results(wanted, queryset=rows, user=user, filter_text=words), user
        )
    return render(request, "results.html", _context(request, question, params))


def _address(code: str) -> str:
    """The lot's page, where all its attempts stand."""
    return reverse("lot", args=[code.rpartition("-")[0]]) + "#outcome"


def _context(request: HttpRequest, question: Question, params: Params) -> dict[str, Any]:
    given = list_form.given_of(request)
    form = list_form.form(FILTERS, question, params)
    features = list_json.features_of(question, params, [question.layer.field_for(question.user, "code")], _PAGE)
    codes = [loads(feature)["properties"]["code"] for feature in features]
    rows = question.rows()
    return {
        "form": form,
        "outcomes": list_form.tabs(question, params, given, "outcome", AttemptOutcome),
        "outcome": params.one("outcome"),
        "now": clock(),
        "all": in_all(rows),
        "years": _years(by_year(rows)),
        "kinds": list(AttemptOutcome),
        "rows": results_of(question.user, codes),
        "count_text": format_number(matched(question), language()),
        "sortby": params.one("sortby") or _NEWEST,
        "sorts": _sorts(),
        "filter_text": in_words(question, params),
        **list_form.ways(given, params, form["names"], features.next_token),
        "downloads": [
            {"f": "xlsx", "label": _("Bảng tính Excel (XLSX)")},
            {"f": "csv", "label": _("Bảng CSV")},
        ],
    }


def _years(figures: list[Figures]) -> list[Year]:
    longest = max((year.offered for year in figures), default=0)
    return [Year(year, _bars(year, longest)) for year in figures]


def _bars(year: Figures, longest: int) -> list[Bar]:
    counts = [(outcome, int(getattr(year, outcome.value))) for outcome in AttemptOutcome]
    ends = list(accumulate((count for _outcome, count in counts), initial=0))
    scale = _WIDTH / longest
    return [
        Bar(outcome, count, f"{start * scale:.2f}", f"{count * scale:.2f}")
        for (outcome, count), start in zip(counts, ends, strict=False)
        if count
    ]


def _sorts() -> list[tuple[str, str]]:
    return [
        (_NEWEST, _("Ngày kết thúc, mới trước")),
        ("-session_at", _("Ngày đấu giá, mới trước")),
        ("session_at", _("Ngày đấu giá, cũ trước")),
        ("-sold_price", _("Giá trúng, cao trước")),
        ("sold_price", _("Giá trúng, thấp trước")),
        ("-uplift_percent", _("Tăng so với giá khởi điểm, nhiều trước")),
        ("-sold_unit_price", _("Giá trúng mỗi m², cao trước")),
        ("-start_price", _("Giá khởi điểm, cao trước")),
        ("-bid_count", _("Số lượt trả giá, nhiều trước")),
        ("-area_m2", _("Diện tích, lớn trước")),
    ]
