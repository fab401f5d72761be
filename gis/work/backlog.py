"""What waits for workers, what is under way and what failed, over all queues (docs/operations/watching.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from gis.db.clock import clock
from gis.work.models import Work
from gis.work.queue import order_again

_SILENT = timedelta(seconds=60)  # procrastinate's workers tell every ten seconds that they live


@dataclass(frozen=True)
class Queue:
    """One queue.

    Attributes:
        todo, doing: numbers of jobs that are due, and under way.
        oldest_s: seconds since the oldest of those that wait became due; 0 without one.
    """

    name: str
    todo: int
    doing: int
    oldest_s: float


def queues() -> list[Queue]:
    """Every queue that something waits in or is worked on, by name."""
    now = clock()
    due = Q(status="todo") & (Q(scheduled_at=None) | Q(scheduled_at__lte=now))
    deferred = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="deferred").values("at")[:1]
    rows = (
        ProcrastinateJob.objects.filter(status__in=("todo", "doing"))
        .annotate(since=Coalesce("scheduled_at", Subquery(deferred)))
        .order_by("queue_name")
        .values("queue_name")
        .annotate(
            todo=Count("pk", filter=due),
            doing=Count("pk", filter=Q(status="doing")),
            oldest=Min("since", filter=due),
        )
    )
    return [
        Queue(
            name=row["queue_name"],
            todo=row["todo"],
            doing=row["doing"],
            oldest_s=(now - row["oldest"]).total_seconds() if row["oldest"] else 0.0,
        )
        for row in rows
    ]


def failures() -> QuerySet[Any]:
    """Jobs that ended with an error and that nobody had done again.

    Not among them: a run of a `Work`, whose row tells of its failure where its owner sees it, unless the row waits for
    that very run; and a job of the clock (it has a `timestamp`) of which the latest turn succeeded: then its job is
    deleted, and the turn names none.
    """
    mended = ProcrastinatePeriodicDefer.objects.filter(task_name=OuterRef("task_name"), job=None)
    rows: QuerySet[Any] = ProcrastinateJob.objects.filter(status="failed")
    rows = rows.exclude(Q(args__has_key="timestamp") & Exists(mended))
    return rows.filter(_awaited() | ~Q(args__has_key="run"))


def _awaited() -> Q:
    """The jobs that a work under way waits for."""
    found = Q()
    args = JSONObject(job=Cast("pk", TextField()), run="run")
    for model in apps.get_models():
        if issubclass(model, Work):
            works: Any = model._default_manager
            under_way = works.filter(state__in=model.RUNNING).annotate(args=args)
            found |= Q(Exists(under_way.filter(args=OuterRef("args"))))
    return found


def latest_failures(most: int) -> Sequence[Any]:
    """The latest first; `at` is when."""
    ended = Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed"))
    return failures().annotate(at=ended).order_by("-at", "-pk")[:most]


def failed_by_task() -> dict[str, int]:
    """Name of a task -> how many of `failures`."""
    return dict(failures().order_by().values_list("task_name").annotate(Count("pk")))


def last_turn(task: str) -> datetime | None:
    """When the clock had a task done that is done: None where its latest turn is under way, failed, or never was."""
    turns = ProcrastinatePeriodicDefer.objects.filter(task_name=task)
    latest = turns.order_by("-defer_timestamp").values_list("defer_timestamp", "job").first()
    return datetime.fromtimestamp(latest[0], UTC) if latest and latest[1] is None else None


def stalled() -> QuerySet[Any]:
    """Jobs under way whose worker is gone or silent, as procrastinate's `get_stalled_jobs` finds them.

    It need not be dead (gis.work.stalled).
    """
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=clock() - _SILENT)
    rows: QuerySet[Any] = ProcrastinateJob.objects.filter(silent, status="doing")
    return rows


def stalled_by_task() -> dict[str, int]:
    """Name of a task -> how many of `stalled`."""
    return dict(stalled().order_by().values_list("task_name").annotate(Count("pk")))


def latest_stalled(most: int) -> Sequence[Any]:
    """The latest first; `at` is when they were begun."""
    begun = Max("procrastinateevent__at", filter=Q(procrastinateevent__type="started"))
    return stalled().annotate(at=begun).order_by("-at", "-pk")[:most]


def workers() -> int:
    """How many workers live."""
    return int(ProcrastinateWorker.objects.filter(last_heartbeat__gt=clock() - _SILENT).count())


def do_again(pk: int) -> bool:
    """Have one of `failures` done once more; False where it is none, or the same waits already."""
    return failures().filter(pk=pk).exists() and order_again(pk)
