"""What keeps observations of plots up to date when files break, boundaries move and two workers meet."""

import threading
import time
from contextlib import suppress
from datetime import date

import pytest
from django.db import OperationalError, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from gis.db import versions
from gis.db.clock import clock
from imagery import faults as reports
from imagery import tasks
from imagery.actions import faults, observations
from imagery.errors import SceneBroken
from imagery.models import Observation, RegisterSeen
from imagery.workflow import SceneFault
from tests import places
from tests.database.imagery.pictures import forget
from tests.database.imagery.test_faults import behead, checked, file_of, ordered
from tests.factories import land, pictures

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 2, 18), date(2026, 2, 20)


@pytest.fixture
def plot(db):
    return land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))


@pytest.fixture
def two(folder, plot):
    """Two scenes that were observed."""
    made = [pictures.scene(folder, DAY, scl=4), pictures.scene(folder, NEXT, pictures.ROOF, scl=4)]
    for scene in made:
        observations.observe_scene(scene_id=scene.pk)
    observations.refresh_plots()
    return made


def move(plot, side=200):
    shape = land.geos(places.square(places.VUNG_TAU, side, -side / 2, -side / 2))
    type(plot).objects.filter(pk=plot.pk).update(geom=shape, updated_at=clock())
    versions.bump("plots")
    versions.forget()


def pixels(plot, scene):
    return Observation.objects.get(plot=plot, scene=scene).pixels


def orders(scene):
    return ProcrastinateJob.objects.filter(task_name=observations.TASK, args__scene=str(scene.pk)).count()


# --- files that cannot be read --------------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", [0, 1])
def test_refresh__one_broken_scene_keeps_nobody_else_waiting(two, plot, broken):
    whole = two[1 - broken]
    before, kept = pixels(plot, whole), pixels(plot, two[broken])
    behead(file_of(two[broken]))
    forget()
    move(plot)
    done = orders(two[broken])
    assert observations.refresh_plots() == 1
    assert pixels(plot, whole) == pytest.approx(4 * before, rel=0.01)
    assert pixels(plot, two[broken]) == kept, "what was measured before stands until it can be measured again"
    assert ordered(two[broken]) == 1
    assert orders(two[broken]) == done + 1, "should the check find nothing, it is measured all the same"
    assert observations.refresh_plots() == 0


def test_refresh__leaves_a_faulty_scene_until_it_can_be_read(two, plot):
    scene, before = two[0], pixels(plot, two[0])
    content = file_of(scene).read_bytes()
    behead(file_of(scene))
    assert checked(scene) == SceneFault.DAMAGED
    forget()
    done = orders(scene)
    move(plot)
    assert observations.refresh_plots() == 1
    assert (orders(scene), ordered(scene)) == (done, 0)
    tasks.observe_scene(scene=str(scene.pk))
    assert pixels(plot, scene) == before
    file_of(scene).write_bytes(content)
    assert checked(scene) == ""
    assert orders(scene) == done + 1
    tasks.observe_scene(scene=str(scene.pk))
    assert pixels(plot, scene) == pytest.approx(4 * before, rel=0.01)


def test_observing__a_broken_scene_is_reported_and_tried_again(two, plot):
    before = pixels(plot, two[0])
    behead(file_of(two[0]))
    forget()
    with pytest.raises(SceneBroken):
        tasks.observe_scene(scene=str(two[0].pk))
    assert ordered(two[0]) == 1
    assert pixels(plot, two[0]) == before


@pytest.mark.parametrize(
    ("error", "attempts", "again"),
    [
        (OperationalError("deadlock detected"), 0, True),
        (SceneBroken("x", "away"), 3, True),
        (OperationalError("deadlock detected"), 4, False),
        (ValueError(), 0, False),
    ],
)
def test_observing__what_another_time_may_go_well_is_tried_again(error, attempts, again):
    task = app.tasks[observations.TASK]
    job = Job(id=1, queue="imagery", lock=None, queueing_lock=None, task_name=task.name, attempts=attempts)
    assert (task.get_retry_exception(exception=error, job=job) is not None) == again


# --- boundaries that moved ------------------------------------------------------------------------------------------


