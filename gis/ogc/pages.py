"""One resource as JSON or as a page."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.backends.django import DjangoTemplates
from django.utils.cache import patch_vary_headers

from gis.http.negotiation import cacheable, reader
from gis.ogc.links import HTML, JSON

BOTH = {"json": JSON, "html": HTML}


@lru_cache
def _templates() -> DjangoTemplates:
    """The site's template engine with this package's folder: gis.ogc is no installed app."""
    site: dict[str, Any] = {key: value for key, value in settings.TEMPLATES[0].items() if key != "BACKEND"}
    folder = Path(__file__).resolve().parent / "templates"
    own = {"NAME": "ogc", "DIRS": [folder, *site.get("DIRS", [])], "OPTIONS": dict(site.get("OPTIONS", {}))}
    return DjangoTemplates({"APP_DIRS": True, **site, **own})


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of this API."""
    text = _templates().get_template(template).render(context, request)
    response = HttpResponse(text)
    response["Cache-Control"] = "private, no-cache"  # it greets the reader by name
    patch_vary_headers(response, ("Accept",))
    return response


def document(request: HttpRequest, chosen: str, body: dict[str, Any], template: str, **extra: Any) -> HttpResponse:
    """A JSON document, or the page that shows it."""
    if chosen == "html":
        return page(request, template, {"document": body, **extra})
    media = extra.pop("media", JSON)
    response: HttpResponse = JsonResponse(body, content_type=media, json_dumps_params={"ensure_ascii": False})
    cacheable(response, reader(request))
    patch_vary_headers(response, ("Accept",))
    return response
