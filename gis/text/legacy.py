"""Finding out how the Vietnamese text of a file was encoded, and reading it.

One value is ambiguous (`sôn` is a word in Unicode and `sơn` in VNI), a data set is not: the reading in which
most words with accents are Vietnamese syllables wins.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gis.text.charsets import Encoding, read_as, show_stray
from gis.text.syllables import has_usual_tone_place, is_vietnamese_syllable

_HINT_BONUS: Final = 0.2
_ORDER_MALUS: Final = 0.001
_CLEAR_MARGIN: Final = 0.4
_SAMPLE_COUNT: Final = 5

# ASCII is the same in all these encodings, so a value can be cut there before its encoding is known.
_CHUNK = re.compile(r"[^\x00-@\[-`{-\x7f]+")
# Signs of Windows-1252 that no Vietnamese font puts a letter on: they say nothing about the encoding.
_SIGNS: Final = "€…‘’“”•–—\u00a0°±²³\u00ad₫"
_ONLY_SIGNS = re.compile(f"[A-Za-z{re.escape(_SIGNS.replace(chr(0xAD), ''))}]*")
# QĐ, NĐ, TBĐ, GCNQSDĐ
_SHORT_FORM = re.compile("[BCDGHKLMNPQRSTVXĐ]*Đ[BCDGHKLMNPQRSTVXĐ]*")
_ASCII_WORD = re.compile("[A-Za-z]+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Detection:
    """The encoding of a data set. `scores` gives for each encoding the share of accented words that it makes
    Vietnamese.

    `confidence` runs from 0 to 1; below 0.6 a person should look at samples. It is 1 when all values are
    ASCII.
    """

    encoding: Encoding
    confidence: float
    scores: dict[Encoding, float]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A column in Unicode (NFC), one text for each value given.

    `encoding` is that of the column; `encodings` names the one used for each value, which differs in mixed
    data. `doubtful` holds the indexes of values that no reading made fully Vietnamese, `samples` pairs of
    value and text.
    """

    texts: tuple[str, ...]
    encoding: Encoding
    confidence: float
    samples: tuple[tuple[str, str], ...]
    encodings: tuple[Encoding, ...]
    doubtful: tuple[int, ...]


def detect_encoding(values: Iterable[str | bytes], hint: Encoding | str | None = None) -> Detection:
    """Detect the encoding from all text values of a file together; the more, the surer.

    Strings may be what GDAL returns for a DBF without .cpg: characters of Windows-1252 or Latin-1 standing
    for bytes. `hint` (an `Encoding`, the content of a .cpg file, a font name) tips the scale between
    near-equal readings; to force an encoding use `decode_text`.
    """
    chunks = Counter(chunk for value in values for chunk in _accented_chunks(value))
    preferred = hint if isinstance(hint, Encoding) else encoding_from_name(hint or "")
    if not chunks:
        return Detection(preferred or Encoding.UNICODE, 1.0, dict.fromkeys(Encoding, 0.0))
    weights = {chunk: 1 + math.log(count) for chunk, count in chunks.items()}
    total = sum(weights.values())
    scores = {
        encoding: sum(weight for chunk, weight in weights.items() if _is_good(chunk, encoding)) / total
        for encoding in Encoding
    }
    best = max(Encoding, key=lambda encoding: _rank(encoding, scores, preferred))
    rivals = [scores[other] for other in Encoding if other is not best and _differs(weights, best, other)]
    margin = scores[best] - max(rivals, default=0.0)
    clear = 0.5 + 0.5 * max(-1.0, min(1.0, margin / _CLEAR_MARGIN))
    return Detection(best, round(scores[best] * clear * total / (total + 1), 3), scores)


def decode_column(values: Sequence[str | bytes], hint: Encoding | str | None = None) -> Decoded:
    """Detect the encoding of a column or a whole data set and read every value.

    A value that the winning encoding makes no Vietnamese of, and another one does, is read in the other one.
    """
    detection = detect_encoding(values, hint)
    order = sorted(Encoding, key=lambda other: -_rank(other, detection.scores, detection.encoding))
    encodings = tuple(_encoding_of_value(value, order) for value in values)
    texts = tuple(decode_text(value, encoding) for value, encoding in zip(values, encodings, strict=True))
    doubtful = tuple(
        index
        for index, (value, encoding) in enumerate(zip(values, encodings, strict=True))
        if not all(_is_good(chunk, encoding) for chunk in _accented_chunks(value))
    )
    changed = {_show(value): text for value, text in zip(values, texts, strict=True) if _show(value) != text}
    samples = tuple(changed.items())[:_SAMPLE_COUNT]
    return Decoded(texts, detection.encoding, detection.confidence, samples, encodings, doubtful)


