"""From a request to the bytes of a tile, through the store where the tile is public."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.conf import settings

from gis.tiles import store as tile_store
from gis.tiles.matrix import Tile
from imagery.tiles import encoding
from imagery.tiles.drawing import picture_of
from imagery.tiles.marking import mark
from imagery.tiles.pixels import View
from imagery.tiles.renderings import Rendering
from imagery.tiles.sheets import Sheet

SIZES = (256, 512, 1024)
NOTHING = b""
_MEDIA_OF_BYTE = {b"\xff": encoding.JPEG, b"R": encoding.WEBP, b"\x89": encoding.PNG}


@dataclass(frozen=True)
class Asked:
    """How a tile is wanted.

    Attributes:
        size: pixels a side; on WebMercatorQuad's tile whatever it is, so 512 on its 256 is for sharp screens.
        kind: "jpeg", "webp", "png" or "" for whichever suits the tile.
    """

    tile: Tile
    rendering: Rendering
    size: int = 512
    kind: str = ""


def scene_tile(sheet: Sheet, asked: Asked) -> tuple[bytes, str]:
    """A tile of one scene: bytes and media type; no bytes where it shows nothing.

    Raises:
        SceneBroken: its file cannot be read.
    """
    if not sheet.touches(asked.tile):  # not kept: most of the world is beside a scene
        return NOTHING, media_of(NOTHING)
    address = address_of(f"scenes/{sheet.id}", sheet.version, asked) if sheet.public else None
    found = tile_store.get(address) if address else None
    if found is None:
        found = _drawn(sheet, asked)
        if address:
            tile_store.put(address, found)
    return found, media_of(found)


def media_of(content: bytes) -> str:
    """Media type of a tile by its first byte: what suited it was decided when it was drawn."""
    return _MEDIA_OF_BYTE.get(content[:1], encoding.PNG)


def address_of(folder: str, version: str, asked: Asked) -> tile_store.Address | None:
    """Where a public tile is kept; None where none are."""
    root = settings.TILE_CACHE_DIR
    if not root:
        return None
    place = f"{folder}/{asked.rendering.name}-{asked.size}-{asked.kind or 'auto'}"
    return tile_store.Address(place, asked.tile, version, str(Path(root) / "imagery"), ".img")


def _drawn(sheet: Sheet, asked: Asked) -> bytes:
    drawn = picture_of(sheet, asked.rendering, View.of_tile(asked.tile, asked.size))
    return encoded(*drawn, asked, sample=sheet.sample) if drawn else NOTHING


def encoded(picture: npt.NDArray[np.uint8], valid: npt.NDArray[np.bool_], asked: Asked, *, sample: bool) -> bytes:
    """The bytes of a drawn tile; one of the sample says so."""
    return encoding.encode(mark(picture, valid) if sample else picture, valid, asked.kind)[0]
