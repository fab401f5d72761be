"""A plot that was removed by mistake learns, when it comes back, what its leases did meanwhile."""

from datetime import date

import pytest

from land.actions import advance_leases, end_lease, remove_plot, renew_lease, restore_plot, revise_plot
from land.models import Lease, Plot, PlotVersion
from tests.database.land.lease_terms import TODAY, signed, terms, use_state

pytestmark = pytest.mark.usefixtures("lease_bounds")

REMOVED_ON = date(2026, 10, 1)


def away(plot: Plot, on_date: date = REMOVED_ON) -> None:
    plot.refresh_from_db()
    remove_plot(actor=None, plot=plot, on_date=on_date, reason="r")
    plot.refresh_from_db()


def back(plot: Plot) -> str:
    plot.refresh_from_db()
    restore_plot(actor=None, plot=plot, reason="Đưa ra nhầm")
    return use_state(plot)


def said_on(plot: Plot, day: date) -> str:
    return str(PlotVersion.objects.get(plot=plot, recorded__endswith=None, valid__contains=day).use_state)


def test_back__a_lease_that_ended_meanwhile_holds_no_more_from_its_own_day(plot):
    lease = signed(plot)
    away(plot)
    end_lease(actor=None, lease=lease, on_date=date(2026, 11, 1), today=TODAY, reason="Thanh lý")
    assert use_state(plot) == "leased_short", "what is away is not written"
    assert back(plot) == "vacant"
    assert said_on(plot, date(2026, 10, 31)) == "leased_short"
    assert said_on(plot, date(2026, 11, 1)) == "vacant"


def test_back__a_lease_that_ran_out_meanwhile(plot):
    signed(plot)
    away(plot)
    assert advance_leases(actor=None, today=date(2027, 1, 1)).expired == ("01/HĐ",)
    assert back(plot) == "vacant"


def test_back__a_lease_that_began_meanwhile(plot):
    signed(plot, start=date(2026, 12, 1), last=date(2027, 6, 30))
    away(plot, TODAY)
    assert advance_leases(actor=None, today=date(2026, 12, 1)).started == ("01/HĐ",)
    assert use_state(plot) == "vacant"
    assert back(plot) == "leased_short"
    assert said_on(plot, date(2026, 11, 30)) == "vacant"


def test_back__one_ended_and_the_next_began_meanwhile(plot):
    signed(plot, last=date(2026, 11, 30))
    signed(plot, "02/HĐ", start=date(2026, 12, 5), last=date(2027, 6, 30))
    away(plot, TODAY)
    advance_leases(actor=None, today=date(2026, 12, 5))
    assert back(plot) == "leased_short"
    assert said_on(plot, date(2026, 12, 1)) == "vacant"


def test_back__a_lease_that_goes_on_and_a_renewal_keep_holding(plot):
    old = signed(plot)
    renew_lease(actor=None, lease=old, draft=terms("02/HĐ", date(2026, 12, 1), date(2027, 11, 30)), today=TODAY)
    away(plot, TODAY)
    advance_leases(actor=None, today=date(2026, 12, 1))
    assert back(plot) == "leased_short"
    assert said_on(plot, date(2026, 12, 1)) == "leased_short"


def test_back__what_ended_before_the_removal_is_not_told_again(plot):
    lease = signed(plot)
    end_lease(actor=None, lease=lease, on_date=date(2026, 6, 1), today=TODAY, reason="Thanh lý")
    plot.refresh_from_db()
    revise_plot(
        actor=None, plot=plot, changes={"use_state": "leased_short"}, reason="Ghi lại", valid_from=date(2026, 7, 1)
    )
    away(plot)
    assert back(plot) == "leased_short"


def test_back__a_lease_that_never_held_says_nothing(plot):
    away_on = date(2026, 11, 1)
    ahead = signed(plot, start=date(2026, 12, 15), last=date(2027, 6, 30))
    away(plot, away_on)
    end_lease(actor=None, lease=ahead, on_date=TODAY, today=TODAY, reason="Bên thuê từ chối")
    Lease.objects.filter(pk=ahead.pk).update(started=True)
    assert back(plot) == "vacant"
