"""How the channels fare, in numbers that name nobody: for the page of operations and for Prometheus."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from gis.db.clock import clock
from notices.channels import in_use, writes_files
from notices.models import Line, Message
from notices.workflow import MESSAGE_OPEN, MESSAGE_WAITING, Channel, MessageState

_LATELY = timedelta(hours=24)


@dataclass(frozen=True)
class ChannelStanding:
    """One channel.

    Attributes:
        states: MessageState -> how many: all that are open or failed, and of the others those of the last 24 hours.
        oldest_s: seconds since the oldest that waits was due; 0 without one.
        waits_until: the breaker is open until then; None where it is closed.
        error: code of the provider's latest failure, while it has not worked since.
        in_files: letters become files because no mail server is configured.
    """

    channel: Channel
    states: Mapping[str, int]
    oldest_s: float
    waits_until: datetime | None
    error: str
    in_files: bool

    @property
    def waiting(self) -> int:
        """Messages that a provider does not have yet."""
        return sum(self.states[state] for state in MESSAGE_OPEN)


def channels() -> list[ChannelStanding]:
    """Every channel that is in use or has messages."""
    now = clock()
    counted = _counted(now)
    lines = {line.channel: line for line in Line.objects.all()}
    return [
        _standing(channel, counted, lines.get(channel), now)
        for channel in Channel
        if channel in in_use() or any(key[0] == channel for key in counted)
    ]


def _counted(now: datetime) -> dict[tuple[str, str], tuple[int, datetime | None]]:
    """Channel and state -> how many, and since when the oldest that waits is due."""
    kept = [*MESSAGE_OPEN, MessageState.FAILED]
    due = Min("next_attempt_at", filter=Q(state__in=MESSAGE_WAITING, next_attempt_at__lte=now))
    rows = Message.objects.filter(Q(state__in=kept) | Q(changed_at__gte=now - _LATELY))
    found = rows.order_by().values("channel", "state").annotate(number=Count("pk"), since=due)
    return {(row["channel"], row["state"]): (row["number"], row["since"]) for row in found}


def _standing(
    channel: Channel, counted: Mapping[tuple[str, str], tuple[int, datetime | None]], line: Line | None, now: datetime
) -> ChannelStanding:
    own = {state.value: counted.get((channel, state), (0, None)) for state in MessageState}
    oldest = min((since for _number, since in own.values() if since), default=now)
    is_open = line is not None and line.waits_until is not None
    return ChannelStanding(
        channel=channel,
        states={state: number for state, (number, _since) in own.items()},
        oldest_s=(now - oldest).total_seconds(),
        waits_until=line.waits_until if line is not None and is_open else None,
        error=line.error if line is not None else "",
        in_files=channel == Channel.EMAIL and writes_files(),
    )
