import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.text.charsets import LETTER_BYTES, Encoding, encode_text, read_as
from gis.text.legacy import decode_column, decode_text, detect_encoding, encoding_from_name
from tests.unit.text.names import NAMES

VIETNAMESE = (Encoding.UNICODE, Encoding.CP1258, Encoding.TCVN3, Encoding.VNI, Encoding.MOJIBAKE)
LETTERS = sorted(LETTER_BYTES[Encoding.VNI])
ENGLISH = ["Land plot 12", "Tran Phu street", "2,159.6 m2", "", "A-1 (old)"]
SENTENCES = st.lists(st.sampled_from(sorted({word for name in NAMES for word in name.split()})), max_size=12)


def as_gdal_reads(raw: bytes) -> str:
    """GDAL without a .cpg: one character per byte, Windows-1252 where it has one, else a C1 control."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def written(text: str, encoding: Encoding, form: str) -> str | bytes:
    raw = encode_text(text, encoding)
    if form == "bytes":
        return raw
    if encoding in {Encoding.UNICODE, Encoding.MOJIBAKE}:
        return raw.decode()
    return as_gdal_reads(raw) if form == "cp1252" else raw.decode("latin-1")


def test_tables__hold_the_134_letters() -> None:
    assert len(LETTERS) == 134
    assert sum(letter.islower() for letter in LETTERS) == 67
    assert all(sorted(table) == LETTERS for table in LETTER_BYTES.values())


# Typed by hand, not written by the encoder, which shares its tables with the decoder.
@pytest.mark.parametrize(
    ("encoding", "raw", "text"),
    [
        (Encoding.TCVN3, "ThÞ trÊn Long §iÒn, ph\xadêng Th¾ng NhÊt", "Thị trấn Long Điền, phường Thắng Nhất"),
        (Encoding.TCVN3, "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (Encoding.TCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        (Encoding.VNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (Encoding.VNI, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        (Encoding.VNI, "phöôøng Thaéng Nhaát, thò traán Ñaát Ñoû", "phường Thắng Nhất, thị trấn Đất Đỏ"),
        (Encoding.CP1258, "phýõÌng Thãìng Nhâìt, ðâìt Long ÐiêÌn", "phường Thắng Nhất, đất Long Điền"),
        (Encoding.MOJIBAKE, "PhÆ°á»\x9dng Tháº¯ng Nháº¥t", "Phường Thắng Nhất"),
    ],
)
def test_decode_text__reads_known_writings(encoding: Encoding, raw: str, text: str) -> None:
    assert decode_text(raw, encoding) == text
    assert decode_column([raw]).texts == (text,)


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("encoding", VIETNAMESE)
def test_round_trip__every_letter(encoding: Encoding, letter: str) -> None:
    text = read_as(encode_text(letter, encoding), encoding)
    assert text is not None
    # A TCVN3 byte is a capital in .VnTimeH and a small letter in .VnTime; only the words around it can tell.
    assert (text.lower() if encoding is Encoding.TCVN3 else text) in {letter, letter.lower()}
    assert encoding is Encoding.TCVN3 or text == letter


@pytest.mark.parametrize("encoding", VIETNAMESE)
@pytest.mark.parametrize("form", ["bytes", "cp1252", "latin1"])
@given(words=SENTENCES, capitals=st.booleans())
def test_round_trip__sentences(encoding: Encoding, form: str, words: list[str], capitals: bool) -> None:
    text = " ".join(words).upper() if capitals else " ".join(words).lower()
    decoded = decode_text(written(text, encoding, form), encoding)
    if encoding is Encoding.TCVN3 and capitals:
        assert decoded.upper() == text
    else:
        assert decoded == text


@pytest.mark.parametrize("name", [name for name in NAMES if re.search(r"\w[a-z]", name)])
def test_decode_text__restores_capitals_of_upper_case_fonts(name: str) -> None:
    assert decode_text(encode_text(name.upper(), Encoding.TCVN3), Encoding.TCVN3) == name.upper()


@pytest.mark.parametrize("text", ["Hà Nội", "Xã Cù Bị", "TP Bà Rịa", "P. Đá", "TT. Đất Đỏ"])
def test_decode_text__does_not_raise_names_to_capitals(text: str) -> None:
    assert decode_text(encode_text(text, Encoding.TCVN3), Encoding.TCVN3) == text


@pytest.mark.parametrize("encoding", list(Encoding))
def test_decode_text__leaves_ascii_alone(encoding: Encoding) -> None:
    assert [decode_text(text, encoding) for text in ENGLISH] == ENGLISH
    assert [decode_text(text.encode(), encoding) for text in ENGLISH] == ENGLISH


def test_decode_column__ascii_is_certain_and_untouched() -> None:
    decoded = decode_column(ENGLISH)
    assert decoded.texts == tuple(ENGLISH)
    assert (decoded.encoding, decoded.confidence, decoded.samples) == (Encoding.UNICODE, 1.0, ())


@pytest.mark.parametrize("encoding", VIETNAMESE)
@pytest.mark.parametrize("form", ["bytes", "cp1252", "latin1"])
def test_decode_column__reads_a_whole_column(encoding: Encoding, form: str) -> None:
    decoded = decode_column([written(name, encoding, form) for name in NAMES])
    assert len(NAMES) >= 300
    assert decoded.encoding is encoding
    assert decoded.confidence > 0.9
    assert decoded.doubtful == ()
    assert decoded.texts == tuple(NAMES)


@pytest.mark.parametrize("encoding", VIETNAMESE)
@pytest.mark.parametrize("size", [2, 5, 10])
def test_detection__accuracy_on_small_columns(encoding: Encoding, size: int) -> None:
    """Measured: all of 200 random columns; the bound leaves room for one unlucky draw."""
    draw = random.Random(size)
    accented = [name for name in NAMES if not name.isascii()]
    columns = [draw.sample(accented, size) for _ in range(200)]
    right = sum(
        decode_column([written(name, encoding, "cp1252") for name in column]).texts == tuple(column)
        for column in columns
    )
    assert right >= 199


@pytest.mark.parametrize("encoding", VIETNAMESE)
def test_detection__accuracy_on_single_values(encoding: Encoding) -> None:
    """Measured: 99.1 % or better. The rest is truly ambiguous: `khu phoá` is Vietnamese in two readings."""
    accented = [name for name in NAMES if not name.isascii()]
    right = sum(decode_column([written(name, encoding, "cp1252")]).texts == (name,) for name in accented)
    assert right / len(accented) >= 0.985


def test_detection__one_ambiguous_word_is_not_trusted() -> None:
    assert detect_encoding(["Long Sôn"]).confidence < 0.6


def test_detection__prefers_what_needs_no_change() -> None:
    decoded = decode_column(["Long Sôn", "private use \uf7c0"])
    assert decoded.encoding is Encoding.UNICODE
    assert decoded.texts == ("Long Sôn", "private use \uf7c0")


def test_detection__a_hint_tips_a_tie_but_not_the_facts() -> None:
    assert detect_encoding(["Long Sôn"], "VNI-Times").encoding is Encoding.VNI
    tcvn3 = [as_gdal_reads(encode_text(name, Encoding.TCVN3)) for name in NAMES]
    assert detect_encoding(tcvn3, "UTF-8").encoding is Encoding.TCVN3


def test_detection__western_bytes_are_no_vietnamese() -> None:
    decoded = decode_column(["Müller".encode("cp1252"), "Façade Nord".encode("cp1252")])
    assert decoded.texts == ("Müller", "Façade Nord")
    assert decoded.confidence < 0.5
    assert decoded.doubtful == (0, 1)


def test_decode_column__mixed_data_is_read_value_by_value() -> None:
    names = [name for name in NAMES if name.startswith(("Thị trấn", "Phường Thắng", "Phường Phước"))]
    origin = [Encoding.TCVN3] * 10 + [Encoding.UNICODE] * 3 + [Encoding.VNI] * 3
    decoded = decode_column([written(name, how, "cp1252") for name, how in zip(names, origin, strict=False)])
    assert decoded.texts == tuple(names[: len(origin)])
    assert decoded.encodings == tuple(origin)
    assert decoded.encoding is Encoding.TCVN3


def test_decode_column__decomposed_unicode_becomes_nfc() -> None:
    decoded = decode_column([unicodedata.normalize("NFD", name) for name in NAMES])
    assert decoded.texts == tuple(NAMES)
    assert decoded.encoding is Encoding.UNICODE


@pytest.mark.parametrize("encoding", VIETNAMESE)
def test_decode_column__knows_short_forms_and_signs(encoding: Encoding) -> None:
    values = ["QĐ-UBND", "NĐ", "TBĐ 12", "500 m² – 30 ° …"]
    if encoding in {Encoding.UNICODE, Encoding.MOJIBAKE}:
        values.append("“Khu đất”")
    for form in ("bytes", "cp1252"):
        decoded = decode_column([written(value, encoding, form) for value in values])
        assert decoded.texts == tuple(values)
        assert decoded.doubtful == ()


def test_decode_column__shows_samples() -> None:
    assert decode_column(["Long §iÒn", "Long Tan"]).samples == (("Long §iÒn", "Long Điền"),)


@given(st.lists(st.one_of(st.text(), st.binary())))
def test_decode_column__never_fails(values: list[str | bytes]) -> None:
    decoded = decode_column(values)
    assert len(decoded.texts) == len(decoded.encodings) == len(values)
    assert 0 <= decoded.confidence <= 1
    for text in decoded.texts:
        assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("UTF-8", Encoding.UNICODE),
        ("65001", Encoding.UNICODE),
        ("ANSI 1258", Encoding.CP1258),
        ("CP1258", Encoding.CP1258),
        (".VnTimeH", Encoding.TCVN3),
        ("TCVN3 (ABC)", Encoding.TCVN3),
        ("VNI-Helve", Encoding.VNI),
        ("ISO-8859-1", None),
        ("", None),
    ],
)
def test_encoding_from_name(name: str, encoding: Encoding | None) -> None:
    assert encoding_from_name(name) is encoding
