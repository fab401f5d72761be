"""Pictures of the documentation: as good as their weight allows, and refused when nothing helps."""

import io
import random

import pytest
from PIL import Image

from screenshots.webp import LIMIT, write


def png(image: Image.Image) -> bytes:
    body = io.BytesIO()
    image.save(body, "PNG")
    return body.getvalue()


def noise(side: int) -> Image.Image:
    return Image.frombytes("RGB", (side, side), random.Random(7).randbytes(side * side * 3))


def test_a_light_picture_keeps_the_best_quality(tmp_path):
    size, quality = write(png(Image.new("RGB", (1440, 900), "#d0e2eb")), tmp_path / "a.webp")
    assert quality == 86
    assert size == (tmp_path / "a.webp").stat().st_size
    assert Image.open(tmp_path / "a.webp").size == (1440, 900)


def test_a_heavy_picture_gives_way_until_it_fits(tmp_path):
    size, quality = write(png(noise(460)), tmp_path / "a.webp")
    assert quality < 86
    assert size <= LIMIT


def test_what_cannot_fit_is_refused_and_not_written(tmp_path):
    with pytest.raises(ValueError, match="show less of the page"):
        write(png(noise(900)), tmp_path / "a.webp")
    assert not (tmp_path / "a.webp").exists()
