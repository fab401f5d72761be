from datetime import date

import pytest

from payments.banks import bank_of, banks, instant_below
from payments.errors import BadTransfer
from payments.vietqr import Transfer


def test_banks__every_number_fits_a_code() -> None:
    assert len(banks()) == 50
    for number, bank in banks().items():
        assert Transfer(number, "1").bank_bin == bank.bin
        assert bank.short_name == bank.short_name.strip() != ""
        assert bank.name.startswith("Ngân hàng ")
    assert len({bank.short_name for bank in banks().values()}) == 50


def test_bank_of__known_and_unknown() -> None:
    assert bank_of("970436").short_name == "Vietcombank"
    assert bank_of("970415").short_name == "VietinBank"
    with pytest.raises(BadTransfer, match="999999"):
        bank_of("999999")


def test_instant_below__from_the_day_it_is_known() -> None:
    assert instant_below(date(2021, 8, 31)) is None
    assert instant_below(date(2021, 9, 1)) == instant_below(date(2026, 11, 30)) == 500_000_000
