"""Who may do what to auctions (CONTRACT, rights table). `None` is an operator's own command on the server."""

from typing import Any

from accounts.roles import Role
from accounts.scopes import agencies_of, has_role, scope_of, units_of
from auctions.models import Auction, AuctionResult, Inquiry, Lot, ResultState
from auctions.workflow import AFTER, BEFORE_POSTING, STEPS, LotState, Who
from land.models import Plot
from land.workflow import PublishLevel

Actor = Any


def parts_of(user: Actor, lot: Lot) -> frozenset[Who]:
    """As whom a person acts on a lot: the table of steps says who may what."""
    if user is None:
        return frozenset({Who.CLOCK})
    held = {
        Who.OWNER: lot.owner_id in agencies_of(user, Role.LAND_FUND_OFFICER),
        Who.AUTHORITY: has_role(user, Role.LAND_MANAGER),
        Who.ORGANISATION: lot.organisation_id is not None and lot.organisation_id in agencies_of(user, Role.AUCTIONEER),
        Who.REGISTRY: lot.unit_id in units_of(user, Role.REGISTRATION_OFFICE),
    }
    return frozenset(who for who, is_held in held.items() if is_held)


def can_step(user: Actor, lot: Lot, target: LotState) -> bool:
    """Take a step of the table; whether the table has it is asked of the table."""
    step = STEPS.get((LotState(lot.state), target))
    return step is not None and not step.who.isdisjoint(parts_of(user, lot))


def steps_for(user: Actor, lot: Lot) -> list[LotState]:
    """The states to which a person may bring a lot, in the order of the process."""
    return [target for target in LotState if target in AFTER[LotState(lot.state)] and can_step(user, lot, target)]


def can_plan_lot(user: Actor, owner_id: int) -> bool:
    """Draw a lot from plots of one's agency."""
    return owner_id in agencies_of(user, Role.LAND_FUND_OFFICER) or is_authority(user)


def can_take_plot(user: Actor, plot: Plot) -> bool:
    """Put a plot, or a part of it, into a lot."""
    if plot.publish_level == PublishLevel.RESTRICTED:
        return False
    return is_authority(user) or plot.managing_agency_id in agencies_of(user, Role.LAND_FUND_OFFICER)


def is_authority(user: Actor) -> bool:
    """Record what the authority decided: the department."""
    return has_role(user, Role.LAND_MANAGER)


def is_owner(user: Actor, lot: Lot) -> bool:
    """The unit whose asset is auctioned."""
    return Who.OWNER in parts_of(user, lot)


def can_edit_lot(user: Actor, lot: Lot) -> bool:
    """Write facts and terms before the lot is posted; approved terms are the authority's (actions/lots.py)."""
    return LotState(lot.state) in BEFORE_POSTING and (is_authority(user) or is_owner(user, lot))


def can_correct_lot(user: Actor, lot: Lot) -> bool:
    """Publish a correction of what was posted."""
    return lot.announced_version is not None and is_authority(user)


def can_record_readiness(user: Actor, lot: Lot) -> bool:
    """Say how a condition stands."""
    return LotState(lot.state) in {*BEFORE_POSTING, LotState.SUSPENDED} and (is_owner(user, lot) or is_authority(user))


def can_except_readiness(user: Actor, lot: Lot) -> bool:
    """Let a lot be posted though a condition is not met; the reason is published."""
    return LotState(lot.state) in BEFORE_POSTING and is_authority(user)


def can_publish_lot(user: Actor, lot: Lot) -> bool:
    """Make a lot public, or take one back that was not posted yet: the department, on the owner's wish."""
    return lot.announced_version is None and is_authority(user)


def can_ask_to_publish(user: Actor, lot: Lot) -> bool:
    """Ask the department to publish."""
    return lot.publish_level == PublishLevel.INTERNAL and is_owner(user, lot)


def can_create_auction(user: Actor, owner_id: int) -> bool:
    """Set up a session for lots of one's agency."""
    return can_plan_lot(user, owner_id)


