"""Every act on a lot through its page: by whom it belongs to it is done, to everybody else it is refused."""

import pytest

from auctions.models import AuctionDocument, Lot, LotEvent
from auctions.workflow import LotState
from audit.models import Event
from tests.database.auctions.desk import DECISION, REASON, address, client_of, do, everybody, pdf, text_of
from tests.factories import auctions

pytestmark = pytest.mark.django_db
S = LotState
PRICE = auctions.PRICE
DECIDED = {**DECISION, **REASON}

# state before, act, what is sent, who may, state after.
STEPS = [
    (S.PLANNED, "approve_plan", DECISION, {"manager"}, S.PLAN_APPROVED),
    (S.PLAN_APPROVED, "set_start_price", {**DECISION, "amount": "5.000.000.000"}, {"manager"}, S.START_PRICE_SET),
    (S.START_PRICE_SET, "decide_auction", DECISION, {"manager"}, S.AUCTION_DECIDED),
    (S.POSTED, "withdraw", REASON, {"fund"}, S.WITHDRAWN),
    (S.POSTED, "suspend", DECIDED, {"manager"}, S.SUSPENDED),
    (S.POSTED, "cancel", DECIDED, {"manager"}, S.CANCELLED),
    (S.SUSPENDED, "resume", DECIDED, {"manager"}, S.REGISTRATION_OPEN),
    (S.REGISTRATION_CLOSED, "open_session", {"two_admitted": "on"}, {"auctioneer"}, S.IN_SESSION),
    (S.SOLD_PROVISIONAL, "recognise", DECISION, {"manager"}, S.RECOGNISED),
    (S.PAID, "hand_over", DECISION, {"fund"}, S.HANDED_OVER),
    (S.HANDED_OVER, "certify", DECISION, {"registry", "manager"}, S.CERTIFIED),
    (S.FAILED, "try_again", REASON, {"fund"}, S.PLAN_APPROVED),
]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize(("before", "act", "sent", "may", "after"), STEPS, ids=[row[1] for row in STEPS])
def test_step__is_offered_and_taken_by_whom_it_belongs_to(before, act, sent, may, after):
    who = auctions.people()
    lot = auctions.at_state(before, who)
    people = everybody(who)
    offered = {name for name, user in people.items() if _opens(user, lot, act)}
    assert offered == may
    for name in people.keys() - may:
        assert do(people[name], lot, act, **sent).status_code in {302, 403, 404, 409}, name
        lot.refresh_from_db()
        assert lot.state == before, name
    answer = do(people[min(may)], lot, act, **sent)
    assert answer.status_code == 302, text_of(answer)
    assert answer["Location"] == address(lot)
    lot.refresh_from_db()
    assert lot.state == after


def _opens(user, lot, act):
    page = client_of(user).get(address(lot))
    shown = page.status_code == 200 and address(lot, act) in page.content.decode()
    opened = client_of(user).get(address(lot, act)).status_code == 200
    assert shown == opened
    return opened


def test_page__exists_for_those_inside():
    who = auctions.people()
    lot = auctions.at_state(S.POSTED, who)
    answers = {name: client_of(user).get(address(lot)).status_code for name, user in everybody(who).items()}
    inside = {"inspector", "fund", "manager", "auctioneer", "registry"}
    assert {name for name, status in answers.items() if status == 200} == inside
    assert answers.pop("anonymous") == 302
    assert {status for name, status in answers.items() if name not in inside} == {404}


@pytest.mark.parametrize("state", list(LotState))
def test_page__shows_every_state(state):
    who = auctions.people()
    lot = auctions.at_state(state, who)
    for user in (who.fund, who.manager, who.auctioneer):
        if user is who.auctioneer and lot.organisation_id is None:
            continue
        text = text_of(client_of(user).get(address(lot)))
        assert str(state.label) in text
        assert lot.name in text


