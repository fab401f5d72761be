"""Readiness: each part that is not fit is named, and measured where it matters."""

import shutil
from collections import namedtuple

import pytest
from django.test import Client

from gis.http import health

Usage = namedtuple("Usage", "total used free")


def disks(free_of):
    """Free bytes by folder; every other folder has plenty."""
    return lambda path: Usage(10**12, 0, free_of.get(str(path), 10**12))


@pytest.mark.django_db
@pytest.mark.parametrize(("full", "ready"), [("DATA_DIR", False), ("BASE_DIR", True)])
def test_disk__is_the_one_that_is_written_to(settings, tmp_path, monkeypatch, full, ready):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(health.shutil, "disk_usage", disks({str(getattr(settings, full)): 1}))
    answer = Client().get("/readyz")
    assert answer.json()["checks"]["disk"] is ready
    assert answer.status_code == (200 if ready else 503)


@pytest.mark.django_db
def test_disk__that_is_not_there_is_not_ready(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    with pytest.raises(OSError, match="gone"):
        shutil.disk_usage(settings.DATA_DIR)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["disk"]) == (503, False)
