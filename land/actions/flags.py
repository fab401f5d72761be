"""Raising and closing dated flags."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from land import kept_flags, policies
from land.actions import changes, periods
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.actions.plots import require
from land.errors import BadChange
from land.models import Plot, PlotFlag
from land.workflow import ChangeKind, FlagKind


@transaction.atomic
def raise_flag(
    *,
    actor: Any,
    plot: Plot,
    kind: FlagKind,
    since: date,
    today: date,
    note: str = "",
    expected_version: int | None = None,
) -> PlotFlag:
    """Note that a plot is encroached, disputed ... since a day.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: the flag is up already, was up on a later day, or its start lies ahead.
        StaleVersion: somebody changed the record meanwhile.
    """
    require(
        policies.can_flag_plot(actor, plot),
        _("Bạn không có quyền ghi tình trạng của khu đất %(code)s.") % {"code": plot.code},
    )
    if since > today:
        raise BadChange(_("Ngày bắt đầu không được sau hôm nay."))
    current = changes.locked([plot])[plot.pk]
    _check_by_hand(current, kind)
    if kind in current.flags:
        raise BadChange(_("%(code)s đang có tình trạng “%(label)s”.") % {"code": plot.code, "label": kind.label})
    later = PlotFlag.objects.filter(plot=current, kind=kind, period__endswith__gt=since).first()
    if later is not None:
        raise BadChange(
            _(
                "%(code)s đã có tình trạng “%(label)s” đến trước ngày %(upper)s. Hãy chọn ngày bắt "
                "đầu từ ngày đó trở đi."
            )
            % {"code": plot.code, "label": kind.label, "upper": f"{later.period.upper:%d/%m/%Y}"}
        )
    flag = PlotFlag.objects.create(plot=current, kind=kind, period=DateRange(since, None), note=note)
    _write(actor, current, {*current.flags, kind}, since, note, expected_version)
    return flag


@transaction.atomic
def close_flag(
    *, actor: Any, flag: PlotFlag, until: date, today: date, reason: str, expected_version: int | None = None
) -> PlotFlag:
    """End a flag on a day (the first day without it).

    Raises:
        NotAllowed, BadChange, StaleVersion: as for `raise_flag`.
    """
    current = _with_open_flag(actor, flag)
    if not (flag.period.lower or date.min) < until <= today:
        raise BadChange(_("Ngày kết thúc phải sau ngày bắt đầu và không sau hôm nay."))
    flag.period = DateRange(flag.period.lower, until)
    flag.save(update_fields=["period"])
    _write(actor, current, {*current.flags} - {flag.kind}, until, reason, expected_version)
    return flag


@transaction.atomic
def withdraw_flag(*, actor: Any, flag: PlotFlag, reason: str, expected_version: int | None = None) -> PlotFlag:
    """Take back an open flag that was raised by mistake: it never was. History keeps what the register said meanwhile.

    Raises:
        NotAllowed, BadChange, StaleVersion: as for `raise_flag`.
    """
    current = _with_open_flag(actor, flag)
    PlotFlag.objects.filter(pk=flag.pk).delete()
    since = flag.period.lower or periods.ALWAYS
    _write(actor, current, {*current.flags} - {flag.kind}, since, reason, expected_version, ChangeKind.CORRECTED)
    return flag


def _with_open_flag(actor: Any, flag: PlotFlag) -> Plot:
    plot = flag.plot
    require(
        policies.can_flag_plot(actor, plot),
        _("Bạn không có quyền ghi tình trạng của khu đất %(code)s.") % {"code": plot.code},
    )
    current = changes.locked([plot])[plot.pk]
    # Under the lock: somebody may have ended or withdrawn it a moment ago.
    now = PlotFlag.objects.filter(pk=flag.pk, period__endswith__isnull=True).first()
    if now is None:
        raise BadChange(_("Tình trạng này đã kết thúc."))
    _check_by_hand(current, flag.kind)
    flag.period = now.period
    return current


def _check_by_hand(plot: Plot, kind: str) -> None:
    if kind in kept_flags.kept(plot):
        raise BadChange(
            _("Tình trạng “%(label)s” của khu đất %(code)s theo các lô đấu giá của nó, không ghi bằng tay.")
            % {"code": plot.code, "label": FlagKind(kind).label}
        )


def _write(
    actor: Any,
    plot: Plot,
    flags: set[str],
    since: date,
    reason: str,
    seen: int | None,
    change: ChangeKind = ChangeKind.CHANGED,
) -> None:
    revision = PlotRevision(plot, {"flags": sorted(flags)}, valid_from=since, expected_version=seen)
    changes.apply([revision], Why(actor, change, reason))
