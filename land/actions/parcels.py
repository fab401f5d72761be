"""The parcel numbers of a plot over time: set by hand, ended with the plot, risen again with it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from land import policies
from land.actions import changes, parcel_numbers
from land.actions.changes import Why
from land.actions.drafts import ParcelDraft, PlotRevision
from land.actions.plots import require
from land.errors import BadChange
from land.models import Plot, PlotParcel
from land.workflow import ChangeKind


@transaction.atomic
def set_parcels(
    *,
    actor: Any,
    plot: Plot,
    parcels: Sequence[ParcelDraft],
    reason: str,
    expected_version: int | None = None,
) -> Plot:
    """Replace the parcel numbers of a plot, those of today and those of before, by this list.

    The sheet and parcel number that the record leads with, and the identifier issued for that parcel, follow what is
    held today. Leaves a version even where the record itself says the same: who corrects numbers of the past must stand
    in the history too.

    Raises:
        NotAllowed: the plot is not the actor's.
        PlotEnded, StaleVersion: see `changes.apply`.
        BadChange: a row contradicts itself or another row, nothing changes, or no reason is given.
        ParcelTaken: another plot holds one of the numbers in the same time; says which.
    """
    require(
        policies.can_set_parcels(actor, plot),
        _("Bạn không có quyền sửa số thửa của khu đất %(code)s.") % {"code": plot.code},
    )
    if not reason.strip():
        raise BadChange(_("Hãy ghi lý do thay đổi."))
    parcel_numbers.check(parcels)
    revision = PlotRevision(plot, {}, expected_version=expected_version, parcels=list(parcels))
    return changes.apply([revision], Why(actor, ChangeKind.CORRECTED, reason))[0]


def end_parcels(plots: Iterable[Plot], on_date: date) -> None:
    """Let go the numbers of plots that end on a day, so that what takes their ground may hold them from then on."""
    for row in PlotParcel.objects.filter(plot__in=[plot.pk for plot in plots], period__endswith=None):
        if row.period.lower is not None and row.period.lower >= on_date:
            row.delete()  # it would have begun with the end
            continue
        row.period = DateRange(row.period.lower, on_date)
        row.save(update_fields=["period"])


def reopen_parcels(actor: Any, plot: Plot, ended_on: date | None) -> None:
    """Give a plot whose removal is taken back the numbers that it lost by it.

    Raises:
        ParcelTaken: another plot has got one of them meanwhile.
    """
    if ended_on is None:
        return
    for row in PlotParcel.objects.filter(plot=plot.pk, period__endswith=ended_on):
        draft = replace(parcel_numbers.draft_of(row), end=None)
        row.period = DateRange(row.period.lower, None)
        try:
            with transaction.atomic():
                row.save(update_fields=["period"])
        except IntegrityError as error:
            raise parcel_numbers.taken(actor, [(plot.pk, draft)]) from error