def test_first_observation__makes_the_mark(folder, plot):
    scene = pictures.scene(folder, DAY, scl=4)
    observations.observe_scene(scene_id=scene.pk)
    before = pixels(plot, scene)
    move(plot)
    assert observations.refresh_plots() == 1
    assert pixels(plot, scene) == pytest.approx(4 * before, rel=0.01)


def test_refresh__without_a_mark_everything_may_have_moved(two, plot, folder):
    before = pixels(plot, two[0])
    RegisterSeen.objects.all().delete()
    move(plot)
    observations.observe_scene(scene_id=two[1].pk)  # knows nothing of what moved on others
    assert observations.refresh_plots() == 1
    assert pixels(plot, two[0]) == pytest.approx(4 * before, rel=0.01)
    assert observations.refresh_plots() == 0


def test_refresh__has_changes_looked_for_where_a_boundary_moved(two, plot):
    asked = lambda: ProcrastinateJob.objects.filter(task_name="imagery.detect_changes").count()  # noqa: E731
    move(plot, side=100)  # written anew where it was, as when another field of it changes
    assert (observations.refresh_plots(), asked()) == (1, 0)
    move(plot)
    assert (observations.refresh_plots(), asked()) == (1, 1)


def test_refresh__without_observations_measures_nothing(folder, plot):
    scene = pictures.scene(folder, DAY, scl=4)
    assert observations.refresh_plots() == 0
    assert not Observation.objects.filter(scene=scene).exists()
    assert RegisterSeen.objects.exists()


def test_refresh__goes_piece_by_piece(two, plot, monkeypatch):
    others = [land.plot(shape=places.square(places.VUNG_TAU, 60, 60 * number, 100)) for number in range(3)]
    monkeypatch.setattr(observations, "_CHUNK", 2)
    sizes, real = [], observations._plots
    monkeypatch.setattr(observations, "_plots", lambda scene, keys=None: sizes.append(len(keys)) or real(scene, keys))
    type(plot).objects.update(updated_at=clock())
    versions.bump("plots")
    versions.forget()
    observations.refresh_plots()
    assert sizes == [2, 2, 2, 2]
    assert Observation.objects.filter(plot__in=others).count() == 6


# --- two workers ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_refresh_and_observing_at_once__wait_for_each_other(folder, monkeypatch):
    plot = land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))
    scene = pictures.scene(folder, DAY, scl=4)
    observations.observe_scene(scene_id=scene.pk)
    move(plot)
    real, both, out = observations.copy_rows, threading.Barrier(2, timeout=3), {}

    def slow(rows):
        count = real(rows)
        with suppress(threading.BrokenBarrierError):
            both.wait()
        return count

    def act(name, work):
        try:
            out[name] = work()
        except Exception as error:
            out[name] = error
        finally:
            connections.close_all()

    monkeypatch.setattr(observations, "copy_rows", slow)
    threads = [
        threading.Thread(target=act, args=("refresh", observations.refresh_plots)),
        threading.Thread(target=act, args=("observe", lambda: observations.observe_scene(scene_id=scene.pk))),
    ]
    for thread in threads:
        thread.start()
        time.sleep(0.5)
    for thread in threads:
        thread.join(40)
    assert out == {"refresh": 1, "observe": 1}
    assert Observation.objects.count() == 1


# --- reports --------------------------------------------------------------------------------------------------------


def test_report__once_in_ten_minutes_and_not_of_what_is_known(folder, monkeypatch, caplog):
    now = [5.0]  # a machine that has just been started
    monkeypatch.setattr(reports, "monotonic", lambda: now[0])
    scene = pictures.scene(folder, DAY)
    broken = SceneBroken(scene.pk, "HONG")

    def told():
        """Lines of the log and orders of one more report, when a worker has done what was ordered before."""
        caplog.clear()
        before = ordered(scene)
        reports.report(broken)
        return caplog.text.count("HONG"), ordered(scene) - before

    assert told() == (1, 1)
    _done()
    assert told() == (0, 0)
    now[0] += 599
    assert told() == (0, 0)
    now[0] += 1
    assert told() == (1, 1)
    _done()
    now[0] += 600
    file_of(scene).unlink()
    faults.check_scene(scene_id=scene.pk)
    assert told() == (0, 0)


def _done():
    """A worker has done all that waits."""
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'doing'")
