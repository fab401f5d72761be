"""The public log by its doors: the same for everybody, kept by its tag, linked from the lot."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from auctions.actions import seals
from auctions.models import LedgerEntry
from auctions.workflow import LotState
from tests.factories import auctions

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(settings, tmp_path):
    """A sold lot, its log sealed."""
    settings.AUCTION_LOG_KEY = tmp_path / "keys" / "log.pem"
    made = auctions.brought_to(LotState.SOLD_PROVISIONAL)
    seals.seal_missing(actor=None, now=auctions.SESSION + timedelta(days=1))
    return made


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def hash_of(content):
    """Short, so that a failing test does not compare megabytes letter by letter."""
    return hashlib.sha256(content).hexdigest()


def test_entries__are_lines_that_chain(client, lot):
    response = client.get(f"/auctions/log/{lot.auction.code}.jsonl")
    assert response["Content-Type"].startswith("application/jsonl")
    assert response["Access-Control-Allow-Origin"] == "*"
    *lines, close = [json.loads(line) for line in body(response).splitlines()]
    assert [line["hash"] for line in lines] == list(
        LedgerEntry.objects.filter(ledger=lot.auction.code).order_by("number").values_list("hash", flat=True)
    )
    assert close == {"log": lot.auction.code, "entries": len(lines), "hash": lines[-1]["hash"]}


@pytest.mark.parametrize("name", ["auction-log-chains", "auction-log-seals", "auction-log-keys"])
def test_files__are_kept_by_their_tag(client, lot, name):
    first = client.get(reverse(name))
    assert first.status_code == 200
    assert body(first)
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(reverse(name), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not body(again)


def test_entries__tag_changes_with_the_next_act(client, lot):
    address = f"/auctions/log/{lot.auction.code}.jsonl"
    before = client.get(address)["ETag"]
    auctions._recognise(auctions.people(), lot)
    assert client.get(address)["ETag"] != before


def test_entries__an_official_gets_the_same(client, lot):
    address = f"/auctions/log/{lot.auction.code}.jsonl"
    public = client.get(address)
    told = hash_of(body(public))
    client.force_login(auctions.people().manager)
    inside = client.get(address)
    assert hash_of(body(inside)) == told
    assert (inside["ETag"], inside["Cache-Control"]) == (public["ETag"], public["Cache-Control"])


def test_entries__no_such_chain(client, lot):
    assert client.get("/auctions/log/CDG-999999.jsonl").status_code == 404


def test_keys__tell_their_days(client, lot):
    (key,) = json.loads(body(client.get("/auctions/log/keys.json")))["keys"]
    assert key["algorithm"] == "Ed25519"
    assert len(key["key"]) == 64
    assert key["first_day"] == key["last_day"] == "2026-09-11"


def test_show__leads_to_the_files(client, lot):
    page = client.get("/auctions/log/").content.decode()
    for address in (f"/auctions/log/{lot.auction.code}.jsonl", "/auctions/log/seals.json", "/auctions/log/verify.py"):
        assert address in page


def test_verifier__is_the_file_of_the_documents(client, lot, settings):
    served = body(client.get("/auctions/log/verify.py"))
    assert hash_of(served) == hash_of((settings.BASE_DIR / "docs/verify/verify_auction_log.py").read_bytes())


def test_lot_page__leads_to_its_log(client, lot):
    assert f'href="/auctions/log/{lot.auction.code}.jsonl"' in client.get(f"/lots/{lot.code}/").content.decode()


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_log__by_the_public_role(public_wall, client, lot):
    assert client.get(f"/auctions/log/{lot.auction.code}.jsonl").status_code == 200
    assert client.get("/auctions/log/").status_code == 200
