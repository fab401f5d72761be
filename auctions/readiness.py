"""The checklist of a lot: what was recorded, and what the register and the pictures say themselves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from auctions import evidence, terms
from auctions.models import Lot, ReadinessItem
from auctions.workflow import READ_BY_MACHINE, Readiness, ReadinessState
from land.models import Plot
from land.workflow import FlagKind

_IN_THE_WAY = frozenset({FlagKind.ENCROACHED, FlagKind.DISPUTED})


@dataclass(frozen=True)
class Condition:
    """One line of the checklist.

    Attributes:
        since: day of what it rests on, None while that is missing.
        basis: what it rests on, in words that anybody may read.
        reason: of an exception.
    """

    kind: Readiness
    state: ReadinessState
    since: date | None = None
    basis: str = ""
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Met, or excepted with a published reason."""
        return self.state != ReadinessState.MISSING


def checklist(lot: Lot, now: datetime) -> list[Condition]:
    """All conditions in their fixed order, those that the machine reads as they are now."""
    recorded = {item.kind: item for item in ReadinessItem.objects.filter(lot=lot)}
    plots = list(Plot.objects.filter(lot_links__lot=lot).only("pk", "flags"))
    today = timezone.localtime(now).date()
    found = []
    for kind in Readiness:
        item = recorded.get(kind)
        if item is not None and item.state == ReadinessState.EXCEPTED:
            found.append(_of(item))
        elif kind in READ_BY_MACHINE:
            found.append(_read(kind, lot, plots, item, today))
        else:
            found.append(_of(item) if item is not None else Condition(kind, ReadinessState.MISSING))
    return found


def missing(lot: Lot, now: datetime) -> list[str]:
    """The kinds that do not hold yet."""
    return [condition.kind.value for condition in checklist(lot, now) if not condition.holds]


def faults_of(lot: Lot, now: datetime) -> list[str]:
    """Why the lot may not be posted, a sentence for each condition that does not hold."""
    return [
        _("Điều kiện “%(kind)s”: chưa đạt.") % {"kind": condition.kind.label}
        for condition in checklist(lot, now)
        if not condition.holds
    ]


def _of(item: ReadinessItem) -> Condition:
    return Condition(Readiness(item.kind), ReadinessState(item.state), item.since, item.basis, item.reason)


def _read(kind: Readiness, lot: Lot, plots: list[Plot], item: ReadinessItem | None, today: date) -> Condition:
    if kind == Readiness.UNDISPUTED:
        clear = bool(plots) and not any(_IN_THE_WAY.intersection(plot.flags) for plot in plots)
        return _met(kind, today, _("Sổ quỹ đất công, ngày %(day)s.") % {"day": f"{today:%d/%m/%Y}"}, clear)
    if kind == Readiness.PRICE:
        act = lot.events.filter(verb="set_start_price", attempt=lot.attempt).order_by("-at").first()
        if act is None:
            return Condition(kind, ReadinessState.MISSING)
        number = _("Quyết định số %(number)s") % {"number": act.decision_number}
        return _met(kind, act.decision_on, number, True)
    return _looked_at(plots, item, today)


def _looked_at(plots: list[Plot], item: ReadinessItem | None, today: date) -> Condition:
    """A look from above or on the ground, whichever is newer, if it is new enough."""
    seen = evidence.newest(plots)
    since, basis = (seen.on, seen.text) if seen else (None, "")
    if item is not None and item.state == ReadinessState.MET and (since is None or item.since >= since):
        since, basis = item.since, item.basis
    fresh = since is not None and today - since <= timedelta(days=terms.check_age_days(today))
    return _met(Readiness.CHECKED, since, basis, fresh)


def _met(kind: Readiness, since: date | None, basis: str, holds: bool) -> Condition:
    return Condition(kind, ReadinessState.MET if holds else ReadinessState.MISSING, since, basis)
