"""Which acts a person may do on a lot now: what the desk offers, and what its pages let in."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Q

from accounts.roles import Role
from accounts.scopes import agencies_of, has_role, units_of
from auctions import policies, proof, timing
from auctions.actions import winners
from auctions.models import AuctionResult, Lot, ResultState
from auctions.workflow import STEPS, Duty, LotState, Verb, Who
from land.workflow import PlotStatus, PublishLevel

# Acts of the desk that are no steps of the table, beside the table's own verbs.
EDIT, EXCEPT, PAPER, RESULT, DECIDE = "edit", "except", "paper", "result", "decide"
PAYMENT, WINNER = "payment", "winner"
# What ends or halts a way is possible at any time; it is never what a lot waits for.
STOPS: Final = frozenset({"suspend", "cancel", "withdraw", "leave_auction", "cancel_recognition"})
_BY_MINUTES: Final = frozenset({"sell", "fail", "fail_unattended"})
_BY_PAYMENT: Final = frozenset({"confirm_half", "confirm_payment"})
# Steps that follow from another act of the desk, by that act.
_THROUGH: Final = {**dict.fromkeys(_BY_MINUTES, RESULT), **dict.fromkeys(_BY_PAYMENT, PAYMENT)}


def acts_for(user: Any, lot: Lot) -> list[str]:
    """Names of the acts, what comes next first; what stops the lot stands last."""
    steps = list(dict.fromkeys(_steps(user, lot)))
    going = [name for name in steps if name not in STOPS]
    return [*going, *_beside(user, lot), *(name for name in steps if name in STOPS)]


def next_acts(user: Any, lot: Lot) -> list[str]:
    """What the lot waits for from this person, in the table's words; asks no further row."""
    verbs = (STEPS[LotState(lot.state), target].verb for target in policies.steps_for(user, lot))
    return [verb for verb in dict.fromkeys(verbs) if verb not in STOPS]


def waiting_for(user: Any) -> Q:
    """Lots that wait for a step of this person."""
    found = Q(pk__in=[])
    for who, reach in _reaches(user):
        found |= reach & Q(state__in=[state for (state, _target), step in STEPS.items() if _goes_on(step, who)])
    return found


def _goes_on(step: Any, who: Who) -> bool:
    return who in step.who and step.verb not in STOPS


def _reaches(user: Any) -> Iterable[tuple[Who, Q]]:
    """As whom a person acts, and on which lots: `policies.parts_of` as conditions."""
    yield Who.OWNER, Q(owner__in=agencies_of(user, Role.LAND_FUND_OFFICER))
    yield Who.ORGANISATION, Q(organisation__in=agencies_of(user, Role.AUCTIONEER))
    yield Who.REGISTRY, Q(unit__in=units_of(user, Role.REGISTRATION_OFFICE))
    if has_role(user, Role.LAND_MANAGER):
        yield Who.AUTHORITY, Q()


def not_settled(lot: Lot) -> bool:
    """Whether the lot still lies on a plot of the fund."""
    return lot.plot_links.filter(plot__status=PlotStatus.ACTIVE).exists()


def result_waiting(lot: Lot) -> AuctionResult | None:
    """Minutes of this attempt that somebody entered and nobody confirmed or sent back yet."""
    return lot.results.filter(attempt=lot.attempt, state=ResultState.ENTERED).select_related("lot").first()


def _steps(user: Any, lot: Lot) -> Iterable[str]:
    waiting = result_waiting(lot)
    if waiting is not None and policies.can_decide_result(user, waiting):
        yield DECIDE
    for target in policies.steps_for(user, lot):
        verb = STEPS[LotState(lot.state), target].verb
        through = _THROUGH.get(verb, verb)
        if through == RESULT and waiting is not None:
            continue
        if through == PAYMENT and not lot.tax_notices.filter(attempt=lot.attempt).exists():
            yield Verb.TAX_NOTICE.value
        else:
            yield from _refusals(lot) if through == "refuse" else (through,)


def _refusals(lot: Lot) -> Iterable[str]:
    """The winner will not sign: somebody comes next, or the auction failed."""
    result = proof.confirmed(lot)
    if result is not None and result.winner is not None:
        following = proof.recomputed(result, frozenset({result.winner}))
        if following.failure is None:
            yield Verb.AWARD_NEXT.value
    yield Verb.REFUSE.value


def _beside(user: Any, lot: Lot) -> Iterable[str]:
    """What is no step: each with whether it is possible, asked only of those before whom the person stands."""
    is_public = lot.publish_level == PublishLevel.PUBLIC
    publishes = policies.can_publish_lot(user, lot)
    offered = {
        Verb.FULFIL.value: policies.can_enter_result(user, lot) and not timing.running(lot).keys().isdisjoint(Duty),
        Verb.SETTLE_GROUND.value: policies.can_settle_ground(user, lot) and not_settled(lot),
        EDIT: policies.can_edit_lot(user, lot),
        Verb.READINESS.value: policies.can_record_readiness(user, lot),
        EXCEPT: policies.can_except_readiness(user, lot) and bool(lot.missing),
        Verb.PUBLISH.value: publishes and not is_public,
        Verb.UNPUBLISH.value: publishes and is_public,
        Verb.CORRECT.value: policies.can_correct_lot(user, lot),
        PAPER: policies.can_attach_paper(user, lot, None),
        WINNER: policies.can_read_winner(user, lot) and winners.person_of(lot) is not None,
    }
    return (name for name, is_possible in offered.items() if is_possible)
