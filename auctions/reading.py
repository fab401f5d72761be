"""What one reader sees of one lot: facts in words, the timetable, what was done, what it was compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Abs
from django.utils.translation import gettext as _

from auctions.inquiry_states import InquiryState
from auctions.layers import FIELDS, LOTS
from auctions.models import (
    Attempt,
    Auction,
    AuctionDocument,
    AuctionResult,
    Inquiry,
    LedgerEntry,
    Lot,
    LotEvent,
    LotPlot,
    LotVersion,
    Timetable,
    Winner,
)
from auctions.querysets import heavy
from auctions.workflow import GONE, HALTED, RECOGNISED_ON, STAGE_OF, BidderKind, LotChange, LotState
from gis.layers import Audience
from gis.text.errors import Lang
from gis.text.money import dong, per_area, percent, short_dong
from land.models import Plot
from land.reading import Fact, Labels

_COMPARED = 6


@dataclass(frozen=True)
class LotReading:
    """A lot as one reader sees it."""

    lot: Lot
    facts: Mapping[str, Fact]
    internal: bool
    labels: Labels

    def text(self, name: str) -> str:
        """A field in words, "" where it is empty or hidden."""
        fact = self.facts.get(name)
        return fact.text if fact else ""


def read_lot(user: Any, code: str, language: Lang) -> LotReading | None:
    """The lot of a code for this reader; None where there is none that the reader may know of."""
    rows: Any = Lot.objects.visible_to(user).filter(code=code)
    lot = rows.with_names_and_ground().first()
    if lot is None:
        return None
    columns = LOTS.columns(user)
    values = dict(zip(columns, rows.values_list(*columns.values())[0], strict=True))
    labels = Labels(language)
    internal = _shows_internal(user, rows)
    facts = {
        item.name: Fact(item, values[item.name], labels.text(item, values[item.name]))
        for item in FIELDS
        if item.name in values and (internal or item.audience == Audience.PUBLIC)
    }
    return LotReading(lot, facts, internal, labels)


def _shows_internal(user: Any, rows: Any) -> bool:
    condition = LOTS.reach(user).of(Audience.INTERNAL)
    if isinstance(condition, Q):
        return bool(rows.filter(condition).exists())
    return bool(condition)


@dataclass(frozen=True)
class Milestone:
    """One line of the timetable.

    Attributes:
        name: of the field.
        past: over by the server's clock.
        next: the first that is still to come.
    """

    name: str
    title: str
    at: datetime | None
    past: bool = False
    next: bool = False


def timetable(lot: Timetable, now: datetime) -> list[Milestone]:
    """When what happens at a session, as a lot or the session itself says; what is not announced has no moment.

    Nothing comes next for a lot that was stopped or failed: its days are those of the announcement, no longer terms.
    """
    titles = {
        "posted_at": _("Niêm yết"),
        "files_from": _("Bắt đầu bán hồ sơ"),
        "view_from": _("Bắt đầu cho xem đất"),
        "view_until": _("Hết thời gian xem đất"),
        "files_until": _("Hết hạn bán, nhận hồ sơ"),
        "deposit_until": _("Hết hạn nộp tiền đặt trước"),
        "session_at": _("Đấu giá"),
    }
    moments = [(name, title, getattr(lot, name)) for name, title in titles.items()]
    halted = isinstance(lot, Lot) and STAGE_OF[LotState(lot.state)] in HALTED
    ahead = (at for _name, _title, at in moments if at is not None and at > now and not halted)
    coming = min(ahead, default=None)
    rows = [
        Milestone(name, title, at, past=at is not None and at <= now, next=at is not None and at == coming)
        for name, title, at in moments
    ]
    return sorted(rows, key=lambda row: (row.at is None, row.at or now))


def next_milestone(lot: Lot, now: datetime) -> Milestone | None:
    """What comes next, None where nothing is announced."""
    return next((row for row in timetable(lot, now) if row.next), None)


def price_texts(lot: Lot, language: Lang) -> dict[str, str]:
    """Amounts for a glance and in full; "" where they are not announced."""
    texts = {}
    for name in ("start_price_amount", "deposit_amount", "step_amount", "file_fee_amount", "sold_price_amount"):
        amount = getattr(lot, name)
        texts[name] = "" if amount is None else short_dong(amount, language).text
        texts[f"{name}_full"] = "" if amount is None else dong(amount, language)
    texts["unit_price"] = "" if lot.unit_price_amount is None else per_area(lot.unit_price_amount, language)
    texts["deposit_percent"] = "" if lot.deposit_percent is None else percent(lot.deposit_percent, language)
    return texts


def term_text(lot: Lot) -> str:
    """For how long the right is given; "" where it is not announced."""
    if lot.term_years:
        return _("%(years)d năm") % {"years": lot.term_years}
    return _("lâu dài") if lot.term_kind == "long" else ""


def plots_of(user: Any, lot: Lot) -> list[LotPlot]:
    """The plots that the lot was drawn from."""
    links = LotPlot.objects.visible_to(user).filter(lot=lot.pk).select_related("plot")
    return list(links.defer("plot__geom_3857", "plot__geom_z13", "plot__search_text").order_by("plot__number"))


def lots_of(user: Any, plot: Plot) -> list[Lot]:
    """The lots that were drawn from a plot, the newest first, with their names and stages."""
    lots = Lot.objects.visible_to(user).filter(plot_links__plot=plot.pk)
    return list(lots.only("code", "name", "stage").order_by("-number"))


@dataclass(frozen=True)
class Drawn:
    """How much of a plot its lots take, as one reader sees it.

    Attributes:
        links: lots with their areas on the plot, the newest first.
        left_m2: of the mapped area what no lot takes that still stands; None without a boundary.
    """

    links: list[LotPlot]
    left_m2: Decimal | None


def drawn_from(user: Any, plot: Plot) -> Drawn:
    """The lots that were drawn from a plot and what they leave; lots that the reader may not know of take nothing."""
    links = list(
        LotPlot.objects.visible_to(user)
        .filter(plot=plot.pk)
        .select_related("lot")
        .only("area_m2", "whole", "lot__code", "lot__name", "lot__state", "lot__stage")
        .order_by("-lot__number")
    )
    if plot.area_planar_m2 is None:
        return Drawn(links, None)
    taken = sum((link.area_m2 for link in links if link.lot.state not in GONE), Decimal(0))
    return Drawn(links, max(plot.area_planar_m2 - taken, Decimal(0)))


def acts_of(user: Any, lot: Lot) -> list[LotEvent]:
    """What was done, newest first."""
    events = LotEvent.objects.visible_to(user).filter(lot=lot.pk)
    return list(events.order_by("-at", "-id"))


def chains_of(lot: Lot) -> list[str]:
    """The chains of the public log that tell of the lot, in the order of time."""
    told = LedgerEntry.objects.visible_to(None).filter(lot=lot.pk).order_by("at", "number")
    return list(dict.fromkeys(told.values_list("ledger_id", flat=True)))


def corrections_of(user: Any, lot: Lot) -> list[LotVersion]:
    """Published corrections of what was posted, newest first."""
    versions = LotVersion.objects.visible_to(user).filter(lot=lot.pk, change=LotChange.CORRECTION)
    return list(versions.defer("geom", "geom_3857").order_by("-version"))


def attempts_of(user: Any, lot: Lot) -> list[Attempt]:
    """Attempts that ended, the last first."""
    attempts = Attempt.objects.visible_to(user).filter(lot=lot.pk).select_related("auction")
    return list(attempts.order_by("-number"))


def documents_of(user: Any, lot: Lot) -> list[AuctionDocument]:
    """Papers of the lot and of its session."""
    return list(AuctionDocument.objects.visible_to(user).of_lot(lot).filter(withdrawn_at=None))


def result_of(user: Any, lot: Lot) -> AuctionResult | None:
    """The confirmed minutes of the last attempt."""
    rows = AuctionResult.objects.visible_to(user).filter(lot=lot.pk, attempt=lot.attempt, state="confirmed")
    found: AuctionResult | None = rows.first()
    return found


def winner_text(user: Any, lot: Lot, result: AuctionResult | None) -> str:
    """Who won, as far as the law publishes: an organisation by name once recognised, a person never."""
    if result is None or lot.state not in RECOGNISED_ON:
        return ""
    winner = Winner.objects.visible_to(user).filter(result=result.pk, refused_at=None).first()
    if winner is None:
        return ""
    return winner.organisation if winner.kind == BidderKind.ORGANISATION else _("Cá nhân")


def inquiries_of(user: Any, lot: Lot) -> list[Inquiry]:
    """Answered questions and reports, the newest answer first."""
    rows = Inquiry.objects.visible_to(user).filter(lot=lot.pk, state=InquiryState.ANSWERED)
    return list(rows.order_by("-answered_at"))


def unanswered(lot: Lot) -> int:
    """How many wait for an answer: counted in public though nobody outside reads them, so not by the public role."""
    return Inquiry.objects.filter(lot=lot.pk, state=InquiryState.WAITING).count()


def comparable(user: Any, lot: Lot) -> list[Lot]:
    """Sold lots of the same use after auction in the same commune, else of that use anywhere; the nearest in area."""
    sold = Lot.objects.visible_to(user).filter(sold_price_amount__isnull=False).exclude(pk=lot.pk)
    like = sold.filter(land_use=lot.land_use_id, right=lot.right).select_related("unit")
    near = like.annotate(apart=Abs(F("area_m2") - lot.area_m2)).defer(*heavy()).order_by("apart", "-sold_on", "number")
    in_unit = list(near.filter(unit=lot.unit_id)[:_COMPARED])
    if len(in_unit) >= _COMPARED:
        return in_unit
    return in_unit + list(near.exclude(unit=lot.unit_id)[: _COMPARED - len(in_unit)])


@dataclass(frozen=True)
class SessionReading:
    """A session as one reader sees it: its lots in order, its papers, what came of the lots."""

    auction: Auction
    lots: list[Lot]
    documents: list[AuctionDocument]


def read_session(user: Any, code: str) -> SessionReading | None:
    """The session of a code for this reader; None where there is none that the reader may know of."""
    rows: Any = Auction.objects.visible_to(user).filter(code=code)
    auction = rows.select_related("owner", "organisation__agency").first()
    if auction is None:
        return None
    lots: Any = Lot.objects.visible_to(user).filter(auction=auction.pk)
    papers: Any = AuctionDocument.objects.visible_to(user).filter(auction=auction.pk, withdrawn_at=None)
    return SessionReading(auction, list(lots.with_names().order_by("number")), list(papers))
