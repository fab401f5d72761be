"""Splitting, merging and removing plots; the lineage stays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from land import policies
from land.actions import changes, derive
from land.actions.changes import Why
from land.actions.drafts import PlotDraft, PlotRevision
from land.actions.plots import create_plots, require
from land.errors import BadChange
from land.models import Plot, PlotLineage
from land.workflow import ChangeKind, PlotStatus

_AREA_TOLERANCE = 0.01  # share of the parents' area that pieces may differ by: rounding of coordinates, no more


@transaction.atomic
def split_plot(
    *, actor: Any, plot: Plot, pieces: Sequence[PlotDraft], on_date: date, decision_number: str, reason: str
) -> list[Plot]:
    """End a plot and enter its pieces.

    Raises:
        NotAllowed: the actor may not.
        BadChange: fewer than two pieces, a piece without boundary where the plot has one, or areas that do not add up.
    """
    if len(pieces) < 2:
        raise BadChange("Tách khu đất cần ít nhất hai phần.")
    return _replace(actor, [plot], pieces, "split", PlotStatus.SPLIT, on_date, decision_number, reason)


@transaction.atomic
def merge_plots(
    *, actor: Any, plots: Sequence[Plot], result: PlotDraft, on_date: date, decision_number: str, reason: str
) -> Plot:
    """End several plots and enter the one that holds them all.

    Raises:
        NotAllowed, BadChange: as for `split_plot`.
    """
    if len({plot.pk for plot in plots}) < 2:
        raise BadChange("Gộp khu đất cần ít nhất hai khu đất.")
    return _replace(actor, plots, [result], "merge", PlotStatus.MERGED, on_date, decision_number, reason)[0]


@transaction.atomic
def remove_plot(*, actor: Any, plot: Plot, on_date: date, reason: str) -> Plot:
    """Take a plot out of the public land fund; its record stays under its code.

    Raises:
        NotAllowed: the actor may not.
    """
    return _end(actor, [plot], PlotStatus.REMOVED, ChangeKind.REMOVED, on_date, reason)[0]


def _end(
    actor: Any, plots: Sequence[Plot], status: PlotStatus, change: ChangeKind, on_date: date, reason: str
) -> list[Plot]:
    for plot in plots:
        allowed = policies.can_change_status(actor, plot, status)
        require(allowed, f"Không thể đổi tình trạng của khu đất {plot.code}.")
    if not reason.strip():
        raise BadChange("Hãy ghi lý do.")
    revisions = [PlotRevision(plot, {"status": status}, valid_from=on_date) for plot in plots]
    return changes.apply(revisions, Why(actor, change, reason))


def _replace(
    actor: Any,
    parents: Sequence[Plot],
    drafts: Sequence[PlotDraft],
    kind: str,
    status: PlotStatus,
    on_date: date,
    decision_number: str,
    reason: str,
) -> list[Plot]:
    _check_areas(parents, drafts)
    change = ChangeKind.SPLIT if kind == "split" else ChangeKind.MERGED
    # The parents end first: from here on the pieces overlap nothing that is active.
    ended = _end(actor, parents, status, change, on_date, reason)
    for draft in drafts:
        draft.valid_from = on_date
    children = create_plots(actor=actor, drafts=drafts, change=change, reason=reason)
    PlotLineage.objects.bulk_create(
        PlotLineage(parent=parent, child=child, kind=kind, on_date=on_date, decision_number=decision_number)
        for parent in ended
        for child in children
    )
    return children


def _check_areas(parents: Sequence[Plot], drafts: Sequence[PlotDraft]) -> None:
    before = [derive.to_shapely(plot.geom) for plot in parents]
    after = [draft.geom for draft in drafts]
    if any(shape is None for shape in (*before, *after)):
        return  # lists without boundaries can be split by paper alone
    old, new = sum(shape.area for shape in before), sum(shape.area for shape in after if shape is not None)
    if abs(old - new) > old * _AREA_TOLERANCE:
        raise BadChange(
            f"Tổng diện tích sau ({new:.1f} m²) khác trước ({old:.1f} m²) quá 1 %. Hãy kiểm tra ranh giới các phần."
        )
