"""procrastinate on Django's connection, in web processes and in workers alike."""

from functools import lru_cache
from typing import Any

from django.db import transaction
from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation

from gis.db.clock import clock


@lru_cache(maxsize=1)
def on_own_connection() -> App:
    """An app that orders jobs, by the names of their tasks, in the caller's transaction.

    A worker gives procrastinate's own app a pool of connections, and what it orders there is seen at once: another
    worker would come before the rows that it is to work on, and an order would stand whose transaction failed.
    """
    return App(connector=DjangoConnector(alias="default"))


def order_once(task: str, queue: str, lock: str, *, delay_s: int = 0, **args: Any) -> None:
    """Queue a job, unless one of the same queueing lock waits."""
    later = {"seconds": delay_s} if delay_s else None
    order = on_own_connection().configure_task(task, queue=queue, queueing_lock=lock, schedule_in=later)
    try:
        with transaction.atomic():  # the refused row would break the caller's transaction
            order.defer(**args)
    except AlreadyEnqueued:
        pass


def order_again(pk: int) -> bool:
    """Queue a job that failed, or whose worker died, once more; False where one of the same queueing lock waits."""
    try:
        with transaction.atomic():
            on_own_connection().job_manager.retry_job_by_id(pk, retry_at=clock())
    except UniqueViolation:
        return False
    return True
