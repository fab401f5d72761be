"""Links between the resources, and what every door of the API does alike."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from gis.db.wall import database_of
from gis.layers import Layer
from gis.query.doors import audience, data_version, weak_tag

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CSV = "text/csv"
FLATGEOBUF = "application/flatgeobuf"
GEOPACKAGE = "application/geopackage+sqlite3"

# Formats of items: name in `f` -> media type; the first is the default.
FORMATS = {"json": GEOJSON, "html": HTML, "csv": CSV, "fgb": FLATGEOBUF, "gpkg": GEOPACKAGE}
# Every feature in one file, where "json" is a page of them.
FILE_FORMATS = {**FORMATS, "geojson": GEOJSON}
Link = dict[str, Any]


def absolute(request: HttpRequest, view: str, *args: Any, **query: str) -> str:
    """The absolute address of a view of this API."""
    address = request.build_absolute_uri(reverse(view, args=args))
    return f"{address}?{urlencode(query)}" if query else address


def again(request: HttpRequest, **changes: str | None) -> str:
    """This request's address with parameters set, or removed where None."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    text = query.urlencode(safe=":/,")
    return request.build_absolute_uri(request.path) + (f"?{text}" if text else "")


def link(href: str, rel: str, media: str, title: Any = "") -> Link:
    """One link object."""
    made = {"href": href, "rel": rel, "type": media}
    return {**made, "title": str(title)} if title else made


def self_and_alternates(request: HttpRequest, formats: dict[str, str], chosen: str) -> list[Link]:
    """rel=self for the format at hand, rel=alternate for the others."""
    return [
        link(again(request), "self", media)
        if name == chosen
        else link(again(request, f=name), "alternate", media, name.upper())
        for name, media in formats.items()
    ]


def version_tag(request: HttpRequest, layer: Layer, user: Any, *more: Any) -> str:
    """A tag that changes with the layer's data, the reader's reach and the address."""
    version = data_version(layer, database_of(user))
    return weak_tag(version, audience(layer, user), request.build_absolute_uri(), *more)
