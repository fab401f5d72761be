"""What the sign-in lock counts by: the name that was tried and where from, and the place whatever names it tries."""

from collections.abc import Mapping
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _

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


def too_many_failures() -> str:
    """What a person or a program is told who has to wait."""
    return _("Đã nhập sai quá nhiều lần. Xin thử lại sau 15 phút, hoặc liên hệ quản trị hệ thống.")


class Failures(AxesDatabaseHandler):  # type: ignore[misc]
    """Axes counts a name and an address; this counts the address too, whatever names it tries.

    Axes' own second list of parameters would share the limit of the first, which an office of sixty behind one address
    reaches every morning, and one person's success there would wipe everybody's failures.
    """

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The failures of the name, or as many as lock it where the address has had its share."""
        own = int(super().get_failures(request, credentials))
        since = get_cool_off_threshold(request)
        recent = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address,  # type: ignore[attr-defined]
            attempt_time__gte=since,
        )
        tried = recent.aggregate(all=Sum("failures_since_start"))["all"] or 0
        return max(own, settings.AXES_FAILURE_LIMIT) if tried >= settings.SIGN_IN_FAILURES_PER_ADDRESS else own
