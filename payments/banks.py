"""Banks by the number in a code, and up to which amount a transfer goes at once, from data/facts."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from payments.errors import BadTransfer


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank that takes transfers by VietQR. In Vietnamese: ngân hàng thụ hưởng.

    Attributes:
        bin: six digits, given by the State Bank (mã BIN).
        short_name: as apps list it.
        name: in full.
    """

    bin: str
    short_name: str
    name: str


@cache
def banks() -> dict[str, Bank]:
    """Every known bank by its number, in the order of the file."""
    return {row["bin"]: Bank(row["bin"], row["short_name"], row["name"]) for row in _rows("banks.csv")}


def bank_of(bank_bin: str) -> Bank:
    """The bank of a number. Raises BadTransfer where none is known: its name could not be told to the payer."""
    bank = banks().get(bank_bin)
    if bank is None:
        raise BadTransfer.at("bank_bin", _("Không biết ngân hàng có mã BIN %(bin)s.") % {"bin": bank_bin})
    return bank


def instant_below(day: date) -> int | None:
    """Transfers of less than this many đồng went through at once on that day; None where the limit is not known.

    From there on the payer's bank sends them by another way, in its working hours.
    """
    known = [row for row in _rows("transfer_limits.csv") if date.fromisoformat(row["valid_from"]) <= day]
    return int(max(known, key=lambda row: row["valid_from"])["below_amount"]) if known else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (settings.BASE_DIR / "data/facts" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
