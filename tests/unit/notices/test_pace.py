"""How often and how fast."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from notices import pace
from notices.adapters.zns_codes import meaning
from notices.workflow import Ended

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)


def line(**values):
    own = {"channel": "email", "waits_until": None, "next_slot_at": None}
    return SimpleNamespace(**own | values)


@pytest.fixture
def per_minute(settings):
    def put(number):
        settings.NOTICES_PER_MINUTE = {"email": number}

    return put


def test_wait__doubles_up_to_a_ceiling_and_is_spread():
    waits = [pace.wait_after(attempts, ONE).total_seconds() for attempts in range(1, 40)]
    plain = [min(60 * 2 ** (attempts - 1), 4 * 3600) for attempts in range(1, 40)]
    assert all(0.75 * whole <= wait <= 1.25 * whole for wait, whole in zip(waits, plain, strict=True))
    assert pace.wait_after(3, ONE) != pace.wait_after(3, OTHER)
    assert len({pace.wait_after(1, UUID(int=number)) for number in range(100)}) > 90


def test_breaker__waits_longer_each_time():
    waits = [pace.open_for(openings).total_seconds() for openings in (1, 2, 3, 4, 5, 50)]
    assert waits == [60, 120, 240, 480, 900, 900]


def test_allowance__by_rate(per_minute):
    per_minute(60)
    first = pace.allowance(line(), NOW, 50)
    assert first.number == 10  # ten seconds' worth after a pause
    used = line(next_slot_at=pace.next_slot(line(), NOW, 10))
    none = pace.allowance(used, NOW, 50)
    assert (none.number, none.again_at) == (0, NOW + timedelta(seconds=1))
    assert pace.allowance(used, none.again_at, 50).number == 1


def test_allowance__of_a_slow_channel_is_not_nothing(per_minute):
    per_minute(1)
    assert pace.allowance(line(), NOW, 50).number == 1
    used = line(next_slot_at=pace.next_slot(line(), NOW, 1))
    assert pace.allowance(used, NOW, 50).again_at == NOW + timedelta(minutes=1)


def test_allowance__without_a_rate(per_minute):
    per_minute(0)
    assert pace.allowance(line(), NOW, 50).number == 50


def test_allowance__of_an_open_breaker_is_one_to_see():
    waiting = line(waits_until=NOW + timedelta(seconds=1))
    assert pace.allowance(waiting, NOW, 50) == pace.Allowance(0, waiting.waits_until)
    assert pace.allowance(waiting, waiting.waits_until, 50) == pace.Allowance(1, probe=True)


@pytest.mark.parametrize(
    ("hour_utc", "day_local"),
    [(16, 1), (20, 1), (22, 1)],  # 23:00, 03:00 and 05:00 in Vietnam
)
def test_zns_night__waits_for_the_morning(hour_utc, day_local):
    outcome = meaning(-133, datetime(2026, 11, 30, hour_utc, tzinfo=UTC))
    assert outcome.ended == Ended.LATER
    assert not outcome.of_provider
    assert outcome.not_before == datetime(2026, 12, day_local, 6, 5, tzinfo=outcome.not_before.tzinfo)
    assert outcome.not_before.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("code", "ended", "of_provider"),
    [
        (-108, Ended.REFUSED, False),
        (-109, Ended.REFUSED, False),
        (-118, Ended.REFUSED, False),
        (-124, Ended.LATER, True),
        (-115, Ended.LATER, True),
        (-100, Ended.LATER, False),
        (-9999, Ended.LATER, False),
    ],
)
def test_zns_codes__what_they_mean(code, ended, of_provider):
    outcome = meaning(code, NOW)
    assert (outcome.ended, outcome.of_provider, outcome.code) == (ended, of_provider, f"zns_{-code}")
