"""Signing in: names that are nobody's, the lock, who may keep an answer."""

from base64 import b64encode

import pytest
from django.urls import reverse

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
    assert client.get("/ogc/", headers={"Authorization": basic(clerk.username, PASSWORD)}).status_code == 401


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
