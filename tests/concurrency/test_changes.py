"""Two runs of two series at once, and two people on one candidate: one change is raised and decided once."""

from threading import Event

import pytest
from django.db import transaction

from accounts.roles import Role
from imagery.actions import changes, detection
from imagery.errors import ChangeStep
from imagery.models import ChangeCandidate
from imagery.workflow import ChangeState
from tests.concurrency.conftest import hold
from tests.factories import changes as factory
from tests.factories import land, scenes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_waiting(monkeypatch):
    """No run waits for another."""
    monkeypatch.setattr(detection, "_wait_for_others", lambda: None)


def two_series(at_once, monkeypatch):
    """The first has written, not committed, when the second, which sees the same on its own pictures, writes."""
    plot = land.plot(side=60.0)
    method = factory.Method()
    method.candidates = [factory.told(plot)]
    monkeypatch.setattr(detection, "source_of", method.source_of)
    monkeypatch.setattr(detection, "detect", method.detect)
    one, other = factory.two_scenes()[0].collection, scenes.collection("landsat-c2-l2")
    written, done = Event(), Event()

    def first():
        with transaction.atomic():
            detection.detect_changes(collection=one)
            written.set()
            hold(done)

    def second():
        assert written.wait(10)
        try:
            detection.detect_changes(collection=other)
        finally:
            done.set()

    assert at_once(first, second) == [None, None]
    return ChangeCandidate.objects.count()


def test_race_of_runs_appears_without_waiting(at_once, monkeypatch, without_waiting):
    """Negative control."""
    assert two_series(at_once, monkeypatch) == 2


def test_runs_of_two_series__raise_one_change_once(at_once, monkeypatch):
    assert two_series(at_once, monkeypatch) == 1


def two_deciders(at_once):
    """The first has confirmed, not committed, when the second dismisses."""
    candidate = factory.candidate(state=ChangeState.TRIAGE)
    people = [land.person(name, Role.LAND_MANAGER) for name in ("one", "two")]
    decided, done = Event(), Event()

    def first():
        with transaction.atomic():
            changes.confirm_change(actor=people[0], candidate=candidate, today=factory.AFTER)
            decided.set()
            hold(done)

    def second():
        assert decided.wait(10)
        try:
            changes.dismiss_change(actor=people[1], candidate=candidate, reason="Mùa vụ")
        finally:
            done.set()

    told = at_once(first, second)
    candidate.refresh_from_db()
    return told, candidate


def test_race_of_people_appears_without_locks(at_once, monkeypatch):
    """Negative control: the second decision overwrites the first, and nobody is told."""
    monkeypatch.setattr(type(ChangeCandidate.objects.all()), "select_for_update", lambda rows, *args, **kwargs: rows)
    told, candidate = two_deciders(at_once)
    assert (told, candidate.state) == ([None, None], ChangeState.DISMISSED)


def test_two_people_decide__the_second_is_told(at_once):
    told, candidate = two_deciders(at_once)
    assert told[0] is None
    assert isinstance(told[1], ChangeStep)
    assert candidate.state == ChangeState.CONFIRMED
