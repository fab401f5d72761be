"""What the public role may read of auctions (docs/adr/0005): never who bids, never who acted at the keyboard."""

from auctions.models import (
    INTERNAL_TALLIES,
    Attempt,
    Auction,
    AuctionBound,
    AuctionDocument,
    AuctionOrganisation,
    AuctionPlan,
    AuctionResult,
    Bid,
    Inquiry,
    Ledger,
    LedgerEntry,
    LedgerSeal,
    Lot,
    LotCell,
    LotEvent,
    LotNews,
    LotPlot,
    LotTally,
    LotVersion,
    ReadinessItem,
    ResultState,
    TaxNotice,
    Winner,
)
from auctions.workflow import RECOGNISED_ON
from gis.db import public
from land.workflow import PublishLevel

_PUBLISHED = f"publish_level = '{PublishLevel.PUBLIC.value}'"
_LOTS = f"(SELECT id FROM public.auctions_lot WHERE {_PUBLISHED})"  # noqa: S608 - no outside value
_OF_LOTS = f"lot_id IN {_LOTS}"
# Beside another condition by OR: a list of all lots would be made for the papers of one (0.2 s of 50,000).
_OF_A_LOT = f"EXISTS (SELECT FROM public.auctions_lot WHERE id = lot_id AND {_PUBLISHED})"
_OF_AN_AUCTION = f"EXISTS (SELECT FROM public.auctions_auction WHERE id = auction_id AND {_PUBLISHED})"
_OF_A_PLOT = f"EXISTS (SELECT FROM public.land_plot WHERE id = plot_id AND {_PUBLISHED})"
_INSIDE = {"note", "actor_label", "recorded_by", "attached_by", "withdrawn_reason"}
_CONFIRMED = f"state = '{ResultState.CONFIRMED.value}'"
# Who entered and confirmed are people at their desks; the minutes are known by their hash.
_RESULT = {
    "id", "lot", "auction", "attempt", "minutes_number", "minutes_on", "registrants", "participants", "failure",
    "winner", "price_amount", "state", "minutes_sha256",
}  # fmt: skip

# What was sent is shown as the moderator wrote it; who sent it and who answered never.
_ANSWERED = {"id", "kind", "lot", "plot", "public_text", "asked_at", "state", "answer", "answered_at", "sample"}


def _all_but_inside(model: type) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - _INSIDE  # type: ignore[attr-defined]


def declare() -> None:
    """Tell the wall which tables, columns and rows of this app are public."""
    public.declare(AuctionOrganisation)
    public.declare(AuctionPlan)
    public.declare(AuctionBound)
    public.declare(Auction, where=_PUBLISHED)
    public.declare(Lot, _all_but_inside(Lot), _PUBLISHED)
    inside = ", ".join(f"'{name}'" for name in INTERNAL_TALLIES)
    of_published = f"level = '{PublishLevel.PUBLIC.value}'"
    public.declare(LotTally, where=f"{of_published} AND field NOT IN ({inside})")
    public.declare(LotCell, where=of_published)
    # A lot taken back before posting takes its published versions along.
    public.declare(LotVersion, _all_but_inside(LotVersion), f"{_PUBLISHED} AND {_OF_LOTS}")
    public.declare(LotPlot, where=_OF_LOTS)
    public.declare(LotEvent, _all_but_inside(LotEvent), _OF_LOTS)
    public.declare(Attempt, where=_OF_LOTS)
    public.declare(ReadinessItem, _all_but_inside(ReadinessItem), _OF_LOTS)
    public.declare(AuctionResult, _RESULT, f"{_CONFIRMED} AND {_OF_LOTS}")
    confirmed = f"(SELECT id FROM public.auctions_auctionresult WHERE {_CONFIRMED} AND {_OF_LOTS})"  # noqa: S608
    public.declare(Bid, where=f"result_id IN {confirmed}")
    states = ", ".join(f"'{state.value}'" for state in RECOGNISED_ON)
    recognised = f"(SELECT id FROM public.auctions_lot WHERE state IN ({states}))"  # noqa: S608
    known = f"{confirmed[:-1]} AND lot_id IN {recognised})"
    public.declare(Winner, where=f"result_id IN {known}")
    public.declare(TaxNotice, where=_OF_LOTS)
    public.declare(
        AuctionDocument,
        _all_but_inside(AuctionDocument),
        f"{_PUBLISHED} AND withdrawn_at IS NULL AND ({_OF_A_LOT} OR {_OF_AN_AUCTION})",
    )
    public.declare(LotNews, _all_but_inside(LotNews), _OF_LOTS)
    public.declare(Inquiry, _ANSWERED, f"state = 'answered' AND ({_OF_A_LOT} OR {_OF_A_PLOT})")
    for model in (Ledger, LedgerEntry, LedgerSeal):
        public.declare(model)
