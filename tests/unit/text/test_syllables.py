import re
import unicodedata

import pytest

from gis.text.syllables import (
    ACUTE,
    TONES,
    has_usual_tone_place,
    is_vietnamese_syllable,
    parse_syllable,
    take_tone,
)
from tests.unit.text.names import NAMES

WORDS = sorted({word for name in NAMES for word in re.findall(r"[^\W\d_]+", name) if not word.isascii()})


@pytest.mark.parametrize("word", WORDS)
def test_is_vietnamese_syllable__knows_real_words(word: str) -> None:
    assert is_vietnamese_syllable(word)
    assert is_vietnamese_syllable(unicodedata.normalize("NFD", word.upper()))
    assert has_usual_tone_place(word)


@pytest.mark.parametrize(
    "word", ["gì", "gìn", "giếng", "giết", "quốc", "quyết", "quynh", "nghiêng", "khuya", "yến", "Đắk"]
)
def test_is_vietnamese_syllable__knows_hard_spellings(word: str) -> None:
    assert is_vietnamese_syllable(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "kà",
        "ngê",
        "gê",
        "cí",
        "qa",
        "tât",
        "đồnk",
        "Taân",
        "phÝ1",
        "café",
        "über",
        "fà",
        "wê",
        "bb",
        "àá",
        "mẫuu",
        "ýê",
    ],
)
def test_is_vietnamese_syllable__refuses(word: str) -> None:
    assert not is_vietnamese_syllable(word)


@pytest.mark.parametrize("closed", ["mat", "sach", "cap", "bac"])
def test_is_vietnamese_syllable__closed_syllables_need_sac_or_nang(closed: str) -> None:
    legal = {
        tone: is_vietnamese_syllable(closed.replace("a", unicodedata.normalize("NFC", "a" + tone)))
        for tone in ("", *TONES)
    }
    assert [tone for tone, is_legal in legal.items() if is_legal] == [ACUTE, TONES[-1]]


def test_parse_syllable__parts() -> None:
    syllable = parse_syllable("GIẾNG")
    assert syllable is not None
    assert (syllable.onset, syllable.rime, syllable.tone) == ("gi", "iêng", ACUTE)


@pytest.mark.parametrize(
    ("word", "usual"), [("hòa", True), ("hoà", True), ("xaõ", False), ("hòang", False), ("cuả", False)]
)
def test_has_usual_tone_place(word: str, usual: bool) -> None:
    assert has_usual_tone_place(word) is usual


def test_take_tone__keeps_the_shape_of_letters() -> None:
    assert take_tone("Đường") == ("Đương", "\u0300")
