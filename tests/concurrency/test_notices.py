"""Two workers, two people, two channels at once."""

import time
from collections import Counter
from datetime import timedelta
from threading import Barrier, Event, Lock
from uuid import uuid4

import pytest
from django.db import transaction

from notices import pace
from notices.actions import ask, enqueue, send_due, stop_contact, taking
from notices.adapters.folder import Folder
from notices.adapters.zns import Zns
from notices.models import Contact, Line, Message
from notices.outcomes import accepted
from notices.workflow import ContactState, MessageState
from tests.database.notices.conftest import news  # noqa: F401 - the fixture
from tests.factories import queues, smtp
from tests.factories.notices import ADDRESS, NEWS, NOW, PHONE, contact, message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("news")]


@pytest.fixture(autouse=True)
def no_jobs(transactional_db):
    queues.empty()
    yield
    queues.empty()


@pytest.fixture
def sent(monkeypatch):
    """How often each message was given to a provider."""
    counted, lock = Counter(), Lock()

    def send(self, one):
        with lock:
            counted[one.pk] += 1
        return accepted()

    monkeypatch.setattr(Folder, "send", send)
    return counted


def one_round():
    return send_due(channel="email", now=NOW)


def unguarded(monkeypatch):
    """Taking without a lock, a look at the state or a claim of one's own: both read before either writes."""
    both_have_read = Barrier(2)
    whole = Message.objects.select_related("contact")

    def claim(*, channel, now, most):
        rows = list(Message.objects.due(channel, now)[:most])
        both_have_read.wait(10)
        return rows, pace.Allowance(most)

    monkeypatch.setattr(taking, "claim", claim)
    monkeypatch.setattr(taking, "begin", lambda *, taken, now: whole.get(pk=taken.pk))
    monkeypatch.setattr(taking, "finish", lambda *, message, outcome, now: MessageState.SENT)


def test_message_goes_twice_without_claims(at_once, sent, monkeypatch):
    """Negative control: if this fails, the tests below prove nothing."""
    unguarded(monkeypatch)
    message()
    at_once(one_round, one_round)
    assert list(sent.values()) == [2]


def test_message_goes_once(at_once, sent):
    rows = [message() for _number in range(120)]
    done = at_once(*[one_round] * 4)
    assert not [error for error in done if isinstance(error, Exception)]
    while one_round().taken:
        pass
    assert sent == Counter(row.pk for row in rows)
    assert set(Message.objects.values_list("state", "attempts")) == {(MessageState.SENT, 1)}


def test_taken_message_is_not_taken_again_while_its_worker_is_slow(at_once, sent, monkeypatch):
    """The second worker comes while the first speaks with its provider."""
    speaking, over = Event(), Event()

    def send(self, one):
        sent[one.pk] += 1
        speaking.set()
        over.wait(10)
        return accepted()

    monkeypatch.setattr(Folder, "send", send)
    message()

    def second():
        assert speaking.wait(10)
        try:
            return one_round().taken
        finally:
            over.set()

    assert at_once(one_round, second)[1] == 0
    assert list(sent.values()) == [1]


def test_stop_while_the_batch_is_under_way_cancels_the_rest(at_once, monkeypatch):
    speaking, stopped = Event(), Event()
    person = contact(ADDRESS)
    message(next_attempt_at=NOW - timedelta(hours=1))
    theirs = message(person)

    def send(self, one):
        speaking.set()
        assert stopped.wait(10)
        return accepted()

    monkeypatch.setattr(Folder, "send", send)

    def stopping():
        assert speaking.wait(10)
        stop_contact(actor=None, contact_id=person.pk, now=NOW)
        stopped.set()

    done, error = at_once(one_round, stopping)
    assert error is None
    assert (done.taken, done.sent, done.cancelled) == (2, 1, 1)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.error) == (MessageState.CANCELLED, "stopped")


