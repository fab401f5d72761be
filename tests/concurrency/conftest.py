"""Real threads on real connections; rows are committed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections


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
