"""Zalo: what is asked, what the answers mean, tokens that are good once, events that say it arrived."""

import time
from datetime import timedelta

import pytest
from django.test import Client

from notices.actions import send_due
from notices.models import Attempt, Line, Message, ZaloToken
from notices.pace import LEASE
from notices.workflow import Ended, MessageState
from notices.zns_twin import ZnsTwin
from tests.factories.notices import NEWS, NOW, PHONE, contact, declare_news, message

pytestmark = pytest.mark.django_db


def to(phone=PHONE, **values):
    return message(contact(phone, channel="zalo"), **values)


def send(now=NOW):
    return send_due(channel="zalo", now=now)


def fresh(row):
    return Message.objects.get(pk=row.pk)


def event(zalo, row, **told):
    """The event as Zalo would post it."""
    body, headers = zalo.event("id-1", row.pk.hex)
    return {"data": body, "content_type": "application/json", "headers": headers} | told


def post(**asked):
    return Client(enforce_csrf_checks=True).post("/notices/zalo/events", **asked)


# --- asking ---------------------------------------------------------------------------------------------------------


def test_send__what_zns_wants(zalo):
    row = to(data={"code": 7})
    assert send().sent == 1
    assert zalo.received == [
        {"phone": PHONE, "template_id": "101", "template_data": {"code": "7"}, "tracking_id": row.pk.hex}
    ]
    assert fresh(row).state == MessageState.SENT
    assert len(fresh(row).provider_id) == 16


@pytest.mark.parametrize(
    ("number", "state", "error"),
    [
        (108, MessageState.FAILED, "zns_108"),
        (109, MessageState.FAILED, "zns_109"),
        (118, MessageState.FAILED, "zns_118"),
        (139, MessageState.FAILED, "zns_139"),
        (133, MessageState.RETRYING, "zns_133"),
        (100, MessageState.RETRYING, "zns_100"),
        (144, MessageState.RETRYING, "zns_144"),
        (429, MessageState.RETRYING, "http_429"),
        (302, MessageState.RETRYING, "http_302"),
        (503, MessageState.RETRYING, "http_503"),
    ],
)
def test_send__what_answers_mean(zalo, number, state, error):
    bad, good = to(f"84900000{number}"), to(next_attempt_at=NOW + timedelta(seconds=1))
    done = send(NOW + timedelta(seconds=2))
    assert (fresh(bad).state, fresh(bad).error) == (state, error)
    assert (done.sent, fresh(good).state) == (1, MessageState.SENT)
    assert [one["phone"] for one in zalo.received] == [PHONE]


@pytest.mark.parametrize(("number", "code"), [("999", "http_TimeoutError"), ("000", "http_RemoteDisconnected")])
def test_send__what_may_have_gone_out_waits(zalo, number, code):
    row = to(f"84900000{number}")
    assert send().later == 1
    assert list(Attempt.objects.values_list("outcome", "code")) == [(Ended.UNKNOWN, code)]
    assert fresh(row).next_attempt_at >= NOW + LEASE


def test_send__nobody_there_opens_the_breaker(zalo, settings):
    to()
    send()
    settings.ZNS = {**settings.ZNS, "url": "http://127.0.0.1:1"}
    rows = [to(f"8491234500{number}") for number in range(8)]
    done = send()
    assert (done.later, done.released) == (5, 3)
    assert Line.objects.get().error == "http_ConnectionRefusedError"
    assert {fresh(row).error for row in rows} == {"http_ConnectionRefusedError", ""}


def test_send__without_a_template_it_fails(zalo, settings):
    declare_news(code="tests.letter_only", zns_values=None)
    letter_only = to(kind="tests.letter_only")
    settings.ZNS_TEMPLATES = {}
    no_template = to("84912345670")
    assert send().failed == 2
    assert {fresh(letter_only).error, fresh(no_template).error} == {"zns_no_template"}
    assert zalo.asked == 0


# --- the right to send ----------------------------------------------------------------------------------------------


