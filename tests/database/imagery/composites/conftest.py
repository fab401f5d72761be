"""A cluster of two processes, and a small year of scenes."""

from collections.abc import Iterator

import pytest
from distributed import LocalCluster

from imagery.composites.blocks import Recipe
from tests.factories.cluster import local_cluster
from tests.factories.composites import year


@pytest.fixture(scope="session")
def whole_year(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    return year(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[LocalCluster]:
    with local_cluster() as running:
        yield running
