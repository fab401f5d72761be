"""A small year of scenes."""

import pytest

from imagery.composites.blocks import Recipe
from tests.factories.composites import year


@pytest.fixture(scope="session")
def whole_year(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    return year(tmp_path_factory.mktemp("year"))
