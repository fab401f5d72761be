"""Rent schedules of the sample: what falls due, what was paid, what is overdue."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from land.sample.randomness import Dice
from land.sample.spec_records import SampleLease, SampleRent
from land.workflow import LeaseKind, LeaseState

# đồng per m² and year, least and most: made up, of the order one meets.
_RATES = {
    LeaseKind.SHORT.value: (6_000, 45_000),
    LeaseKind.COMMUNE_FUND.value: (400, 1_600),
    LeaseKind.ANNUAL.value: (4_000, 30_000),
    LeaseKind.ONCE.value: (150_000, 900_000),  # for the whole term
}
_UNPAID, _PARTLY, _EARLY = 0.06, 0.03, 0.05
_FORGIVEN_DAYS = 500  # older rent is paid: a debt of many years would have ended the lease


def rent_of(dice: Dice, lease: SampleLease, area_m2: Decimal, today: date) -> list[SampleRent]:
    """Instalments of a lease, paid as far as it goes by today."""
    # Large ground is cheaper by the square metre.
    rate = dice.number(*_RATES[lease.kind]) * min(1.0, (1000 / float(area_m2)) ** 0.4)
    year = max(500_000, round(float(area_m2) * rate, -3))
    if lease.kind == LeaseKind.ONCE:
        days, amount = [lease.start + timedelta(days=30)], int(year)
    else:
        step = 6 if lease.kind == LeaseKind.SHORT and year > 200_000_000 else 12
        days, amount = list(_days(lease, step)), max(1000, int(round(year * step / 12, -3)))
    rent = [SampleRent(day, amount) for day in days]
    if lease.state != LeaseState.DRAFT:
        for item in rent:
            _pay(dice, item, today)
    return rent


def _days(lease: SampleLease, step: int) -> Iterator[date]:
    first = lease.start + timedelta(days=30)
    month, day = first.year * 12 + first.month - 1, min(first.day, 28)
    while (due := date(month // 12, month % 12 + 1, day)) < lease.end:
        yield due
        month += step


def _pay(dice: Dice, item: SampleRent, today: date) -> None:
    luck = dice.roll()
    if item.due_on >= today:
        if luck < _EARLY and item.due_on < today + timedelta(days=60):
            item.paid_on, item.paid_amount = today - timedelta(days=dice.number(1, 9)), item.amount
        return
    if item.due_on > today - timedelta(days=_FORGIVEN_DAYS) and luck < _UNPAID:
        return
    item.paid_on = min(item.due_on + timedelta(days=dice.number(-12, 20)), today)
    item.paid_amount = item.amount
    if item.due_on > today - timedelta(days=_FORGIVEN_DAYS) and luck < _UNPAID + _PARTLY:
        item.paid_amount = max(1, item.amount // 2)
