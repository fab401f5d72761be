"""The flags of plots that are auctioned: written as the auction goes, with a version and its reason."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from land.actions import changes
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.models import Plot, PlotFlag
from land.workflow import AUCTION_FLAGS, ChangeKind, FlagKind, PlotStatus


@transaction.atomic
def set_auction_flags(
    *, actor: Any, wanted: Mapping[Plot, frozenset[FlagKind]], on_date: date, reason: str, note: str = ""
) -> list[Plot]:
    """Give plots exactly these of the auction's flags since a day; what stands so already is left alone.

    No door calls this: it follows from an act on a lot, whose own right was checked. A plot that ended keeps what it
    ended with.

    Args:
        wanted: plot -> those of AUCTION_FLAGS that are up from now on.
        reason: of the versions.
        note: of the dated rows of flags that are raised.
    """
    current = changes.locked(wanted)
    revisions = []
    for asked, kinds in wanted.items():
        plot = current[asked.pk]
        had = AUCTION_FLAGS.intersection(map(FlagKind, plot.flags))
        if had == kinds or plot.status != PlotStatus.ACTIVE:
            continue
        for kind in had - kinds:
            _end(plot, kind, on_date)
        for kind in kinds - had:
            _begin(plot, kind, on_date, note)
        flags = sorted({*plot.flags} - had | kinds)
        revisions.append(PlotRevision(plot, {"flags": flags}, valid_from=on_date))
    return changes.apply(revisions, Why(actor, ChangeKind.CHANGED, reason)) if revisions else []


def _end(plot: Plot, kind: FlagKind, on_date: date) -> None:
    """A flag that did not last a day leaves no row; the versions tell of it."""
    for flag in PlotFlag.objects.filter(plot=plot, kind=kind, period__endswith=None):
        since = flag.period.lower
        if since is not None and since >= on_date:
            flag.delete()
            continue
        flag.period = DateRange(since, on_date)
        flag.save(update_fields=["period"])


def _begin(plot: Plot, kind: FlagKind, on_date: date, note: str) -> None:
    rows = PlotFlag.objects.filter(plot=plot, kind=kind)
    if rows.filter(period__endswith=None).exists():
        return
    later = rows.filter(period__endswith__gt=on_date).order_by("period").last()
    since = later.period.upper if later else on_date
    PlotFlag.objects.create(plot=plot, kind=kind, period=DateRange(since, None), note=note)