def can_edit_auction(user: Actor, auction: Auction) -> bool:
    """Write timetable and place before it is posted."""
    if auction.posted_at is not None:
        return False
    return is_of_auction(user, auction) or is_authority(user)


def can_link_notice(user: Actor, auction: Auction) -> bool:
    """Write where the national portal announces a session."""
    return user is None or is_of_auction(user, auction) or is_authority(user)


def is_of_auction(user: Actor, auction: Auction) -> bool:
    """The owner of the asset, or the organisation that runs the session."""
    owns = auction.owner_id in agencies_of(user, Role.LAND_FUND_OFFICER)
    return owns or auction.organisation_id in agencies_of(user, Role.AUCTIONEER)


def can_enter_result(user: Actor, lot: Lot) -> bool:
    """Enter what the minutes say: an auctioneer of the organisation."""
    return Who.ORGANISATION in parts_of(user, lot)


def can_decide_result(user: Actor, result: AuctionResult) -> bool:
    """Confirm or reject it: another auctioneer of the same organisation."""
    waiting = result.state == ResultState.ENTERED
    return waiting and can_enter_result(user, result.lot) and result.entered_by_id != user.pk


def can_record_money(user: Actor, lot: Lot) -> bool:
    """Record the tax office's notice and what it confirmed as paid."""
    return is_owner(user, lot) or is_authority(user)


def can_settle_ground(user: Actor, lot: Lot) -> bool:
    """Have the register take the ground of a lot that was handed over out of the public fund: the department."""
    return LotState(lot.state) in {LotState.HANDED_OVER, LotState.CERTIFIED} and is_authority(user)


def can_read_winner(user: Actor, lot: Lot) -> bool:
    """Read the name of a person who won; each reading is logged."""
    if user is None:
        return False
    return has_role(user, Role.LAND_MANAGER, Role.INSPECTOR) or not parts_of(user, lot).isdisjoint(
        {Who.OWNER, Who.ORGANISATION, Who.REGISTRY}
    )


def can_attach_paper(user: Actor, lot: Lot | None, auction: Auction | None) -> bool:
    """Attach a document to a lot or to a session."""
    if is_authority(user):
        return True
    if lot is not None:
        return not parts_of(user, lot).isdisjoint({Who.OWNER, Who.ORGANISATION})
    return auction is not None and is_of_auction(user, auction)


def can_seal_log(user: Actor) -> bool:
    """Seal the public log: the server alone, by its clock or by its operator."""
    return user is None


def can_plan_some_lot(user: Actor) -> bool:
    """Draw lots and set up sessions at all."""
    return bool(agencies_of(user, Role.LAND_FUND_OFFICER)) or is_authority(user)


def can_open_desk(user: Actor) -> bool:
    """The desk of auctions: whoever plans, decides, runs or certifies some, and inspectors."""
    if user is None:
        return False
    scoped = agencies_of(user, Role.LAND_FUND_OFFICER) or agencies_of(user, Role.AUCTIONEER)
    registers = bool(units_of(user, Role.REGISTRATION_OFFICE))
    return bool(scoped) or registers or has_role(user, Role.LAND_MANAGER, Role.INSPECTOR)


def can_read_audit(user: Actor) -> bool:
    """See who did what to lots."""
    return has_role(user, Role.LAND_MANAGER, Role.INSPECTOR)


def reads_inside(user: Actor) -> bool:
    """Whether the person reads internal facts of some lots."""
    return not scope_of(user).is_public_only or bool(agencies_of(user, Role.AUCTIONEER))


def can_answer(user: Actor, inquiry: Inquiry) -> bool:
    """Answer or refuse what the public sent: the owner of the lot or plot, its organisation, the department."""
    if user is None:
        return False
    if is_authority(user):
        return True
    if inquiry.lot is not None:
        return not parts_of(user, inquiry.lot).isdisjoint({Who.OWNER, Who.ORGANISATION})
    return inquiry.plot.managing_agency_id in agencies_of(user, Role.LAND_FUND_OFFICER)
