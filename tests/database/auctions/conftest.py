"""What the tests of auctions stand on: the working calendar and the terms of the law."""

import pytest
from django.core.management import call_command

from worktime import reading


@pytest.fixture(autouse=True)
def calendar(db):
    """The calendar and the rules of the project's own facts."""
    reading.forget()
    call_command("load_calendar", verbosity=0)
    yield
    reading.forget()
