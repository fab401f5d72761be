"""Raster tiles over HTTP."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis import crs
from gis.db.versions import layer_version
from gis.db.wall import database_of, is_known
from gis.http.languages import same_in_every_language
from gis.http.negotiation import cacheable, choose_format, not_modified, reader
from gis.http.policy import forbid_all
from gis.http.problems import NotFound
from gis.query.doors import digest, public_door, weak_tag
from gis.query.errors import QueryError
from gis.query.params import Params
from gis.tiles.matrix import TOP, Tile
from imagery.errors import SceneBroken
from imagery.faults import incomplete, reported
from imagery.layers import SCENES
from imagery.tiles import mosaics
from imagery.tiles.drawing import HIDDEN
from imagery.tiles.encoding import MEDIA
from imagery.tiles.making import SIZES, Asked, media_of, scene_tile
from imagery.tiles.renderings import Rendering, chosen, legend, named, offered
from imagery.tiles.sheets import FORMAT, sheet_of

_TILE = frozenset({"f", "v", "style", "size"})
_BEYOND = 4
_FORMATS = {"tilejson": "application/json", "json": "application/json"}


@public_door
def scene(request: HttpRequest, pk: UUID, z: int, row: int, col: int) -> HttpResponse:
    """GET scenes/{id}/tiles/WebMercatorQuad/{z}/{row}/{col}."""
    user, tile = reader(request), _tile(z, row, col)
    params = _params(request, _TILE)
    sheet = sheet_of(user, pk)
    asked = _asked(params, tile, chosen(params.one("style"), sheet.bands))
    etag = weak_tag(sheet.version, tile, asked.rendering.name, asked.size, asked.kind)
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        with reported():
            response = _picture(scene_tile(sheet, asked)[0])
    return _finished(response, user, etag, immutable=sheet.public and params.one("v") == sheet.version)


@public_door
def mosaic(request: HttpRequest, name: str, z: int, row: int, col: int) -> HttpResponse:
    """GET mosaics/{latest, day or month}/tiles/WebMercatorQuad/{z}/{row}/{col}."""
    user, tile = reader(request), _tile(z, row, col)
    params = _params(request, _TILE | {"collection"})
    wanted = mosaics.mosaic_of(name, params.one("collection"))
    asked = _asked(params, tile, named(params.one("style")))
    current = _mosaic_version(
        user
    )  # before the scenes: what is kept for good under a version may be newer, never older
    sheets = mosaics.sheets_at(user, wanted, tile)
    etag = weak_tag(mosaics.version_of(sheets), tile, asked.rendering.name, asked.size, asked.kind)
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        missed: list[SceneBroken] = []
        response = _picture(mosaics.mosaic_tile(wanted, sheets, asked, missed.append))
        if missed:
            return incomplete(response, missed)
    return _finished(response, user, etag, immutable=params.one("v") == current)


@public_door
def scene_tileset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET scenes/{id}/tiles/WebMercatorQuad: TileJSON."""
    user = reader(request)
    choose_format(request, _FORMATS)
    params = _params(request, frozenset({"f", "style", "size"}))
    sheet = sheet_of(user, pk)
    rendering = chosen(params.one("style"), sheet.bands)
    size = _size(params)
    address = _template(request, reverse("imagery:scene-tile", args=(pk, 0, 0, 0)))
    query = f"?style={rendering.name}&size={size}&v={sheet.version}"
    west, south, east, north = _degrees(sheet.bounds)
    body = _tilejson(sheet.code, [address + query], (west, south, east, north), _top(sheet.grid.zoom, size), size)
    body |= {"renderings": [described(one) for one in offered(sheet.bands)], "style": rendering.name}
    return _described(request, body, user, sheet.version)


