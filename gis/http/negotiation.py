"""Who asks, in what format and encoding they want the answer."""

import gzip
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from gis.http.problems import DomainError


class UnknownFormat(DomainError):
    """The `f` parameter names no format of this resource."""

    code = "format_unknown"


class NotAcceptable(DomainError):
    """No format of this resource is among those the client accepts."""

    code = "not_acceptable"
    status = 406


def reader(request: HttpRequest) -> Any:
    """The person who asks.

    A request without any credential is not looked up in the session: asking the session would mark the answer as
    different for each cookie, and shared caches would keep a copy for every visitor.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
        return request.user
    cached = getattr(request, "_cached_user", None)  # a test client's forced sign-in
    return cached or AnonymousUser()


def choose_format(request: HttpRequest, formats: Mapping[str, str]) -> str:
    """The key in formats that the client wants; the first is the default.

    Args:
        request: `f` beats `Accept`.
        formats: name in `f` -> media type.

    Raises:
        UnknownFormat: `f` is none of them.
        NotAcceptable: nothing in `Accept` fits.
    """
    named = request.GET.get("f")
    if named is not None:
        if named not in formats:
            detail = _("Không có định dạng “%(name)s”.") % {"name": named[:40]}
            raise UnknownFormat(detail, [{"detail": detail, "parameter": "f", "mend": ", ".join(formats)}])
        return named
    accept = request.headers.get("Accept", "").strip()
    return _by_accept(request, formats) if accept else next(iter(formats))


def _by_accept(request: HttpRequest, formats: Mapping[str, str]) -> str:
    for wanted in request.accepted_types:  # in the client's order of preference
        for name, media in formats.items():
            if wanted.match(media.split(";")[0]) or (name == "json" and wanted.match("application/json")):
                return name
    detail = _("Không có định dạng nào như vậy.")
    raise NotAcceptable(detail, [{"detail": detail, "parameter": "Accept", "mend": ", ".join(formats.values())}])


def not_modified(request: HttpRequest, etag: str) -> bool:
    """Whether the client already holds the answer with this (weak or strong) tag."""
    held = request.headers.get("If-None-Match", "")
    bare = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") in (bare, "*") for tag in held.split(",") if tag.strip())


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether the client takes gzip."""
    parts = (part.strip().lower().split(";") for part in request.headers.get("Accept-Encoding", "").split(","))
    return any(name.strip() in ("gzip", "*") and not _refused(rest) for name, *rest in parts)


def _refused(options: Sequence[str]) -> bool:
    return any(option.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for option in options)


def zipped_response(request: HttpRequest, packed: bytes, content_type: str) -> HttpResponse:
    """Bytes that are kept gzipped, unpacked for the few clients that do not take them so."""
    if accepts_gzip(request):
        response = HttpResponse(packed, content_type=content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(packed), content_type=content_type)
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def cacheable(response: HttpResponseBase, user: Any, *, immutable: bool = False) -> None:
    """Who may keep the answer, and how long.

    Public answers under an address with the data's version never change. Others are asked for again each time, by
    their tag; our own nginx may hold them for the one second that an edit may stay unseen.
    """
    if user is not None and user.is_authenticated:
        response["Cache-Control"] = "private, no-cache"
        return
    response["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "public, no-cache"


def open_to_all(response: HttpResponseBase) -> None:
    """Let pages of other origins read public answers; without credentials, so a session never goes along."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "Accept-Ranges, Content-Crs, Content-Range, ETag, Link"
