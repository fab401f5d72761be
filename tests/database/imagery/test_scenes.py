"""Scenes in the catalogue: who may see which, who may publish and withdraw them, and what is recorded of it."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connections

from accounts.roles import Role
from audit.models import Event
from gis import crs
from gis.db import versions
from gis.db.versions import tile_version
from gis.http.problems import NotAllowed
from gis.tiles.grid import cells_of
from imagery import policies
from imagery.actions import jobs, scenes
from imagery.errors import BadScene, SceneStep
from imagery.layers import SCENES
from imagery.models import Collection, Scene, SceneBand, SceneJob
from imagery.workflow import JobState
from land.workflow import PublishLevel
from tests import places
from tests.database.imagery.conftest import left_on_disk
from tests.database.imagery.test_products import landsat
from tests.factories import land
from tests.factories.imagery import north_up, plane, raster

ANYONE = AnonymousUser()
PUBLIC, INTERNAL, RESTRICTED = PublishLevel.PUBLIC, PublishLevel.INTERNAL, PublishLevel.RESTRICTED
BRVT = f"EPSG:{crs.LEGAL.epsg}"
IN_WARD = (Role.OFFICER, Role.REGISTRATION_OFFICE, Role.CLERK, Role.LEADER)
EVERYWHERE = (Role.LAND_MANAGER, Role.INSPECTOR, Role.PLANNER)
READERS: list[Role | None] = [*Role, None]  # None is the public


def may_see(role):
    """Codes of the scenes that a role for the ward sees."""
    seen = {"public"}
    if role in IN_WARD or role in EVERYWHERE:
        seen.add("internal")
    if role in EVERYWHERE:
        seen.add("elsewhere")
    return seen | {"restricted"} if role in (Role.LAND_MANAGER, Role.INSPECTOR) else seen


def reader(role, *units):
    return land.person(f"{role}-{len(units)}-{units[:1]}", role, *units) if role else ANYONE


def scene_at(desk, name, place=places.VUNG_TAU, level=INTERNAL, more=0, **options):
    path = raster(desk.folder / f"{name}.tif", plane(1) + more, system=BRVT, transform=north_up(5, place))
    made = desk.make(path, **options)
    return made if level == INTERNAL else scenes.publish_scene(actor=None, scene=made, level=level)


def four(desk):
    """One scene of each level in the ward, and one of Côn Đảo, each of a collection of its own."""
    ward = land.unit()
    found = {
        name: scene_at(desk, name, level=level, more=number, collection=f"bo-{name}")
        for number, (name, level) in enumerate((("public", PUBLIC), ("internal", INTERNAL), ("restricted", RESTRICTED)))
    }
    found["elsewhere"] = scene_at(desk, "elsewhere", places.CON_DAO, more=9, collection="bo-elsewhere")
    assert [scene.units for scene in found.values()] == [[ward.uid]] * 3 + [[]]
    return SimpleNamespace(ward=ward, **found)


def test_visible__to_each_role_and_in_its_units_alone(desk):
    world = four(desk)
    other = land.unit("26536@2025-07-01", "Phường Rạch Dừa", geom=land.geos(places.square(places.VUNG_TAU, 100, 5000)))
    for role in READERS:
        assert seen_by(reader(role, world.ward)) == may_see(role), role
        assert seen_by(reader(role, other)) == (may_see(role) if role in EVERYWHERE else {"public"}), role


def seen_by(user):
    """Codes of scenes; bands, series and the map layer show no other."""
    codes = set(Scene.objects.visible_to(user).values_list("code", flat=True))
    assert set(SceneBand.objects.visible_to(user).values_list("scene__code", flat=True)) == codes
    assert set(Collection.objects.visible_to(user).values_list("code", flat=True)) == {f"bo-{code}" for code in codes}
    assert set(SCENES.rows(user).values_list("code", flat=True)) == codes
    return codes


def test_withdrawn__are_seen_by_who_manages_scenes_and_asks_for_them(desk):
    scene = scene_at(desk, "anh", level=PUBLIC)
    scenes.withdraw_scene(actor=None, scene=scene, reason="Sai ngày")
    for role in READERS:
        user = reader(role, land.unit())
        assert not Scene.objects.visible_to(user).exists()
        assert Scene.objects.visible_to(user, withdrawn=True).exists() == (role == Role.LAND_MANAGER), role


def test_loads__are_seen_by_who_loads_and_who_looks_after_the_machines(desk):
    scene_at(desk, "anh")
    for role in READERS:
        user, may = reader(role), role in (Role.LAND_MANAGER, Role.ADMIN)
        assert SceneJob.objects.visible_to(user).exists() == may, role
        assert policies.can_open_scene_desk(user) == may
        assert policies.can_read_audit(user) == (role in (Role.LAND_MANAGER, Role.INSPECTOR))


# --- acts -----------------------------------------------------------------------------------------------------------

LEVELS = [(before, after) for before in PublishLevel for after in PublishLevel]


def test_acts__are_a_land_managers_alone(desk):
    scene = scene_at(desk, "anh")
    job = desk.attempt(raster(desk.folder / "hai.tif", plane(2)))
    assert job.state == JobState.FAILED
    acts = [
        lambda user: desk.receive(raster(desk.folder / "ba.tif", plane(1) + 3), actor=user),
        lambda user: jobs.retry_job(actor=user, job=job),
        lambda user: jobs.abandon_job(actor=user, job=job),
        lambda user: jobs.resume_job(actor=user, job=job),
        lambda user: scenes.publish_scene(actor=user, scene=scene, level=PUBLIC),
        lambda user: scenes.withdraw_scene(actor=user, scene=scene, reason="x"),
    ]
    events = Event.objects.count()
    for role in [role for role in READERS if role != Role.LAND_MANAGER]:
        user = reader(role, land.unit())
        for act in acts:
            with pytest.raises(NotAllowed, match="Chỉ chuyên viên quản lý đất đai"):
                act(user)
    assert Event.objects.count() == events
    assert SceneJob.objects.count() == 2
    scene.refresh_from_db()
    assert (scene.publish_level, scene.withdrawn_at) == (INTERNAL, None)


@pytest.mark.parametrize(("before", "after"), LEVELS)
def test_publish__from_each_level_to_each(desk, manager, before, after):
    scene = scene_at(desk, "anh", level=before)
    x, y = next(iter(cells_of(*scene.footprint.extent, 14)))
    version = tile_version(SCENES.name, 14, x, y, "default")
    if before == after:
        with pytest.raises(SceneStep, match="đã ở mức"):
            scenes.publish_scene(actor=manager, scene=scene, level=after)
        return
    scene = scenes.publish_scene(actor=manager, scene=scene, level=after, reason="Quyết định 1")
    assert Scene.objects.get().publish_level == after
    event = Event.objects.filter(verb="scene.published").order_by("pk").last()
    assert (event.before, event.after) == ({"publish_level": before}, {"publish_level": after})
    assert (event.actor_label, event.reason, event.subject_label) == ("manager", "Quyết định 1", "anh")
    versions.forget()
    assert tile_version(SCENES.name, 14, x, y, "default") != version


def test_withdraw__with_a_reason_and_once(desk, manager, data_dir):
    scene = scene_at(desk, "anh", level=PUBLIC)
    files = left_on_disk(data_dir / "scenes")
    with pytest.raises(SceneStep, match="lý do"):
        scenes.withdraw_scene(actor=manager, scene=scene, reason="  ")
    scene = scenes.withdraw_scene(actor=manager, scene=scene, reason=" Sai ngày chụp ")
    assert scene.withdrawn_at is not None
    event = Event.objects.get(verb="scene.withdrawn")
    assert (event.reason, event.actor_label) == ("Sai ngày chụp", "manager")
    for act in (
        lambda: scenes.withdraw_scene(actor=manager, scene=scene, reason="x"),
        lambda: scenes.publish_scene(actor=manager, scene=scene, level=INTERNAL),
    ):
        with pytest.raises(SceneStep, match="đã được rút"):
            act()
    assert left_on_disk(data_dir / "scenes") == files  # the record stays


def test_withdrawn__files_may_be_loaded_again(desk):
    """The withdrawn scene keeps its code for whoever looks it up; a code that a person asks for is not changed."""
    scene = scene_at(desk, "anh")
    for number in (2, 3):
        scenes.withdraw_scene(actor=None, scene=scene, reason="Sai ngày")
        scene = scene_at(desk, "anh")
        assert scene.code == f"anh-{number}"
    with pytest.raises(BadScene) as refusal:
        scene_at(desk, "khac", more=1, code="anh")
    assert refusal.value.reason == "code_taken"
    with pytest.raises(BadScene) as refusal:
        scene_at(desk, "anh", more=2)  # other files of that name: anh-3 stands
    assert (refusal.value.reason, "anh-3" in refusal.value.detail) == ("code_taken", True)


def test_stretch__of_a_series_is_settled_by_its_first_scenes(desk):
    lows = []
    for number in range(7):
        product = landsat(data=plane(6, base=8000) + 1000 * number)
        product.write(desk.folder / str(number))
        desk.make(desk.folder / str(number) / product.name, acquired=None, code=f"canh-{number}")
        lows.append(Collection.objects.get().stretch["blue"][0])
    first = 8000 * 0.0000275 - 0.2
    assert lows[0] == pytest.approx(first, abs=0.002)
    assert lows[4] == pytest.approx(first + 2000 * 0.0000275, abs=0.002)  # the median of five
    assert lows[4:] == [lows[4]] * 3


# --- the second wall ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
def test_public_wall__shows_published_scenes_alone(public_wall, worker):
    world = four(worker)
    [shown] = Scene.objects.visible_to(ANYONE)
    assert (shown.code, shown._state.db) == ("public", "public")
    assert shown.footprint.equals(world.public.footprint)
    assert seen_by(ANYONE) == {"public"}
    # The same querysets without visible_to, run on the public connection by mistake.
    for model, name in ((Scene, "code"), (SceneBand, "scene__code")):
        assert set(model.objects.using("public").values_list(name, flat=True)) == {"public"}
    assert set(Collection.objects.using("public").values_list("code", flat=True)) == {"bo-public"}
    with pytest.raises(ProgrammingError), connections["public"].cursor() as cursor:
        cursor.execute("SELECT * FROM imagery_scenejob")
    scenes.withdraw_scene(actor=None, scene=world.public, reason="Sai ngày")
    assert not Scene.objects.using("public").exists()
    assert not SceneBand.objects.using("public").exists()
    assert not Collection.objects.using("public").exists()
