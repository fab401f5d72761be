"""The Vietnamese syllable: its onset, its rime, its tone, and where the tone mark is written.

Source of the tables: compiled by us from school spelling, with the loan rime of `Đắk`; they cover every accented word
of the place names and land terms in tests/unit/text/names.py.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

ACUTE: Final = "\u0301"
GRAVE: Final = "\u0300"
HOOK: Final = "\u0309"
TILDE: Final = "\u0303"
DOT: Final = "\u0323"
TONES: Final = (ACUTE, GRAVE, HOOK, TILDE, DOT)
"""Combining tone marks, in the order sắc, huyền, hỏi, ngã, nặng."""

VOWELS: Final = "aăâeêioôơuưy"
_SHAPED_VOWELS: Final = frozenset("ăâêôơư")


def _words(row: str) -> tuple[str, ...]:
    return tuple(row.split())


# Longest first: "ngh" has to be tried before "ng" and "n".
_ONSETS: Final = (*_words("ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x"), "")

_RIMES: Final = frozenset(
    _words(
        """
    a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    """
    )
)
_Y_RIMES_AFTER: Final = {
    "": frozenset(_words("y yêm yên yêng yêt yêu")),
    "qu": frozenset(_words("y ych yên yêng yêt yn ynh yt yu")),
}
_Y_ALONE_AFTER: Final = frozenset(_words("h k l m n p r s t th v"))

_FRONT: Final = frozenset("eêi")
_BEFORE_FRONT_ONLY: Final = frozenset({"k", "gh", "ngh"})
_NEVER_BEFORE_FRONT: Final = frozenset({"c", "g", "ng"})
_TWO_PLACES: Final = frozenset({"oa", "oe", "uy"})
_STOPS: Final = ("c", "ch", "p", "t")


@dataclass(frozen=True, slots=True)
class Syllable:
    """A parsed syllable, lower case and NFC; `tone` is a member of `TONES` or empty (thanh ngang)."""

    onset: str
    rime: str
    tone: str


def take_tone(word: str) -> tuple[str, str]:
    """Return `word` in NFC without tone marks, and the tone marks found, in order.

    Circumflex, breve, horn and the bar of đ belong to the letter and stay.
    """
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in decomposed if mark in TONES)
    letters = "".join(mark for mark in decomposed if mark not in TONES)
    return unicodedata.normalize("NFC", letters), tones


@lru_cache(maxsize=65536)
def parse_syllable(word: str) -> Syllable | None:
    """Parse one word of any case and any tone placement; None when Vietnamese could not spell it so."""
    letters, tones = take_tone(word.lower())
    if len(tones) > 1:
        return None
    for onset in _ONSETS:
        if not letters.startswith(onset):
            continue
        rime = _rime_after(onset, letters[len(onset) :])
        if rime is not None and _tone_fits(rime, tones):
            return Syllable(onset=onset, rime=rime, tone=tones)
    return None


def is_vietnamese_syllable(word: str) -> bool:
    """Whether `word` is spelt as a Vietnamese syllable: legal onset and rime, and a tone that the rime can bear.

    Any case, NFC or NFD, tone mark on either vowel. A syllable closed by c, ch, p or t without sắc or nặng is
    not legal, so words typed without marks may fail.
    """
    return parse_syllable(word) is not None


def tone_index(syllable: Syllable) -> int:
    """Index, within the rime, of the vowel that bears the tone in the older placement: hòa, thúy, hoàng, quý."""
    rime = syllable.rime
    vowels = [index for index, letter in enumerate(rime) if letter in VOWELS]
    shaped = [index for index in vowels if rime[index] in _SHAPED_VOWELS]
    if shaped:
        return shaped[-1]
    closed = len(vowels) < len(rime)
    if closed:
        return vowels[-1]
    return 1 if len(vowels) == 3 else 0


@lru_cache(maxsize=65536)
def has_usual_tone_place(word: str) -> bool:
    """Whether a syllable bears its tone where the older or the newer spelling puts it (hòa, hoà, but not háo
    as haó).
    """
    syllable = parse_syllable(word)
    if syllable is None:
        return False
    if not syllable.tone:
        return True
    letters = unicodedata.normalize("NFC", word)
    toned = next(index for index, letter in enumerate(letters) if take_tone(letter)[1])
    place = toned - (len(letters) - len(syllable.rime))
    return place == tone_index(syllable) or (syllable.rime in _TWO_PLACES and place == 1)


def _rime_after(onset: str, rest: str) -> str | None:
    if onset == "gi":
        return _rime_after_gi(rest)
    if rest.startswith("y"):
        return rest if _y_rime_fits(onset, rest) else None
    if rest not in _RIMES:
        return None
    front = rest[0] in _FRONT
    if (onset in _BEFORE_FRONT_ONLY and not front) or (onset in _NEVER_BEFORE_FRONT and front):
        return None
    if onset == "qu" and rest[0] in "ouư":
        return None
    return rest


def _rime_after_gi(rest: str) -> str | None:
    # One letter i serves both as the end of the onset and as the start of the rime: gì, gìn, giếng.
    if not rest or rest[0] == "ê" or rest[0] not in VOWELS:
        return "i" + rest if "i" + rest in _RIMES else None
    return rest if rest in _RIMES and rest[0] not in "iê" else None


def _y_rime_fits(onset: str, rime: str) -> bool:
    if onset in _Y_RIMES_AFTER:
        return rime in _Y_RIMES_AFTER[onset]
    return rime == "y" and onset in _Y_ALONE_AFTER


def _tone_fits(rime: str, tone: str) -> bool:
    return not rime.endswith(_STOPS) or tone in (ACUTE, DOT)
