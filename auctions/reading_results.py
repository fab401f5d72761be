"""Results as a reader sees them: the attempt, what became of the win, and what came next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from auctions.models import Attempt, AttemptOutcome, LotEvent, Winner
from auctions.querysets import heavy
from auctions.workflow import RECOGNISED_ON, BidderKind, LotState, Verb

# What undid a result or stopped an attempt.
_TOLD = (
    Verb.REFUSE, Verb.AWARD_NEXT, Verb.CANCEL_RECOGNITION, Verb.CANCEL, Verb.WITHDRAW, Verb.LEAVE_AUCTION,
)  # fmt: skip
_Key = tuple[Any, int]


@dataclass(frozen=True)
class ResultRow:
    """One attempt that is over.

    Attributes:
        winner: name of an organisation once recognised; "" for persons, who are never named.
        acts: what undid the result or stopped the attempt, in the order of time.
        following: the next attempt of the same land where that is over too, None where it is not or there is none.
        next_number: number of the next attempt, None where there is none.
        standing: where the lot stands now, None where the attempt is not its last.
    """

    attempt: Attempt
    winner: str
    acts: Sequence[LotEvent]
    following: Attempt | None
    next_number: int | None
    standing: LotState | None


def results_of(user: Any, codes: Sequence[str]) -> list[ResultRow]:
    """Results in the order of their codes; those that the reader may not know of are left out."""
    rows = Attempt.objects.visible_to(user).filter(code__in=codes).defer(*heavy("lot__"))
    attempts = {row.code: row for row in rows.select_related("lot__unit", "lot__land_use", "auction")}
    lots = {attempt.lot_id for attempt in attempts.values()}
    acts, winners, all_of = _acts(user, lots), _winners(user, lots), _attempts(user, lots)
    return [_row(attempts[code], acts, winners, all_of) for code in codes if code in attempts]


def _row(
    attempt: Attempt,
    acts: dict[_Key, list[LotEvent]],
    winners: dict[_Key, str],
    all_of: dict[_Key, Attempt],
) -> ResultRow:
    lot, key = attempt.lot, (attempt.lot_id, attempt.number)
    last = lot.attempt == attempt.number
    recognised = attempt.outcome == AttemptOutcome.SOLD and lot.state in RECOGNISED_ON
    return ResultRow(
        attempt=attempt,
        winner=winners.get(key, "") if last and recognised else "",
        acts=acts.get(key, []),
        following=all_of.get((attempt.lot_id, attempt.number + 1)),
        next_number=None if last else attempt.number + 1,
        standing=LotState(lot.state) if last else None,
    )


def _acts(user: Any, lots: Iterable[Any]) -> dict[_Key, list[LotEvent]]:
    found: dict[_Key, list[LotEvent]] = defaultdict(list)
    for act in LotEvent.objects.visible_to(user).filter(lot__in=lots, verb__in=_TOLD).order_by("at", "id"):
        found[act.lot_id, act.attempt].append(act)
    return found


def _winners(user: Any, lots: Iterable[Any]) -> dict[_Key, str]:
    rows = Winner.objects.visible_to(user).filter(
        result__lot__in=lots, result__state="confirmed", refused_at=None, kind=BidderKind.ORGANISATION
    )
    named = rows.values_list("result__lot", "result__attempt", "organisation")
    return {(lot, attempt): name for lot, attempt, name in named}


def _attempts(user: Any, lots: Iterable[Any]) -> dict[_Key, Attempt]:
    rows = Attempt.objects.visible_to(user).filter(lot__in=lots)
    return {(row.lot_id, row.number): row for row in rows}
