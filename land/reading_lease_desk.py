"""The desk of leases: what is asked of the list, its rows page by page, the counts above it. No person is named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from gis.http.asked import Asked
from land.models import Lease, RentDue
from land.reading_leases import band_of, last_day, lessee_words, overdue_by_lease
from land.workflow import LeaseState

PAGE = 50
COMING_DAYS = 30  # rent that falls due this soon is shown beside what is overdue
OPEN, ALL = "open", "all"
_OPEN_STATES = [LeaseState.DRAFT, LeaseState.ACTIVE, LeaseState.EXPIRED]

# What a lease may be asked for by its end; the bands part the days, so that their counts add up.
ENDS: dict[str, tuple[Any, Callable[[Any, date], Any]]] = {
    "over": (_("Quá hạn, chưa thanh lý"), lambda rows, today: rows.overstayed(today)),
    "0": (_("Hết hạn hôm nay"), lambda rows, today: rows.ending(today, 0, 0)),
    "30": (_("Còn 1 đến 30 ngày"), lambda rows, today: rows.ending(today, 1, 30)),
    "90": (_("Còn 31 đến 90 ngày"), lambda rows, today: rows.ending(today, 31, 90)),
}
RENT: dict[str, tuple[Any, Callable[[Any, date], Any]]] = {
    "overdue": (_("Quá hạn nộp"), lambda rows, today: rows.overdue(today)),
    "coming": (_("Đến hạn trong 30 ngày"), lambda rows, today: rows.coming(today, COMING_DAYS)),
    "unpaid": (_("Chưa nộp đủ"), lambda rows, today: rows.owed().filter(balance__gt=0)),
    "paid": (_("Đã nộp đủ"), lambda rows, today: rows.booked().filter(balance=0)),
    ALL: (_("Tất cả"), lambda rows, today: rows.booked()),
}


@dataclass(frozen=True)
class Wish(Asked):
    """What the list is narrowed to; "" asks nothing.

    Attributes:
        state: a LeaseState, `open` (draft, running, or over and not settled) or `all`.
        unit, agency: uid of a unit of today, id of a managing agency.
        ends: key of ENDS. rent: key of RENT; for the list of leases only `overdue` counts.
        q: part of a contract number, a plot code, or an organisation's name.
    """

    state: str = ""
    unit: str = ""
    agency: str = ""
    ends: str = ""
    rent: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Wish":
        """From the parameters of an address; what is not known asks nothing."""
        given = cls.texts(asked, 80)
        known = {"state": {*LeaseState.values, OPEN, ALL}, "ends": set(ENDS), "rent": set(RENT)}
        given |= {name: "" for name, values in known.items() if given[name] not in values}
        if not given["agency"].isdecimal() or len(given["agency"]) > 9:
            given["agency"] = ""
        return cls(**given)


@dataclass(frozen=True)
class LeaseRow:
    """A line of the list."""

    lease: Lease
    lessee: str
    last_day: date
    days_left: int
    band: str
    overdue: int

    @property
    def days_late(self) -> int:
        """Days since the last day of the term."""
        return -self.days_left


@dataclass(frozen=True)
class Listed:
    """One page: its rows, how many match in all, the place to go on from ("" on the last page)."""

    rows: list[Any]
    count: int
    after: str


def leases(user: Any, wish: Wish, today: date) -> Listed:
    """Leases by the end of their term, soonest first."""
    rows = _narrowed(Lease.objects.visible_to(user), wish, "")
    if wish.ends:
        rows = ENDS[wish.ends][1](rows, today)
    if wish.rent == "overdue":
        rows = rows.filter(pk__in=RentDue.objects.overdue(today).order_by().values("lease"))
    states = {OPEN: _OPEN_STATES, "": _OPEN_STATES, ALL: LeaseState.values}.get(wish.state, [wish.state])
    rows = rows.filter(state__in=states)
    found = list(_after(rows.with_names(), wish.after, "period__endswith")[: PAGE + 1])
    owed = overdue_by_lease(user, found, today)
    shown = [_row(lease, owed.get(lease.pk, 0), today) for lease in found[:PAGE]]
    end = f"{found[PAGE - 1].period.upper}~{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return Listed(shown, rows.count(), end)


def _row(lease: Lease, overdue: int, today: date) -> LeaseRow:
    last = last_day(lease)
    return LeaseRow(lease, lessee_words(lease), last, (last - today).days, band_of(lease, today), overdue)


@dataclass(frozen=True)
class RentRow:
    """A line of the list of rent."""

    rent: RentDue
    lease: Lease
    lessee: str
    balance: int
    is_overdue: bool


@dataclass(frozen=True)
class RentSums:
    """Totals in đồng over all that matches, not the page alone."""

    amount: int
    paid: int
    balance: int


def rent(user: Any, wish: Wish, today: date) -> tuple[Listed, RentSums]:
    """Instalments by their day, oldest first."""
    rows = RENT[wish.rent or "overdue"][1](RentDue.objects.visible_to(user), today)
    rows = _narrowed(rows, wish, "lease__").order_by()
    totals = rows.aggregate(owing=Sum("due"), paid=Sum("paid_amount"))
    due, paid = totals["owing"] or 0, totals["paid"] or 0
    found = list(_after(rows, wish.after, "due_on")[: PAGE + 1])
    named = Lease.objects.visible_to(user).with_names().in_bulk({row.lease_id for row in found})
    shown = [
        RentRow(row, lease, lessee_words(lease), row.balance, row.balance > 0 and row.due_on < today)
        for row in found[:PAGE]
        for lease in [named[row.lease_id]]
    ]
    end = f"{found[PAGE - 1].due_on}~{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return Listed(shown, rows.count(), end), RentSums(due, paid, due - paid)


def _narrowed(rows: Any, wish: Wish, path: str) -> Any:
    if wish.unit:
        rows = rows.filter(**{f"{path}plot__unit": wish.unit})
    if wish.agency:
        rows = rows.filter(**{f"{path}plot__managing_agency": int(wish.agency)})
    if wish.q:
        names = ("contract_number", "plot__code", "organisation")
        found = [Q(**{f"{path}{name}__icontains": wish.q}) for name in names]
        rows = rows.filter(found[0] | found[1] | found[2])
    return rows


def _after(rows: Any, place: str, column: str) -> Any:
    """Rows behind a place, in order; a place that cannot be read is the beginning."""
    ordered = rows.order_by(column, "pk")
    day, _tilde, key = place.partition("~")
    try:
        pk: Any = UUID(key) if rows.model is Lease else int(key)
        then = date.fromisoformat(day)
    except ValueError:
        return ordered
    return ordered.filter(Q(**{f"{column}__gt": then}) | Q(**{column: then, "pk__gt": pk}))


@dataclass(frozen=True)
class Band:
    """A count above the list."""

    key: str
    title: Any
    count: int


def bands(user: Any, today: date) -> list[Band]:
    """How many leases are over, end today, within 30, within 90 days."""
    rows = Lease.objects.visible_to(user)
    return [Band(key, title, narrow(rows, today).count()) for key, (title, narrow) in ENDS.items()]


def rent_sums(user: Any, today: date) -> list[tuple[Band, int]]:
    """Instalments overdue and coming, each with what is owed in đồng."""
    rows = RentDue.objects.visible_to(user)
    found = []
    for key in ("overdue", "coming"):
        title, narrow = RENT[key]
        asked = narrow(rows, today).order_by()
        found.append((Band(key, title, asked.count()), asked.aggregate(sum=Sum("balance"))["sum"] or 0))
    return found


def choices(user: Any) -> dict[str, list[tuple[Any, str]]]:
    """Units and managing agencies that the reader's leases name."""
    rows = Lease.objects.visible_to(user).order_by()
    agencies = rows.filter(plot__managing_agency__isnull=False)
    return {
        "units": _named(rows.values_list("plot__unit", "plot__unit__name")),
        "agencies": _named(agencies.values_list("plot__managing_agency", "plot__managing_agency__name")),
    }


def _named(rows: Any) -> list[tuple[Any, str]]:
    return sorted(set(rows.distinct()), key=lambda item: str(item[1]))
