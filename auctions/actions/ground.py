"""The ground of a lot that was handed over leaves the public land fund: the register splits the plot, or ends it."""

from datetime import date, datetime
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from auctions import ledger, policies
from auctions.actions import papers, plot_marks, rows
from auctions.actions.lots import LEAST_M2, link_plots
from auctions.actions.rows import Decision, Why
from auctions.errors import BadTerms, LotStep
from auctions.models import Lot, LotPlot
from auctions.workflow import GONE, Verb
from gis.geometry import to_multipolygon
from gis.http.problems import NotAllowed
from land.actions import remove_plot, split_plot
from land.actions.derive import to_shapely
from land.actions.drafts import PlotDraft
from land.actions.heirs import heir
from land.models import Plot
from land.workflow import USE_STATE_OF_LEASE, PlotStatus, UseState


@transaction.atomic
def settle_ground(
    *, actor: Any, lot: Lot, decision: Decision, expected_version: int | None = None, now: datetime | None = None
) -> list[Plot]:
    """Split the lot's ground off its plots along the boundary that was announced, and take it out of the fund.

    What is left is a plot of its own; other lots that lie on it are linked with it from then on. A plot that was sold
    whole is taken out as it is. Lineage and history are the register's (land.actions).

    Returns:
        What is left of the plots.

    Raises:
        NotAllowed: only the department, and only once the land was handed over.
        LotStep: the ground has left the fund already.
        BadTerms: no paper, or one of a day to come; the plot is recorded as leased.
        BadChange, PlotEnded, PlotOverlap: the register refuses.
    """
    current = rows.locked_one(lot, expected_version)
    if not policies.can_settle_ground(actor, current):
        raise NotAllowed(_("Chỉ sở ghi biến động sổ quỹ đất, và chỉ khi lô đã được bàn giao."))
    at = rows.moment(now)
    today = timezone.localtime(at).date()
    _check_paper(decision, today)
    links = list(current.plot_links.filter(plot__status=PlotStatus.ACTIVE).select_related("plot").order_by("plot"))
    if not links:
        raise LotStep(_("Đất của lô %(code)s đã ra khỏi quỹ đất.") % {"code": current.code})
    left = [rest for link in links for rest in _leave(actor, current, link, decision, today)]
    why = Why(actor, decision, details={"left": [plot.code for plot in left]})
    why = papers.kept_with(why, current, Verb.SETTLE_GROUND, at)
    plot_marks.bring(left, actor, current, str(Verb.SETTLE_GROUND.label), at)
    ledger.append(rows.event(current, Verb.SETTLE_GROUND, current.state, why, at), current)
    rows.logged(actor, "lot.settle_ground", current, after={"left": [plot.code for plot in left]})
    return list(Plot.objects.filter(pk__in=[plot.pk for plot in left]).order_by("number"))


def _check_paper(decision: Decision, today: date) -> None:
    if not decision.number.strip():
        raise BadTerms.at("decision_number", _("Hãy ghi số và ngày của văn bản."))
    if decision.on > today:
        raise BadTerms.at("decision_on", _("Ngày văn bản không được sau hôm nay."))


def _leave(actor: Any, lot: Lot, link: LotPlot, decision: Decision, today: date) -> list[Plot]:
    plot, reason = link.plot, _("Đã bàn giao theo kết quả đấu giá lô %(code)s.") % {"code": lot.code}
    ground, sold = to_shapely(plot.geom), to_shapely(lot.geom)
    kept = [part for part in shapely.get_parts(ground.difference(sold)) if part.area > LEAST_M2]
    if not kept:
        remove_plot(actor=actor, plot=plot, on_date=decision.on, reason=reason)
        return []
    if plot.use_state in USE_STATE_OF_LEASE.values():
        raise BadTerms(
            _("Khu đất %(code)s đang ghi là cho thuê. Hãy chấm dứt hợp đồng trước khi tách.") % {"code": plot.code}
        )
    inside = sold if sold.difference(ground).area <= LEAST_M2 else sold.intersection(ground)
    pieces = [_draft(plot, lot.name, inside, decision, today), _draft(plot, plot.name, kept, decision, today)]
    gone, rest = split_plot(
        actor=actor, plot=plot, pieces=pieces, on_date=decision.on, decision_number=decision.number, reason=reason
    )
    link_plots(lot, [gone], sold)
    for other in Lot.objects.filter(plot_links__plot=plot).exclude(pk=lot.pk).exclude(state__in=GONE).distinct():
        shape = to_shapely(other.geom)
        if to_shapely(rest.geom).intersection(shape).area > LEAST_M2:
            link_plots(other, [rest], shape)
    remove_plot(actor=actor, plot=gone, on_date=decision.on, reason=reason)
    return [rest]


def _draft(plot: Plot, name: str, ground: Any, decision: Decision, today: date) -> PlotDraft:
    """What is left keeps use and flags of the plot; what was sold is empty land without a flag."""
    is_rest = isinstance(ground, list)
    own = {"name": name, "use_state": plot.use_state if is_rest else UseState.VACANT}
    made = heir([plot], own, today=today, on_date=decision.on, keep_public=True, keep_flags=is_rest)
    made.geom = to_multipolygon(shapely.union_all(ground) if is_rest else ground)
    return made
