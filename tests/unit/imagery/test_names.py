"""What is read of names and of descriptions that strangers wrote."""

import time

import pytest

from imagery.reading import landsat
from imagery.reading.words import code_of

LENGTH = 200_000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("  SUN_AZIMUTH = 143.5\n", [("SUN_AZIMUTH", "143.5")]),
        ('  SCENE_CENTER_TIME = "03:04:05.1Z"\n', [("SCENE_CENTER_TIME", "03:04:05.1Z")]),
        ('\t"CLOUD_COVER": "7.25",\n', [("CLOUD_COVER", "7.25")]),
        ("GROUP = A\r\n  B=1\r\nEND\r\n", [("GROUP", "A"), ("B", "1")]),
        ("A =\nB = 1\n", [("B", "1")]),
    ],
)
def test_mtl__keys_and_values(tmp_path, text, found):
    path = tmp_path / "x_MTL.txt"
    path.write_text(text, newline="")
    assert [(key, value.strip()) for key, value in landsat._MTL.findall(path.read_text())] == found


@pytest.mark.parametrize(
    "text",
    ["\n" * LENGTH, " " * LENGTH + "x", "A = x" + " " * LENGTH + '" y', "A =" + " " * LENGTH + '"', "A" * LENGTH],
    ids=["lines", "blanks", "value", "no value", "key"],
)
def test_mtl__takes_the_time_of_its_length(text):
    began = time.process_time()
    landsat._MTL.findall(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("anh-2024_x.1", "anh-2024_x.1"),
        ('a"\r\nX-Evil: 1', "a-X-Evil-1"),
        ("Vũng Tàu", "V-ng-T-u"),
        ("é" * 50, "scene"),
        ("a" * 200, "a" * 90),
    ],
)
def test_code__is_plain(name, code):
    assert code_of(name) == code
