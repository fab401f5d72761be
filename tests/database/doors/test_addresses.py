"""Every address is declared public, or refuses an anonymous reader and a citizen."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import ApiToken
from accounts.tokens import issue_token
from tests.database.doors.addresses import OWN, PUBLIC, Address, every
from tests.database.doors.auction_world import OF_LOTS

REFUSED = {302, 401, 403, 404, 405}
ANSWERED = {200, 302, 400, 405}  # 400: what is compared or asked for is not said; 405: for forms alone
GUARDED = [address for address in every() if address.route not in PUBLIC]


def reader_of(user):
    """A client, signed in as somebody."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def asked(client, path):
    """Answers to reading and to writing."""
    return client.get(path), client.post(path)


def is_refused(answer):
    """Not there, not allowed, or sent to sign in: nowhere else."""
    return answer.status_code in REFUSED - {302} or (
        answer.status_code == 302 and answer["Location"].startswith(("/accounts/sign-in/", "/admin/login/"))
    )


def test_the_lists_name_addresses_that_exist():
    routes = {address.route for address in every()}
    assert set(PUBLIC) | set(OWN) <= routes
    assert not set(PUBLIC) & set(OWN)
    assert all(PUBLIC.values())
    assert len(routes) > 100


@pytest.mark.parametrize("reader", ["anonymous", "citizen", "investor", "helper"])
def test_every_other_address_refuses_strangers(world, reader):
    client = reader_of(world.people[reader])
    left = [address for address in GUARDED if reader == "anonymous" or address.route not in OWN]
    open_doors = [
        (path, answer.status_code)
        for address in left
        for path in world.fill(address)
        for answer in asked(client, path)
        if not is_refused(answer)
    ]
    assert open_doors == []
    still_in = client.get("/accounts/").status_code == 200
    assert still_in == (reader != "anonymous"), "whoever was signed out on the way was a stranger for the rest"


def test_own_addresses_are_open_to_whom_they_belong(world):
    issue_token(actor=world.people["planner"], label="QGIS", now=datetime(2026, 11, 22, tzinfo=UTC))
    token = ApiToken.objects.get()
    client = reader_of(world.people["citizen"])
    assert client.get("/accounts/").status_code == 200
    client.post(f"/accounts/tokens/{token.pk}/revoke/")
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_every_address_of_auctions__answers_somebody(world):
    """What stands in for its parts leads somewhere, so the other tests ask for something that is there."""
    clients = [reader_of(world.people[name]) for name in ("land_manager", "land_fund_officer", "auctioneer", "citizen")]
    of_lots = [address for address in every() if address.route.startswith(OF_LOTS)]
    silent = [
        address.route
        for address in of_lots
        if not any(client.get(path).status_code in ANSWERED for path in world.fill(address) for client in clients)
    ]
    assert len(of_lots) > 30
    assert silent == []


def test_a_guard_that_is_missing_is_found(world):
    """The test can fail: a public page is no refusal."""
    path = Address("plots/").filled({})
    assert not all(is_refused(answer) for answer in asked(reader_of(world.people["citizen"]), path))
