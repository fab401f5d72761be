"""Questions, reports, proposals: anybody sends, only who may answers, only answers are public."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from auctions.actions import asking, lots
from auctions.errors import BadTerms, LotStep, TooMany
from auctions.inquiry_states import INQUIRY_AFTER, InquiryKind, InquiryState
from auctions.models import Inquiry
from gis.http.problems import NotAllowed, NotFound
from notices.actions import ask
from notices.models import Message
from tests.factories import auctions
from tests.factories.land import plot

pytestmark = pytest.mark.django_db
NOW = auctions.START + timedelta(days=1)
TEXT = "Lô này có được xây nhà ba tầng không? Tôi là Nguyễn Văn B, 0909 123 456."


@pytest.fixture
def who():
    return auctions.people()


@pytest.fixture
def lot(who):
    made = auctions.planned(who)
    return lots.publish_lot(actor=who.manager, lot=made, level="public", now=auctions.START)


def question(lot, **own):
    return asking.ask_about_lot(**{"kind": InquiryKind.QUESTION, "lot": lot, "text": TEXT, "now": NOW} | own)


def answered(who, inquiry, now=NOW):
    return asking.answer_inquiry(
        actor=who.fund,
        inquiry=inquiry,
        public_text="Có được xây ba tầng không?",
        answer="Được, theo quy hoạch.",
        now=now,
    )


def test_ask__is_not_public_until_it_is_answered(who, lot):
    asked = question(lot)
    assert not Inquiry.objects.using("default").visible_to(None).using("default").exists()
    answered(who, asked)
    shown = Inquiry.objects.visible_to(None).using("default").get()
    assert (shown.answer, shown.answered_at) == ("Được, theo quy hoạch.", NOW)


def test_answer__is_told_to_who_asked(who, lot):
    contact = ask(actor=None, channel="email", address="b@example.vn", language="vi", now=NOW)
    answered(who, question(lot, contact=contact))
    message = Message.objects.get(kind=asking.ANSWER)
    assert message.data == {
        "about": lot.code,
        "answer": "Được, theo quy hoạch.",
        "path": f"/lots/{lot.code}/#questions",
    }


@pytest.mark.parametrize("text", ["quá ngắn", "x" * 2001])
def test_ask__too_short_or_too_long(lot, text):
    with pytest.raises(BadTerms):
        question(lot, text=text)


def test_ask__internal_lot_or_plot(who):
    with pytest.raises(NotFound):
        question(auctions.planned(who))
    with pytest.raises(NotFound):
        asking.propose_plot(plot=plot(publish_level="internal", published_on=None), text=TEXT, now=NOW)


def test_ask__more_than_can_be_read(lot, monkeypatch):
    monkeypatch.setattr(asking, "MOST_A_DAY_OF_A_LOT", 2)
    question(lot), question(lot)
    with pytest.raises(TooMany):
        question(lot)
    question(lot, now=NOW + timedelta(days=1, minutes=1))


def test_answer__by_strangers_and_other_offices(who, lot):
    asked = question(lot)
    for actor in (None, who.registry, who.auctioneer, auctions.land.person("dan")):
        with pytest.raises(NotAllowed), transaction.atomic():
            asking.answer_inquiry(actor=actor, inquiry=asked, public_text="x", answer="y", now=NOW)
    asking.answer_inquiry(actor=who.manager, inquiry=asked, public_text="x", answer="y", now=NOW)


@pytest.mark.parametrize("state", InquiryState)
@pytest.mark.parametrize("target", [InquiryState.ANSWERED, InquiryState.REFUSED])
def test_states__both_ways(who, lot, state, target):
    asked = question(lot)
    if state == InquiryState.ANSWERED:
        asked = answered(who, asked)
    if state == InquiryState.REFUSED:
        asked = asking.refuse_inquiry(actor=who.fund, inquiry=asked, reason="Quảng cáo", now=NOW)

    def act():
        if target == InquiryState.ANSWERED:
            return answered(who, asked, NOW + timedelta(hours=1))
        return asking.refuse_inquiry(actor=who.fund, inquiry=asked, reason="Quảng cáo", now=NOW)

    if target in INQUIRY_AFTER[state]:
        assert act().state == target
    else:
        with pytest.raises(LotStep), transaction.atomic():
            act()


def test_answered_without_an_answer__is_refused_by_the_database(lot):
    asked = question(lot)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=asked.pk).update(state=InquiryState.ANSWERED)


def test_desk__lists_what_one_may_answer(who, lot, client):
    asked = question(lot)
    client.force_login(who.fund)
    assert lot.code in client.get("/auctions/desk/questions/").content.decode()
    page = client.post(
        f"/auctions/desk/questions/{asked.pk}/", {"public_text": "Xây được mấy tầng?", "answer": "Ba tầng."}
    )
    assert page.status_code == 302
    asked.refresh_from_db()
    assert asked.state == InquiryState.ANSWERED
    for stranger in (who.registry, auctions.land.person("dan")):
        client.force_login(stranger)
        assert client.get(f"/auctions/desk/questions/{asked.pk}/").status_code == 404


def test_form__a_program_that_fills_everything__is_thanked_and_forgotten(lot, client):
    sent = {"kind": "question", "text": TEXT, "email": "", "website": "http://spam.example"}
    assert client.post(f"/lots/{lot.code}/ask/", sent).status_code == 302
    assert not Inquiry.objects.exists()
    assert client.post(f"/lots/{lot.code}/ask/", sent | {"website": ""}).status_code == 302
    assert Inquiry.objects.get().text == TEXT
