"""Taking back a decision or handover minutes that were entered by mistake: the plot is again as it was before them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from land import policies
from land.actions import changes, periods
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.actions.plots import require
from land.errors import BadChange
from land.models import HandlingDecision, HandoverMinute, Plot, PlotVersion
from land.workflow import ChangeKind

_SET_BY = {
    HandlingDecision: ("handling_plan",),
    HandoverMinute: ("managing_agency_id", "using_agency_id", "handling_plan"),
}


@transaction.atomic
def withdraw_paper(*, actor: Any, paper: HandlingDecision | HandoverMinute, reason: str) -> None:
    """Take back the last paper of its kind; what it changed, and nobody since, is corrected from its day on.

    History keeps what the register said meanwhile.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: no reason, taken back already, or another paper of its kind came after it.
    """
    may = policies.can_decide_handling if isinstance(paper, HandlingDecision) else policies.can_record_handover
    require(may(actor, paper.plot), _("Bạn không có quyền rút lại văn bản của %(code)s.") % {"code": paper.plot.code})
    if not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do rút lại."))
    plot = changes.locked([paper.plot])[paper.plot_id]
    model: Any = type(paper)
    last = model.objects.filter(plot=plot, withdrawn_at=None).order_by("version", "pk").last()
    if last is None or last.pk != paper.pk:
        raise BadChange(_("Chỉ rút lại được văn bản ghi sau cùng còn hiệu lực của %(code)s.") % {"code": plot.code})
    last.withdrawn_at, last.withdrawn_reason = periods.clock(), reason
    last.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    day = last.decided_on if isinstance(last, HandlingDecision) else last.handed_on
    values = _before(plot, last.version, day, _SET_BY[model])
    if values:
        why = Why(actor, ChangeKind.CORRECTED, reason)
        changes.apply([PlotRevision(plot, values, valid_from=day)], why)
    verb = "plot.handling_withdrawn" if isinstance(last, HandlingDecision) else "plot.handover_withdrawn"
    before = {"number": last.number, "day": day}
    record(actor=actor, entries=[Entry(verb, "plot", str(plot.pk), plot.code, before=before, reason=reason)])


def _before(plot: Plot, version: int, day: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What the register said of that day until the paper, where it is the paper that the plot still follows."""
    said = PlotVersion.objects.filter(plot=plot)
    after = said.filter(version=version).order_by("recorded").first()
    if after is None:
        return {}
    known = said.filter(recorded__endswith=after.recorded.lower)
    before = known.filter(valid__contains=day).first() or known.order_by("valid").first()
    if before is None:
        return {}
    changed = [name for name in names if getattr(before, name) != getattr(after, name) == getattr(plot, name)]
    return {name: getattr(before, name) for name in changed}
