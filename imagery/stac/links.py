"""Links of the catalogue."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.ogc.links import GEOJSON, HTML, JSON, Link, absolute, link
from imagery.models import Collection, Scene
from imagery.tiles.encoding import MEDIA
from imagery.tiles.renderings import BY_NAME, Rendering, offered
from imagery.tiles.sheets import Sheet
from imagery.titles import title_of

QUERYABLES: Final = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


def rendering_title(rendering: Rendering) -> str:
    """The title of a way of drawing; every item of a page says the same dozen."""
    return _title_in(get_language() or "", rendering.name)


@lru_cache(maxsize=256)
def _title_in(_language: str, name: str) -> str:
    return title_of(BY_NAME[name])


def root_link(request: HttpRequest, rel: str = "root") -> Link:
    """The way to the landing page."""
    return link(absolute(request, "stac:landing"), rel, JSON, _("Kho ảnh vệ tinh"))


def collection_link(request: HttpRequest, collection: Collection, rel: str) -> Link:
    """The way to a series."""
    return link(absolute(request, "stac:collection", collection.code), rel, JSON, title_of(collection))


def licence_links(collection: Collection) -> list[Link]:
    """The text of the licence, where it has an address."""
    return [link(collection.licence_url, "license", HTML, _("Giấy phép"))] if collection.licence_url else []


def item_address(request: HttpRequest, scene: Scene) -> str:
    """Where an item is."""
    return absolute(request, "stac:item", scene.collection_id, scene.code)


def item_links(request: HttpRequest, scene: Scene, sheet: Sheet, sources: Sequence[str]) -> list[Link]:
    """Links of an item: its place in the catalogue, its page for people, its tiles.

    Args:
        sources: codes of the scenes that it is made of and that the reader may know of.
    """
    collection = scene.collection
    return [
        link(item_address(request, scene), "self", GEOJSON),
        root_link(request),
        collection_link(request, collection, "parent"),
        collection_link(request, collection, "collection"),
        link(absolute(request, "scene", scene.pk), "alternate", HTML, _("Trang của cảnh ảnh")),
        link(absolute(request, "ogc:item", "scenes", scene.code, f="json"), "related", GEOJSON, "OGC API - Features"),
        *licence_links(collection),
        *(_source(request, scene, code) for code in sources),
        *_tiles(request, scene, sheet),
    ]


def _source(request: HttpRequest, composite: Scene, code: str) -> Link:
    address = absolute(request, "stac:item", composite.lineage["composed_of"], code)
    return link(address, "derived_from", GEOJSON, code)


def _tiles(request: HttpRequest, scene: Scene, sheet: Sheet) -> list[Link]:
    """TileJSON of every way of drawing, and the tiles of the first for clients that read none."""
    renderings = offered(sheet.bands)
    tileset = absolute(request, "imagery:scene-tileset", scene.pk)
    credit = {"attribution": scene.attribution} if scene.attribution else {}
    found = [
        {**link(f"{tileset}?style={one.name}", "tilejson", JSON, rendering_title(one)), "render": one.name, **credit}
        for one in renderings
    ]
    for one in renderings[:1]:
        template = f"{tileset}/{{z}}/{{y}}/{{x}}?style={one.name}&f=webp&v={sheet.version}"
        found.append({**link(template, "xyz", MEDIA["webp"], rendering_title(one)), "render": one.name, **credit})
    return found
