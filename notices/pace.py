"""How fast and how often: waits between attempts, the breaker of a channel, its rate. Figures are ours (2026-11)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor
from typing import Any
from uuid import UUID

from django.conf import settings

BATCH = 50  # at most so many are in the hands of one worker, so that a priority message waits for no long row
LEASE = timedelta(minutes=10)  # a message that may have gone out is not tried again before
GIVE_UP = timedelta(hours=48)  # after the first attempt, as mail servers do for days (RFC 5321 4.5.4.1)
PROBE = timedelta(seconds=90)  # one message is tried when a breaker's wait is over; others stay away as long
MOST_FAILURES = 5
_FIRST_WAIT_S, _LONGEST_WAIT_S = 60, 4 * 3600
_FIRST_OPEN_S, _LONGEST_OPEN_S = 60, 900
_BURST_S = 10  # after a pause so many seconds' worth may go at once


@dataclass(frozen=True)
class Allowance:
    """How many messages may be taken, and when to come again where that is none.

    Attributes:
        probe: the one is to show whether the provider is back.
    """

    number: int
    again_at: datetime | None = None
    probe: bool = False


def wait_after(attempts: int, message_id: UUID) -> timedelta:
    """How long to wait after so many attempts: doubled each time, up to four hours, and spread by a quarter.

    The spread is the message's own, so that a thousand that failed together do not come back together.
    """
    seconds = min(_FIRST_WAIT_S * 2 ** min(attempts - 1, 20), _LONGEST_WAIT_S)
    return timedelta(seconds=seconds * _spread(f"{message_id.hex}.{attempts}"))


def open_for(openings: int) -> timedelta:
    """How long a breaker stays open at its n-th opening in a row: a minute, doubled each time, up to a quarter hour."""
    return timedelta(seconds=min(_FIRST_OPEN_S * 2 ** min(openings - 1, 10), _LONGEST_OPEN_S))


def _spread(seed: str) -> float:
    drawn = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=4).digest())
    return 0.75 + drawn / 2**32 / 2


def allowance(line: Any, now: datetime, most: int) -> Allowance:
    """How many messages of a channel may be taken now, by its breaker and its rate."""
    if line.waits_until is not None:
        is_over = now >= line.waits_until
        return Allowance(1, probe=True) if is_over and most else Allowance(0, line.waits_until)
    gap = _gap(line.channel)
    ahead = max(line.next_slot_at or now, now)
    room = now + _burst(gap) - ahead
    free = floor(room / gap) if gap else most
    if free < 1:
        return Allowance(0, ahead + gap - _burst(gap))
    return Allowance(min(free, most))


def next_slot(line: Any, now: datetime, taken: int) -> datetime:
    """When the slot after those that were taken begins."""
    return max(line.next_slot_at or now, now) + _gap(line.channel) * taken


def _burst(gap: timedelta) -> timedelta:
    """Never less than one message, or a slow channel would send none."""
    return max(gap, timedelta(seconds=_BURST_S))


def _gap(channel: str) -> timedelta:
    per_minute = settings.NOTICES_PER_MINUTE[channel]
    return timedelta(minutes=1) / per_minute if per_minute else timedelta()
