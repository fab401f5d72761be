"""The page of results: what is over, what it adds up to, files, nothing before its time and nobody's name."""

import re
from datetime import date, timedelta

import pytest

from auctions.actions import deciding, money, results
from auctions.actions.results import Party
from auctions.models import Attempt, AttemptOutcome
from auctions.reading_results import results_of
from auctions.result_figures import by_year, in_all
from auctions.workflow import BidderKind, Failure, LotState
from tests.database.auctions.conftest import calendar  # noqa: F401
from tests.factories import auctions, land

pytestmark = pytest.mark.django_db
ADDRESS = "/auctions/results/"
SOLD_FOR = auctions.PRICE + 5 * auctions.STEP  # 5 % above the start price
LATER = auctions.SESSION + timedelta(days=150)


def body(client, **asked):
    response = client.get(ADDRESS, asked)
    assert response.status_code == 200, response
    return b"".join(response.streaming_content).decode("utf-8-sig") if response.streaming else response.content.decode()


def codes(client, **asked):
    return [row["code"] for row in client.get(ADDRESS, {"f": "json", **asked}).json()["results"]]


def sold(who, party=None):
    lot = auctions.brought_to(LotState.IN_SESSION, who)
    return auctions.conclude(who, lot, auctions.minutes(party=party or Party(BidderKind.PERSON, "Trần Thị Kín")))


def failed(who):
    return auctions.conclude(who, auctions.brought_to(LotState.IN_SESSION, who), auctions.failed_minutes())


def withdrawn(who):
    lot = auctions.brought_to(LotState.POSTED, who)
    at = auctions.POSTED + timedelta(hours=2)
    return deciding.withdraw_lot(actor=who.fund, lot=lot, reason="Rà soát lại ranh giới", now=at)


def refused(who):
    lot = sold(who)
    at = auctions.SESSION + timedelta(days=1)
    # 1 bid 5.15 tỷ and lost a deposit of 1 tỷ with the refusal of 2: only a double refusal leaves nobody.
    return results.refuse_win(actor=who.auctioneer, lot=lot, refused=[2, 1], reason="Không ký biên bản", now=at)


def not_paid(who):
    lot = auctions.brought_to(LotState.RECOGNISED, who)
    money.record_tax_notice(
        actor=who.fund, lot=lot, number="1/TB", issued_on=date(2026, 9, 15), amount=SOLD_FOR, now=LATER
    )
    return money.cancel_recognition(
        actor=who.manager, lot=lot, decision=auctions.decision("77/QĐ-HCN", date(2027, 1, 20)), reason="Quá hạn",
        now=LATER,
    )  # fmt: skip


@pytest.fixture
def five():
    """One attempt of every kind, two sold."""
    who = auctions.people()
    return {
        made.__name__ + str(turn): made(who) for turn, made in enumerate((sold, failed, withdrawn, refused, not_paid))
    }


def test_attempts__have_their_outcome(five):
    found = dict(Attempt.objects.values_list("lot__code", "outcome"))
    assert found == {
        five["sold0"].code: AttemptOutcome.SOLD,
        five["failed1"].code: AttemptOutcome.FAILED,
        five["withdrawn2"].code: AttemptOutcome.CANCELLED,
        five["refused3"].code: AttemptOutcome.DEFAULTED,
        five["not_paid4"].code: AttemptOutcome.DEFAULTED,
    }
    stopped = Attempt.objects.get(stopped=True)
    assert (stopped.registrants, stopped.bid_count, stopped.price_amount) == (None, None, None)
    one = Attempt.objects.get(outcome=AttemptOutcome.SOLD)
    assert (one.uplift_percent, one.unit_price_amount) == (5, round(SOLD_FOR / one.area_m2))
    assert (one.minutes_price_amount, one.given_up_amount) == (SOLD_FOR, None)
    for given_up in Attempt.objects.filter(outcome=AttemptOutcome.DEFAULTED):
        assert (given_up.price_amount, given_up.given_up_amount) == (None, SOLD_FOR)
    for nobody in Attempt.objects.filter(outcome__in=[AttemptOutcome.FAILED, AttemptOutcome.CANCELLED]):
        assert (nobody.minutes_price_amount, nobody.given_up_amount) == (None, None)


def test_attempt__of_the_next_bidder_keeps_the_price_that_was_refused():
    who = auctions.people()
    lot = sold(who)
    at, party = auctions.SESSION + timedelta(days=1), Party(BidderKind.PERSON, "Lê Thị Sau")
    results.award_next(actor=who.auctioneer, lot=lot, refused=[2], party=party, reason="Không ký biên bản", now=at)
    one = Attempt.objects.get()
    assert (one.outcome, one.price_amount) == (AttemptOutcome.SOLD, auctions.PRICE + 3 * auctions.STEP)
    assert one.given_up_amount == SOLD_FOR


def test_page__tells_the_price_that_was_given_up(client, five):
    page = body(client)
    assert page.count("Giá trúng theo biên bản đã bị bỏ: 5,25 tỷ đồng") == 2
    assert "đã bị bỏ" in client.get(f"/lots/{five['refused3'].code}/").content.decode()
    assert "đã bị bỏ" not in client.get(f"/lots/{five['sold0'].code}/").content.decode()
    (row,) = client.get(ADDRESS, {"f": "json", "outcome": "defaulted", "failure": "not_paid"}).json()["results"]
    assert (row["minutes_price"], row["sold_price"]) == (SOLD_FOR, None)


def test_attempt__of_what_was_never_posted_is_none():
    who = auctions.people()
    lot = auctions.brought_to(LotState.ORG_CONTRACTED, who)
    deciding.cancel_lot(
        actor=who.manager, lot=lot, decision=auctions.decision("8/QĐ"), reason="Đổi quy hoạch", now=auctions.POSTED
    )
    assert not Attempt.objects.exists()


