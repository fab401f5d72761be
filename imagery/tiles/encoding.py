"""From colours to the bytes of a picture: JPEG where all of it is there, WebP at edges, PNG on request.

Measured at 512 pixels: JPEG 0.7 ms, WebP 4.6 ms (method 0), PNG 21 ms at its fastest.
"""

from io import BytesIO
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

JPEG, WEBP, PNG = "image/jpeg", "image/webp", "image/png"
MEDIA: Final = {"jpeg": JPEG, "webp": WEBP, "png": PNG}
_QUALITY = 82


def encode(picture: npt.NDArray[np.uint8], valid: npt.NDArray[np.bool_], wanted: str = "") -> tuple[bytes, str]:
    """Bytes and media type.

    Args:
        picture: (rows, columns, 3).
        valid: what is to be seen; the rest is transparent, in JPEG white.
        wanted: "jpeg", "webp" or "png"; "" for the smallest that shows the edges.
    """
    whole = bool(valid.all())
    kind = wanted or ("jpeg" if whole else "webp")
    out = BytesIO()
    if kind == "jpeg":
        shown = picture if whole else np.where(valid[..., None], picture, np.uint8(255))
        Image.fromarray(shown).save(out, "JPEG", quality=_QUALITY)
        return out.getvalue(), JPEG
    image = Image.fromarray(picture if whole else np.dstack([picture, valid * np.uint8(255)]))
    if kind == "webp":
        image.save(out, "WEBP", quality=_QUALITY, method=0)
    else:
        image.save(out, "PNG", compress_level=1)
    return out.getvalue(), MEDIA[kind]
