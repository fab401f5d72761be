"""A part of the candidates, in an order, is what one walks through: the address carries it from page to page."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from imagery.change_querysets import ORDERS
from imagery.models import ChangeCandidate
from imagery.workflow import CandidateKind, ChangeState
from tests.database.imagery.pictures import as_reader
from tests.factories import changes as factory
from tests.factories import land

pytestmark = pytest.mark.django_db
HERE, THERE = "26506@2025-07-01", "26560@2025-07-01"


@pytest.fixture
def manager():
    return land.person("land_manager", Role.LAND_MANAGER)


@pytest.fixture
def ponds():
    """Two ponds, between them and round them other things, in the order of their confidence."""
    kinds = ["building", "pond", "encroachment", "pond", "building"]
    made = [factory.candidate(kind=kind, confidence=0.9 - place / 10) for place, kind in enumerate(kinds)]
    return [one for one in made if one.kind == CandidateKind.POND]


def show(user, candidate, **asked):
    return as_reader(user).get(reverse("change", args=[candidate.pk]), asked)


def test_walk__keeps_to_what_was_asked_for(manager, ponds):
    first, second = ponds
    page = show(manager, first, kind="pond")
    assert (page.context["before"], page.context["after"], page.context["waiting"]) == (None, second, 2)
    text = page.content.decode()
    for step in ("confirm", "dismiss", "take-up"):
        assert f'"{reverse(f"change-{step}", args=[first.pk])}?kind=pond"' in text
    for address in (reverse("change", args=[second.pk]), reverse("changes")):
        assert f'"{address}?kind=pond"' in text
    assert '<span class="tag">Đào ao, ngập nước</span>' in text


def test_walk__goes_on_within_it_after_a_decision_and_ends_at_its_list(manager, ponds):
    first, second = ponds
    reader = as_reader(manager)
    to = lambda step, one: f"{reverse(f'change-{step}', args=[one.pk])}?kind=pond&sort=area"  # noqa: E731
    assert reader.post(to("take-up", first))["Location"] == to("confirm", first).replace("confirm/", "")
    answer = reader.post(to("confirm", first), {"kind": "building"})
    assert answer["Location"] == f"{reverse('change', args=[second.pk])}?kind=pond&sort=area"
    refused = reader.post(to("dismiss", second))
    assert f'"{to("dismiss", second).replace("&", "&amp;")}"' in refused.content.decode()
    answer = reader.post(to("dismiss", second), {"cause": "season"})
    assert answer["Location"] == f"{reverse('changes')}?kind=pond&sort=area"
    assert ChangeCandidate.objects.waiting().count() == 3


def test_list__counts_and_leads_into_what_was_asked_for(manager, ponds):
    factory.candidate(state=ChangeState.CONFIRMED, kind=CandidateKind.BUILDING, decided_kind=CandidateKind.POND)
    factory.candidate(state=ChangeState.CONFIRMED, kind=CandidateKind.POND, decided_kind=CandidateKind.BUILDING)
    page = as_reader(manager).get(reverse("changes"), {"kind": "pond"})
    assert [number for _state, _title, number in page.context["counts"]] == [2, 1, 0, 0]
    assert page.context["first"] == ponds[0]
    text = page.content.decode()
    assert text.count(f'"{reverse("change", args=[ponds[0].pk])}?kind=pond"') == 2  # the button, and its row
    assert "?state=confirmed&amp;kind=pond" in text
    decided = as_reader(manager).get(reverse("changes"), {"kind": "pond", "state": "confirmed"})
    assert [row.decided_kind for row in decided.context["page"]] == ["pond"]


def test_list__by_commune(manager):
    land.unit(THERE, "Xã Long Sơn")
    here = factory.candidate(land.plot(unit=land.unit(HERE)))
    there = factory.candidate(land.plot(unit=land.unit(THERE)))
    page = as_reader(manager).get(reverse("changes"), {"unit": THERE})
    assert list(page.context["page"]) == [there]
    assert page.context["units"] == [(HERE, "Phường Vũng Tàu"), (THERE, "Xã Long Sơn")]
    walked = show(manager, there, unit=THERE)
    assert (walked.context["waiting"], walked.context["after"]) == (1, None)
    assert "Xã Long Sơn</span>" in walked.content.decode()
    assert list(as_reader(manager).get(reverse("changes"), {"unit": HERE}).context["page"]) == [here]
    assert not as_reader(manager).get(reverse("changes"), {"unit": "0@x\x00"}).context["page"]


@pytest.mark.parametrize("name", ORDERS)
def test_orders__before_and_after_go_through_all_of_them_once(name):
    """With equals in every field, and the day not in step with the confidence."""
    days = (factory.BEFORE.replace(month=5), factory.AFTER)
    for place in range(8):
        factory.candidate(confidence=0.5 + place % 2 / 10, inside_m2=100.0 + place // 2 % 2, seen_on=days[place // 4])
    rows = ChangeCandidate.objects.waiting()
    listed = list(rows.in_order(name))
    assert [rows.after(one, name) for one in listed] == [*listed[1:], None]
    assert [rows.before(one, name) for one in listed] == [None, *listed[:-1]]


def test_list__order(manager):
    small = factory.candidate(confidence=0.9, inside_m2=100.0)
    large = factory.candidate(confidence=0.5, inside_m2=900.0)
    for name, order in (("", [small, large]), ("area", [large, small]), ("x", [small, large])):
        assert list(as_reader(manager).get(reverse("changes"), {"sort": name}).context["page"]) == order
    decided = [
        factory.candidate(state=ChangeState.CONFIRMED, decided_kind=CandidateKind.POND, inside_m2=size)
        for size in (1.0, 2.0)
    ]
    page = as_reader(manager).get(reverse("changes"), {"state": "confirmed", "sort": "area"})
    assert list(page.context["page"]) == decided[::-1]
