"""Addresses as typed, kept and shown."""

import pytest

from notices.addresses import masked, normalised
from notices.errors import BadAddress


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Nguyen.Van.A@Gmail.COM ", "nguyen.van.a@gmail.com"),
        ("a+b@xn--e1aybc.xn--p1ai", "a+b@xn--e1aybc.xn--p1ai"),
        ("ten@bücher.example", "ten@xn--bcher-kva.example"),
    ],
)
def test_normalise__email(typed, kept):
    assert normalised("email", typed) == kept


@pytest.mark.parametrize("typed", ["0912 345 678", "+84 912.345.678", "84912345678", "912345678", "(091) 234-5678"])
def test_normalise__phone(typed):
    assert normalised("zalo", typed) == "84912345678"


@pytest.mark.parametrize(
    ("channel", "typed"),
    [
        ("email", "no-at.example.com"),
        ("email", "two@at@example.com"),
        ("email", "nguyễn@example.com"),
        ("email", "a@b\r\nBcc: c@example.com"),
        ("email", f"{'a' * 250}@example.com"),
        ("email", ""),
        ("email", "x" * 1_000_000),
        ("zalo", "0212345678"),
        ("zalo", "09123456789"),
        ("zalo", "٠٩١٢٣٤٥٦٧٨"),
        ("zalo", ""),
    ],
)
def test_normalise__refuses_without_repeating(channel, typed):
    with pytest.raises(BadAddress) as refused:
        normalised(channel, typed)
    assert not typed or typed not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_mask__shows_what_its_owner_recognises():
    assert masked("email", "nguyen.van.a@gmail.com") == "n***@gmail.com"
    assert masked("zalo", "84912345678") == "84*****678"
    assert masked("email", "") == "–"
