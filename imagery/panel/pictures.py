"""Pictures of a plot: one day, or many as a film."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from io import BytesIO

import numpy as np
import numpy.typing as npt
import shapely
from PIL import Image, ImageDraw, ImageFont
from shapely.geometry.base import BaseGeometry

from imagery.errors import SceneBroken
from imagery.panel.frames import Frame
from imagery.tiles.drawing import picture_of
from imagery.tiles.encoding import encode
from imagery.tiles.marking import mark
from imagery.tiles.pixels import View
from imagery.tiles.renderings import Rendering
from imagery.tiles.sheets import Sheet
from land.exports import fonts

Colours = npt.NDArray[np.uint8]  # (rows, columns, 3)
Bits = npt.NDArray[np.bool_]

WIDTHS = (240, 480, 960)
_BORDER, _CASING = (255, 228, 92), (20, 20, 20)
_FRAME_MS = 700
_LAST_MS = 2_000
_NOTHING = 150  # grey of what the scene does not show


def picture(sheet: Sheet, frame: Frame, rendering: Rendering, width: int, *, border: bool) -> tuple[bytes, str] | None:
    """One picture: bytes and media type; None where the scene shows nothing of the frame.

    Args:
        border: draw the plot's boundary on it.

    Raises:
        SceneBroken: the file cannot be read.
    """
    seen = _seen(sheet, frame.view(width), rendering)
    if seen is None:
        return None
    colours, valid = seen
    if border and frame.shape is not None:
        colours = _bordered(colours, frame.shape, frame.view(width))
        valid = np.ones_like(valid)
    return encode(mark(colours, valid) if sheet.sample else colours, valid)


def film(
    sheets: Sequence[tuple[Sheet, str]],
    frame: Frame,
    rendering: Rendering,
    width: int,
    broken: Callable[[SceneBroken], None],
) -> bytes | None:
    """An animated WebP of scenes in their order, each with its words (the day); None where none shows anything.

    Args:
        broken: told of a scene that cannot be read; the film goes on without it.
    """
    frames = [
        _lettered(mark(colours, np.ones_like(valid)) if sheet.sample else colours, words)
        for sheet, words in sheets
        for colours, valid in _shown(sheet, frame, rendering, width, broken)
    ]
    if not frames:
        return None
    out = BytesIO()
    lengths = [_FRAME_MS] * (len(frames) - 1) + [_LAST_MS]
    frames[0].save(
        out,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=lengths,
        loop=0,
        quality=72,
        method=0,
        minimize_size=False,
    )
    return out.getvalue()


def _shown(
    sheet: Sheet, frame: Frame, rendering: Rendering, width: int, broken: Callable[[SceneBroken], None]
) -> Iterable[tuple[Colours, Bits]]:
    try:
        seen = _seen(sheet, frame.view(width), rendering)
    except SceneBroken as error:
        broken(error)
        return
    if seen is not None:
        colours, valid = seen
        yield (_bordered(colours, frame.shape, frame.view(width)) if frame.shape is not None else colours), valid


def _seen(sheet: Sheet, view: View, rendering: Rendering) -> tuple[Colours, Bits] | None:
    drawn = picture_of(sheet, rendering, view)
    if drawn is None:
        return None
    colours, valid = drawn
    colours[~valid] = _NOTHING
    return colours, valid


def _bordered(colours: Colours, shape: BaseGeometry, view: View) -> Colours:
    """With the boundary, bright on a dark casing."""
    image = Image.fromarray(colours)
    pen = ImageDraw.Draw(image)
    line = max(2, image.width // 160)
    rings = [
        [((x - view.box[0]) / view.pixel, (view.box[3] - y) / view.pixel) for x, y in ring.coords]
        for ring in shapely.get_parts(shapely.boundary(shape))
    ]
    for colour, width in ((_CASING, line + 2), (_BORDER, line)):
        for points in rings:
            pen.line(points, fill=colour, width=width, joint="curve")
    return np.asarray(image)


def _lettered(colours: Colours, words: str) -> Image.Image:
    """With the day in the upper left corner."""
    image = Image.fromarray(colours)
    size = max(12, image.width // 22)
    pen = ImageDraw.Draw(image, "RGBA")
    box = pen.textbbox((size * 0.6, size * 0.4), words, font=_font(size))
    pen.rectangle((0, 0, box[2] + size * 0.6, box[3] + size * 0.5), fill=(0, 0, 0, 150))
    pen.text((size * 0.6, size * 0.4), words, font=_font(size), fill=(255, 255, 255, 255))
    return image


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.file_of(fonts.BOLD)), size)