def test_message_that_somebody_holds_keeps_no_other_waiting(at_once, sent):
    held, done = Event(), Event()
    theirs, other = message(), message(next_attempt_at=NOW)

    def holding():
        with transaction.atomic():
            Message.objects.select_for_update().get(pk=theirs.pk)
            held.set()
            done.wait(5)

    def sending():
        assert held.wait(10)
        begun = time.monotonic()
        try:
            return one_round().sent, time.monotonic() - begun
        finally:
            done.set()

    _nothing, (number, seconds) = at_once(holding, sending)
    assert (number, list(sent)) == (1, [other.pk])
    assert seconds < 3


def test_rate_is_shared_by_all_workers(at_once, sent, settings, monkeypatch):
    settings.NOTICES_PER_MINUTE = {"email": 30, "zalo": 0}  # five at once after a pause
    Line.objects.create(channel="email")  # whoever makes it keeps the others waiting, too
    allowance = pace.allowance

    def slow(*asked):
        time.sleep(0.2)  # all have read the row before one writes it, where nothing keeps them apart
        return allowance(*asked)

    monkeypatch.setattr(pace, "allowance", slow)
    for _number in range(40):
        message()
    done = at_once(*[one_round] * 4)
    assert sum(one.taken for one in done) == 5


def test_hanging_mail_server_delays_no_zalo_message(at_once, settings, monkeypatch):
    settings.EMAIL_TIMEOUT = 3
    monkeypatch.setattr(Zns, "send", lambda self, one: accepted("id-1"))
    for _number in range(2):
        message()
    theirs = message(contact(PHONE, channel="zalo"))
    with smtp.serving(settings) as server:
        server.data_answer = "hang"

        def zalo():
            begun = time.monotonic()
            done = send_due(channel="zalo", now=NOW)
            return done.sent, time.monotonic() - begun

        mail, (number, seconds) = at_once(one_round, zalo)
    assert mail.later == 2
    assert number == 1
    assert seconds < 2
    theirs.refresh_from_db()
    assert theirs.state == MessageState.SENT


def test_long_transaction_that_queues_holds_up_nobody(at_once):
    """A large digest is being queued; a person of it stops, another act queues for the same person meanwhile."""
    person = contact(ADDRESS)
    queued, done = Event(), Event()

    def digest():
        with transaction.atomic():
            enqueue(actor=None, contact=person, kind=NEWS, data={}, key="digest", now=NOW)
            queued.set()
            done.wait(5)

    def other():
        assert queued.wait(10)
        begun = time.monotonic()
        try:
            enqueue(actor=None, contact=person, kind=NEWS, data={}, key="alert", now=NOW)
            stop_contact(actor=None, contact_id=person.pk, now=NOW)
        finally:
            waited = time.monotonic() - begun
            done.set()
        return waited

    error, waited = at_once(digest, other)
    assert error is None
    assert waited < 2
    assert send_due(channel="email", now=NOW).cancelled == 1  # the digest's, which the stop could not see yet
    assert set(Message.objects.values_list("state", "error")) == {(MessageState.CANCELLED, "stopped")}


def test_same_occasion_is_queued_once(at_once):
    person = contact(ADDRESS)
    key = f"lot:{uuid4()}"
    done = at_once(*[lambda: enqueue(actor=None, contact=person, kind=NEWS, data={}, key=key, now=NOW)] * 4)
    assert sum(one is not None for one in done) == 1
    assert Message.objects.count() == 1


def test_same_address_asked_at_once_is_one_contact_and_one_count(at_once):
    def act(seconds):
        now = NOW + timedelta(seconds=seconds)
        return lambda: ask(actor=None, channel="email", address=ADDRESS, language="vi", now=now)

    done = at_once(*[act(seconds) for seconds in range(6)])
    assert not [error for error in done if isinstance(error, Exception)]
    assert Contact.objects.get().state == ContactState.PENDING
    assert Message.objects.count() == 3  # as many as a day allows, counted one after the other
