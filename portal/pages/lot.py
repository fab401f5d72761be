"""The page of a lot: what an investor asks first, then everything else, readable without JavaScript."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from auctions import planning, reading
from auctions.models import Favourite
from auctions.readiness import checklist
from auctions.reading import LotReading
from auctions.workflow import STAGE_OF, LotState, Stage
from gis import crs
from gis.db.clock import clock
from gis.http.problems import NotFound
from imagery.panel.contexts import panel_of
from land.actions.derive import to_shapely
from land.sketch import sketch_svg
from portal.pages import downloads, lot_files
from portal.pages.lot_answers import answers_of
from portal.pages.lot_taking_part import taking_part
from portal.pages.plot import language, rings_of

# Tables of the page: id, title, names of fields in order. What is empty reads "chưa công bố".
SECTIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    (
        "terms",
        gettext_lazy("Điều khoản"),
        (
            "right", "term_kind", "bidders", "sale_by", "start_price", "unit_price", "deposit", "deposit_percent",
            "step", "file_fee", "form",
        ),
    ),
    (
        "land",
        gettext_lazy("Đất"),
        (
            "code", "name", "address", "unit_name", "unit_at_record", "area_m2", "land_use", "purpose",
            "land_use_current", "distance_coast_m", "distance_road_m",
        ),
    ),
    (
        "process",
        gettext_lazy("Nguồn và công khai"),
        ("owner", "organisation", "plan", "auction", "attempt", "published_on", "notice_url", "note"),
    ),
)  # fmt: skip


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponseBase:
    """The page of one lot, what it says as JSON by `?f=json`, or one of its downloads."""
    wanted = request.GET.get("f", "")
    seen = reading.read_lot(request.user, code, language())
    if seen is None:
        raise NotFound(_("Không có lô %(code)s, hoặc lô chưa được công khai.") % {"code": code})
    if wanted == "json":
        return JsonResponse(as_json(request, seen), json_dumps_params={"ensure_ascii": False})
    if wanted not in {"", "html"}:
        return downloads.answer(lot_files.of_lot(wanted, seen, request), request.user)
    return render(request, "lot/page.html", page_context(request, seen))


def as_json(request: HttpRequest, seen: LotReading) -> dict[str, Any]:
    """The lot for programs: values beside words for people."""
    return {
        "code": seen.lot.code,
        "url": request.build_absolute_uri(reverse("lot", args=[seen.lot.code])),
        "as_of": clock().isoformat(),
        "updated_at": seen.lot.updated_at.isoformat(),
        "facts": [
            {"name": fact.name, "title": seen.labels.title(fact.field), "value": fact.value, "text": fact.text}
            for fact in seen.facts.values()
        ],
    }


def page_context(request: HttpRequest, seen: LotReading) -> dict[str, Any]:
    """Everything the page shows."""
    lot, user, now = seen.lot, request.user, clock()
    links = reading.plots_of(user, lot)
    plot = links[0].plot if links else None
    result = reading.result_of(user, lot)
    prices = reading.price_texts(lot, language())
    return {
        "seen": seen,
        "lot": lot,
        "now": now,
        "stage": Stage(lot.stage),
        "prices": prices,
        "answers": answers_of(lot, prices),
        "next": reading.next_milestone(lot, now),
        "timetable": reading.timetable(lot, now),
        "sections": _sections(seen),
        "links": links,
        "part": taking_part(lot, timezone.localdate()),
        "readiness": checklist(lot, now),
        "acts": (acts := reading.acts_of(user, lot)),
        "brought": next((act for act in acts if act.after == lot.state and act.before != act.after), None),
        "chains": reading.chains_of(lot),
        "corrections": reading.corrections_of(user, lot),
        "attempts": reading.attempts_of(user, lot),
        "documents": reading.documents_of(user, lot),
        "result": result,
        "winner": reading.winner_text(user, lot, result),
        "questions": reading.inquiries_of(user, lot),
        "unanswered": reading.unanswered(lot),
        "kept": Favourite.objects.visible_to(user).filter(lot=lot.pk).exists(),
        "comparable": reading.comparable(user, lot),
        "details": {"planning": planning.planning_of_lot(user, lot, plot, timezone.localdate())},
        "sketch": SafeString(_sketch(lot)),  # built by ElementTree, which escapes every text
        "rings": rings_of(lot.geom),
        "panel": panel_of(user, plot, request.GET) if plot is not None else None,
        "panel_plot": plot,
        "json_ld": json_ld(request, seen),
        "downloads": lot_files.lot_files(),
        "legal_crs": crs.LEGAL,
    }


def _sections(seen: LotReading) -> list[dict[str, Any]]:
    return [
        {
            "id": key,
            "title": title,
            "facts": [
                (seen.labels.title(fact.field), fact.text, fact.name)
                for name in names
                if (fact := seen.facts.get(name)) is not None
            ],
        }
        for key, title, names in SECTIONS
    ]


def _sketch(lot: Any) -> str:
    return sketch_svg(
        to_shapely(lot.geom),
        [],
        colour=lot.land_use.colour if lot.land_use else "#e6e6e6",
        title=_("Sơ đồ lô %(code)s") % {"code": lot.code},
        label=lot.name,
        point=to_shapely(lot.point),
        number_lang=language(),
    )


def json_ld(request: HttpRequest, seen: LotReading) -> dict[str, Any]:
    """schema.org description for search engines: public facts only."""
    lot = seen.lot
    address = request.build_absolute_uri(reverse("lot", args=[lot.code]))
    lon, lat = crs.transform_points(lot.point.x, lot.point.y, crs.LEGAL, crs.CRS84)
    place = {
        "@type": "Place",
        "name": lot.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": lot.address,
            "addressLocality": lot.unit.name,
            "addressCountry": "VN",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": round(lat, 7), "longitude": round(lon, 7)},
    }
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Offer",
        "name": lot.name,
        "identifier": lot.code,
        "url": address,
        "itemOffered": place,
    }
    if lot.start_price_amount is not None:
        data |= {"price": lot.start_price_amount, "priceCurrency": "VND"}
    if lot.files_until is not None and STAGE_OF[LotState(lot.state)] == Stage.OPEN:
        data["validThrough"] = lot.files_until.isoformat()
    return data
