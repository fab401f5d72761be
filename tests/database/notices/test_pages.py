"""Where links lead: a GET changes nothing, a POST does; in the contact's language; nobody else's."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from notices import actions, subscriptions, tokens
from notices.subscriptions import Held, Source
from notices.workflow import ContactState, MessageState
from tests.factories import land
from tests.factories.notices import ADDRESS, NOW, contact, message

pytestmark = pytest.mark.django_db


@pytest.fixture
def searches():
    ended = []
    subscriptions.declare(
        Source(
            "searches",
            lambda contact: [Held(key, f"Tìm {key}", address="/plots/") for key in "ab" if key not in ended],
            lambda contact, key, now: ended.append(key),
        )
    )
    yield ended
    subscriptions.withdraw("searches")


def state(row):
    row.refresh_from_db()
    return row.state


def confirm_page(row):
    return f"/notices/confirm/{tokens.confirm_token(row)}/"


def stop_page(row):
    return f"/notices/stop/{tokens.stop_token(row)}/"


def mine_page(row):
    return f"/notices/mine/{tokens.mine_token(row)}/"


@pytest.mark.parametrize("page_of", [confirm_page, stop_page, mine_page])
def test_get__changes_nothing_and_is_private(page_of):
    row = contact(ADDRESS, ContactState.PENDING)
    message(row)
    for method in ("get", "head"):
        answer = getattr(Client(), method)(page_of(row))
        assert answer.status_code == 200
    assert state(row) == ContactState.PENDING
    assert row.messages.get().state == MessageState.QUEUED
    answer = Client().get(page_of(row))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    body = answer.content.decode()
    assert ADDRESS not in body
    assert "n***@gmail.com" in body
    assert 'method="post"' in body


def test_confirm__by_the_button():
    row = contact(ADDRESS, ContactState.PENDING)
    answer = Client().post(confirm_page(row))
    assert (answer.status_code, state(row)) == (200, ContactState.CONFIRMED)
    assert "Đã xác nhận" in answer.content.decode()


def test_confirm__not_from_another_site():
    row = contact(ADDRESS, ContactState.PENDING)
    assert Client(enforce_csrf_checks=True).post(confirm_page(row)).status_code == 403
    assert state(row) == ContactState.PENDING


def test_confirm__signed_in_it_is_ones_own():
    row, person = contact(ADDRESS, ContactState.PENDING), land.person("reader")
    client = Client()
    client.force_login(person)
    client.post(confirm_page(row))
    row.refresh_from_db()
    assert row.user == person


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}])
def test_stop__by_the_button_or_one_click_without_a_cookie(body):
    row = contact()
    waiting = message(row)
    answer = Client(enforce_csrf_checks=True).post(stop_page(row), body)
    assert (answer.status_code, state(row)) == (200, ContactState.STOPPED)
    waiting.refresh_from_db()
    assert waiting.state == MessageState.CANCELLED
    assert 'method="post"' not in Client().get(stop_page(row)).content.decode().partition("<main")[2]


@pytest.mark.parametrize("door", ["confirm", "stop", "mine"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_links__that_are_none(door, method):
    assert getattr(Client(), method)(f"/notices/{door}/nothing/").status_code == 404


def test_links__of_a_forgotten_address():
    row = contact(ADDRESS, ContactState.STOPPED)
    pages = stop_page(row), mine_page(row), confirm_page(row)
    actions.forget(now=NOW + timedelta(days=400))
    for page in pages:
        assert Client().get(page).status_code == 404
        assert Client().post(page).status_code == 404


@pytest.mark.parametrize("page_of", [confirm_page, stop_page, mine_page])
def test_language__is_the_contacts_unless_the_reader_chose(page_of):
    row = contact(ADDRESS, ContactState.PENDING, language="en")
    assert '<html lang="en"' in Client().get(page_of(row)).content.decode()
    vietnamese = Client()
    vietnamese.cookies["django_language"] = "vi"
    assert '<html lang="vi"' in vietnamese.get(page_of(row)).content.decode()
    row = contact("b@example.com", ContactState.PENDING, language="vi")
    english = Client(headers={"Accept-Language": "en"})
    assert '<html lang="vi"' in english.get(page_of(row)).content.decode()


def test_mine__lists_and_ends_by_the_link(searches):
    row = contact()
    body = Client().get(mine_page(row)).content.decode()
    assert "Tìm a" in body
    assert "Tìm b" in body
    answer = Client().post(mine_page(row), {"contact": str(row.pk), "source": "searches", "key": "a"})
    assert answer.status_code == 302
    assert searches == ["a"]
    assert "Tìm a" not in Client().get(mine_page(row)).content.decode()
    Client().post(mine_page(row), {"contact": str(row.pk), "stop": "1"})
    assert state(row) == ContactState.STOPPED


def test_mine__only_ones_own(searches):
    own, other = contact(), contact("b@example.com")
    sent = {"contact": str(other.pk), "source": "searches", "key": "a"}
    assert Client().post(mine_page(own), sent).status_code == 404
    assert Client().post(mine_page(own), {"contact": str(other.pk), "stop": "1"}).status_code == 404
    assert Client().post(mine_page(own), {**sent, "contact": str(own.pk), "source": "?"}).status_code == 404
    assert (searches, state(other)) == ([], ContactState.CONFIRMED)


def test_mine__the_link_ends_with_its_time(monkeypatch):
    row = contact()
    page = mine_page(row)
    later = signing.time.time() + (tokens.MINE_AGE + timedelta(days=1)).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert Client().get(page).status_code == 404


def test_mine__signed_in(searches):
    person, stranger = land.person("reader"), land.person("stranger")
    row = contact(user=person)
    assert Client().get("/notices/mine/").status_code == 302
    client = Client()
    client.force_login(stranger)
    assert "n***" not in client.get("/notices/mine/").content.decode()
    assert client.post("/notices/mine/", {"contact": str(row.pk), "stop": "1"}).status_code == 404
    client.force_login(person)
    assert "n***@gmail.com" in client.get("/notices/mine/").content.decode()
    assert client.post("/notices/mine/", {"contact": str(row.pk), "stop": "1"}).status_code == 302
    assert state(row) == ContactState.STOPPED
