"""From a question to the bytes of a tile, through the store where the tile is public and plain."""

import gzip
import time
from typing import Any

from gis.db.versions import layer_version, tile_version
from gis.db.wall import is_known
from gis.layers import Layer
from gis.query.doors import audience, weak_tag
from gis.query.question import Question
from gis.tiles import store
from gis.tiles.matrix import Tile
from gis.tiles.sql import forget_statements, tile_bytes

_FRESH_FOR_S = 0.4  # with the second of a shared cache an edit stays unseen for less than the promised time
_MOST_SEEN = 50_000
_seen: dict[tuple[str, int, Tile], tuple[float, int]] = {}


def version_of(layer: Layer, tile: Tile, using: str) -> int:
    """The data version of a tile, at most 0.4 s old, and read no earlier than the version of its layer."""
    key = (f"{using} {layer.name}", layer_version(layer.name, using), tile)
    now = time.monotonic()
    when, version = _seen.get(key, (0.0, 0))
    if not version or now - when > _FRESH_FOR_S:
        version = tile_version(layer.name, tile.z, tile.x, tile.y, using)
        if len(_seen) > _MOST_SEEN:
            _seen.clear()
        _seen[key] = (now, version)
    return version


def forget() -> None:
    """Empty the memory of this process (tests)."""
    _seen.clear()
    store.clear_memory()
    forget_statements()


def address_version(layer: Layer, user: Any, using: str) -> str:
    """The `v` of tile addresses: the data's version, and for a person a mark that parts them from the public."""
    version = str(layer_version(layer.name, using))
    return f"{version}-{audience(layer, user)}" if is_known(user) else version


def etag_of(question: Question, tile: Tile, version: int) -> str:
    """Tag of a tile for this reader and these parameters."""
    who = audience(question.layer, question.user)
    return weak_tag(store.FORMAT, question.layer.name, tile, version, who, question.signature)


def packed_tile(question: Question, tile: Tile, version: int, using: str) -> bytes:
    """The gzipped tile; empty where nothing lies in it."""
    shared = question.is_plain and not is_known(question.user)
    address = store.address_of(question.layer, tile, version, using) if shared else None
    found = store.get(address) if address else None
    if found is not None:
        return found
    content = tile_bytes(question, tile)
    packed = gzip.compress(content, 5, mtime=0) if content else b""
    if address and packed:  # that nothing lies there is found as fast as it is read, and there is no end of such tiles
        store.put(address, packed)
    return packed
