"""What a step brings with it: the attempt that ends, terms that begin or end, flags of the plots."""

from datetime import datetime
from typing import Any

from auctions import timing
from auctions.actions import plot_marks
from auctions.models import Attempt, Lot, LotEvent
from auctions.proof import confirmed
from auctions.workflow import Failure, LotState, Step, Verb

_ENDS = frozenset({LotState.FAILED, LotState.SOLD_PROVISIONAL, LotState.RECOGNITION_CANCELLED})
_STOPS = frozenset({"cancel", "withdraw"})


def follow(lot: Lot, step: Step, act: LotEvent, actor: Any, now: datetime) -> None:
    """Write what follows from a step that was taken."""
    if lot.state in _ENDS:
        _end_attempt(lot, now)
    elif step.verb in _STOPS and lot.posted_at is not None:
        _end_attempt(lot, now, stopped=True)
    timing.follow(lot, step, act, now)
    plot_marks.follow(lot, actor, str(Verb(step.verb).label), now)


def _end_attempt(lot: Lot, now: datetime, *, stopped: bool = False) -> None:
    """The attempt as it ended; a sale that came to nothing later is a failure from then on."""
    result = confirmed(lot)
    sold = lot.state == LotState.SOLD_PROVISIONAL
    values = {
        "code": f"{lot.code}-{lot.attempt}",
        "auction_id": lot.auction_id,
        "area_m2": lot.area_m2,
        "start_price_amount": lot.start_price_amount,
        "session_at": lot.session_at,
        "ended_at": now,
        "sold": sold,
        "stopped": stopped,
        "failure": "" if sold or stopped else lot.failure or Failure.NOT_PAID,
        "price_amount": lot.sold_price_amount,
        "minutes_price_amount": result.price_amount if result else None,
        "registrants": result.registrants if result else None,
        "participants": result.participants if result else None,
        "bid_count": result.bids.count() if result else None,
    }
    Attempt.objects.update_or_create(lot=lot, number=lot.attempt, defaults=values)
