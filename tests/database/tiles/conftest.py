"""The API fixtures serve the tiles too."""

from tests.database.ogc.conftest import api, fresh_memories, readers, world

__all__ = ["api", "fresh_memories", "readers", "world"]
