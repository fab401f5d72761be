"""Jobs whose worker died: found, done again, or given up.

A heartbeat alone does not say that a worker is dead: one that was asked to stop finishes its job, however long that
takes, and sends none meanwhile. So each job holds a lock of the database's while it is worked on, on a connection of
its own; the server frees it when the process is gone.
"""

import logging
from typing import Any

from django.db import connection, transaction
from procrastinate import App
from procrastinate.contrib.django.utils import connector_params
from procrastinate.middleware import AsyncCallNext
from psycopg import AsyncConnection

from gis.work import backlog
from gis.work.queue import order_again
from gis.work.runs import MOST_RESUMES

log = logging.getLogger(__name__)
_SPACE = 11  # of the locks of jobs, among the database's advisory locks
_LAST = 2**31
# Of a machine that vanished the server learns by asking: after 90 seconds, not after the two hours of most systems.
_ASK = (
    "SELECT set_config('tcp_keepalives_idle', '60', false), set_config('tcp_keepalives_interval', '10', false),"
    " set_config('tcp_keepalives_count', '3', false)"
)


def install(app: App) -> None:
    """Have workers hold the locks of their jobs (the setting PROCRASTINATE_ON_APP_READY)."""
    app.worker_defaults["worker_middleware"] = [hold]


async def hold(call_next: AsyncCallNext, context: Any, worker: Any) -> Any:  # noqa: ARG001 - as procrastinate calls it
    """Work on a job under its lock."""
    async with await AsyncConnection.connect(**{**connector_params("default"), "autocommit": True}) as own:
        await own.execute(_ASK)
        await own.execute("SELECT pg_advisory_lock(%s, %s)", [_SPACE, context.job.id % _LAST])
        return await call_next()


def mend() -> int:
    """Have the jobs of dead workers done again. Returns how many were taken from the dead.

    A run of a `Work` is not: its row tells, and the rounds of its kind order the next run. Nor is a job that has a twin
    in the queue. What has killed so many workers is given up, and a person decides.
    """
    found = [pk for pk in backlog.stalled().values_list("pk", flat=True) if _mended(pk)]
    if found:
        log.warning("jobs whose worker died: %s", found)
    return len(found)


@transaction.atomic
def _mended(pk: int) -> bool:
    job = backlog.stalled().select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if job is None or not _is_free(pk):
        return False
    if "run" in job.args:
        _end(pk, delete=True)
    elif job.attempts >= MOST_RESUMES:
        _end(pk, delete=False)
    elif not order_again(pk):
        _end(pk, delete=True)
    return True


def _is_free(pk: int) -> bool:
    """Whether no process works on a job; none begins to before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_SPACE, pk % _LAST])
        return bool(cursor.fetchone()[0])


def _end(pk: int, *, delete: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', %s)", [pk, delete])
