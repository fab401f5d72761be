"""Two officers at once on the same plot: it ends once, its ground and its numbers are held once."""

import json
from datetime import date
from threading import Event

import pytest
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from shapely.geometry import LineString

from gis.http.problems import ProblemMiddleware
from land import cutting
from land.actions import (
    FlagDraft,
    ParcelDraft,
    close_flag,
    create_plots,
    flags,
    merge_plots,
    remove_plot,
    set_parcels,
    split_plot,
    withdraw_flag,
)
from land.errors import BadChange, ParcelTaken, PlotEnded, StaleVersion
from land.models import Plot, PlotFlag, PlotLineage, PlotParcel
from land.workflow import PlotStatus
from tests import places
from tests.concurrency.conftest import hold
from tests.database.land.conftest import register  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2025, 9, 1)
UNIT = "26506@2025-07-01"


def split(register, plot, dx, **kwargs):  # noqa: F811
    """Cut the plot from north to south, `dx` metres from its west side."""
    whole = places.square(places.VUNG_TAU, 20)
    west, south, _east, north = whole.bounds
    parts = cutting.cut(whole, [LineString([(west + dx, south - 1), (west + dx, north + 1)])])
    pieces = [register.draft(geom=part) for part in parts]
    return split_plot(actor=None, plot=plot, pieces=pieces, on_date=DAY, decision_number="1", reason="r", **kwargs)


def errors(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_two_splits__one_wins(register, at_once):  # noqa: F811
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    outcomes = at_once(lambda: split(register, plot, 5), lambda: split(register, plot, 12))
    assert [type(error) for error in errors(outcomes)] == [PlotEnded]
    assert Plot.objects.active().count() == 2
    assert PlotLineage.objects.filter(parent=plot).count() == 2
    assert sum(child.area_planar_m2 for child in Plot.objects.active()) == 400


def test_two_splits_of_the_version_seen__the_second_is_told(register, at_once):  # noqa: F811
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    acts = [lambda dx=dx: split(register, plot, dx, expected_version=1) for dx in (5, 12)]
    assert [type(error) for error in errors(at_once(*acts))] in ([PlotEnded], [StaleVersion])
    assert Plot.objects.active().count() == 2


def test_split_against_removal__the_plot_ends_once(register, at_once):  # noqa: F811
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    outcomes = at_once(
        lambda: split(register, plot, 5), lambda: remove_plot(actor=None, plot=plot, on_date=DAY, reason="r")
    )
    assert [type(error) for error in errors(outcomes)] == [PlotEnded]
    after = Plot.objects.get(pk=plot.pk)
    assert Plot.objects.active().count() == (2 if after.status == PlotStatus.SPLIT else 0)
    assert after.version == 2


def test_mergers_that_share_a_plot__one_wins_and_none_waits_for_ever(register, at_once):  # noqa: F811
    """A+B against C+B: rows are locked in the order of their ids, whatever the order of the list."""
    one, two, three = create_plots(actor=None, drafts=[register.draft(dx=20 * at) for at in range(3)])

    def merge(*plots):
        shape = places.square(places.VUNG_TAU, 20).union(places.square(places.VUNG_TAU, 20, dx=20))
        draft = register.draft(geom=None, location_basis="unit")
        assert shape.is_valid
        return merge_plots(actor=None, plots=plots, result=draft, on_date=DAY, decision_number="1", reason="r")

    outcomes = at_once(lambda: merge(one, two), lambda: merge(three, two))
    assert [type(error) for error in errors(outcomes)] == [PlotEnded]
    assert Plot.objects.active().count() == 2
    assert PlotLineage.objects.filter(parent=two).count() == 1


def test_one_number_for_two_plots__one_wins(register, at_once):  # noqa: F811
    plots = create_plots(actor=None, drafts=[register.draft(), register.draft(dx=50)])
    draft = ParcelDraft(UNIT, "12", "7")
    outcomes = at_once(
        *(lambda plot=plot: set_parcels(actor=None, plot=plot, parcels=[draft], reason="r") for plot in plots)
    )
    assert [type(error) for error in errors(outcomes)] == [ParcelTaken]
    assert PlotParcel.objects.count() == 1


def the_same_numbers_in_another_order(register, at_once):  # noqa: F811
    """Two plots take the same two numbers, each another one first, when both may have written theirs."""
    plots = create_plots(actor=None, drafts=[register.draft(), register.draft(dx=50)])
    wrote = {plot.pk: Event() for plot in plots}

    def take(plot, other, numbers):
        try:
            with transaction.atomic():
                for count in (1, 2):
                    drafts = [ParcelDraft(UNIT, "12", number) for number in numbers[:count]]
                    set_parcels(actor=None, plot=plot, parcels=drafts, reason="r")
                    wrote[plot.pk].set()
                    hold(wrote[other.pk])
        finally:
            wrote[plot.pk].set()

    first, second = plots
    return at_once(lambda: take(first, second, "78"), lambda: take(second, first, "87"))


def test_the_same_numbers_in_another_order__one_wins_and_none_waits_for_ever(register, at_once):  # noqa: F811
    outcomes = the_same_numbers_in_another_order(register, at_once)
    assert [type(error) for error in errors(outcomes)] == [ParcelTaken]
    assert len(set(PlotParcel.objects.values_list("plot", flat=True))) == 1
    assert PlotParcel.objects.count() == 2


def test_circle_appears_without_the_lock_of_numbers(register, at_once, monkeypatch):  # noqa: F811
    """Negative control: the constraint alone lets the two wait for each other until the database ends one."""
    monkeypatch.setattr("land.actions.parcel_numbers.lock", lambda *args, **kwargs: None)
    outcomes = the_same_numbers_in_another_order(register, at_once)
    (error,) = errors(outcomes)
    assert type(error) is OperationalError
    answer = ProblemMiddleware(lambda request: HttpResponse()).process_exception(RequestFactory().get("/ogc/"), error)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "wrote_at_once")


