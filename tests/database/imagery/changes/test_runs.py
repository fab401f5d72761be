"""A run over a series: what is new, told anew, not raised again, what lapses; and when runs are ordered."""

from datetime import UTC, date, datetime, timedelta

import pytest
import shapely
from procrastinate.contrib.django.models import ProcrastinateJob

from audit.models import Event
from imagery import tasks
from imagery.actions import changes, detection
from imagery.actions import scenes as actions
from imagery.models import ChangeCandidate, ChangeLook, SceneJob
from imagery.workflow import BandRole, CandidateKind, ChangeState, JobState, SceneFault, Sight
from land.workflow import PlotStatus, PublishLevel
from tests.factories import changes as factory
from tests.factories import land, scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def method(monkeypatch):
    own = factory.Method()
    monkeypatch.setattr(detection, "source_of", own.source_of)
    monkeypatch.setattr(detection, "detect", own.detect)
    return own


@pytest.fixture
def collection():
    return factory.two_scenes()[0].collection


@pytest.fixture
def plot():
    return land.plot(side=60.0)


def run(method, collection, *candidates):
    method.candidates = list(candidates)
    return detection.detect_changes(collection=collection)


def test_run__raises_what_is_new(method, collection, plot):
    shape = factory.part_of(plot, 10, 10, 20)
    outcome = run(method, collection, factory.told(plot, shape, kind=CandidateKind.POND))
    row = ChangeCandidate.objects.get()
    assert (outcome.raised, outcome.renewed, outcome.lapsed, outcome.plots) == (1, 0, 0, 1)
    assert (row.plot, row.kind, row.state, row.method) == (
        plot,
        CandidateKind.POND,
        ChangeState.CANDIDATE,
        detection.METHOD,
    )
    assert (row.last_clear_on, row.seen_on) == (factory.BEFORE, factory.AFTER)
    assert (row.scene_before.code, row.scene_after.code) == ("before", "after")
    assert (row.extent.srid, row.extent.area) == (plot.geom.srid, pytest.approx(400, rel=0.01))
    assert row.evidence["curve"][0]["ndvi"] == 0.1
    event = Event.objects.get(verb="change.raised")
    assert (event.subject_label, event.actor_id, event.after["seen_on"]) == (plot.code, "", "2025-06-01")


def test_next_run__tells_a_waiting_one_anew(method, collection, plot):
    shape = factory.part_of(plot, 10, 10, 20)
    run(method, collection, factory.told(plot, shape))
    first = ChangeCandidate.objects.get()
    later = factory.told(plot, factory.part_of(plot, 12, 12, 20), confidence=0.95, seen_on=date(2025, 5, 1))
    outcome = run(method, collection, later)
    row = ChangeCandidate.objects.get()
    assert (outcome.raised, outcome.renewed) == (0, 1)
    assert (row.pk, row.confidence, row.seen_on, row.created_at) == (first.pk, 0.95, date(2025, 5, 1), first.created_at)
    assert Event.objects.filter(verb="change.raised").count() == 1


@pytest.mark.parametrize("state", [ChangeState.TRIAGE, ChangeState.CONFIRMED, ChangeState.DISMISSED])
def test_next_run__leaves_what_people_have_in_hand_or_decided(method, collection, plot, state):
    known = factory.candidate(plot, state=state)
    outcome = run(method, collection, factory.told(plot, confidence=0.99))
    row = ChangeCandidate.objects.get()
    assert (outcome.raised, outcome.renewed, outcome.lapsed) == (0, 0, 0)
    assert (row.state, row.confidence, row.updated_at) == (state, known.confidence, known.updated_at)


@pytest.mark.parametrize("state", [ChangeState.CONFIRMED, ChangeState.DISMISSED, ChangeState.CANDIDATE])
def test_next_run__another_series_tells_the_same__not_raised(method, plot, state):
    factory.candidate(plot, state=state)
    other = scenes.collection("landsat-c2-l2")
    assert run(method, other, factory.told(plot)).raised == 0


