"""Taking back a decision or handover minutes that were entered by mistake: the plot is again as it was before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.db.clock import clock
from land import policies
from land.actions import changes
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.actions.periods import Undone
from land.actions.plots import require
from land.errors import BadChange
from land.models import HandlingDecision, HandoverMinute, Plot, PlotVersion
from land.workflow import ChangeKind

Paper = HandlingDecision | HandoverMinute
_SETTABLE = ("managing_agency_id", "using_agency_id", "handling_plan")


@dataclass(frozen=True)
class _Written:
    """What a paper did to its plot: (period as it wrote it, the same days as they were before), oldest first."""

    known: Any
    pairs: list[tuple[PlotVersion, PlotVersion]]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that it changed."""
        return tuple(
            name
            for name in _SETTABLE
            if any(getattr(said, name) != getattr(before, name) for said, before in self.pairs)
        )


@transaction.atomic
def withdraw_paper(*, actor: Any, paper: Paper, reason: str) -> None:
    """Take a paper back. What it changed, and nobody since, is for each day again what the register said before.

    History keeps what the register said meanwhile.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: no reason, taken back already, or a paper entered later changed the same.
        PlotEnded: the plot is history.
    """
    may = policies.can_decide_handling if isinstance(paper, HandlingDecision) else policies.can_record_handover
    require(may(actor, paper.plot), _("Bạn không có quyền rút lại văn bản của %(code)s.") % {"code": paper.plot.code})
    if not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do rút lại."))
    plot = changes.locked([paper.plot])[paper.plot_id]
    model: Any = type(paper)
    standing: Paper | None = model.objects.filter(pk=paper.pk, withdrawn_at=None).first()
    if standing is None:
        raise BadChange(_("Văn bản này đã được rút lại."))
    written = _written(plot, standing.version)
    for later in _later(plot, standing):
        if set(_written(plot, later.version).columns) & set(written.columns):
            raise BadChange(
                _("Văn bản %(number)s ghi sau đã đổi tiếp nội dung này: hãy rút lại văn bản đó trước.")
                % {"number": later.number}
            )
    standing.withdrawn_at, standing.withdrawn_reason = clock(), reason
    standing.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    day = _day(standing)
    if written.columns:
        undone = Undone(standing.version, written.known, day, written.columns)
        revision = PlotRevision(plot, _today(plot, written), undoes=undone)
        changes.apply([revision], Why(actor, ChangeKind.CORRECTED, reason))
    verb = "plot.handling_withdrawn" if isinstance(standing, HandlingDecision) else "plot.handover_withdrawn"
    before = {"number": standing.number, "day": day}
    record(actor=actor, entries=[Entry(verb, "plot", str(plot.pk), plot.code, before=before, reason=reason)])


def _day(paper: Paper) -> date:
    return paper.decided_on if isinstance(paper, HandlingDecision) else paper.handed_on


def _later(plot: Plot, paper: Paper) -> Iterator[Paper]:
    """Papers of the plot that were entered after this one and stand."""
    for model in (HandlingDecision, HandoverMinute):
        rows: Any = model.objects
        yield from rows.filter(plot=plot, withdrawn_at=None, version__gt=paper.version)


def _written(plot: Plot, version: int) -> _Written:
    """A version's own periods were recorded at once; those that they replaced ended at that instant."""
    rows = PlotVersion.objects.filter(plot=plot)
    first = rows.filter(version=version).order_by("recorded").first()
    if first is None:
        return _Written(None, [])
    known = first.recorded.lower
    said = rows.filter(version=version, recorded__startswith=known).order_by("valid")
    before = list(rows.filter(recorded__endswith=known))
    pairs = [(row, old) for row in said for old in before if (row.valid.lower or date.min) in old.valid]
    return _Written(known, pairs)


def _today(plot: Plot, written: _Written) -> dict[str, Any]:
    """What the plot's row says without the paper: only where it still says what the paper wrote."""
    said, before = written.pairs[-1]
    return {name: getattr(before, name) for name in written.columns if getattr(plot, name) == getattr(said, name)}
