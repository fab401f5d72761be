"""What a lease must satisfy before it holds: its own facts, the law's bounds, the ground."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon

from land.actions.derive import to_geos, to_shapely
from land.errors import BadChange, LeaseOverlap
from land.models import Lease, LeaseTermBound, Plot
from land.workflow import LEASE_HOLDS, LeaseKind, LesseeKind

SHARED_M2 = 1.0  # two parts may share this much along a drawn edge; ours


@dataclass(frozen=True, slots=True)
class LeaseDraft:
    """A lease to enter.

    Attributes:
        lessee: name of the person or organisation; a person's goes into a table of its own.
        last_day: last day of the term.
        area_m2: None for the whole plot's area on record.
        part: leased part (legal CRS) when it is not the whole plot; may stay undrawn with `whole_plot` False.
    """

    kind: LeaseKind
    lessee_kind: LesseeKind
    lessee: str
    contract_number: str
    contract_on: date
    purpose: str
    start: date
    last_day: date
    area_m2: Decimal | None = None
    whole_plot: bool = True
    part: MultiPolygon | None = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """Rent due on a day, in đồng."""

    due_on: date
    amount: int


def check_draft(plot: Plot, draft: LeaseDraft, rent: list[Instalment]) -> Decimal:
    """Refuse a draft that contradicts itself or its plot. Returns the leased area.

    Raises:
        BadChange: naming what is missing or wrong.
    """
    check_words(draft, rent)
    area = _area(plot, draft)
    check_part(plot, draft.part, whole_plot=draft.whole_plot)
    return area


def check_words(draft: LeaseDraft, rent: list[Instalment]) -> None:
    """Refuse a draft that leaves something out, ends before it begins, or plans rent twice for a day.

    Raises:
        BadChange: naming what is missing or wrong.
    """
    named = {
        "lessee": _("Hãy ghi bên thuê."),
        "contract_number": _("Hãy ghi số hợp đồng."),
        "purpose": _("Hãy ghi mục đích thuê."),
    }
    if missing := [field for field in named if not getattr(draft, field).strip()]:
        marks = [{"field": field, "detail": named[field]} for field in missing]
        raise BadChange(" ".join(named[field] for field in missing), marks)
    if draft.last_day < draft.start:
        raise BadChange.at("last_day", _("Ngày hết hạn phải từ ngày bắt đầu trở đi."))
    if any(item.amount <= 0 for item in rent) or len({item.due_on for item in rent}) != len(rent):
        raise BadChange.at("rent", _("Mỗi kỳ nộp cần một ngày riêng và số tiền lớn hơn 0 đồng."))


def _area(plot: Plot, draft: LeaseDraft) -> Decimal:
    area = draft.area_m2
    if area is None:
        area = plot.area_m2 if draft.part is None else Decimal(draft.part.area).quantize(Decimal("0.1"))
    if area is None or area <= 0:
        raise BadChange.at("area_m2", _("Hãy ghi diện tích thuê."))
    if plot.area_m2 is not None and area > plot.area_m2:
        raise BadChange.at(
            "area_m2", _("Diện tích thuê lớn hơn diện tích khu đất (%(area_m2)s m²).") % {"area_m2": plot.area_m2}
        )
    return area


def check_part(plot: Plot, part: MultiPolygon | None, *, whole_plot: bool) -> None:
    """Refuse a leased part that is no part of the plot.

    Raises:
        BadChange: the whole plot is leased, or the part is not valid or lies outside.
    """
    if part is None:
        return
    if whole_plot:
        raise BadChange(_("Hợp đồng thuê toàn bộ khu đất không có phần đất thuê riêng."))
    boundary = to_shapely(plot.geom)
    if not part.is_valid or (boundary is not None and part.difference(boundary).area > SHARED_M2):
        raise BadChange(
            _("Phần đất thuê không hợp lệ hoặc nằm ngoài ranh giới khu đất %(code)s.") % {"code": plot.code}
        )


def check_term(lease: Lease) -> None:
    """Refuse a term outside the bounds in force on the day of the contract; no bound on record, no refusal.

    Raises:
        BadChange: with the bound and its source.
    """
    bound = LeaseTermBound.objects.of_lease(lease.kind, lease.lessee_kind, lease.contract_on)
    if bound is None:
        return
    start, end = lease.period.lower, lease.period.upper
    if bound.most_months is not None and end > add_months(start, bound.most_months):
        raise BadChange.at(
            "last_day",
            _("Thời hạn thuê vượt %(most_months)s tháng (%(source)s).")
            % {"most_months": bound.most_months, "source": bound.source},
        )
    if bound.least_months is not None and end < add_months(start, bound.least_months):
        raise BadChange.at(
            "last_day",
            _("Thời hạn thuê ngắn hơn %(least_months)s tháng (%(source)s).")
            % {"least_months": bound.least_months, "source": bound.source},
        )


def check_ground(lease: Lease, plot: Plot) -> None:
    """Refuse ground that another lease holds; the plot's row is locked by the caller, so no second signature slips in.

    Raises:
        LeaseOverlap: naming the other contract, or more area than the plot has.
    """
    area = lease.area_m2 + sum(other.area_m2 for other in check_neighbours(lease))
    if plot.area_m2 is not None and area > plot.area_m2:
        sentence = _("Tổng diện tích các phần cho thuê (%(area)s m²) lớn hơn khu đất %(code)s.") % {
            "area": area,
            "code": plot.code,
        }
        raise LeaseOverlap(sentence, [{"field": "area_m2", "detail": sentence}])


def check_neighbours(lease: Lease) -> list[Lease]:
    """The leases that hold other parts of the plot at the same time.

    Raises:
        LeaseOverlap: one of them holds the same ground.
    """
    others = Lease.objects.filter(plot=lease.plot_id, state__in=sorted(LEASE_HOLDS), period__overlap=lease.period)
    beside = list(others.exclude(pk=lease.pk).order_by("contract_number"))
    for other in beside:
        if lease.whole_plot or other.whole_plot or _share_ground(lease, other):
            sentence = _("Khu đất %(code)s đã cho thuê theo hợp đồng %(number)s từ %(start)s đến %(last)s.") % {
                "code": lease.plot.code,
                "number": other.contract_number,
                "start": f"{other.period.lower:%d/%m/%Y}",
                "last": f"{other.period.upper - timedelta(days=1):%d/%m/%Y}",
            }
            raise LeaseOverlap(sentence, [{"field": "start", "detail": sentence}])
    return beside


def _share_ground(lease: Lease, other: Lease) -> bool:
    if lease.part is None or other.part is None:
        return False  # told apart by area alone
    return bool(to_shapely(lease.part).intersection(to_shapely(other.part)).area > SHARED_M2)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def values_of(draft: LeaseDraft) -> dict[str, Any]:
    """Fields of a lease that a draft gives as they are."""
    names = ("kind", "lessee_kind", "contract_number", "contract_on", "purpose", "whole_plot")
    return {name: getattr(draft, name) for name in names} | {"part": to_geos(draft.part)}
