"""One picture as WebP, as good as its weight allows."""

import io
from pathlib import Path

from PIL import Image

LIMIT = 120 * 1024
LIMIT_ALL = 1200 * 1024
_QUALITIES = (86, 80, 74, 68, 60, 50)  # below, the small print of a page is not readable


def write(png: bytes, path: Path) -> tuple[int, int]:
    """Write the best quality that keeps to the limit; gives bytes and quality.

    Raises:
        ValueError: when even the lowest is too heavy.
    """
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in _QUALITIES:
        body = io.BytesIO()
        image.save(body, "WEBP", quality=quality, method=6)
        if body.tell() <= LIMIT:
            path.write_bytes(body.getvalue())
            return body.tell(), quality
    raise ValueError(
        f"{path.name} is heavier than {LIMIT // 1024} KB at quality {_QUALITIES[-1]}: show less of the page."
    )
