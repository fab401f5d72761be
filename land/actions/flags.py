"""Raising and closing dated flags."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from land import policies
from land.actions import changes
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.actions.plots import require
from land.errors import BadChange
from land.models import Plot, PlotFlag
from land.workflow import ChangeKind, FlagKind


@transaction.atomic
def raise_flag(*, actor: Any, plot: Plot, kind: FlagKind, since: date, today: date, note: str = "") -> PlotFlag:
    """Note that a plot is encroached, disputed ... since a day.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: the flag is up already, or its start lies ahead.
    """
    require(policies.can_flag_plot(actor, plot), f"Bạn không có quyền ghi tình trạng của khu đất {plot.code}.")
    if since > today:
        raise BadChange("Ngày bắt đầu không được sau hôm nay.")
    current = changes.locked([plot])[plot.pk]
    if kind in current.flags:
        raise BadChange(f"{plot.code} đang có tình trạng “{kind.label}”.")
    flag = PlotFlag.objects.create(plot=current, kind=kind, period=DateRange(since, None), note=note)
    _write(actor, current, sorted({*current.flags, kind}), since, note)
    return flag


@transaction.atomic
def close_flag(*, actor: Any, flag: PlotFlag, until: date, today: date, reason: str) -> PlotFlag:
    """End a flag on a day (the first day without it).

    Raises:
        NotAllowed, BadChange: as for `raise_flag`.
    """
    plot = flag.plot
    require(policies.can_flag_plot(actor, plot), f"Bạn không có quyền ghi tình trạng của khu đất {plot.code}.")
    if flag.period.upper is not None:
        raise BadChange("Tình trạng này đã kết thúc.")
    if not flag.period.lower < until <= today:
        raise BadChange("Ngày kết thúc phải sau ngày bắt đầu và không sau hôm nay.")
    current = changes.locked([plot])[plot.pk]
    flag.period = DateRange(flag.period.lower, until)
    flag.save(update_fields=["period"])
    _write(actor, current, [kind for kind in current.flags if kind != flag.kind], until, reason)
    return flag


def _write(actor: Any, plot: Plot, flags: list[str], since: date, reason: str) -> None:
    revision = PlotRevision(plot, {"flags": flags}, valid_from=since)
    changes.apply([revision], Why(actor, ChangeKind.CHANGED, reason))
