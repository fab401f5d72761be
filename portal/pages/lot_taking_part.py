"""How to take part in the auction of a lot: where, when, with what, into which account, and whether one may."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from auctions.models import Lot
from auctions.workflow import ANNOUNCED, BidderKind, LotState
from payments.blocks import Payee, TransferBlock, transfer_block
from payments.errors import BadTransfer

_TAKING = (LotState.POSTED, LotState.REGISTRATION_OPEN)


@dataclass(frozen=True)
class TakingPart:
    """What the page says of taking part.

    Attributes:
        open: files are sold, or will be.
        bring: papers that are usually asked for; the organisation's rules decide.
        transfer: the deposit as a transfer, None where the account or the amount is not announced.
    """

    open: bool
    organisation: Any
    bring: list[str]
    transfer: TransferBlock | None


def taking_part(lot: Lot, today: Any) -> TakingPart:
    """What somebody who wants to bid has to know; the organisation sells the file and takes the deposit."""
    organisation = lot.organisation
    return TakingPart(
        open=lot.state in _TAKING,
        organisation=organisation if lot.state in ANNOUNCED else None,
        bring=_papers(lot),
        transfer=_transfer(lot, today) if lot.state in _TAKING else None,
    )


def _papers(lot: Lot) -> list[str]:
    papers = [_("Phiếu đăng ký tham gia đấu giá theo mẫu của tổ chức đấu giá")]
    if BidderKind.PERSON in lot.bidders:
        papers.append(_("Cá nhân: căn cước, hoặc tài khoản định danh điện tử"))
    if BidderKind.ORGANISATION in lot.bidders:
        papers.append(_("Tổ chức: giấy đăng ký doanh nghiệp, giấy ủy quyền của người dự phiên"))
    papers.append(_("Chứng từ nộp tiền đặt trước"))
    return papers


def transfer_text(lot: Lot) -> str:
    """What the transfer says; the organisation tells deposits apart by it."""
    return f"DAT TRUOC {lot.code}"


def _transfer(lot: Lot, today: Any) -> TransferBlock | None:
    to = lot.organisation
    if to is None or not to.bank_bin or not lot.deposit_amount:
        return None
    payee = Payee(bank_bin=to.bank_bin, account=to.account_number, holder=to.account_holder)
    with suppress(BadTransfer):  # an account that cannot be: the page says that none is announced
        return transfer_block(payee, amount=lot.deposit_amount, text=transfer_text(lot), today=today)
    return None
