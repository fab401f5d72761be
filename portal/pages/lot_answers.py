"""What an investor asks first of a lot, answered in six short lines: the first screen of a phone."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from auctions.models import Lot
from auctions.reading import term_text
from auctions.workflow import BidderKind, Stage
from gis.query.times import moment_text


@dataclass(frozen=True)
class Answer:
    """One question with its answer.

    Attributes:
        title: the question.
        text: the answer, "" where nothing is announced.
        more: a second line.
        exact: the figure in full, for whoever wants it.
        name: stable, for styles and tests.
    """

    name: str
    title: str
    text: str
    more: str = ""
    exact: str = ""


def answers_of(lot: Lot, prices: dict[str, str]) -> list[Answer]:
    """Right and term, who may take part, price, deposit, last days, place; in this order."""
    return [
        Answer("right", _("Quyền được nhận"), str(lot.get_right_display() or ""), term_text(lot)),
        Answer("bidders", _("Ai được tham gia"), _bidders(lot), str(lot.get_sale_by_display() or "")),
        _price(lot, prices),
        Answer(
            "deposit",
            _("Tiền đặt trước"),
            prices["deposit_amount"],
            prices["deposit_percent"],
            prices["deposit_amount_full"],
        ),
        _dates(lot),
        _where(lot),
    ]


def _bidders(lot: Lot) -> str:
    return ", ".join(str(BidderKind(kind).label) for kind in lot.bidders)


def _price(lot: Lot, prices: dict[str, str]) -> Answer:
    if lot.stage == Stage.SOLD and prices["sold_price_amount"]:
        start = _("khởi điểm %(price)s") % {"price": prices["start_price_amount"]}
        return Answer("price", _("Giá trúng"), prices["sold_price_amount"], start, prices["sold_price_amount_full"])
    return Answer(
        "price",
        _("Giá khởi điểm"),
        prices["start_price_amount"],
        prices["unit_price"],
        prices["start_price_amount_full"],
    )


def _dates(lot: Lot) -> Answer:
    if lot.stage == Stage.UPCOMING:
        return Answer("dates", _("Dự kiến đấu giá"), _expected(lot))
    deposit = _("đặt trước đến %(at)s") % {"at": moment_text(lot.deposit_until)} if lot.deposit_until else ""
    if lot.stage == Stage.STOPPED and lot.files_until:
        deposit = _("đã dừng, không nhận hồ sơ")
    return Answer("dates", _("Bán hồ sơ đến"), moment_text(lot.files_until), deposit)


def _expected(lot: Lot) -> str:
    if lot.session_at is not None:
        return moment_text(lot.session_at)
    if lot.expected_quarter and lot.expected_year:
        return _("quý %(quarter)d/%(year)d") % {"quarter": lot.expected_quarter, "year": lot.expected_year}
    return str(lot.expected_year or "")


def _where(lot: Lot) -> Answer:
    """Where files are sold; the land itself stands in the heading."""
    organisation: Any = lot.organisation
    if organisation is None:
        return Answer("where", _("Nơi bán hồ sơ"), "")
    return Answer("where", _("Nơi bán hồ sơ"), organisation.agency.local_name, organisation.address)
