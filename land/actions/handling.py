"""Deciding what becomes of a plot, and recording its handover: papers that change the plot."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agency
from audit.actions import Entry, record
from land import policies
from land.actions import changes
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.actions.plots import require
from land.errors import BadChange
from land.models import Document, HandlingDecision, HandoverMinute, Plot
from land.workflow import ChangeKind, HandlingPlan


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper that says so.

    Attributes:
        day: of the decision or the handover; the change holds from it on.
        issuer: who decided; not needed for minutes, which name two bodies.
        document: the scanned paper, attached to the same plot.
    """

    number: str
    day: date
    issuer: str = ""
    document: Document | None = None


@transaction.atomic
def decide_handling(
    *, actor: Any, plot: Plot, plan: HandlingPlan, paper: Paper, today: date, reason: str = ""
) -> HandlingDecision:
    """Record the approved handling plan of a plot; the plot follows with a version from the day of the decision.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: number, issuer or day is missing or lies ahead, or the plot has this plan already.
    """
    require(
        policies.can_decide_handling(actor, plot),
        _("Bạn không có quyền ghi phương án xử lý của %(code)s.") % {"code": plot.code},
    )
    _check(plot, paper, today)
    if not paper.issuer.strip():
        raise BadChange.at("issuer", _("Hãy ghi cơ quan ban hành quyết định."))
    why = Why(actor, ChangeKind.CHANGED, reason or f"Quyết định {paper.number}")
    revision = PlotRevision(plot, {"handling_plan": str(plan)}, valid_from=paper.day)
    changed = changes.apply([revision], why)[0]
    made = HandlingDecision.objects.create(
        plot=changed,
        plan=plan,
        number=paper.number,
        decided_on=paper.day,
        issuer=paper.issuer,
        document=paper.document,
        version=changed.version,
    )
    after = {"plan": str(plan), "number": paper.number, "decided_on": paper.day, "issuer": paper.issuer}
    _record(actor, "plot.handling_decided", changed, after, why.reason)
    return made


@transaction.atomic
def record_handover(
    *,
    actor: Any,
    plot: Plot,
    to_agency: Agency,
    paper: Paper,
    today: date,
    from_agency: Agency | None = None,
    using_agency: Agency | None = None,
    handling_plan: HandlingPlan | None = None,
    reason: str = "",
) -> HandoverMinute:
    """Record handover minutes; the managing (and using) agency changes with a version from that day on.

    Args:
        from_agency: who gives; must be the managing agency where the register names one.
        using_agency: who uses the plot from then on; None leaves the user as it is.
        handling_plan: what becomes of the plot now that nobody waits for it; None leaves the plan as it is.

    Raises:
        NotAllowed: only the department changes the manager.
        BadChange: the minutes contradict themselves or the register.
    """
    require(
        policies.can_record_handover(actor, plot),
        _("Bạn không có quyền ghi bàn giao khu đất %(code)s.") % {"code": plot.code},
    )
    _check(plot, paper, today)
    _check_giver(changes.locked([plot])[plot.pk], from_agency, to_agency)
    values: dict[str, Any] = {"managing_agency_id": to_agency.pk}
    if using_agency is not None:
        values["using_agency_id"] = using_agency.pk
    if handling_plan is not None:
        values["handling_plan"] = str(handling_plan)
    why = Why(actor, ChangeKind.CHANGED, reason or f"Biên bản bàn giao {paper.number}")
    changed = changes.apply([PlotRevision(plot, values, valid_from=paper.day)], why)[0]
    made = HandoverMinute.objects.create(
        plot=changed,
        number=paper.number,
        handed_on=paper.day,
        from_agency=from_agency,
        to_agency=to_agency,
        using_agency=using_agency,
        document=paper.document,
        version=changed.version,
    )
    after = {"number": paper.number, "handed_on": paper.day, "from": from_agency and from_agency.pk, "to": to_agency.pk}
    _record(actor, "plot.handed_over", changed, after, why.reason)
    return made


def _check(plot: Plot, paper: Paper, today: date) -> None:
    if not paper.number.strip():
        raise BadChange.at("number", _("Hãy ghi số văn bản."))
    if paper.day > today:
        raise BadChange.at("day", _("Ngày văn bản không được sau hôm nay."))
    if paper.document is not None and (paper.document.plot_id != plot.pk or paper.document.withdrawn_at is not None):
        raise BadChange.at(
            "document", _("Tài liệu đính kèm không phải của khu đất %(code)s hoặc đã thu hồi.") % {"code": plot.code}
        )


def _check_giver(plot: Plot, from_agency: Agency | None, to_agency: Agency) -> None:
    if plot.managing_agency is not None and from_agency != plot.managing_agency:
        raise BadChange.at(
            "from_agency",
            _("Bên giao không phải đơn vị đang quản lý khu đất %(code)s (%(manager)s).")
            % {"code": plot.code, "manager": plot.managing_agency},
        )
    if from_agency == to_agency:
        raise BadChange.at("to_agency", _("Bên giao và bên nhận là một đơn vị."))


def _record(actor: Any, verb: str, plot: Plot, after: dict[str, Any], reason: str) -> None:
    record(actor=actor, entries=[Entry(verb, "plot", str(plot.pk), plot.code, after=after, reason=reason)])
