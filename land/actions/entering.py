"""Entering new plots, few at once or a whole file piece by piece."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from audit.actions import Entry, prepared, record_prepared
from gis.db import versions
from gis.db.ahead import ahead
from gis.db.clock import clock
from gis.db.copy import Rows, rows_of, write_rows
from gis.db.numbers import take_numbers
from land import policies
from land.actions import changes, derive, parcel_numbers, periods
from land.actions.changes import LAYER, Why
from land.actions.drafts import PlotDraft
from land.actions.overlay import refresh_planned_uses
from land.actions.plots import require
from land.errors import BadChange
from land.models import Plot, PlotFlag
from land.workflow import ChangeKind, LocationBasis, PublishLevel

SERIES = "plot"
PIECE = 500
_CHECKED = 4  # pieces between two checks of the ground, during which as many are prepared

Piece = TypeVar("Piece", bound=Sized)


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
    changes.lock_ground(draft.geom for draft in drafts)
    parcel_numbers.lock(drafts=(parcel for draft in drafts for parcel in draft.parcels))
    pieces = (drafts[start : start + PIECE] for start in range(0, len(drafts), PIECE))
    entered = _entered(Why(actor, change, reason), pieces, lambda piece: piece, sample)
    return [plot for plots in entered for plot in plots]


def create_by_piece(
    *,
    actor: Any,
    pieces: Iterable[Piece],
    drafts_of: Callable[[Piece], Sequence[PlotDraft]],
    change: ChangeKind,
    reason: str,
) -> Iterator[list[Plot]]:
    """The same for more plots than memory holds: while the database writes one piece the next is prepared.

    In the caller's transaction, which holds the locks of the ground and the numbers of all pieces already: taken piece
    by piece two of these could wait for each other in a circle.

    Args:
        pieces: PIECE rows or fewer each, read in this thread.
        drafts_of: the drafts of a piece, as many as its rows; called in another thread, without the database.

    Yields:
        plots that are written and checked.

    Raises: as `create_plots`; the caller's transaction must not go on.
    """
    require(policies.can_create_plots(actor), _("Bạn không có quyền lập khu đất mới."))
    return _entered(Why(actor, change, reason), pieces, drafts_of, sample=False)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """New plots with all their rows, before anything is written."""

    plots: list[Plot]
    drafts: Sequence[PlotDraft]
    rows: Rows
    parcels: Rows
    flags: Rows
    events: Rows
    cells: set[tuple[int, int]]


def _entered(
    why: Why, pieces: Iterable[Piece], drafts_of: Callable[[Piece], Sequence[PlotDraft]], sample: bool
) -> Iterator[list[Plot]]:
    at, texts = clock(), derive.SearchTexts()

    def make(numbered: tuple[range, Piece]) -> _Prepared:
        numbers, piece = numbered
        drafts = drafts_of(piece)
        return _prepared(why, drafts, _plots(drafts, numbers, at, texts, sample))

    stream = ahead(((take_numbers(SERIES, len(piece)), piece) for piece in pieces), make, depth=_CHECKED)
    while plots := _written(why, islice(stream, _CHECKED), at):
        yield plots


def _written(why: Why, part: Iterable[_Prepared], at: datetime) -> list[Plot]:
    plots: list[Plot] = []
    touched = set()
    for fresh in part:
        write_rows(fresh.rows)
        starts = [draft.valid_from for draft in fresh.drafts]
        periods.open_versions([plot.pk for plot in fresh.plots], starts, at, why.change, why.reason, why.label)
        _attach(why.actor, fresh)
        record_prepared(fresh.events)
        touched |= fresh.cells
        plots += fresh.plots
    if plots:
        changes.check_ground()
        refresh_planned_uses(plots=[plot.pk for plot in plots])
        versions.bump(LAYER, touched)
    return plots


def _plots(
    drafts: Sequence[PlotDraft], numbers: Sequence[int], at: datetime, texts: derive.SearchTexts, sample: bool
) -> list[Plot]:
    plots = [_new(number, draft, at, sample) for number, draft in zip(numbers, drafts, strict=True)]
    derive.place(plots, [draft.geom for draft in drafts], [draft.point for draft in drafts])
    for plot in plots:
        derive.head(plot)
        plot.search_text = texts.of(plot)
    return plots


def _prepared(why: Why, drafts: Sequence[PlotDraft], plots: list[Plot]) -> _Prepared:
    pairs = list(zip(plots, drafts, strict=True))
    flags = [
        PlotFlag(plot=plot, kind=flag.kind, period=DateRange(flag.start, None), note=flag.note)
        for plot, draft in pairs
        for flag in draft.flags
    ]
    parcels = [parcel_numbers.row_of(plot.pk, parcel) for plot, draft in pairs for parcel in draft.parcels]
    events = prepared(actor=why.actor, entries=(_created(plot, why) for plot in plots))
    cells = changes.cells_of_drafts(drafts)
    return _Prepared(plots, drafts, rows_of(plots), rows_of(parcels), rows_of(flags), events, cells)


def _new(number: int, draft: PlotDraft, at: datetime, sample: bool) -> Plot:
    values = dict(draft.values)
    values.setdefault("location_basis", LocationBasis.UNIT)
    plot = Plot(number=number, code=f"BRVT-{number:06d}", updated_at=at, sample=sample, **values)
    plot.flags = sorted({flag.kind for flag in draft.flags})
    if plot.publish_level == PublishLevel.PUBLIC and plot.published_on is None:
        raise BadChange(_("%(name)s: khu đất công khai phải có ngày công khai.") % {"name": plot.name or plot.code})
    return plot


def _attach(actor: Any, fresh: _Prepared) -> None:
    try:
        with transaction.atomic():
            write_rows(fresh.parcels)
    except IntegrityError as error:
        named = ((None, parcel) for draft in fresh.drafts for parcel in draft.parcels)
        raise parcel_numbers.taken(actor, named) from error
    write_rows(fresh.flags)


def _created(plot: Plot, why: Why) -> Entry:
    return Entry(
        verb=f"plot.{why.change}",
        subject_type="plot",
        subject_id=str(plot.pk),
        subject_label=plot.code,
        after={"version": plot.version, "area_m2": plot.area_m2},
        reason=why.reason,
    )
