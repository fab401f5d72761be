"""The auctioneers at the desk: minutes pasted and compared, the second person, refusals; what follows the session."""

import pytest

from auctions import terms
from auctions.models import AuctionDocument, AuctionResult, ReadinessItem, WinnerPerson
from auctions.workflow import Failure, LotState
from audit.models import Event
from tests.database.auctions.desk import DECISION, PDF, REASON, address, client_of, do, pdf, text_of
from tests.factories import auctions
from tests.factories.auctions import PRICE, STEP

pytestmark = pytest.mark.django_db
S = LotState
NAME = "Trần Thị Người Trúng"
BIDS = f"""Vòng\tSố người\tGiá trả
1\t1\t{PRICE}
1\t2\t{PRICE + 2 * STEP}
2\t1\t{PRICE + 3 * STEP}
2\t2\t5.250.000.000
"""
MINUTES = {
    "minutes_number": "15/BB-ĐG",
    "minutes_on": "11/09/2026",
    "registrants": "3",
    "participants": "2",
    "bids": BIDS,
    "conclusion": "sold",
    "winner": "2",
    "price": "5.250.000.000",
    "kind": "person",
    "name": NAME,
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def who():
    return auctions.people()


@pytest.fixture
def lot(who):
    return auctions.brought_to(S.IN_SESSION, who)


def entered(who, lot, **changed):
    answer = do(who.auctioneer, lot, "result", **{**MINUTES, **changed})
    assert answer.status_code == 302, text_of(answer)
    return AuctionResult.objects.get()


def test_check__computes_and_enters_nothing(who, lot):
    answer = do(who.auctioneer, lot, "result", **MINUTES, step="check")
    text = text_of(answer)
    assert answer.status_code == 200
    assert "Không thấy mâu thuẫn" in text
    assert "người số 2 trúng, 5.250.000.000 đồng" in text
    assert "Đã đọc 4 lượt trả giá" in text
    assert not AuctionResult.objects.exists()


def test_enter__waits_for_the_second_person(who, lot):
    made = entered(who, lot, file=pdf("bien-ban.pdf"))
    assert next((bid.round, bid.bidder, bid.amount) for bid in made.bids.all()) == (1, 1, PRICE)
    assert made.bids.count() == 4
    scan = AuctionDocument.objects.get()
    assert (scan.kind, scan.publish_level, scan.sha256) == ("minutes", "internal", made.minutes_sha256)
    assert scan.size == len(PDF)
    lot.refresh_from_db()
    assert lot.state == S.IN_SESSION
    assert address(lot, "decide") not in text_of(client_of(who.auctioneer).get(address(lot)))
    assert client_of(who.auctioneer).get(address(lot, "decide")).status_code == 409
    page = text_of(client_of(who.second).get(address(lot, "decide")))
    assert "15/BB-ĐG" in page
    assert "5.250.000.000" in page
    assert NAME not in page


def test_confirm__by_the_second_person_sells(who, lot):
    entered(who, lot)
    assert do(who.second, lot, "decide", choice="confirm").status_code == 302
    lot.refresh_from_db()
    assert (lot.state, lot.sold_price_amount) == (S.SOLD_PROVISIONAL, PRICE + 5 * STEP)


def test_reject__wants_a_reason(who, lot):
    made = entered(who, lot)
    assert "Hãy ghi lý do trả lại." in text_of(do(who.second, lot, "decide", choice="reject"))
    assert do(who.second, lot, "decide", choice="reject", reason="Sai số lượt").status_code == 302
    made.refresh_from_db()
    assert made.state == "rejected"
    assert address(lot, "result") in text_of(client_of(who.auctioneer).get(address(lot)))


def test_contradiction__is_shown_before_anything_is_entered(who, lot):
    wrong = {**MINUTES, "winner": "1"}
    answer = do(who.auctioneer, lot, "result", **wrong, step="enter")
    text = text_of(answer)
    assert answer.status_code == 200
    assert "không phải giá hợp lệ cao nhất" in text
    assert not AuctionResult.objects.exists()
    assert do(who.auctioneer, lot, "result", **wrong, as_signed="on", step="enter").status_code == 302
    refused = do(who.second, lot, "decide", choice="confirm")
    assert refused.status_code == 409
    assert "không phải giá hợp lệ cao nhất" in text_of(refused)
    lot.refresh_from_db()
    assert lot.state == S.IN_SESSION


@pytest.mark.parametrize(
    ("bids", "told"),
    [
        ("1; 2", "giá"),
        ("1; x; 5000000000", "Dòng 1"),
        ("1; 1; năm tỷ; 2; 3", "cần hai cột"),
        ("1; 1; 5.000.000.000\n1; 2; -3", "Dòng 2"),
    ],
)
def test_bids_that_cannot_be_read__are_named_by_line(who, lot, bids, told):
    answer = do(who.auctioneer, lot, "result", **{**MINUTES, "bids": bids})
    if told == "giá":  # two columns are bidder and price: the price 2 is read, and found too low
        assert "thấp hơn giá khởi điểm" in text_of(answer)
    else:
        assert answer.status_code == 400
        assert told in text_of(answer)
    assert not AuctionResult.objects.exists()


def test_failure__names_nobody(who, lot):
    sent = {**MINUTES, "participants": "1", "bids": "", "conclusion": Failure.ONE_PARTICIPANT.value}
    assert do(who.auctioneer, lot, "result", **sent).status_code == 302
    assert not WinnerPerson.objects.exists()
    do(who.second, lot, "decide", choice="confirm")
    lot.refresh_from_db()
    assert (lot.state, lot.failure) == (S.FAILED, Failure.ONE_PARTICIPANT)


def test_registration_closed__takes_failures_of_registration_alone(who):
    lot = auctions.brought_to(S.REGISTRATION_CLOSED, who)
    page = text_of(client_of(who.auctioneer).get(address(lot, "result")))
    assert str(Failure.ONE_REGISTRANT.label) in page
    assert str(Failure.UNDER_START.label) not in page
    sent = {**MINUTES, "registrants": "1", "participants": "1", "bids": ""}
    answer = do(who.auctioneer, lot, "result", **{**sent, "conclusion": Failure.ONE_REGISTRANT.value})
    assert answer.status_code == 302, text_of(answer)


def test_result__is_refused_to_others_and_before_its_time(who, lot):
    for user in (who.fund, who.manager):
        assert do(user, lot, "result", **MINUTES).status_code == 409
    open_lot = auctions.brought_to(S.REGISTRATION_OPEN, who)
    assert do(who.auctioneer, open_lot, "result", **MINUTES).status_code == 409
    assert not AuctionResult.objects.exists()


def test_award_next__and_refuse(who):
    lot = auctions.brought_to(S.SOLD_PROVISIONAL, who)
    page = text_of(client_of(who.auctioneer).get(address(lot, "award_next")))
    assert "người số 1 trúng, 5.150.000.000 đồng" in page
    party = {"kind": "organisation", "name": "Công ty Kế Tiếp"}
    answer = do(who.auctioneer, lot, "refuse", refused="2", **REASON)
    assert "Người trả giá liền kề đủ điều kiện trúng" in text_of(answer)
    assert do(who.auctioneer, lot, "award_next", refused="2", **REASON, **party).status_code == 302
    lot.refresh_from_db()
    assert (lot.state, lot.sold_price_amount) == (S.SOLD_PROVISIONAL, PRICE + 3 * STEP)


def test_refuse__when_nobody_comes_next(who):
    lot = auctions.brought_to(S.SOLD_PROVISIONAL, who)
    assert do(who.auctioneer, lot, "refuse", refused="2, 1", **REASON).status_code == 302
    lot.refresh_from_db()
    assert (lot.state, lot.failure) == (S.FAILED, Failure.WINNER_REFUSED)


def test_duties__are_said_to_be_done(who):
    lot = auctions.brought_to(S.SOLD_PROVISIONAL, who)
    page = text_of(client_of(who.auctioneer).get(address(lot, "fulfil")))
    assert "Trả lại tiền đặt trước" in page or "hoàn" in page.lower()
    assert do(who.auctioneer, lot, "fulfil", kind="auction.refund").status_code == 302
    assert 'value="auction.refund"' not in text_of(client_of(who.auctioneer).get(address(lot, "fulfil")))
    told = "</strong>: Trả lại tiền đặt trước cho người không trúng"
    assert told in text_of(client_of(who.auctioneer).get(address(lot)))


def test_money__from_the_notice_to_the_last_payment(who):
    lot = auctions.brought_to(S.RECOGNISED, who)
    assert client_of(who.fund).get(address(lot, "payment")).status_code == 409
    notice = {"number": "9/TB-CCT", "issued_on": "16/09/2026", "amount": "5.250.000.000"}
    assert do(who.fund, lot, "tax_notice", **notice).status_code == 302
    half = {"amount": "2.625.000.000", "paid_on": "17/09/2026", "receipt": "CT-1"}
    assert do(who.fund, lot, "payment", **half).status_code == 302
    lot.refresh_from_db()
    assert lot.state == S.PAYMENT_50
    again = do(who.fund, lot, "payment", **half)
    assert again.status_code == 400
    assert "đã được ghi" in text_of(again)
    assert do(who.manager, lot, "payment", **{**half, "receipt": "CT-2"}).status_code == 302
    lot.refresh_from_db()
    assert lot.state == S.PAID


def test_unpaid_win__is_cancelled_after_its_term(who):
    lot = auctions.brought_to(S.RECOGNISED, who)
    notice = {"number": "9/TB-CCT", "issued_on": "16/09/2026", "amount": "5.250.000.000"}
    do(who.fund, lot, "tax_notice", **notice)
    # A fifth of the start price is lost; what was paid beyond it goes back.
    do(who.fund, lot, "payment", amount="1.750.000.000", paid_on="20/09/2026", receipt="CT-1")
    assert terms.forfeit(lot) == terms.Forfeit(lost=1_000_000_000, refunded=750_000_000)
    told = ("Tiền đặt cọc không được hoàn", ">1.000.000.000 đồng<", ">750.000.000 đồng<")
    form = text_of(client_of(who.manager).get(address(lot, "cancel_recognition")))
    assert all(text in form for text in told)
    assert do(who.manager, lot, "cancel_recognition", **DECISION, **REASON).status_code == 302
    lot.refresh_from_db()
    assert lot.state == S.RECOGNITION_CANCELLED
    for user in (who.manager, who.fund):
        assert all(text in text_of(client_of(user).get(address(lot))) for text in told)
    for user in (who.auctioneer, auctions.person("thanhtra", "inspector")):
        assert "750.000.000" not in text_of(client_of(user).get(address(lot)))


def test_forfeit__of_who_paid_less_than_the_deposit(who):
    lot = auctions.brought_to(S.RECOGNISED, who)
    assert terms.forfeit(lot) == terms.Forfeit(lost=lot.deposit_amount, refunded=0)


def test_name_of_a_winner__is_read_with_a_reason_and_recorded(who):
    lot = auctions.brought_to(S.SOLD_PROVISIONAL, who)
    assert NAME not in text_of(client_of(who.fund).get(address(lot)))
    assert do(who.fund, lot, "winner", reason=" ").status_code == 400
    answer = do(who.fund, lot, "winner", reason="Lập hợp đồng")
    assert NAME in text_of(answer)
    read = Event.objects.get(verb="personal.read")
    assert (read.subject_label, read.reason) == (lot.code, "Lập hợp đồng")


def test_readiness__is_recorded_in_one_form(who):
    lot = auctions.planned(who)
    sent = {"title_state": "met", "title_since": "01/08/2026", "title_basis": "GCN số 1"}
    more = {"access_state": "missing", "access_since": "02/08/2026", "access_basis": ""}
    assert do(who.fund, lot, "readiness", **sent, **more).status_code == 302
    kept = {item.kind: (item.state, f"{item.since:%d/%m/%Y}") for item in ReadinessItem.objects.all()}
    assert kept == {"title": ("met", "01/08/2026"), "access": ("missing", "02/08/2026")}


def test_readiness__refusals_stand_at_their_condition(who):
    lot = auctions.planned(who)
    answer = do(who.fund, lot, "readiness", title_state="met", title_basis="")
    assert 'id="id_title_basis_error"' in answer.content.decode()
    answer = do(who.fund, lot, "readiness", title_state="met", title_since="01/08/2099", title_basis="GCN")
    assert 'id="id_title_since_error"' in answer.content.decode()
    assert "Chưa ghi điều kiện nào." in text_of(do(who.fund, lot, "readiness"))
    assert not ReadinessItem.objects.exists()


def test_exception__is_the_departments(who):
    lot = auctions.planned(who)
    assert client_of(who.fund).get(address(lot, "except")).status_code == 409
    sent = {"kind": "access", "since": "01/08/2026", **REASON}
    assert do(who.manager, lot, "except", **sent).status_code == 302
    assert ReadinessItem.objects.get().state == "excepted"


def test_publish_edit_correct(who):
    lot = auctions.planned(who)
    assert do(who.fund, lot, "publish").status_code == 409
    assert do(who.manager, lot, "publish").status_code == 302
    lot.refresh_from_db()
    assert lot.publish_level == "public"
    page = client_of(who.fund).get(address(lot, "edit"))
    assert "5–20 %" in text_of(page)
    sent = {field.name: field.value() for field in page.context["form"] if field.value() not in (None, False)}
    sent |= {"purpose": "Nhà ở liền kề", "deposit_percent": "15"}
    answer = client_of(who.fund).post(address(lot, "edit"), sent)
    assert answer.status_code == 302, text_of(answer)
    lot.refresh_from_db()
    assert (lot.purpose, int(lot.deposit_percent)) == ("Nhà ở liền kề", 15)
    assert do(who.manager, lot, "unpublish", reason="Ghi nhầm").status_code == 302


def test_edit__of_approved_terms_is_the_authoritys(who):
    lot = auctions.at_state(S.PLAN_APPROVED, who)
    page = client_of(who.fund).get(address(lot, "edit"))
    assert page.context["form"].fields["deposit_percent"].disabled
    assert not client_of(who.manager).get(address(lot, "edit")).context["form"].fields["deposit_percent"].disabled


def test_correction__is_published_with_its_decision(who):
    lot = auctions.at_state(S.POSTED, who)
    page = client_of(who.manager).get(address(lot, "correct"))
    sent = {field.name: field.value() for field in page.context["form"] if field.value() not in (None, False)}
    sent |= {"address": "Số 1 đường Mới", **DECISION, **REASON}
    answer = client_of(who.manager).post(address(lot, "correct"), sent)
    assert answer.status_code == 302, text_of(answer)
    assert lot.events.filter(verb="correct").get().details["fields"] == ["address"]


def test_paper__is_attached_sent_and_withdrawn(who):
    lot = auctions.at_state(S.POSTED, who)
    sent = {"level": "public", "kind": "rules", "title_of_paper": "Quy chế cuộc đấu giá"}
    assert "Hãy chọn một tệp." in text_of(do(who.auctioneer, lot, "paper", **sent))
    assert do(who.auctioneer, lot, "paper", **sent, file=pdf()).status_code == 302
    paper = AuctionDocument.objects.get()
    path = f"/auctions/documents/{paper.pk}/"
    got = client_of(None).get(path)
    assert b"".join(got.streaming_content) == PDF
    assert got["Cache-Control"] == "private, no-cache"
    assert f"{lot.code}-rules-" in got["Content-Disposition"]
    again = do(who.auctioneer, lot, "paper", **sent, file=pdf())
    assert "đã được đính kèm" in text_of(again)
    take_back = f"/auctions/desk/documents/{paper.pk}/withdraw/"
    assert client_of(who.registry).post(take_back, REASON).status_code == 403
    assert client_of(who.auctioneer).post(take_back, {"reason": ""}).status_code == 400
    assert client_of(who.auctioneer).post(take_back, REASON).status_code == 302
    assert client_of(None).get(path).status_code == 404
    assert Event.objects.filter(verb="lot.paper_withdrawn").exists()


def test_internal_paper__is_not_sent_to_the_public(who):
    lot = auctions.at_state(S.POSTED, who)
    sent = {"level": "internal", "kind": "other", "title_of_paper": "Tờ trình"}
    do(who.fund, lot, "paper", **sent, file=pdf())
    path = f"/auctions/documents/{AuctionDocument.objects.get().pk}/"
    assert client_of(None).get(path).status_code == 404
    assert client_of(who.auctioneer).get(path).status_code == 200
