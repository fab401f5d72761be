"""Work in the background: one queue for each channel, so that a provider that hangs keeps nobody else waiting."""

import logging
import time
from datetime import datetime

from procrastinate.contrib.django import app

from gis.db.clock import clock
from notices.actions import forgetting
from notices.actions.queueing import order_sending
from notices.actions.sending import send_due
from notices.channels import QUEUES, TASKS
from notices.workflow import Channel

log = logging.getLogger(__name__)
_TURN_S = 50.0  # then the next job goes on: a worker that is asked to stop ends within a batch


@app.periodic(cron="* * * * *")
@app.task(name=TASKS[Channel.EMAIL], queue=QUEUES[Channel.EMAIL], queueing_lock=TASKS[Channel.EMAIL])
def send_email(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate tells when it was due
    """Send the letters that are due."""
    _send(Channel.EMAIL)


@app.periodic(cron="* * * * *")
@app.task(name=TASKS[Channel.ZALO], queue=QUEUES[Channel.ZALO], queueing_lock=TASKS[Channel.ZALO])
def send_zalo(timestamp: int = 0) -> None:  # noqa: ARG001 - as above
    """Send the Zalo messages that are due."""
    _send(Channel.ZALO)


def _send(channel: Channel) -> None:
    begun = time.monotonic()
    while True:
        now = clock()
        done = send_due(channel=channel, now=now)
        if done.taken:
            log.info("%s: %s", channel.value, done)
        if done.again_at is None:
            return
        wait_s = max((done.again_at - clock()).total_seconds(), 0.0)
        if time.monotonic() - begun + wait_s > _TURN_S:
            _go_on_later(channel, wait_s)
            return
        time.sleep(wait_s)


def _go_on_later(channel: Channel, wait_s: float) -> None:
    if wait_s < 60:  # else the minute's round comes earlier
        order_sending(channel, delay_s=round(wait_s))


@app.periodic(cron="7 20 * * *")  # UTC: a little after three at night
@app.task(name="notices.forget", queue="imports", queueing_lock="notices.forget")
def forget(timestamp: int) -> None:
    """Forget addresses and texts whose time is over."""
    log.info("forgotten: %s", forgetting.forget(now=datetime.fromtimestamp(timestamp, clock().tzinfo)))
