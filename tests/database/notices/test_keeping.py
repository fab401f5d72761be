"""Forgetting, trying again, letters that came back by command, the workers' tasks, the admin, the numbers."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.roles import Role
from audit.models import Event
from gis.db.clock import clock
from gis.http.problems import NotAllowed
from notices import actions, standing, tasks
from notices.errors import MessageStep
from notices.models import Attempt, Contact, Line, Message
from notices.retention import PERIODS
from notices.workflow import ContactState, Ended, MessageState
from tests.factories import land
from tests.factories.notices import ADDRESS, NOW, PHONE, contact, message
from tests.unit.notices.test_bounces import report

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KEPT = PERIODS[0]


@pytest.fixture(autouse=True)
def letters(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def operator():
    person = land.person("operator", Role.ADMIN)
    person.is_staff = True
    person.save()
    return person


# --- forgetting -----------------------------------------------------------------------------------------------------


def test_forget__addresses_that_did_not_answer_or_stopped():
    pending = contact(ADDRESS, ContactState.PENDING, user=land.person("a"))
    asked_lately = contact("b@example.com", ContactState.PENDING, asked_at=NOW + DAY)
    stopped = contact("c@example.com", ContactState.STOPPED)
    kept = contact("d@example.com")
    waiting = message(pending)
    now = NOW + KEPT.unconfirmed + timedelta(seconds=1)
    assert actions.forget(now=now).contacts == 1
    assert (fresh(pending).address, fresh(pending).user, fresh(pending).state) == ("", None, ContactState.STOPPED)
    assert fresh(waiting).state == MessageState.CANCELLED
    assert [fresh(row).address for row in (asked_lately, stopped, kept)] == [
        "b@example.com",
        "c@example.com",
        "d@example.com",
    ]
    assert actions.forget(now=NOW + KEPT.stopped + DAY).contacts == 2
    assert fresh(kept).address == "d@example.com"
    again = actions.ask(actor=None, channel="email", address=ADDRESS, language="vi", now=now)
    assert again.pk != pending.pk


def test_forget__what_messages_said_and_at_last_the_messages():
    sent = message(state=MessageState.SENT, data={"code": "LO-1"}, key="search:nguyen")
    waiting = message(state=MessageState.RETRYING)
    Attempt.objects.create(message=sent, at=NOW, outcome=Ended.ACCEPTED)
    assert actions.forget(now=NOW + KEPT.said).said == 0
    assert actions.forget(now=NOW + KEPT.said + DAY).said == 1
    assert (fresh(sent).data, fresh(sent).key) == ({}, f"forgotten:{sent.pk}")
    assert fresh(waiting).data == {"code": "LO-1"}
    assert actions.forget(now=NOW + KEPT.messages + DAY).messages == 1
    assert list(Message.objects.all()) == [waiting]
    assert not Attempt.objects.exists()


def test_forget__by_command_and_only_told():
    contact(ADDRESS, ContactState.PENDING, asked_at=clock() - 2 * KEPT.unconfirmed)
    out = io.StringIO()
    call_command("forget_notices", "--dry-run", stdout=out)
    assert Contact.objects.get().address == ADDRESS
    call_command("forget_notices", stdout=out)
    assert Contact.objects.get().address == ""
    assert out.getvalue().splitlines() == ["1 địa chỉ, nội dung của 0 tin, 0 tin đã cũ."] * 2


# --- trying again ---------------------------------------------------------------------------------------------------


def test_retry__what_was_given_up_has_its_whole_time_again():
    row = message(state=MessageState.FAILED, error="gave_up:smtp_451", expires_at=NOW - DAY)
    assert actions.retry(actor=operator(), messages=[row], now=NOW) == 1
    found = fresh(row)
    assert (found.state, found.error, found.first_attempt_at, found.expires_at > NOW) == ("queued", "", None, True)
    assert actions.send_due(channel="email", now=NOW).sent == 1
    assert Event.objects.get().verb == "message.retried"


@pytest.mark.parametrize("state", sorted(set(MessageState) - {MessageState.FAILED}))
def test_retry__nothing_else(state):
    with pytest.raises(MessageStep):
        actions.retry(actor=None, messages=[message(state=state), message(state=MessageState.FAILED)], now=NOW)
    assert Message.objects.filter(state=MessageState.FAILED).exists()


def test_retry__not_what_is_forgotten():
    with pytest.raises(MessageStep):
        actions.retry(actor=None, messages=[message(state=MessageState.FAILED, forgotten_at=NOW)], now=NOW)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_retry__by_nobody_else(role):
    person = land.person("somebody", role, land.unit())
    with pytest.raises(NotAllowed):
        actions.retry(actor=person, messages=[message(state=MessageState.FAILED)], now=NOW)


def test_admin__masked_read_only_and_tries_again():
    row = message(contact(ADDRESS), MessageState.FAILED, data={"code": "GEHEIM"})
    client = Client()
    client.force_login(operator())
    pages = [
        "/admin/notices/contact/",
        f"/admin/notices/contact/{row.contact_id}/change/",
        "/admin/notices/message/",
        f"/admin/notices/message/{row.pk}/change/",
    ]
    for page in pages:
        body = client.get(page).content.decode()
        assert "n***@gmail.com" in body
        assert ADDRESS not in body
        assert "GEHEIM" not in body
        assert client.get(page).status_code == 200
    assert client.get("/admin/notices/message/add/").status_code == 403
    assert client.post(f"/admin/notices/contact/{row.contact_id}/change/", {"address": "x@y.zz"}).status_code == 403
    client.post("/admin/notices/message/", {"action": "try_again", "_selected_action": [str(row.pk)]})
    assert fresh(row).state == MessageState.QUEUED
    client.post("/admin/notices/message/", {"action": "try_again", "_selected_action": [str(row.pk)]})
    assert fresh(row).state == MessageState.QUEUED


# --- letters that came back -----------------------------------------------------------------------------------------


def test_note_bounces__by_a_pipe(monkeypatch):
    row = message(state=MessageState.SENT)
    raw = report(message_id=f"<{row.pk.hex}@localhost>")
    out = io.StringIO()
    for options, state in ((("--dry-run",), MessageState.SENT), ((), MessageState.FAILED)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("note_bounces", *options, stdout=out)
        assert fresh(row).state == state
    assert "1 thư, 1 tin bị trả lại." in out.getvalue()


def test_note_bounces__of_a_maildir(tmp_path):
    row = message(state=MessageState.SENT)
    for name in ("new", "cur", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    (tmp_path / "box/new/1.eml").write_bytes(report(message_id=f"<{row.pk.hex}@localhost>"))
    (tmp_path / "box/new/2.eml").write_bytes(b"Subject: hello\r\n\r\nbody")
    for said in ("2 thư, 1 tin", "0 thư, 0 tin"):
        out = io.StringIO()
        call_command("note_bounces", "--maildir", str(tmp_path / "box"), stdout=out)
        assert said in out.getvalue()
    assert fresh(row).state == MessageState.FAILED
    assert len(list((tmp_path / "box/cur").iterdir())) == 2
    with pytest.raises(CommandError):
        call_command("note_bounces", "--maildir", str(tmp_path / "nothing"))


# --- workers --------------------------------------------------------------------------------------------------------


def test_task__sends_all_that_is_due(settings):
    settings.NOTICES_PER_MINUTE = {"email": 600, "zalo": 0}
    rows = [message() for _number in range(120)]  # more than a batch, more than a burst
    tasks.send_email()
    assert Message.objects.filter(pk__in=[row.pk for row in rows], state=MessageState.SENT).count() == 120


def test_task__goes_on_in_another_job_when_its_turn_is_over(no_jobs, monkeypatch):
    for _number in range(60):
        message()
    monkeypatch.setattr(tasks, "_TURN_S", -1)
    tasks.send_email()
    assert Message.objects.filter(state=MessageState.SENT).count() == 50
    assert ProcrastinateJob.objects.filter(task_name="notices.send_email", status="todo").count() == 1


# --- numbers --------------------------------------------------------------------------------------------------------


def test_standing__counts_by_channel_and_state(settings):
    now = clock()
    assert [(one.channel, one.waiting, one.oldest_s) for one in standing.channels()] == [("email", 0, 0.0)]
    message(next_attempt_at=now - timedelta(minutes=5))
    message(next_attempt_at=now + timedelta(hours=1), state=MessageState.RETRYING)
    message(state=MessageState.FAILED, changed_at=now - 30 * DAY)
    message(state=MessageState.SENT, changed_at=now)
    message(state=MessageState.SENT, changed_at=now - 2 * DAY)
    message(contact(PHONE, channel="zalo"))
    Line.objects.create(channel="email", waits_until=now, error="smtp_TimeoutError")
    mail, zalo = standing.channels()
    assert (mail.waiting, mail.states["failed"], mail.states["sent"]) == (2, 1, 1)
    assert 299 < mail.oldest_s < 330
    assert (mail.error, mail.waits_until, mail.in_files) == ("smtp_TimeoutError", now, True)
    assert (zalo.waiting, zalo.waits_until) == (1, None)
    settings.EMAIL_HOST = "mail.example"
    assert not standing.channels()[0].in_files


def test_operations__tells_and_names_nobody(no_jobs):
    message(contact(ADDRESS), MessageState.FAILED, changed_at=clock())
    Line.objects.create(channel="email", waits_until=clock(), error="smtp_TimeoutError", openings=1)
    client = Client()
    client.force_login(operator())
    body = client.get("/operations/").content.decode()
    assert "Tin không gửi được: 1" in body
    assert "smtp_TimeoutError" in body
    assert "EMAIL_URL" in body
    numbers = Client().get("/metrics").content.decode()
    assert re.search(r'^datcong_notices\{channel="email",state="failed"\} 1\.0$', numbers, re.MULTILINE)
    assert 'datcong_notices_breaker_open{channel="email"} 1.0' in numbers
    assert ADDRESS not in body + numbers
    assert "gmail" not in body + numbers
