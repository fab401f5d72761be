from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gis.text.errors import NumberError
from gis.text.money import dong, per_area, percent, short_dong, unit_price
from gis.text.numbers import parse_money


def test_dong__whole_amounts() -> None:
    assert dong(1_250_000_000) == "1.250.000.000 đồng"
    assert dong(1_250_000_000, "en") == "1,250,000,000 đồng"
    assert dong(Decimal("1000.00")) == "1.000 đồng"  # a sum of the database comes as numeric
    assert dong(0) == "0 đồng"
    assert dong(-999) == "-999 đồng"


@pytest.mark.parametrize("write", [dong, short_dong, per_area])
def test_dong__refuses_a_fraction(write) -> None:
    with pytest.raises(NumberError, match="whole number"):
        write(Decimal("10.5"))


@pytest.mark.parametrize(
    ("amount", "vi", "en", "is_exact"),
    [
        (1_250_000_000, "1,25 tỷ", "1.25 billion", True),
        (1_000_000_000, "1 tỷ", "1 billion", True),
        (1_234_567_890, "1,235 tỷ", "1.235 billion", False),
        (1_234_500_000, "1,235 tỷ", "1.235 billion", False),  # half: away from zero
        (1_234_499_999, "1,234 tỷ", "1.234 billion", False),
        (999_999_500, "1 tỷ", "1 billion", False),
        (999_999_499, "999,999 triệu", "999.999 million", False),
        (999_999_000, "999,999 triệu", "999.999 million", True),
        (1_234_567_000_000, "1.234,567 tỷ", "1,234.567 billion", True),
        (32_500_000, "32,5 triệu", "32.5 million", True),
        (1_000_000, "1 triệu", "1 million", True),
        (999_999, "999.999", "999,999", True),
        (500_000, "500 nghìn", "500 thousand", True),
        (1_500, "1.500", "1,500", True),
        (999, "999", "999", True),
        (0, "0", "0", True),
        (-1_234_500_000, "-1,235 tỷ", "-1.235 billion", False),
    ],
)
def test_short_dong(amount: int, vi: str, en: str, is_exact: bool) -> None:
    short = short_dong(amount)
    assert (str(short), short.is_exact, short.full) == (f"{vi} đồng", is_exact, dong(amount))
    assert str(short_dong(amount, "en")) == f"{en} đồng"


@given(st.integers(min_value=0, max_value=10**15))
def test_short_dong__says_when_it_is_not_the_amount(amount: int) -> None:
    short = short_dong(amount)
    read = parse_money(str(short))
    assert (read == amount) is short.is_exact
    assert abs(read - amount) <= max(amount // 2_000, 0)
    assert not str(short).startswith(("1.000 triệu", "1.000 nghìn"))


@pytest.mark.parametrize(
    ("price", "area", "expected"),
    [
        (1_250_000_000, "100", 12_500_000),
        (1_000, "3", 333),
        (5, "2", 3),  # 2.5
        (1_000_000_000, "120.5", 8_298_755),
    ],
)
def test_unit_price__rounds_half_up(price: int, area: str, expected: int) -> None:
    assert unit_price(price, Decimal(area)) == expected


@pytest.mark.parametrize("area", [Decimal(0), Decimal(-1), Decimal("NaN")])
def test_unit_price__refuses_an_area_that_is_none(area: Decimal) -> None:
    with pytest.raises(NumberError, match="above 0"):
        unit_price(1_000, area)


def test_per_area_and_percent() -> None:
    assert per_area(12_500_000) == "12.500.000 đồng/m²"
    assert percent(Decimal("12.50")) == "12,5 %"
    assert percent(20, "en") == "20 %"
    assert percent(83.25, decimals=1) == "83,3 %"


@pytest.mark.parametrize(
    ("template", "vi", "en"),
    [
        ("{{ n|dong }}", "1.234.567.890 đồng", "1,234,567,890 đồng"),
        ("{{ n|short_dong }}", "1,235 tỷ đồng", "1.235 billion đồng"),
        ("{% with s=n|short_dong %}{{ s.is_exact }} {{ s.full }}{% endwith %}",
         "False 1.234.567.890 đồng", "False 1,234,567,890 đồng"),
        ("{{ n|per_area }}", "1.234.567.890 đồng/m²", "1,234,567,890 đồng/m²"),
        ("{{ share|percent }}", "12,5 %", "12.5 %"),
        ("{{ five|spelled }}", "Năm đồng", "Năm đồng"),
        ("{{ none|dong }}{{ none|short_dong }}{{ none|per_area }}{{ none|percent }}{{ none|spelled }}", "", ""),
    ],
)  # fmt: skip
def test_filters__write_in_the_language_of_the_reader(template: str, vi: str, en: str) -> None:
    context = Context({"n": 1_234_567_890, "share": 12.5, "five": 5, "none": None})
    page = Template("{% load amounts %}" + template)
    for language, expected in (("vi", vi), ("en", en)):
        with override(language):
            assert page.render(context) == expected
