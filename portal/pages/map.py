"""The map page: what the browser has to know before its first request."""

import json
from collections.abc import Set
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import shapely
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.scopes import scope_of
from gis.layers import Field, heading
from gis.query.counts import remembered
from gis.query.facets import labels_of
from gis.query.question import Question
from gis.query.simple import NOTHING
from land.exports import sea
from land.exports.map_request import FIXED_SCALES
from land.exports.paper import scale_text
from land.models import LandUse
from land.reference_layers import DRAWN_KINDS, sets_on
from land.workflow import ReferenceKind
from portal.pages.map_filters import offered
from portal.pages.messages import messages
from portal.pages.subjects import PLOTS, SUBJECTS, Subject, palettes, subject_of
from territory import surroundings

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
    """The map. Its state is in the address and is read by the browser alone, but for what the map is about."""
    subject = subject_of(request)
    context = {
        "subject": subject,
        "subjects": [(one, reverse("map") + ("" if one is PLOTS else f"?of={one.name}")) for one in SUBJECTS],
        "sorts": subject.sorts(),
        "config": config(request, subject),
        "messages_json": {**messages(), **{key: str(text) for key, text in subject.messages.items()}},
        "updated_at": subject.updated_at(request.user),
        "print_scales": [(scale, scale_text(scale)) for scale in FIXED_SCALES],
        "basemap_is_foreign": urlsplit(settings.BASEMAP_URL).netloc not in {"", request.get_host()},
    }
    return render(request, "map.html", context)


def config(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """Everything that differs by subject, reader, language or installation."""
    layer, user, today = subject.layer, request.user, timezone.localdate()
    fields = {item.name: item for item in layer.fields_for(user)}
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "today": today.isoformat(),
        "subject": subject.config(),
        "firstDay": _first_day(subject, user).isoformat(),
        "bounds": layer.bounds,
        "home": surroundings.HOME,
        "fields": {name: _field(item, subject.labelled) for name, item in fields.items()},
        "filters": offered(subject.filters, fields, today),
        "sort": subject.sorts()[0][0],
        "nothing": NOTHING,
        "colours": dict(LandUse.objects.order_by("code").values_list("code", "colour")),
        "palettes": palettes(),
        "basemap": _basemap(),
        "downloads": subject.files(),
        "icons": static("vendor/icons.svg"),
        "reference": _reference(user),
        "surroundings": _surroundings(),
        "fonts": _fonts(),
        "numbers": "vi-VN" if get_language() == "vi" else "en-GB",
    }


def _first_day(subject: Subject, user: Any) -> date:
    """The first day of which there is anything to say to this reader; looking back begins there."""
    question = Question(subject.layer, user, {})
    return remembered(question, "first day", lambda: subject.first_day(user)) or timezone.localdate()


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


def _field(item: Field, labelled: Set[str]) -> dict[str, Any]:
    described: dict[str, Any] = {"title": heading(item), "kind": item.kind, "facet": item.facet}
    if item.name in labelled:
        described["codes"] = labels_of(item)
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
