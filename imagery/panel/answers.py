"""What the doors of pictures share."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gis.db.wall import is_known
from gis.http.negotiation import cacheable
from gis.http.policy import forbid_all
from gis.query.doors import digest, weak_tag
from gis.query.params import Params
from imagery.errors import SceneBroken
from imagery.panel.pictures import WIDTHS

log = logging.getLogger(__name__)
T = TypeVar("T")


def width_of(params: Params, default: int) -> int:
    """The width of a picture, one of WIDTHS, at least as asked."""
    wanted = params.whole("width", default, 1, WIDTHS[-1])
    return next(width for width in WIDTHS if width >= wanted)


def readable(label: str, make: Callable[[], T]) -> T:
    """What `make` draws from a scene.

    Raises:
        SceneBroken: its file cannot be read; the operators find it in the log.
    """
    try:
        return make()
    except SceneBroken:
        log.exception("scene %s cannot be read", label)
        raise SceneBroken(_("Không đọc được ảnh trong kho. Quản trị hệ thống đã được ghi nhận.")) from None


def tag_of(user: Any, *parts: object) -> str:
    """The ETag of what a reader is answered; those whom the service knows have one of their own."""
    return weak_tag(*parts, digest(user.pk)) if is_known(user) else weak_tag(*parts)


def finished(response: HttpResponse, user: Any, etag: str, *, immutable: bool = False) -> HttpResponse:
    """With its ETag and what caches may do with it."""
    response["ETag"] = etag
    forbid_all(response)
    cacheable(response, user, immutable=immutable)
    return response
