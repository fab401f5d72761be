"""Tolerances and bounds of lease terms: a new value ends the old, who may, and the admin's forms."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from audit.models import Event
from land.actions.dated import TermDraft, set_lease_term, set_tolerance
from land.errors import BadChange
from land.models import LeaseTermBound, Tolerance
from land.workflow import LeaseKind
from tests.database.land.rights import who_may

FIRST, NEXT = date(2025, 1, 1), date(2026, 7, 1)
MANAGER = {"land_manager"}


def tolerance(actor=None, **values):
    own = {"kind": "overlap_m2", "value": 0.5, "start": NEXT, "source": "Thông tư 5/2026", "reason": "Văn bản mới"}
    return set_tolerance(actor=actor, **own | values)


def term(actor=None, start=NEXT, reason="Luật sửa đổi", **values):
    own = {"kind": LeaseKind.SHORT, "lessee_kind": "", "least_months": None, "most_months": 36}
    draft = TermDraft(**{**own, "source": "Nghị định 9/2026, điều 4", "mark": "V", **values})
    return set_lease_term(actor=actor, draft=draft, start=start, reason=reason)


def periods(rows):
    return [(row.period.lower, row.period.upper) for row in rows.order_by("period")]


def test_tolerance__the_old_value_ends_and_stays(register):
    made = tolerance()
    rows = Tolerance.objects.filter(kind="overlap_m2")
    assert periods(rows) == [(FIRST, NEXT), (NEXT, None)]
    assert [row.value for row in rows.order_by("period")] == [1.0, 0.5]
    event = Event.objects.get(verb="tolerance.set")
    assert (event.subject_id, event.reason) == (str(made.pk), "Văn bản mới")
    assert event.before["value"] == 1.0
    assert event.after["source"] == "Thông tư 5/2026"


def test_tolerance__the_check_in_the_database_follows(register):
    tolerance(start=date(2026, 1, 1), value=77)
    with connection.cursor() as cursor:
        cursor.execute("SELECT land_tolerance_v1('overlap_m2')")
        assert cursor.fetchone()[0] == 77


def test_tolerance__between_two_it_ends_where_the_later_begins(register):
    tolerance()
    tolerance(start=date(2025, 6, 1), value=0.8)
    tolerance(start=date(2024, 1, 1), value=2)
    wanted = [(date(2024, 1, 1), FIRST), (FIRST, date(2025, 6, 1)), (date(2025, 6, 1), NEXT), (NEXT, None)]
    assert periods(Tolerance.objects.filter(kind="overlap_m2")) == wanted


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start": FIRST}, "start"),
        ({"value": -1}, "value"),
        ({"value": float("nan")}, "value"),
        ({"kind": "area_share", "value": 2}, "value"),
        ({"source": " "}, "source"),
        ({"reason": ""}, "reason"),
    ],
)
def test_tolerance__refused_at_the_field(register, values, field):
    with pytest.raises(BadChange) as refusal:
        tolerance(**values)
    assert refusal.value.errors[0]["field"] == field
    assert Tolerance.objects.filter(kind="overlap_m2").count() == 1
    assert not Event.objects.filter(verb="tolerance.set").exists()


def test_term__contracts_go_by_the_bound_of_their_day(lease_bounds):
    term()
    assert LeaseTermBound.objects.of_lease(LeaseKind.SHORT, "person", date(2026, 6, 30)).most_months == 60
    assert LeaseTermBound.objects.of_lease(LeaseKind.SHORT, "person", NEXT).most_months == 36
    event = Event.objects.get(verb="lease_term.set")
    assert (event.before["most_months"], event.after["most_months"]) == (60, 36)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"most_months": None}, "most_months"),
        ({"most_months": 0}, "most_months"),
        ({"least_months": 40}, "least_months"),
        ({"source": ""}, "source"),
    ],
)
def test_term__refused_at_the_field(lease_bounds, values, field):
    with pytest.raises(BadChange) as refusal:
        term(**values)
    assert refusal.value.errors[0]["field"] == field


def test_rights__of_every_role(people, lease_bounds):
    assert who_may(people, lambda user: tolerance(actor=user)) == MANAGER
    assert who_may(people, lambda user: term(actor=user)) == MANAGER


@pytest.fixture
def staff(people):
    for user in people.values():
        if user.is_authenticated:
            user.is_staff = True
            user.save()
    return people


ADDRESSES = ("admin:land_tolerance_add", "admin:land_leasetermbound_add")


def test_admin__forms_are_open_to_the_department_alone(client, staff):
    for name, user in staff.items():
        if name == "anonymous":
            continue
        client.force_login(user)
        for address in ADDRESSES:
            wanted = 200 if name in MANAGER else 403
            assert client.get(reverse(address)).status_code == wanted, (name, address)


def test_admin__a_tolerance_begins_and_its_history_is_read(client, staff):
    client.force_login(staff["land_manager"])
    form = {
        "kind": "overlap_m2",
        "value": "0.5",
        "source": "Thông tư 5",
        "start": "2026-07-01",
        "reason": "Văn bản mới",
    }
    answer = client.post(reverse(ADDRESSES[0]), form | {"start": "2025-01-01"})
    assert answer.status_code == 200
    assert "start" in answer.context["adminform"].form.errors
    answer = client.post(reverse(ADDRESSES[0]), form)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Event.objects.get(verb="tolerance.set").actor_label == "land_manager"
    listed = client.get(reverse("admin:land_tolerance_changelist") + "?kind=overlap_m2").content.decode()
    assert "Thông tư 5" in listed
    assert "chưa có văn bản" in listed, "the value before is still told"
    first = Tolerance.objects.filter(kind="overlap_m2").order_by("period").first()
    page = client.get(reverse("admin:land_tolerance_change", args=[first.pk]))
    assert page.status_code == 200
    assert 'name="value"' not in page.content.decode(), "a value that holds is not edited"


def test_admin__a_bound_begins(client, staff, lease_bounds):
    client.force_login(staff["land_manager"])
    form = {
        "kind": "short",
        "lessee_kind": "",
        "most_months": "36",
        "source": "Nghị định 9",
        "mark": "V",
        "start": "2026-07-01",
        "reason": "Luật sửa đổi",
    }
    answer = client.post(reverse(ADDRESSES[1]), form)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert LeaseTermBound.objects.filter(kind="short").count() == 2
