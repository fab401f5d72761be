"""The words are read back by a parser of its own, which knows the language and not the code."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.text.errors import NumberError
from gis.text.number_words import LARGEST, dong_in_words, in_words

NUMERALS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
ONES = {word: value for value, word in enumerate(NUMERALS)}
ONES |= {"mốt": 1, "lăm": 5}
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def read(words: list[str]) -> int:
    """The number that a person hears; ValueError where the language has no such order of words."""
    if "tỷ" in words:
        last = len(words) - 1 - words[::-1].index("tỷ")
        rest = words[last + 1 :]
        return read(words[:last]) * 10**9 + (read(rest) if rest else 0)
    total, below, group = 0, 10**9, []
    for word in words:
        if word not in SCALES:
            group.append(word)
            continue
        if SCALES[word] >= below or not group:
            raise ValueError(words)
        total, below, group = total + hundreds(group, bool(total)) * SCALES[word], SCALES[word], []
    return total + (hundreds(group, bool(total)) if group else 0)


def hundreds(group: list[str], must_be_full: bool) -> int:
    if len(group) > 1 and group[1] == "trăm":
        return ONES[group[0]] * 100 + below_hundred(group[2:], after_hundred=True)
    if must_be_full:
        raise ValueError(f"{group} without its hundreds")
    return below_hundred(group, after_hundred=False)


def below_hundred(words: list[str], after_hundred: bool) -> int:
    if not words:
        return 0
    if words[0] in {"lẻ", "linh"} and after_hundred and len(words) == 2:
        return ONES[words[1]]
    if words[0] == "mười" and len(words) <= 2:
        return 10 + (ONES[words[1]] if len(words) == 2 else 0)
    if len(words) > 1 and words[1] == "mươi" and len(words) <= 3:
        return ONES[words[0]] * 10 + (ONES[words[2]] if len(words) == 3 else 0)
    if len(words) == 1 and not after_hundred:
        return ONES[words[0]]
    raise ValueError(words)


def test_in_words__is_read_back_for_every_number_below_a_hundred_thousand() -> None:
    said = [in_words(number) for number in range(100_000)]
    assert [number for number, words in enumerate(said) if read(words.split()) != number] == []
    assert len(set(said)) == len(said)


def test_in_words__is_read_back_for_large_numbers() -> None:
    chosen = random.Random(7)
    numbers = [chosen.randrange(10 ** chosen.randint(1, 18)) for _ in range(4_000)]
    # Numbers of many zeros: where words are left out or must be said.
    numbers += [sum(chosen.randrange(10) * 10**place for place in chosen.sample(range(18), 3)) for _ in range(1_000)]
    assert [number for number in numbers if read(in_words(number, zero_tens="linh").split()) != number] == []


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_in_words__decimals_are_read_back(value: Decimal) -> None:
    whole, _, rest = in_words(value).partition(" phẩy ")
    digits = rest.split()
    zeros = 0
    while digits[:1] == ["không"] and digits[1:2] != ["trăm"]:
        digits, zeros = digits[1:], zeros + 1
    decimals = "0" * zeros + (str(read(digits)) if digits else "")
    assert Decimal(f"{read(whole.split())}.{decimals or 0}") == value


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (25, "hai mươi lăm"),
        (101, "một trăm lẻ một"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm lẻ năm"),
        (1_050, "một nghìn không trăm năm mươi"),
        (10_000, "mười nghìn"),
        (1_000_005, "một triệu không trăm lẻ năm"),
        (1_005_000, "một triệu không trăm lẻ năm nghìn"),
        (1_250_000_000, "một tỷ hai trăm năm mươi triệu"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (1_005_000_050_000, "một nghìn không trăm lẻ năm tỷ không trăm năm mươi nghìn"),
        (10**15, "một triệu tỷ"),
        (10**18, "một tỷ tỷ"),
        (-5, "âm năm"),
        (Decimal("120.50"), "một trăm hai mươi phẩy năm"),
        (Decimal("120.05"), "một trăm hai mươi phẩy không năm"),
        (Decimal("120.25"), "một trăm hai mươi phẩy hai mươi lăm"),
        (Decimal("0.001"), "không phẩy không không một"),
        (Decimal("1E+3"), "một nghìn"),
        (Decimal("-0.0"), "không"),
    ],
)
def test_in_words__as_papers_write_them(number: Decimal | int, words: str) -> None:
    assert in_words(number) == words


def test_in_words__other_zero_unit_and_capital() -> None:
    assert in_words(105, "mét vuông", zero_tens="linh") == "một trăm linh năm mét vuông"
    assert in_words(Decimal("120.5"), "mét vuông", capital=True) == "Một trăm hai mươi phẩy năm mét vuông"
    assert in_words(-8, capital=True) == "Âm tám"


def test_dong_in_words() -> None:
    assert dong_in_words(1_250_000_000) == "Một tỷ hai trăm năm mươi triệu đồng"
    assert dong_in_words(100_005, zero_tens="linh") == "Một trăm nghìn không trăm linh năm đồng"
    assert dong_in_words(0) == "Không đồng"


@pytest.mark.parametrize("value", [LARGEST + 1, -LARGEST - 1, Decimal("NaN"), Decimal("Infinity")])
def test_in_words__refuses_what_has_no_words(value: Decimal | int) -> None:
    with pytest.raises(NumberError, match="too large"):
        in_words(value)
