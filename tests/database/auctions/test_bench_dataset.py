"""The register of `script/bench auctions`, on a handful of plots: its SQL writes past the actions and must keep up."""

import pytest
from django.db import connection

from accounts.models import User
from auctions.models import Attempt, Auction, AuctionResult, LedgerEntry, Lot, LotNews, LotVersion, Watch
from bench.auctions_dataset import SCRIPTS
from tests.factories import land

pytestmark = pytest.mark.django_db


def test_scripts_of_the_measurement_fill_the_tables_of_today():
    for number in range(1, 61):
        land.plot(number=number, publish_level="internal" if number % 10 == 0 else "public")
    for number in (1, 2):
        User.objects.create(username=f"bench-auctioneer-{number}")
    with connection.cursor() as cursor:
        for script in SCRIPTS:
            cursor.execute(script.read_text(encoding="utf-8"))
    assert Lot.objects.count() == 60
    assert Auction.objects.count() == 5_000
    assert Watch.objects.filter(lot=None).count() == 9_600
    for model in (Attempt, AuctionResult, LedgerEntry, LotNews, LotVersion):
        assert model.objects.exists(), model
    sold = Lot.objects.filter(sold_price_amount__isnull=False).exclude(state="recognition_cancelled")
    assert sold.exists()
    assert set(Attempt.objects.filter(sold=True).values_list("lot", flat=True)) == set(
        sold.values_list("pk", flat=True)
    )
