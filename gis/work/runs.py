"""The runs of a work (docs/adr/0011): one worker at a time, and a late one writes nothing.

Functions take the row of a `Work` with a `state`; who may do what is decided above.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Manager, Q
from procrastinate.contrib.django.models import ProcrastinateJob

from gis.db.clock import clock
from gis.work.models import Work
from gis.work.queue import on_own_connection

STALLED_S = 60  # a worker at work tells so every second
FORGOTTEN_S = 600
MOST_RESUMES = 3

W = TypeVar("W", bound=Work)


class RunSuperseded(Exception):
    """Another run, or a person, took the work over: what this run did is undone."""


def is_stalled(work: Any) -> bool:
    """Whether a worker took the work and has been silent for too long."""
    return work.state in work.RUNNING and _age_s(work.heartbeat_at) > STALLED_S


def is_forgotten(work: Any) -> bool:
    """Whether no worker has taken the work for long: none runs, all are busy, or one died as it took it."""
    waiting = work.state in work.RUNNING and work.heartbeat_at is None
    return waiting and _age_s(work.started_at) > FORGOTTEN_S


def is_silent(work: Any) -> bool:
    """Whether a person may hand the work to another worker."""
    return is_stalled(work) or is_forgotten(work)


def is_lost(work: Any) -> bool:
    """Whether nobody will do the work any more: its worker fell silent, or its order left the queue untaken."""
    if is_stalled(work):
        return True
    return is_forgotten(work) and not _orders().filter(args=args_of(work)).exists()


def lost(model: type[W]) -> list[W]:
    """All of a kind that are lost; one that only waits long, for its turn in the queue, is not."""
    now = clock()
    stalled = Q(heartbeat_at__lt=now - timedelta(seconds=STALLED_S))
    forgotten = Q(heartbeat_at=None, started_at__lt=now - timedelta(seconds=FORGOTTEN_S))
    silent = list(_rows(model).filter(stalled | forgotten, state__in=model.RUNNING))
    queued = set(_orders().values_list("args__job", "args__run")) if silent else set()
    return [work for work in silent if work.heartbeat_at or (str(work.pk), work.run) not in queued]


def args_of(work: Any) -> dict[str, Any]:
    """What the job of the present run carries."""
    return {"job": str(work.pk), "run": work.run}


def _orders() -> Any:
    return ProcrastinateJob.objects.filter(status__in=("todo", "doing"), args__has_key="run")


def _age_s(moment: datetime | None) -> float:
    return (clock() - moment).total_seconds() if moment else 0.0


def order(work: Any, task: str, queue: str) -> None:
    """Save the work as waiting for a worker and queue it, in the caller's transaction or not at all.

    Args:
        task: by name, since tasks stand above the actions that order them.
    """
    _anew(work)
    work.save()
    on_own_connection().configure_task(task, queue=queue).defer(**args_of(work))


def begin(work: Any) -> None:
    """Save the work as taken by this very process; a worker takes it over when the process falls silent."""
    _anew(work)
    work.heartbeat_at = work.claimed_at = work.started_at
    work.save()


def _anew(work: Any) -> None:
    work.run += 1
    work.step, work.done, work.total = "", 0, -1
    work.started_at, work.heartbeat_at, work.finished_at = clock(), None, None


def claim(model: type[W], pk: UUID | int, run: int) -> bool:
    """Take a work for this worker; False when the order is stale (done, abandoned, given to another)."""
    at = clock()
    rows = _rows(model).filter(pk=pk, run=run, state__in=model.RUNNING, heartbeat_at=None)
    return bool(rows.update(heartbeat_at=at, claimed_at=at))


def beat(model: type[W], pk: UUID | int, run: int, step: str, done: int, total: int) -> bool:
    """Tell how far the worker is; False when the work is no longer its own."""
    rows = _rows(model).filter(pk=pk, run=run, state__in=model.RUNNING)
    return bool(rows.update(step=step, done=done, total=total, heartbeat_at=clock()))


def own(work: Any, run: int, *states: str) -> None:
    """Refuse to go on when a locked work is not this run's any more.

    Raises:
        RunSuperseded.
    """
    if work.run != run or work.state not in (states or work.RUNNING):
        raise RunSuperseded(f"{work.pk} run {run}")


def _rows(model: type[W]) -> Manager[W]:
    return model._default_manager
