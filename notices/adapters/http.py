"""Asking a provider by HTTP: bounded in time and size, with TLS verified, to the configured host only."""

import json
import ssl
from collections.abc import Mapping
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_MOST_BYTES = 100_000


class Unreached(Exception):
    """No usable answer.

    Attributes:
        code: short, without what was sent.
        had_it: whether the provider may have got the request.
    """

    def __init__(self, code: str, *, had_it: bool) -> None:
        super().__init__(code)
        self.code, self.had_it = code, had_it


class _NoRedirect(request.HTTPRedirectHandler):
    """A redirect would carry the access token and the phone number to another place."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def post_json(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    """Send JSON, get an object.

    Raises:
        Unreached.
        ImproperlyConfigured: see `require_safe`.
    """
    raw = json.dumps(body, ensure_ascii=False).encode()
    return _asked(request.Request(url, raw, {**headers, "Content-Type": "application/json"}))  # noqa: S310 - see _asked


def post_form(url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """Send a form, get an object. Raises as `post_json`."""
    raw = urlencode(fields).encode()
    return _asked(request.Request(url, raw, dict(headers)))  # noqa: S310 - see _asked


def require_safe(url: str) -> bool:
    """Whether an address is of this machine; any other must be HTTPS.

    Raises:
        ImproperlyConfigured: the access token and phone numbers would travel in the clear.
    """
    parts = urlsplit(url)
    local = parts.hostname == "localhost" or _is_loopback(parts.hostname or "")
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise ImproperlyConfigured(f"{parts.scheme}://{parts.hostname} is neither HTTPS nor of this machine.")
    return local


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _asked(asked: request.Request) -> dict[str, Any]:
    local = require_safe(asked.full_url)
    secure = request.HTTPSHandler(context=ssl.create_default_context())
    proxies = [request.ProxyHandler({})] if local else []
    opener = request.build_opener(_NoRedirect, secure, *proxies)
    try:
        with opener.open(asked, timeout=settings.NOTICES_TIMEOUT_S) as answer:
            found = json.loads(answer.read(_MOST_BYTES))
    except HTTPError as error:
        error.close()
        # 5xx: a gateway gave up waiting for what may have been done behind it.
        raise Unreached(f"http_{error.code}", had_it=error.code >= 500) from None
    except (OSError, HTTPException) as error:
        cause = getattr(error, "reason", None) or error
        raise Unreached(f"http_{type(cause).__name__}", had_it=not _never_left(cause)) from None
    except ValueError:
        raise Unreached("http_no_json", had_it=True) from None
    if not isinstance(found, dict):
        raise Unreached("http_no_object", had_it=True)
    return found


def _never_left(cause: object) -> bool:
    """No host of the name, nobody listens, a foreign certificate: the request was not sent."""
    return isinstance(cause, ConnectionRefusedError | ssl.SSLError) or type(cause).__name__ == "gaierror"
