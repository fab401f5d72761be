"""Threads and a real cluster of processes give the same bytes; what breaks there is told."""

import hashlib
from dataclasses import replace

import distributed
import pytest

from gis.work.runs import RunSuperseded
from imagery.composites import cube, engines
from imagery.composites.cube import blocks_of
from imagery.errors import BadComposite
from tests.factories.cluster import kill_worker, local_cluster, wait_for


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch, settings):
    monkeypatch.setattr(cube, "_LARGEST", 64)
    monkeypatch.setattr(engines, "_BEAT_S", 0.1)
    settings.DASK_SCHEDULER_ADDRESS, settings.COMPOSITE_THREADS = "", 2


def digest(recipe, beat=lambda: None):
    """Of all blocks in their order, places and pixels."""
    total, count = hashlib.sha256(), 0
    for block, pixels in engines.computed(blocks_of(recipe, 384, 256), beat):
        beat()
        total.update(repr(block.part).encode())
        total.update(pixels.tobytes())
        count += 1
    assert count == 20  # of 24, four are reached by no scene
    return total.hexdigest()


@pytest.fixture(scope="module")
def by_threads(whole_year):
    """What one thread makes."""
    patch = pytest.MonkeyPatch()
    patch.setattr(cube, "_LARGEST", 64)
    patch.setattr(engines, "threads", lambda: 1)
    found = digest(whole_year)
    patch.undo()
    return found


def test_more_threads_make_the_same(whole_year, by_threads):
    assert digest(whole_year) == by_threads


def test_a_cluster_of_processes_makes_the_same(whole_year, by_threads, cluster, settings):
    settings.DASK_SCHEDULER_ADDRESS = cluster.scheduler_address
    assert digest(whole_year) == by_threads


def test_a_worker_that_is_killed_costs_nothing_but_time(whole_year, by_threads, cluster, settings):
    settings.DASK_SCHEDULER_ADDRESS = cluster.scheduler_address
    wait_for(cluster, 2)
    killed = []

    def beat():
        if not killed:
            killed.append(kill_worker(cluster))

    assert digest(whole_year, beat) == by_threads
    assert killed


@pytest.mark.parametrize("remote", [False, True])
def test_a_file_that_workers_cannot_read_is_told(whole_year, cluster, settings, remote, tmp_path):
    settings.DASK_SCHEDULER_ADDRESS = cluster.scheduler_address if remote else ""
    lost = replace(whole_year.layers[0], code="lost", data=str(tmp_path / "elsewhere.tif"))
    broken = replace(whole_year, layers=(lost, *whole_year.layers[1:]))
    with pytest.raises(BadComposite) as caught:
        digest(broken)
    assert caught.value.reason == "unreadable"
    assert "lost" in caught.value.detail
    assert str(tmp_path) not in caught.value.detail


@pytest.mark.parametrize("remote", [False, True])
def test_who_is_superseded_stops(whole_year, cluster, settings, remote):
    settings.DASK_SCHEDULER_ADDRESS = cluster.scheduler_address if remote else ""

    def beat():
        raise RunSuperseded("another run")

    with pytest.raises(RunSuperseded):
        digest(whole_year, beat)


def test_no_cluster_is_told(whole_year, settings, monkeypatch):
    monkeypatch.setattr(engines, "_CONNECT_S", 0.5)
    settings.DASK_SCHEDULER_ADDRESS = "tcp://127.0.0.1:9"
    with pytest.raises(BadComposite) as caught:
        digest(whole_year)
    assert caught.value.reason == "no_cluster"


@pytest.fixture(scope="module")
def empty_cluster():
    with local_cluster(workers=0) as empty:
        yield empty


def test_a_cluster_without_workers_is_told(whole_year, empty_cluster, settings, monkeypatch):
    monkeypatch.setattr(engines, "LOST_S", 0.5)
    settings.DASK_SCHEDULER_ADDRESS = empty_cluster.scheduler_address
    with pytest.raises(BadComposite) as caught:
        digest(whole_year)
    assert caught.value.reason == "no_workers"


def test_a_cluster_that_loses_all_workers_is_told(whole_year, empty_cluster, settings, monkeypatch):
    monkeypatch.setattr(engines, "LOST_S", 0.5)
    monkeypatch.setattr(distributed.Client, "wait_for_workers", lambda *_args, **_options: None)
    settings.DASK_SCHEDULER_ADDRESS = empty_cluster.scheduler_address
    with pytest.raises(BadComposite) as caught:
        digest(whole_year)
    assert caught.value.reason == "no_workers"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (distributed.KilledWorker("block", None, 3), "workers_die"),
        (ModuleNotFoundError("No module named 'imagery'"), "cluster_differs"),
        (OSError("Timed out"), "cluster_failed"),
    ],
)
def test_what_breaks_on_the_cluster_is_told(whole_year, cluster, settings, monkeypatch, error, reason):
    settings.DASK_SCHEDULER_ADDRESS = cluster.scheduler_address

    def broken(self, job):
        raise error

    monkeypatch.setattr(engines._Cluster, "result", broken)
    with pytest.raises(BadComposite) as caught:
        digest(whole_year)
    assert caught.value.reason == reason
