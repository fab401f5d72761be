"""Taking a step: lock, policy, table, guards, write. Every change of a lot's state goes through here."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from auctions import policies
from auctions.actions import papers, rows
from auctions.actions.followings import follow
from auctions.actions.rows import Why
from auctions.errors import BadTerms, LotStep
from auctions.guards import Attempted, check
from auctions.ledger import append
from auctions.models import Lot
from auctions.workflow import STEPS, LotChange, LotState, Step
from gis.http.problems import NotAllowed


def take(
    lot: Lot,
    target: LotState,
    why: Why,
    *,
    changed: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    expected_version: int | None = None,
) -> Lot:
    """Bring a lot to another state, in the caller's transaction.

    Args:
        changed: facts that the act writes with the step.

    Raises:
        NotAllowed: the step is not the actor's.
        LotStep: the table has no such step from where the lot stands now.
        BadTerms: the decision or the reason is missing.
        GuardRefused: a condition does not hold.
        StaleLot: somebody changed the lot since it was read.
    """
    current = rows.locked_one(lot, expected_version)
    step = step_of(current, target)
    if not policies.can_step(why.actor, current, target):
        raise NotAllowed(_("Bạn không được làm việc này đối với lô %(code)s.") % {"code": current.code})
    _check_paper(step, why)
    at = rows.moment(now)
    candidate = copy(current)  # the guards look at the lot as it will be
    for name, value in (changed or {}).items():
        setattr(candidate, name, value)
    decided_on = why.decision.on if why.decision else None
    check(step.guards, Attempted(candidate, at, target, decided_on, why.details))
    return _write(current, target, step, papers.kept_with(why, current, step.verb, at), changed or {}, at)


def step_of(lot: Lot, target: LotState) -> Step:
    """The table's step from where a lot stands.

    Raises:
        LotStep: there is none.
    """
    step = STEPS.get((LotState(lot.state), target))
    if step is None:
        raise LotStep(
            _("Lô %(code)s đang ở tình trạng “%(state)s” nên không chuyển sang “%(target)s” được. Hãy tải lại trang.")
            % {"code": lot.code, "state": lot.get_state_display(), "target": target.label}
        )
    return step


def _check_paper(step: Step, why: Why) -> None:
    if step.decision and (why.decision is None or not why.decision.number.strip()):
        raise BadTerms.at("decision_number", _("Hãy ghi số và ngày của văn bản."))
    if step.reason and not why.reason.strip():
        raise BadTerms.at("reason", _("Hãy ghi lý do; lý do được công bố."))


def _write(current: Lot, target: LotState, step: Step, why: Why, changed: Mapping[str, Any], at: datetime) -> Lot:
    before = current.state
    own: dict[str, Any] = {"state": target, "state_since": at}
    if target == LotState.SUSPENDED:
        own["state_before"] = before
    elif before == LotState.SUSPENDED:
        own["state_before"] = ""
    told = Why(why.actor, why.decision, why.reason, {**why.details, "verb": f"lot.{step.verb}"})
    done = rows.write(current, {**changed, **own}, LotChange.STEP, told, at)
    act = rows.event(done, step.verb, before, told, at)
    follow(done, step, act, why.actor, at)
    append(act, done)
    return done
