"""The administrator gives roles for places: units are found and chosen, never changed."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from accounts.models import RoleAssignment
from accounts.roles import Role
from accounts.scopes import scope_of
from territory.models import AdminUnit, UnitSuccession
from tests.database.accounts.test_scopes import MERGER
from tests.factories import land

WARD, HEIR, OLD = "26506@2025-07-01", "26536@2025-07-01", "26536@initial"

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    land.unit(WARD)
    heir = land.unit(HEIR, "Phường Rạch Dừa")
    old = land.unit(OLD, "Phường 10", valid=DateRange(None, MERGER))
    UnitSuccession.objects.create(predecessor=old, successor=heir, on_date=MERGER)


@pytest.fixture
def admin(client, units):
    person = land.person("quantri", Role.ADMIN)
    person.is_staff = True
    person.save()
    client.force_login(person)
    return client


def choices(browser, term, field="units", **headers):
    asked = {"app_label": "accounts", "model_name": "roleassignment", "field_name": field, "term": term}
    answer = browser.get(reverse("admin:autocomplete"), asked, headers=headers)
    assert answer.status_code == 200
    return [(item["id"], item["text"]) for item in answer.json()["results"]]


@pytest.mark.parametrize("term", ["Rạch Dừa", "rach dua", "phuong rach dua"])
def test_units__are_found_without_tone_marks(admin, term):
    assert choices(admin, term)[0] == (HEIR, "Phường Rạch Dừa")


def test_units__are_found_by_an_old_name_behind_the_unit_of_today(admin):
    assert choices(admin, "phuong 10")[:2] == [(HEIR, "Phường Rạch Dừa"), (OLD, "Phường 10 (đến 30/06/2025)")]
    assert choices(admin, "phuong 10", **{"Accept-Language": "en"})[1] == (OLD, "Phường 10 (until 30/06/2025)")
    assert choices(admin, "khong co noi nay") == []
    assert {uid for uid, _name in choices(admin, "")} == {WARD, HEIR, OLD}


def test_agencies__are_found(admin):
    agency = land.agency()
    assert choices(admin, "ttptqd", "agencies") == [(str(agency.pk), agency.name)]


def test_units__may_be_looked_at_but_not_changed(admin):
    listed = admin.get(reverse("admin:territory_adminunit_changelist"), {"q": "rach dua"})
    assert HEIR in listed.content.decode()
    assert WARD not in listed.content.decode()
    page = reverse("admin:territory_adminunit_change", args=["26536_402025-07-01"])
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"name": "X"}).status_code == 403
    assert admin.get(reverse("admin:territory_adminunit_add")).status_code == 403
    assert AdminUnit.objects.get(uid=HEIR).name == "Phường Rạch Dừa"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_units_people_and_agencies__are_for_the_administrator(client, units, role):
    person = land.person("someone", role)
    person.is_staff = True
    person.save()
    client.force_login(person)
    for name in ("territory_adminunit", "accounts_user", "accounts_agency"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403
    asked = {"app_label": "accounts", "model_name": "roleassignment", "field_name": "units", "term": "rach"}
    assert client.get(reverse("admin:autocomplete"), asked).status_code == 403


def test_role__is_given_for_a_unit_on_the_page_of_the_person(admin):
    person = land.person("hoa")
    page = reverse("admin:accounts_user_change", args=[person.pk])
    assert "admin-autocomplete" in admin.get(page).content.decode()
    values = {"username": "hoa", "is_active": "on", "assignments-TOTAL_FORMS": 1, "assignments-INITIAL_FORMS": 0}
    values |= {"assignments-0-role": "officer", "assignments-0-units": [HEIR], "assignments-0-user": str(person.pk)}
    answer = admin.post(page, values)
    assert answer.status_code == 302, answer.context["errors"]
    assert RoleAssignment.objects.get(user=person).role == "officer"
    assert scope_of(person).units == {HEIR}
