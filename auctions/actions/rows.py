"""Writing a lot: lock, version, event, ledger, log, tiles, in one order. Only actions call this.

Locks are taken in the order auction, lots by number, their plots, ledger; nothing here takes an earlier one after a
later one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Func, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from auctions import news, privacy
from auctions.actions.drafts import Upload
from auctions.errors import StaleLot
from auctions.models import Auction, AuctionDocument, Lot, LotEvent, LotVersion
from auctions.workflow import LotChange
from audit.actions import Entry, record
from gis.db import versions
from gis.db.clock import clock
from gis.text.fold import fold
from land.actions.changes import cells_of_shape
from land.models import Plot
from land.workflow import PublishLevel

LAYER = "lots"
_MADE = ("geom_3857", "geom_z13", "anchor_3857", "search_words")  # by the database, of the boundary; no act reads them


@dataclass(frozen=True)
class Decision:
    """The paper that an act rests on. In Vietnamese: quyết định, văn bản.

    Attributes:
        document: the paper, where it is attached already.
        upload: the paper itself; kept with the act, or not at all.
    """

    number: str
    on: date
    issuer: str = ""
    signer: str = ""
    document: AuctionDocument | None = None
    upload: Upload | None = None


@dataclass(frozen=True)
class Why:
    """Who acts, on which paper and for what reason.

    Attributes:
        details: what the act says beyond the state, in plain values without persons.
    """

    actor: Any
    decision: Decision | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def moment(now: datetime | None) -> datetime:
    """The time of an act: the database's clock. Only the sample and tests of deadlines name another."""
    return now or clock()


def locked(lots: Iterable[Lot]) -> list[Lot]:
    """The lots as they are now, locked in the order of their numbers until the transaction ends; then their plots.

    The plots too, for a step of a lot changes their flags: an act on several lots that took them one by one would hold
    what marks the tiles while it waits for somebody who edits a plot.
    """
    wanted = [lot.pk for lot in lots]
    named = Lot.objects.select_for_update(of=("self",)).select_related("auction", "plan")  # the log names both
    found = list(named.filter(pk__in=wanted).defer(*_MADE).order_by("number"))
    list(
        Plot.objects.select_for_update(of=("self",)).filter(lot_links__lot__in=wanted).order_by("pk").values_list("pk")
    )
    return found


def locked_one(lot: Lot, expected_version: int | None = None) -> Lot:
    """One lot, locked.

    Raises:
        StaleLot: somebody changed it since it was read.
    """
    (current,) = locked([lot])
    if expected_version is not None and current.version != expected_version:
        raise stale(current)
    return current


def locked_with_auction(lot: Lot, expected_version: int | None = None) -> tuple[Lot, Auction | None]:
    """A lot with the session in which it stands, locked in the order of all: the session first.

    Raises:
        StaleLot: somebody changed the lot since it was read, or moves it to another session now.
    """
    (held,) = Lot.objects.filter(pk=lot.pk).values_list("auction_id", flat=True)
    auction = Auction.objects.select_for_update(of=("self",)).filter(pk=held).first()
    current = locked_one(lot, expected_version)
    if current.auction_id != held:
        raise stale(current)
    return current, auction


def stale(lot: Lot) -> StaleLot:
    """What somebody is told whose reading of a lot is old."""
    return StaleLot(_("Lô %(code)s đã được người khác thay đổi. Hãy tải lại trang rồi làm lại.") % {"code": lot.code})


def is_busy(lot: Lot) -> bool:
    """Whether somebody acts on the lot now; locks it where nobody does."""
    return not Lot.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=lot.pk).values_list("pk")


def locked_auction(auction: Auction, more: Iterable[Lot] = ()) -> tuple[Auction, list[Lot]]:
    """A session and its lots, locked in that order; with `more`, which go in between them by number."""
    current = Auction.objects.select_for_update(of=("self",)).get(pk=auction.pk)
    return current, locked([*current_lots(current).only("pk"), *more])


