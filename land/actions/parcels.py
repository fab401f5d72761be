"""The parcel numbers of a plot over time: set by hand, ended with the plot, risen again with it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.db import versions
from land import policies
from land.actions import changes, derive, periods
from land.actions.changes import Why
from land.actions.drafts import ParcelDraft
from land.actions.parcel_numbers import taken
from land.actions.plots import require
from land.errors import BadChange, PlotEnded, StaleVersion
from land.models import Plot, PlotParcel
from land.workflow import ChangeKind, PlotStatus
from territory.models import AdminUnit

_HEADLINE = ("sheet_number", "parcel_number")


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

    The sheet and parcel number that the record leads with follow what is held today. Leaves a version even where the
    record itself says the same: who corrects numbers of the past must stand in the history too.

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
    _check(parcels)
    current = changes.locked([plot])[plot.pk]
    if current.status != PlotStatus.ACTIVE:
        raise PlotEnded(
            _("Khu đất %(code)s %(status)s, chỉ còn để tra cứu.")
            % {"code": current.code, "status": current.get_status_display().lower()}
        )
    if expected_version is not None and expected_version != current.version:
        raise StaleVersion(
            _(
                "Khu đất %(code)s đã được người khác sửa (phiên bản %(version)s, bạn xem phiên bản "
                "%(expected_version)s). Hãy xem khác biệt rồi sửa tiếp."
            )
            % {"code": current.code, "version": current.version, "expected_version": expected_version}
        )
    before = list(PlotParcel.objects.filter(plot=current).order_by("period", "sheet_number", "parcel_number"))
    if {_key(row) for row in before} == {_draft_key(draft) for draft in parcels}:
        raise BadChange(_("%(code)s: không có thay đổi nào so với sổ.") % {"code": current.code})
    _replace(actor, current, before, parcels)
    _write(current, parcels, before, Why(actor, ChangeKind.CORRECTED, reason))
    return current


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
        draft = ParcelDraft(row.unit_id, row.sheet_number, row.parcel_number, row.period.lower)
        row.period = DateRange(row.period.lower, None)
        try:
            with transaction.atomic():
                row.save(update_fields=["period"])
        except IntegrityError as error:
            raise taken(actor, plot, [draft]) from error


def _check(parcels: Sequence[ParcelDraft]) -> None:
    units = {draft.unit_id for draft in parcels}
    if unknown := units - set(AdminUnit.objects.filter(pk__in=units).values_list("pk", flat=True)):
        raise BadChange(_("Không có đơn vị hành chính %(names)s.") % {"names": ", ".join(sorted(unknown))})
    spans: dict[tuple[str, str, str], list[tuple[date, date]]] = {}
    for draft in parcels:
        if not draft.sheet_number.strip() or not draft.parcel_number.strip():
            raise BadChange(_("Mỗi dòng cần cả số tờ và số thửa."))
        name = f"Tờ {draft.sheet_number}, thửa {draft.parcel_number}"
        if draft.start is not None and draft.end is not None and draft.start >= draft.end:
            raise BadChange(_("%(name)s: ngày kết thúc phải sau ngày bắt đầu.") % {"name": name})
        key = (draft.unit_id, draft.sheet_number, draft.parcel_number)
        spans.setdefault(key, []).append((draft.start or date.min, draft.end or date.max))
    for (_unit, sheet, parcel), days in spans.items():
        if any(first[1] > second[0] for first, second in pairwise(sorted(days))):
            raise BadChange(
                _("Tờ %(sheet)s, thửa %(parcel)s được ghi hai lần cho cùng một thời gian.")
                % {"sheet": sheet, "parcel": parcel}
            )


def _replace(actor: Any, plot: Plot, before: Sequence[PlotParcel], parcels: Sequence[ParcelDraft]) -> None:
    wanted = {_draft_key(draft) for draft in parcels}
    kept = {_key(row) for row in before} & wanted
    PlotParcel.objects.filter(pk__in=[row.pk for row in before if _key(row) not in kept]).delete()
    fresh = [draft for draft in parcels if _draft_key(draft) not in kept]
    try:
        with transaction.atomic():
            PlotParcel.objects.bulk_create(
                PlotParcel(
                    plot=plot,
                    unit_id=draft.unit_id,
                    sheet_number=draft.sheet_number,
                    parcel_number=draft.parcel_number,
                    period=DateRange(draft.start, draft.end),
                    identifier=draft.identifier,
                )
                for draft in fresh
            )
    except IntegrityError as error:
        raise taken(actor, plot, fresh) from error


def _write(plot: Plot, parcels: Sequence[ParcelDraft], before: Sequence[PlotParcel], why: Why) -> None:
    old = {name: getattr(plot, name) for name in _HEADLINE}
    for name, value in headline_numbers(parcels).items():
        setattr(plot, name, value)
    changed = [name for name in _HEADLINE if getattr(plot, name) != old[name]]
    at = periods.clock()
    plot.version += 1
    plot.updated_at = at
    plot.search_text = derive.SearchTexts().of(plot)
    plot.save(update_fields=[*_HEADLINE, "version", "updated_at", "search_text"])
    periods.append_version(
        plot,
        dict.fromkeys(changed),
        at,
        valid_from=None,
        change=why.change,
        reason=why.reason,
        actor=why.label,
    )
    entry = Entry(
        verb="plot.parcels_set",
        subject_type="plot",
        subject_id=str(plot.pk),
        subject_label=plot.code,
        before={"parcels": [_words(row) for row in before]},
        after={"parcels": [_words(draft) for draft in parcels], "version": plot.version},
        reason=why.reason,
    )
    record(actor=why.actor, entries=[entry])
    versions.bump(changes.LAYER, changes.cells_of_plot(plot))


def headline_numbers(parcels: Sequence[ParcelDraft]) -> dict[str, str]:
    """The sheet and the parcel that a record leads with: the first of those held today, "" for none."""
    held = [draft for draft in parcels if draft.end is None]
    return {name: getattr(held[0], name) if held else "" for name in _HEADLINE}


def _key(row: PlotParcel) -> tuple[Any, ...]:
    names = (row.unit_id, row.sheet_number, row.parcel_number)
    return (*names, row.period.lower, row.period.upper, row.identifier)


def _draft_key(draft: ParcelDraft) -> tuple[Any, ...]:
    names = (draft.unit_id, draft.sheet_number, draft.parcel_number)
    return (*names, draft.start, draft.end, draft.identifier)


def _words(row: PlotParcel | ParcelDraft) -> str:
    period = row.period if isinstance(row, PlotParcel) else DateRange(row.start, row.end)
    return f"{row.unit_id} tờ {row.sheet_number} thửa {row.parcel_number} {_span(period)}"


def _span(period: Any) -> str:
    start = f"từ {period.lower:%d/%m/%Y}" if period.lower else "từ trước"
    end = f"đến trước {period.upper:%d/%m/%Y}" if period.upper else "đến nay"
    return f"{start} {end}"
