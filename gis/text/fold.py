"""Search keys and spelling keys of Vietnamese text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from gis.text.syllables import Syllable, parse_syllable, take_tone, tone_index

_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_PLAIN = re.compile("[^a-z0-9]+")
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_BARRED = str.maketrans("đĐ", "dd")
_WORD = re.compile("(?:[^\\W\\d_][\u0300-\u036f]*)+")

FOLD_SQL: Final = r"""
CREATE OR REPLACE FUNCTION fold_vi(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(
    regexp_replace(
        lower(
            translate(
                regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]+', '', 'g'),
                'đĐ', 'dd'
            ) COLLATE "C"
        ),
        '[^a-z0-9]+', ' ', 'g'
    )
);
""".strip()
"""`fold` as a function of PostgreSQL 15 or later (database encoding UTF8), fit for generated columns and indexes.

Its twin is `fold`: change both or the index stops finding what the parser asks for
(tests/database/test_fold_sql.py).
"""

DROP_FOLD_SQL: Final = "DROP FUNCTION IF EXISTS fold_vi(text);"


def fold(text: str) -> str:
    """Return the search key of `text`: ASCII letters and digits in lower case, words parted by single spaces.

    Drops tone marks and letter shapes, writes đ as d, unfolds compatibility forms (m² -> m2, full-width
    digits). Everything else, letters of other scripts included, becomes a space. Equal for NFC and NFD;
    idempotent.
    """
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_BARRED)
    return _NOT_PLAIN.sub(" ", _ascii_lower(bare)).strip(" ")


def normalise_tone(text: str) -> str:
    """Return `text` in NFC with every tone mark where the older spelling puts it: hoà -> hòa, thuý -> thúy, qúy -> quý.

    Case is kept. Words that are no Vietnamese syllables are only brought to NFC.
    """
    return _WORD.sub(lambda match: _with_canonical_tone(match.group()), unicodedata.normalize("NFC", text))


def same_spelling(one: str, other: str) -> bool:
    """Whether two texts differ at most in tone placement, Unicode form, case and white space; accents do count."""
    return _spelling_key(one) == _spelling_key(other)


def _spelling_key(text: str) -> str:
    return " ".join(normalise_tone(text).casefold().split())


def _with_canonical_tone(word: str) -> str:
    syllable = parse_syllable(word)
    if syllable is None or not syllable.tone:
        return word
    return _place_tone(word, syllable)


def _place_tone(word: str, syllable: Syllable) -> str:
    letters, _ = take_tone(word)
    index = len(letters) - len(syllable.rime) + tone_index(syllable)
    toned = letters[: index + 1] + syllable.tone + letters[index + 1 :]
    return unicodedata.normalize("NFC", toned)


def _ascii_lower(text: str) -> str:
    # str.lower would also touch letters that lower() COLLATE "C" leaves alone, and the two keys would part.
    return text.translate(_ASCII_LOWER)
