"""Opting in and out: who is asked how often, what a link is good for, what is told to whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing

from audit.models import Event
from gis.db import public
from notices import actions, subscriptions, tokens
from notices.errors import BadAddress, LinkRefused
from notices.models import Contact, Message
from notices.subscriptions import Held, Source
from notices.workflow import CONFIRM, ContactState, MessageState
from tests.factories import land
from tests.factories.notices import ADDRESS, NOW, PHONE, contact, message

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ask(now=NOW, address=ADDRESS, **values):
    return actions.ask(**{"actor": None, "channel": "email", "address": address, "language": "vi", "now": now} | values)


def confirm(row, now=NOW, actor=None, wish=""):
    return actions.confirm(actor=actor, token=tokens.confirm_token(row, wish), now=now)


def stop(row, now=NOW):
    return actions.stop(actor=None, token=tokens.stop_token(row), now=now)


def asked():
    return Message.objects.filter(kind=CONFIRM).count()


@pytest.fixture
def searches():
    """An app above with one subscription of each contact, and what it was told."""

    class Searches:
        ended, fulfilled = [], []

        def held(self, contact):
            done = [key for of, key in self.ended if of == contact.pk]
            return [Held(key, f"Tìm kiếm {key}") for key in ("a", "b") if key not in done]

        def end(self, contact, key, now):
            self.ended.append((contact.pk, key))

        def fulfil(self, contact, key, now):
            self.fulfilled.append((contact.pk, key))

    told = Searches()
    told.ended, told.fulfilled = [], []
    subscriptions.declare(Source("searches", told.held, told.end, told.fulfil))
    yield told
    subscriptions.withdraw("searches")


# --- asking ---------------------------------------------------------------------------------------------------------


def test_ask__a_new_address_is_kept_as_one_and_asked_once():
    row = ask(address=f" {ADDRESS.upper()} ", language="en", wish="searches:1")
    assert (row.state, row.address, row.language) == (ContactState.PENDING, ADDRESS, "en")
    found = Message.objects.get()
    assert (found.kind, found.language, found.data) == (CONFIRM, "en", {"wish": "searches:1"})
    assert Contact.objects.count() == 1


def test_ask__three_times_a_day_and_no_more():
    for hour in range(6):
        ask(NOW + timedelta(hours=hour))
    assert asked() == 3
    ask(NOW + DAY + timedelta(hours=3))
    assert asked() == 4


def test_ask__so_many_a_day_in_all(settings):
    settings.NOTICES_CONFIRMS_PER_DAY = 2
    rows = [ask(address=f"{number}@example.com") for number in range(4)]
    assert asked() == 2
    assert len({row.pk for row in rows}) == 4


@pytest.mark.parametrize("state", ContactState)
def test_ask__answers_alike_whoever_it_is(state):
    contact(ADDRESS, state)
    row = ask()
    assert isinstance(row, Contact)
    assert asked() == 1
    assert ask(address="b@example.com").pk != row.pk


def test_ask__a_confirmed_one_stays_confirmed():
    row = contact(language="vi")
    assert ask(language="en").state == ContactState.CONFIRMED
    row.refresh_from_db()
    assert row.language == "vi"  # strangers change nothing of it


def test_ask__after_a_stop_begins_anew_and_old_links_do_not_confirm():
    row = ask()
    old = tokens.confirm_token(row)
    stop(row)
    again = ask(NOW + timedelta(hours=1))
    assert (again.pk, again.state, again.opt_in) == (row.pk, ContactState.PENDING, 2)
    with pytest.raises(LinkRefused):
        actions.confirm(actor=None, token=old, now=NOW)
    assert confirm(again).state == ContactState.CONFIRMED


def test_ask__after_a_stop_only_once_a_day():
    row = contact(ADDRESS)
    stop(row)
    for hour in (1, 2, 3):
        ask(NOW + timedelta(hours=hour))
        Contact.objects.update(state=ContactState.STOPPED, stopped_at=NOW)
    assert asked() == 1


def test_ask__an_address_that_came_back_gets_one_more_chance():
    row = contact(ADDRESS, ContactState.PENDING, bounces=5, unreachable_at=NOW)
    ask()
    row.refresh_from_db()
    assert (row.bounces, row.unreachable_at, asked()) == (2, None, 1)


@pytest.mark.parametrize(("channel", "address"), [("email", "no"), ("zalo", PHONE), ("fax", "1"), ("", "")])
def test_ask__refuses_what_is_no_address_or_no_channel_here(channel, address):
    with pytest.raises(BadAddress):
        ask(channel=channel, address=address)
    assert not Contact.objects.exists()


# --- confirming and stopping ----------------------------------------------------------------------------------------


def test_confirm__once_and_again(searches):
    row = ask(wish="searches:7")
    assert confirm(row, NOW + DAY, wish="searches:7").state == ContactState.CONFIRMED
    assert confirm(row, NOW + 2 * DAY, wish="searches:7").confirmed_at == NOW + DAY
    assert searches.fulfilled == [(row.pk, "7"), (row.pk, "7")]
    assert Event.objects.filter(verb="contact.confirmed").count() == 1


def test_confirm__belongs_to_who_is_signed_in_and_to_nobody_after():
    first, second = land.person("a"), land.person("b")
    row = ask(actor=second)
    assert row.user is None
    assert confirm(row, actor=AnonymousUser()).user is None
    assert confirm(row, actor=first).user == first
    assert confirm(row, actor=second).user == first
    assert list(Contact.objects.visible_to(first)) == [row]
    assert not Contact.objects.visible_to(second).exists()
    assert not Contact.objects.visible_to(AnonymousUser()).exists()


def test_confirm__a_damaged_link_an_old_one_one_of_another_purpose(monkeypatch):
    row = ask()
    good = tokens.confirm_token(row)
    for bad in (good[:-1], good[1:], "", "x.y.z", tokens.stop_token(row), tokens.mine_token(row)):
        with pytest.raises(LinkRefused):
            actions.confirm(actor=None, token=bad, now=NOW)
    with pytest.raises(LinkRefused):
        actions.stop(actor=None, token=good, now=NOW)
    later = signing.time.time() + (tokens.CONFIRM_AGE + DAY).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    with pytest.raises(LinkRefused, match="quá hạn"):
        actions.confirm(actor=None, token=good, now=NOW)
    assert stop(row).state == ContactState.STOPPED  # a link to stop does not age


def test_stop__cancels_what_waits_and_ends_what_was_subscribed(searches):
    row = contact()
    waiting = message(row)
    tried = message(row, MessageState.RETRYING)
    sent = message(row, MessageState.SENT)
    other = message()
    stop(row)
    states = {one.pk: one.state for one in Message.objects.all()}
    assert [states[one.pk] for one in (waiting, tried)] == [MessageState.CANCELLED] * 2
    assert [states[one.pk] for one in (sent, other)] == [MessageState.SENT, MessageState.QUEUED]
    assert searches.ended == [(row.pk, "a"), (row.pk, "b")]
    stop(row)
    assert Event.objects.filter(verb="contact.stopped").count() == 1


def test_end_subscription__one_of_them(searches):
    row = contact()
    actions.end_subscription(actor=None, contact=row, source="searches", key="a", now=NOW)
    assert [held.key for _name, held in subscriptions.held_by(row)] == ["b"]
    assert Event.objects.get().after == {"source": "searches", "key": "a"}


def test_links__hold_no_address():
    row = contact(ADDRESS)
    for token in (tokens.confirm_token(row), tokens.stop_token(row), tokens.mine_token(row)):
        raw = signing.b64_decode(token.split(".")[0].encode())
        assert b"gmail" not in raw
        assert "gmail" not in token


# --- coming back ----------------------------------------------------------------------------------------------------


def test_bounce__a_letter_that_came_back_has_failed():
    row = message(state=MessageState.SENT)
    assert actions.note_bounce(message_id=row.pk, status="5.1.1", now=NOW)
    assert not actions.note_bounce(message_id=row.pk, status="5.1.1", now=NOW)  # told twice
    row.refresh_from_db()
    row.contact.refresh_from_db()
    assert (row.state, row.error, row.contact.bounces) == (MessageState.FAILED, "dsn_5.1.1", 1)
    assert row.contact.unreachable_at is None


def test_bounce__the_third_in_a_row_stops_letters_to_the_address():
    to = contact()
    waiting = message(to)
    for _number in range(3):
        actions.note_bounce(message_id=message(to, MessageState.SENT).pk, status="5.1.1", now=NOW)
    to.refresh_from_db()
    waiting.refresh_from_db()
    assert to.unreachable_at == NOW
    assert (waiting.state, waiting.error) == (MessageState.CANCELLED, "unreachable")
    assert confirm(to).unreachable_at is None


def test_bounce__one_that_arrives_begins_the_count_anew():
    to = contact(bounces=2)
    actions.note_delivery(message_id=message(to, MessageState.SENT).pk, now=NOW)
    to.refresh_from_db()
    assert to.bounces == 0


# --- personal data --------------------------------------------------------------------------------------------------


def test_log__shows_masked_addresses_only(caplog):
    row = ask()
    confirm(row)
    stop(row)
    told = Event.objects.values_list("subject_label", "before", "after", "reason", "actor_label")
    said = " ".join(map(str, told))
    assert [event.verb for event in Event.objects.order_by("pk")] == [
        "contact.asked",
        "contact.confirmed",
        "contact.stopped",
    ]
    assert ADDRESS not in said
    assert "n***@gmail.com" in said
    assert ADDRESS not in caplog.text


def test_wall__has_nothing_of_this_app():
    assert not [name for name in public.declared() if name.startswith("notices_")]
