"""Changing plots."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gis.http.problems import NotAllowed
from land import policies
from land.actions import changes, parcel_numbers
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.errors import BadChange
from land.models import Plot
from land.workflow import ChangeKind, PublishLevel, ReviewState


def require(allowed: bool, sentence: str) -> None:
    """Refuse what a policy does not allow."""
    if not allowed:
        raise NotAllowed(str(sentence))


@transaction.atomic
def revise_plots(
    *,
    actor: Any,
    revisions: Sequence[PlotRevision],
    change: ChangeKind = ChangeKind.CORRECTED,
    reason: str,
) -> list[Plot]:
    """Change plots in one transaction: all or none.

    Raises:
        NotAllowed: one of the changes is not the actor's to make.
        StaleVersion, PlotEnded, BadChange, ParcelTaken, PlotOverlap: see `changes.apply`.
    """
    for revision in revisions:
        _check_revision(actor, revision, reason)
    done = changes.apply(revisions, Why(actor, change, reason))
    changes.check_ground()
    return done


def revise_plot(
    *,
    actor: Any,
    plot: Plot,
    changes: Mapping[str, Any],
    reason: str,
    change: ChangeKind = ChangeKind.CORRECTED,
    valid_from: date | None = None,
    expected_version: int | None = None,
) -> Plot:
    """Change one plot; see `revise_plots`."""
    revision = PlotRevision(plot, changes, valid_from, expected_version)
    return revise_plots(actor=actor, revisions=[revision], change=change, reason=reason)[0]


@transaction.atomic
def publish_plot(
    *,
    actor: Any,
    plot: Plot,
    level: PublishLevel,
    today: date,
    reason: str,
    expected_version: int | None = None,
) -> Plot:
    """Change the publication level of a plot; becoming public dates it.

    Raises:
        NotAllowed: only the department publishes.
        BadChange: the record still needs review.
        StaleVersion: somebody changed the record meanwhile.
    """
    require(policies.can_publish_plot(actor, plot), _("Chỉ chuyên viên sở được đổi mức công khai."))
    if level == PublishLevel.PUBLIC and plot.review_state == ReviewState.NEEDS_REVIEW:
        raise BadChange(_("%(code)s còn nội dung cần rà soát, chưa thể công khai.") % {"code": plot.code})
    published = today if level == PublishLevel.PUBLIC else None
    values = {"publish_level": level, "published_on": published}
    revision = PlotRevision(plot, values, expected_version=expected_version)
    return changes.apply([revision], Why(actor, ChangeKind.PUBLISHED, reason))[0]


def _check_revision(actor: Any, revision: PlotRevision, reason: str) -> None:
    names = set(revision.changes) | (set() if revision.parcels is None else set(parcel_numbers.NUMBERS))
    allowed = policies.can_revise_plot(actor, revision.plot, names)
    require(allowed, _("Bạn không có quyền sửa các trường này của khu đất %(code)s.") % {"code": revision.plot.code})
    if "publish_level" in names or "status" in names or "flags" in names:
        raise BadChange(_("Mức công khai, tình trạng và cảnh báo được đổi bằng việc riêng, không sửa trực tiếp."))
    if not reason.strip():
        raise BadChange(_("Hãy ghi lý do thay đổi."))
    if revision.parcels is not None:
        parcel_numbers.check(revision.parcels)