@public_door
def mosaic_tileset(request: HttpRequest, name: str) -> HttpResponse:
    """GET mosaics/{latest, day or month}/tiles/WebMercatorQuad: TileJSON; 404 where no scene belongs to it."""
    user = reader(request)
    choose_format(request, _FORMATS)
    params = _params(request, frozenset({"f", "style", "size", "collection"}))
    wanted = mosaics.mosaic_of(name, params.one("collection"))
    rendering, size = named(params.one("style")), _size(params)
    reach = mosaics.reach_of(user, wanted)
    if reach is None:
        raise NotFound(_("Không có ảnh nào của “%(name)s”.") % {"name": name[:40]})
    version = _mosaic_version(user)
    address = _template(request, reverse("imagery:mosaic-tile", args=(name, 0, 0, 0)))
    series = f"&collection={wanted.collection}" if wanted.collection else ""
    query = f"?style={rendering.name}&size={size}{series}&v={version}"
    body = _tilejson(name, [address + query], _degrees(reach.bounds), _top(reach.zoom, size), size)
    body |= {"renderings": [described(one) for one in offered(reach.roles)], "style": rendering.name}
    return _described(request, body, user, version)


def described(rendering: Rendering) -> dict[str, Any]:
    """A way of drawing, for a list to choose from."""
    english = (get_language() or "").startswith("en")
    told: dict[str, Any] = {
        "name": rendering.name,
        "title": rendering.title_en if english else str(rendering.title),
    }
    if rendering.index is not None:
        told |= {
            "index": rendering.index.name.upper(),
            "formula": rendering.index.written,
            "legend": [{"value": value, "colour": colour} for value, colour in legend(rendering.index)],
            "hidden": HIDDEN,
        }
    return told


def _params(request: HttpRequest, known: frozenset[str]) -> Params:
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(known)
    return params


def _tile(z: int, row: int, col: int) -> Tile:
    tile = Tile(z, col, row)
    if not tile.exists:
        raise NotFound(_("Ô %(z)d/%(row)d/%(col)d nằm ngoài lưới.") % {"z": z, "row": row, "col": col})
    return tile


def _asked(params: Params, tile: Tile, rendering: Rendering) -> Asked:
    kind = params.one("f")
    if kind and kind not in MEDIA:
        detail = _("Không có định dạng “%(name)s”.") % {"name": kind[:40]}
        raise QueryError(detail, parameter="f", mend=", ".join(MEDIA))
    return Asked(tile, rendering, _size(params), kind)


def _size(params: Params) -> int:
    text = params.one("size") or "512"
    if text not in {str(size) for size in SIZES}:
        mend = ", ".join(str(size) for size in SIZES)
        raise QueryError(_("“size” phải là một trong %(sizes)s.") % {"sizes": mend}, parameter="size", mend=mend)
    return int(text)


def _picture(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=media_of(content)) if content else HttpResponse(status=204)


def _finished(response: HttpResponse, user: Any, etag: str, *, immutable: bool) -> HttpResponse:
    response["ETag"] = etag
    forbid_all(response)
    same_in_every_language(response)
    cacheable(response, user, immutable=immutable)
    return response


def _mosaic_version(user: Any) -> str:
    version = f"{FORMAT}.{layer_version(SCENES.name, database_of(user))}"
    return f"{version}-{digest(user.pk)[:8]}" if is_known(user) else version


def _template(request: HttpRequest, sample: str) -> str:
    return request.build_absolute_uri(sample.removesuffix("0/0/0")) + "{z}/{y}/{x}"


def _degrees(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    xs, ys = crs.transform_points(list(bounds[::2]), list(bounds[1::2]), crs.WEB_MERCATOR, crs.CRS84)
    return float(xs[0]), float(ys[0]), float(xs[1]), float(ys[1])


def _top(zoom: int, size: int) -> int:
    """The zoom beyond which a browser may enlarge by itself. Four beyond the picture's own, its pixels are drawn here:
    enlarged by a browser they run into each other, and so do the words on them."""
    return min(TOP, zoom + _BEYOND + (1 if size == 256 else 0))


def _tilejson(name: str, tiles: list[str], bounds: tuple[float, ...], top: int, size: int) -> dict[str, Any]:
    return {
        "tilejson": "3.0.0",
        "name": name,
        "version": "1.0.0",
        "scheme": "xyz",
        "tiles": tiles,
        "minzoom": 0,
        "maxzoom": top,
        "tileSize": size,
        "bounds": [round(value, 7) for value in bounds],
    }


def _described(request: HttpRequest, body: dict[str, Any], user: Any, version: str) -> HttpResponse:
    etag = weak_tag(version, request.build_absolute_uri(), get_language())
    if not_modified(request, etag):
        response: HttpResponse = HttpResponse(status=304)
    else:
        response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = etag
    cacheable(response, user)
    return response
