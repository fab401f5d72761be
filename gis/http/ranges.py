"""Files that are read in parts (RFC 9110, section 14): GDAL shows a picture of a gigabyte from a few pieces of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe

from gis.http.negotiation import not_modified

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # more digits than any file has bytes are no range
Span = tuple[int, int]  # first and last byte, both included
_NOWHERE: Span = (0, -1)


@dataclass(frozen=True)
class Resource:
    """Bytes that never change under their tag.

    Attributes:
        pieces: first byte and length -> the bytes.
        etag: strong, in quotes.
        by_proxy: address inside the proxy, which then sends the bytes and finds the parts by itself; "" without one.
    """

    pieces: Callable[[int, int], Iterator[bytes]]
    size: int
    etag: str
    modified: datetime
    content_type: str
    by_proxy: str = ""


def ranged(request: HttpRequest, resource: Resource) -> HttpResponseBase:
    """The whole, a part, or word that the client has it. Several parts at once are answered by the whole."""
    response = _answer(request, resource)
    if not resource.by_proxy:  # which says so itself
        response["Accept-Ranges"] = "bytes"
    response["ETag"] = resource.etag
    response["Last-Modified"] = http_date(resource.modified.timestamp())
    return response


def _answer(request: HttpRequest, resource: Resource) -> HttpResponseBase:
    if not_modified(request, resource.etag) or _is_held(request, resource):
        return HttpResponse(status=304)
    if resource.by_proxy:
        return HttpResponse(content_type=resource.content_type, headers={"X-Accel-Redirect": resource.by_proxy})
    span = _span(request, resource)
    if span == _NOWHERE:
        response: HttpResponseBase = HttpResponse(status=416, content_type="text/plain")
        response["Content-Range"] = f"bytes */{resource.size}"
        return response
    first, last = span or (0, resource.size - 1)
    length = last - first + 1
    if request.method == "HEAD":
        response = HttpResponse(content_type=resource.content_type)
    else:
        pieces = resource.pieces(first, length)
        response = StreamingHttpResponse(pieces, content_type=resource.content_type, status=206 if span else 200)
    response["Content-Length"] = str(length)
    if span:
        response["Content-Range"] = f"bytes {first}-{last}/{resource.size}"
    return response


def _span(request: HttpRequest, resource: Resource) -> Span | None:
    """The part asked for, _NOWHERE where it lies outside; None for the whole."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or request.method == "HEAD" or not _is_same(request, resource) or match[0] == "bytes=-":
        return None
    if not match[1]:
        length = min(int(match[2]), resource.size)
        return (resource.size - length, resource.size - 1) if length else _NOWHERE
    first, last = int(match[1]), int(match[2]) if match[2] else resource.size - 1
    if match[2] and last < first:
        return None  # no range at all, says the standard
    return (first, min(last, resource.size - 1)) if first < resource.size else _NOWHERE


def _is_same(request: HttpRequest, resource: Resource) -> bool:
    """Whether `If-Range` allows a part: the client holds others of the same bytes."""
    held = request.headers.get("If-Range", "").strip()
    return not held or held == resource.etag or parse_http_date_safe(held) == int(resource.modified.timestamp())


def _is_held(request: HttpRequest, resource: Resource) -> bool:
    since = request.headers.get("If-Modified-Since", "")
    if not since or "If-None-Match" in request.headers:
        return False
    moment = parse_http_date_safe(since)
    return moment is not None and int(resource.modified.timestamp()) <= moment
