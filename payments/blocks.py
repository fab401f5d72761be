"""What a page shows of a transfer to make: words to copy, and the code to scan."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.text.errors import Lang
from gis.text.money import dong
from gis.text.number_words import dong_in_words
from payments.banks import bank_of, instant_below
from payments.errors import BadTransfer
from payments.qr import svg
from payments.vietqr import Transfer, ascii_text, payload


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom money is sent to. In Vietnamese: tài khoản thụ hưởng.

    Attributes:
        bank_bin: six digits (data/facts/banks.csv).
        account: up to 19 letters and digits.
        holder: the name of the account, as its bank has it.
    """

    bank_bin: str
    account: str
    holder: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the payer enters.

    Attributes:
        name: stable, for the page's ids.
        title: what it is.
        shown: to read.
        copied: to put into the bank's app.
        more: in small print; `more_lang` where that is Vietnamese for every reader.
    """

    name: str
    title: str
    shown: str
    copied: str
    more: str = ""
    more_lang: str = ""


@dataclass(frozen=True, slots=True)
class TransferBlock:
    """What `payments/transfer.html` shows. In Vietnamese: chuyển khoản.

    Attributes:
        lines: bank, account, holder, amount where one is asked for, text.
        qr: the code as inline SVG.
        payload: what the code says.
        limit: the amount from which on banks do not send at once, in words of the reader, where this transfer
            reaches it; else "".
    """

    lines: tuple[Line, ...]
    qr: SafeString
    payload: str
    limit: str = ""


def transfer_block(payee: Payee, *, amount: int | None, text: str, today: date) -> TransferBlock:
    """The block of one transfer; with an amount its code is for a single payment.

    Args:
        payee: whom to pay.
        amount: whole đồng; None lets the payer decide.
        text: what the payer must write so that the money is found again, Vietnamese or plain; at most 25 characters
            when folded, and not empty.
        today: for the limit of instant transfers.

    Raises:
        BadTransfer: the bank is unknown, or account, amount or text cannot be.
        TextTooLong: a BadTransfer that offers a shorter text.
    """
    bank = bank_of(payee.bank_bin)
    plain = ascii_text(text)
    if not plain:
        raise BadTransfer.at("text", _("Khoản chuyển phải có nội dung, nếu không sẽ không biết của ai."))
    transfer = Transfer(payee.bank_bin, payee.account, amount, plain, single_use=amount is not None)
    code = payload(transfer)
    lines = [
        Line("bank", _("Ngân hàng"), bank.short_name, bank.short_name, bank.name, "vi"),
        Line("account", _("Số tài khoản"), payee.account, payee.account),
        Line("holder", _("Chủ tài khoản"), payee.holder, payee.holder),
    ]
    if amount is not None:
        lines.append(Line("amount", _("Số tiền"), dong(amount, _lang()), str(amount), dong_in_words(amount), "vi"))
    lines.append(
        Line("text", _("Nội dung chuyển khoản"), plain, plain, _("Ghi đúng như vậy, để khoản tiền được nhận ra."))
    )
    return TransferBlock(tuple(lines), svg(code), code, _limit(amount, today))


def _limit(amount: int | None, today: date) -> str:
    below = instant_below(today)
    return dong(below, _lang()) if below and amount and amount >= below else ""


def _lang() -> Lang:
    return "en" if get_language() == "en" else "vi"
