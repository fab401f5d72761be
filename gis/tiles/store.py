"""Keeps public tiles, vectors and pictures: hot ones in the process, the others as files."""

import hashlib
import os
import tempfile
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from gis.layers import Layer
from gis.tiles.matrix import Tile

FORMAT = 1  # raise when the SQL of tiles changes what a tile holds
MEMORY_BYTES = 48 * 1024 * 1024
_SWEEP_EVERY = 500  # files written


@dataclass(frozen=True)
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
            self._size += len(content) - len(self._kept.pop(address, b""))
            self._kept[address] = content
            while self._size > self._limit:
                self._size -= len(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0


_memory = _Memory(MEMORY_BYTES)
_roots: dict[tuple[str, str], str] = {}
_written = 0


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
        how = (layer.shape, layer.aggregate_below, layer.crowded_below, layer.aggregate_by, layer.area)
        text = repr((FORMAT, row, shown, how))
        _roots[key] = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return _roots[key]


def _drop_older(path: Path, suffix: str) -> None:
    row = path.name.split("-")[0]
    for old in path.parent.glob(f"{row}-*{suffix}"):
        if old != path:
            old.unlink(missing_ok=True)


def _count(folder: Path) -> None:
    global _written  # a plain counter of this process; a lost increment only moves the next sweep
    _written += 1
    if _written % _SWEEP_EVERY == 0:
        sweep(folder)


def sweep(folder: Path, limit: int | None = None, now: float | None = None) -> int:
    """Delete the oldest files until at most nine tenths of `limit` bytes are used, and lost temporary files.

    Args:
        limit: TILE_STORE_BYTES of the settings unless said.

    Returns:
        Bytes freed.
    """
    limit = settings.TILE_STORE_BYTES if limit is None else limit
    now = time.time() if now is None else now
    files = sorted(
        ((found.stat().st_mtime, found.stat().st_size, found) for found in folder.rglob("*") if found.is_file()),
        key=lambda entry: entry[0],
    )
    used = total = sum(size for _, size, _ in files)
    for when, size, file in files:
        lost = file.name.startswith(tempfile.gettempprefix()) and now - when > 3600
        if lost or (total > limit and used > limit * 0.9):
            file.unlink(missing_ok=True)
            used -= size
    return total - used
