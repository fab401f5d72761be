"""Signing in: names that are nobody's, the lock, who may keep an answer."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from audit.models import Event
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures

PASSWORD = "dung-roi-day-2026"
NOWHERE = "203.0.113.7"


@pytest.fixture
def clerk(people):  # noqa: F811
    person = people["land_manager"]
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, name, password, **headers):
    return client.post(reverse("sign-in"), {"username": name, "password": password}, headers=headers)


def basic(name, password):
    return "Basic " + b64encode(f"{name}:{password}".encode()).decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_names__that_nobody_can_have_are_refused_and_nothing_breaks(client, name):
    client.raise_request_exception = False
    assert client.get("/ogc/", headers={"Authorization": basic(name, "x")}).status_code == 401
    assert sign_in(client, name, "x").status_code == 200
    assert client.post("/admin/login/", {"username": name, "password": "x"}).status_code == 200


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_lock__is_for_the_place_that_guessed(client, clerk, settings, behind_proxy):
    settings.BEHIND_PROXY = behind_proxy
    for _ in range(5):
        last = sign_in(client, clerk.username, "guess", **{"X-Forwarded-For": NOWHERE})
    assert last.status_code == 429
    own = sign_in(client, clerk.username, PASSWORD, **{"X-Forwarded-For": "198.51.100.2"})
    # Without a proxy the header is only what the client says of itself, so it opens nothing.
    assert own.status_code == (302 if behind_proxy else 429)


def test_lock__holds_for_programs_too(client, clerk):
    for _ in range(5):
        client.get("/ogc/", headers={"Authorization": basic(clerk.username, "guess")})
    locked = client.get("/ogc/", headers={"Authorization": basic(clerk.username, PASSWORD)})
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")  # not "wrong": the password is right


def test_answers__to_a_person_are_private(client, clerk, register):  # noqa: F811
    assert "Cache-Control" not in client.get("/plots/")
    by_program = client.get("/plots/", headers={"Authorization": basic(clerk.username, PASSWORD)})
    assert by_program["Cache-Control"] == "private, no-cache"
    client.force_login(clerk)
    for path in ("/", "/plots/", "/summary/", "/search?q=vung"):
        assert "private" in client.get(path)["Cache-Control"], path


@pytest.mark.django_db
@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_next__never_leads_away(client, clerk, away):
    answer = client.post(reverse("sign-in"), {"username": clerk.username, "password": PASSWORD, "next": away})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_rights__given_in_the_admin_stand_in_the_log(client, people, register):  # noqa: F811
    client.force_login(people["admin"])
    people["admin"].is_staff = True
    people["admin"].save()
    person = people["citizen"]
    inline = {f"assignments-{name}": value for name, value in (("TOTAL_FORMS", 2), ("INITIAL_FORMS", 1))}
    inline |= {"assignments-0-id": person.assignments.get().pk, "assignments-0-user": person.pk}
    inline |= {"assignments-0-role": "citizen", "assignments-1-role": "inspector", "assignments-1-user": person.pk}
    values = {"username": person.username, "is_active": "on"} | inline
    answer = client.post(reverse("admin:accounts_user_change", args=[person.pk]), values)
    assert answer.status_code == 302, answer.context["errors"]
    event = Event.objects.filter(verb="account.changed").get()
    assert (event.actor_id, event.subject_id) == (str(people["admin"].pk), str(person.pk))
    assert [item["role"] for item in event.after["roles"]] == ["citizen", "inspector"]


def test_tokens__come_and_go_in_the_log_without_their_secret(client, clerk):
    client.force_login(clerk)
    secret = client.post(reverse("account"), {"label": "QGIS", "days": 30}).context["secret"]
    token = clerk.tokens.get()
    assert client.get("/ogc/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    client.post(reverse("revoke-token", args=[token.pk]))
    client.logout()
    assert client.get("/ogc/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    events = Event.objects.filter(subject_type="token").order_by("pk")
    assert [event.verb for event in events] == ["token.issued", "token.revoked"]
    assert secret not in str([event.after for event in events])


def with_token(client, person):
    """A browser of the person, who has a token; and the token."""
    client.force_login(person)
    return client.post(reverse("account"), {"label": "QGIS", "days": 30}).context["secret"]


def works(secret):
    return Client().get("/ogc/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def revoked():
    return [(event.actor_id, event.subject_label, event.reason) for event in Event.objects.filter(verb="token.revoked")]


WHY = "Mật khẩu của tài khoản đã được đổi"


def test_password__changed_by_oneself_ends_the_tokens_and_says_so(client, clerk):
    secret = with_token(client, clerk)
    page = client.get(reverse("change-password"))
    assert "mọi mã truy cập" in page.content.decode()
    values = {"old_password": PASSWORD, "new_password1": "khac-hoan-toan-27", "new_password2": "khac-hoan-toan-27"}
    wrong = client.post(reverse("change-password"), values | {"old_password": "guess"})
    assert wrong.status_code == 200
    assert works(secret)
    done = client.post(reverse("change-password"), values, follow=True)
    assert "Số mã truy cập đã thu hồi: 1." in done.content.decode()
    assert not works(secret)
    assert revoked() == [("", "QGIS", WHY)]


def test_password__set_in_the_admin_ends_the_tokens(client, clerk, people):  # noqa: F811
    secret = with_token(client, clerk)
    people["admin"].is_staff = True
    people["admin"].save()
    client.force_login(people["admin"])
    address = reverse("admin:auth_user_password_change", args=[clerk.pk])
    assert "mọi mã truy cập" in client.get(address).content.decode()
    values = {"usable_password": "true", "password1": "khac-hoan-toan-27", "password2": "khac-hoan-toan-27"}
    assert client.post(address, values).status_code == 302
    assert not works(secret)
    assert revoked() == [("", "QGIS", WHY)]
    assert Event.objects.filter(verb="account.changed", actor_id=str(people["admin"].pk)).exists()


def test_password__set_by_a_command_ends_the_tokens(client, clerk, monkeypatch, capsys):
    secret = with_token(client, clerk)
    monkeypatch.setattr("getpass.getpass", lambda *_args, **_kwargs: "khac-hoan-toan-27")
    call_command("changepassword", clerk.username)
    assert "đã bị thu hồi" in capsys.readouterr().out
    assert not works(secret)


def test_password__hashed_anew_at_sign_in_leaves_the_tokens(client, clerk, settings):
    old = "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher"
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, old]
    secret = with_token(client, clerk)
    clerk.password = make_password(PASSWORD, hasher="pbkdf2_sha1")
    clerk.save(update_fields=["password"])
    client.logout()
    assert sign_in(client, clerk.username, PASSWORD).status_code == 302
    clerk.refresh_from_db()
    assert not clerk.password.startswith("pbkdf2_sha1$")
    assert works(secret)


@pytest.mark.django_db
def test_session_ends_with_the_browser_and_after_a_working_day(client, clerk):
    sign_in(client, clerk.username, PASSWORD)
    cookie = client.cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"], cookie["httponly"]) == ("", "", True)
    assert client.get(reverse("account")).status_code == 200
    assert client.session.get_expiry_age() == 12 * 3600
    Session.objects.update(expire_date=datetime(2026, 1, 1, tzinfo=UTC))
    assert client.get(reverse("account")).status_code == 302
