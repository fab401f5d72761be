"""The map page: what the browser has to know before its first request."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import shapely
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.scopes import scope_of
from gis import layers
from gis.layers import Field, Layer
from gis.query.counts import remembered
from gis.query.question import Question
from gis.query.simple import NOTHING
from land.exports import sea
from land.exports.map_request import FIXED_SCALES
from land.exports.paper import scale_text
from land.models import LandUse, Plot, PlotVersion
from land.reference_layers import DRAWN_KINDS, sets_on
from land.workflow import ReferenceKind
from portal.pages import downloads
from portal.pages.messages import messages
from territory import surroundings

# Coded fields whose labels the map needs before it has asked for facets; units and agencies carry their names.
LABELLED = frozenset(
    {
        "land_use",
        "land_use_current",
        "use_state",
        "origin",
        "legal_status",
        "handling_plan",
        "location_basis",
        "area_method",
        "public_flags",
        "flags",
        "publish_level",
        "review_state",
        "confidence",
    }
)
FONT_FACES = {
    "Noto Sans Regular": "400",
    "Noto Sans SemiBold": "600",
}
_RANGES = {
    "vietnamese": [
        "U+0102-0103",
        "U+0110-0111",
        "U+0128-0129",
        "U+0168-0169",
        "U+01A0-01A1",
        "U+01AF-01B0",
        "U+0300-0301",
        "U+0303-0304",
        "U+0308-0309",
        "U+0323",
        "U+0329",
        "U+1EA0-1EF9",
        "U+20AB",
    ],
    "latin": ["U+0000-00FF", "U+2000-206F", "U+20AC", "U+2122", "U+2212"],
}


@require_safe
@gzip_page  # 52 KB of markup, settings and words; Django's padding keeps its length from telling secrets
def show(request: HttpRequest) -> HttpResponse:
    """The map. Its state is in the address and is read by the browser alone, so one page serves every permalink."""
    plots = layers.get("plots")
    updated_at = Plot.objects.visible_to(request.user).aggregate(at=Max("updated_at"))["at"]
    context = {
        "config": config(request, plots),
        "messages_json": messages(),
        "updated_at": updated_at,
        "print_scales": [(scale, scale_text(scale)) for scale in FIXED_SCALES],
        "basemap_is_foreign": urlsplit(settings.BASEMAP_URL).netloc not in {"", request.get_host()},
    }
    return render(request, "map.html", context)


def config(request: HttpRequest, plots: Layer) -> dict[str, Any]:
    """Everything that differs by reader, language or installation."""
    fields = {item.name: _field(item) for item in plots.fields_for(request.user)}
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "today": timezone.localdate().isoformat(),
        "firstDay": _first_day(plots, request.user).isoformat(),
        "bounds": plots.bounds,
        "home": surroundings.HOME,
        "fields": fields,
        "flagField": "flags" if "flags" in fields else "public_flags",
        "nothing": NOTHING,
        "colours": dict(LandUse.objects.order_by("code").values_list("code", "colour")),
        "basemap": _basemap(),
        "downloads": downloads.formats(),
        "icons": static("vendor/icons.svg"),
        "reference": _reference(request.user),
        "surroundings": _surroundings(),
        "fonts": _fonts(),
        "numbers": "vi-VN" if get_language() == "vi" else "en-GB",
    }


def _first_day(plots: Layer, user: Any) -> date:
    """The first day of which the register says anything to this reader; looking back begins there."""
    versions = PlotVersion.objects.visible_to(user)
    return remembered(Question(plots, user, {}), "first day", versions.first_day) or timezone.localdate()


def _basemap() -> dict[str, str] | None:
    if not settings.BASEMAP_URL:
        return None
    return {"url": settings.BASEMAP_URL, "attribution": settings.BASEMAP_ATTRIBUTION}


def _reference(user: Any) -> dict[str, str]:
    """Kinds of reference layers that have something to show this reader today, with their titles."""
    kinds = {row.kind for row in sets_on(user, timezone.localdate(), DRAWN_KINDS)}
    if not scope_of(user).everywhere and not scope_of(user).units:
        kinds.discard(ReferenceKind.PARCELS)  # an agency's reach is plots, not ground: its tiles would be empty
    return {kind.value: str(kind.label) for kind in ReferenceKind if kind in kinds}


def _field(item: Field) -> dict[str, Any]:
    english = get_language() == "en"
    title = item.title_en if english and item.title_en else str(item.title)
    described: dict[str, Any] = {"title": title, "kind": item.kind, "facet": item.facet}
    if item.name in LABELLED and item.codes:
        codes = item.codes_en if english and item.codes_en else item.codes
        described["codes"] = {code: str(label) for code, label in codes().items()}
    return described


def _surroundings() -> dict[str, Any]:
    """The sketch round the territory: bands of sea as GeoJSON geometries, names of waters and neighbours."""
    return {
        "names": sea.for_browsers(),
        "sea": [
            {"share": share, "geometry": json.loads(shapely.to_geojson(band))} for share, band in surroundings.sea()
        ],
        "neighbours": [
            {
                "name": item.name,
                "point": [item.longitude, item.latitude],
                "zooms": item.zooms,
                "since": item.since and item.since.isoformat(),
                "until": item.until and item.until.isoformat(),
            }
            for item in surroundings.neighbours()
        ],
    }


def _fonts() -> dict[str, list[dict[str, Any]]]:
    """MapLibre's `font-faces`: Vietnamese marks without glyph files."""
    return {
        name: [
            {"url": static(f"vendor/fonts/noto-sans-{subset}-{weight}.woff2"), "unicode-range": ranges}
            for subset, ranges in _RANGES.items()
        ]
        for name, weight in FONT_FACES.items()
    }
