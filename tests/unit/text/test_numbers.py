from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.text.errors import MESSAGES, NumberError
from gis.text.numbers import (
    NumberStyle,
    format_area,
    format_number,
    guess_number_style,
    parse_area,
    parse_money,
    parse_number,
    parse_quantity,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.159,6", "2159.6"),
        ("2,159.6", "2159.6"),
        ("2159.6", "2159.6"),
        ("2159,6", "2159.6"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1.250.000.000", "1250000000"),
        ("1,250,000", "1250000"),
        ("0.123", "0.123"),
        ("0,123", "0.123"),
        ("2159.600", "2159.6"),
        ("-3,5", "-3.5"),
        ("\u22123", "-3"),
        (" 07 ", "7"),
    ],
)
@pytest.mark.parametrize("style", [None, NumberStyle.VI, NumberStyle.EN])
def test_parse_number__one_reading_whatever_the_style(text: str, value: str, style: NumberStyle | None) -> None:
    assert parse_number(text, style) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [("1.234", "1234", "1.234"), ("1,234", "1.234", "1234"), ("12.500", "12500", "12.5")],
)
def test_parse_number__ambiguous_texts_follow_the_style(text: str, vi: str, en: str) -> None:
    assert parse_number(text) == parse_number(text, NumberStyle.VI) == Decimal(vi)
    assert parse_number(text, NumberStyle.EN) == Decimal(en)


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "12.34,5", "1,234.5.6", "1.234,5,6", "1 2", "12 345 6", "--1", "1,", "5 m"]
)
def test_parse_number__refuses(text: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(text)
    assert text in caught.value.message("vi")
    assert text in caught.value.message("en")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3,2 ha", "3.2", "ha"),
        ("500 m2", "500", "m2"),
        ("500m²", "500", "m2"),
        ("1.250.000.000 đồng", "1250000000", "vnd"),
        ("1,25 tỷ", "1250000000", ""),
        ("1,25 tỉ đồng", "1250000000", "vnd"),
        ("1 tỷ 250 triệu đồng", "1250000000", "vnd"),
        ("500 nghìn VNĐ", "500000", "vnd"),
        ("5 triệu đồng/m2", "5000000", "vnd/m2"),
        ("12.000.000 đ / m²", "12000000", "vnd/m2"),
        ("1.5 million VND", "1500000", "vnd"),
        ("12,5 %", "12.5", "%"),
        ("7", "7", ""),
        ("-2 ha", "-2", "ha"),
    ],
)
def test_parse_quantity(text: str, value: str, unit: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["", "ha", "12 acres", "1 tỷ 250", "m2 5", "1 triệuu"])
def test_parse_quantity__refuses(text: str) -> None:
    with pytest.raises(NumberError):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("text", "square_metres"),
    [("3,2 ha", "32000"), ("2.159,6", "2159.6"), ("500 m²", "500"), ("1,5 km2", "1500000")],
)
def test_parse_area(text: str, square_metres: str) -> None:
    assert parse_area(text) == Decimal(square_metres)


@pytest.mark.parametrize("text", ["5 đồng", "5 m"])
def test_parse_area__refuses_other_units(text: str) -> None:
    with pytest.raises(NumberError, match="is not an area"):
        parse_area(text)


def test_parse_money() -> None:
    assert parse_money("1,25 tỷ") == parse_money("1.250.000.000 đồng") == 1_250_000_000
    with pytest.raises(NumberError, match="whole number"):
        parse_money("10,5 đồng")
    with pytest.raises(NumberError, match="not an amount"):
        parse_money("10 ha")


@pytest.mark.parametrize(
    ("values", "style", "certain"),
    [
        (["2.159,6", "1.234", "500"], NumberStyle.VI, True),
        (["1.234", "2159.6"], NumberStyle.EN, True),
        (["1,234", "2,159.6"], NumberStyle.EN, True),
        (["1,234", "1.250.000"], NumberStyle.VI, True),
        (["12,5 m²"], NumberStyle.VI, True),
        (["1.234", "500", "", "x"], NumberStyle.VI, False),
        (["2.159,6", "3.200,1", "2159.6"], NumberStyle.VI, False),
        (["01.02.2020", "1.234"], NumberStyle.VI, False),
    ],
)
def test_guess_number_style(values: list[str], style: NumberStyle, certain: bool) -> None:
    guess = guess_number_style(values)
    assert (guess.style, guess.certain) == (style, certain)


def test_guess_number_style__settles_the_ambiguous_value_of_its_column() -> None:
    column = ["1.234", "2.159", "17.5"]
    assert parse_number(column[0], guess_number_style(column).style) == Decimal("1.234")


def test_formats() -> None:
    assert format_number(Decimal("2159.60")) == "2.159,6"
    assert format_number(1234567, "en") == "1,234,567"
    assert format_number(0.1 + 0.2, decimals=2) == "0,30"
    assert format_number(Decimal("0.125"), decimals=2) == "0,13"
    assert format_number(Decimal("-0.01"), decimals=1) == "0,0"
    assert format_number(100) == "100"
    assert format_area(Decimal("2159.6")) == "2.159,6 m²"
    assert format_area(500, "en") == "500.0 m²"
    assert format_area(111_040_000, unit="auto") == "11.104,00 ha"
    assert format_area(9_999.9, unit="auto") == "9.999,9 m²"
    assert format_area(32_000, "en", "ha", decimals=1) == "3.2 ha"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_format_number__is_read_back(value: Decimal) -> None:
    assert parse_number(format_number(value, "vi", 4), NumberStyle.VI) == value
    assert parse_number(format_number(value, "en", 4), NumberStyle.EN) == value


def test_messages__exist_in_both_languages() -> None:
    assert all(sentences.keys() == {"vi", "en"} for sentences in MESSAGES.values())