@pytest.mark.parametrize(
    "other",
    [
        {"last_clear_on": factory.AFTER + timedelta(days=200), "seen_on": factory.AFTER + timedelta(days=300)},
        {"seen_on": factory.BEFORE - timedelta(days=100), "last_clear_on": factory.BEFORE - timedelta(days=300)},
        "elsewhere",
        "another plot",
    ],
)
def test_next_run__another_change_is_raised_beside_a_dismissed_one(method, collection, plot, other):
    factory.candidate(plot, state=ChangeState.DISMISSED, extent=land.geos(factory.part_of(plot, 0, 0, 20)))
    shape = factory.part_of(plot, 0, 0, 20)
    if other == "elsewhere":
        told = factory.told(plot, factory.part_of(plot, 35, 35, 20))
    elif other == "another plot":
        told = factory.told(land.plot(), shape)
    else:
        told = factory.told(plot, shape, **other)
    assert run(method, collection, told).raised == 1


def test_two_accounts_of_one_change_in_a_run__one_candidate(method, collection, plot):
    first = factory.told(plot, factory.part_of(plot, 10, 10, 20), confidence=0.7)
    second = factory.told(plot, factory.part_of(plot, 15, 10, 20), confidence=0.9)
    assert run(method, collection, first, second).raised == 1
    assert ChangeCandidate.objects.get().confidence == 0.9


def test_not_seen_any_more__lapses_and_may_come_back(method, collection, plot):
    run(method, collection, factory.told(plot))
    method.looks = {plot.pk: Sight.SEEN}
    assert run(method, collection).lapsed == 1
    row = ChangeCandidate.objects.get()
    assert row.state == ChangeState.LAPSED
    assert Event.objects.filter(verb="change.lapsed", subject_id=str(row.pk)).exists()
    assert run(method, collection).lapsed == 0
    assert run(method, collection, factory.told(plot)).renewed == 1
    row.refresh_from_db()
    assert row.state == ChangeState.CANDIDATE


def test_not_looked_at__does_not_lapse(method, collection, plot):
    run(method, collection, factory.told(plot))
    assert run(method, collection).lapsed == 0
    assert run(method, scenes.collection("landsat-c2-l2")).lapsed == 0


@pytest.mark.parametrize("sight", [Sight.TOO_FEW_DAYS, Sight.TOO_SMALL])
def test_plot_that_could_not_be_seen__does_not_lapse(method, collection, plot, sight):
    run(method, collection, factory.told(plot))
    method.looks = {plot.pk: sight}
    assert run(method, collection).lapsed == 0


@pytest.mark.parametrize("known", [True, False])
def test_scene_away__nothing_lapses(method, collection, plot, known):
    run(method, collection, factory.told(plot))
    method.looks = {plot.pk: Sight.SEEN}
    if known:
        collection.scenes.filter(code="before").update(fault=SceneFault.MISSING, fault_since=factory.MOMENT)
    else:
        method.missed = ["a sheet that was found broken on the way"]
    assert run(method, collection).lapsed == 0
    collection.scenes.update(fault="", fault_since=None)
    method.missed = []
    assert run(method, collection).lapsed == 1


def test_scene_withdrawn_during_a_run__nothing_is_written_and_another_run_ordered(method, collection, plot):
    method.standing = False
    assert run(method, collection, factory.told(plot)) == detection.Outcome()
    assert not ChangeCandidate.objects.exists()
    assert not ChangeLook.objects.exists()
    assert ordered() == [(collection.pk, "todo")]


def test_ground_of_a_split_plot__what_was_decided_there_is_not_raised_again(method, collection):
    """Its parts are new plots."""
    past, part = land.plot(status=PlotStatus.REMOVED, side=60.0), land.plot()
    told = factory.told(part, shapely.from_wkb(bytes(past.geom.wkb)))
    waiting = factory.candidate(past)
    assert run(method, collection, told).raised == 1, "what nobody decided is another plot's to be looked at"
    ChangeCandidate.objects.exclude(pk=waiting.pk).delete()
    ChangeCandidate.objects.filter(pk=waiting.pk).delete()
    factory.candidate(past, state=ChangeState.DISMISSED)
    assert run(method, collection, told).raised == 0


