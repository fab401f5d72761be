"""Who sees candidates: whoever reads the inside of the plot. The public knows of none, by any door."""

from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections

from accounts.models import RoleAssignment
from accounts.roles import Role
from gis import layers
from gis.db import public
from imagery.models import ChangeCandidate, ChangeLook
from imagery.workflow import ChangeState, Sight
from land.workflow import PlotStatus, PublishLevel
from tests import places
from tests.factories import changes as factory
from tests.factories import land

pytestmark = pytest.mark.django_db
EVERYWHERE = {Role.LAND_MANAGER, Role.PLANNER, Role.INSPECTOR}
IN_UNITS = {Role.OFFICER, Role.REGISTRATION_OFFICE, Role.CLERK, Role.LEADER}
RESTRICTED = {Role.LAND_MANAGER, Role.INSPECTOR}


@pytest.fixture
def world():
    other = land.unit("26536@2025-07-01", "Phường Rạch Dừa", geom=land.geos(places.square(places.VUNG_TAU, 900, 5000)))
    agency = land.agency("khac", "Cơ quan khác")
    plots = {
        "own": land.plot(),
        "other": land.plot(unit=other, managing_agency=agency),
        "restricted": land.plot(publish_level=PublishLevel.RESTRICTED),
    }
    for plot in plots.values():
        factory.candidate(plot)
        ChangeLook.objects.create(
            plot=plot,
            collection=factory.two_scenes()[0].collection,
            sight=Sight.SEEN,
            clear_days=9,
            last_on=factory.AFTER,
            method="1",
            looked_at=factory.MOMENT,
        )
    return plots


def seen(user, world):
    names = {plot.pk: name for name, plot in world.items()}
    found = {names[key] for key in ChangeCandidate.objects.visible_to(user).values_list("plot", flat=True)}
    assert found == {names[key] for key in ChangeLook.objects.visible_to(user).values_list("plot", flat=True)}
    return found


def test_each_role__sees_the_inside_of_its_plots(world):
    for role in Role:
        user = land.person(f"user-{role}", role, land.unit())
        if role == Role.LAND_FUND_OFFICER:
            RoleAssignment.objects.get(user=user).agencies.set([land.agency()])
        expected = set()
        if role in EVERYWHERE:
            expected = {"own", "other"} | ({"restricted"} if role in RESTRICTED else set())
        elif role in IN_UNITS or role == Role.LAND_FUND_OFFICER:
            expected = {"own"}
        assert seen(user, world) == expected, role


@pytest.mark.parametrize("side", ["before", "after"])
def test_scene_that_the_reader_may_not_know__hides_what_was_seen_on_it(side):
    """The officer reads the plot's inside, but of pictures only those of the own unit and the published."""
    candidate = factory.candidate(land.plot())
    officer, agent = land.person("officer", Role.OFFICER, land.unit()), land.person("agent", Role.LAND_FUND_OFFICER)
    RoleAssignment.objects.get(user=agent).agencies.set([land.agency()])
    manager = land.person("manager", Role.LAND_MANAGER)
    hidden = getattr(candidate, f"scene_{side}")
    for level, readers in (
        (PublishLevel.PUBLIC, {officer, agent, manager}),
        (PublishLevel.INTERNAL, {officer, manager}),
        (PublishLevel.RESTRICTED, {manager}),
    ):
        type(hidden).objects.filter(pk=hidden.pk).update(publish_level=level, units=[land.unit().uid])
        found = {user for user in (officer, agent, manager) if ChangeCandidate.objects.visible_to(user).exists()}
        assert found == readers, level


def test_public__sees_nothing_though_plots_and_scenes_are_public(world):
    for user in (None, AnonymousUser(), land.person("citizen", Role.CITIZEN), land.person("nobody")):
        assert seen(user, world) == set()


def test_public__no_view_no_layer(public_wall, world):
    tables = {"imagery_changecandidate", "imagery_changelook"}
    assert not tables & set(public.declared())
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public_read'")
        assert not tables & {row[0] for row in cursor.fetchall()}
    for layer in layers.every():
        assert "change" not in layer.name
        assert not any("change_" in str(field) for field in layer.fields)


def test_waiting__the_surest_and_largest_first_and_neighbours():
    rows = [
        factory.candidate(confidence=confidence, inside_m2=size)
        for confidence, size in ((0.7, 100.0), (0.9, 100.0), (0.7, 900.0), (0.7, 100.0), (0.95, 50.0))
    ]
    factory.candidate(state=ChangeState.DISMISSED, confidence=0.99)
    factory.candidate(land.plot(status=PlotStatus.REMOVED), confidence=0.99)
    waiting = ChangeCandidate.objects.waiting()
    expected = [rows[4], rows[1], rows[2], *sorted((rows[0], rows[3]), key=lambda row: row.pk)]
    assert list(waiting) == expected
    for earlier, later in pairwise(expected):
        assert waiting.after(earlier) == later
        assert waiting.before(later) == earlier
    assert waiting.before(expected[0]) is None
    assert waiting.after(expected[-1]) is None


def test_standing__neither_dismissed_nor_lapsed():
    rows = {state: factory.candidate(state=state) for state in ChangeState}
    standing = set(ChangeCandidate.objects.standing())
    assert {state for state, row in rows.items() if row in standing} == {
        ChangeState.CANDIDATE,
        ChangeState.TRIAGE,
        ChangeState.CONFIRMED,
    }


def test_with_names__one_question(django_assert_num_queries):
    factory.candidate()
    with django_assert_num_queries(1):
        row = ChangeCandidate.objects.with_names().get()
        assert (row.plot.code, row.scene_before.code, row.collection.title) == (
            row.plot.code,
            "before",
            row.collection.title,
        )
