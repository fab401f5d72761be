"""What a provider's answer means for the message and for the channel."""

from dataclasses import dataclass
from datetime import datetime

from notices.workflow import Ended


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended.

    Attributes:
        code: stable and short; it never holds an address or what a provider wrote.
        of_provider: the provider itself failed, so that the next message would fare the same.
        not_before: the provider takes it from then on.
    """

    ended: Ended
    code: str = ""
    provider_id: str = ""
    of_provider: bool = False
    not_before: datetime | None = None


def accepted(provider_id: str = "") -> Outcome:
    """The provider took it."""
    return Outcome(Ended.ACCEPTED, provider_id=provider_id)


def refused(code: str) -> Outcome:
    """It will never be taken as it is."""
    return Outcome(Ended.REFUSED, code)


def later(code: str, not_before: datetime | None = None) -> Outcome:
    """This message not now; others may go."""
    return Outcome(Ended.LATER, code, not_before=not_before)


def down(code: str) -> Outcome:
    """Nothing can be sent at the moment; this message was not."""
    return Outcome(Ended.LATER, code, of_provider=True)


def unknown(code: str) -> Outcome:
    """The provider fell silent after it had the message."""
    return Outcome(Ended.UNKNOWN, code, of_provider=True)