def test_looks__are_kept_once_for_a_plot_and_series(method, collection, plot):
    method.looks = {plot.pk: Sight.TOO_FEW_DAYS, land.plot().pk: Sight.TOO_SMALL}
    run(method, collection)
    method.looks[plot.pk] = Sight.SEEN
    run(method, collection)
    rows = {look.plot_id: look for look in ChangeLook.objects.all()}
    assert len(rows) == 2
    assert (rows[plot.pk].sight, rows[plot.pk].clear_days, rows[plot.pk].last_on) == (Sight.SEEN, 9, factory.AFTER)


def test_series_without_scenes_any_more__its_candidates_lapse_unless_they_are_only_away(collection, plot):
    row = factory.candidate(plot, state=ChangeState.CANDIDATE)
    other = factory.candidate(land.plot(), collection=scenes.collection("landsat-c2-l2"))
    collection.scenes.update(fault=SceneFault.MISSING, fault_since=factory.MOMENT)
    assert detection.detect_changes(collection=collection).lapsed == 0
    collection.scenes.update(withdrawn_at=factory.MOMENT)
    assert detection.detect_changes(collection=collection).lapsed == 1
    for one, state in ((row, ChangeState.LAPSED), (other, ChangeState.CANDIDATE)):
        one.refresh_from_db()
        assert one.state == state


def test_series_without_scenes__nothing():
    assert detection.detect_changes(collection=scenes.collection("landsat-c2-l2")) == detection.Outcome()


# --- when it runs ---------------------------------------------------------------------------------------------------


def ordered():
    return list(ProcrastinateJob.objects.filter(task_name=changes.TASK).values_list("args__collection", "status"))


def test_observed_scenes__one_run_for_all_of_a_series(monkeypatch):
    monkeypatch.setattr(tasks.observations, "observe_scene", lambda **_: 0)
    for number in (1, 2, 3):
        tasks.observe_scene(scene=str(scenes.scene(f"s{number}", f"2026-01-0{number}").pk))
    assert ordered() == [("sentinel-2-l2a", "todo")]
    changes.defer_detection("landsat-c2-l2")
    assert sorted(row[0] for row in ordered()) == ["landsat-c2-l2", "sentinel-2-l2a"]


def test_order__a_worker_that_was_killed_holds_nothing_up(collection):
    changes.defer_detection(collection.pk)
    job = ProcrastinateJob.objects.get(task_name=changes.TASK)
    assert job.lock is None or job.lock != job.queueing_lock


def test_withdrawn_and_restricted__a_run_without_it(collection):
    before, after = factory.two_scenes()
    actions.publish_scene(actor=None, scene=after, level=PublishLevel.INTERNAL)
    assert ordered() == []
    actions.publish_scene(actor=None, scene=after, level=PublishLevel.RESTRICTED)
    assert ordered() == [(collection.pk, "todo")]
    ProcrastinateJob.objects.all()._raw_delete("default")
    actions.withdraw_scene(actor=None, scene=before, reason="Sai ngày")
    assert ordered() == [(collection.pk, "todo")]


YEAR = {"starts_at": datetime(2026, 1, 1, tzinfo=UTC), "ends_at": datetime(2026, 12, 31, tzinfo=UTC)}


@pytest.mark.parametrize("what", [{"roles": (BandRole.RED, BandRole.GREEN, BandRole.BLUE)}, YEAR])
def test_pictures_without_infrared_and_composites__no_run(what):
    changes.order_detection(scenes.scene("x", **what))
    assert ordered() == []


def test_run__waits_while_scenes_come_in(method, collection):
    SceneJob.objects.create(title="x", digest="x", size=1, received_at=factory.MOMENT, state=JobState.RUNNING)
    tasks.detect_changes(collection=collection.pk)
    assert ordered() == [(collection.pk, "todo")]
    SceneJob.objects.update(state=JobState.FAILED)
    ProcrastinateJob.objects.all()._raw_delete("default")
    tasks.detect_changes(collection=collection.pk)
    assert ordered() == []


def test_run__of_a_series_that_is_gone__nothing():
    tasks.detect_changes(collection="no-such-series")
