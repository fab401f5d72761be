"""The sample's own plots, imperfect as offices' are, go out and come back; a border that moved shows on its day."""

from datetime import date, timedelta
from decimal import Decimal

import pyogrio
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db.models import Sum

from accounts.models import RoleAssignment, User
from accounts.roles import Role
from gis.query.facets import facets
from gis.query.question import Question
from land.actions.sample import load_sample
from land.exports.register import export
from land.exports.summary import summarise
from land.layers import PLOTS
from land.loading.importing import Options, import_plots
from land.models import Plot, PlotFlag, PlotVersion
from land.sample.generate import generate
from tests.unit.sample.conftest import land

TODAY = date(2026, 11, 22)


def is_imperfect(plot):
    """Drawn and paper area differ by more than the register allows."""
    if plot.geom is None or plot.area_legal_m2 is None:
        return False
    return abs(plot.geom.area - float(plot.area_legal_m2)) > max(5.0, 0.02 * float(plot.area_legal_m2))


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """Some hundred plots of the sample: the imperfect ones, those without a boundary, those whose border moved."""
    units, communes, _every = land()
    alone = [plot for plot in generate(units, communes) if plot.retired_on is None and not plot.lineage]
    moved = [plot for plot in alone if any("geom" in version.earlier for version in plot.history)]
    chosen = {plot.key: plot for plot in [*moved[:20], *filter(is_imperfect, alone), *alone[::40]]}
    with django_db_blocker.unblock():
        call_command("load_facts", verbosity=0)
        load_sample(plots=sorted(chosen.values(), key=lambda plot: plot.key))
    yield list(chosen.values())
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


pytestmark = pytest.mark.django_db


def exported(folder, door, suffix):
    manager = User.objects.create(username="manager")
    RoleAssignment.objects.create(user=manager, role=Role.LAND_MANAGER)
    rows = PLOTS.rows(manager).order_by("number")
    path = folder / f"xuat{suffix}"
    download = export(door, layer=PLOTS, queryset=rows, user=manager, title="K", filter_text="", today=TODAY)
    path.write_bytes(download.content())
    return path, manager


def test_flags__each_state_has_those_of_its_days(sample):
    """No plot of the sample was to be auctioned in 2005."""
    dated = [(flag.plot_id, flag.kind, flag.period) for flag in PlotFlag.objects.all()]
    assert any(period.upper for _plot, _kind, period in dated)
    held = {}
    for plot, kind, period in dated:
        held.setdefault(plot, []).append((kind, period))
    for version in PlotVersion.objects.filter(recorded__endswith__isnull=True, plot__in=held):
        first = version.valid.lower
        assert version.flags == sorted(kind for kind, period in held[version.plot_id] if first in period), version.code


def test_sample__register_summary_and_facets_add_up_to_what_was_made(sample):
    """What is made is exactly 11,104.0 ha (tests/unit/sample/test_geometry.py); nothing of it is lost on the way."""
    made = sum(spec.area_m2 for spec in sample)
    manager = User.objects.create(username="manager")
    RoleAssignment.objects.create(user=manager, role=Role.LAND_MANAGER)
    rows = PLOTS.rows(manager)
    assert (rows.count(), rows.aggregate(Sum("area_m2"))["area_m2__sum"]) == (len(sample), made)
    for era in ("current", "record"):
        amount = summarise(rows, era=era).amount
        assert (amount.plots, amount.area_m2, amount.without_area) == (len(sample), made, 0)
    counted = facets(Question(PLOTS, manager, {}))
    assert (counted.matched, counted.area_m2) == (len(sample), float(made))
    for field in ("unit", "land_use", "use_state", "managing_agency"):
        [values] = [found for item, found in counted.values.items() if item.name == field]
        assert sum(value.count for value in values) == len(sample)
        assert sum(Decimal(str(value.area_m2)) for value in values) == made


def test_round_trip__one_edited_name_is_the_one_change(sample, tmp_path):
    path, manager = exported(tmp_path, "gpkg", ".gpkg")
    layers = [name for name, _kind in pyogrio.list_layers(path)]
    frames = {name: pyogrio.read_dataframe(path, layer=name) for name in layers}
    imperfect = sum(
        abs(plot.geom.area - float(plot.area_legal_m2)) > max(5.0, 0.02 * float(plot.area_legal_m2))
        for plot in Plot.objects.filter(geom__isnull=False, area_legal_m2__isnull=False)
    )
    assert imperfect > 50
    name = next(name for name, frame in frames.items() if len(frame) > 100)
    title = next(column for column in frames[name].columns if column in {"name", "Tên khu đất"})
    frames[name].loc[3, title] = "Tên mới của khu đất"
    code = frames[name].iloc[3][next(column for column in frames[name].columns if column in {"code", "Mã khu đất"})]
    edited = tmp_path / "sua.gpkg"
    for layer, frame in frames.items():
        pyogrio.write_dataframe(frame, edited, layer=layer, driver="GPKG", append=edited.exists())
    report = import_plots(edited, actor=manager, options=Options(commit=False), today=TODAY)
    told = [(finding.code, finding.text()) for finding in report.findings if finding.severity == "error"]
    assert told == []
    assert report.counts["refused"] == 0
    assert [(change["code"], [item["name"] for item in change["fields"]]) for change in report.changes] == [
        (code, ["name"])
    ]


def test_sample__a_border_that_moved_shows_on_its_day(sample):
    shown = 0
    for spec in [spec for spec in sample if any("geom" in version.earlier for version in spec.history)]:
        plot = Plot.objects.filter(name=spec.name, address=spec.address, geom__isnull=False).first()
        versions = PlotVersion.objects.filter(plot=plot, recorded__endswith=None).order_by("valid")
        shapes = [version.geom for version in versions]
        if plot.publish_level == "public" and len(shapes) == 2:
            before = PLOTS.as_of(AnonymousUser(), spec.valid_from - timedelta(days=1)).filter(code=plot.code).first()
            after = PLOTS.as_of(AnonymousUser(), spec.valid_from).filter(code=plot.code).first()
            if before is None:  # not published yet
                continue
            assert before.geom.area < after.geom.area
            assert before.area_planar_m2 < after.area_planar_m2
            shown += 1
    assert shown > 0