def test_stale_form__is_told_once_and_then_meant():
    who = auctions.people()
    lot = auctions.planned(who)
    read = lot.version
    auctions.lots.edit_lot(actor=who.fund, lot=lot, values={"purpose": "Nhà ở liền kề"})
    client = client_of(who.manager)
    answer = client.post(address(lot, "approve_plan"), {**DECISION, "seen_version": read})
    assert answer.status_code == 409
    assert "đã được người khác thay đổi" in text_of(answer)
    assert f'name="seen_version" value="{read + 1}"' in text_of(answer)
    assert "12/QĐ-UBND" in text_of(answer), "what was typed is still there"
    assert Lot.objects.get().state == S.PLANNED
    assert client.post(address(lot, "approve_plan"), {**DECISION, "seen_version": read + 1}).status_code == 302


def test_guards__stand_in_the_form_with_the_way_to_mend_them():
    who = auctions.people()
    lot = auctions.planned(who, deposit_percent=None, land_use_id=None)
    answer = do(who.manager, lot, "approve_plan", **DECISION)
    text = text_of(answer)
    assert answer.status_code == 409
    assert "Tiền đặt trước: chưa ghi." in text
    assert "Chưa ghi mục đích sử dụng đất sau đấu giá." in text
    assert f'href="{address(lot, "edit")}"' in text


def test_guard_of_a_field_of_the_form__stands_beside_it():
    who = auctions.people()
    lot = auctions.at_state(S.PLAN_APPROVED, who)
    answer = do(who.manager, lot, "set_start_price", **{**DECISION, "decision_on": "01/01/2026", "amount": "5 tỷ"})
    page = answer.content.decode()
    assert answer.status_code == 409
    wrong = page[page.index('id="id_decision_on_error"') :].split("</p>")[0]
    assert "không được trước ngày duyệt phương án" in wrong


def test_decision__keeps_its_paper_with_the_act():
    who = auctions.people()
    lot = auctions.planned(who)
    answer = do(who.manager, lot, "approve_plan", **{**DECISION, "level": "public", "file": pdf()})
    assert answer.status_code == 302, text_of(answer)
    paper = AuctionDocument.objects.get()
    act = LotEvent.objects.get(verb="approve_plan")
    assert (act.document, act.decision_number, act.signer) == (paper, "12/QĐ-UBND", "Lê Văn Ký")
    assert (paper.lot, paper.kind, paper.publish_level, paper.media_type) == (lot, "plan", "public", "application/pdf")
    assert Event.objects.filter(verb="lot.paper_attached", subject_label=lot.code).exists()


def test_refused_decision__leaves_no_paper():
    who = auctions.people()
    lot = auctions.planned(who, deposit_percent=None)
    assert do(who.manager, lot, "approve_plan", **DECISION, file=pdf()).status_code == 409
    assert not AuctionDocument.objects.exists()


@pytest.mark.parametrize("content", [b"MZ\x90\x00 exe", b""])
def test_file_of_another_kind__is_refused_at_the_field(content):
    who = auctions.people()
    lot = auctions.planned(who)
    answer = do(who.manager, lot, "approve_plan", **DECISION, file=pdf("x.pdf", content))
    assert answer.status_code == 400
    assert 'id="id_file_error"' in answer.content.decode()
    assert Lot.objects.get().state == S.PLANNED


def test_form__wants_the_token_of_its_page():
    who = auctions.people()
    lot = auctions.planned(who)
    strict = client_of(who.manager)
    strict.handler.enforce_csrf_checks = True
    answer = strict.post(address(lot, "approve_plan"), {**DECISION, "seen_version": lot.version})
    assert answer.status_code == 403
    assert Lot.objects.get().state == S.PLANNED


def test_contract__needs_a_session():
    who = auctions.people()
    lot = auctions.at_state(S.AUCTION_DECIDED, who)
    assert "Lô chưa thuộc cuộc đấu giá nào." in text_of(do(who.fund, lot, "contract_organisation", **DECISION))
    auctions.session(who, lot)
    assert do(who.fund, lot, "contract_organisation", **DECISION).status_code == 302


def test_unknown_act__is_not_found():
    who = auctions.people()
    lot = auctions.planned(who)
    assert client_of(who.manager).get(address(lot, "sell")).status_code == 404
