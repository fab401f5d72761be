"""The providers behind the channels."""

from collections.abc import Callable
from typing import Protocol

from notices.adapters.folder import Folder
from notices.adapters.smtp import Smtp
from notices.adapters.zns import Zns
from notices.channels import writes_files
from notices.models import Message
from notices.outcomes import Outcome
from notices.workflow import Channel


class Adapter(Protocol):
    """Brings messages to one provider; made for a round and closed after it."""

    def send(self, message: Message) -> Outcome:
        """Try once. What the provider says is an outcome, never an exception."""
        ...

    def close(self) -> None:
        """Give up what is held; never raises."""
        ...


def adapter_of(channel: str) -> Adapter:
    """The provider of a channel, as configured."""
    made: Callable[[], Adapter] = Zns if channel == Channel.ZALO else Folder if writes_files() else Smtp
    return made()