def test_figures__per_year_and_in_all(five):
    whole = in_all(Attempt.objects.all())
    counts = (whole.offered, whole.ended, whole.sold, whole.failed, whole.cancelled, whole.defaulted)
    assert counts == (5, 4, 1, 1, 1, 2)
    assert (whole.sold_percent, whole.start_amount, whole.sold_amount) == (25, auctions.PRICE, SOLD_FOR)
    assert (whole.median_uplift, whole.refusals, whole.recognitions_lost) == (5, 2, 1)
    assert dict(whole.failures) == {Failure.ONE_PARTICIPANT: 1, Failure.WINNER_REFUSED: 1, Failure.NOT_PAID: 1}
    Attempt.objects.filter(lot=five["failed1"]).update(session_at="2025-12-31T18:00:00Z")  # 1 January in Việt Nam
    Attempt.objects.filter(lot=five["sold0"]).update(session_at="2025-12-31T16:00:00Z")
    years = [(year.year, year.offered, year.ended, year.sold) for year in by_year(Attempt.objects.all())]
    assert years == [(2026, 4, 3, 0), (2025, 1, 1, 1)]


def test_page__newest_first_filtered_sorted(client, five):
    moved = {"session_at": "2025-03-01T02:00:00Z", "ended_at": "2025-03-01T04:00:00Z"}
    Attempt.objects.filter(lot=five["failed1"]).update(**moved)
    assert codes(client)[-1] == f"{five['failed1'].code}-1"
    assert codes(client, year="2025") == [f"{five['failed1'].code}-1"]
    assert codes(client, outcome="cancelled") == [f"{five['withdrawn2'].code}-1"]
    assert codes(client, sortby="-sold_price")[0] == f"{five['sold0'].code}-1"
    assert codes(client, failure="not_paid") == [f"{five['not_paid4'].code}-1"]
    assert len(codes(client, unit=land.unit().pk)) == 5
    page = body(client, outcome="defaulted")
    assert "Không ký biên bản" in page
    assert "77/QĐ-HCN" in page
    assert "Chưa tổ chức" not in page
    assert client.get(ADDRESS, {"price_from": "1"}).headers["Location"] == f"{ADDRESS}?start_price=1.."
    assert client.get(ADDRESS, {"colour": "red"}).status_code == 400


def test_page__says_when_and_draws_what_it_counts(client, five):
    page = body(client)
    assert re.search(r"Số liệu đến \d\d:\d\d \d\d/\d\d/\d{4}", page)
    assert (
        'aria-label="2026: Đấu giá thành 1, Đấu giá không thành 1, Đã hủy, rút trước phiên 1, Bỏ kết quả trúng 2"'
        in page
    )
    widths = [
        float(width) for width in re.findall(r'<rect class="outcome-\w+" x="[\d.]+" width="([\d.]+)" height="8"', page)
    ]
    assert widths == [20, 20, 20, 40]
    assert "5.250.000.000" in page
    assert "5,0" in page


def test_page__empty(client):
    assert "Chưa có cuộc đấu giá nào kết thúc" in body(client)


def test_next_attempt__is_named():
    who = auctions.people()
    lot = failed(who)
    row = results_of(None, [f"{lot.code}-1"])[0]
    assert (row.next_number, row.standing) == (None, LotState.FAILED)
    deciding.try_again(actor=who.fund, lot=lot, reason="Đấu giá lại", now=auctions.SESSION + timedelta(days=9))
    row = results_of(None, [f"{lot.code}-1"])[0]
    assert (row.next_number, row.following, row.standing) == (2, None, None)


def test_winner__an_organisation_once_recognised_a_person_never(client):
    who = auctions.people()
    lot = sold(who, Party(BidderKind.ORGANISATION, "Công ty TNHH Đất Đỏ"))
    sold(who)
    assert "Đất Đỏ" not in body(client)
    money.recognise_result(
        actor=who.manager, lot=lot, decision=auctions.decision("5/QĐ", date(2026, 9, 14)),
        now=auctions.SESSION + timedelta(days=3),
    )  # fmt: skip
    page = body(client)
    assert "Người trúng: Công ty TNHH Đất Đỏ" in page
    assert "Trần Thị Kín" not in page


def test_entered_result__is_nowhere_until_confirmed(client):
    who = auctions.people()
    lot = auctions.brought_to(LotState.IN_SESSION, who)
    at = auctions.SESSION + timedelta(hours=3)
    entered = results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes(), now=at)
    assert codes(client) == []
    results.confirm_result(actor=who.second, result=entered, now=at + timedelta(minutes=1))
    assert codes(client) == [f"{lot.code}-1"]


def test_files__hold_what_is_filtered(client, five):
    lines = body(client, f="csv", outcome="sold").splitlines()
    assert len(lines) == 2
    assert five["sold0"].code in lines[1]
    assert "longitude" not in lines[0]
    assert "Giá trúng (đồng)" in lines[0]
    sheet = client.get(ADDRESS, {"f": "xlsx"})
    assert sheet["Content-Disposition"].startswith('attachment; filename="ket-qua-dau-gia')
    assert client.get(ADDRESS, {"f": "gpkg"}).status_code == 400


def test_pages_lead_here(client, five):
    lot = five["sold0"]
    assert f'href="{ADDRESS}"' in client.get("/lots/").content.decode()
    assert (
        f'href="{ADDRESS}?auction={lot.auction.code}"' in client.get(f"/auctions/{lot.auction.code}/").content.decode()
    )
    failed_page = client.get(f"/lots/{five['failed1'].code}/").content.decode()
    assert f"{ADDRESS}?unit=" in failed_page
