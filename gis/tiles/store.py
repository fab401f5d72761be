"""Keeps public tiles, vectors and pictures: hot ones in the process, the others as files."""

import hashlib
import os
import tempfile
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from gis.layers import Layer
from gis.tiles.matrix import Tile

FORMAT = 1  # raise when the SQL of tiles changes what a tile holds
MEMORY_BYTES = 48 * 1024 * 1024
_SWEEP_EVERY = 2_000  # files written
_BLOCK = 4096
_ENTRY_BYTES = 512  # about what an address and its place take in memory, also where the tile is empty (measured: 620)


@dataclass(frozen=True, slots=True)
class Address:
    """One content of one tile.

    Attributes:
        layer: name of the folder: the layer, or the picture and how it is drawn.
        version: of the content, without "/".
    """

    layer: str
    tile: Tile
    version: int | str
    root: str
    suffix: str = ".mvt.gz"

    @property
    def path(self) -> Path:
        """The file; the version is in the name, so a changed tile never answers from an old file."""
        name = f"{self.tile.y}-{self.version}{self.suffix}"
        return Path(self.root) / self.layer / str(self.tile.z) / str(self.tile.x) / name


class _Memory:
    """The most recently used tiles, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Address, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: Address) -> bytes | None:
        """The tile, marked as used."""
        with self._lock:
            found = self._kept.get(address)
            if found is not None:
                self._kept.move_to_end(address)
            return found

    def put(self, address: Address, content: bytes) -> None:
        """Keep a tile and let the longest unused go."""
        with self._lock:
            known = self._kept.pop(address, None)
            self._size += _charged(content) - (0 if known is None else _charged(known))
            self._kept[address] = content
            while self._size > self._limit:
                self._size -= _charged(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0


def _charged(content: bytes) -> int:
    return len(content) + _ENTRY_BYTES


_memory = _Memory(MEMORY_BYTES)
_roots: dict[tuple[str, str], str] = {}
_written = 0
_sweeping = threading.Lock()


def address_of(layer: Layer, tile: Tile, version: int, using: str) -> Address | None:
    """Where a tile is kept; None inside a transaction, whose rows nobody else may have seen yet."""
    folder = getattr(settings, "TILE_CACHE_DIR", None)
    if not folder or connections[using].in_atomic_block:
        return None
    return Address(layer.name, tile, version, str(Path(folder) / _identity(layer, using)))


def get(address: Address) -> bytes | None:
    """The tile, if kept (gzipped where it is vectors)."""
    found = _memory.get(address)
    if found is None:
        try:
            found = address.path.read_bytes()
        except OSError:
            return None
        _memory.put(address, found)
    return found


def put(address: Address, content: bytes) -> None:
    """Keep a tile. A full or read-only disk costs speed, not the answer."""
    _memory.put(address, content)
    path = address.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)
        _drop_older(path, address.suffix)
    except OSError:
        return
    _count(Path(address.root).parent)


def clear_memory() -> None:
    """Empty the process's memory (tests)."""
    _memory.clear()
    _roots.clear()


def _identity(layer: Layer, using: str) -> str:
    """A folder name for this database and this declaration: versions of another database mean nothing here."""
    key = (using, layer.name)
    if key not in _roots:
        with connections[using].cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT system_identifier FROM pg_control_system()), oid, datname "
                "FROM pg_database WHERE datname = current_database()"
            )
            row = cursor.fetchone()
        shown = [(item.name, item.kind, item.tile_from) for item in layer.fields]
        how = (layer.shape, layer.aggregate_below, layer.crowded_below, layer.crowd, layer.aggregate_by, layer.area)
        text = repr((FORMAT, row, shown, how))
        _roots[key] = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return _roots[key]


def _drop_older(path: Path, suffix: str) -> None:
    row = path.name.split("-")[0]
    for old in path.parent.glob(f"{row}-*{suffix}"):
        if old != path:
            old.unlink(missing_ok=True)


def _count(folder: Path) -> None:
    """Have the store swept now and then, beside the request that happens to be the one: it waits for its tile alone."""
    global _written  # a plain counter of this process; a lost increment only moves the next sweep
    _written += 1
    if _written % _SWEEP_EVERY == 0:
        threading.Thread(target=_sweep_alone, args=(folder,), name="tile-sweep", daemon=True).start()


def _sweep_alone(folder: Path) -> None:
    if _sweeping.acquire(blocking=False):
        try:
            sweep(folder)
        finally:
            _sweeping.release()


def sweep(folder: Path, limit: int | None = None, now: float | None = None) -> int:
    """Delete the oldest files until at most nine tenths of `limit` bytes are used, lost temporary files, empty folders.

    Looked through twice instead of kept as a list: there may be half a million files.

    Args:
        limit: TILE_STORE_BYTES of the settings unless said.

    Returns:
        Bytes freed.
    """
    limit = settings.TILE_STORE_BYTES if limit is None else limit
    now = time.time() if now is None else now
    by_second: Counter[int] = Counter()
    for _, when, size in _files(str(folder)):
        by_second[when] += size
    last, freed = _last_to_go(by_second, limit), 0
    for file, when, size in _files(str(folder)):
        lost = os.path.basename(file).startswith(tempfile.gettempprefix()) and now - when > 3600
        if lost or when <= last:
            with suppress(OSError):
                os.unlink(file)
                freed += size
    return freed


def _last_to_go(by_second: Counter[int], limit: int) -> int:
    used = by_second.total()
    last = -1
    if used > limit:
        for second in sorted(by_second):
            if used <= limit * 0.9:
                break
            used -= by_second[second]
            last = second
    return last


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, second of its last change and bytes of every file; folders below that are empty afterwards go.

    Another process may write or sweep at the same time: what is gone meanwhile is nobody's loss.
    """
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
                with suppress(OSError):
                    os.rmdir(entry.path)
                continue
            with suppress(FileNotFoundError):
                told = entry.stat(follow_symlinks=False)
                yield entry.path, int(told.st_mtime), _on_disk(told.st_size)


def _on_disk(size: int) -> int:
    """A file takes whole blocks, and an empty one an inode: counted as a block, or empty tiles would cost nothing."""
    return max(1, -(-size // _BLOCK)) * _BLOCK
