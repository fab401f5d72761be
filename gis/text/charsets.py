"""Byte tables of the encodings in which Vietnamese land data was written before Unicode.

Sources, cross-checked letter by letter: TCVN3 (ABC fonts, TCVN 5712:1993 VN3) and VNI-Windows after the
tables of UniKey (`ukengine/data.cpp`) and xvnkb (`vni.h`), TCVN3 small letters also after TCVN5712-1 of glibc
iconv and the VNI pairs after duydev/vietnamese-conversion; Windows-1258 after Microsoft's CP1258 table, as in
Python and glibc.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from gis.text.syllables import TONES, VOWELS


class Encoding(StrEnum):
    """How a text was written. Members are in the order in which equally good readings are preferred."""

    UNICODE = "utf-8"
    """UTF-8 bytes, or a string that is right as it is; NFC or NFD."""
    CP1258 = "windows-1258"
    TCVN3 = "tcvn3"
    VNI = "vni-windows"
    MOJIBAKE = "utf-8-as-windows-1252"
    """UTF-8 bytes that were taken for Windows-1252 once: `PhÆ°á»ng`."""
    CP1252 = "windows-1252"
    """Bytes of a Western language; the last resort for bytes that are nothing else."""


# Columns: without tone, then sắc, huyền, hỏi, ngã, nặng.
_TCVN3_SMALL: Final = {
    "a": "61 B8 B5 B6 B7 B9",
    "ă": "A8 BE BB BC BD C6",
    "â": "A9 CA C7 C8 C9 CB",
    "e": "65 D0 CC CE CF D1",
    "ê": "AA D5 D2 D3 D4 D6",
    "i": "69 DD D7 D8 DC DE",
    "o": "6F E3 DF E1 E2 E4",
    "ô": "AB E8 E5 E6 E7 E9",
    "ơ": "AC ED EA EB EC EE",
    "u": "75 F3 EF F1 F2 F4",
    "ư": "AD F8 F5 F6 F7 F9",
    "y": "79 FD FA FB FC FE",
}
# TCVN3 has bytes for these capitals only. Any other accented capital is the byte of the small letter in a
# font whose name ends in H (.VnTimeH), which draws capitals.
_TCVN3_CAPITAL: Final = {"Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7}

# VNI writes a vowel as a base letter and a mark that carries tone and shape together.
_VNI_BASE: Final = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "\xf4", "ư": "\xf6"}
_VNI_TONES: Final = ("", "\xf9", "\xf8", "\xfb", "\xf5", "\xef")
_VNI_CIRCUMFLEX: Final = ("\xe2", "\xe1", "\xe0", "\xe5", "\xe3", "\xe4")
_VNI_BREVE: Final = ("\xea", "\xe9", "\xe8", "\xfa", "\xfc", "\xeb")
_VNI_MARKS: Final = {"ă": _VNI_BREVE, "â": _VNI_CIRCUMFLEX, "ê": _VNI_CIRCUMFLEX, "ô": _VNI_CIRCUMFLEX}
_VNI_SINGLE: Final = dict(zip("íìỉĩịỵđ", "\xed\xec\xe6\xf3\xf2\xee\xf1", strict=True))

CP1258_TONES: Final = dict(zip(TONES, (0xEC, 0xCC, 0xD2, 0xDE, 0xF2), strict=True))
"""Bytes of the combining tone marks in Windows-1258, which follow their letter."""

_STRAY: Final = 0xF700
"""Private-use offset of bytes that the font tables do not know, so that scoring can see them."""
_FIRST_LETTER_BYTE: Final = 0xC0


def _with_tone(vowel: str, column: int) -> str:
    return unicodedata.normalize("NFC", vowel + TONES[column - 1]) if column else vowel


def _tcvn3_table() -> dict[str, bytes]:
    table = {"đ": b"\xae"}
    for vowel, row in _TCVN3_SMALL.items():
        for column, byte in enumerate(bytes.fromhex(row)):
            table[_with_tone(vowel, column)] = bytes([byte])
    table |= {letter.upper(): code for letter, code in table.items()}
    table |= {letter: bytes([code]) for letter, code in _TCVN3_CAPITAL.items()}
    return {letter: code for letter, code in table.items() if not letter.isascii()}


def _vni_table() -> dict[str, bytes]:
    table = {}
    for vowel in VOWELS:
        for column, mark in enumerate(_VNI_MARKS.get(vowel, _VNI_TONES)):
            table[_with_tone(vowel, column)] = _VNI_BASE.get(vowel, vowel) + mark
    table |= _VNI_SINGLE
    table |= {letter.upper(): pair.upper() for letter, pair in table.items()}
    return {letter: pair.encode("latin-1") for letter, pair in table.items() if not letter.isascii()}


def _cp1258_table() -> dict[str, bytes]:
    table = {}
    for vowel in VOWELS + VOWELS.upper():
        for column in range(len(TONES) + 1):
            tone = bytes([CP1258_TONES[TONES[column - 1]]]) if column else b""
            table[_with_tone(vowel, column)] = vowel.encode("cp1258") + tone
    table |= {letter: letter.encode("cp1258") for letter in "đĐ"}
    return {letter: code for letter, code in table.items() if not letter.isascii()}


def _code_page(name: str) -> str:
    """The 256 characters of a code page; bytes it leaves open stay C1 controls, as GDAL and browsers read them."""
    return "".join(bytes([byte]).decode(name, "ignore") or chr(byte) for byte in range(256))


LETTER_BYTES: Final = {
    Encoding.TCVN3: _tcvn3_table(),
    Encoding.VNI: _vni_table(),
    Encoding.CP1258: _cp1258_table(),
}
"""For each encoding the bytes of the 134 accented letters: 67 small, 67 capital."""

_CP1252 = _code_page("cp1252")
_CP1258 = _code_page("cp1258")
_CP1252_BYTE = {ord(char): byte for byte, char in enumerate(_CP1252)} | {code: code for code in range(0x80, 0xA0)}
_TCVN3_CHAR = {code[0]: letter for letter, code in reversed(LETTER_BYTES[Encoding.TCVN3].items())} | {
    code[0]: letter for letter, code in LETTER_BYTES[Encoding.TCVN3].items() if letter.islower()
}
_VNI_CHAR = {code.decode("latin-1"): letter for letter, code in LETTER_BYTES[Encoding.VNI].items()}
# Typists put capital letters before small marks, and write í or ỵ with a mark like any other vowel.
_VNI_CHAR |= {pair[0] + pair[1].lower(): letter for pair, letter in _VNI_CHAR.items() if len(pair) > 1}
_VNI_CHAR |= {
    (vowel + mark): _with_tone(vowel, column) for vowel in "iIyY" for column, mark in enumerate(_VNI_TONES) if mark
}
_VNI_UNIT = re.compile("|".join(sorted(map(re.escape, _VNI_CHAR), key=len, reverse=True)) + "|[\xc0-\xff]")


def to_bytes(value: str | bytes) -> bytes | None:
    """The bytes behind a string that was read as Windows-1252 or Latin-1; None if it holds any other character."""
    if isinstance(value, bytes):
        return value
    codes = [_CP1252_BYTE.get(ord(char), -1) for char in value]
    return bytes(codes) if -1 not in codes else None


def read_as(value: str | bytes, encoding: Encoding) -> str | None:
    """Read a value in an encoding, NFC, without repair of capitals; None when it cannot have been written in it.

    Bytes above 0xBF that the tables of TCVN3 and VNI leave open become private-use characters; see
    `show_stray`.
    """
    if encoding in {Encoding.UNICODE, Encoding.MOJIBAKE}:
        return _read_unicode(value, mojibake=encoding is Encoding.MOJIBAKE)
    raw = to_bytes(value)
    if raw is None:
        return None
    if encoding is Encoding.TCVN3:
        text = "".join(_TCVN3_CHAR.get(byte) or _stray(byte) for byte in raw)
    elif encoding is Encoding.VNI:
        text = _VNI_UNIT.sub(_vni_letter, raw.decode("latin-1"))
        text = "".join(_CP1252[ord(char)] if char < "\xc0" else char for char in text)
    else:
        page = _CP1258 if encoding is Encoding.CP1258 else _CP1252
        text = "".join(page[byte] for byte in raw)
    return unicodedata.normalize("NFC", text)


def show_stray(text: str) -> str:
    """Replace the private-use characters of `read_as` by the Windows-1252 characters of their bytes."""
    return "".join(_CP1252[ord(char) - _STRAY] if _STRAY <= ord(char) < _STRAY + 256 else char for char in text)


def encode_text(text: str, encoding: Encoding) -> bytes:
    """Write text in an encoding: the inverse of reading it, but for capitals in TCVN3, which has bytes for few of them.

    Raises UnicodeEncodeError for characters the encoding lacks.
    """
    text = unicodedata.normalize("NFC", text)
    if encoding is Encoding.UNICODE:
        return text.encode()
    if encoding is Encoding.MOJIBAKE:
        return "".join(_CP1252[byte] for byte in text.encode()).encode()
    letters = LETTER_BYTES.get(encoding, {})
    codec = "cp1258" if encoding is Encoding.CP1258 else "cp1252"
    return b"".join(letters.get(char) or char.encode(codec) for char in text)


def _read_unicode(value: str | bytes, *, mojibake: bool) -> str | None:
    try:
        text = value.decode() if isinstance(value, bytes) else value
        if mojibake:
            raw = to_bytes(text)
            text = raw.decode() if raw is not None else ""
    except UnicodeDecodeError:
        return None
    return unicodedata.normalize("NFC", text) if text or not value else None


def _stray(byte: int) -> str:
    return _CP1252[byte] if byte < _FIRST_LETTER_BYTE else chr(_STRAY + byte)


def _vni_letter(match: re.Match[str]) -> str:
    unit = match.group()
    return _VNI_CHAR.get(unit) or chr(_STRAY + ord(unit))
