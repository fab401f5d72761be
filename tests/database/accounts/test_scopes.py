"""Scopes: what stands below a unit or an agency belongs to it, roles count on their days only."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.models import Agency, RoleAssignment
from accounts.roles import Role
from accounts.scopes import scope_of
from land.models import Plot
from tests.database.land.lease_desk import text_of
from tests.factories import land

MERGER = date(2025, 7, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    """The city of today with two wards, and the old province with a district and its ward."""
    old, new = DateRange(None, MERGER), DateRange(MERGER, None)
    made = {
        "city": land.unit("79@2025-07-01", "Thành phố Hồ Chí Minh", code="79", level="province", valid=new),
        "ward": land.unit("26506@2025-07-01", parent_code="79", valid=new),
        "other": land.unit("26536@2025-07-01", "Phường Rạch Dừa", parent_code="79", valid=new),
        "province": land.unit("77@initial", "Tỉnh Bà Rịa - Vũng Tàu", code="77", level="province", valid=old),
        "district": land.unit(
            "747@initial", "Thành phố Vũng Tàu", code="747", level="district", parent_code="77", valid=old
        ),
        "old_ward": land.unit("26536@initial", "Phường 10", parent_code="747", valid=old),
    }
    # The code of the city before the merger: what stood below it then is not below the city of now.
    land.unit("26740@initial", "Phường Bến Nghé", parent_code="79", valid=old)
    return made


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ("city", {"79@2025-07-01", "26506@2025-07-01", "26536@2025-07-01"}),
        ("ward", {"26506@2025-07-01"}),
        ("province", {"77@initial", "747@initial", "26536@initial"}),
        ("district", {"747@initial", "26536@initial"}),
    ],
)
@pytest.mark.parametrize("role", [Role.LEADER, Role.REGISTRATION_OFFICE])
def test_units__below_the_assigned_one_belong_to_it(units, role, given, reached):
    assert scope_of(land.person("someone", role, units[given])).units == reached


def test_units__below_open_their_plots_and_no_others(units):
    leader = land.person("leader", Role.LEADER, units["city"])
    of_ward = land.person("of_ward", Role.LEADER, units["ward"])
    inside = {name: land.plot(unit=units[name], publish_level="internal") for name in ("ward", "other")}
    elsewhere = land.plot(unit=units["old_ward"], publish_level="internal")
    seen = set(Plot.objects.visible_to(leader))
    assert seen == set(inside.values())
    assert elsewhere not in seen
    assert set(Plot.objects.visible_to(of_ward)) == {inside["ward"]}


def test_units__of_a_commune_cost_no_further_question(units, django_assert_num_queries):
    officer = land.person("officer", Role.OFFICER, units["ward"])
    with django_assert_num_queries(3) as asked:  # assignments, units, agencies
        scope_of(officer)
    assert not [query for query in asked if "geom_3857" in query["sql"]]  # nor a polygon


def test_agencies__subordinate_ones_belong_to_it():
    top = land.agency("so", "Sở")
    middle = Agency.objects.create(code="tt", name="Trung tâm", parent=top)
    branch = Agency.objects.create(code="cn", name="Chi nhánh", parent=middle)
    land.agency("khac", "Khác")
    for given, reached in (
        (top, {top.pk, middle.pk, branch.pk}),
        (middle, {middle.pk, branch.pk}),
        (branch, {branch.pk}),
    ):
        officer = land.person(f"of_{given.code}", Role.LAND_FUND_OFFICER)
        officer.assignments.get().agencies.set([given])
        assert scope_of(officer).agencies == reached
    top.parent = branch  # a circle by mistake
    top.save()
    officer = land.person("round", Role.LAND_FUND_OFFICER)
    officer.assignments.get().agencies.set([middle])
    assert scope_of(officer).agencies == {top.pk, middle.pk, branch.pk}


def test_account_page__lists_what_is_held_and_what_will_be(client, units):
    today = timezone.localdate()
    person = land.person("someone", Role.OFFICER, units["ward"])
    ended, coming = today - timedelta(days=1), today + timedelta(days=30)
    RoleAssignment.objects.create(user=person, role=Role.INSPECTOR, ends_on=ended)
    RoleAssignment.objects.create(user=person, role=Role.PLANNER, starts_on=coming)
    client.force_login(person)
    text = text_of(client.get(reverse("account")))
    assert "Cán bộ địa chính: Phường Vũng Tàu" in text
    assert "Thanh tra" not in text
    assert f"Chuyên viên quy hoạch, từ {coming:%d/%m/%Y}" in " ".join(text.split())
    assert "Land officer: Phường Vũng Tàu" in text_of(client.get(reverse("account"), headers={"Accept-Language": "en"}))
