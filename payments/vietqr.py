"""The text in a VietQR code for a transfer, written and read.

Source: NAPAS, Quy định về định dạng VietQR trong dịch vụ chuyển nhanh NAPAS247, version 1.0 (9/2021).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from gis.text.fold import fold
from payments.errors import BadTransfer, TextTooLong, UnreadableCode
from payments.objects import checksum, inside, read, take, written

MOST_OF_TEXT: Final = 25
MOST_OF_AMOUNT: Final = 10**13
_NAPAS, _DONG, _VIETNAM = "A000000727", "704", "VN"
_MANY_TIMES, _ONCE = "11", "12"
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_PLAIN = re.compile(r"[ -~]{0,25}")
_AMOUNT = re.compile(r"([0-9]{1,13})\.?")  # "50000." is valid, 5.2.6
_SUM_LENGTH = len("6304") + 4


class Service(StrEnum):
    """What the number in a code is. In Vietnamese: mã dịch vụ chuyển nhanh."""

    ACCOUNT = "QRIBFTTA"
    CARD = "QRIBFTTC"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as a code asks for it. In Vietnamese: chuyển khoản.

    Attributes:
        bank_bin: six digits, the bank's number (data/facts/banks.csv).
        account: account or card number, up to 19 letters and digits.
        amount: whole đồng, up to 13 digits; None lets the payer enter it.
        text: what the payer writes, printable ASCII, up to 25 characters; make it with `ascii_text`.
        name: the receiver, in the same letters; banks show the name that they know themselves.
        single_use: "dynamic": for one payment, by one person; else for many.
        service: whether `account` is an account or a card.

    Raises:
        BadTransfer: one of them is not so.
    """

    bank_bin: str
    account: str
    amount: int | None = None
    text: str = ""
    name: str = ""
    single_use: bool = False
    service: Service = Service.ACCOUNT

    def __post_init__(self) -> None:
        if not _BIN.fullmatch(self.bank_bin):
            raise BadTransfer.at("bank_bin", _("Mã ngân hàng (BIN) phải có đúng sáu chữ số."))
        if not _ACCOUNT.fullmatch(self.account):
            raise BadTransfer.at("account", _("Số tài khoản gồm 1 đến 19 chữ số hoặc chữ cái không dấu, viết liền."))
        if self.amount is not None and not 0 < self.amount < MOST_OF_AMOUNT:
            raise BadTransfer.at("amount", _("Số tiền phải lớn hơn 0 và không quá 13 chữ số."))
        for field, value in (("text", self.text), ("name", self.name)):
            if not _PLAIN.fullmatch(value) or value != value.strip():
                raise BadTransfer.at(field, _("Chỉ dùng chữ không dấu, tối đa 25 ký tự."))


def payload(transfer: Transfer) -> str:
    """The text to draw as a QR code, with its checksum; ASCII."""
    bank = written("00", transfer.bank_bin) + written("01", transfer.account)
    receiver = written("00", _NAPAS) + written("01", bank) + written("02", transfer.service)
    parts = [
        ("00", "01"),
        ("01", _ONCE if transfer.single_use else _MANY_TIMES),
        ("38", receiver),
        ("53", _DONG),
        ("54", "" if transfer.amount is None else str(transfer.amount)),
        ("58", _VIETNAM),
        ("59", transfer.name),
        ("62", written("08", transfer.text) if transfer.text else ""),
    ]
    body = "".join(written(name, value) for name, value in parts if value) + "6304"
    return body + checksum(body)


def parse(text: str) -> Transfer:
    """The transfer that a scanned text asks for; objects that say nothing of it are checked for structure alone.

    Raises:
        UnreadableCode: the checksum, the structure or a value is wrong; it tells where.
    """
    _check_sum(text)
    body = text[:-_SUM_LENGTH]
    root = read(body)
    if next(iter(root), "") != "00":
        raise UnreadableCode.told(0, "00", _("trường 00 phải đứng đầu"))
    end = len(body)
    take(root, "00", end, ["01"])
    times = take(root, "01", end, [_MANY_TIMES, _ONCE])
    outer = take(root, "38", end)
    receiver = inside(outer)
    take(receiver, "00", outer.place, [_NAPAS])
    holder = take(receiver, "01", outer.place)
    bank = inside(holder)
    service = take(receiver, "02", outer.place, list(Service))
    take(root, "53", end, [_DONG])
    take(root, "58", end, [_VIETNAM])
    more = inside(root["62"]) if "62" in root else {}
    found = {
        "bank_bin": take(bank, "00", holder.place),
        "account": take(bank, "01", holder.place),
        "amount": root.get("54"),
        "text": more.get("08"),
        "name": root.get("59"),
    }
    values = {field: one.value for field, one in found.items() if one is not None}
    try:
        amount = _amount(values.pop("amount", None))
        once = times.value == _ONCE
        return Transfer(**values, amount=amount, single_use=once, service=Service(service.value))
    except BadTransfer as error:
        wrong = found[error.errors[0]["field"]]
        assert wrong is not None
        raise UnreadableCode.told(wrong.place, wrong.path, error.detail.rstrip(".")) from error


def ascii_text(text: str, most: int = MOST_OF_TEXT) -> str:
    """`text` as every bank hands it on: capital ASCII letters, digits and single spaces.

    "Nộp tiền đặt trước BRVT-000001" is `NOP TIEN DAT TRUOC BRVT 000001`. Other signs become spaces, because banks
    drop or refuse them, each in its way, and what comes back on the statement must be what was asked for.

    Raises:
        TextTooLong: more than `most` characters; it offers what would fit.
        BadTransfer: there are letters that have no plain form.
    """
    if lost := "".join(sign for sign in text if sign.isalnum() and not fold(sign)):
        raise BadTransfer.at("text", _("Không viết được “%(signs)s” bằng chữ không dấu.") % {"signs": lost})
    plain = fold(text).upper()
    if len(plain) > most:
        raise TextTooLong.of(plain, most)
    return plain


def _amount(value: str | None) -> int | None:
    if value is None:
        return None
    match = _AMOUNT.fullmatch(value)
    if match is None:
        raise BadTransfer.at("amount", _("Số tiền chỉ gồm chữ số, tối đa 13."))
    return int(match[1])


def _check_sum(text: str) -> None:
    for place, sign in enumerate(text):
        if not " " <= sign <= "~":
            raise UnreadableCode.told(place, "", _("ký tự không thuộc bảng ASCII"))
    begin = max(len(text) - _SUM_LENGTH, 0)
    if text[begin:-4] != "6304":
        raise UnreadableCode.told(begin, "63", _("mã kiểm tra (trường 63) phải đứng cuối"))
    due = checksum(text[:-4])
    if text[-4:].upper() != due:
        words = {"found": text[-4:], "due": due}
        raise UnreadableCode.told(
            len(text) - 4, "63", _("mã kiểm tra là %(found)s, tính ra %(due)s: mã bị sai") % words
        )
