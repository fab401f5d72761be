"""What keeps the lots of a session from being posted, before anybody tries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auctions import guards, policies
from auctions.guards import Attempted, Fault
from auctions.models import Auction, Lot
from auctions.workflow import STEPS, LotState


@dataclass(frozen=True)
class Checked:
    """A lot of a session with what keeps it from being posted now.

    Attributes:
        waits: it stands before posting, by its contract; others are too early or posted already.
    """

    lot: Lot
    faults: Sequence[Fault]
    waits: bool


def lots_of(auction: Auction) -> list[Lot]:
    """The lots that stand in a session now, without shapes but their own boundary, in the order of their numbers."""
    rows: Any = Lot.objects.filter(auction=auction).select_related(
        "auction", "unit", "land_use", "organisation__agency"
    )
    heavy = ("geom_3857", "geom_z13", "anchor_3857", "search_text", "unit__geom", "unit__geom_3857", "unit__geom_low")
    return list(rows.defer(*heavy).order_by("number"))


def checked(auction: Auction, now: datetime) -> list[Checked]:
    """Each lot with every fault of the step; those that wait for posting alone are asked."""
    step = STEPS[LotState.ORG_CONTRACTED, LotState.POSTED]
    found = []
    for lot in lots_of(auction):
        waits = lot.state == LotState.ORG_CONTRACTED
        faults = guards.faults_of_step(step.guards, Attempted(lot, now, LotState.POSTED)) if waits else ()
        found.append(Checked(lot, faults, waits))
    return found


def may_post(user: Any, lots: Sequence[Lot]) -> bool:
    """Whether the person may post, and there is something to post."""
    waiting = [lot for lot in lots if lot.state == LotState.ORG_CONTRACTED]
    return bool(waiting) and all(policies.can_step(user, lot, LotState.POSTED) for lot in waiting)
