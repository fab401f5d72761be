"""Plots without a boundary are placed at their parcel."""

from datetime import date

import pytest

from land.actions import locate_plots
from land.errors import BadChange
from land.models import CadastralParcel, Plot
from land.workflow import ReferenceKind
from tests.database.land.reference_sets import WARD, create, load, parcel, without_boundary


def located(plots, actor=None):
    return [
        (answer.outcome, answer.numbers)
        for answer in locate_plots(actor=actor, plots=plots, reason="Định vị theo thửa")
    ]


def test_locate__at_the_parcel_of_today_with_a_version(register):
    plot = without_boundary(register, parcels=[(WARD, "05", "0012", date(2025, 7, 1))])
    load([parcel("5", "12", dx=40)], kind=ReferenceKind.PARCELS)
    assert located([plot]) == [("located", 1)]
    plot.refresh_from_db()
    assert (plot.location_basis, plot.version, plot.geom) == ("parcel", 2, None)
    assert CadastralParcel.objects.filter(geom__covers=plot.point).exists()
    assert located([plot]) == [("unchanged", 1)]


def test_locate__at_the_parcel_of_the_former_commune(register):
    former = register.old_unit.uid
    plot = without_boundary(
        register, parcels=[(former, "3", "7", None, date(2025, 7, 1)), (WARD, "88", "7", date(2025, 7, 1))]
    )
    load([parcel("3", "7", unit=former), parcel("3", "8", unit=former, dx=30)], kind=ReferenceKind.PARCELS)
    assert located([plot]) == [("located", 1)]


def test_locate__the_numbers_held_now_go_before_those_held_before(register):
    former, until = register.old_unit.uid, date(2025, 7, 1)
    held = [(former, "3", "7", None, until), (former, "3", "8", None, until), (WARD, "88", "7", until)]
    plot = without_boundary(register, parcels=held)
    load([parcel("88", "7", dx=500)], kind=ReferenceKind.PARCELS, series="mới")
    load([parcel("3", n, unit=former) for n in "78"], kind=ReferenceKind.PARCELS, series="cũ", start=date(2026, 1, 1))
    assert located([plot]) == [("located", 1)]
    plot.refresh_from_db()
    assert CadastralParcel.objects.get(geom__covers=plot.point).sheet_number == "88"


def test_locate__the_same_number_in_another_commune_is_another_parcel(register):
    plot = without_boundary(register, parcels=[(WARD, "3", "7", None)])
    load([parcel("3", "7", unit=register.neighbour.uid)], kind=ReferenceKind.PARCELS)
    assert located([plot]) == [("not_found", 0)]


def test_locate__a_repeated_number_is_not_guessed(register):
    plot = without_boundary(register, parcels=[(WARD, "3", "7", None)])
    load([parcel("3", "7"), parcel("3", "7", dx=50)], kind=ReferenceKind.PARCELS)
    assert located([plot]) == [("ambiguous", 1)]
    assert Plot.objects.get().location_basis == "unit"


def test_locate__by_the_numbers_on_the_plot_and_none_without_numbers(register):
    load([parcel("3", "7")], kind=ReferenceKind.PARCELS)
    plots = [without_boundary(register, sheet_number="03", parcel_number="7"), without_boundary(register)]
    assert located(plots) == [("located", 1), ("no_number", 0)]


def test_locate__a_plot_with_a_boundary_is_refused(register):
    with pytest.raises(BadChange):
        located([create(register)])
