"""The parcel numbers of plots as actions write them: checked, replaced for many plots at once, told when taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gis import crs
from gis.geometry import is_parcel_identifier, parcel_identifier
from land.actions import derive
from land.actions.drafts import ParcelDraft
from land.errors import BadChange, ParcelTaken
from land.models import Plot, PlotParcel
from territory.models import AdminUnit

# What a record leads with; it follows the numbers held and is never written by itself.
NUMBERS = ("sheet_number", "parcel_number")
IDENTIFIERS = ""  # stands for the issued identifiers of the whole country among the units that `lock` takes
_LOCKS = 4400  # first half of the keys of the advisory locks
_MOST = 20


@dataclass(frozen=True)
class Renumbered:
    """Numbers of one plot before and after, with the values that its record leads with from now on."""

    before: list[PlotParcel]
    after: Sequence[ParcelDraft]
    headline: Mapping[str, Any]


def lock(units: Iterable[str] = (), *, plots: Iterable[Plot] = (), drafts: Iterable[ParcelDraft] = ()) -> None:
    """Take the locks of all communes whose numbers are about to change, in one order, until the transaction ends.

    An exclusion constraint alone refuses the second of two, but two that enter one number at the same moment, or the
    same numbers in another order, wait for each other in a circle. To be taken after the plots' rows and their ground,
    before anything is written.

    Args:
        units: keys of units, `IDENTIFIERS` among them where identifiers are written.
        plots: with the units of all numbers that they hold and held.
        drafts: with theirs.
    """
    held = PlotParcel.objects.filter(plot__in=[plot.pk for plot in plots])
    pairs = [*held.values_list("unit", "identifier"), *((draft.unit_id, draft.identifier) for draft in drafts)]
    names = {*units, *(unit for unit, _text in pairs), *(IDENTIFIERS for _unit, text in pairs if text)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, key) "
            "FROM (SELECT DISTINCT hashtext(name) AS key FROM unnest(%s::text[]) AS name ORDER BY key) AS wanted",
            [_LOCKS, list(names)],
        )


def check(parcels: Sequence[ParcelDraft]) -> None:
    """Refuse a list of numbers that contradicts itself.

    Raises:
        BadChange: with the number and what is wrong.
    """
    units = {draft.unit_id for draft in parcels}
    if unknown := units - set(AdminUnit.objects.filter(pk__in=units).values_list("pk", flat=True)):
        raise BadChange(_("Không có đơn vị hành chính %(names)s.") % {"names": ", ".join(sorted(unknown))})
    spans: dict[tuple[str, str, str], list[tuple[date, date]]] = {}
    for draft in parcels:
        _check_one(draft)
        key = (draft.unit_id, draft.sheet_number, draft.parcel_number)
        spans.setdefault(key, []).append((draft.start or date.min, draft.end or date.max))
    for (_unit, sheet, parcel), days in spans.items():
        if any(first[1] > second[0] for first, second in pairwise(sorted(days))):
            raise BadChange(
                _("Tờ %(sheet)s, thửa %(parcel)s được ghi hai lần cho cùng một thời gian.")
                % {"sheet": sheet, "parcel": parcel}
            )


def _check_one(draft: ParcelDraft) -> None:
    if not draft.sheet_number.strip() or not draft.parcel_number.strip():
        raise BadChange(_("Mỗi dòng cần cả số tờ và số thửa."))
    name = _("Tờ %(sheet)s, thửa %(parcel)s") % {"sheet": draft.sheet_number, "parcel": draft.parcel_number}
    if max(len(draft.sheet_number), len(draft.parcel_number)) > _MOST:
        raise BadChange(_("%(name)s: số dài quá %(most)d ký tự.") % {"name": name, "most": _MOST})
    if draft.start is not None and draft.end is not None and draft.start >= draft.end:
        raise BadChange(_("%(name)s: ngày kết thúc phải sau ngày bắt đầu.") % {"name": name})
    if draft.identifier and not is_parcel_identifier(draft.identifier):
        raise BadChange(
            _(
                "%(name)s: mã định danh “%(text)s” không đúng. Mã gồm 12 ký tự, là chữ số và chữ thường "
                "không dấu trừ a, i, l, o."
            )
            % {"name": name, "text": draft.identifier}
        )


def replace(actor: Any, wanted: Mapping[UUID, Sequence[ParcelDraft]], plots: Mapping[UUID, Plot]) -> dict[UUID, Any]:
    """Put these numbers in the place of those that the plots hold and held; returns `Renumbered` by plot.

    All old numbers go before the first new one comes, so that plots may exchange theirs. Plots whose numbers stay are
    left out of the answer.

    Raises:
        ParcelTaken: another plot holds one of the numbers or identifiers in the same time; says which.
    """
    lock(plots=[plots[pk] for pk in wanted], drafts=[draft for parcels in wanted.values() for draft in parcels])
    found: dict[UUID, list[PlotParcel]] = {pk: [] for pk in wanted}
    for row in PlotParcel.objects.filter(plot__in=wanted).order_by("period", "sheet_number", "parcel_number"):
        found[row.plot_id].append(row)
    done, gone, fresh = {}, [], []
    for pk, parcels in wanted.items():
        before, keys = found[pk], {_draft_key(draft) for draft in parcels}
        kept = {_key(row) for row in before} & keys
        led = headline(plots[pk], before, parcels)
        issued = led.get("parcel_uid", plots[pk].parcel_uid)
        if len(kept) == len(before) == len(parcels) and issued == plots[pk].parcel_uid:
            continue
        gone += [row.pk for row in before if _key(row) not in kept]
        fresh += [(pk, draft) for draft in parcels if _draft_key(draft) not in kept]
        done[pk] = Renumbered(before, parcels, led)
    PlotParcel.objects.filter(pk__in=gone).delete()
    try:
        with transaction.atomic():
            PlotParcel.objects.bulk_create(row_of(pk, draft) for pk, draft in fresh)
    except IntegrityError as error:
        raise taken(actor, fresh) from error
    return done


def row_of(plot_id: UUID, draft: ParcelDraft) -> PlotParcel:
    """A draft as the register keeps it."""
    return PlotParcel(
        plot_id=plot_id,
        unit_id=draft.unit_id,
        sheet_number=draft.sheet_number,
        parcel_number=draft.parcel_number,
        period=DateRange(draft.start, draft.end),
        identifier=draft.identifier,
    )


def draft_of(row: PlotParcel) -> ParcelDraft:
    """A kept number as a draft."""
    return ParcelDraft(
        row.unit_id, row.sheet_number, row.parcel_number, row.period.lower, row.period.upper, row.identifier
    )


def headline(plot: Plot, before: Sequence[PlotParcel], parcels: Sequence[ParcelDraft]) -> dict[str, Any]:
    """What a record leads with: the first of the numbers held today, "" for none, and the identifier issued for it.

    An identifier that is taken back from the numbers gives way to the computed one.
    """
    held = [draft for draft in parcels if draft.end is None]
    values: dict[str, Any] = {name: getattr(held[0], name) if held else "" for name in NUMBERS}
    if held and held[0].identifier:
        return values | {"parcel_uid": held[0].identifier, "parcel_uid_provisional": False}
    if not plot.parcel_uid_provisional and plot.parcel_uid in {row.identifier for row in before}:
        shape = derive.to_shapely(plot.geom)
        computed = "" if shape is None else parcel_identifier(shape, crs.LEGAL)
        return values | {"parcel_uid": computed, "parcel_uid_provisional": True}
    return values


def taken(actor: Any, drafts: Iterable[tuple[UUID | None, ParcelDraft]]) -> ParcelTaken:
    """The refusal that names number or identifier, and of the number the holder as far as the actor may know of it."""
    seen = Plot.objects.all() if actor is None else Plot.objects.visible_to(actor)
    for plot_id, draft in drafts:
        rows = PlotParcel.objects.filter(
            unit=draft.unit_id,
            sheet_number=draft.sheet_number,
            parcel_number=draft.parcel_number,
            period__overlap=DateRange(draft.start, draft.end),
        )
        row = rows.exclude(plot=plot_id).select_related("unit").first()
        if row is None:
            if _is_held_elsewhere(plot_id, draft):
                text = _("Mã định danh %(text)s đã được ghi cho thửa của khu đất khác.")
                return ParcelTaken(text % {"text": draft.identifier})
            continue
        holder = seen.filter(pk=row.plot_id).values_list("code", flat=True).first()
        who = _("khu đất %(code)s") % {"code": holder} if holder else _("một khu đất khác")
        return ParcelTaken(
            _(
                "Tờ %(sheet_number)s, thửa %(parcel_number)s, %(name)s đang thuộc %(who)s "
                "%(period)s. Hãy sửa số, hoặc đổi thời gian để hai khu đất không giữ cùng một thửa "
                "cùng lúc."
            )
            % {
                "sheet_number": row.sheet_number,
                "parcel_number": row.parcel_number,
                "name": row.unit.name,
                "who": who,
                "period": _when(row.period),
            },
            [{"sheet": row.sheet_number, "parcel": row.parcel_number, "plot": holder or ""}],
        )
    return ParcelTaken(_("Một số tờ, số thửa vừa được ghi cho khu đất khác. Hãy tải lại rồi thử lại."))


def _is_held_elsewhere(plot_id: UUID | None, draft: ParcelDraft) -> bool:
    if not draft.identifier:
        return False
    rows = PlotParcel.objects.filter(identifier=draft.identifier, period__overlap=DateRange(draft.start, draft.end))
    return rows.exclude(plot=plot_id).exists()


def words(row: PlotParcel | ParcelDraft) -> str:
    """A number as the log says it."""
    period = row.period if isinstance(row, PlotParcel) else DateRange(row.start, row.end)
    return f"{row.unit_id} tờ {row.sheet_number} thửa {row.parcel_number} {_span(period)}"


def _when(period: Any) -> str:
    """In the reader's language; the log has `_span`."""
    start = _("từ %(day)s") % {"day": f"{period.lower:%d/%m/%Y}"} if period.lower else _("từ trước")
    end = _("đến trước %(day)s") % {"day": f"{period.upper:%d/%m/%Y}"} if period.upper else _("đến nay")
    return f"{start} {end}"


def _span(period: Any) -> str:
    start = f"từ {period.lower:%d/%m/%Y}" if period.lower else "từ trước"
    end = f"đến trước {period.upper:%d/%m/%Y}" if period.upper else "đến nay"
    return f"{start} {end}"


def _key(row: PlotParcel) -> tuple[Any, ...]:
    return _draft_key(draft_of(row))


def _draft_key(draft: ParcelDraft) -> tuple[Any, ...]:
    names = (draft.unit_id, draft.sheet_number, draft.parcel_number)
    return (*names, draft.start, draft.end, draft.identifier)
