"""Files of a scene over HTTP: its data, its quality mask, its thumbnail."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from gis.http.languages import same_in_every_language
from gis.http.negotiation import cacheable, not_modified, reader
from gis.http.policy import forbid_all
from gis.http.problems import NotFound
from gis.http.ranges import Resource, ranged
from gis.query.doors import public_door, weak_tag
from gis.query.params import Params
from imagery import store
from imagery.errors import SceneBroken
from imagery.faults import report, reported
from imagery.models import Scene
from imagery.stac.assets import COG
from imagery.tiles.sheets import sheet_of
from imagery.tiles.thumbnails import MEDIA, thumbnail


@public_door
def data(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """GET scenes/{id}/data.tif: the bands."""
    user = reader(request)
    scene = _scene(request, user, pk)
    return _sent(request, user, scene, scene.data_key, scene.data_sha256)


@public_door
def quality(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """GET scenes/{id}/quality.tif: the mask of clouds, where the scene has one."""
    user = reader(request)
    scene = _scene(request, user, pk)
    if not scene.quality_key:
        raise NotFound(_("Cảnh ảnh này không có mặt nạ mây."))
    return _sent(request, user, scene, scene.quality_key, f"{scene.data_sha256}-quality")


@public_door
def small(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET scenes/{id}/thumbnail."""
    user = reader(request)
    _nothing_else(request)
    sheet = sheet_of(user, pk)
    etag = weak_tag("thumbnail", sheet.version)
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        with reported():
            picture = thumbnail(sheet)
        response = HttpResponse(picture, content_type=MEDIA) if picture else HttpResponse(status=204)
    response["ETag"] = etag
    return _finished(response, user)


def _nothing_else(request: HttpRequest) -> None:
    Params(dict(request.GET.lists())).refuse_unknown(())


def _scene(request: HttpRequest, user: Any, pk: UUID) -> Scene:
    _nothing_else(request)
    scene: Scene | None = Scene.objects.visible_to(user).filter(pk=pk).defer("footprint", "footprint_3857").first()
    if scene is None:
        raise NotFound(_("Không có cảnh ảnh này."))
    return scene


def _sent(request: HttpRequest, user: Any, scene: Scene, key: str, tag: str) -> HttpResponseBase:
    file_name = f"{scene.code}{'-quality' if key == scene.quality_key else ''}.tif"
    if address := store.signed(key, method=str(request.method), file_name=file_name):
        response: HttpResponseBase = HttpResponseRedirect(address)
        response["Cache-Control"] = "private, no-store"  # the address is for this reader, and for minutes
        return response
    try:
        size = store.size_of(key)
    except OSError as error:
        broken = SceneBroken(scene.pk, error)
        report(broken)
        raise broken from error
    pieces = partial(store.pieces, key)
    resource = Resource(pieces, size, f'"{tag}"', scene.registered_at, COG, store.by_proxy(key))
    response = ranged(request, resource)
    response["Content-Disposition"] = content_disposition_header(True, file_name)
    return _finished(response, user)


def _finished(response: Any, user: Any) -> Any:
    forbid_all(response)
    same_in_every_language(response)
    cacheable(response, user)
    return response
