"""Up to six lots side by side, on a page that prints."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from auctions import reading
from auctions.readiness import checklist
from auctions.reading import LotReading
from gis.db.clock import clock
from portal.pages.lot_answers import answers_of
from portal.pages.plot import language

MOST = 6
# Where lots of several stages stand side by side, one heading has to fit them all.
_TITLES = {"dates": gettext_lazy("Hạn hồ sơ hoặc dự kiến đấu giá"), "price": gettext_lazy("Giá khởi điểm, giá trúng")}
_FACTS = (
    "area_m2", "land_use", "purpose", "land_use_current", "unit_name", "unit_price", "step", "file_fee", "form",
    "session_at", "distance_coast_m", "distance_road_m", "attempt",
)  # fmt: skip


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The lots of `?lots=A,B,C` (or several of it); those that the reader may not know of are left out and named."""
    parts = (part.strip() for text in request.GET.getlist("lots") for part in text.split(","))
    wanted = list(dict.fromkeys(part for part in parts if part))
    read = {code: reading.read_lot(request.user, code, language()) for code in wanted[:MOST]}
    seen = [item for item in read.values() if item is not None]
    context = {
        "seen": seen,
        "columns": [_column(item) for item in seen],
        "rows": _rows(seen),
        "missing": [code for code, item in read.items() if item is None],
        "left_out": wanted[MOST:],
        "most": MOST,
        "now": clock(),
        "codes": ",".join(item.lot.code for item in seen),
    }
    return render(request, "lots_compare.html", context)


def _column(seen: LotReading) -> dict[str, Any]:
    return {"lot": seen.lot, "answers": answers_of(seen.lot, reading.price_texts(seen.lot, language()))}


def _rows(seen: list[LotReading]) -> list[tuple[str, list[str]]]:
    """Heading and a cell for each lot; six answers first, then facts, then what readiness misses."""
    if not seen:
        return []
    answers = [answers_of(item.lot, reading.price_texts(item.lot, language())) for item in seen]
    rows = [
        (
            _TITLES.get(of_all[0].name, of_all[0].title),
            [" · ".join(part for part in (answer.text, answer.more) if part) for answer in of_all],
        )
        for of_all in zip(*answers, strict=True)
    ]
    for name in _FACTS:
        fact = seen[0].facts[name]
        rows.append((seen[0].labels.title(fact.field), [item.text(name) for item in seen]))
    now = clock()
    rows.append((_("Điều kiện còn thiếu"), [_lacking(item, now) for item in seen]))
    return rows


def _lacking(seen: LotReading, now: datetime) -> str:
    kinds = [str(line.kind.label) for line in checklist(seen.lot, now) if not line.holds]
    return ", ".join(kinds) or _("đủ")
