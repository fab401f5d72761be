"""Letters to a real mail server that takes them, refuses, hangs, breaks off."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from notices.actions import send_due
from notices.models import Attempt, Line, Message
from notices.pace import GIVE_UP, LEASE
from notices.workflow import ContactState, Ended, MessageState, Priority
from tests.factories.notices import ADDRESS, NEWS, NOW, contact, declare_news, message
from tests.factories.smtp import free_port

pytestmark = pytest.mark.django_db


def send(now=NOW):
    return send_due(channel="email", now=now)


def fresh(row):
    return Message.objects.get(pk=row.pk)


def tries(row):
    return list(Attempt.objects.filter(message=row).values_list("outcome", "code"))


# --- taken ----------------------------------------------------------------------------------------------------------


def test_send__a_letter_as_it_must_be(mail_server, settings):
    settings.SITE_URL = "https://datcong.example"
    settings.NOTICES_FROM = "Đất công Bà Rịa - Vũng Tàu <no-reply@datcong.example>"
    settings.NOTICES_BOUNCES_TO = "bounces@datcong.example"
    row = message(contact(ADDRESS), data={"code": "Phước Thắng\n số 1"})
    assert send().sent == 1
    mail = mail_server.mail()
    assert mail_server.letters[0].mail_from == "bounces@datcong.example"
    assert mail_server.letters[0].rcpt_tos == [ADDRESS]
    assert mail["From"] == "Đất công Bà Rịa - Vũng Tàu <no-reply@datcong.example>"
    assert mail["Subject"].strip() == "Lô đất Phước Thắng số 1 vừa được công bố"
    assert mail["Message-ID"] == f"<{row.pk.hex}@datcong.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsedate_to_datetime(mail["Date"])
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "https://x.example/lots/1" in text
    assert "hãy mở liên kết này" in text
    assert '<a href="https://x.example/lots/1">' in html
    assert "<img" not in html
    assert mail_server.letters[0].content.isascii()  # no server on the way needs more than seven bits
    assert (fresh(row).state, fresh(row).attempts, fresh(row).claim) == (MessageState.SENT, 1, None)
    assert tries(row) == [(Ended.ACCEPTED, "")]


def test_send__the_link_to_stop_stops_with_one_click(mail_server, settings):
    settings.SITE_URL = "https://datcong.example"
    row = message(contact(ADDRESS))
    send()
    link = mail_server.mail()["List-Unsubscribe"].strip(" <>")
    assert ADDRESS not in link
    client = Client(enforce_csrf_checks=True)
    assert client.post(urlsplit(link).path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    row.contact.refresh_from_db()
    assert row.contact.state == ContactState.STOPPED


def test_send__in_the_language_of_the_contact(mail_server):
    message(contact(ADDRESS, language="en"))
    send()
    assert mail_server.mail()["Content-Language"] == "en"
    assert '<html lang="en">' in mail_server.mail().get_body(("html",)).get_content()


def test_send__over_one_connection(mail_server):
    for _number in range(5):
        message()
    assert send().sent == 5
    assert mail_server.connections == 1


def test_send__immediate_before_digest_and_older_first(mail_server):
    digest = message(priority=Priority.DIGEST, next_attempt_at=NOW - timedelta(hours=2))
    young = message(next_attempt_at=NOW)
    old = message(next_attempt_at=NOW - timedelta(hours=1))
    message(next_attempt_at=NOW + timedelta(seconds=1))
    send()
    assert [letter["Message-ID"][1:33] for letter in map(mail_server.mail, range(3))] == [
        row.pk.hex for row in (old, young, digest)
    ]
    assert len(mail_server.letters) == 3


def test_send__without_a_server_letters_are_files(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    row = message(contact(ADDRESS))
    assert send().sent == 1
    file = tmp_path / "mail" / f"{row.pk}.eml"
    assert f"<{row.pk.hex}@localhost>" in file.read_text()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


# --- refused --------------------------------------------------------------------------------------------------------


def test_send__a_refused_address_fails_alone(mail_server):
    mail_server.refusals = {ADDRESS: "550 5.1.1 No such user"}
    bad, good = message(contact(ADDRESS)), message()
    done = send()
    assert (done.failed, done.sent) == (1, 1)
    assert (fresh(bad).state, fresh(bad).error) == (MessageState.FAILED, "smtp_550")
    assert fresh(good).state == MessageState.SENT
    assert tries(bad) == [(Ended.REFUSED, "smtp_550")]


def test_send__a_passing_refusal_waits_and_closes_nothing(mail_server):
    mail_server.refusals = {f"slow-{number}@example.com": "450 4.7.1 Try again later" for number in range(7)}
    slow = [message(contact(address)) for address in mail_server.refusals]
    good = message(next_attempt_at=NOW + timedelta(microseconds=1))
    done = send(NOW + timedelta(seconds=1))
    assert (done.later, done.sent, done.released) == (7, 1, 0)
    assert fresh(good).state == MessageState.SENT
    again = {fresh(row).next_attempt_at - NOW for row in slow}
    assert all(timedelta(seconds=45) <= wait <= timedelta(seconds=90) for wait in again)
    assert len(again) == 7


def test_send__a_refused_letter_fails(mail_server):
    mail_server.data_answer = "554 5.6.0 Not wanted"
    row = message()
    assert send().failed == 1
    assert fresh(row).error == "smtp_554"


def test_send__given_up_after_its_time(mail_server):
    mail_server.refusals = {ADDRESS: "451 4.3.0 Later"}
    row = message(contact(ADDRESS), expires_at=NOW + timedelta(days=30))
    moment = NOW
    while fresh(row).state in (MessageState.QUEUED, MessageState.RETRYING):
        send(moment)
        moment = max(moment, fresh(row).next_attempt_at) + timedelta(seconds=1)
    assert (fresh(row).state, fresh(row).error) == (MessageState.FAILED, "gave_up:smtp_451")
    assert NOW + GIVE_UP - timedelta(hours=5) < fresh(row).changed_at <= NOW + GIVE_UP
    assert 10 < fresh(row).attempts < 30


# --- silent, broken, away -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_send__what_may_have_gone_out_waits_and_keeps_its_id(mail_server, fault):
    mail_server.data_answer = fault
    row = message()
    assert send().later == 1
    assert fresh(row).state == MessageState.RETRYING
    assert tries(row) == [(Ended.UNKNOWN, "smtp_SMTPServerDisconnected")]
    assert fresh(row).next_attempt_at >= NOW + LEASE
    mail_server.data_answer = "250 OK"
    assert send(NOW + LEASE - timedelta(seconds=30)).taken == 0
    assert send(NOW + LEASE + timedelta(minutes=5)).sent == 1
    first, second = (mail_server.mail(place)["Message-ID"] for place in (0, 1))
    assert first == second


def test_send__a_server_that_is_away_opens_the_breaker_and_burns_no_attempts(mail_server, settings):
    settings.EMAIL_PORT, port = free_port(), settings.EMAIL_PORT
    rows = [message() for _number in range(12)]
    done = send()
    assert (done.taken, done.later, done.released) == (12, 5, 7)
    assert sorted(fresh(row).attempts for row in rows) == [0] * 7 + [1] * 5
    line = Line.objects.get()
    assert (line.failures, line.openings, line.error) == (5, 1, "smtp_ConnectionRefusedError")
    assert send(NOW + timedelta(seconds=10)).taken == 0  # waits
    probe = send(NOW + timedelta(minutes=2))
    assert (probe.taken, probe.later) == (1, 1)
    assert Line.objects.get().openings == 2
    settings.EMAIL_PORT = port
    assert send(NOW + timedelta(minutes=3)).taken == 0  # the second wait is longer
    assert send(NOW + timedelta(minutes=6)).sent == 1
    assert Line.objects.get().waits_until is None
    assert send(NOW + timedelta(minutes=6)).sent == 11
    assert {fresh(row).state for row in rows} == {MessageState.SENT}


@pytest.mark.parametrize("answer", ["421 4.3.2 Closing", "550 5.7.1 You may not send", "451 4.3.0 Full"])
def test_send__a_sender_that_is_refused_fails_no_message(mail_server, answer):
    mail_server.sender_answer = answer
    rows = [message() for _number in range(6)]
    done = send()
    assert (done.failed, done.later, done.released) == (0, 5, 1)
    assert Line.objects.get().error == f"smtp_sender_{answer[:3]}"
    assert MessageState.FAILED not in {fresh(row).state for row in rows}


def test_send__one_message_at_which_the_server_hangs_does_not_close_the_channel(mail_server):
    """It fails on and on; the others that come in between go out at once."""
    mail_server.silent_for = {ADDRESS}
    poison = message(contact(ADDRESS))
    moment = NOW
    for _turn in range(8):
        moment = max(moment, fresh(poison).next_attempt_at) + timedelta(seconds=1)
        send(moment)
    other = message(next_attempt_at=moment)
    assert fresh(poison).attempts == 8
    assert send(moment).sent == 1
    assert fresh(other).state == MessageState.SENT


def test_send__a_probe_is_of_a_message_that_has_not_failed_yet(mail_server):
    """Else the poison, which is always the oldest that is due, would keep the breaker open for all."""
    mail_server.silent_for = {ADDRESS}
    message(contact(ADDRESS), attempts=8, first_attempt_at=NOW, next_attempt_at=NOW - timedelta(hours=1))
    other = message()
    Line.objects.create(channel="email", openings=3, failures=9, waits_until=NOW)
    assert send().sent == 1
    assert fresh(other).state == MessageState.SENT
    assert Line.objects.get().waits_until is None


# --- of our own making ----------------------------------------------------------------------------------------------


def test_send__a_message_that_cannot_be_written_fails_alone(mail_server, caplog):
    def broken(message):
        raise ValueError(f"{message.contact.address} has no lot")

    declare_news(code="tests.broken", values=broken)
    bad = message(contact(ADDRESS), kind="tests.broken", next_attempt_at=NOW - timedelta(hours=1))
    unknown = message(kind="tests.never_declared", next_attempt_at=NOW - timedelta(hours=1))
    good = message()
    done = send()
    assert (done.later, done.sent) == (2, 1)
    assert (fresh(bad).error, fresh(unknown).error) == ("error_ValueError", "error_KeyError")
    assert fresh(good).state == MessageState.SENT
    assert ADDRESS not in caplog.text
    assert str(bad.pk) in caplog.text


def test_send__expired_ones_are_cancelled(mail_server):
    old = message(expires_at=NOW)
    young = message(expires_at=NOW + timedelta(seconds=30))
    assert send().sent == 1
    assert (fresh(old).state, fresh(old).error, fresh(old).attempts) == (MessageState.CANCELLED, "expired", 0)
    assert fresh(young).state == MessageState.SENT


@pytest.mark.parametrize("state", [ContactState.STOPPED, ContactState.PENDING])
def test_send__not_to_who_did_not_agree(mail_server, state):
    row = message(contact(ADDRESS, state))
    assert send().cancelled == 1
    assert (fresh(row).state, fresh(row).error) == (MessageState.CANCELLED, "stopped")
    assert mail_server.letters == []


def test_send__not_to_who_cannot_be_reached(mail_server):
    row = message(contact(ADDRESS, unreachable_at=NOW))
    assert send().cancelled == 1
    assert fresh(row).error == "unreachable"


def test_send__by_the_rate(mail_server, settings):
    settings.NOTICES_PER_MINUTE = {"email": 12}
    for _number in range(5):
        message(kind=NEWS)
    done = send()
    assert (done.taken, done.again_at > NOW) == (2, True)
    assert send().taken == 0
    assert send(NOW + timedelta(seconds=5)).taken == 1
    assert send(NOW + timedelta(minutes=1)).taken == 2
