"""Splitting, merging, removing plots and taking a removal back; the lineage stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from land import policies
from land.actions import changes, derive, parcel_numbers
from land.actions.changes import Why
from land.actions.drafts import PlotDraft, PlotRevision
from land.actions.entering import create_plots
from land.actions.lease_states import catch_up
from land.actions.parcels import end_parcels, reopen_parcels
from land.actions.plots import require
from land.errors import BadChange, PlotEnded
from land.models import Plot, PlotLineage
from land.workflow import STATUS_AFTER, ChangeKind, PlotStatus

_AREA_TOLERANCE = 0.01  # share of the parents' area that pieces may differ by: rounding of coordinates, no more


@transaction.atomic
def split_plot(
    *,
    actor: Any,
    plot: Plot,
    pieces: Sequence[PlotDraft],
    on_date: date,
    decision_number: str,
    reason: str,
    expected_version: int | None = None,
) -> list[Plot]:
    """End a plot and enter its pieces.

    Raises:
        NotAllowed: the actor may not.
        PlotEnded, StaleVersion: somebody else was first.
        BadChange: fewer than two pieces, or pieces that do not make up the ground of the plot.
    """
    if len(pieces) < 2:
        raise BadChange(_("Tách khu đất cần ít nhất hai phần."))
    act = _Act(actor, on_date, decision_number, reason, {plot.pk: expected_version})
    return _replace(act, [plot], pieces, "split", PlotStatus.SPLIT)


@transaction.atomic
def merge_plots(
    *,
    actor: Any,
    plots: Sequence[Plot],
    result: PlotDraft,
    on_date: date,
    decision_number: str,
    reason: str,
    expected_versions: Mapping[UUID, int] | None = None,
) -> Plot:
    """End several plots and enter the one that holds them all.

    Args:
        expected_versions: by id of the plot, the version that the editor saw.

    Raises:
        NotAllowed, PlotEnded, StaleVersion, BadChange: as for `split_plot`.
    """
    if len({plot.pk for plot in plots}) < 2:
        raise BadChange(_("Gộp khu đất cần ít nhất hai khu đất."))
    act = _Act(actor, on_date, decision_number, reason, expected_versions or {})
    return _replace(act, plots, [result], "merge", PlotStatus.MERGED)[0]


@transaction.atomic
def remove_plot(*, actor: Any, plot: Plot, on_date: date, reason: str, expected_version: int | None = None) -> Plot:
    """Take a plot out of the public land fund; its record stays under its code, its parcel numbers end with it.

    Raises:
        NotAllowed: the actor may not.
        PlotEnded, StaleVersion: somebody else was first.
    """
    act = _Act(actor, on_date, "", reason, {plot.pk: expected_version})
    return _end(act, [plot], PlotStatus.REMOVED, ChangeKind.REMOVED)[0]


@transaction.atomic
def restore_plot(*, actor: Any, plot: Plot, reason: str, expected_version: int | None = None) -> Plot:
    """Take a mistaken removal back: the plot was in the fund all the time, and so the register says from now on.

    A lease that ended or began meanwhile is told to the plot now, from its own day.

    Raises:
        NotAllowed: the actor may not, or the plot was not removed.
        BadChange: no reason.
        PlotOverlap, ParcelTaken: its ground or a parcel number belongs to another plot meanwhile.
    """
    allowed = policies.can_change_status(actor, plot, PlotStatus.ACTIVE)
    require(allowed, _("Không thể đưa khu đất %(code)s trở lại quỹ đất.") % {"code": plot.code})
    if not reason.strip():
        raise BadChange(_("Hãy ghi lý do."))
    current = changes.locked([plot])[plot.pk]
    if PlotStatus.ACTIVE not in STATUS_AFTER[PlotStatus(current.status)]:
        raise BadChange(_("Khu đất %(code)s không ở tình trạng đã đưa ra khỏi quỹ đất.") % {"code": current.code})
    removed = current.versions.filter(recorded__endswith=None, valid__endswith=None).first()
    changes.lock_ground([derive.to_shapely(current.geom)])
    parcel_numbers.lock(plots=[current])
    revision = PlotRevision(current, {"status": PlotStatus.ACTIVE}, expected_version=expected_version)
    done = changes.apply([revision], Why(actor, ChangeKind.CORRECTED, reason))[0]
    reopen_parcels(actor, done, removed.valid.lower if removed else None)
    changes.check_ground()
    if removed:
        catch_up(actor, done, removed.valid.lower, reason)
    return done


@dataclass(frozen=True)
class _Act:
    """What every end of a plot says of itself."""

    actor: Any
    on_date: date
    decision_number: str
    reason: str
    expected: Mapping[UUID, int | None]


def _end(
    act: _Act, plots: Sequence[Plot], status: PlotStatus, change: ChangeKind, pieces: Sequence[PlotDraft] = ()
) -> list[Plot]:
    """End plots; the ground and the numbers of the pieces that come after them are locked with theirs."""
    for plot in plots:
        allowed = policies.can_change_status(act.actor, plot, status)
        require(allowed, _("Không thể đổi tình trạng của khu đất %(code)s.") % {"code": plot.code})
    if not act.reason.strip():
        raise BadChange(_("Hãy ghi lý do."))
    for current in changes.locked(plots).values():
        # The caller's plot may be older than what another act has just made of it.
        if status not in STATUS_AFTER[PlotStatus(current.status)]:
            raise PlotEnded.of(current)
        _check_day(current, act.on_date)
    changes.lock_ground(draft.geom for draft in pieces)
    parcel_numbers.lock(plots=plots, drafts=(parcel for draft in pieces for parcel in draft.parcels))
    revisions = [
        PlotRevision(plot, {"status": status}, valid_from=act.on_date, expected_version=act.expected.get(plot.pk))
        for plot in plots
    ]
    ended = changes.apply(revisions, Why(act.actor, change, act.reason))
    end_parcels(ended, act.on_date)
    return ended


def _replace(
    act: _Act, parents: Sequence[Plot], drafts: Sequence[PlotDraft], kind: str, status: PlotStatus
) -> list[Plot]:
    _check_ground(parents, drafts)
    change = ChangeKind.SPLIT if kind == "split" else ChangeKind.MERGED
    # The parents end first: from here on the pieces overlap nothing that is active.
    ended = _end(act, parents, status, change, drafts)
    for draft in drafts:
        draft.valid_from = act.on_date
    children = create_plots(actor=act.actor, drafts=drafts, change=change, reason=act.reason)
    PlotLineage.objects.bulk_create(
        PlotLineage(parent=parent, child=child, kind=kind, on_date=act.on_date, decision_number=act.decision_number)
        for parent in ended
        for child in children
    )
    return children


def _check_day(plot: Plot, on_date: date) -> None:
    """A plot cannot end before it began: its whole past, and its parcel numbers, would be gone."""
    known = plot.versions.filter(recorded__endswith=None).values_list("valid", flat=True)
    starts = [valid.lower for valid in known]
    if starts and None not in starts and on_date < min(starts):
        raise BadChange(
            _("Khu đất %(code)s có từ ngày %(starts)s; không thể kết thúc trước ngày đó.")
            % {"code": plot.code, "starts": f"{min(starts):%d/%m/%Y}"}
        )


def _check_ground(parents: Sequence[Plot], drafts: Sequence[PlotDraft]) -> None:
    """The new boundaries cover the old ground, no more and no less; equal areas elsewhere would not do."""
    before = [derive.to_shapely(plot.geom) for plot in parents]
    after = [draft.geom for draft in drafts]
    if any(shape is None for shape in (*before, *after)):
        return  # lists without boundaries can be split by paper alone
    if bad := next((shape for shape in after if shape is not None and not shape.is_valid), None):
        raise BadChange(_("Có phần ranh giới không hợp lệ (%(why)s).") % {"why": shapely.is_valid_reason(bad)})
    old, new = shapely.area(before).sum(), shapely.area(after).sum()
    if abs(old - new) > old * _AREA_TOLERANCE:
        raise BadChange(
            _("Tổng diện tích sau (%(new)s m²) khác trước (%(old)s m²) quá 1 %%. Hãy kiểm tra ranh giới các phần.")
            % {"new": f"{new:.1f}", "old": f"{old:.1f}"}
        )
    strange = shapely.union_all(before).symmetric_difference(shapely.union_all(after)).area
    if strange > old * _AREA_TOLERANCE:
        raise BadChange(
            _(
                "Các ranh giới mới không nằm trên đất của khu đất cũ (lệch %(strange)s m², quá 1 "
                "%%). Hãy kiểm tra tọa độ."
            )
            % {"strange": f"{strange:.1f}"}
        )
