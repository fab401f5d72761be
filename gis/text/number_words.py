"""Numbers in Vietnamese words, as contracts, receipts and certificates repeat them: "Bằng chữ: ...".

Two forms live side by side. The zero before the ones is "linh" in the north and in schoolbooks, "lẻ" in the south;
certificates and payment papers of public bodies were seen with either, none by rule. The default is "lẻ", for an
office in the south. "Tư" for the four after "mươi" is a habit of speech beside "bốn"; papers have both, and "bốn" is
never wrong, so it is always written. Ours too, no rule being found: several decimals are read as one number.

num2words 0.5.14, the library for this, was compared and is not used. Of the 32 rows in
tests/unit/text/test_number_words.py it says 11 otherwise, all wrong: 1.050 as "một nghìn lẻ năm mươi", 1.005.000 as
"một triệu năm nghìn", 10^15 as "một trăm nghìn tỷ", 120,5 as "phẩy năm mươi" and 120,05 as "phẩy năm", -5 as "mười
lăm". So are 9.801 of the numbers from 0 to 99.999 (all that want "không trăm"); of 5.000 random ones below 10^18 the
tests' reader takes 841 for another number and cannot read 1.145.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

from gis.text.errors import NumberError

ZeroTens = Literal["lẻ", "linh"]
LARGEST: Final = 10**18

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
_BILLION: Final = 10**9


def in_words(value: Decimal | int, unit: str = "", *, zero_tens: ZeroTens = "lẻ", capital: bool = False) -> str:
    """Write a number in words: 1205 is `một nghìn hai trăm lẻ năm`, 120.5 is `một trăm hai mươi phẩy năm`.

    Groups of zeros are left out, and every group after the first is said with its hundreds (`một triệu không trăm lẻ
    năm`). From a thousand tỷ on, tỷ itself is counted: `một nghìn tỷ`, `một tỷ tỷ`. Zeros at the end of the decimals
    are dropped, those at their beginning are said one by one.

    Args:
        value: at most 10^18 either way.
        unit: what is counted, put behind: `mét vuông`.
        zero_tens: the word for a zero before the ones, `lẻ` or `linh`.
        capital: begin with a capital letter.

    Raises:
        NumberError: the number is larger than there are words for.
    """
    exact = Decimal(value)
    if not exact.is_finite() or exact.copy_abs() > LARGEST:
        raise NumberError("text.number_too_large", {"text": str(value)})
    whole, _, decimals = f"{exact.copy_abs():f}".partition(".")
    words = ["âm"] if exact < 0 else []
    words += _integer(int(whole), zero_tens)
    words += _decimals(decimals.rstrip("0"), zero_tens)
    text = " ".join([*words, unit] if unit else words)
    return text[0].upper() + text[1:] if capital else text


def dong_in_words(amount: int, *, zero_tens: ZeroTens = "lẻ") -> str:
    """Write an amount as papers do: `Một tỷ hai trăm năm mươi triệu đồng`. Raises NumberError as `in_words`."""
    return in_words(amount, "đồng", zero_tens=zero_tens, capital=True)


def _decimals(digits: str, zero_tens: ZeroTens) -> list[str]:
    if not digits:
        return []
    rest = digits.lstrip("0")
    return ["phẩy", *[_DIGITS[0]] * (len(digits) - len(rest)), *_integer(int(rest), zero_tens)]


def _integer(number: int, zero_tens: ZeroTens) -> list[str]:
    if number == 0:
        return [_DIGITS[0]]
    billions, rest = divmod(number, _BILLION)
    words = [*_integer(billions, zero_tens), "tỷ"] if billions else []
    for size, name in _GROUPS:
        group = rest // size % 1000
        if group:
            words += _group(group, zero_tens, in_full=bool(words))
            words += [name] if name else []
    return words


def _group(group: int, zero_tens: ZeroTens, *, in_full: bool) -> list[str]:
    """Words of 1 to 999; `in_full` says the hundreds even where there are none."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or in_full else []
    if tens == 0:
        return [*words, zero_tens, _DIGITS[ones]] if ones and words else words + [_DIGITS[ones]] * bool(ones)
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + [_after_tens(tens, ones)] * bool(ones)


def _after_tens(tens: int, ones: int) -> str:
    if ones == 5:
        return "lăm"
    return "mốt" if ones == 1 and tens > 1 else _DIGITS[ones]
