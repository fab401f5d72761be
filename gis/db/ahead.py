"""Preparing the next piece while the database writes the last one."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def ahead(items: Iterable[Item], make: Callable[[Item], Made]) -> Iterator[Made]:
    """`make(item)` for every item, in order, one item ahead of the reader in a thread of its own.

    The items themselves are taken in the reader's thread. `make` must not touch the database: its connection belongs
    to the reader's thread. Errors of `make` come up where its result is taken.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        waiting: Future[Made] | None = None
        for item in items:
            following = thread.submit(copy_context().run, make, item)
            if waiting is not None:
                yield waiting.result()
            waiting = following
        if waiting is not None:
            yield waiting.result()
