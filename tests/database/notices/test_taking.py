"""Hands that messages are in: whose they are, what a dead worker leaves, what comes late."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from notices.actions import send_due, stop_contact, taking
from notices.adapters.folder import Folder
from notices.models import Attempt, Message
from notices.outcomes import accepted, later
from notices.pace import LEASE
from notices.workflow import ContactState, Ended, MessageState
from tests.factories.notices import ADDRESS, NOW, contact, message

pytestmark = pytest.mark.django_db
LATE = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def letters(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def claim(now=NOW, most=10):
    return taking.claim(channel="email", now=now, most=most)[0]


def fresh(row):
    return Message.objects.get(pk=row.pk)


def test_claim__is_seen_before_the_provider_is_spoken_to(monkeypatch):
    row = message()
    seen = []
    monkeypatch.setattr(Folder, "send", lambda self, one: seen.append(fresh(row).state) or accepted())
    send_due(channel="email", now=NOW)
    assert seen == [MessageState.SENDING]


def test_stop__between_queueing_and_sending_cancels():
    row = message(contact(ADDRESS))
    stop_contact(actor=None, contact_id=row.contact_id, now=NOW)
    assert (fresh(row).state, fresh(row).error) == (MessageState.CANCELLED, "stopped")
    assert send_due(channel="email", now=NOW).taken == 0


def test_stop__between_taking_and_sending_cancels():
    """A worker has it in hand already, but has not turned to the provider."""
    row = message(contact(ADDRESS))
    taken = claim()
    stop_contact(actor=None, contact_id=row.contact_id, now=NOW)
    assert fresh(row).state == MessageState.SENDING
    assert taking.begin(taken=taken[0], now=NOW) is None
    assert (fresh(row).state, fresh(row).error, fresh(row).attempts) == (MessageState.CANCELLED, "stopped", 0)


def test_recover__what_was_not_begun_is_queued_as_if_nothing_had_been():
    row = message()
    claim()
    assert taking.recover(channel="email", now=NOW + LEASE) == 0
    assert taking.recover(channel="email", now=LATE) == 1
    assert (fresh(row).state, fresh(row).attempts, fresh(row).claim) == (MessageState.QUEUED, 0, None)
    assert Attempt.objects.count() == 0


def test_recover__what_was_begun_is_tried_again_and_says_so():
    row = message()
    taking.begin(taken=claim()[0], now=NOW)
    assert taking.recover(channel="email", now=LATE) == 1
    assert (fresh(row).state, fresh(row).attempts) == (MessageState.RETRYING, 1)
    assert list(Attempt.objects.values_list("outcome", "code")) == [(Ended.UNKNOWN, "worker_lost")]
    assert send_due(channel="email", now=LATE).sent == 1


def test_recover__leaves_other_channels_alone():
    row = message()
    claim()
    assert taking.recover(channel="zalo", now=LATE) == 0
    assert fresh(row).state == MessageState.SENDING


def test_begin__of_a_lost_claim_sends_nothing():
    message()
    taken = claim()
    taking.recover(channel="email", now=LATE)
    again = claim(LATE)
    assert taking.begin(taken=taken[0], now=LATE) is None
    assert taking.begin(taken=again[0], now=LATE) is not None


def test_finish__late_success_of_one_that_waits_is_sent_after_all():
    row = message()
    slow = taking.begin(taken=claim()[0], now=NOW)
    taking.recover(channel="email", now=LATE)
    assert taking.finish(message=slow, outcome=accepted("id-1"), now=LATE) == MessageState.SENT
    assert (fresh(row).state, fresh(row).provider_id) == (MessageState.SENT, "id-1")


def test_finish__late_failure_changes_nothing():
    row = message()
    slow = taking.begin(taken=claim()[0], now=NOW)
    taking.recover(channel="email", now=LATE)
    before = fresh(row).next_attempt_at
    assert taking.finish(message=slow, outcome=later("smtp_450"), now=LATE) == MessageState.RETRYING
    assert fresh(row).next_attempt_at == before
    assert Attempt.objects.filter(code="smtp_450").count() == 1  # a fact all the same


def test_finish__late_success_of_one_that_another_worker_has_leaves_it_to_that_one():
    row = message()
    slow = taking.begin(taken=claim()[0], now=NOW)
    taking.recover(channel="email", now=LATE)
    quick = taking.begin(taken=claim(LATE)[0], now=LATE)
    assert taking.finish(message=slow, outcome=accepted(), now=LATE) == MessageState.SENDING
    assert taking.finish(message=quick, outcome=accepted(), now=LATE) == MessageState.SENT
    assert fresh(row).state == MessageState.SENT


def test_send__a_round_that_became_long_gives_the_rest_back(monkeypatch):
    """What a worker comes to later than half its lease, another may be about to take."""
    rows = [message() for _number in range(3)]
    times = iter([0])
    monkeypatch.setattr("notices.actions.sending.time.monotonic", lambda: next(times, 10_000))
    done = send_due(channel="email", now=NOW)
    assert (done.taken, done.released) == (3, 3)
    assert {fresh(row).state for row in rows} == {MessageState.QUEUED}


def test_release__takes_nothing_from_others():
    row = message(state=MessageState.SENDING)
    row.claim = uuid4()
    assert taking.release(messages=[row], now=NOW) == 0


def test_contact__confirmed_without_an_address_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="confirmed_contact_has_an_address"):
        contact("", ContactState.CONFIRMED)