def decode_text(value: str | bytes, encoding: Encoding) -> str:
    """Read one value in a known encoding, NFC; never fails.

    A string that cannot stand for bytes is Unicode already and stays; bytes that are no UTF-8 are read as
    Windows-1252. In TCVN3 the capitals of an upper-case font (.VnTimeH) are restored in words that are
    otherwise in capitals.
    """
    text = read_as(value, encoding)
    if text is None:
        return read_as(value, Encoding.UNICODE) or read_as(value, Encoding.CP1252) or ""
    if encoding is Encoding.TCVN3:
        text = _restore_capitals(text)
    return show_stray(text) if encoding in {Encoding.TCVN3, Encoding.VNI} else text


def encoding_from_name(name: str) -> Encoding | None:
    """The encoding that a .cpg file or a font name means: `1258`, `ANSI 1258`, `.VnArialH`, `VNI-Times`."""
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    if key in {"utf8", "65001", "unicode"}:
        return Encoding.UNICODE
    if key.startswith("vni"):
        return Encoding.VNI
    if key.startswith(("tcvn", "abc", "vn")):
        return Encoding.TCVN3
    return Encoding.CP1258 if key.endswith("1258") else None


def _rank(encoding: Encoding, scores: dict[Encoding, float], preferred: Encoding | None) -> float:
    bonus = _HINT_BONUS if encoding is preferred and scores[encoding] > 0 else 0.0
    return scores[encoding] + bonus - _ORDER_MALUS * list(Encoding).index(encoding)


def _encoding_of_value(value: str | bytes, order: Sequence[Encoding]) -> Encoding:
    chunks = list(_accented_chunks(value))
    if not chunks:
        return order[0]
    readable = [encoding for encoding in order if read_as(value, encoding) is not None]
    first = readable[0]
    good = sum(_is_good(chunk, first) for chunk in chunks)
    if 2 * good > len(chunks):
        return first
    rescuers = (other for other in readable if all(_is_good(chunk, other) for chunk in chunks))
    return next(rescuers, first)


def _accented_chunks(value: str | bytes) -> Iterable[str | bytes]:
    if value.isascii():
        return
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    for chunk in _CHUNK.findall(text):
        if not chunk.isascii() and not _ONLY_SIGNS.fullmatch(read_as(chunk, Encoding.CP1252) or chunk):
            yield chunk.encode("latin-1") if isinstance(value, bytes) else chunk


@lru_cache(maxsize=65536)
def _is_good(chunk: str | bytes, encoding: Encoding) -> bool:
    text = read_as(chunk, encoding)
    if text is None:
        return False
    word = text.strip(_SIGNS)
    if encoding is Encoding.TCVN3:
        word = _capitalise_word(word)
    if word.isascii():
        # Signs around plain letters, and only UTF-8 needs several bytes for a sign: `â€“` is a dash.
        return encoding in {Encoding.UNICODE, Encoding.MOJIBAKE}
    if _SHORT_FORM.fullmatch(word):
        return True
    has_one_case = word in {word.lower(), word.upper(), word.capitalize()}
    return has_one_case and has_usual_tone_place(word)


def _differs(weights: dict[str | bytes, float], one: Encoding, other: Encoding) -> bool:
    return any(read_as(chunk, one) != read_as(chunk, other) for chunk in weights)


def _restore_capitals(text: str) -> str:
    restored = _WORD.sub(lambda match: _capitalise_word(match.group()), text)
    ascii_words = _ASCII_WORD.findall(restored)
    spoken = [word for word in _WORD.findall(restored) if len(word) > 1 and is_vietnamese_syllable(word)]
    if all(word.isupper() for word in ascii_words) and any(word.isupper() for word in spoken):
        return restored.upper()
    return restored


def _capitalise_word(word: str) -> str:
    """Capitalise what cannot be meant as it stands, like `PHưỜNG`: capitals behind the first letter, none small."""
    plain = "".join(_ASCII_WORD.findall(word))
    return word.upper() if plain.isupper() and any("A" <= letter <= "Z" for letter in word[1:]) else word


def _show(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")
