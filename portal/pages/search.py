"""The one search box: plots, lots, units old and new, parcels, coordinates."""

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auctions.models import Lot
from auctions.search import find_lots, lot_code
from gis import crs
from gis.text.coordinates import Vn2000Point, Wgs84Point
from gis.text.money import short_dong
from gis.text.numbers import format_area
from gis.text.queries import parse_query
from land.models import Plot
from land.search import find_plots, plots_at
from portal.pages.plot import language
from territory.models import AdminUnit
from territory.names import UnitHit, find_units

_ZONES = (crs.VN2000_BRVT, crs.VN2000_HCMC)
_SURE = 0.7
PLACE_ZOOM = 17  # as the map's own search shows a place


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer a search as a page, or as JSON for the map's box."""
    query = request.GET.get("q", "").strip()[:200]
    results = find(request.user, query, lots_first=request.GET.get("of") == "lots") if query else []
    if "json" in request.headers.get("Accept", "") or request.GET.get("f") == "json":
        answer = JsonResponse({"query": query, "results": results}, json_dumps_params={"ensure_ascii": False})
        answer["Vary"] = "Accept, Cookie, Authorization"
        return answer
    return render(request, "search.html", {"query": query, "results": results})


def find(user: Any, query: str, *, lots_first: bool = False) -> list[dict[str, Any]]:
    """Results for the reader: coordinates first, then exact plots, units, plots and lots by words.

    Args:
        lots_first: lots stand before plots, for whoever looks at the map of lots.
    """
    lots = [_lot(lot) for lot in find_lots(user, query)]
    if lot_code(query):
        return lots
    intent = parse_query(query)
    results: list[dict[str, Any]] = []
    if intent.point:
        results += _places(user, intent.point)
    units = [] if intent.plot_code else find_units(intent.rest or "") if intent.rest else []
    sure = [unit.uid for hit in units if hit.score >= _SURE for unit in hit.today]
    plots = find_plots(user, intent, sure)
    exact = bool(intent.plot_code or (intent.parcel and not intent.parcel.ambiguous))
    plot_rows, unit_rows = [_plot(plot) for plot in plots], [_unit(hit) for hit in units]
    if exact:
        return [*results, *plot_rows, *unit_rows]
    return [*results, *unit_rows, *(lots + plot_rows if lots_first else plot_rows + lots)]


def _plot(plot: Plot) -> dict[str, Any]:
    number = (
        _("tờ %(sheet)s, thửa %(parcel)s") % {"sheet": plot.sheet_number, "parcel": plot.parcel_number}
        if plot.sheet_number
        else ""
    )
    area = format_area(plot.area_m2) if plot.area_m2 is not None else ""
    return {
        "kind": "plot",
        "code": plot.code,
        "title": plot.name or plot.address or plot.code,
        "subtitle": " · ".join(part for part in (plot.code, plot.unit.name, number, area) if part),
        "url": reverse("plot", args=[plot.code]),
        "bbox": _box(plot.box),  # type: ignore[attr-defined]
        "point": _degrees(plot.point),
        "note": "" if plot.status == "active" else str(plot.get_status_display()),
    }


def _lot(lot: Lot) -> dict[str, Any]:
    price = lot.sold_price_amount or lot.start_price_amount
    told = (lot.code, lot.unit.name, format_area(lot.area_m2), short_dong(price, language()).text if price else "")
    return {
        "kind": "lot",
        "code": lot.code,
        "title": lot.name,
        "subtitle": " · ".join(part for part in told if part),
        "url": reverse("lot", args=[lot.code]),
        "bbox": _box(lot.box),  # type: ignore[attr-defined]
        "point": _degrees(lot.point),
        "note": str(lot.get_state_display()),
    }


def _unit(hit: UnitHit) -> dict[str, Any]:
    today = hit.today[0] if hit.today else hit.unit
    names = ", ".join(unit.name for unit in hit.today)
    note = _("Tên cũ, nay thuộc %(names)s") % {"names": names} if hit.is_old and names else ""
    return {
        "kind": "unit",
        "code": today.uid,
        "title": hit.unit.name,
        "subtitle": note or str(_("Đơn vị hành chính hiện nay")),
        "url": reverse("map") + "?unit=" + ",".join(unit.uid for unit in hit.today or (hit.unit,)),
        "bbox": _box(hit.unit.box),  # type: ignore[attr-defined]
        "point": None,
        "note": note,
    }


def _places(user: Any, point: Wgs84Point | Vn2000Point) -> list[dict[str, Any]]:
    """The place, once for each way to read it that lies in the territory; else the first way."""
    if isinstance(point, Wgs84Point):
        readings = [(_("Tọa độ WGS 84"), point.longitude, point.latitude)]
    else:
        readings = [
            (zone.title, *crs.transform_points(point.easting, point.northing, zone, crs.CRS84)) for zone in _ZONES
        ]
    rows = [_place(user, str(title), lon, lat) for title, lon, lat in readings]
    inside = [row for row in rows if row["note"]]
    return inside or rows[:1]


def _place(user: Any, title: str, longitude: float, latitude: float) -> dict[str, Any]:
    east, north = crs.transform_points(longitude, latitude, crs.CRS84, crs.LEGAL)
    here = Point(east, north, srid=crs.LEGAL.srid)
    unit = (
        AdminUnit.objects.visible_to(user).light().holding(here, timezone.localdate()).filter(level="commune").first()
    )
    plot = plots_at(user, here).first()
    return {
        "kind": "coordinates",
        "code": plot.code if plot else "",
        "title": f"{latitude:.6f}, {longitude:.6f}",
        "subtitle": title,
        "url": reverse("plot", args=[plot.code])
        if plot
        else f"{reverse('map')}?at={latitude:.6f},{longitude:.6f},{PLACE_ZOOM}",
        "bbox": None,
        "point": [round(longitude, 7), round(latitude, 7)],
        "note": plot.code if plot else unit.name if unit else "",
    }


def _box(corners: Sequence[float | None]) -> list[float] | None:
    if None in corners:
        return None
    west, south, east, north = corners
    xs, ys = crs.transform_points([west, east, west, east], [south, south, north, north], crs.LEGAL, crs.CRS84)
    return [round(float(value), 7) for value in (min(xs), min(ys), max(xs), max(ys))]


def _degrees(point: Any) -> list[float] | None:
    if point is None:
        return None
    lon, lat = crs.transform_points(point.x, point.y, crs.LEGAL, crs.CRS84)
    return [round(float(lon), 7), round(float(lat), 7)]
