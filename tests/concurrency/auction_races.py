"""Two acts on auctions at once, and what has to be whole afterwards."""

from collections import Counter
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from auctions.actions import rows
from auctions.ledger import hash_of
from auctions.models import AuctionResult, Inquiry, Ledger, LedgerEntry, Lot, LotEvent, LotNews, LotVersion
from tests.concurrency.conftest import hold
from tests.factories import queues

Act = Callable[[], Any]


@pytest.fixture(autouse=True)
def no_jobs(transactional_db):
    queues.empty()
    yield
    queues.empty()


@pytest.fixture
def without_locks(monkeypatch):
    """Rows of lots, results, questions, sessions and chains are read, not locked."""
    for model in (Lot, AuctionResult, Inquiry, Ledger, LotNews):
        monkeypatch.setattr(type(model.objects.all()), "select_for_update", lambda rows, *args, **kwargs: rows)


def one_after_other(at_once, act: Act, other: Act) -> list[Any]:
    """The first has written, not committed, when the second acts. Outcomes: results or exceptions."""
    written, done = Event(), Event()

    def first():
        with transaction.atomic():
            made = act()
            written.set()
            hold(done)
        return made

    def second():
        assert written.wait(10)
        try:
            return other()
        finally:
            done.set()

    return at_once(first, second)


def lock_and_act_late(at_once, lot: Lot, act: Act, other: Act) -> list[Any]:
    """The second has begun, and waits for the lot, when the first acts on it: its clock is read after the second's."""
    locked, done = Event(), Event()

    def first():
        with transaction.atomic():
            rows.locked_one(lot)
            locked.set()
            hold(done)
            return act()

    def second():
        assert locked.wait(10)
        try:
            return other()
        finally:
            done.set()

    return at_once(first, second)


def assert_whole(lot: Lot) -> None:
    """Versions without a gap, the last one says what the lot says; one unbroken chain."""
    lot.refresh_from_db()
    said = list(LotVersion.objects.filter(lot=lot).order_by("version"))
    assert [item.version for item in said] == list(range(1, lot.version + 1))
    assert [item.recorded.upper for item in said] == [*(item.recorded.lower for item in said[1:]), None]
    assert (said[-1].state, said[-1].publish_level) == (lot.state, lot.publish_level)
    assert_chained()


def assert_chained() -> None:
    for chain in Ledger.objects.all():
        before, number = "", 0
        for entry in LedgerEntry.objects.filter(ledger=chain).order_by("number"):
            number += 1
            assert (entry.number, entry.hash_before) == (number, before)
            before = entry.hash
            assert before == hash_of(entry.hash_before, entry.payload)
        assert (chain.last_number, chain.last_hash) == (number, before)


def traces(lot: Lot) -> Counter[str]:
    """How often each act is told of a lot: in its acts and in the public log."""
    told = Counter(f"event {verb}" for verb in LotEvent.objects.filter(lot=lot).values_list("verb", flat=True))
    return told + Counter(entry=LedgerEntry.objects.filter(lot=lot).count(), version=lot.version)
