"""Sessions at the desk: set up with lawful days, edited, filled with lots, posted; papers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from auctions import timing
from auctions.models import Auction, AuctionDocument
from auctions.workflow import LotState
from gis.db.clock import clock
from land.workflow import PublishLevel
from tests.database.auctions.desk import DECISION, client_of, do, everybody, pdf, text_of
from tests.factories import auctions, land

pytestmark = pytest.mark.django_db
S = LotState
NEW = "/auctions/desk/sessions/new/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def who():
    return auctions.people()


def coming(days=60):
    """A working day so far ahead, at 9:00 in Việt Nam."""
    day = timezone.localtime(clock()) + timedelta(days=days)
    while day.weekday() > 3:
        day += timedelta(days=1)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def moments(**given):
    """Boxes of the form."""
    return {
        key: text
        for name, at in given.items()
        for key, text in ((f"{name}_day", f"{at:%d/%m/%Y}"), (f"{name}_hour", f"{at:%H:%M}"))
    }


def sent(who, **more):
    return {
        "owner": who.owner.pk,
        "title": "Đấu giá đợt 4",
        "organisation_id": who.organisation.pk,
        "form": "ballot",
        "venue": "Hội trường",
        **moments(session_at=coming()),
        **more,
    }


def test_new__is_for_those_who_plan(who):
    answers = {name: client_of(user).get(NEW).status_code for name, user in everybody(who).items()}
    assert {name for name, status in answers.items() if status == 200} == {"fund", "manager", "other_fund"}


def test_fill__puts_the_lawful_days_into_the_boxes_and_writes_nothing(who):
    page = client_of(who.fund).post(NEW, sent(who, step="fill"))
    text = text_of(page)
    assert page.status_code == 200
    assert not Auction.objects.exists()
    held = timing.Held(coming(), who.organisation.pk)
    found = timing.suggest(held, clock())
    assert f'name="files_until_day" value="{found.files_until:%d/%m/%Y}"' in text
    assert f"Phải niêm yết chậm nhất ngày {found.last_posting_day:%d/%m/%Y}" in text
    assert f"Theo luật: đến hết ngày {timing.last_files_day(held).day:%d/%m/%Y}" in text


def test_filled__can_be_posted_in_time(who):
    lot = auctions.brought_to(S.AUCTION_DECIDED, who)
    form = client_of(who.fund).post(f"{NEW}?lot={lot.code}", sent(who, step="fill")).context["form"]
    data = {key: str(value) for key, value in form.data.items() if key != "step"}
    answer = client_of(who.fund).post(f"{NEW}?lot={lot.code}", data)
    auction = Auction.objects.get()
    assert answer["Location"] == f"/auctions/desk/sessions/{auction.code}/"
    lot.refresh_from_db()
    assert lot.auction == auction
    assert do(who.fund, lot, "contract_organisation", **DECISION).status_code == 302
    auctions.make_ready(who, lot)
    kinds = {"checked_state": "met", "checked_since": f"{timezone.localdate():%d/%m/%Y}", "checked_basis": "Biên bản"}
    assert do(who.fund, lot, "readiness", **kinds).status_code == 302
    post = f"/auctions/desk/sessions/{auction.code}/post/"
    refused = client_of(who.auctioneer).post(post, {})
    assert refused.status_code == 409
    assert "Lô chưa được công khai." in text_of(refused)
    assert f'href="/auctions/desk/lots/{lot.code}/"' in text_of(refused)
    auctions.lots.publish_lot(actor=who.manager, lot=lot, level=PublishLevel.PUBLIC)
    done = client_of(who.auctioneer).post(post, {"notice_code": "TS_1"})
    assert done.status_code == 302, text_of(done)
    lot.refresh_from_db()
    assert (lot.state, lot.notice_code) == (S.POSTED, "TS_1")


@pytest.mark.parametrize(
    ("box", "value", "told"),
    [
        ("session_at_hour", "", "Hãy ghi cả ngày và giờ."),
        ("session_at_hour", "chín giờ", "Hãy viết giờ:phút"),
        ("session_at_day", "31/02/2027", "không có trong lịch"),
    ],
)
def test_moment__says_how_it_is_written(who, box, value, told):
    answer = client_of(who.fund).post(NEW, sent(who, **{box: value}))
    assert answer.status_code == 400
    assert told in text_of(answer)


def test_timetable_out_of_order__is_told_at_its_box(who):
    wrong = moments(files_from=coming(30), files_until=coming(20))
    answer = client_of(who.fund).post(NEW, sent(who, **wrong))
    assert answer.status_code == 400
    assert 'id="id_files_until_error"' in answer.content.decode()


def test_session_too_soon__says_that_posting_is_over(who):
    answer = client_of(who.fund).post(NEW, sent(who, **moments(session_at=coming(2)), step="fill"))
    assert "Đã quá hạn niêm yết cho phiên này" in text_of(answer)


def test_edit__tells_the_lots_and_ends_with_posting(who):
    lot = auctions.brought_to(S.ORG_CONTRACTED, who)
    path = f"/auctions/desk/sessions/{lot.auction.code}/edit/"
    page = client_of(who.auctioneer).get(path)
    assert 'value="11/09/2026"' in text_of(page)
    changed = sent(who, venue="Hội trường mới", **moments(session_at=coming()))
    assert client_of(who.auctioneer).post(path, changed).status_code == 302
    lot.refresh_from_db()
    assert lot.venue == "Hội trường mới"
    posted = auctions.at_state(S.POSTED, who)
    assert client_of(who.fund).get(f"/auctions/desk/sessions/{posted.auction.code}/edit/").status_code == 403


def test_put__takes_lots_of_the_owner_that_are_free(who):
    auction = auctions.session(who)
    free = auctions.planned(who, plot=land.plot(managing_agency=who.owner))
    taken = auctions.at_state(S.POSTED, who)
    path = f"/auctions/desk/sessions/{auction.code}/lots/"
    text = text_of(client_of(who.fund).get(path))
    assert free.code in text
    assert taken.code not in text
    assert client_of(who.fund).post(path, {"lots": [free.code]}).status_code == 302
    free.refresh_from_db()
    assert free.auction == auction


def test_session__lists_what_keeps_each_lot_from_posting(who):
    lot = auctions.brought_to(S.ORG_CONTRACTED, who)
    path = f"/auctions/desk/sessions/{lot.auction.code}/"
    text = text_of(client_of(who.auctioneer).get(path))
    assert "Lô chưa được công khai." in text
    assert "Muộn để niêm yết cho phiên này" in text
    assert "post/" in text
    assert "post/" not in text_of(client_of(who.fund).get(path))
    assert client_of(who.fund).post(f"{path}post/", {}).status_code == 403
    answers = {name: client_of(user).get(path).status_code for name, user in everybody(who).items()}
    readers = {name for name, status in answers.items() if status == 200}
    assert readers == {"inspector", "fund", "manager", "auctioneer", "registry"}  # the lot lies in the registry's unit
    assert "post/" not in text_of(client_of(who.registry).get(path))


def test_paper_of_a_session__is_attached(who):
    lot = auctions.at_state(S.POSTED, who)
    path = f"/auctions/desk/sessions/{lot.auction.code}/paper/"
    own = {"kind": "rules", "title_of_paper": "Quy chế", "level": "public", "file": pdf()}
    assert client_of(who.auctioneer).post(path, own).status_code == 302
    paper = AuctionDocument.objects.get()
    assert (paper.auction, paper.lot) == (lot.auction, None)
    page = text_of(client_of(None).get(f"/auctions/{lot.auction.code}/"))
    assert "Quy chế" in page
    assert paper.sha256 in page
    assert client_of(everybody(who)["inspector"]).get(path).status_code == 403
