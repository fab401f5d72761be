"""Scenes in an object store: threads read with the service's keys, workers of a cluster with their own."""

import pickle

import pytest

from imagery import store
from imagery.actions import scenes
from imagery.composites import making
from imagery.workflow import BandRole
from tests.database.imagery.composites.days import Days, made, ordered
from tests.database.imagery.test_store import bucket, server  # noqa: F401 - fixtures


@pytest.fixture
def year(db, tmp_path, data_dir, bucket):  # noqa: F811
    days = Days(tmp_path / "files")
    return [days.put(day) for day in ("2024-02-01", "2024-05-01", "2024-11-01")]


def test_both_read_it_and_make_the_same(year, bucket, cluster, settings):  # noqa: F811
    (here,) = made(2024)
    assert here.data_key in bucket()
    assert store.address(here.data_key).startswith("/vsis3/")
    scenes.withdraw_scene(actor=None, scene=here, reason="thử")
    settings.DASK_SCHEDULER_ADDRESS = cluster.scheduler_address
    (there,) = made(2024)
    assert there.data_sha256 == here.data_sha256


def test_keys_stay_at_home(year, settings):
    (job,) = ordered(2024)
    grid = making._plan(job, year, making.Path("data.tif")).grid
    assert "session" in making.recipe_of(year, grid, [BandRole.RED]).environment
    settings.DASK_SCHEDULER_ADDRESS = "tcp://scheduler:8786"
    sent = pickle.dumps(making.recipe_of(year, grid, [BandRole.RED]))
    assert b"/vsis3/" in sent
    assert b"khoa" not in sent
    assert b"bi-mat" not in sent
