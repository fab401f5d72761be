"""What lots, questions and news leave behind when two come at once: one ground, one answer, one alert, one chain."""

from datetime import timedelta

import pytest
from django.db import transaction

from auctions import ledger
from auctions.actions import asking, deciding, lots, watching
from auctions.actions.drafts import LotDraft
from auctions.errors import BadTerms, LotStep
from auctions.inquiry_states import InquiryKind, InquiryState
from auctions.models import Inquiry, Lot, LotNews
from auctions.workflow import LotState, NewsKind
from notices.actions import confirm
from notices.models import Message
from notices.tokens import confirm_token
from notices.workflow import CONFIRM
from tests.concurrency.auction_races import (
    assert_chained,
    no_jobs,  # noqa: F401 - the fixture
    one_after_other,
    without_locks,  # noqa: F401 - the fixture
)
from tests.database.auctions.conftest import calendar  # noqa: F401 - the fixture
from tests.factories import auctions, land
from tests.factories.auctions import POSTED, START, decision

pytestmark = pytest.mark.django_db(transaction=True)
NOW = POSTED + timedelta(hours=2)


# --- questions ----------------------------------------------------------------------------------------------------


def two_answers(at_once):
    """The owner answers, the organisation refuses to publish."""
    who = auctions.people()
    lot = auctions.brought_to(LotState.POSTED, who)
    asked = asking.ask_about_lot(kind=InquiryKind.QUESTION, lot=lot, text="Đất này xây được mấy tầng?", now=NOW)
    told = one_after_other(
        at_once,
        lambda: asking.answer_inquiry(actor=who.fund, inquiry=asked, public_text="Mấy tầng?", answer="Ba.", now=NOW),
        lambda: asking.refuse_inquiry(actor=who.auctioneer, inquiry=asked, reason="Trùng", now=NOW),
    )
    return told, Inquiry.objects.get()


@pytest.mark.usefixtures("without_locks")
def test_race_of_answers_appears_without_locks(at_once):
    """Negative control: the answer is gone from the page, and nobody is told."""
    told, inquiry = two_answers(at_once)
    assert not [outcome for outcome in told if isinstance(outcome, Exception)]
    assert inquiry.state == InquiryState.REFUSED


def test_two_people_answer__the_second_is_told(at_once):
    (first, second), inquiry = two_answers(at_once)
    assert not isinstance(first, Exception), first
    assert isinstance(second, LotStep)
    assert (inquiry.state, inquiry.answer) == (InquiryState.ANSWERED, "Ba.")


# --- alerts -------------------------------------------------------------------------------------------------------


def followed_lot():
    """A public lot that somebody follows, without news yet."""
    lot = auctions.brought_to(LotState.POSTED)
    contact = watching.follow(
        actor=None, channel="email", address="nguoi@example.vn", language="vi", title=lot.code, lot=lot, now=NOW
    )
    wish = Message.objects.get(contact=contact, kind=CONFIRM).data["wish"]
    confirm(actor=None, token=confirm_token(contact, wish), now=NOW)
    LotNews.objects.all().delete()
    return lot


def two_workers(at_once):
    """More news comes while the first worker has told the first, not committed. Codes of the news told, one by one."""
    lot = followed_lot()
    tell = lambda kind: LotNews.objects.create(lot=lot, kind=kind, at=NOW + timedelta(minutes=1), lot_version=1)  # noqa: E731
    tell(NewsKind.POSTED)

    def second():
        tell(NewsKind.CORRECTED)
        return watching.match_news(now=NOW + timedelta(minutes=2))

    done = one_after_other(at_once, lambda: watching.match_news(now=NOW + timedelta(minutes=2)), second)
    assert not [outcome for outcome in done if isinstance(outcome, Exception)], done
    return sorted(row["kind"] for one in Message.objects.filter(kind=watching.ALERT) for row in one.data["lots"])


@pytest.mark.usefixtures("without_locks")
def test_race_of_workers_appears_without_locks(at_once):
    """Negative control."""
    assert two_workers(at_once) == ["corrected", "posted", "posted"]


def test_two_workers__tell_each_news_once(at_once):
    assert two_workers(at_once) == ["corrected", "posted"]


# --- one chain, one ground ----------------------------------------------------------------------------------------


def two_entries(at_once):
    """Two lots of one session are suspended at once."""
    who = auctions.people()
    its = [auctions.brought_to(LotState.AUCTION_DECIDED, who) for _number in range(2)]
    auctions.session(who, *its)
    for lot in its:
        lots.publish_lot(actor=who.manager, lot=lot, level="public", now=START + timedelta(days=3))
    at = START + timedelta(days=4)
    return one_after_other(
        at_once,
        *(
            lambda lot=lot: deciding.suspend_lot(actor=who.manager, lot=lot, decision=decision(), reason="Đơn", now=at)
            for lot in its
        ),
    )


@pytest.mark.usefixtures("without_locks")
def test_race_of_entries_appears_without_locks(at_once, monkeypatch):
    """Negative control: the versions of tiles keep acts apart, too; without them the second is lost to a constraint."""
    monkeypatch.setattr("gis.db.versions.bump", lambda *args, **kwargs: None)
    assert [isinstance(outcome, Exception) for outcome in two_entries(at_once)] == [False, True]


def test_two_lots_of_a_session__one_unbroken_chain(at_once, monkeypatch):
    monkeypatch.setattr("gis.db.versions.bump", lambda *args, **kwargs: None)
    assert [outcome.state for outcome in two_entries(at_once)] == [LotState.SUSPENDED] * 2
    assert_chained()


def test_many_entries_of_one_chain__none_is_lost(at_once):
    def enter(name):
        def act():
            for number in range(5):
                with transaction.atomic():
                    ledger.enter("CDG-000001", {"who": name, "what": number}, None, NOW)

        return act

    assert at_once(*(enter(name) for name in range(4))) == [None] * 4
    assert_chained()
    assert ledger.Ledger.objects.get().last_number == 20


def two_drawers(at_once):
    """Two people draw a lot from one plot."""
    who = auctions.people()
    plot = land.plot(managing_agency=who.owner)
    draw = lambda: lots.plan_lots(actor=who.fund, owner=who.owner, plan=None, drafts=[LotDraft("Lô A", [plot])])  # noqa: E731
    return one_after_other(at_once, draw, draw)


def test_race_of_drawers_appears_without_locks(at_once, monkeypatch):
    """Negative control: the number series keeps them apart, too."""
    numbers = iter(range(1, 9))
    monkeypatch.setattr(
        "auctions.actions.lots.take_numbers", lambda series, count: [next(numbers) for _ in range(count)]
    )
    monkeypatch.setattr("auctions.actions.lots.changes.locked", lambda plots: {plot.pk: plot for plot in plots})
    monkeypatch.setattr("gis.db.versions.bump", lambda *args, **kwargs: None)
    assert not [outcome for outcome in two_drawers(at_once) if isinstance(outcome, Exception)]
    assert Lot.objects.count() == 2


def test_two_people_draw_one_ground__the_second_is_told(at_once):
    first, second = two_drawers(at_once)
    assert not isinstance(first, Exception), first
    assert isinstance(second, BadTerms)
    assert Lot.objects.count() == 1
