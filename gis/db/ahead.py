"""Preparing the next pieces while the database writes."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

# A thread that computes keeps the interpreter for 5 ms before another has its turn, and a reader that feeds the
# database needs many turns: of a large import 10 in 110 s were spent in waiting for them.
_USUAL_TURN_S, _SHORT_TURN_S = sys.getswitchinterval(), 0.0005


def ahead(items: Iterable[Item], make: Callable[[Item], Made], *, depth: int) -> Iterator[Made]:
    """`make(item)` for every item, in order, up to `depth` items ahead of the reader in a thread of its own.

    The items themselves are taken in the reader's thread. `make` must not touch the database: its connection belongs
    to the reader's thread. Errors of `make` come up where its result is taken.
    """
    waiting: deque[Future[Made]] = deque()
    with _short_turns(), ThreadPoolExecutor(max_workers=1) as thread:
        try:
            for item in items:
                waiting.append(thread.submit(copy_context().run, make, item))
                if len(waiting) > depth:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:  # a reader that stops early waits for the piece under way alone
            for future in waiting:
                future.cancel()


@contextmanager
def _short_turns() -> Iterator[None]:
    sys.setswitchinterval(_SHORT_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(_USUAL_TURN_S)
