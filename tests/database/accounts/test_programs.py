"""Programs that sign in by a header: what they may, what it costs, and who is stopped from guessing."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import remembered
from accounts.models import RoleAssignment
from accounts.roles import Role
from accounts.tokens import issue_token
from land.models import Plot
from tests.database.accounts.test_sign_in import PASSWORD, basic, clerk, sign_in  # noqa: F401 - fixtures
from tests.database.land.conftest import people, plot, register  # noqa: F401 - fixtures
from tests.factories import land

RIGHT, WRONG, LOCKED = 200, 401, 429


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that were hashed to be compared."""
    seen = []
    verify = MD5PasswordHasher.verify

    def counting(self, password, encoded):
        seen.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", counting)
    return seen


def ask(client, name, password, path="/ogc/", **headers):
    return client.get(path, headers={"Authorization": basic(name, password), **headers}).status_code


# --- remembered for a minute --------------------------------------------------------------------------------------


def test_a_right_password__is_hashed_once_a_minute(client, clerk, hashed, monkeypatch):  # noqa: F811
    assert [ask(client, clerk.username, PASSWORD) for _ in range(4)] == [RIGHT] * 4
    assert hashed == [PASSWORD]
    later = remembered.monotonic() + remembered.SECONDS + 1
    monkeypatch.setattr(remembered, "monotonic", lambda: later)
    assert ask(client, clerk.username, PASSWORD) == RIGHT
    assert hashed == [PASSWORD] * 2


def test_a_wrong_password__is_never_remembered(client, clerk, hashed):  # noqa: F811
    assert ask(client, clerk.username, PASSWORD) == RIGHT
    assert ask(client, clerk.username, "guess") == WRONG
    assert ask(client, clerk.username.upper(), PASSWORD) == WRONG
    assert ask(client, "citizen", PASSWORD) == WRONG
    assert "guess" in hashed


def test_a_changed_password__is_forgotten_at_once(client, clerk):  # noqa: F811
    assert ask(client, clerk.username, PASSWORD) == RIGHT
    clerk.set_password("mot-mat-khau-khac-2026")
    clerk.save()
    assert ask(client, clerk.username, PASSWORD) == WRONG
    assert ask(client, clerk.username, "mot-mat-khau-khac-2026") == RIGHT


def test_a_person_switched_off__is_out_at_once(client, clerk):  # noqa: F811
    assert ask(client, clerk.username, PASSWORD) == RIGHT
    clerk.is_active = False
    clerk.save()
    assert ask(client, clerk.username, PASSWORD) == WRONG


def test_roles__are_those_of_now(client, clerk):  # noqa: F811
    inside = land.plot(publish_level="internal", published_on=None)
    address = reverse("plot", args=[inside.code])
    assert ask(client, clerk.username, PASSWORD, address) == RIGHT
    RoleAssignment.objects.filter(user=clerk).update(role=Role.CITIZEN)
    assert ask(client, clerk.username, PASSWORD, address) == 404


def test_memory__is_bounded(client, clerk, monkeypatch):  # noqa: F811
    monkeypatch.setattr(remembered, "_until", {})
    monkeypatch.setattr(remembered, "MOST", 3)
    for number in range(10):
        remembered.remember(clerk, f"{number}")
    assert remembered.person_of(clerk.username, "9") == clerk
    assert remembered.person_of(clerk.username, "1") is None
    assert len(remembered._until) == 3


# --- guessing -----------------------------------------------------------------------------------------------------


def guess_names(client, how_many, **headers):
    return [ask(client, f"name{number}", "guess", **headers) for number in range(how_many)]


def test_many_names_from_one_address__are_stopped(client, clerk, settings, hashed):  # noqa: F811
    settings.SIGN_IN_FAILURES_PER_ADDRESS, settings.BEHIND_PROXY = 8, True
    assert guess_names(client, 8, **{"X-Forwarded-For": "203.0.113.7"})[:7] == [WRONG] * 7
    assert ask(client, clerk.username, PASSWORD, **{"X-Forwarded-For": "203.0.113.7"}) == LOCKED
    assert sign_in(client, clerk.username, PASSWORD, **{"X-Forwarded-For": "203.0.113.7"}).status_code == LOCKED
    assert PASSWORD not in hashed  # a locked address costs no hash
    assert ask(client, clerk.username, PASSWORD, **{"X-Forwarded-For": "198.51.100.2"}) == RIGHT


def test_a_locked_address__is_free_again_after_its_time(client, clerk, settings):  # noqa: F811
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 8
    guess_names(client, 8)
    assert ask(client, clerk.username, PASSWORD) == LOCKED
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=attempt.attempt_time - timedelta(minutes=16))
    assert ask(client, clerk.username, PASSWORD) == RIGHT


def test_a_success__does_not_wipe_the_failures_of_others(client, clerk, settings):  # noqa: F811
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 8
    guess_names(client, 7)
    assert sign_in(client, clerk.username, PASSWORD).status_code == 302
    guess_names(client, 1)
    client.logout()
    assert ask(client, clerk.username, PASSWORD) == LOCKED


def test_a_program_with_an_old_password__does_not_lock_its_office(client, clerk, people, settings):  # noqa: F811
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 8
    assert [ask(client, "citizen", "old") for _ in range(40)][-1] == LOCKED
    assert AccessAttempt.objects.get().failures_since_start == 5
    assert ask(client, clerk.username, PASSWORD) == RIGHT


def test_tokens__work_from_a_locked_address(client, clerk, settings):  # noqa: F811
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 8
    secret = issue_token(actor=clerk, label="QGIS", now=timezone.localtime())
    guess_names(client, 8)
    assert client.get("/ogc/", headers={"Authorization": f"Bearer {secret}"}).status_code == RIGHT
    assert ask(client, clerk.username, secret) == RIGHT


# --- only to read -------------------------------------------------------------------------------------------------


def credentials(person):
    secret = issue_token(actor=person, label="QGIS", now=timezone.localtime())
    return [f"Bearer {secret}", basic(person.username, secret), basic(person.username, PASSWORD)]


def publish(browser, plot, **more):  # noqa: F811
    values = {"level": "internal", "reason": "Thu hồi", "seen_version": plot.version}
    return browser.post(reverse("plot-publish", args=[plot.code]), values, **more)


def level_of(plot):  # noqa: F811
    return Plot.objects.get(pk=plot.pk).publish_level


@pytest.mark.parametrize("strict", [True, False])
def test_a_header__changes_nothing(clerk, plot, strict):  # noqa: F811
    for header in credentials(clerk):
        browser = Client(enforce_csrf_checks=strict)
        assert browser.get("/plots/new/", headers={"Authorization": header}).status_code == 200
        answer = publish(browser, plot, headers={"Authorization": header})
        assert answer.status_code == (403 if strict else 302), header  # without CSRF's check: sent to the sign-in page
        assert level_of(plot) == "public"


def test_a_form_of_a_foreign_site__does_not_pass_with_kept_credentials(clerk, plot):  # noqa: F811
    """A browser sends Basic credentials and cookie along; neither replaces the token in the form."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk)
    assert publish(browser, plot, headers={"Authorization": basic(clerk.username, PASSWORD)}).status_code == 403
    assert level_of(plot) == "public"


def test_a_form_of_our_own__passes_beside_kept_credentials(clerk, plot):  # noqa: F811
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk)
    token = browser.get(reverse("plot-publish", args=[plot.code])).context["csrf_token"]
    header = {"Authorization": basic("nobody", "wrong"), "X-CSRFToken": str(token)}
    assert publish(browser, plot, headers=header).status_code == 302
    assert level_of(plot) == "internal"
