"""Two transactions that change internal and public things of one layer in opposite orders."""

from threading import Event

import pytest
from django.db import OperationalError, transaction

from gis.db import versions
from tests.concurrency.conftest import hold

pytestmark = pytest.mark.django_db(transaction=True)


def crossing(at_once):
    """The first has changed what is internal when the second begins with what is public."""
    begun, done = Event(), Event()

    def first():
        with transaction.atomic():
            versions.bump("lots", public=False)
            begun.set()
            hold(done)
            versions.bump("lots")

    def second():
        assert begun.wait(10)
        with transaction.atomic():
            versions.bump("lots")
            done.set()
            versions.bump("lots", public=False)

    return at_once(first, second)


def test_they_would_lock_each_other_out(at_once, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(
        versions, "_BUMP", versions._BUMP.replace("pg_advisory_xact_lock(4300, hashtext(%(both)s))", "%(both)s")
    )
    told = [error for error in crossing(at_once) if error is not None]
    assert [type(error) for error in told] == [OperationalError]
    assert "deadlock" in str(told[0])


def test_one_waits_for_the_other(at_once):
    assert crossing(at_once) == [None, None]
