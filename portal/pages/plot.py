"""The plot page: Phiếu thông tin khu đất."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auctions import policies as auction_policies
from auctions.models import Lot
from auctions.reading import drawn_from, lots_of
from auctions.workflow import Stage
from gis import crs
from gis.http.problems import NotFound
from gis.query.params import Params
from gis.text.errors import Lang
from gis.text.numbers import format_number
from gis.text.places import place_text
from imagery.panel.contexts import panel_of
from land import policies, reading
from land.actions.derive import to_shapely
from land.corners import corners
from land.exports import words
from land.exports.paper import SCALES, scale_text
from land.exports.planning import planning_members, road_text
from land.models import Plot
from land.pages.acts import offered
from land.past import Past, read_past
from land.reading import Reading
from land.reading_details import details_of, planning_of
from land.sketch import Neighbour, sketch_svg
from land.workflow import LocationBasis, PlotStatus
from portal.pages import day_boxes, downloads
from portal.pages.map_address import state_of_map

# Sections of the sheet: title, then field names in order. A name the reader may not see is left out.
SECTIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    (
        "identity",
        gettext_lazy("Nhận dạng và vị trí"),
        (
            "code",
            "name",
            "address",
            "unit_name",
            "unit_at_record_name",
            "sheet_number",
            "parcel_number",
            "parcel_uid",
            "location_basis",
        ),
    ),
    (
        "area",
        gettext_lazy("Diện tích"),
        ("area_m2", "area_method", "area_legal_m2", "area_surveyed_m2", "area_planar_m2", "area_geodesic_m2"),
    ),
    (
        "use",
        gettext_lazy("Loại đất và hiện trạng"),
        ("land_use", "land_use_current", "origin", "use_state", "public_flags", "flags"),
    ),
    (
        "management",
        gettext_lazy("Quản lý và pháp lý"),
        (
            "managing_agency_name",
            "using_agency_name",
            "decision_number",
            "decision_on",
            "decision_issuer",
            "legal_status",
            "handling_plan",
        ),
    ),
    (
        "record",
        gettext_lazy("Nguồn và công khai"),
        ("source", "surveyed_on", "published_on", "publish_level", "confidence", "review_state", "note"),
    ),
)
KEY_FACTS = ("area_m2", "land_use", "use_state", "unit_name", "managing_agency_name")


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponseBase:
    """The sheet of one plot, or one of its downloads by `?f=`.

    With `?datetime=` as it was on that day; with `?recorded=` as the register said on that day, or at that moment.
    """
    params, wanted = Params(dict(request.GET.lists())), request.GET.get("f", "")
    if any(name in request.GET for name in day_boxes.BOXES):
        query = urlencode(day_boxes.address_pairs(params, ((name, params.one(name)) for name in params.names())))
        return HttpResponseRedirect(reverse("plot", args=[code]) + (f"?{query}" if query else ""))
    past = read_past(params)
    seen = reading.read_plot(request.user, code, language(), past)
    if seen is None:
        return _not_there(request, code, past, wanted)
    if wanted in {"", "html"}:
        return render(request, "plot/page.html", page_context(request, seen))
    if wanted == "json":
        return JsonResponse(card(request.user, seen), json_dumps_params={"ensure_ascii": False})
    address = request.build_absolute_uri(_address(seen))
    return downloads.answer(downloads.of_plot(wanted, seen, request, address), request.user)


def _not_there(request: HttpRequest, code: str, past: Past | None, wanted: str) -> HttpResponseBase:
    """No plot for this reader; or one that the register did not have then, which is said with the ways on.

    Raises:
        NotFound: there is none today either, or a program asks.
    """
    if past is None or reading.read_plot(request.user, code, language()) is None:
        raise NotFound(_("Không có khu đất %(code)s, hoặc khu đất chưa được công khai.") % {"code": code})
    sentence = _("Sổ không có khu đất %(code)s vào %(then)s.") % {"then": words.then(past), "code": code}
    if wanted not in {"", "html"}:
        raise NotFound(sentence)
    return render(request, "plot/not_then.html", {"code": code, "map": _map(past), "sentence": sentence}, status=404)


def _address(seen: Reading) -> str:
    """The sheet's own address, of a past state with what asks for it."""
    return reverse("plot", args=[seen.plot.code]) + (f"?{urlencode(seen.past.query)}" if seen.past else "")


def _map(past: Past | None, **others: str) -> str:
    """The map of the same state, as far as it has it."""
    return f"{reverse('map')}?{urlencode({**others, **(state_of_map(past.day, past.moment) if past else {})})}"


def language() -> Lang:
    """Language of the request as the formatters name it."""
    return "en" if get_language() == "en" else "vi"


def card(user: Any, seen: Reading) -> dict[str, Any]:
    """The sheet for programs: values beside words for people; what planning says of today's plot only."""
    return {
        "code": seen.plot.code,
        "title": title(seen),
        "url": _address(seen),
        "status": seen.plot.status,
        "as_of": seen.past.day.isoformat() if seen.past else None,
        "updated_at": seen.plot.updated_at.isoformat(),
        "facts": [
            {"name": fact.name, "title": seen.labels.title(fact.field), "value": fact.value, "text": fact.text}
            for fact in seen.facts.values()
            if fact.text
        ],
        "lots": [] if seen.past else [_lot(lot) for lot in lots_of(user, seen.plot)],
        "planning": None if seen.past else planning_members(planning_of(user, seen.plot, timezone.localdate())),
    }


def _lot(lot: Lot) -> dict[str, str]:
    return {"code": lot.code, "title": lot.name, "stage": lot.stage, "stage_text": str(Stage(lot.stage).label)}


def title(seen: Reading) -> str:
    """The name, else the address, else the code."""
    return seen.plot.name or seen.plot.address or seen.plot.code


