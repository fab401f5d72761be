"""What the store of tiles may take: of the disk, of memory, of a request."""

import os
import threading

import pytest

from gis.tiles import store
from gis.tiles.matrix import Tile
from tests.database.tiles.test_tiles import path

BLOCK = 4096


def address(root, number=0, version=1):
    return store.Address("plots", Tile(20, number, 5), version, str(root))


def files(folder):
    return sorted(found.name for found in folder.rglob("*") if found.is_file())


def test_sweep__the_oldest_go(tmp_path):
    for index in range(10):
        file = tmp_path / f"{index}.mvt.gz"
        file.write_bytes(b"x" * 100)
        os.utime(file, (index, index))
    assert store.sweep(tmp_path, limit=5 * BLOCK, now=100.0) == 6 * BLOCK
    assert files(tmp_path) == [f"{index}.mvt.gz" for index in range(6, 10)]


@pytest.mark.parametrize(("size", "blocks"), [(0, 1), (1, 1), (BLOCK, 1), (BLOCK + 1, 2)])
def test_sweep__a_file_takes_whole_blocks_and_an_empty_one_too(tmp_path, size, blocks):
    (tmp_path / "1.img").write_bytes(b"x" * size)
    assert store.sweep(tmp_path, limit=blocks * BLOCK) == 0
    assert store.sweep(tmp_path, limit=blocks * BLOCK - 1) == blocks * BLOCK


def test_sweep__empty_folders_go(tmp_path):
    store.put(address(tmp_path / "a", 1), b"")
    store.put(address(tmp_path / "a", 2), b"xx")
    old = address(tmp_path / "a", 1).path
    os.utime(old, (1, 1))
    store.sweep(tmp_path, limit=2 * BLOCK - 1)
    assert files(tmp_path) == [address(tmp_path / "a", 2).path.name]
    assert not old.parent.exists()
    os.utime(address(tmp_path / "a", 2).path, (1, 1))
    store.sweep(tmp_path, limit=0)
    assert list(tmp_path.iterdir()) == []


def test_sweep__lost_temporary_files_go(tmp_path):
    (tmp_path / "tmpabc").touch()
    os.utime(tmp_path / "tmpabc", (1, 1))
    (tmp_path / "tmpnew").touch()
    store.sweep(tmp_path)
    assert files(tmp_path) == ["tmpnew"]


def test_put__sweeps_beside_the_request(tmp_path, monkeypatch):
    """Half a million files take a while, and somebody waits for the tile."""
    begun, done = threading.Event(), threading.Event()

    def slow(folder):
        begun.set()
        assert done.wait(20)

    monkeypatch.setattr(store, "sweep", slow)
    monkeypatch.setattr(store, "_SWEEP_EVERY", 1)
    before = threading.active_count()
    for number in range(3):
        store.put(address(tmp_path, number), b"x")
    assert begun.wait(20)
    assert threading.active_count() <= before + 3
    done.set()
    for thread in threading.enumerate():
        if thread.name == "tile-sweep":
            thread.join(20)
    assert not store._sweeping.locked()


def test_memory__empty_tiles_take_room_too(tmp_path):
    memory = store._Memory(10 * 512)
    for number in range(1000):
        memory.put(address(tmp_path, number), b"")
    assert memory.get(address(tmp_path, 999)) == b""
    assert sum(memory.get(address(tmp_path, number)) is not None for number in range(1000)) == 10
    memory.put(address(tmp_path, 999), b"x" * 512)
    memory.put(address(tmp_path, 999), b"")
    assert sum(memory.get(address(tmp_path, number)) is not None for number in range(1000)) == 9


@pytest.mark.django_db(transaction=True)
def test_tiles__where_nothing_lies_are_not_kept(api, world, settings):
    assert api.get(path(Tile(14, 3, 3))).status == 204
    assert files(settings.TILE_CACHE_DIR) == []
