import pytest

from gis.text.abbreviations import (
    UnitKind,
    UnitName,
    expand_abbreviations,
    flatten,
    split_unit_name,
    strip_unit_prefix,
)


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ("P.10, TP.Vũng Tàu", "phường 10, thành phố Vũng Tàu"),
        ("p10", "phường 10"),
        ("P. Thắng Tam", "phường Thắng Tam"),
        ("X.Long Sơn", "xã Long Sơn"),
        ("TT. Long Hải", "thị trấn Long Hải"),
        ("tt long hai", "thị trấn long hai"),
        ("TX Phú Mỹ", "thị xã Phú Mỹ"),
        ("H. Côn Đảo, T. BRVT", "huyện Côn Đảo, tỉnh Bà Rịa - Vũng Tàu"),
        ("Q.1", "quận 1"),
        ("KP3", "khu phố 3"),
        ("Đ. 3/2", "đường 3/2"),
        ("QL51", "quốc lộ 51"),
        ("ĐT 44A", "đường tỉnh 44A"),
        ("TP.HCM", "thành phố Hồ Chí Minh"),
        ("tphcm", "thành phố Hồ Chí Minh"),
        ("UBND P.Rạch Dừa", "ủy ban nhân dân phường Rạch Dừa"),
    ],
)
def test_expand__writes_short_forms_out(short: str, words: str) -> None:
    assert expand_abbreviations(short) == words


@pytest.mark.parametrize(
    "text",
    [
        "lô P",
        "H2",
        "khu H.2",
        "Nguyễn V. Hùng",
        "BRVT-000123",
        "brvt123",
        "Ấp Bắc",
        "A.B.C",
        "DT 500 m2",
        "tờ",
        "t.12 th.345",
    ],
)
def test_expand__leaves_what_is_no_unit_word(text: str) -> None:
    assert expand_abbreviations(text) == text


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Phường Thắng Tam", UnitKind.WARD, "Thắng Tam"),
        ("P. Thắng Tam", UnitKind.WARD, "Thắng Tam"),
        ("PHƯỜNG 1", UnitKind.WARD, "1"),
        ("Tp. Vũng Tàu", UnitKind.CITY, "Vũng Tàu"),
        ("Thị trấn Ngãi Giao", UnitKind.TOWNSHIP, "Ngãi Giao"),
        ("Thị xã Phú Mỹ", UnitKind.DISTRICT_TOWN, "Phú Mỹ"),
        ("Xã Xà Bang", UnitKind.COMMUNE, "Xà Bang"),
        ("Đặc khu Côn Đảo", UnitKind.SPECIAL_ZONE, "Côn Đảo"),
        ("Tỉnh Bà Rịa - Vũng Tàu", UnitKind.PROVINCE, "Bà Rịa - Vũng Tàu"),
        ("Xà Bang", None, "Xà Bang"),
        ("Tịnh Biên", None, "Tịnh Biên"),
        ("Long Hải", None, "Long Hải"),
        ("Phường", None, "Phường"),
    ],
)
def test_split__parts_kind_and_name(text: str, kind: UnitKind | None, name: str) -> None:
    assert split_unit_name(text) == UnitName(kind, name)
    assert strip_unit_prefix(text) == name


def test_split__a_kind_without_accents_is_uncertain() -> None:
    assert split_unit_name("xa bang") == UnitName(UnitKind.COMMUNE, "bang", certain=False)


def test_flatten__keeps_positions() -> None:
    text = "Thửa số 5, “Đường” 3/2"
    assert flatten(text) == "thua so 5, “duong” 3/2"
    assert len(flatten(text)) == len(text)
