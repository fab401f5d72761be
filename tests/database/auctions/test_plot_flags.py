"""Plots bear the flags that their lots give them, through every step of a lot's table, in one transaction."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from shapely.geometry import box

from auctions import plot_flags
from auctions.actions import deciding, lots, plot_marks
from auctions.workflow import STEPS, LotState
from gis.geometry import to_multipolygon
from land.actions.derive import to_shapely
from land.actions.flags import close_flag, raise_flag
from land.errors import BadChange
from land.models import Plot
from land.workflow import FlagKind, PublishLevel
from tests.database.auctions.test_workflow import ACTS, actors, before
from tests.factories import auctions, land

pytestmark = pytest.mark.django_db
PLANNED, IN = FlagKind.PLANNED_AUCTION.value, FlagKind.IN_AUCTION.value
# Written out beside the code's own table, state by state.
EXPECTED = {
    "planned": {PLANNED}, "plan_approved": {PLANNED}, "start_price_set": {PLANNED}, "auction_decided": {PLANNED},
    "org_contracted": {PLANNED}, "posted": {IN}, "registration_open": {IN}, "registration_closed": {IN},
    "in_session": {IN}, "sold_provisional": {IN}, "recognised": {IN}, "payment_50": {IN}, "paid": {IN},
    "handed_over": {IN}, "certified": set(), "failed": {PLANNED}, "recognition_cancelled": {PLANNED},
    "cancelled": set(), "withdrawn": set(),
}  # fmt: skip


def plot_of(lot):
    return Plot.objects.get(lot_links__lot=lot)


def flags(lot):
    return set(plot_of(lot).flags)


def halves(plot):
    """West and east half of a plot."""
    ground = to_shapely(plot.geom)
    west, south, east, north = ground.bounds
    middle = (west + east) / 2
    return [to_multipolygon(box(low, south, high, north)) for low, high in ((west, middle), (middle, east))]


def published(who, lot):
    lots.publish_lot(actor=who.manager, lot=lot, level=PublishLevel.PUBLIC, now=lot.state_since + timedelta(seconds=30))
    lot.refresh_from_db()
    return lot


@pytest.mark.parametrize(("source", "target"), sorted(STEPS, key=str), ids=lambda state: state.value)
def test_every_edge__leaves_the_flag_of_where_the_lot_stands(source, target):
    who = auctions.people()
    lot = before(source, target, who)
    # The act that posts publishes, too; a lot that was stopped before it was public stays as it was.
    if lot.publish_level != PublishLevel.PUBLIC and LotState.POSTED not in (source, target):
        lot = published(who, lot)
    standing = {LotState.SUSPENDED: lot.state_before if source == LotState.SUSPENDED else source}
    assert flags(lot) == (EXPECTED[standing.get(source, source)] if lot.publish_level == "public" else set())
    version = plot_of(lot).version
    (part, *_others) = sorted(STEPS[source, target].who)
    had = flags(lot)
    done = ACTS[source, target](who, actors(who)[part], lot)
    assert flags(done) == EXPECTED[standing.get(target, target)]
    plot = plot_of(done)
    changed = had != flags(done)
    assert (plot.version > version) == changed
    if changed:
        last = plot.versions.order_by("-version").first()
        assert last.reason.startswith(f"Lô {lot.code}: ")
        assert set(last.flags) == flags(done)
    assert {flag.kind for flag in plot.flag_periods.filter(period__endswith=None)} == flags(done)
    assert list(plot_flags.differences()) == []


def test_lot_that_is_not_public__tells_nothing_by_its_plot():
    who = auctions.people()
    lot = auctions.brought_to(LotState.PLAN_APPROVED, who)
    assert flags(lot) == set()
    assert flags(published(who, lot)) == {PLANNED}
    lots.publish_lot(actor=who.manager, lot=lot, level=PublishLevel.INTERNAL, now=lot.state_since + timedelta(hours=1))
    assert flags(lot) == set()


def test_lots_of_one_plot__both_flags_while_they_stand_apart():
    who = auctions.people()
    plot = land.plot(managing_agency=who.owner)
    west, east = halves(plot)
    posted = auctions.brought_to(LotState.POSTED, who, plot=plot, geom=west)
    planned = published(who, auctions.planned(who, plot=plot, geom=east))
    assert flags(planned) == {PLANNED, IN}
    at = auctions.POSTED + timedelta(hours=2)
    deciding.withdraw_lot(actor=who.fund, lot=posted, reason="Rà soát lại ranh giới", now=at)
    assert flags(planned) == {PLANNED}


def test_flags__are_not_for_hands_while_a_lot_speaks():
    who = auctions.people()
    lot = published(who, auctions.planned(who))
    plot, today = plot_of(lot), timezone.localdate()
    with pytest.raises(BadChange, match="theo các lô"):
        raise_flag(actor=None, plot=plot, kind=FlagKind.IN_AUCTION, since=today, today=today)
    with pytest.raises(BadChange, match="theo các lô"):
        close_flag(actor=None, flag=plot.flag_periods.get(), until=today, today=today, reason="Thôi")
    raise_flag(actor=None, plot=plot, kind=FlagKind.IDLE, since=today, today=today)
    assert flags(lot) == {PLANNED, "idle"}


def test_check__finds_and_mends():
    who, today = auctions.people(), timezone.localdate()
    lot = published(who, auctions.planned(who))
    noted, alone = land.plot(), land.plot()
    raise_flag(actor=None, plot=noted, kind=FlagKind.PLANNED_AUCTION, since=today, today=today)
    call_command("check_plot_flags")
    raise_flag(actor=None, plot=alone, kind=FlagKind.IN_AUCTION, since=today, today=today)
    plot = plot_of(lot)
    Plot.objects.filter(pk=plot.pk).update(flags=[IN, "encroached"])
    with pytest.raises(CommandError, match=r"^2 khu đất"):
        call_command("check_plot_flags")
    assert {one.plot.pk for one in plot_marks.mend_flags(actor=None, today=today)} == {plot.pk, alone.pk}
    assert flags(lot) == {PLANNED, "encroached"}
    assert list(plot_flags.differences()) == []
    noted.refresh_from_db()
    assert noted.flags == [PLANNED], "noted by hand before there is a lot"
