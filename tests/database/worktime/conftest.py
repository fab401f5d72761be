"""Calendars in the database, and nobody's memory of them."""

from io import StringIO

import pytest
from django.core.management import call_command

from worktime import reading


@pytest.fixture(autouse=True)
def forgotten():
    reading.forget()
    yield
    reading.forget()


@pytest.fixture
def calendar(db):
    """The days, hours and rules of data/facts."""
    call_command("load_calendar", stdout=StringIO())
