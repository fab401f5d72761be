"""Streams whose first piece is made before 200 is promised."""

import logging
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from gis.http.negotiation import accepts_gzip

_log = logging.getLogger(__name__)
_PIECE = 64 * 1024


def stream(request: HttpRequest, pieces: Iterable[bytes], content_type: str) -> StreamingHttpResponse:
    """A response that streams the pieces, gzipped where the client takes it.

    The first piece is computed here: an error up to then is still raised to the view. A later one is logged and cuts
    the connection, so that the client sees a broken body instead of a shorter one that looks whole.
    """
    iterator = iter(pieces)
    first = next(iterator, b"")
    body = _logged(chain((first,), iterator), request.path)
    zipped = accepts_gzip(request)
    response = StreamingHttpResponse(_gzipped(body) if zipped else body, content_type=content_type)
    if zipped:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _logged(pieces: Iterator[bytes], path: str) -> Iterator[bytes]:
    try:
        yield from pieces
    except Exception:
        _log.exception("stream of %s broke off", path)
        raise


def _gzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    # Level 1: a page of 1,000 plots takes 9 ms instead of 21 and is a fifth larger (measured).
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def file_pieces(path: str) -> Iterator[bytes]:
    """The content of a file in pieces."""
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            yield piece
