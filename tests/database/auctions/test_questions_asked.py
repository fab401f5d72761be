"""Pages of lots ask the database as often for many rows as for few, and an act asks nothing twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from auctions.actions import lots, sessions
from auctions.workflow import LotState
from gis.query import counts
from land.workflow import PublishLevel
from tests.factories import auctions

pytestmark = pytest.mark.django_db


def public_lots(who, count):
    """Planned lots in one session that everybody sees."""
    made = [auctions.planned(who, name=f"Lô {number}") for number in range(count)]
    for lot in made:
        lots.publish_lot(
            actor=who.manager, lot=lot, level=PublishLevel.PUBLIC, now=auctions.START + timedelta(minutes=1)
        )
    return made


def queries(client, address):
    counts.forget()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        assert response.status_code == 200, address
    return len(asked)


@pytest.mark.parametrize("query", ["", "?sortby=-start_price", "?stage=upcoming&area_m2=1..", "?f=json"])
def test_list__as_many_questions_for_many_lots(client, query):
    who = auctions.people()
    public_lots(who, 1)
    address = f"/lots/{query}"
    queries(client, address)  # what a process reads once
    few = queries(client, address)
    public_lots(who, 4)
    assert queries(client, address) <= few
    assert few <= 30


def test_session__as_many_questions_for_many_lots(client):
    who = auctions.people()
    lot = auctions.brought_to(LotState.REGISTRATION_OPEN, who)
    address = f"/auctions/{lot.auction.code}/"
    queries(client, address)
    few = queries(client, address)
    auctions.Lot.objects.filter(pk__in=[made.pk for made in public_lots(who, 4)]).update(auction=lot.auction)
    assert queries(client, address) <= few
    assert few <= 12


@pytest.mark.parametrize("state", [LotState.REGISTRATION_OPEN, LotState.CERTIFIED])
def test_lot__a_fixed_number_of_questions(client, state):
    who = auctions.people()
    lot = auctions.brought_to(state, who)
    address = f"/lots/{lot.code}/"
    queries(client, address)
    few = queries(client, address)
    assert few <= 55
    # More rows of everything that the page lists.
    auctions.brought_to(LotState.CERTIFIED, who)
    again = auctions.brought_to(LotState.SOLD_PROVISIONAL, who)
    again.attempts.update(lot=lot.pk, number=2)
    again.documents.update(lot=lot.pk)
    assert queries(client, address) <= few + 1  # comparable lots may be there only now


def test_acts__the_straight_way():
    who = auctions.people()
    lot = auctions.planned(who)
    with CaptureQueriesContext(connection) as asked:
        for act in auctions.WAY.values():
            lot = act(who, lot)
    assert len(asked) <= 540  # 529, a quarter of them for the flags and versions of the plot


def test_readiness__recorded_at_once(django_assert_max_num_queries):
    who = auctions.people()
    lot = auctions.planned(who)
    with django_assert_max_num_queries(22):
        auctions.make_ready(who, lot)


def test_sessions__setting_up_another_lot_costs_no_more():
    who = auctions.people()
    made = public_lots(who, 3)
    with CaptureQueriesContext(connection) as one:
        auctions.session(who, made[0])
    draft = sessions.SessionDraft("Đấu giá", who.organisation)
    with CaptureQueriesContext(connection) as two:
        sessions.create_auction(
            actor=who.fund, owner=who.owner, draft=draft, lots=made[1:], now=auctions.START + timedelta(days=2)
        )
    assert len(two) <= len(one) + 12
