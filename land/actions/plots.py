"""Entering and changing plots."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.db import versions
from gis.db.ahead import ahead
from gis.db.copy import copy_rows
from gis.db.numbers import take_numbers
from gis.http.problems import NotAllowed
from land import policies
from land.actions import changes, derive, parcel_numbers, periods
from land.actions.changes import LAYER, Why
from land.actions.drafts import PlotDraft, PlotRevision
from land.actions.overlay import refresh_planned_uses
from land.errors import BadChange
from land.models import Plot, PlotFlag
from land.workflow import ChangeKind, LocationBasis, PublishLevel, ReviewState

SERIES = "plot"
_BATCH = 500


def require(allowed: bool, sentence: str) -> None:
    """Refuse what a policy does not allow."""
    if not allowed:
        raise NotAllowed(str(sentence))


@transaction.atomic
def create_plots(
    *,
    actor: Any,
    drafts: Sequence[PlotDraft],
    change: ChangeKind = ChangeKind.CREATED,
    reason: str = "",
    sample: bool = False,
) -> list[Plot]:
    """Enter plots; each gets the next code, a first version and an audit event.

    Raises:
        NotAllowed: the actor may not enter plots.
        BadChange, ParcelTaken, PlotOverlap: a draft contradicts itself or the register; nothing is written.
    """
    require(policies.can_create_plots(actor), _("Bạn không có quyền lập khu đất mới."))
    why = Why(actor, change, reason)
    changes.lock_ground(draft.geom for draft in drafts)
    parcel_numbers.lock(drafts=(parcel for draft in drafts for parcel in draft.parcels))
    at, texts, numbers = periods.clock(), derive.SearchTexts(), take_numbers(SERIES, len(drafts))
    plots: list[Plot] = []

    def prepared(start: int) -> tuple[list[Plot], Sequence[PlotDraft]]:
        batch = drafts[start : start + _BATCH]
        return _prepared(batch, numbers[start : start + _BATCH], at, texts, sample), batch

    for fresh, batch in ahead(range(0, len(drafts), _BATCH), prepared):
        copy_rows(fresh)
        starts = [draft.valid_from for draft in batch]
        periods.open_versions([plot.pk for plot in fresh], starts, at, change, reason, why.label)
        _attach(actor, fresh, batch)
        record(actor=actor, entries=(_created(plot, why) for plot in fresh))
        plots += fresh
    changes.check_ground()
    refresh_planned_uses(plots=[plot.pk for plot in plots])
    versions.bump(LAYER, changes.cells_of_drafts(drafts))
    return plots


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


def _prepared(
    drafts: Sequence[PlotDraft], numbers: Sequence[int], at: datetime, texts: derive.SearchTexts, sample: bool
) -> list[Plot]:
    """The rows of new plots, before anything is written."""
    plots = [_new(number, draft, at, sample) for number, draft in zip(numbers, drafts, strict=True)]
    derive.place(plots, [draft.geom for draft in drafts], [draft.point for draft in drafts])
    for plot in plots:
        derive.head(plot)
        plot.search_text = texts.of(plot)
    return plots


def _new(number: int, draft: PlotDraft, at: datetime, sample: bool) -> Plot:
    values = dict(draft.values)
    values.setdefault("location_basis", LocationBasis.UNIT)
    plot = Plot(number=number, code=f"BRVT-{number:06d}", updated_at=at, sample=sample, **values)
    plot.flags = sorted({flag.kind for flag in draft.flags if flag.end is None})
    if plot.publish_level == PublishLevel.PUBLIC and plot.published_on is None:
        raise BadChange(_("%(name)s: khu đất công khai phải có ngày công khai.") % {"name": plot.name or plot.code})
    return plot


def _attach(actor: Any, plots: Sequence[Plot], drafts: Sequence[PlotDraft]) -> None:
    parcels = [
        parcel_numbers.row_of(plot.pk, parcel)
        for plot, draft in zip(plots, drafts, strict=True)
        for parcel in draft.parcels
    ]
    flags = [
        PlotFlag(plot=plot, kind=flag.kind, period=DateRange(flag.start, flag.end), note=flag.note)
        for plot, draft in zip(plots, drafts, strict=True)
        for flag in draft.flags
    ]
    try:
        with transaction.atomic():
            copy_rows(parcels)
    except IntegrityError as error:
        raise parcel_numbers.taken(actor, ((None, parcel) for draft in drafts for parcel in draft.parcels)) from error
    copy_rows(flags)


def _created(plot: Plot, why: Why) -> Entry:
    return Entry(
        verb=f"plot.{why.change}",
        subject_type="plot",
        subject_id=str(plot.pk),
        subject_label=plot.code,
        after={"version": plot.version, "area_m2": plot.area_m2},
        reason=why.reason,
    )
