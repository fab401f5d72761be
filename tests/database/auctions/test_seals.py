"""Sealing the public log: each day once, in order, by one key that nobody else reads."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings as django_settings
from django.db import DatabaseError, transaction

from auctions.actions import seals
from auctions.errors import SealRefused
from auctions.ledger import enter, hash_of
from auctions.models import LedgerEntry, LedgerSeal
from auctions.signing import public_hex, signing_key
from auctions.workflow import LotState
from audit.models import Event
from gis.http.problems import NotAllowed
from tests.factories import auctions

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 11)  # of the session
AFTER = auctions.SESSION + timedelta(days=1)


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    """A key of the test's own."""
    settings.AUCTION_LOG_KEY = tmp_path / "keys" / "log.pem"
    return settings.AUCTION_LOG_KEY


def test_seal_day__signs_the_last_entry_of_every_chain():
    lot = auctions.brought_to(LotState.SOLD_PROVISIONAL)
    seal = seals.seal_day(actor=None, day=DAY, now=AFTER)
    said = json.loads(seal.payload)
    assert set(said["tips"]) == {lot.auction.code}
    last = LedgerEntry.objects.filter(ledger=lot.auction.code).order_by("-number").first()
    assert said["tips"][lot.auction.code] == [last.number, last.hash]
    assert said["day"] == "2026-09-11"
    assert said["before"] == ""
    assert said["chains"] == 1
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.key)).verify(
        bytes.fromhex(seal.signature), seal.payload.encode()
    )
    assert Event.objects.filter(verb="auction_log.key").count() == 1


def test_seal_day__again_changes_nothing():
    auctions.brought_to(LotState.POSTED)
    first = seals.seal_day(actor=None, day=DAY, now=AFTER)
    again = seals.seal_day(actor=None, day=DAY, now=AFTER + timedelta(hours=1))
    assert (again.signature, again.sealed_at) == (first.signature, first.sealed_at)
    assert LedgerSeal.objects.count() == 1


def test_seal_day__the_day_is_not_over():
    auctions.brought_to(LotState.POSTED)
    midnight = seals.end_of(DAY)
    with pytest.raises(SealRefused):
        seals.seal_day(actor=None, day=DAY, now=midnight - timedelta(seconds=1))
    assert seals.seal_day(actor=None, day=DAY, now=midnight).day == DAY
    assert midnight.utcoffset() == timedelta(hours=7)


def test_seal_day__no_day_is_left_out():
    auctions.brought_to(LotState.POSTED)
    seals.seal_day(actor=None, day=DAY, now=AFTER)
    with pytest.raises(SealRefused):
        seals.seal_day(actor=None, day=DAY + timedelta(days=2), now=AFTER + timedelta(days=9))


def test_seal_day__a_person_never_seals():
    who = auctions.people()
    with pytest.raises(NotAllowed):
        seals.seal_day(actor=who.manager, day=DAY, now=AFTER)


def test_seal_missing__catches_up_and_each_tells_only_what_grew():
    assert seals.seal_missing(actor=None, now=AFTER) == []
    lot = auctions.brought_to(LotState.SOLD_PROVISIONAL)
    (first,) = seals.seal_missing(actor=None, now=AFTER)
    made = seals.seal_missing(actor=None, now=AFTER + timedelta(days=3))
    assert [seal.day for seal in made] == [DAY + timedelta(days=ahead) for ahead in (1, 2, 3)]
    assert json.loads(first.payload)["tips"].keys() == {lot.auction.code}
    for before, seal in zip([first, *made], made, strict=False):
        said = json.loads(seal.payload)
        assert said["tips"] == {}
        assert said["chains"] == 1
        assert said["state"] == json.loads(before.payload)["state"]
    assert seals.seal_missing(actor=None, now=AFTER + timedelta(days=3)) == []


def test_seal__is_never_changed():
    auctions.brought_to(LotState.POSTED)
    seals.seal_day(actor=None, day=DAY, now=AFTER)
    for change in (lambda: LedgerSeal.objects.update(signature="00"), lambda: LedgerSeal.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_signing_key__is_made_once_and_for_nobody_else(key_file):
    with ThreadPoolExecutor(8) as pool:
        keys = {public_hex(key) for key in pool.map(signing_key, [key_file] * 16)}
    assert len(keys) == 1
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert key_file.parent.stat().st_mode & 0o777 == 0o700


def test_signing_key__a_broken_file_is_kept(key_file):
    key_file.parent.mkdir(parents=True)
    key_file.write_text("not a key")
    with pytest.raises(ValueError):
        signing_key(key_file)
    assert key_file.read_text() == "not a key"


def test_seal__a_new_key_is_logged_and_both_stay(key_file):
    auctions.brought_to(LotState.POSTED)
    seals.seal_missing(actor=None, now=AFTER)
    key_file.rename(key_file.with_name("old.pem"))
    seals.seal_missing(actor=None, now=AFTER + timedelta(days=1))
    assert LedgerSeal.objects.values("key").distinct().count() == 2
    assert Event.objects.filter(verb="auction_log.key").count() == 2


def test_key__lies_in_the_data_folder():
    assert django_settings.AUCTION_LOG_KEY.name == "log.pem"
    text = (django_settings.BASE_DIR / "gis/settings/base.py").read_text(encoding="utf-8")
    assert 'DATA_DIR / "keys" / "auction-log.pem"' in text


def test_enter__is_dated_no_earlier_than_what_was_told_before():
    lot = auctions.brought_to(LotState.POSTED)
    late, early = auctions.SESSION, auctions.SESSION - timedelta(seconds=1)
    lot.sample = False
    first, second = enter("T-1", {"act": "x"}, lot, late), enter("T-1", {"act": "y"}, lot, early)
    assert second.at == first.at == late
    assert second.hash == hash_of(first.hash, second.payload)
    lot.sample = True
    assert enter("T-1", {"act": "z"}, lot, early).at == early
