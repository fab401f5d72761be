"""Sign-in of API clients: `Authorization: Bearer` or HTTP Basic, on addresses that serve machines."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse

from accounts.tokens import user_of_token

_MACHINE_PATHS = ("/ogc/", "/stac/", "/api/", "/plots/", "/search")


class TokenMiddleware:
    """Signs a request in from its Authorization header; a wrong secret is an answer, never the public view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        if header and request.path.startswith(_MACHINE_PATHS):
            user = _user_of(request, header)
            if user is None:
                answer = HttpResponse("Tên đăng nhập, mật khẩu hoặc mã truy cập không đúng.", status=401)
                answer["WWW-Authenticate"] = 'Basic realm="Dat cong BRVT", charset="UTF-8"'
                return answer
            request.user = user
            # The secret is in a header that no foreign page can make a browser send.
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)


def _user_of(request: HttpRequest, header: str) -> Any:
    kind, _, secret = header.partition(" ")
    if kind.lower() == "bearer":
        return user_of_token(secret.strip())
    if kind.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(secret, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if password.startswith("dc_"):  # QGIS stores user and password: a token may stand in the password's place
        return user_of_token(password)
    return authenticate(request, username=name, password=password)
