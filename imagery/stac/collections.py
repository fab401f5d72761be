"""A series of scenes as a STAC collection, with the extents and summaries of the scenes that its reader may see."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gis.http.problems import NotFound
from gis.ogc.bounds import bounds, lifetime
from gis.ogc.links import GEOJSON, HTML, SCHEMA, absolute, link
from gis.query.counts import remembered
from gis.query.question import Question
from gis.text.moments import rfc3339
from imagery.models import Collection, SceneBand
from imagery.stac.asking import everything
from imagery.stac.assets import COG, bands_of_series
from imagery.stac.extensions import used_in
from imagery.stac.links import QUERYABLES, collection_link, licence_links, root_link
from imagery.stac.names import CATALOGUE, OWN, VERSION
from imagery.tiles.thumbnails import MEDIA as THUMBNAIL
from imagery.titles import title_of

Json = dict[str, Any]
_LISTED: Final = ("mission", "platform", "gsd", f"{OWN}:synthetic")
_RANGED: Final = ("eo:cloud_cover", "view:sun_elevation", "view:off_nadir")


def collections_of(user: Any) -> list[Collection]:
    """The series of which this reader may know a scene."""
    return list(Collection.objects.visible_to(user).order_by("code"))


def collection_named(user: Any, name: str) -> Collection:
    """A series by its code.

    Raises:
        NotFound: there is none, or none that this reader may know of.
    """
    found: Collection | None = Collection.objects.visible_to(user).filter(code=name).first()
    if found is None:
        raise NotFound(_("Không có bộ ảnh “%(name)s”.") % {"name": name[:60]})
    return found


def collection_of(request: HttpRequest, user: Any, collection: Collection) -> Json:
    """The document of a series."""
    question = everything(user, collection.code)
    document = {
        "type": "Collection",
        "stac_version": VERSION,
        "stac_extensions": [],
        "id": collection.code,
        "title": title_of(collection),
        "description": title_of(collection, "description") or title_of(collection),
        "license": collection.licence,
        "providers": _providers(request, collection),
        "extent": remembered(question, "extent", lambda: _extent(question)),
        "summaries": remembered(question, "summaries", lambda: _summaries(user, question)),
        "item_assets": _item_assets(user, collection),
        f"{OWN}:synthetic": collection.sample,
        **({f"{OWN}:attribution": collection.attribution} if collection.attribution else {}),
        "links": _links(request, collection),
    }
    document["stac_extensions"] = used_in(document)
    return document


def _links(request: HttpRequest, collection: Collection) -> list[Json]:
    code = collection.code
    return [
        collection_link(request, collection, "self"),
        root_link(request),
        root_link(request, "parent"),
        link(absolute(request, "stac:items", code), "items", GEOJSON, _("Các cảnh ảnh")),
        link(absolute(request, "stac:collection-queryables", code), QUERYABLES, SCHEMA, _("Thuộc tính để lọc")),
        link(absolute(request, "stac:collection", code, f="html"), "alternate", HTML, "HTML"),
        *licence_links(collection),
    ]


def _providers(request: HttpRequest, collection: Collection) -> list[Json]:
    """Who took the pictures, where somebody did, and this service, which brings them to the grid of its map."""
    ours = {
        "name": _("Đất công Bà Rịa - Vũng Tàu"),
        "roles": ["processor", "host"],
        "url": request.build_absolute_uri("/"),
    }
    if not collection.provider:
        return [ours]
    theirs: Json = {"name": collection.provider, "roles": ["producer", "licensor"]}
    if collection.provider_url:
        theirs["url"] = collection.provider_url
    return [theirs, ours]


def _extent(question: Question) -> Json:
    box, ends = bounds(question), lifetime(question)
    return {
        "spatial": {"bbox": [box or [-180.0, -90.0, 180.0, 90.0]]},
        "temporal": {"interval": [[end and rfc3339(end) for end in ends]]},
    }


def _summaries(user: Any, question: Question) -> Json:
    columns = CATALOGUE.columns(user, {*_LISTED, *_RANGED, "instruments"})
    names = {name: f"told_{index}" for index, name in enumerate(columns)}
    told = {names[name]: value for name, value in columns.items()}
    rows = list(question.rows().annotate(**told).values_list(*told).distinct())
    values = {name: [row[index] for row in rows if row[index] not in (None, "")] for index, name in enumerate(names)}
    found: Json = {name: sorted(set(values[name])) for name in _LISTED if values.get(name)}
    if instruments := sorted({one for several in values.get("instruments", ()) for one in several}):
        found["instruments"] = instruments
    ranges = {name: values[name] for name in _RANGED if values.get(name)}
    return found | {name: {"minimum": min(numbers), "maximum": max(numbers)} for name, numbers in ranges.items()}


def _item_assets(user: Any, collection: Collection) -> Json:
    bands = SceneBand.objects.visible_to(user).filter(scene__collection=collection.code).order_by("index", "name")
    told = bands.distinct("index", "name", "role").only("index", "name", "role")
    return {
        "data": {"type": COG, "roles": ["data"], "bands": bands_of_series(told)},
        "quality": {"type": COG, "roles": ["metadata", "cloud", "cloud-shadow"]},
        "thumbnail": {"type": THUMBNAIL, "roles": ["thumbnail"]},
    }
