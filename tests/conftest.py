"""What every test may use."""

from collections.abc import Iterator
from datetime import date

import pytest

from gis.db import versions


@pytest.fixture
def today() -> date:
    """The day the tests live on."""
    return date(2026, 11, 22)


@pytest.fixture(autouse=True)
def fresh_versions() -> Iterator[None]:
    """Data versions are remembered per process for half a second; tests must not see each other's."""
    versions.forget()
    yield
    versions.forget()
