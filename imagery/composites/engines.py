"""Where blocks are computed: threads of this process, or workers of a Dask cluster. The same blocks, the same bytes.

Blocks come back in their order and only a few are under way at once, so that neither side ever holds a whole picture.
"""

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from contextlib import contextmanager
from typing import Any, Protocol

import distributed
from dask.base import compute
from django.conf import settings

from gis.http.problems import DomainError
from gis.work.runs import RunSuperseded
from imagery.composites.blocks import Unreadable
from imagery.composites.cube import Block
from imagery.composites.median import Stored
from imagery.errors import BadComposite

log = logging.getLogger(__name__)
Beat = Callable[[], None]
_BEAT_S = 1.0
_CONNECT_S = 20
LOST_S = 60.0  # without any worker: a machine that starts anew is back by then


class _Engine(Protocol):
    """Something that computes blocks.

    Attributes:
        ahead: how many blocks may be under way.
    """

    ahead: int

    def submit(self, task: Any) -> Any: ...

    def is_done(self, job: Any) -> bool:
        """Wait a moment for a block."""

    def result(self, job: Any) -> Stored: ...


def on_cluster() -> bool:
    """Whether a cluster is set (docs/operations/settings.md)."""
    return bool(settings.DASK_SCHEDULER_ADDRESS)


def threads() -> int:
    """How many threads compute where there is no cluster."""
    return settings.COMPOSITE_THREADS or len(os.sched_getaffinity(0))


def computed(blocks: Iterable[Block], beat: Beat) -> Iterator[tuple[Block, Stored]]:
    """The blocks with their pixels, in their order.

    Args:
        beat: called while one waits; what it raises ends the computing.

    Raises:
        BadComposite: a scene cannot be read, or the cluster does not answer.
    """
    if on_cluster():
        with _told_by_cluster(settings.DASK_SCHEDULER_ADDRESS), _cluster(settings.DASK_SCHEDULER_ADDRESS) as engine:
            yield from _in_order(engine, blocks, beat)
    else:
        with futures.ThreadPoolExecutor(threads(), thread_name_prefix="composite") as pool:
            yield from _in_order(_Threads(pool, threads()), blocks, beat)


def _in_order(engine: _Engine, blocks: Iterable[Block], beat: Beat) -> Iterator[tuple[Block, Stored]]:
    waiting: deque[tuple[Block, Any]] = deque()
    try:
        for block in blocks:
            waiting.append((block, engine.submit(block.task)))
            if len(waiting) > engine.ahead:
                yield _next(engine, waiting, beat)
        while waiting:
            yield _next(engine, waiting, beat)
    finally:
        for _, job in waiting:
            job.cancel()


def _next(engine: _Engine, waiting: deque[tuple[Block, Any]], beat: Beat) -> tuple[Block, Stored]:
    block, job = waiting[0]
    while not engine.is_done(job):
        beat()
    waiting.popleft()
    try:
        return block, engine.result(job)
    except Unreadable as error:
        name, what = error.args
        raise BadComposite("unreadable", name=name, what=what.strip(" :'")) from error


class _Threads:
    """Threads of this process, which share its memory; reading and the median let other threads run."""

    def __init__(self, pool: futures.ThreadPoolExecutor, count: int) -> None:
        self._pool = pool
        self.ahead = 2 * count

    def submit(self, task: Any) -> Any:
        return self._pool.submit(compute, task, scheduler="synchronous")

    def is_done(self, job: Any) -> bool:
        return bool(futures.wait([job], _BEAT_S).done)

    def result(self, job: Any) -> Stored:
        found: Stored = job.result()[0]
        return found


class _Cluster:
    """A Dask cluster. A block whose worker died is computed by another one; the scheduler gives up after four."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._alive_at = time.monotonic()
        self.ahead = max(4, 2 * sum(client.nthreads().values()))

    def submit(self, task: Any) -> Any:
        return self._client.compute(task)

    def is_done(self, job: Any) -> bool:
        try:
            with self._client.as_current():
                distributed.wait([job], timeout=_BEAT_S)
        except TimeoutError:
            self._require_workers()
            return False
        return True

    def result(self, job: Any) -> Stored:
        found: Stored = job.result()
        return found

    def _require_workers(self) -> None:
        # Without workers the scheduler waits for some for ever.
        now = time.monotonic()
        if self._client.nthreads():
            self._alive_at = now
        elif now - self._alive_at > LOST_S:
            raise BadComposite("no_workers", seconds=round(LOST_S))


@contextmanager
def _cluster(address: str) -> Iterator[_Cluster]:
    try:
        client = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False, name="composites")
    except (OSError, TimeoutError, ValueError) as error:
        raise BadComposite("no_cluster", address=address) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=LOST_S)
        except TimeoutError as error:
            raise BadComposite("no_workers", seconds=round(LOST_S)) from error
        yield _Cluster(client)


@contextmanager
def _told_by_cluster(address: str) -> Iterator[None]:
    """What breaks on other machines is told to whoever looks after them, not only to this one's log."""
    try:
        yield
    except (DomainError, RunSuperseded):
        raise
    except distributed.KilledWorker as error:
        raise BadComposite("workers_die") from error
    except Exception as error:
        log.exception("cluster %s", address)
        first = _first(error)
        reason = "cluster_differs" if isinstance(first, ImportError) else "cluster_failed"
        raise BadComposite(reason, what=f"{type(first).__name__}: {first}"[:300]) from error


def _first(error: BaseException) -> BaseException:
    """What an error came of: Dask wraps it in advice for programmers."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error
