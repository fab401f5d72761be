"""The door to the bytes of documents and photos. The address names a row, never a path or a hash."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis.http.problems import NotFound
from land.reading_files import OpenedFile, open_document, open_photo


@require_safe
def document(request: HttpRequest, code: str, pk: UUID) -> HttpResponseBase:
    """A document, to be saved."""
    return _sent(request, open_document(request.user, code, pk))


@require_safe
def photo(request: HttpRequest, code: str, pk: UUID, size: str) -> HttpResponseBase:
    """A photo: `view` and `thumb` on the page, `original` with its EXIF to be saved by those inside."""
    return _sent(request, open_photo(request.user, code, pk, size))


def _sent(request: HttpRequest, file: OpenedFile | None) -> HttpResponseBase:
    if file is None or not file.path.is_file():
        raise NotFound(_("Không có tệp này, hoặc tệp chưa được công khai."))
    tag = f'"{file.sha256}"'
    known = get_conditional_response(request, etag=tag)
    response: HttpResponse | FileResponse = known or FileResponse(
        file.path.open("rb"), as_attachment=not file.inline, filename=file.name, content_type=file.media_type
    )
    response["ETag"] = tag
    # Asked again each time: a file that is withdrawn must not live on in a cache.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
