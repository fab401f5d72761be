"""Nobody's number or name is known before the law lets it be, and a person's name is never public.

Before the session there is no row in which two lots could differ; so it is tested that there is none, that none can be
entered, and that one which is entered but not confirmed changes nothing that the public can see or measure.
"""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import get_resolver

from auctions.actions import results
from auctions.errors import TooEarly
from auctions.models import AuctionResult, LedgerEntry, LotEvent, Winner, WinnerPerson
from auctions.workflow import ANNOUNCED, LotState
from audit.models import Event
from gis.db import versions
from tests.factories import auctions

pytestmark = pytest.mark.django_db
NOW = auctions.SESSION + timedelta(hours=3)
NAME = "Người Trúng"
# What counts or numbers people: each belongs to minutes, which a trigger keeps out while files are taken.
OF_MINUTES = {
    "AuctionResult.registrants", "AuctionResult.participants", "AuctionResult.bids", "Attempt.registrants",
    "Attempt.participants", "Attempt.bid_count", "Bid.bidder", "Bid.result", "Winner.bidder", "Winner.person",
    "AuctionResult.winners", "AuctionResult.winner", "WinnerPerson.winner",
}  # fmt: skip
KINDS_OF_PEOPLE = {"Lot.bidders", "LotVersion.bidders", "Watch.bidders"}  # who may take part: announced, searched for
PEOPLE = re.compile(r"regist(?!ry)|particip|applic|bidder|winner|person|\bbids?\b|bid_count", re.IGNORECASE)


def test_models__have_no_place_for_who_takes_part():
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("auctions").get_models()
        for field in model._meta.get_fields()
        if PEOPLE.search(field.name) or PEOPLE.search(model.__name__)
    }
    named = {name for name in found if name.split(".")[0] not in {"Winner", "WinnerPerson", "Bid"}}
    assert named <= OF_MINUTES | KINDS_OF_PEOPLE
    tables = {model.__name__ for model in apps.get_app_config("auctions").get_models() if PEOPLE.search(model.__name__)}
    assert tables <= {"Bid", "Winner", "WinnerPerson"}


def test_routes__lead_to_no_list_of_who_takes_part():
    def walk(patterns, before=""):
        for pattern in patterns:
            address = before + str(pattern.pattern)
            yield address
            yield from walk(getattr(pattern, "url_patterns", ()), address)

    found = [address for address in walk(get_resolver().url_patterns) if "lots/" in address or "auctions/" in address]
    assert found
    assert [address for address in found if "admin/" not in address and PEOPLE.search(address)] == []


@pytest.mark.parametrize("state", ANNOUNCED)
def test_enter_result__before_its_time_nowhere(state):
    lot = auctions.brought_to(state)
    who = auctions.people()
    for now in (auctions.FILES_FROM, auctions.SESSION - timedelta(seconds=1), NOW):
        with pytest.raises(TooEarly):
            results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes(), now=now)
    assert not AuctionResult.objects.exists()


def test_enter_result__not_past_the_action_either():
    lot = auctions.brought_to(LotState.REGISTRATION_OPEN)
    values = {
        "lot": lot, "auction": lot.auction, "attempt": 1, "minutes_number": "1", "minutes_on": "2026-09-11",
        "registrants": 3, "participants": 2, "failure": "one_bidder", "entered_by": auctions.people().auctioneer,
        "entered_at": NOW,
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="no result while files are taken"), transaction.atomic():
        AuctionResult.objects.create(**values)


def test_enter_result__before_the_session_begins():
    lot = auctions.brought_to(LotState.IN_SESSION)
    with pytest.raises(TooEarly):
        results.enter_result(
            actor=auctions.people().auctioneer,
            lot=lot,
            minutes=auctions.minutes(),
            now=auctions.SESSION - timedelta(seconds=1),
        )


# --- what the public can see and measure ------------------------------------------------------------------------


