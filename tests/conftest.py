"""What every test may use."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from gis.db import versions
from tests.emptying import empty_after


@pytest.fixture(autouse=True, scope="session")
def quick_emptying() -> Iterator[None]:
    """Tests that commit leave no rows behind, in less time than Django takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_after)
        yield


@pytest.fixture
def today() -> date:
    """The day the tests live on."""
    return date(2026, 11, 22)


@pytest.fixture(autouse=True)
def fresh_versions() -> Iterator[None]:
    """Data versions are remembered per process for half a second; tests must not see each other's."""
    versions.forget()
    translation.activate(settings.LANGUAGE_CODE)  # a request of the test before may have left another language
    yield
    versions.forget()


@pytest.fixture
def public_wall(settings, transactional_db) -> Iterator[None]:
    """Anonymous reads go through the real public role; rows must be committed, so the test is transactional."""
    settings.PUBLIC_DATABASE = "public"
    versions.forget()
    yield
    connections["public"].close()
