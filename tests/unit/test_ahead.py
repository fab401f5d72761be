"""Preparing pieces ahead."""

import sys
import threading
from contextvars import ContextVar

import pytest

from gis.db.ahead import ahead

LANGUAGE: ContextVar[str] = ContextVar("language", default="vi")


def test_order_is_kept_and_the_next_is_made_meanwhile():
    made: list[int] = []
    started = threading.Event()

    def make(item):
        made.append(item)
        if item == 2:
            started.set()
        return item * 10

    results = ahead([1, 2, 3], make, depth=1)
    assert next(results) == 10
    assert started.wait(5)  # the second is under way though nobody asked for it
    assert list(results) == [20, 30]
    assert made == [1, 2, 3]


def test_items_are_taken_in_the_readers_thread_and_made_in_another():
    threads = []

    def items():
        threads.append(threading.current_thread())
        yield 1

    other = list(ahead(items(), lambda _: threading.current_thread(), depth=1))
    assert threads == [threading.current_thread()]
    assert other != threads


def test_an_error_comes_up_at_its_piece():
    def make(item):
        if item == 2:
            raise ValueError("two")
        return item

    results = ahead([1, 2, 3], make, depth=1)
    assert next(results) == 1
    with pytest.raises(ValueError, match="two"):
        next(results)


def test_the_language_goes_along():
    LANGUAGE.set("en")
    assert list(ahead([1], lambda _: LANGUAGE.get(), depth=1)) == ["en"]


def test_nothing_to_do():
    assert list(ahead([], lambda item: item, depth=1)) == []


def test_no_more_is_made_ahead_than_was_said():
    made: list[int] = []
    results = ahead(range(10), lambda item: made.append(item) or item, depth=3)
    assert next(results) == 0
    results.close()
    assert made[0] == 0
    assert set(made) <= {0, 1, 2, 3}


def test_the_interpreter_turns_as_usual_afterwards():
    usual = sys.getswitchinterval()
    results = ahead([1, 2], lambda item: item, depth=1)
    assert next(results) == 1
    assert sys.getswitchinterval() < usual
    results.close()
    assert sys.getswitchinterval() == usual
