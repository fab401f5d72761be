import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.text.abbreviations import UnitKind
from gis.text.coordinates import Vn2000Point, Wgs84Point
from gis.text.queries import ParcelReference, parse_query

SHEET_12_PARCEL_345 = ParcelReference("12", "345")


@pytest.mark.parametrize("text", ["BRVT-000123", "brvt123", "BRVT 123", "brvt_0123", "br-vt-123", " Brvt-123 "])
def test_plot_code(text: str) -> None:
    intent = parse_query(text)
    assert intent.plot_code == "BRVT-000123"
    assert (intent.rest, intent.tokens) == ("", ())


@pytest.mark.parametrize("text", ["BRVT", "xbrvt123", "brvt123x", "BRVT-1234567890"])
def test_plot_code__none(text: str) -> None:
    assert parse_query(text).plot_code is None


@pytest.mark.parametrize(
    "text",
    [
        "tờ 12 thửa 345", "thửa 345 tờ 12", "thửa 345 tờ bản đồ số 12", "t.12 th.345", "t12 th345",
        "T.12, Th.345",
        "to 12 thua 345", "số tờ 12, số thửa 345", "TBĐ 12 thửa 345", "tbđ số 12, thửa đất số 345",
        "tờ BĐ 12 thửa 345",
        "Thửa đất số: 345; Tờ bản đồ số: 12", "TỜ 012 THỬA 0345", "thữa 345 tờ 12", "tờ 12/345",
        "tờ số 12 thửa số 345",
        "số hiệu tờ bản đồ 12 số thứ tự thửa 345", "bản đồ địa chính số 12 thửa 345", "sheet 12 parcel 345",
        "SHBĐ 12 ST 345", "shbd 12, st 345", "ST 345 SHBĐ: 012", "SHBĐ số 12, ST.345", "tờ 12 ST 345",
    ],
)  # fmt: skip
def test_parcel__in_any_wording(text: str) -> None:
    for form in ("NFC", "NFD"):
        intent = parse_query(unicodedata.normalize(form, text))  # type: ignore[arg-type]
        assert intent.parcel == SHEET_12_PARCEL_345
        assert intent.tokens == ()


@pytest.mark.parametrize(
    ("text", "parcel", "tokens"),
    [
        ("tờ 12", ParcelReference("12", None), ""),
        ("thửa 345 xã Long Sơn", ParcelReference(None, "345"), "xa long son"),
        ("tờ 12A thửa 345b", ParcelReference("12A", "345B"), ""),
        ("thửa 345/12 Long Sơn", ParcelReference("12", "345", ambiguous=True), "long son"),
        ("12/345", ParcelReference("12", "345", ambiguous=True), "12 345"),
        ("12/345 Trần Phú", ParcelReference("12", "345", ambiguous=True), "12 345 tran phu"),
        ("SHBĐ 12 Long Sơn", ParcelReference("12", None), "long son"),
        ("345 (12)", ParcelReference("12", "345", ambiguous=True), "345 12"),
        ("Long Sơn, 345b(012)", ParcelReference("12", "345B", ambiguous=True), "long son 345b 012"),
        ("345 (12) xã Long Sơn", ParcelReference("12", "345", ambiguous=True), "345 12 xa long son"),
        ("to 5", ParcelReference("5", None, ambiguous=True), "to 5"),
        ("to ban do 5", ParcelReference("5", None), ""),
        ("tổ 5, tờ 12 thửa 345", SHEET_12_PARCEL_345, "to 5"),
        ("đường 30/4, tờ 12 thửa 345 phường Rạch Dừa", SHEET_12_PARCEL_345, "duong 30 4 phuong rach dua"),
        ("Long Sơn tờ 12 Gò Găng thửa 345 ấp 5", SHEET_12_PARCEL_345, "long son go gang ap 5"),
    ],
)
def test_parcel__keeps_the_other_words(text: str, parcel: ParcelReference, tokens: str) -> None:
    intent = parse_query(text)
    assert intent.parcel == parcel
    assert " ".join(intent.tokens) == tokens


