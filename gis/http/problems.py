"""Errors leave the house here: problem documents for machines, pages for people."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from psycopg.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

# The database ended one of two writers that waited for each other; nothing of it was written.
_WROTE_AT_ONCE = (DeadlockDetected, SerializationFailure, LockNotAvailable)
MACHINE_PATHS = ("/ogc", "/stac", "/api/", "/imagery/")


class DomainError(Exception):
    """An answer the domain gives instead of a result.

    Attributes:
        code: stable and documented in docs/api/errors.md.
        status: HTTP status the doors use.
        errors: places and mends, each a dict with at least "detail".
    """

    code = "error"
    status = 400

    def __init__(self, detail: str, errors: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors)

    @classmethod
    def at(cls, field: str, sentence: str) -> Self:
        """A refusal that names the field where it is mended."""
        return cls(sentence, [{"field": field, "detail": sentence}])


class NotAllowed(DomainError):
    """The actor knows of the object but may not do this."""

    code = "not_allowed"
    status = 403


class NotFound(DomainError):
    """There is no such thing, or none that this reader may know of."""

    code = "not_found"
    status = 404


def wants_problem(request: HttpRequest) -> bool:
    """Whether a machine asks."""
    accept = request.headers.get("Accept", "")
    asks_json = "json" in accept and "text/html" not in accept
    return request.path.startswith(MACHINE_PATHS) or asks_json


def problem(
    request: HttpRequest, status: int, code: str, detail: str, errors: Sequence[dict[str, Any]] = ()
) -> HttpResponse:
    """An error as application/problem+json or as a page in the reader's language."""
    title = _title(status)
    if not wants_problem(request):
        context = {"status": status, "title": title, "detail": detail, "errors": errors, "back": _came_from(request)}
        return render(request, "problem.html", context, status=status)
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    if errors:
        body["errors"] = list(errors)
    return JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


def _came_from(request: HttpRequest) -> str:
    """The page of this site whose link was followed; "" for what a form sent, which a link back would lose."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    followed = request.method in {"GET", "HEAD"} and referer != request.build_absolute_uri()
    return referer if ours and followed else ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's answer for an address that no view has; a machine gets a problem here too."""
    if wants_problem(request):
        return problem(request, 404, NotFound.code, _("Địa chỉ này không có hoặc bạn không được xem."))
    return page_not_found(request, exception)


def _title(status: int) -> str:
    titles = {
        400: _("Yêu cầu chưa đúng"),
        401: _("Cần đăng nhập"),
        403: _("Không được phép"),
        404: _("Không tìm thấy"),
        406: _("Không có định dạng này"),
        409: _("Dữ liệu đã thay đổi"),
        413: _("Dữ liệu quá lớn"),
        415: _("Định dạng tệp chưa được hỗ trợ"),
        503: _("Hệ thống tạm thời chưa sẵn sàng"),
    }
    return titles.get(status) or (_("Yêu cầu chưa đúng") if status < 500 else _("Lỗi hệ thống"))


class ProblemMiddleware:
    """Turns exceptions of the domain and of the framework into answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for an exception that a view let through; None leaves it to Django's error page."""
        if isinstance(error, DomainError):
            return problem(request, error.status, error.code, error.detail, error.errors)
        if isinstance(error, Http404):
            return problem(request, 404, "not_found", _("Địa chỉ này không có hoặc bạn không được xem."))
        if isinstance(error, PermissionDenied):
            return problem(request, 403, "not_allowed", _("Bạn không có quyền thực hiện việc này."))
        if isinstance(error, RequestDataTooBig):
            return problem(request, 413, "too_large", _("Dữ liệu gửi lên quá lớn."))
        if isinstance(error, BadRequest):
            return problem(request, 400, "bad_request", str(error) or _("Yêu cầu chưa đúng."))
        return _of_database(request, error)


def _of_database(request: HttpRequest, error: Exception) -> HttpResponse | None:
    if isinstance(error, DataError) and "NUL (0x00)" in str(error):
        # Any parameter that a view hands on as it came; forms refuse it at the field.
        return problem(request, 400, "bad_request", _("Yêu cầu có ký tự không dùng được (NUL)."))
    if isinstance(error.__cause__, _WROTE_AT_ONCE):
        detail = _("Có người khác đang ghi cùng lúc nên chưa ghi được gì. Xin thử lại.")
        return problem(request, 409, "wrote_at_once", detail)
    if isinstance(error, OperationalError) and not isinstance(error.__cause__, DatabaseError):
        detail = _("Cơ sở dữ liệu chưa trả lời. Xin thử lại sau ít phút.")
        return problem(request, 503, "database_unavailable", detail)
    return None