def page_context(request: HttpRequest, seen: Reading) -> dict[str, Any]:
    """Everything the sheet shows; readable without JavaScript.

    A past state has its facts, its boundary, the parcels and flags of its day, and what lay around it; papers, plans,
    history and acts are today's.
    """
    plot, user = seen.plot, request.user
    around = reading.neighbours(user, plot, seen.past)
    shown = {
        "seen": seen,
        "past": seen.past,
        "boxes": day_boxes.boxes_of(seen.past.day, seen.past.moment) if seen.past else day_boxes.DayBoxes(),
        "today": timezone.localdate(),
        "map": _map(seen.past, plot=plot.code),
        "then": words.then(seen.past) if seen.past else "",
        "past_query": f"?{urlencode(seen.past.query)}" if seen.past else "",
        "plot": plot,
        "title": title(seen),
        "place": _place(plot, title(seen)),
        "key_facts": [seen.facts[name] for name in KEY_FACTS if name in seen.facts],
        "sections": _sections(seen),
        "has_boundary": plot.location_basis == LocationBasis.BOUNDARY,
        "sketch": SafeString(_sketch(seen, around)),  # built by ElementTree, which escapes every text
        "rings": rings_of(plot.geom),
        "parcels": reading.parcels_of(seen),
        "flags": reading.flags_of(seen),
        "shows_notes": "note" in seen.facts,
        "neighbours": around,
        "downloads": downloads.plot_files(seen),
        "scales": [(scale, scale_text(scale)) for scale in SCALES],
        "legal_crs": crs.LEGAL,
    }
    return shown if seen.past else {**shown, **_of_today(request, seen)}


def _of_today(request: HttpRequest, seen: Reading) -> dict[str, Any]:
    plot, user = seen.plot, request.user
    came, became = reading.lineage(user, plot)
    verbs = policies.allowed_verbs(user, plot) if user.is_authenticated else []
    details = details_of(user, plot, timezone.localdate())
    return {
        "panel": panel_of(user, plot, request.GET),
        "history": reading.history(user, seen),
        "came": came,
        "became": became,
        "details": details,
        "roads": [road_text(reach) for reach in details.planning.roads],
        "verbs": verbs,
        "acts": offered(verbs),
        "may_auction": _may_auction(user, plot),
        "drawn": drawn_from(user, plot),
        "json_ld": json_ld(request, seen),
    }


def _may_auction(user: Any, plot: Plot) -> bool:
    """Whether lots may be drawn from the plot by this person."""
    drawable = plot.status == PlotStatus.ACTIVE and plot.geom is not None
    return drawable and auction_policies.can_plan_some_lot(user) and auction_policies.can_take_plot(user, plot)


def _place(plot: Plot, heading: str) -> str:
    """Address and unit in one line, without what the heading says."""
    return place_text("" if plot.address == heading else plot.address, plot.unit.name)


def _sketch(seen: Reading, around: list[Plot]) -> str:
    plot = seen.plot
    others = [Neighbour(_label(item), to_shapely(item.geom)) for item in around]
    return sketch_svg(
        to_shapely(plot.geom),
        others,
        colour=plot.land_use.colour if plot.land_use else "#e6e6e6",
        title=_("Sơ đồ vị trí khu đất %(code)s") % {"code": plot.code},
        label=_label(plot),
        point=to_shapely(plot.point),
        number_lang=language(),
    )


def _label(plot: Plot) -> str:
    """Sheet and parcel as on a cadastral map, else the code."""
    return f"{plot.sheet_number}/{plot.parcel_number}" if plot.sheet_number and plot.parcel_number else plot.code


def rings_of(boundary: Any) -> list[dict[str, Any]]:
    """The corner table of a stored boundary in words; [] without one."""
    if boundary is None:
        return []
    lang = language()
    return [
        {
            "label": _("Lỗ %(hole)d") % {"hole": ring.hole} if ring.hole else _("Phần %(part)d") % {"part": ring.part},
            "corners": [
                {
                    "number": corner.number,
                    "north_text": format_number(corner.x, lang, 2),
                    "east_text": format_number(corner.y, lang, 2),
                    "latitude_text": f"{corner.latitude:.7f}",
                    "longitude_text": f"{corner.longitude:.7f}",
                    "edge_text": format_number(corner.edge_m, lang, 2),
                }
                for corner in ring.corners
            ],
        }
        for ring in corners(to_shapely(boundary))
    ]


def _sections(seen: Reading) -> list[dict[str, Any]]:
    return [
        {
            "id": key,
            "title": heading,
            "facts": [
                (seen.labels.title(seen.facts[name].field), seen.facts[name].text)
                for name in names
                if name in seen.facts
            ],
        }
        for key, heading, names in SECTIONS
    ]


def json_ld(request: HttpRequest, seen: Reading) -> dict[str, Any]:
    """schema.org description for search engines: public facts only."""
    plot = seen.plot
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Place",
        "name": title(seen),
        "identifier": plot.code,
        "url": request.build_absolute_uri(reverse("plot", args=[plot.code])),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": plot.address,
            "addressLocality": plot.unit.name,
            "addressCountry": "VN",
        },
    }
    facts = [seen.facts[name] for name in ("area_m2", "land_use", "use_state") if name in seen.facts]
    data["additionalProperty"] = [
        {"@type": "PropertyValue", "name": seen.labels.title(fact.field), "value": fact.text}
        for fact in facts
        if fact.text
    ]
    if plot.point:
        lon, lat = crs.transform_points(plot.point.x, plot.point.y, crs.LEGAL, crs.CRS84)
        data["geo"] = {"@type": "GeoCoordinates", "latitude": round(lat, 7), "longitude": round(lon, 7)}
    return data
