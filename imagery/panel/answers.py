"""What the doors of pictures share."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gis.db.wall import is_known
from gis.http.negotiation import cacheable, not_modified
from gis.http.policy import forbid_all
from gis.query.doors import digest, weak_tag
from gis.query.params import Params
from imagery.faults import reported
from imagery.panel.contexts import Unreadable
from imagery.panel.frames import Frame
from imagery.panel.pictures import WIDTHS, picture
from imagery.tiles.renderings import chosen
from imagery.tiles.sheets import sheet_of


def width_of(params: Params, default: int) -> int:
    """The width of a picture, one of WIDTHS, at least as asked."""
    wanted = params.whole("width", default, 1, WIDTHS[-1])
    return next(width for width in WIDTHS if width >= wanted)


def tag_of(user: Any, *parts: object) -> str:
    """The ETag of what a reader is answered; those whom the service knows have one of their own."""
    return weak_tag(*parts, digest(user.pk)) if is_known(user) else weak_tag(*parts)


def answer_picture(request: HttpRequest, scene: UUID, frame: Frame, ground: str) -> HttpResponse:
    """A scene around a piece of ground, as asked by `look`, `width`, `border` and `v`.

    Args:
        ground: changes whenever the ground's outlines do.

    Raises:
        NotFound: the scene is not the reader's to see.
        Unreadable: it does not reach the ground.
        SceneBroken: its file cannot be read.
    """
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(frozenset({"look", "width", "border", "v"}))
    sheet = sheet_of(request.user, scene)
    rendering, width = chosen(params.one("look"), sheet.bands), width_of(params, 960)
    border = params.one("border") == "1"
    version = f"{sheet.version}-{ground}"
    etag = tag_of(request.user, version, rendering.name, width, border)
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        with reported():
            made = picture(sheet, frame, rendering, width, border=border)
        if made is None:
            raise Unreadable(_("Cảnh ảnh này không chụp tới khu đất."))
        response = HttpResponse(made[0], content_type=made[1])
    return finished(response, request.user, etag, immutable=params.one("v") == version and sheet.public)


def finished(response: HttpResponse, user: Any, etag: str, *, immutable: bool = False) -> HttpResponse:
    """With its ETag and what caches may do with it."""
    response["ETag"] = etag
    forbid_all(response)
    cacheable(response, user, immutable=immutable)
    return response
