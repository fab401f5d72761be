"""A scene in one small picture."""

from typing import Final

from imagery.tiles import encoding
from imagery.tiles.drawing import picture_of
from imagery.tiles.marking import mark
from imagery.tiles.pixels import View
from imagery.tiles.renderings import chosen
from imagery.tiles.sheets import Sheet

MOST: Final = 512  # pixels of the longer side
MEDIA: Final = encoding.JPEG


def thumbnail(sheet: Sheet) -> bytes:
    """All of the scene, as it is shown unless asked; what it does not cover is white. No bytes where it is empty.

    Raises:
        SceneBroken: its file cannot be read.
    """
    rendering = chosen("", sheet.bands)
    west, south, east, north = sheet.bounds
    length = max(sheet.grid.pixel, max(east - west, north - south) / MOST)
    rows, columns = max(1, round((north - south) / length)), max(1, round((east - west) / length))
    box = west, north - rows * length, west + columns * length, north
    drawn = picture_of(sheet, rendering, View(box, (rows, columns)))
    if drawn is None:
        return b""
    picture, valid = drawn
    return encoding.encode(mark(picture, valid) if sheet.sample else picture, valid, "jpeg")[0]
