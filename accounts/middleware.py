"""Sign-in of API clients: `Authorization: Bearer` or HTTP Basic, to read on addresses that serve machines."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from axes.helpers import get_cool_off
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts import remembered
from accounts.lock import LONGEST_NAME, too_many_failures
from accounts.tokens import user_of_token
from gis.db.wall import is_known
from gis.http.negotiation import reader

_MACHINE_PATHS = ("/ogc/", "/stac/", "/imagery/", "/api/", "/plots/", "/search")
# No address takes changes from a program. A browser sends kept Basic credentials along with any form, a foreign site's
# too, so in anything that may change something they count for nothing: a session does, with its token against CSRF.
_READING = ("GET", "HEAD", "OPTIONS")
_ASKING = frozenset({"/stac/search"})  # POST asks here what is too long for an address, and changes nothing


class TokenMiddleware:
    """Signs a reading request in from its Authorization header; a wrong secret is an answer, never the public view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        if header and _reads(request) and request.path.startswith(_MACHINE_PATHS):
            user = _user_of(request, header)
            if user is None:
                return _refusal(request)
            request.user = user
        return self.get_response(request)


def _reads(request: HttpRequest) -> bool:
    return request.method in _READING or (request.method == "POST" and request.path in _ASKING)


class PrivateMiddleware:
    """What a signed-in person gets is kept by no shared cache, and asked for again by the browser's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response and is_known(reader(request)):
            response["Cache-Control"] = "private, no-cache"
        return response


def _refusal(request: HttpRequest) -> HttpResponse:
    """A locked name or address is told so: whoever reads "wrong password" tries further ones."""
    plain = "text/plain; charset=utf-8"
    if getattr(request, "axes_locked_out", False):
        answer = HttpResponse(too_many_failures(), status=429, content_type=plain)
        answer["Retry-After"] = str(round(get_cool_off(request).total_seconds()))
        return answer
    answer = HttpResponse(_("Tên đăng nhập, mật khẩu hoặc mã truy cập không đúng."), status=401, content_type=plain)
    answer["WWW-Authenticate"] = 'Basic realm="Dat cong BRVT", charset="UTF-8"'
    return answer


def _user_of(request: HttpRequest, header: str) -> Any:
    kind, _space, secret = header.partition(" ")
    if kind.lower() == "bearer":
        return user_of_token(secret.strip())
    if kind.lower() != "basic":
        return None
    try:
        name, _colon, password = base64.b64decode(secret, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if "\x00" in name or len(name) > LONGEST_NAME:  # nobody's; the log of failures could not hold it
        return None
    if password.startswith("dc_"):  # QGIS stores user and password: a token may stand in the password's place
        return user_of_token(password)
    person = remembered.person_of(name, password)
    if person is None and (person := authenticate(request, username=name, password=password)):
        remembered.remember(person, password)
    return person