@pytest.mark.parametrize(
    "text",
    [
        "tổ 5 ấp Phước Lộc",
        "tô 5",
        "đường 30/4",
        "Đ. 3/2",
        "7/2026",
        "03/07/2026",
        "1685/NQ-UBTVQH15",
        "t. 5",
        "thủa 5",
        "tốt 5",
        "ST 345",
        "gạo ST25",
        "Lô 345 (giai đoạn 12)",
        "345 (giai đoạn 12)",
        "Lô 345 (12)",
        "đường 345 (12)",
        "7 (2026)",
        "345 (12 m2)",
        "345 (12,5)",
        "1.345 (12)",
        "QĐ 345 (12)",
    ],
)
def test_parcel__none(text: str) -> None:
    intent = parse_query(text)
    assert intent.parcel is None
    assert intent.tokens


def test_point__in_both_systems() -> None:
    assert parse_query("10.35, 107.08").point == Wgs84Point(longitude=107.08, latitude=10.35)
    assert parse_query("X=1144643.91 Y=426432.37").point == Vn2000Point(easting=426432.37, northing=1144643.91)
    assert parse_query("phường 10").point is None


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("P. 10", [(UnitKind.WARD, "10", True)]),
        ("phường 010 vũng tàu", [(UnitKind.WARD, "10", True)]),
        ("P10, TP. Vũng Tàu", [(UnitKind.WARD, "10", True), (UnitKind.CITY, "Vũng Tàu", True)]),
        ("phuong thang tam", [(UnitKind.WARD, "thang tam", False)]),
        ("xã Hoà Long", [(UnitKind.COMMUNE, "Hoà Long", True)]),
        ("đường Trần Phú phường 5", [(UnitKind.WARD, "5", True)]),
        ("xã Long Sơn ấp Bắc", [(UnitKind.COMMUNE, "Long Sơn", True)]),
        (
            "thị trấn Long Hải huyện Long Điền",
            [(UnitKind.TOWNSHIP, "Long Hải", True), (UnitKind.RURAL_DISTRICT, "Long Điền", True)],
        ),
        ("thị xã Phú Mỹ", [(UnitKind.DISTRICT_TOWN, "Phú Mỹ", True)]),
        ("thửa 345 tờ 12 P.Thắng Tam", [(UnitKind.WARD, "Thắng Tam", True)]),
        ("Tỉnh Bà Rịa - Vũng Tàu", [(UnitKind.PROVINCE, "Bà Rịa - Vũng Tàu", True)]),
        ("TPHCM", [(UnitKind.CITY, "Hồ Chí Minh", True)]),
        ("Xà Bang", []),
        ("xa bang", [(UnitKind.COMMUNE, "bang", False)]),
        ("nhà ở xã hội", []),
        ("tỉnh lộ 44", []),
        ("quản lý đất", []),
        ("phường", []),
    ],
)  # fmt: skip
def test_units__are_hints(text: str, units: list[tuple[UnitKind, str, bool]]) -> None:
    assert [(unit.kind, unit.name, unit.certain) for unit in parse_query(text).units] == units


def test_everything_at_once() -> None:
    intent = parse_query("brvt-7  t.12 th.345, P.10 TP.Vũng Tàu; 10.3512,107.0812")
    assert intent.plot_code == "BRVT-000007"
    assert intent.parcel == SHEET_12_PARCEL_345
    assert intent.point == Wgs84Point(longitude=107.0812, latitude=10.3512)
    assert [unit.name for unit in intent.units] == ["10", "Vũng Tàu"]
    assert intent.tokens == ("phuong", "10", "thanh", "pho", "vung", "tau")


def test_free_text__is_folded() -> None:
    intent = parse_query("  Bãi   Sau – Thùy Vân ")
    assert (intent.rest, intent.tokens) == ("Bãi Sau – Thùy Vân", ("bai", "sau", "thuy", "van"))
    assert (intent.plot_code, intent.parcel, intent.point, intent.units) == (None, None, None, ())


def test_long_text__is_cut() -> None:
    assert len(parse_query("đất " * 100_000).text) <= 500


QUERY_PIECES = st.sampled_from(
    [
        "tờ", "thửa", "t.", "th.", "12", "345", "/", ",", ";", "P.", "xã", "BRVT", "10.35", "107.08", "X=",
        "426.432.5", "1.144.643,9", "°", "'", '"', "đ",
    ]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(QUERY_PIECES).map(" ".join), st.lists(QUERY_PIECES).map("".join)))
def test_parse_query__never_fails(text: str) -> None:
    intent = parse_query(text)
    assert all(token.isascii() and token == token.lower() for token in intent.tokens)
