"""Changing one's own password."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from tests.database.accounts.test_sign_in import PASSWORD, clerk, sign_in  # noqa: F401 - fixtures
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures
from tests.database.land.lease_desk import text_of

PAGE = "/accounts/password/"
NEW = "bien-vung-tau-xanh-2026"


@pytest.fixture
def browser(client, clerk):  # noqa: F811
    sign_in(client, clerk.username, PASSWORD)
    return client


def change(browser, old=PASSWORD, new=NEW, again=None, **more):
    values = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return browser.post(PAGE, values, **more)


def test_password__is_changed_and_sessions_elsewhere_end(browser, clerk):  # noqa: F811
    elsewhere = Client()
    sign_in(elsewhere, clerk.username, PASSWORD)
    assert elsewhere.get(reverse("account")).status_code == 200
    answer = change(browser, follow=True)
    assert "Đã đổi mật khẩu" in text_of(answer)
    assert answer.redirect_chain == [("/accounts/", 302)]
    assert elsewhere.get(reverse("account")).status_code == 302
    assert browser.get(reverse("account")).status_code == 200
    browser.logout()
    assert sign_in(browser, clerk.username, PASSWORD).status_code == 200
    assert sign_in(browser, clerk.username, NEW).status_code == 302


def test_password__its_change_stands_in_the_log_without_it(browser, clerk):  # noqa: F811
    change(browser)
    event = Event.objects.get(verb="account.password_changed")
    assert (event.actor_id, event.subject_id, event.subject_label) == (str(clerk.pk), str(clerk.pk), clerk.username)
    assert NEW not in f"{event.before}{event.after}{event.reason}"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"old": "wrong"}, "Mật khẩu cũ không chính xác"),
        ({"new": "short"}, "Mật khẩu quá ngắn: cần ít nhất 10 ký tự"),
        ({"new": "password1234"}, "quá phổ biến"),
        ({"new": "land_manager"}, "quá giống"),
        ({"again": "something-else"}, "không giống nhau"),
    ],
)
def test_password__refusals_say_why(browser, clerk, values, words):  # noqa: F811
    answer = change(browser, **values)
    assert answer.status_code == 200
    assert words in text_of(answer)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)
    assert not Event.objects.filter(verb="account.password_changed").exists()


@pytest.mark.django_db
def test_password__is_for_those_who_signed_in(client):
    assert client.get(PAGE)["Location"] == f"/accounts/sign-in/?next={PAGE}"


def test_password__in_english_and_linked_from_the_account_page(browser):
    english = text_of(browser.get(PAGE, headers={"Accept-Language": "en"}))
    assert "Current password" in english
    assert "Mật khẩu" not in english
    assert f'href="{PAGE}"' in browser.get(reverse("account")).content.decode()


def test_password__the_admin_has_no_door_of_its_own(browser):
    assert browser.get("/admin/password_change/")["Location"] == PAGE
