"""Every address of the URLconf, and which of them are open to whom. A new address is tested without being written here:
it must refuse strangers, or be listed with the reason why it does not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """A route as the URLconf has it, from the root on."""

    route: str

    @property
    def parts(self) -> list[str]:
        """Names of what has to be filled in."""
        return _PART.findall(self.route)

    def filled(self, values: dict[str, Any]) -> str:
        return "/" + _PART.sub(lambda found: str(values[found[1]]), self.route)


def every(resolver: URLResolver | None = None, before: str = "") -> Iterator[Address]:
    """All addresses, in the order in which they are tried."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every(entry, route)
        elif isinstance(entry, URLPattern):
            yield Address(route)


ROWS = "answers with what the reader may see: test_visibility"

# Open to everybody, with the reason.
PUBLIC = {
    "healthz": "tells a machine that the process lives",
    "readyz": "tells a machine what is not fit to serve, no data",
    "metrics": "counts alone, for this machine, from where the test asks; others need the token",
    "accounts/sign-in/": "signing in",
    "accounts/sign-out/": "signing out",
    "admin/login/": "signing in, as Django's admin has it",
    "admin/logout/": "signing out",
    "admin/password_change/": "leads to the page of the reader's own password",
    "i18n/setlang/": "the reader's language",
    "": "the map",
    "map/units": "communes are public",
    "map/print.pdf": ROWS,
    "plots/": ROWS,
    "plots/<str:code>/": ROWS,
    "plots/<plot_code:code>/documents/<uuid:pk>/": ROWS,
    "plots/<plot_code:code>/photos/<uuid:pk>/<photo_size:size>/": ROWS,
    "plots/<str:code>/propose/": "anybody may propose a plot that is public",
    "lots/": ROWS,
    "lots/<str:code>/": ROWS,
    "lots/<str:code>/check/": "the self-check keeps nothing",
    "lots/<str:code>/follow/": "anybody may follow a public lot; the address confirms",
    "lots/<str:code>/ask/": "anybody may ask about a public lot",
    "lots/compare/": ROWS,
    "lots/follow/": "anybody may follow a search; the address confirms",
    "lots/schema.json": "what the fields mean",
    "lots/changes": ROWS,
    "lots/feed.rss": ROWS,
    "lots/calendar.ics": ROWS,
    "auctions/results/": ROWS,
    "auctions/log/": "the public log is everybody's",
    "auctions/log/chains.jsonl": "the public log is everybody's",
    "auctions/log/seals.json": "the public log is everybody's",
    "auctions/log/keys.json": "public keys",
    "auctions/log/verify.py": "the verifier",
    "auctions/log/<str:code>.jsonl": "the public log is everybody's",
    "auctions/<str:code>/": ROWS,
    "auctions/<str:code>/notice.json": ROWS,
    "auctions/<str:code>/print/<slug:name>/": ROWS,
    "auctions/documents/<uuid:pk>/": ROWS,
    "calendar/": "days off and office hours are law and notices; they are everybody's",
    "calendar/calendar.ics": "as the page",
    "calendar/calendar.json": "as the page",
    "summary/": ROWS,
    "search": ROWS,
    "plots/<str:code>/imagery/": ROWS,
    "plots/<str:code>/imagery/film.webp": ROWS,
    "plots/<str:code>/imagery/<uuid:pk>.webp": ROWS,
    "plots/<str:code>/imagery/<uuid:pk>.tif": ROWS,
    "scenes/": ROWS,
    "scenes/<uuid:pk>/": ROWS,
    "imagery/scenes/<uuid:pk>/tiles/WebMercatorQuad": ROWS,
    "imagery/scenes/<uuid:pk>/tiles/WebMercatorQuad/<int:z>/<int:row>/<int:col>": ROWS,
    "imagery/scenes/<uuid:pk>/data.tif": ROWS,
    "imagery/scenes/<uuid:pk>/quality.tif": ROWS,
    "imagery/scenes/<uuid:pk>/thumbnail": ROWS,
    "imagery/mosaics/<str:name>/tiles/WebMercatorQuad": ROWS,
    "imagery/mosaics/<str:name>/tiles/WebMercatorQuad/<int:z>/<int:row>/<int:col>": ROWS,
    "stac/": ROWS,
    "stac/api": "the description of the API",
    "stac/conformance": "what the API keeps to",
    "stac/queryables": ROWS,
    "stac/search": ROWS,
    "stac/collections": ROWS,
    "stac/collections/<str:name>": ROWS,
    "stac/collections/<str:name>/queryables": ROWS,
    "stac/collections/<str:name>/items": ROWS,
    "stac/collections/<str:name>/items/<str:key>": ROWS,
    "ogc/": "what the API is",
    "ogc/api": "the description of the API for this reader",
    "ogc/conformance": "what the API keeps to",
    "ogc/collections": ROWS,
    "ogc/collections/<str:name>": ROWS,
    "ogc/collections/<str:name>/schema": ROWS,
    "ogc/collections/<str:name>/queryables": ROWS,
    "ogc/collections/<str:name>/sortables": ROWS,
    "ogc/collections/<str:name>/facets": ROWS,
    "ogc/collections/<str:name>/items": ROWS,
    "ogc/collections/<str:name>/items/<str:key>": ROWS,
    "ogc/collections/<str:name>/tiles": ROWS,
    "ogc/collections/<str:name>/tiles/WebMercatorQuad": ROWS,
    "ogc/collections/<str:name>/tiles/WebMercatorQuad/<int:z>/<int:row>/<int:col>": ROWS,
    "ogc/tileMatrixSets": "the grid of tiles",
    "ogc/tileMatrixSets/<str:name>": "the grid of tiles",
    "ogc/qgis/project.qgz": ROWS,
    "ogc/qgis/<str:name>.qlr": ROWS,
    "ogc/qgis/<str:name>.qml": ROWS,
    "ogc/qgis/<str:name>.sld": ROWS,
}
# Open to everybody who signed in, for what is their own.
OWN = {
    "accounts/": "the reader's own account",
    "accounts/password/": "the reader's own password",
    "lots/kept/": "lots that the reader keeps",
    "lots/<str:code>/keep/": "keeps a lot that the reader may see; leads back to it",
    "notices/mine/": "what the reader follows",
    "accounts/tokens/<int:pk>/revoke/": "a token of the reader's own; another's is left alone",
}
