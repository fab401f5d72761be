"""A worker's round: takes what is due on one channel and brings it to the provider."""

import logging
import time
import traceback
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from notices import outcomes, pace
from notices.actions import taking
from notices.adapters import Adapter, adapter_of
from notices.models import Message
from notices.outcomes import Outcome
from notices.workflow import MessageState

log = logging.getLogger(__name__)
_HANDS_FULL = pace.LEASE / 2  # what a worker comes to later than that, another may be about to take


@dataclass
class Round:
    """What a round did.

    Attributes:
        taken, sent, later, failed, cancelled, released: numbers of messages; `later` are tried again, `released` were
            given back without an attempt, since the provider failed or the round had become long.
        again_at: when the next round is due; None where nothing is known to wait (the minute's round looks).
    """

    taken: int = 0
    sent: int = 0
    later: int = 0
    failed: int = 0
    cancelled: int = 0
    released: int = 0
    again_at: datetime | None = None


class _Watch:
    """The time of a round: what it was given, and as much later as has passed since."""

    def __init__(self, now: datetime) -> None:
        self._now, self._begun = now, time.monotonic()

    def __call__(self) -> datetime:
        return self._now + self.passed

    @property
    def passed(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._begun)


def send_due(*, channel: str, now: datetime, most: int = pace.BATCH) -> Round:
    """Send what is due on a channel, at most one batch.

    At least once, with ids that stay the same: a message goes out twice only where a worker or a connection died after
    the provider had it, and then not before ten minutes are over and under the same Message-ID or tracking id. Messages
    that stopped, expired or were taken by another worker meanwhile are left out. Must not be called inside a
    transaction: each step has to be seen by other workers before the provider is spoken to.

    Args:
        channel: a Channel.
        now: of the database's clock; the rest of the round counts on from it.
    """
    watch = _Watch(now)
    taking.cancel_expired(channel=channel, now=now)
    taking.recover(channel=channel, now=now)
    taken, allowed = taking.claim(channel=channel, now=now, most=most)
    done = Round(taken=len(taken), again_at=allowed.again_at)
    if taken:
        with closing(adapter_of(channel)) as adapter:
            _send_all(taken, adapter, watch, done)
    if allowed.number and len(taken) == allowed.number:
        done.again_at = watch()
    return done


def _send_all(taken: list[Message], adapter: Adapter, watch: _Watch, done: Round) -> None:
    for place, one in enumerate(taken):
        if watch.passed > _HANDS_FULL:
            done.released += taking.release(messages=taken[place:], now=watch())
            return
        message = taking.begin(taken=one, now=watch())
        if message is None:
            done.cancelled += 1
            continue
        outcome = _tried(adapter, message)
        _count(done, taking.finish(message=message, outcome=outcome, now=watch()))
        if outcome.of_provider and taking.is_open(message.channel, watch()):
            done.released += taking.release(messages=taken[place + 1 :], now=watch())
            return


def _tried(adapter: Adapter, message: Message) -> Outcome:
    """An attempt; whatever breaks, breaks for this message alone."""
    try:
        return adapter.send(message)
    except Exception as error:
        # Not the error itself: what it says, and its causes say, may hold the address or the text.
        places = traceback.extract_tb(error.__traceback__)
        log.error("message %s: %s at %s:%s", message.pk, type(error).__name__, places[-1].filename, places[-1].lineno)
        return outcomes.later(f"error_{type(error).__name__}")


def _count(done: Round, state: Any) -> None:
    done.sent += state == MessageState.SENT
    done.later += state == MessageState.RETRYING
    done.failed += state == MessageState.FAILED
