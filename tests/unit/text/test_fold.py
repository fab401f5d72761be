import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.text.fold import fold, normalise_tone, same_spelling
from tests.unit.text.names import NAMES


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Phường Thắng Tam", "phuong thang tam"),
        ("ĐẤT ĐỎ", "dat do"),
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("P.10,  TP.Vũng Tàu", "p 10 tp vung tau"),
        ("2.159,6 m²", "2 159 6 m2"),
        ("Ưu ơi, Ỷ Ỹ", "uu oi y y"),
        ("“khu đất”\u00a0số…", "khu dat so"),
        ("(-)", ""),
        ("", ""),
    ],
)
def test_fold__gives_the_search_key(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize("name", NAMES)
def test_fold__is_the_same_for_nfc_and_nfd(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name)) != ""


@given(st.text())
def test_fold__is_plain_and_idempotent(text: str) -> None:
    key = fold(text)
    assert key.isascii()
    assert key == key.lower() == " ".join(key.split())
    assert fold(key) == key


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Hoà Long", "Hòa Long"),
        ("Hòa Long", "Hòa Long"),
        ("HOÀ LONG", "HÒA LONG"),
        ("thuý", "thúy"),
        ("qúy", "quý"),
        ("quý", "quý"),
        ("Uỷ ban", "Ủy ban"),
        ("khoẻ", "khỏe"),
        ("hòang", "hoàng"),
        ("hoàng", "hoàng"),
        ("gìa", "già"),
        ("giếng gì giặt", "giếng gì giặt"),
        ("thưở", "thưở"),
        ("khuỷu ngoằn ngoèo", "khuỷu ngoằn ngoèo"),
        ("người", "người"),
        ("nguời", "nguời"),
        ("résumé café", "résumé café"),
        ("2.159,6 m²", "2.159,6 m²"),
    ],
)
def test_normalise_tone__moves_the_mark_only(text: str, canonical: str) -> None:
    assert normalise_tone(text) == canonical
    assert normalise_tone(unicodedata.normalize("NFD", text)) == canonical


@given(st.text())
def test_normalise_tone__keeps_the_key(text: str) -> None:
    assert fold(normalise_tone(text)) == fold(text)
    assert normalise_tone(normalise_tone(text)) == normalise_tone(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Xã Hoà Long", "xã  HÒA Long", True),
        ("quý", "qúy", True),
        ("Thắng Nhì", "Thắng Nhi", False),
        ("Xà Bang", "Xã Bang", False),
        ("đá", "da", False),
    ],
)
def test_same_spelling__counts_accents(one: str, other: str, same: bool) -> None:
    assert same_spelling(one, other) is same
