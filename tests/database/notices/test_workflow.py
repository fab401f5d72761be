"""The tables of states, both ways: every verb, from every state, makes listed steps only, and all that are listed."""

from contextlib import suppress
from datetime import timedelta
from itertools import product

import pytest

from notices import actions, pace, tokens
from notices.actions import taking
from notices.errors import LinkRefused, MessageStep
from notices.models import Contact, Message
from notices.outcomes import accepted, later, refused
from notices.workflow import CONTACT_AFTER, MESSAGE_AFTER, ContactState, MessageState
from tests.factories.notices import ADDRESS, NOW, contact, message

pytestmark = pytest.mark.django_db
LATE = NOW + pace.LEASE + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def letters(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def finish(outcome):
    return lambda row: taking.finish(message=row, outcome=outcome, now=NOW)


def stop(row):
    actions.stop_contact(actor=None, contact_id=row.contact_id, now=NOW)


def begin_after_stop(row):
    Contact.objects.filter(pk=row.contact_id).update(state=ContactState.STOPPED)
    taking.begin(taken=row, now=NOW)


def retry(row):
    with suppress(MessageStep):
        actions.retry(actor=None, messages=[row], now=NOW)


VERBS = {
    "claim": lambda row: taking.claim(channel="email", now=NOW, most=5),
    "begin": lambda row: taking.begin(taken=row, now=NOW),
    "begin_after_stop": begin_after_stop,
    "accepted": finish(accepted()),
    "refused": finish(refused("x")),
    "later": finish(later("x")),
    "release": lambda row: taking.release(messages=[row], now=NOW),
    "recover": lambda row: taking.recover(channel="email", now=LATE),
    "expire": lambda row: taking.cancel_expired(channel="email", now=NOW + timedelta(days=30)),
    "stop": stop,
    "arrive": lambda row: actions.note_delivery(message_id=row.pk, now=NOW),
    "bounce": lambda row: actions.note_bounce(message_id=row.pk, status="5.1.1", now=NOW),
    "retry": retry,
    "forget": lambda row: actions.forget(now=NOW + timedelta(days=100)),
}


def test_messages__make_listed_steps_and_all_of_them():
    made = set()
    for number, (state, (name, verb)) in enumerate(product(MessageState, VERBS.items())):
        row = message(contact(f"{number}@example.com"), state=state)
        verb(row)
        after = Message.objects.get(pk=row.pk).state
        if after != state:
            made.add((state, MessageState(after)))
            assert after in MESSAGE_AFTER[state], f"{name}: {state} -> {after}"
        Message.objects.all().delete()
    listed = {(source, target) for source, targets in MESSAGE_AFTER.items() for target in targets}
    assert made == listed


def confirm(row):
    with suppress(LinkRefused):
        actions.confirm(actor=None, token=tokens.confirm_token(row), now=NOW)


CONTACT_VERBS = {
    "ask": lambda row: actions.ask(actor=None, channel="email", address=ADDRESS, language="vi", now=NOW),
    "confirm": confirm,
    "stop": lambda row: actions.stop(actor=None, token=tokens.stop_token(row), now=NOW),
    "forget": lambda row: actions.forget(now=NOW + timedelta(days=400)),
}


def test_contacts__make_listed_steps_and_all_of_them():
    made = set()
    for state, (name, verb) in product(ContactState, CONTACT_VERBS.items()):
        row = contact(ADDRESS, state)
        verb(row)
        after = Contact.objects.get(pk=row.pk).state
        if after != state:
            made.add((state, ContactState(after)))
            assert after in CONTACT_AFTER[state], f"{name}: {state} -> {after}"
        Message.objects.all().delete()
        Contact.objects.all().delete()
    listed = {(source, target) for source, targets in CONTACT_AFTER.items() for target in targets}
    assert made == listed
