"""Into the outbox: once, with the caller's transaction, by the thousand."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from notices.actions import Draft, enqueue, enqueue_many
from notices.models import Contact, Message
from notices.workflow import CONFIRM, Channel, ContactState, MessageState, Priority
from tests.factories.notices import ADDRESS, NEWS, NOW, PHONE, contact, declare_news

pytestmark = pytest.mark.django_db


def queue(to, key="k", **values):
    return enqueue(actor=None, contact=to, kind=NEWS, data={"code": "LO-1"}, key=key, now=NOW, **values)


def jobs():
    return sorted(ProcrastinateJob.objects.filter(status="todo").values_list("queue_name", "task_name"))


def test_enqueue__a_message_with_what_the_contact_reads(db):
    declare_news(priority=Priority.DIGEST, lifetime=timedelta(hours=5))
    row = queue(contact(language="en"))
    assert (row.state, row.language, row.channel, row.priority) == (MessageState.QUEUED, "en", "email", 5)
    assert (row.data, row.expires_at, row.next_attempt_at) == ({"code": "LO-1"}, NOW + timedelta(hours=5), NOW)


def test_enqueue__the_same_occasion_once(db):
    to = contact()
    assert queue(to) is not None
    assert queue(to) is None
    assert queue(contact("b@example.com")) is None
    assert queue(to, key="other", expires_at=NOW + timedelta(days=1)).expires_at == NOW + timedelta(days=1)
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "state", "values", "queued"),
    [
        (NEWS, ContactState.CONFIRMED, {}, True),
        (NEWS, ContactState.PENDING, {}, False),
        (NEWS, ContactState.STOPPED, {}, False),
        (CONFIRM, ContactState.PENDING, {}, True),
        (CONFIRM, ContactState.STOPPED, {}, False),
        (NEWS, ContactState.CONFIRMED, {"unreachable_at": NOW}, False),
        (CONFIRM, ContactState.STOPPED, {"address": ""}, False),
    ],
)
def test_enqueue__only_to_who_takes_it(kind, state, values, queued):
    to = contact(**{"state": state} | values)
    found = enqueue(actor=None, contact=to, kind=kind, data={}, key="k", now=NOW)
    assert (found is not None) == queued == Message.objects.exists()


def test_enqueue__a_kind_that_nobody_declared(db):
    with pytest.raises(KeyError):
        enqueue(actor=None, contact=contact(), kind="nobody.knows", data={}, key="k", now=NOW)


def test_enqueue__rolls_back_with_the_act(no_jobs, django_capture_on_commit_callbacks):
    to = contact()

    def act():
        with transaction.atomic():
            queue(to)
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        act()
    assert not Message.objects.exists()
    assert jobs() == []


def test_enqueue__orders_a_worker_of_the_channel_after_commit(no_jobs, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue(contact(), "a")
        queue(contact("b@example.com"), "b")
        assert jobs() == []
    assert jobs() == [("notices_email", "notices.send_email")]
    with django_capture_on_commit_callbacks(execute=True):
        queue(contact(PHONE, channel=Channel.ZALO), "c")
    assert jobs() == [("notices_email", "notices.send_email"), ("notices_zalo", "notices.send_zalo")]


def test_enqueue_many__in_one_statement(django_assert_num_queries):
    people = [contact(f"{number}@example.com") for number in range(20)]
    stopped = contact("stop@example.com", ContactState.STOPPED)
    drafts = [Draft(to.pk, {"code": to.address}, f"key:{to.pk}") for to in (*people, stopped)]
    drafts += [Draft(uuid4(), {}, "nobody"), Draft(people[0].pk, {}, f"key:{people[0].pk}")]
    with django_assert_num_queries(1):
        assert enqueue_many(actor=None, kind=NEWS, drafts=iter(drafts), now=NOW) == 20
    assert enqueue_many(actor=None, kind=NEWS, drafts=drafts, now=NOW) == 0
    assert enqueue_many(actor=None, kind=NEWS, drafts=[], now=NOW) == 0
    assert {row.data["code"] for row in Message.objects.all()} == {to.address for to in people}


def test_enqueue_many__ten_thousand():
    rows = [Contact(channel="email", address=f"{n}@example.com", state="confirmed", created_at=NOW, asked_at=NOW)
            for n in range(10_000)]  # fmt: skip
    Contact.objects.bulk_create(rows)
    drafts = (Draft(to.pk, {"code": "LO-1"}, f"key:{to.pk}") for to in rows)
    assert enqueue_many(actor=None, kind=NEWS, drafts=drafts, now=NOW) == 10_000


def test_address__in_no_label_of_the_rows():
    row = queue(contact())
    said = f"{row} {row!r} {row.contact} {row.contact!r}"
    assert ADDRESS not in said
    assert "n***@gmail.com" in said
