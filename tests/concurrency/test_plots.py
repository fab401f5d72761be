"""Two writers at once: the overlap guard, the number series, the stale editor."""

import itertools
from threading import Event

import pytest
from django.db import connection, transaction

from gis.db.numbers import take_numbers
from land.actions import create_plots, revise_plot
from land.errors import PlotOverlap, StaleVersion
from land.models import Plot
from tests.concurrency.conftest import hold
from tests.database.land.conftest import register  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db(transaction=True)

_UNLOCKED = """
CREATE OR REPLACE FUNCTION land_lock_cells_v1(box box2d) RETURNS void LANGUAGE sql AS 'SELECT NULL::void'
"""


@pytest.fixture
def without_locks():
    """Takes the advisory locks away and puts them back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('land_lock_cells_v1(box2d)'::regprocedure)")
        original = cursor.fetchone()[0]
        cursor.execute(_UNLOCKED)
    yield
    with connection.cursor() as cursor:
        cursor.execute(original)


@pytest.fixture
def trigger_alone(monkeypatch):
    """No lock but the trigger's: the actions' own, the number series and the data version are taken away."""
    counter = itertools.count(1)
    monkeypatch.setattr("land.actions.changes.lock_ground", lambda geometries: None)
    numbers = "land.actions.entering.take_numbers"
    monkeypatch.setattr(numbers, lambda series, count: [next(counter) for _ in range(count)])
    monkeypatch.setattr("gis.db.versions.bump", lambda *args: None)


def overlapping_pair(register, at_once):  # noqa: F811
    """The first has written and checked, not committed, when the second, overlapping it by half, does the same."""
    written, done = Event(), Event()

    def first():
        with transaction.atomic():
            create_plots(actor=None, drafts=[register.draft()])
            written.set()
            hold(done)

    def second():
        assert written.wait(10)
        try:
            create_plots(actor=None, drafts=[register.draft(dx=10)])
        finally:
            done.set()

    return at_once(first, second)


def test_race_appears_without_locks(register, at_once, trigger_alone, without_locks):  # noqa: F811
    """Negative control: if this fails, the tests below prove nothing."""
    assert overlapping_pair(register, at_once) == [None, None]
    assert Plot.objects.count() == 2


def test_overlap_is_refused_by_the_trigger_alone(register, at_once, trigger_alone):  # noqa: F811
    outcomes = overlapping_pair(register, at_once)
    assert isinstance(outcomes[1], PlotOverlap)
    assert Plot.objects.count() == 1


def test_overlap_is_refused_by_the_actions(register, at_once):  # noqa: F811
    outcomes = at_once(
        lambda: create_plots(actor=None, drafts=[register.draft()]),
        lambda: create_plots(actor=None, drafts=[register.draft(dx=10)]),
    )
    assert sum(isinstance(outcome, PlotOverlap) for outcome in outcomes) == 1
    assert Plot.objects.count() == 1


def test_many_cells_never_deadlock(register, at_once):  # noqa: F811
    """Each writer touches the same far cells in another order; the fixed order of locks lets all pass."""
    spots = [(0, 0), (9000, 0), (0, 9000), (9000, 9000)]

    def writer(shift):
        drafts = [register.draft(dx=x + shift, dy=y) for x, y in (spots if shift % 80 else reversed(spots))]
        return lambda: create_plots(actor=None, drafts=drafts)

    outcomes = at_once(*(writer(40 * index) for index in range(4)))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Plot.objects.count() == 16


def test_numbers_are_taken_once(db, at_once):
    def take():
        with transaction.atomic():
            return list(take_numbers("probe", 5))

    outcomes = at_once(*[take] * 6)
    assert sorted(number for taken in outcomes for number in taken) == list(range(1, 31))


def test_second_editor_of_one_version_is_told(register, at_once):  # noqa: F811
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    outcomes = at_once(
        *(
            lambda name=name: revise_plot(actor=None, plot=plot, changes={"name": name}, reason="r", expected_version=1)
            for name in ("A", "B")
        )
    )
    assert sum(isinstance(outcome, StaleVersion) for outcome in outcomes) == 1
    assert Plot.objects.get().version == 2
