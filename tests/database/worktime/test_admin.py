"""The admin shows the law to administrators, and lets nobody write."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.factories.land import person
from worktime.models import CalendarDay

pytestmark = pytest.mark.django_db
PAGES = ("calendarnotice", "calendarday", "officehours", "termrule")


def signed_in(role: Role) -> Client:
    user = person(role.value, role)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("page", PAGES)
def test_admin__administrators_read(calendar, page):
    client = signed_in(Role.ADMIN)
    assert client.get(f"/admin/worktime/{page}/").status_code == 200
    assert client.get(f"/admin/worktime/{page}/add/").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_admin__others_do_not(calendar, page):
    assert signed_in(Role.LAND_MANAGER).get(f"/admin/worktime/{page}/").status_code == 403


def test_admin__a_day_is_shown_and_not_changed(calendar):
    client, day = signed_in(Role.ADMIN), CalendarDay.objects.standing().first()
    address = f"/admin/worktime/calendarday/{day.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "x"}).status_code == 403
    assert client.post(f"/admin/worktime/calendarday/{day.pk}/delete/", {"post": "yes"}).status_code == 403
