"""Real threads on real connections; rows are committed."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections

PATIENCE_S = 20.0
_BLOCKING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"


def hold(done: Event) -> None:
    """Keep this thread's transaction open until the other thread has done its part, or waits for a lock of this one."""
    end = time.monotonic() + PATIENCE_S
    while not done.wait(0.02):
        assert time.monotonic() < end, "the other thread neither goes on nor waits"
        with connection.cursor() as cursor:
            cursor.execute(_BLOCKING)
            if cursor.fetchone()[0]:
                return


def _run(barrier: Barrier, act: Callable[[], Any]) -> Any:
    try:
        barrier.wait(timeout=10)
        return act()
    except Exception as error:  # the outcome is what the test looks at
        return error
    finally:
        connections.close_all()


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Run acts in threads of their own, started together; gives results or exceptions in order."""

    def run(*acts: Callable[[], Any]) -> list[Any]:
        barrier = Barrier(len(acts))
        with ThreadPoolExecutor(len(acts)) as pool:
            return [future.result(timeout=60) for future in [pool.submit(_run, barrier, act) for act in acts]]

    return run
