"""What the sign-in lock counts by: the name that was tried, and where from."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

LONGEST_NAME = 150


def client_address(request: HttpRequest) -> str:
    """Where a sign-in comes from: behind the proxy everybody has the proxy's address.

    The proxy writes the header anew, so what a client claims about itself is not in it; the last entry is the proxy's.
    """
    told = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def attempted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name that was tried, as far as the log of failures can hold it: a longer one is nobody's."""
    given = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(given)[:LONGEST_NAME]
