"""Lots drawn from parts of a plot: what is left, and the register splitting the plot when a part was handed over."""

from datetime import date, timedelta

import pytest
from shapely.geometry import box

from auctions import offers, reading
from auctions.actions import ground
from auctions.errors import BadTerms, LotStep
from auctions.models import LedgerEntry, LotPlot
from auctions.workflow import LotState
from gis.geometry import to_multipolygon
from gis.http.problems import NotAllowed
from land.actions.derive import to_shapely
from land.models import Plot, PlotLineage
from land.workflow import PlotStatus
from tests.factories import auctions, land

pytestmark = pytest.mark.django_db
LATER = auctions.SESSION + timedelta(days=30)


def parts(plot):
    """A strip of a quarter of a plot at its west end, and one of a quarter at its east end."""
    west, south, east, north = to_shapely(plot.geom).bounds
    quarter = (east - west) / 4
    return [to_multipolygon(box(low, south, low + quarter, north)) for low in (west, east - quarter)]


def settled(who, lot, **own):
    paper = own.pop("decision", auctions.decision("88/QĐ", date(2026, 10, 1)))
    return ground.settle_ground(actor=own.pop("actor", who.manager), lot=lot, decision=paper, now=LATER, **own)


@pytest.fixture
def who():
    return auctions.people()


@pytest.fixture
def plot(who):
    # The register numbers the parts from 1 on.
    return land.plot(managing_agency=who.owner, area_planar_m2=400, number=9000, dx=0)


def test_parts__may_not_overlap_another_lot_that_stands(who, plot):
    west, _east = parts(plot)
    first = auctions.planned(who, plot=plot, geom=west)
    with pytest.raises(BadTerms, match=f"chồng lên lô {first.code}"):
        auctions.planned(who, plot=plot, geom=west)


def test_drawn__names_lots_and_what_is_left(who, plot, client):
    west, east = parts(plot)
    lot = auctions.brought_to(LotState.POSTED, who, plot=plot, geom=west)
    hidden = auctions.planned(who, plot=plot, geom=east)
    seen = reading.drawn_from(None, plot)
    assert [(link.lot.code, link.area_m2, link.whole) for link in seen.links] == [(lot.code, 100, False)]
    assert seen.left_m2 == 300
    assert reading.drawn_from(who.fund, plot).left_m2 == 200
    page = client.get(f"/plots/{plot.code}/").content.decode()
    assert "<strong>300,0 m²</strong>" in page
    assert lot.code in page
    assert hidden.code not in page


def test_settle__splits_by_the_very_boundary_and_keeps_lineage(who, plot):
    west, east = parts(plot)
    other = auctions.planned(who, plot=plot, geom=east)
    lot = auctions.brought_to(LotState.HANDED_OVER, who, plot=plot, geom=west)
    assert "settle_ground" in offers.acts_for(who.manager, lot)
    (rest,) = settled(who, lot)
    plot.refresh_from_db()
    assert plot.status == PlotStatus.SPLIT
    gone = Plot.objects.get(lot_links__lot=lot, parent_links__parent=plot)
    assert gone.status == PlotStatus.REMOVED
    assert gone.geom.equals(lot.geom)
    assert (rest.status, round(rest.geom.area)) == (PlotStatus.ACTIVE, 300)
    assert set(PlotLineage.objects.filter(parent=plot, decision_number="88/QĐ").values_list("child", flat=True)) == {
        gone.pk, rest.pk,
    }  # fmt: skip
    assert LotPlot.objects.get(lot=other, plot=rest).area_m2 == 100
    assert not LotPlot.objects.filter(lot=lot, plot=rest).exists()
    assert rest.flags == [], "the other lot is not public, the sold one does not lie here"
    act = lot.events.get(verb="settle_ground")
    assert (act.decision_number, act.details["left"]) == ("88/QĐ", [rest.code])
    assert LedgerEntry.objects.filter(lot=lot, payload__contains='"act":"settle_ground"').count() == 1
    assert "settle_ground" not in offers.acts_for(who.manager, lot)
    with pytest.raises(LotStep, match="đã ra khỏi quỹ đất"):
        settled(who, lot)


def test_settle__the_other_lot_goes_its_way_on_what_is_left(who, plot):
    west, east = parts(plot)
    lot = auctions.brought_to(LotState.HANDED_OVER, who, plot=plot, geom=west)
    other = auctions.brought_to(LotState.ORG_CONTRACTED, who, plot=plot, geom=east)
    (rest,) = settled(who, lot)
    posted = auctions.WAY[LotState.POSTED](who, other)
    assert posted.state == LotState.POSTED
    rest.refresh_from_db()
    assert rest.flags == ["in_auction"]


def test_settle__a_plot_sold_whole_is_taken_out_as_it_is(who, plot):
    lot = auctions.brought_to(LotState.CERTIFIED, who, plot=plot)
    assert settled(who, lot) == []
    plot.refresh_from_db()
    assert (plot.status, plot.children_links.count()) == (PlotStatus.REMOVED, 0)


@pytest.mark.parametrize("state", [LotState.PAID, LotState.FAILED])
def test_settle__not_before_the_land_was_handed_over(who, state):
    lot = auctions.at_state(state, who)
    with pytest.raises(NotAllowed):
        settled(who, lot)


def test_settle__is_the_departments_and_rests_on_a_paper(who, plot):
    lot = auctions.brought_to(LotState.HANDED_OVER, who, plot=plot)
    for actor in (who.fund, who.auctioneer, who.registry, None):
        with pytest.raises(NotAllowed):
            settled(who, lot, actor=actor)
    assert "settle_ground" not in offers.acts_for(who.fund, lot)
    with pytest.raises(BadTerms):
        settled(who, lot, decision=auctions.decision(" "))
    with pytest.raises(BadTerms):
        settled(who, lot, decision=auctions.decision("88/QĐ", LATER.date() + timedelta(days=1)))
    plot.refresh_from_db()
    assert plot.status == PlotStatus.ACTIVE