def test_token__asked_for_once_and_kept(zalo):
    for number in range(3):
        to(f"8491234500{number}")
    send()
    assert (zalo.account.refreshed, len(zalo.received)) == (1, 3)
    row = ZaloToken.objects.get()
    assert (row.access, row.refresh) == (zalo.account.access, zalo.account.refresh)


def test_token__that_ended_early_is_renewed_within_the_attempt(zalo):
    to()
    send()
    zalo.account.access = "another"
    row = to("84912345670")
    assert send().sent == 1
    assert (fresh(row).attempts, zalo.account.refreshed) == (1, 2)


def test_token__is_renewed_before_it_ends(zalo):
    to()
    send()
    ZaloToken.objects.update(expires_at=NOW)
    to("84912345670")
    send()
    assert zalo.account.refreshed == 2


def test_token__refused_keeps_messages_waiting(zalo):
    zalo.account.refresh = "spent"
    rows = [to(f"8491234500{number}") for number in range(6)]
    assert send().failed == 0
    assert Line.objects.get().error == "token_refused"
    assert {fresh(row).state for row in rows} == {MessageState.RETRYING, MessageState.QUEUED}


def test_token__another_in_the_settings_begins_anew(zalo, settings):
    to()
    send()
    zalo.account.refresh, zalo.account.access = "from-the-operator", "gone"
    settings.ZNS = {**settings.ZNS, "refresh_token": "from-the-operator"}
    to("84912345670")
    assert send().sent == 1


# --- events ---------------------------------------------------------------------------------------------------------


def test_event__that_it_arrived(zalo):
    row = to()
    send()
    assert post(**event(zalo, row)).status_code == 200
    assert fresh(row).state == MessageState.DELIVERED
    assert fresh(row).delivered_at is not None
    assert post(**event(zalo, row)).status_code == 200  # told twice
    assert Attempt.objects.filter(outcome=Ended.DELIVERED).count() == 1


def test_event__found_by_the_providers_id(zalo):
    row = to()
    send()
    body, headers = zalo.event(fresh(row).provider_id, "")
    assert post(data=body, content_type="application/json", headers=headers).status_code == 200
    assert fresh(row).state == MessageState.DELIVERED


def test_event__not_signed_by_zalo_does_nothing(zalo, settings):
    row = to()
    send()
    asked = event(zalo, row)
    forged = [
        asked | {"headers": {}},
        asked | {"headers": {"X-ZEvent-Signature": "mac=" + "0" * 64}},
        asked | {"data": asked["data"].replace(b"delivery_time", b"delivery_timE")},
        asked | {"data": b"{}"},
        asked | {"data": b"[]"},
        asked | {"data": b"\xff"},
    ]
    for one in forged:
        assert post(**one).status_code == 403
    settings.ZNS = {**settings.ZNS, "oa_secret": ""}
    assert post(**asked).status_code == 403
    assert fresh(row).state == MessageState.SENT


def test_event__of_no_account_is_refused(settings):
    settings.ZNS = {**settings.ZNS, "app_id": "", "oa_secret": ""}
    twin = ZnsTwin()
    twin.account.app_id = twin.account.oa_secret = ""
    body, headers = twin.event("x", "y")
    assert post(data=body, content_type="application/json", headers=headers).status_code == 403


def test_event__others_are_thanked_for(zalo):
    row = to()
    body, headers = zalo.event("unknown", "not-hexadecimal")
    assert post(data=body, content_type="application/json", headers=headers).status_code == 200
    assert post(**event(zalo, row)).status_code == 200  # not sent yet
    assert fresh(row).state == MessageState.QUEUED
    assert Client().get("/notices/zalo/events").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_event__comes_from_the_twin_by_itself(zalo, live_server):
    zalo.webhook = f"{live_server.url}/notices/zalo/events"
    row = to()
    send()
    end = time.monotonic() + 20
    while fresh(row).state != MessageState.DELIVERED:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_numbers__appear_in_no_log(zalo, caplog):
    for number in ("108", "503", "000", "133"):
        to(f"84900000{number}", kind=NEWS)
    send()
    assert "84900000" not in caplog.text
