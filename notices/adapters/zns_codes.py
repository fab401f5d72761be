"""What the error codes of ZNS mean for a message. Source: zalo.cloud/zns/guidelines/handle-error-code, read 2026-11."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from notices.outcomes import Outcome, down, later, refused

TOKEN_INVALID = -124
# ZNS delivers no ordinary messages at night.
NIGHT = -133
_MORNING = time(6, 5)
# The number, the person behind it, or the template with its values: another time is no better.
_OF_MESSAGE = frozenset(
    {
        -108,  # phone number invalid
        -109,  # template id invalid
        -110,  # the person's Zalo is too old
        -111,  # template data empty
        -112,  # template data invalid
        -113,  # button invalid
        -114,  # inactive, or refuses such messages
        -116,  # text invalid
        -117,  # no permission for this template
        -118,  # no Zalo account with this number
        -119,  # the account cannot receive
        -131,  # template not approved
        -132,  # parameter invalid
        -139,  # the person refuses this kind
        -141,  # the person refuses this sender
    }
)
# The application, the account, its money or its quota: every other message would fare the same.
_OF_PROVIDER = frozenset({-101, -102, -103, -104, -105, -115, -120, -122, TOKEN_INVALID, -125, -126, -135, -144})


def meaning(code: int, now: datetime) -> Outcome:
    """The outcome of an error code; one that is not known is tried again as of this message alone."""
    name = f"zns_{abs(code)}"
    if code == NIGHT:
        return later(name, not_before=_next_morning(now))
    if code in _OF_MESSAGE:
        return refused(name)
    return down(name) if code in _OF_PROVIDER else later(name)


def _next_morning(now: datetime) -> datetime:
    local = timezone.localtime(now)
    today = datetime.combine(local.date(), _MORNING, tzinfo=local.tzinfo)
    return today if today > local else today + timedelta(days=1)
