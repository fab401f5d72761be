"""Setting up a session, posting its lots, opening and closing, holding it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agency
from auctions import policies, terms
from auctions.actions import rows, steps
from auctions.actions.rows import Why
from auctions.errors import BadTerms, GuardRefused, LotStep
from auctions.models import Auction, AuctionOrganisation, Lot
from auctions.workflow import BEFORE_POSTING, AuctionMethod, LotChange, LotState
from audit.actions import Entry, record
from gis.db.numbers import take_numbers
from gis.http.problems import NotAllowed
from land.workflow import PublishLevel

TIMETABLE = frozenset(Auction.timetable_fields()) - {"posted_at"}


@dataclass(frozen=True)
class SessionDraft:
    """A session to set up.

    Attributes:
        timetable: attribute names of `Timetable` to values; moments are aware.
    """

    title: str
    organisation: AuctionOrganisation | None = None
    timetable: Mapping[str, Any] = field(default_factory=dict)
    shortened: bool = False


@transaction.atomic
def create_auction(
    *, actor: Any, owner: Agency, draft: SessionDraft, lots: Sequence[Lot] = (), now: datetime | None = None
) -> Auction:
    """Set up a session with lots of one owner.

    Raises:
        NotAllowed: the owner is not the actor's agency.
        BadTerms: a lot of somebody else, one in another session, or one that is announced already.
    """
    if not policies.can_create_auction(actor, owner.pk):
        raise NotAllowed(_("Bạn không lập được cuộc đấu giá cho %(agency)s.") % {"agency": owner.name})
    _check_timetable(draft.timetable)
    at = rows.moment(now)
    (number,) = take_numbers("auction")
    values = {"method": AuctionMethod.ASCENDING, **draft.timetable}
    made: Auction = Auction.objects.create(
        number=number,
        code=f"CDG-{number:06d}",
        title=draft.title,
        owner=owner,
        organisation=draft.organisation,
        shortened=draft.shortened,
        sample=any(lot.sample for lot in lots),
        updated_at=at,
        **values,
    )
    _record(actor, "auction.created", made)
    if lots:
        put_lots(actor=actor, auction=made, lots=lots, now=now)
    return made


@transaction.atomic
def put_lots(*, actor: Any, auction: Auction, lots: Sequence[Lot], now: datetime | None = None) -> list[Lot]:
    """Put lots into a session that is not posted yet; they take over its timetable.

    Raises:
        NotAllowed, BadTerms: as for `create_auction`.
    """
    current, found = rows.locked_auction(auction, lots)
    _may_edit(actor, current)
    at, wanted = rows.moment(now), {lot.pk for lot in lots}
    done = []
    for lot in found:
        if lot.pk not in wanted:
            continue
        if lot.owner_id != current.owner_id:
            raise BadTerms.at("lots", _("Lô %(code)s là tài sản của đơn vị khác.") % {"code": lot.code})
        if lot.state not in BEFORE_POSTING or lot.auction_id not in {None, current.pk}:
            raise BadTerms.at(
                "lots", _("Lô %(code)s đã thuộc cuộc đấu giá khác, hoặc đã niêm yết.") % {"code": lot.code}
            )
        done.append(_told(lot, current, Why(actor, details={"verb": "lot.put"}), at))
    refresh_level(current)
    return done


@transaction.atomic
def edit_auction(*, actor: Any, auction: Auction, values: Mapping[str, Any], now: datetime | None = None) -> Auction:
    """Write title, organisation and timetable before posting; each lot is told.

    Raises:
        NotAllowed: not the actor's, or posted already.
        BadTerms: the timetable contradicts itself.
    """
    current, lots = rows.locked_auction(auction)
    _may_edit(actor, current)
    _check_timetable({name: values.get(name, getattr(current, name)) for name in TIMETABLE})
    at = rows.moment(now)
    before = {name: getattr(current, name) for name in values}
    for name, value in values.items():
        setattr(current, name, value)
    current.updated_at = at
    current.save()
    _record(actor, "auction.edited", current, before, values)
    for lot in lots:
        _told(lot, current, Why(actor, details={"verb": "lot.rescheduled"}), at)
    return current


def _may_edit(actor: Any, auction: Auction) -> None:
    if not policies.can_edit_auction(actor, auction):
        raise NotAllowed(
            _("Cuộc đấu giá %(code)s đã niêm yết, hoặc không thuộc đơn vị của bạn.") % {"code": auction.code}
        )


def _check_timetable(values: Mapping[str, Any]) -> None:
    if unknown := set(values) - TIMETABLE - {"title", "organisation_id"}:
        raise ValueError(f"no part of a timetable: {sorted(unknown)}")
    for earlier, later, sentence in (
        ("files_from", "files_until", _("Hạn bán hồ sơ phải sau lúc bắt đầu bán.")),
        ("files_until", "session_at", _("Hạn bán hồ sơ phải trước phiên đấu giá.")),
        ("view_from", "view_until", _("Thời gian xem đất chưa đúng thứ tự.")),
        ("deposit_until", "session_at", _("Hạn nộp tiền đặt trước phải trước phiên đấu giá.")),
    ):
        first, last = values.get(earlier), values.get(later)
        if first is not None and last is not None and first >= last:
            raise BadTerms.at(earlier if earlier != "files_from" else later, sentence)


def _told(lot: Lot, auction: Auction, why: Why, at: datetime) -> Lot:
    """A lot takes over what its session says."""
    wanted = {
        "auction_id": auction.pk,
        "organisation_id": auction.organisation_id,
        **{name: getattr(auction, name) for name in Auction.timetable_fields()},
    }
    changed = {name: value for name, value in wanted.items() if getattr(lot, name) != value}
    return rows.write(lot, changed, LotChange.TERMS, why, at) if changed else lot


def refresh_level(auction: Auction) -> None:
    """A session is public while one of its lots is, and for ever once it was posted."""
    posted = auction.posted_at is not None
    shown = posted or rows.current_lots(auction).filter(publish_level=PublishLevel.PUBLIC).exists()
    level = PublishLevel.PUBLIC if shown else PublishLevel.INTERNAL
    if auction.publish_level != level:
        Auction.objects.filter(pk=auction.pk).update(publish_level=level)
        auction.publish_level = level


@transaction.atomic
def post_auction(
    *, actor: Any, auction: Auction, notice: Mapping[str, str] | None = None, now: datetime | None = None
) -> list[Lot]:
    """Post all lots of a session that have an organisation: what was announced is what stands now.

    Args:
        notice: `notice_code` and `notice_url` of the national portal, where they are known.

    Raises:
        NotAllowed: only an auctioneer of the organisation posts.
        GuardRefused: a lot is not ready, or the timetable is too short; nothing is posted.
    """
    current, lots = rows.locked_auction(auction)
    waiting = [lot for lot in lots if lot.state == LotState.ORG_CONTRACTED]
    if not waiting:
        raise BadTerms(_("Cuộc đấu giá %(code)s không có lô nào chờ niêm yết.") % {"code": current.code})
    at = rows.moment(now)
    own = {"posted_at": at, **(notice or {})}
    done = [
        steps.take(lot, LotState.POSTED, Why(actor), changed={**own, "announced_version": lot.version + 1}, now=at)
        for lot in waiting
    ]
    for name, value in own.items():
        setattr(current, name, value)
    current.publish_level, current.updated_at = PublishLevel.PUBLIC, at
    current.save()
    _record(actor, "auction.posted", current)
    return done


@transaction.atomic
def open_registration(*, actor: Any, lot: Lot, expected_version: int | None = None, now: datetime | None = None) -> Lot:
    """Begin to sell files: the organisation, or the clock."""
    return steps.take(lot, LotState.REGISTRATION_OPEN, Why(actor), now=now, expected_version=expected_version)


@transaction.atomic
def close_registration(*, actor: Any, lot: Lot, now: datetime | None = None) -> Lot:
    """Files are over: the clock alone says so."""
    return steps.take(lot, LotState.REGISTRATION_CLOSED, Why(actor), now=now)


@transaction.atomic
def open_session(
    *, actor: Any, lot: Lot, two_admitted: bool, expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Open the session of a lot.

    Args:
        two_admitted: at least two people are admitted and paid their deposits; said, not counted.

    Raises:
        GuardRefused: too early, or fewer than two.
    """
    why = Why(actor, details={"two_admitted": two_admitted})
    return steps.take(lot, LotState.IN_SESSION, why, now=now, expected_version=expected_version)


def advance_lots(*, now: datetime | None = None) -> tuple[int, int]:
    """Do what the time brings: sell files, stop selling. Returns how many lots were opened and closed.

    Each lot by itself: one that is refused or busy does not keep the others; a busy one waits for the next minute.
    """
    at = rows.moment(now)
    opened = closed = 0
    for lot in terms.due_to_open(at):
        opened += _moved(open_registration, lot, now)
    for lot in terms.due_to_close(at):
        closed += _moved(close_registration, lot, now)
    return opened, closed


def _moved(act: Any, lot: Lot, now: datetime | None) -> int:
    try:
        with transaction.atomic():
            if rows.is_busy(lot):
                return 0
            act(actor=None, lot=lot, now=now)
    except (LotStep, GuardRefused, NotAllowed):
        return 0  # somebody was quicker, or stopped it meanwhile: the way back from a stop is not the clock's
    return 1


def _record(
    actor: Any,
    verb: str,
    auction: Auction,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    entry = Entry(verb, "auction", str(auction.pk), auction.code, before=before, after=after)
    record(actor=actor, entries=[entry])
