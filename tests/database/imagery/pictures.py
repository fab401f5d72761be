"""Fixtures of the doors of pictures: a store of the test's own, and memories emptied."""

import pytest
from django.test import Client

from gis.tiles import store as tile_store
from imagery.tiles import pixels, sheets


@pytest.fixture
def picture_store(settings, tmp_path):
    """Scenes and files on their way lie in the test's folder."""
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "scenes": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "scenes"},
        },
    }
    forget()
    yield tmp_path
    forget()


def forget():
    """Nothing that a process remembers may reach another test."""
    sheets.forget()
    tile_store.clear_memory()
    pixels.close()


def as_reader(user=None):
    """A browser of a person, or of nobody."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