def doors(lot):
    """Addresses of every public door that speaks of a lot."""
    code, base, results = lot.code, "/ogc/collections/lots", "/ogc/collections/results"
    yield from ("/", "/lots/", "/lots/?f=json", "/lots/?stage=in_session", "/lots/?f=csv", "/lots/?f=geojson")
    yield from (f"/lots/{code}/", *(f"/lots/{code}/?f={name}" for name in ("json", "geojson", "kml", "csv", "ics")))
    yield from ("/lots/changes", "/lots/feed.rss", "/lots/calendar.ics", "/lots/schema.json", f"/search?q={code}")
    yield from (f"{base}/items", f"{base}/items/{code}", f"{base}/facets", f"{base}/items?f=csv", f"{base}/items?f=fgb")
    yield from (f"/auctions/results/?f={name}" for name in ("html", "json", "csv"))
    yield from (f"{results}/items", f"{results}/facets", f"{results}/items?f=csv", f"/auctions/{lot.auction.code}/")
    yield f"{base}/tiles/WebMercatorQuad?f=tilejson"
    east, north = lot.anchor_3857.coords
    whole = 2 * 20037508.342789244
    for zoom in (6, 9, 12, 15):
        side = whole / 2**zoom
        column, row = int((east + whole / 2) // side), int((whole / 2 - north) // side)
        yield f"{base}/tiles/WebMercatorQuad/{zoom}/{row}/{column}"
    yield from ("/auctions/log/", f"/auctions/log/{lot.auction.code}.jsonl", "/auctions/log/chains.jsonl")
    yield from ("/auctions/log/keys.json", f"/auctions/{lot.auction.code}/notice.json")


_PASSING = re.compile(rb'nonce[-="\w+/]+|"timeStamp":"[^"]*"|csrfmiddlewaretoken" value="[^"]*"|"as_of": "[^"]*"')


def seen(client, lot):
    """Bodies, tags and statuses of all doors; what any clock or chance changes is taken out."""
    found = {}
    for address in doors(lot):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        told = [response.get(name) for name in ("ETag", "Last-Modified", "Cache-Control")]
        found[address] = (response.status_code, *told, _PASSING.sub(b"", body))
    return found


def differing(first, second):
    """Addresses only: a failing test would print megabytes otherwise."""
    return [address for address in first if first[address] != second[address]]


def data_versions():
    """The public versions; internal ones have a name of their own."""
    versions.forget()
    with connection.cursor() as cursor:
        cursor.execute("SELECT layer, x, y, version FROM gis_db_dataversion WHERE layer NOT LIKE '%% internal'")
        return sorted(cursor.fetchall())


@pytest.fixture
def still(monkeypatch):
    """The clocks of the pages stand still."""
    for page in ("lot", "lots", "lot_feeds", "lot_files", "results", "auction"):
        monkeypatch.setattr(f"portal.pages.{page}.clock", lambda: NOW)


def test_seen__twice_is_the_same(client, still):
    lot = auctions.brought_to(LotState.IN_SESSION)
    first = seen(client, lot)
    assert {status for status, *_rest in first.values()} == {200}
    assert differing(first, seen(client, lot)) == []


def test_entered_result__changes_nothing_public_until_it_is_confirmed(client, still):
    lot, who = auctions.brought_to(LotState.IN_SESSION), auctions.people()
    before, numbers, log = seen(client, lot), data_versions(), LedgerEntry.objects.count()
    at = NOW - timedelta(minutes=2)
    entered = results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes(registrants=7), now=at)
    assert differing(before, seen(client, lot)) == []
    assert data_versions() == numbers
    assert LedgerEntry.objects.count() == log
    results.confirm_result(actor=who.second, result=entered, now=NOW - timedelta(minutes=1))
    changed = differing(before, seen(client, lot))
    for address in (f"/lots/{lot.code}/", "/lots/changes", "/lots/feed.rss", f"/ogc/collections/lots/items/{lot.code}"):
        assert address in changed, "the comparison would not see a change"
    assert data_versions() != numbers


def test_entered_result__sent_back_leaves_nothing_public(client, still):
    lot, who = auctions.brought_to(LotState.IN_SESSION), auctions.people()
    before = seen(client, lot)
    entered = results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes(), now=NOW)
    results.reject_result(actor=who.second, result=entered, reason="Ghi nhầm số", now=NOW)
    assert differing(before, seen(client, lot)) == []


def test_entered_result__the_log_of_acts_tells_no_number():
    told = []
    for people in (3, 9):
        lot, who = auctions.brought_to(LotState.IN_SESSION), auctions.people()
        results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes(registrants=people), now=NOW)
        event = Event.objects.filter(verb="auction_result.entered").latest("id")
        told.append((event.verb, event.subject_type, event.before, event.after, event.reason))
    assert told[0] == told[1]


# --- names of persons ---------------------------------------------------------------------------------------------


def test_person__stands_in_one_table_and_nowhere_else(client):
    lot = auctions.brought_to(LotState.CERTIFIED)
    assert WinnerPerson.objects.get().name.endswith(NAME)
    for address, (_status, *headers, body) in seen(client, lot).items():
        assert NAME not in body.decode("utf-8", "ignore"), address
        assert NAME not in str(headers)
    for model in (LedgerEntry, LotEvent, Event, AuctionResult, Winner):
        for row in model.objects.values_list():
            assert NAME not in repr(row), model


def test_person__is_in_no_message():
    auctions.brought_to(LotState.SOLD_PROVISIONAL)
    person = WinnerPerson.objects.get()
    assert NAME not in f"{person} {person!r}"
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        WinnerPerson.objects.create(winner=person.winner, name=person.name)
    assert NAME not in str(error.value)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Winner.objects.filter(pk=person.winner_id).update(organisation="Công ty")
    assert NAME not in str(error.value)
