"""What the tests of auctions stand on: the working calendar and the terms of the law."""

import pytest
from django.conf import settings
from django.core.management import call_command

from auctions import facts
from worktime import reading


@pytest.fixture(autouse=True)
def calendar(db):
    """The calendar, the rules and the bounds of the project's own facts."""
    reading.forget()
    call_command("load_calendar", verbosity=0)
    facts.load_facts(settings.BASE_DIR / "data" / "facts")
    yield
    reading.forget()
