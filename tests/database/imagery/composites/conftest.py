"""A cluster of two processes, a small year of scenes, and a store of the test's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from imagery.composites.blocks import Recipe
from imagery.tiles import pixels, sheets
from tests.factories.cluster import local_cluster
from tests.factories.composites import year


@pytest.fixture(scope="session")
def whole_year(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    return year(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[LocalCluster]:
    with local_cluster() as running:
        yield running


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Files of loads and of scenes lie in a folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.STORAGES = settings.STORAGES | {
        "scenes": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.DATA_DIR / "scenes"},
        }
    }
    yield settings.DATA_DIR
    pixels.close()
    sheets.forget()