def test_a_split_takes_the_lock_of_the_numbers_that_it_ends(register, at_once):  # noqa: F811
    """One splits the plot of number 7 and goes on to number 9, the other has 9 and goes on to 7: no circle."""
    drafts = [register.draft(parcels=[(UNIT, "12", "7")]), register.draft(dx=50), register.draft(dx=100)]
    plot, third, other = create_plots(actor=None, drafts=drafts)
    ended, written = Event(), Event()

    def take(plot, *numbers):
        set_parcels(actor=None, plot=plot, parcels=[ParcelDraft(UNIT, "12", number) for number in numbers], reason="r")

    def splits():
        with transaction.atomic():
            split(register, plot, 5)
            ended.set()
            hold(written)  # in vain: the split holds the lock
            take(third, "9")

    def edits():
        assert ended.wait(10)
        try:
            with transaction.atomic():
                take(other, "9")
                written.set()
                take(other, "9", "7")
        finally:
            written.set()

    assert [type(error) for error in errors(at_once(splits, edits))] == [ParcelTaken]
    assert set(PlotParcel.objects.values_list("plot", "parcel_number")) == {(plot.pk, "7"), (third.pk, "9")}


def test_two_editors_of_the_numbers__the_second_is_told(register, at_once):  # noqa: F811
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    outcomes = at_once(
        *(
            lambda number=number: set_parcels(
                actor=None, plot=plot, parcels=[ParcelDraft(UNIT, "12", number)], reason="r", expected_version=1
            )
            for number in ("7", "8")
        )
    )
    assert [type(error) for error in errors(outcomes)] == [StaleVersion]
    assert Plot.objects.get().version == 2


def test_a_flag_is_closed_once(register, at_once):  # noqa: F811
    draft = register.draft()
    draft.flags = [FlagDraft("idle", date(2025, 1, 1))]
    create_plots(actor=None, drafts=[draft])
    days = (date(2025, 5, 1), date(2025, 6, 1))
    flag = PlotFlag.objects.select_related("plot").get

    outcomes = at_once(
        *(lambda day=day: close_flag(actor=None, flag=flag(), until=day, today=DAY, reason="r") for day in days)
    )
    assert [type(error) for error in errors(outcomes)] == [BadChange]
    assert Plot.objects.get().version == 2


def withdrawn_beside_closed(register, at_once, monkeypatch):  # noqa: F811
    """Both have found the flag open before either writes, unless the second waits for the plot's row."""
    draft = register.draft()
    draft.flags = [FlagDraft("idle", date(2025, 1, 1))]
    create_plots(actor=None, drafts=[draft])
    look, found, both = flags._with_open_flag, [], Event()

    def slowly(*args):
        current = look(*args)
        found.append(current)
        if len(found) == 2:
            both.set()
        hold(both)
        return current

    monkeypatch.setattr(flags, "_with_open_flag", slowly)
    flag = PlotFlag.objects.select_related("plot").get
    return at_once(
        lambda: withdraw_flag(actor=None, flag=flag(), reason="r"),
        lambda: close_flag(actor=None, flag=flag(), until=date(2025, 5, 1), today=DAY, reason="r"),
    )


def test_a_flag_is_withdrawn_or_closed(register, at_once, monkeypatch):  # noqa: F811
    outcomes = withdrawn_beside_closed(register, at_once, monkeypatch)
    assert [str(error) for error in errors(outcomes)] == ["Tình trạng này đã kết thúc."]
    assert Plot.objects.get().version == 2


def test_both_find_it_open_without_the_lock_of_the_plot(register, at_once, monkeypatch):  # noqa: F811
    """If this fails, the test above proves nothing."""
    unlocked = lambda plots: {plot.pk: Plot.objects.get(pk=plot.pk) for plot in plots}  # noqa: E731
    monkeypatch.setattr(flags.changes, "locked", unlocked)
    outcomes = withdrawn_beside_closed(register, at_once, monkeypatch)
    assert "Tình trạng này đã kết thúc." not in [str(error) for error in errors(outcomes)]
