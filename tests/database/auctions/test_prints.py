"""Papers as PDF: what they say, drafts that say so, who may have them."""

import io

import pypdf
import pytest

from auctions.actions import results
from auctions.workflow import LotState
from tests.database.auctions.desk import client_of, everybody, text_of
from tests.factories import auctions
from tests.factories.auctions import PRICE, STEP

pytestmark = pytest.mark.django_db
S = LotState


@pytest.fixture
def who():
    return auctions.people()


def words(response):
    """What the paper says, in one line."""
    assert response["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def printed(user, lot, name):
    return client_of(user).get(f"/auctions/{lot.auction.code}/print/{name}/")


def test_notice__says_everything_once_posted(who):
    lot = auctions.at_state(S.POSTED, who)
    said = words(printed(None, lot, "notice"))
    for text in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "THÔNG BÁO",
        "5.000.000.000 đồng",
        "1.000.000.000 đồng",
        "9 giờ 00 phút, ngày 11 tháng 09 năm 2026",
        "Hội trường tầng 2, 01 Bạch Đằng",
        "số 0071001234567",
        "Nơi nhận:",
        lot.code,
        "ngày 13 tháng 08 năm 2026",
    ):
        assert text in said, text
    assert "DỰ THẢO" not in said


def test_notice__is_a_draft_of_those_inside_before(who):
    lot = auctions.brought_to(S.ORG_CONTRACTED, who)
    assert "DỰ THẢO" in words(printed(who.fund, lot, "notice"))
    assert printed(None, lot, "notice").status_code == 404
    auctions.lots.publish_lot(actor=who.manager, lot=lot, level="public")
    assert printed(None, lot, "notice").status_code == 404, "public as a plan, not posted yet"
    assert printed(everybody(who)["other_fund"], lot, "notice").status_code == 404


def test_list__has_prices_in_words(who):
    lot = auctions.at_state(S.POSTED, who)
    said = words(printed(None, lot, "lots"))
    assert "DANH SÁCH LÔ ĐẤT ĐẤU GIÁ" in said
    assert "Năm tỷ đồng" in said
    assert "Tổng cộng 1 lô." in said


def test_minutes__are_filled_in_and_name_nobody(who):
    lot = auctions.brought_to(S.IN_SESSION, who)
    path = f"/auctions/desk/lots/{lot.code}/minutes/pdf/"
    assert client_of(who.auctioneer).get(path).status_code == 404
    entered = results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes())
    said = words(client_of(who.second).get(path))
    for text in (
        "BIÊN BẢN ĐẤU GIÁ",
        "15/BB-ĐG",
        "ngày 11 tháng 09 năm 2026",
        "số 2 trong biên bản",
        "5.250.000.000 đồng (Bằng chữ: Năm tỷ hai trăm năm mươi triệu đồng)",
        "NGƯỜI TRÚNG ĐẤU GIÁ",
    ):
        assert text in said, text
    assert "DỰ THẢO" in said
    assert "Trần Thị" not in said
    results.confirm_result(actor=who.second, result=entered)
    assert "DỰ THẢO" not in words(client_of(who.auctioneer).get(path))
    answers = {name: client_of(user).get(path).status_code for name, user in everybody(who).items()}
    assert {name for name, status in answers.items() if status == 200} == {
        "inspector", "fund", "manager", "auctioneer", "registry",
    }  # fmt: skip


def test_refunds__give_back_to_those_who_lost(who):
    lot = auctions.at_state(S.SOLD_PROVISIONAL, who)
    said = words(printed(who.auctioneer, lot, "refunds"))
    assert "DANH SÁCH HOÀN TRẢ TIỀN ĐẶT TRƯỚC" in said
    assert "1.000.000.000 đồng (Bằng chữ: Một tỷ đồng)" in said, "the deposit of number 1 alone"
    assert "1 người đăng ký không trả giá" in said
    assert "DỰ THẢO" not in said
    assert printed(None, lot, "refunds").status_code == 404


def test_refunds__keep_the_deposit_of_who_took_a_price_back(who):
    lot = auctions.brought_to(S.IN_SESSION, who)
    bids = [*auctions.BIDS, auctions.BidRow(5, 2, 3, PRICE + 6 * STEP, withdrawn=True)]
    said = auctions.minutes(participants=3, bids=bids)
    results.enter_result(actor=who.auctioneer, lot=lot, minutes=said)
    text = words(printed(who.auctioneer, lot, "refunds"))
    assert "không hoàn: rút lại giá" in text
    assert "Bằng chữ: Một tỷ đồng" in text
    assert "DỰ THẢO" in text


def test_session_page__is_readable_by_everybody_once_public(who):
    lot = auctions.at_state(S.POSTED, who)
    text = text_of(client_of(None).get(f"/auctions/{lot.auction.code}/"))
    for said in (
        "Đấu giá đợt 3 năm 2026",
        "09:00 11/09/2026",
        "5.000.000.000",
        "01 Bạch Đằng",
        "0254 000 000",
        lot.name,
    ):
        assert said in text, said
    assert "chưa công bố" in text, "no national notice yet"
    assert f"/auctions/{lot.auction.code}/" in text_of(client_of(None).get(f"/lots/{lot.code}/"))
    told = client_of(None).get(f"/auctions/{lot.auction.code}/?f=json").json()
    assert told["lots"][0]["start_price_amount"] == PRICE
    assert client_of(None).get("/auctions/CDG-999999/").status_code == 404


def test_session_page__is_hidden_before(who):
    lot = auctions.brought_to(S.ORG_CONTRACTED, who)
    path = f"/auctions/{lot.auction.code}/"
    assert client_of(None).get(path).status_code == 404
    assert client_of(who.fund).get(path).status_code == 200


def test_session_page__says_what_came_of_it(who):
    sold = auctions.at_state(S.SOLD_PROVISIONAL, who)
    assert "5.250.000.000 đồng" in text_of(client_of(None).get(f"/auctions/{sold.auction.code}/"))
    failed = auctions.at_state(S.FAILED, who)
    assert "chỉ một người tham gia" in text_of(client_of(None).get(f"/auctions/{failed.auction.code}/"))
