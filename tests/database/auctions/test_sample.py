"""The made-up auctions: held by the real acts on the ground there is, up to its last lot."""

import random
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from accounts.demo import make_demo_accounts
from auctions import plot_flags
from auctions.actions import sample
from auctions.models import Auction, Lot
from auctions.sample import making
from auctions.sample.ground import Block, blocks, rows_of
from auctions.sample.session import Stage
from auctions.tasks import make_sample
from auctions.workflow import LotState
from land.actions.derive import to_shapely
from tests.factories import land

pytestmark = pytest.mark.django_db
S = LotState
# 07:00 in Việt Nam: what is posted "this morning" is not posted yet.
NOW = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)


@pytest.fixture
def cast(tmp_path):
    """The demo accounts and agencies that the sample stands on."""
    for code in ("ttptqd", "ttdvdg-mau", "ctdghd-mau"):
        land.agency(code, f"Đơn vị {code}")
    land.unit()
    make_demo_accounts(tmp_path / "accounts.txt")
    for code in ("ODT", "ONT", "TMD", "SKC"):
        land.land_use(code)


def ground(side: float, dx: float):
    return land.plot(side=side, dx=dx, area_m2=side * side, handling_plan="auction", unit=land.unit())


def stage() -> Stage:
    return Stage(None, NOW, random.Random(1), blocks("ttptqd", 1))  # type: ignore[arg-type]


def test_ground_is_used_up_and_its_end_is_told():
    cut = ground(60.0, 0.0)
    parts = rows_of(to_shapely(cut.geom), random.Random(cut.number))
    assert len(parts) > 12
    at = stage()
    first = making._drafts(at, 5)
    second = making._drafts(at, 5)
    rest = making._drafts(at, len(parts) - 10)
    drafts = [draft for draft, _block in (*first, *second, *rest)]
    assert [draft.name[-2:] for draft in drafts] == [f"{number:02d}" for number in range(1, len(parts) + 1)]
    assert [draft.geom.wkb for draft in drafts] == [part.wkb for part in parts]
    with pytest.raises(making.NoGround, match="0 of 1"):
        making._drafts(at, 1)


def test_a_block_goes_on_where_it_stood():
    block = Block(None, ["a", "b", "c", "d"])  # type: ignore[arg-type, list-item]
    assert (block.without(1).without(2).parts, block.without(1).without(2).first) == (["d"], 4)


@pytest.fixture
def register(cast):
    for index, side in enumerate((60.0, 85.0, 30.0, 30.0, 120.0, 30.0)):
        ground(side, index * 200.0)


def test_sample_holds_its_sessions_by_the_real_acts(register):
    made = sample.make_sample(sessions_wanted=3, now=NOW)
    assert made == Lot.objects.filter(sample=True).count() == Lot.objects.count() > 20
    assert Auction.objects.count() == 3
    states = set(Lot.objects.values_list("state", flat=True))
    assert {S.PLANNED, S.PLAN_APPROVED, S.START_PRICE_SET, S.AUCTION_DECIDED, S.POSTED, S.REGISTRATION_OPEN} <= states
    # Nothing is told that lies ahead, and every lot has its acts.
    assert not Lot.objects.filter(state_since__gt=NOW).exists()
    assert not Lot.objects.filter(events__isnull=True).exists()
    # The flags of plots say what the lots say.
    assert list(plot_flags.differences()) == []
    with pytest.raises(sample.NoSample, match="lots already"):
        sample.make_sample(now=NOW)


def test_sample_is_made_whole_or_not_at_all(cast):
    ground(60.0, 0.0)
    with pytest.raises(making.NoGround):
        sample.make_sample(sessions_wanted=8, now=NOW)
    assert not Lot.objects.exists()
    # The operator is told; the job fails before everybody's eyes.
    with pytest.raises(CommandError, match="ground"):
        call_command("sample_auctions", "--sessions", "8")
    with pytest.raises(making.NoGround):
        make_sample()


def test_sample_stays_away_from_a_real_register(register):
    land.plot(dx=5_000.0, sample=False)
    make_sample()
    assert not Lot.objects.exists()
    with pytest.raises(CommandError):
        call_command("sample_auctions")
