"""The words that every picture of the sample carries: nobody took it."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from land.exports import fonts

WORDS = "ẢNH MÔ PHỎNG · SYNTHETIC"
_SMALLEST, _LARGEST = 7, 13
_PAPER, _INK = 0.45, 0.95  # how much of the ground the band behind the words, and the words, cover


def mark(picture: npt.NDArray[np.uint8], valid: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """The picture with the words in its lower left corner, as far as there is a picture.

    Args:
        picture: (rows, columns, 3); `valid` (rows, columns) where it shows anything.
    """
    rows, columns = valid.shape
    colour, cover = _label(max(_SMALLEST, min(_LARGEST, columns // 30)))
    height, width = min(cover.shape[0], rows), min(cover.shape[1], columns)
    marked = picture.copy()
    corner = marked[rows - height :, :width]
    share = (cover[:height, :width] * valid[rows - height :, :width])[..., None]
    corner[:] = (corner * (1 - share) + colour[:height, :width, None] * share).astype("uint8")
    return marked


@lru_cache
def _label(size: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Grey value and cover of every pixel of the label: light words on a dark band."""
    font = ImageFont.truetype(str(fonts.file_of(fonts.BOLD)), size)
    left, top, right, bottom = font.getbbox(WORDS)
    pad = max(2, size // 3)
    image = Image.new("L", (int(right - left) + 2 * pad, int(bottom - top) + 2 * pad), 0)
    ImageDraw.Draw(image).text((pad - left, pad - top), WORDS, fill=255, font=font)
    grey = np.asarray(image, dtype=np.float32)
    cover: npt.NDArray[np.float32] = (_PAPER + (_INK - _PAPER) / 255 * grey).astype(np.float32)
    return grey, cover