def current_lots(auction: Auction) -> Any:
    """The lots that stand in a session now; those that failed and went on to another are not among them."""
    return Lot.objects.filter(auction=auction)


def write(lot: Lot, changed: Mapping[str, Any], change: LotChange, why: Why, now: datetime) -> Lot:
    """Set fields of a locked lot, close its version and append the next one."""
    seen_before = lot.publish_level == PublishLevel.PUBLIC
    before = {name: getattr(lot, name) for name in changed}
    for name, value in changed.items():
        setattr(lot, name, value)
    lot.version += 1
    lot.updated_at = now
    written = {*changed, "version", "updated_at"}
    if not changed.keys().isdisjoint({"name", "address", "unit_id", "purpose"}):
        lot.search_text = search_text(lot)
        written.add("search_text")
    lot.save(update_fields=written)
    lot.refresh_from_db(fields=["stage", "unit_price_amount"])
    LotVersion.objects.filter(lot=lot, recorded__upper_inf=True).update(recorded=_closed(now))
    append_version(lot, change, why, now)
    told = {name: value for name, value in changed.items() if name not in {"geom", "point"}}
    verb = str(why.details.get("verb", f"lot.{change}"))
    logged(why.actor, verb, lot, why.reason, {name: before[name] for name in told}, told)
    touch([lot], public=seen_before or lot.publish_level == PublishLevel.PUBLIC)
    return lot


def logged(
    actor: Any,
    verb: str,
    lot: Lot,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """A line of the internal log about a lot."""
    entry = Entry(verb, "lot", str(lot.pk), lot.code, before=before, after=after, reason=reason)
    record(actor=actor, entries=[entry])


def _closed(now: datetime) -> Func:
    """The period of a version as it is once it ends."""
    return Func(Lower("recorded"), Value(now), function="tstzrange", output_field=DateTimeRangeField())


def append_version(lot: Lot, change: LotChange, why: Why, now: datetime) -> LotVersion:
    """Say from now on what the lot says."""
    facts = {name: getattr(lot, name) for name in LotVersion.fact_fields()}
    return LotVersion.objects.create(
        lot=lot,
        number=lot.number,
        code=lot.code,
        version=lot.version,
        recorded=DateTimeTZRange(now, None),
        change=change,
        reason=why.reason,
        actor_label=str(why.actor or "")[:200],
        **facts,
    )


def event(lot: Lot, verb: str, before: str, why: Why, now: datetime) -> LotEvent:
    """Append what was done, and tell what of it is news.

    Raises:
        BadTerms: the reason, which is published, holds what looks like the number of a person.
    """
    privacy.check_published("reason", why.reason)
    decision = why.decision
    made: LotEvent = LotEvent.objects.create(
        lot=lot,
        auction_id=lot.auction_id,
        attempt=lot.attempt,
        verb=verb,
        before=before,
        after=lot.state,
        at=now,
        decision_number=decision.number if decision else "",
        decision_on=decision.on if decision else None,
        decision_issuer=decision.issuer if decision else "",
        signer=decision.signer if decision else "",
        document=decision.document if decision else None,
        reason=why.reason,
        details={name: value for name, value in why.details.items() if name != "verb"},
        lot_version=lot.version,
        actor_label=str(why.actor or "")[:200],
    )
    news.tell(made, lot)
    return made


def search_text(lot: Lot) -> str:
    """What the one search box looks in; old unit names stay findable."""
    units = [unit.search_text for unit in (lot.unit, lot.unit_at_record) if unit is not None]
    return fold(" ".join([lot.code, lot.name, lot.address, lot.purpose, *units]))


def touch(lots: Iterable[Lot], *, public: bool) -> None:
    """New versions of the tiles that lots stand in."""
    versions.bump(LAYER, set[tuple[int, int]]().union(*(cells_of_shape(lot.geom) for lot in lots)), public=public)
