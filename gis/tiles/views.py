"""Vector tiles."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gis.db.wall import database_of
from gis.http.languages import same_in_every_language
from gis.http.negotiation import cacheable, choose_format, not_modified, reader, zipped_response
from gis.http.policy import forbid_all
from gis.http.problems import NotFound
from gis.layers import Layer
from gis.query.doors import mapped_layer_of, public_door
from gis.query.params import Params
from gis.query.question import Question, filter_names, read_question
from gis.tiles.matrix import Tile
from gis.tiles.serving import address_version, etag_of, packed_tile, version_of

MEDIA = "application/vnd.mapbox-vector-tile"
_OWN = frozenset({"f", "v"})


@public_door
def tile(request: HttpRequest, name: str, z: int, row: int, col: int) -> HttpResponse:
    """GET collections/{name}/tiles/WebMercatorQuad/{z}/{row}/{col}."""
    layer, user, place = mapped_layer_of(name), reader(request), Tile(z, col, row)
    choose_format(request, {"mvt": MEDIA})
    _guard(layer, place)
    params = Params(dict(request.GET.lists()))
    if params.values.keys() <= _OWN:
        # Nearly every tile. To look for filters that are not there was a third of the time of a kept tile (measured).
        question = Question(layer, user, {})
    else:
        params.refuse_unknown(_OWN | filter_names(layer, user))
        question = read_question(layer, user, params)
    using = database_of(user)
    # Before the tile's own version: read after it, it might name a content that this answer does not have yet, and the
    # old content would be kept under the new address for good.
    current = address_version(layer, user, using)
    version = version_of(layer, place, using)
    etag = etag_of(question, place, version)
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        packed = packed_tile(question, place, version, using)
        response = zipped_response(request, packed, MEDIA) if packed else HttpResponse(status=204)
    response["ETag"] = etag
    forbid_all(response)
    same_in_every_language(response)
    cacheable(response, user, immutable=params.one("v") == current)
    return response


def _guard(layer: Layer, tile: Tile) -> None:
    if not tile.exists or not layer.zooms[0] <= tile.z <= layer.zooms[1]:
        detail = _("Ô %(z)d/%(row)d/%(col)d nằm ngoài lưới hoặc ngoài các mức thu phóng %(low)d-%(high)d.")
        low, high = layer.zooms
        raise NotFound(detail % {"z": tile.z, "row": tile.y, "col": tile.x, "low": low, "high": high})
