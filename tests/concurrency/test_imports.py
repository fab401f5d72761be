"""An import beside an editor: neither waits for the other in a circle, whatever order the file has."""

from threading import Event

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.db import OperationalError

from gis import crs
from gis.geometry import to_multipolygon
from land.actions import PlotRevision, changes, entering, revise_plots
from land.loading import committing
from land.models import Plot
from territory.models import AdminUnit
from tests import places
from tests.concurrency.conftest import hold
from tests.database.loading.conftest import NEIGHBOUR, WARD, loader, plot  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db(transaction=True)
FAR = 8_000  # two cells of 4 km further east


def import_beside_editor(loader, at_once, monkeypatch):  # noqa: F811
    """A file with the eastern plot first, a row a piece; somebody moves borders in the west and the east meanwhile."""
    ward = places.square(places.VUNG_TAU, 12_000, -1_000, -2_000)
    AdminUnit.objects.filter(pk=NEIGHBOUR).update(geom=None)
    AdminUnit.objects.filter(pk=WARD).update(geom=GEOSGeometry(memoryview(ward.wkb), srid=crs.LEGAL.srid))
    old = [plot(200), plot(200 + FAR)]
    assert len(loader.load(loader.frame(2, geometry=old)).created) == 2
    path = loader.write(loader.frame(2, geometry=[plot(FAR), plot()], SOTHUA=["21", "22"]), "moi.gpkg")
    moved = [to_multipolygon(plot(201)), to_multipolygon(plot(201 + FAR))]
    wrote, done, check = Event(), Event(), changes.check_ground

    def checked():
        check()
        if not wrote.is_set():
            wrote.set()
            hold(done)  # the editor takes what is free

    def edit():
        assert wrote.wait(20)
        plots = Plot.objects.filter(parcel_number__in=["1", "2"]).order_by("number")
        revisions = [PlotRevision(row, {"geom": shape}) for row, shape in zip(plots, moved, strict=True)]
        try:
            return revise_plots(actor=None, revisions=revisions, reason="Đo lại")
        finally:
            done.set()

    monkeypatch.setattr(committing, "PIECE", 1)
    monkeypatch.setattr(entering, "_CHECKED", 1)
    monkeypatch.setattr(changes, "check_ground", checked)
    return at_once(lambda: loader.load(path), edit)


def test_both_are_written(loader, at_once, monkeypatch):  # noqa: F811
    outcomes = import_beside_editor(loader, at_once, monkeypatch)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert Plot.objects.count() == 4
    assert Plot.objects.filter(version=2).count() == 2


def test_a_circle_appears_without_the_locks_taken_first(loader, at_once, monkeypatch):  # noqa: F811
    """If this fails, the test above proves nothing."""
    monkeypatch.setattr(committing, "lock_all", lambda changes: None)
    outcomes = import_beside_editor(loader, at_once, monkeypatch)
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [OperationalError]
