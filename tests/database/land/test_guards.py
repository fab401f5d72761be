"""What the database refuses by itself, whoever writes: rows are written here without the actions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from shapely import MultiPolygon, Polygon

from land.models import Plot, PlotFlag, PlotVersion
from land.workflow import FlagKind
from territory.models import AdminUnit
from tests import places
from tests.factories import land

X, Y = places.VUNG_TAU
BOWTIE = MultiPolygon([Polygon([(X, Y), (X + 20, Y + 20), (X + 20, Y), (X, Y + 20)])])


@pytest.fixture
def plot(db):
    return land.plot()


def refused(name, write):
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        write()
    assert told.value.__cause__.diag.constraint_name == name


def test_a_boundary_is_valid(plot):
    shape = land.geos(BOWTIE)
    refused("land_plot_valid_boundary", lambda: Plot.objects.filter(pk=plot.pk).update(geom=shape))
    refused("territory_valid_boundary", lambda: AdminUnit.objects.update(geom=shape))


def test_a_plot_with_a_boundary_has_one(plot):
    refused("boundary_or_point", lambda: Plot.objects.filter(pk=plot.pk).update(geom=None))


def test_a_faulty_record_is_not_public(plot):
    rows = Plot.objects.filter(pk=plot.pk)
    refused("faulty_record_is_not_public", lambda: rows.update(review_state="needs_review", publish_level="public"))


def test_one_version_says_what_is_so(plot):
    version = PlotVersion.objects.filter(plot=plot).latest("pk")
    version.pk = None
    refused("one_version_at_a_time", lambda: version.save(force_insert=True))


def test_flags_of_a_kind_follow_each_other(plot):
    def raised(start, end):
        return PlotFlag.objects.create(plot=plot, kind=FlagKind.IDLE, period=DateRange(start, end))

    raised(date(2024, 1, 1), date(2024, 6, 1))
    raised(date(2024, 6, 1), None)
    refused("one_flag_of_a_kind_at_a_time", lambda: raised(date(2024, 5, 31), date(2024, 6, 1)))


def test_a_code_is_one_unit_on_a_day(plot):
    refused("one_unit_per_code_and_day", lambda: land.unit("26506@2025-08-01", valid=DateRange(date(2025, 8, 1), None)))
