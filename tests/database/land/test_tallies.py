"""The sums beside the plots say what counting says, for every reader they answer, after every kind of act."""

import random
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from gis.geometry import to_multipolygon
from gis.layers import Audience
from gis.query import counts, facets
from gis.query.params import Params
from gis.query.question import read_question
from land.actions import close_flag, create_plots, merge_plots, publish_plot, raise_flag, remove_plot, revise_plot
from land.actions.derive import to_shapely
from land.actions.tallies import fold_tallies, fold_tallies_when_many
from land.layers import PLOTS
from land.models import INTERNAL_TALLIES, Plot, PlotCell, PlotMix, PlotTally
from land.models.plot import OPEN_FACETS
from land.workflow import PublishLevel
from tests.factories.sums import cells, told

TODAY = date(2026, 11, 22)
MIXED = [field.name for field in PlotMix._meta.concrete_fields if field.name not in {"id", "n", "area_m2", "settled"}]
COUNTED = replace(PLOTS, tally=lambda user: None)
WHOLE = ["anonymous", "stranger", "citizen", "land_manager", "planner", "inspector"]
PARTLY = ["officer", "land_fund_officer", "other_officer"]


def place_of(z):
    """Tile column and row that hold Vũng Tàu."""
    cell = PlotCell.objects.order_by("-n").first()
    return cell.x >> (PlotCell.ZOOM - z), cell.y >> (PlotCell.ZOOM - z)


@pytest.fixture
def busy(register):
    """A register after every kind of act."""
    dice = random.Random(5)
    drafts = [
        register.draft(
            dx=40 * at,
            dy=300 * dice.randrange(8),
            side=dice.choice([10.0, 20.0, 35.0]),
            use_state=dice.choice(["vacant", "lent", ""]),
            land_use_id=dice.choice(["DGD", "CGT", None]),
            managing_agency_id=dice.choice([register.agency.pk, register.other_agency.pk, None]),
            unit_at_record_id=dice.choice([register.old_unit.pk, None]),
            publish_level=(level := dice.choice(list(PublishLevel))),
            published_on=TODAY if level == PublishLevel.PUBLIC else None,
        )
        for at in range(24)
    ]
    drafts.append(register.draft(geom=None, location_basis="unit", area_legal_m2=77))
    plots = create_plots(actor=None, drafts=drafts)
    revise_plot(actor=None, plot=plots[0], changes={"use_state": "lent", "land_use_id": "ODT"}, reason="r")
    revise_plot(actor=None, plot=plots[1], changes={"area_legal_m2": 12345}, reason="r")
    revise_plot(actor=None, plot=plots[2], changes={"geom": register.draft(dx=5000, dy=5000).geom}, reason="r")
    public = next(plot for plot in plots if plot.publish_level == PublishLevel.PUBLIC)
    publish_plot(actor=None, plot=public, level=PublishLevel.INTERNAL, today=TODAY, reason="r")
    other = [plot for plot in plots if plot.publish_level == PublishLevel.PUBLIC and plot != public]
    flag = raise_flag(actor=None, plot=other[0], kind="planned_auction", since=date(2026, 10, 1), today=TODAY)
    raise_flag(actor=None, plot=other[0], kind="disputed", since=TODAY, today=TODAY)
    raise_flag(actor=None, plot=other[1], kind="in_auction", since=TODAY, today=TODAY)
    close_flag(actor=None, flag=flag, until=TODAY, today=TODAY, reason="r")
    remove_plot(actor=None, plot=plots[5], on_date=TODAY, reason="r")
    return register


@pytest.mark.parametrize("who", WHOLE)
def test_the_sums_say_what_counting_says(busy, people, who):
    user = people[who]
    assert PLOTS.tally(user) is not None
    assert told(PLOTS, user) == told(COUNTED, user)
    assert told(PLOTS, user)[0] == PLOTS.rows(user).count() > 0


@pytest.mark.parametrize("who", PARTLY)
def test_readers_of_some_plots_are_counted_for(busy, people, who):
    assert PLOTS.tally(people[who]) is None
    assert told(PLOTS, people[who])[0] == PLOTS.rows(people[who]).count()


@pytest.mark.parametrize("who", ["anonymous", "land_manager"])
@pytest.mark.parametrize("z", [5, 8, 11])
def test_cells_from_sums_are_the_counted_ones(busy, people, who, z):
    x, y = place_of(z)
    summed = cells(PLOTS, people[who], z, x, y)
    assert summed == cells(COUNTED, people[who], z, x, y)
    assert sum(properties["count"] for _, properties in summed) > 0


PUBLIC_FILTERS = [
    {"use_state": "lent"},
    {"use_state": "vacant,lent", "land_use": "DGD"},
    {"managing_agency": "ttptqd"},
    {"unit": "26506@2025-07-01", "unit_at_record": "26536@initial"},
    {"public_flags": "planned_auction,in_auction"},
    {"public_flags": "planned_auction", "use_state": "vacant"},
    {"handling_plan": "auction"},
    {"unit_at_record": "none"},
    {"managing_agency": "none", "use_state": "none,lent", "unit_at_record": "26536@initial,none"},
]
INSIDE_FILTERS = [
    {"flags": "disputed"},
    {"publish_level": "internal"},
    {"review_state": "checked", "use_state": "lent"},
]


def numbers_of_filters(who, filters, people):
    user = people[who]
    seen = []
    for asked in filters:
        question = read_question(PLOTS, user, Params({name: [text] for name, text in asked.items()}))
        assert counts.mixes_of(question) is not None
        assert told(PLOTS, user, **asked) == told(COUNTED, user, **asked), asked
        seen.append(told(PLOTS, user, **asked)[0])
    return seen


@pytest.mark.parametrize("who", WHOLE)
def test_combinations_say_what_counting_says(busy, people, who):
    for _ in range(2):
        left = numbers_of_filters(who, PUBLIC_FILTERS, people)
        assert sum(map(bool, left)) >= 4, "filters that leave nothing prove little"
        fold_tallies()


@pytest.mark.parametrize("who", ["land_manager", "inspector"])
def test_combinations_hold_internal_values_for_the_office(busy, people, who):
    assert all(numbers_of_filters(who, INSIDE_FILTERS, people))


OTHER_CONDITIONS = [
    {"area_m2": "100..500"},
    {"q": "khu"},
    {"datetime": "2025-09-01"},
    {"filter": "use_state='lent'"},
    {"bbox": "107,10,108,11"},
]


@pytest.mark.parametrize("asked", OTHER_CONDITIONS)
def test_other_conditions_are_counted(busy, people, asked):
    question = read_question(PLOTS, people["inspector"], Params({name: [text] for name, text in asked.items()}))
    assert counts.mixes_of(question) is None


def test_combinations_are_kept_by_every_facet_field(busy):
    kept = {field.name for field in PlotMix._meta.concrete_fields} - {"id", "n", "area_m2", "settled"}
    assert kept == {field.name for field in PLOTS.fields if field.facet}


def test_the_index_for_filters_by_area_holds_what_the_public_counts():
    public = {field.name for field in PLOTS.fields if field.facet and field.audience == Audience.PUBLIC}
    assert set(OPEN_FACETS) == public | {"status"}


def test_every_facet_of_the_layer_has_sums(busy):
    kept = set(PlotTally.objects.values_list("field", flat=True)) - {""}
    assert kept == {field.name for field in PLOTS.fields if field.facet}
    internal = {field.name for field in PLOTS.fields if field.facet and field.audience != Audience.PUBLIC}
    assert internal == set(INTERNAL_TALLIES)


def test_folding_changes_no_sum_and_leaves_one_row_a_key(busy, people):
    before = told(PLOTS, people["inspector"])
    assert PlotTally.objects.filter(settled=False).exists()
    fold_tallies()
    assert told(PLOTS, people["inspector"]) == before == told(COUNTED, people["inspector"])
    assert not PlotTally.objects.filter(settled=False).exists()
    keys = list(PlotTally.objects.values_list("level", "field", "held"))
    assert len(keys) == len(set(keys))
    assert not PlotCell.objects.filter(n=0).exists()
    mixes = [tuple(map(str, row)) for row in PlotMix.objects.values_list(*MIXED)]
    assert len(mixes) == len(set(mixes))
    assert not PlotMix.objects.filter(n__lte=0).exists()


def test_folding_waits_until_it_is_worth_it(busy, monkeypatch):
    rows = PlotTally.objects.count()
    fold_tallies_when_many()
    assert PlotTally.objects.count() == rows
    monkeypatch.setattr("gis.db.sums._MANY", 5)
    fold_tallies_when_many()
    assert PlotTally.objects.count() < rows


def test_an_edit_that_moves_no_sum_adds_no_row(register):
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    sums = (PlotTally, PlotCell, PlotMix)
    rows = [model.objects.count() for model in sums]
    revise_plot(actor=None, plot=plot, changes={"name": "Tên khác"}, reason="r")
    assert [model.objects.count() for model in sums] == rows


def test_an_agency_is_counted_under_its_code_of_now(busy, people):
    busy.agency.code = "ttptqd-moi"
    busy.agency.save()
    values = told(PLOTS, people["inspector"])[3]["managing_agency"]
    assert "ttptqd-moi" in {code for code, *_ in values}
    assert "ttptqd" not in {code for code, *_ in values}


def test_merging_moves_the_sums(register, people):
    plots = create_plots(actor=None, drafts=[register.draft(), register.draft(dx=20)])
    merged = register.draft(side=20)
    merged.geom = plots_union(plots)
    merge_plots(actor=None, plots=plots, result=merged, on_date=TODAY, decision_number="1/QĐ", reason="r")
    assert told(PLOTS, people["inspector"])[0] == 1
    assert told(PLOTS, people["inspector"]) == told(COUNTED, people["inspector"])


def plots_union(plots):
    one, other = (to_shapely(plot.geom) for plot in plots)
    return to_multipolygon(one.union(other))


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
class TestBehindTheWall:
    def test_the_public_role_adds_up_published_plots_only(self, public_wall, busy):
        anyone = AnonymousUser()
        assert told(PLOTS, anyone)[0] == Plot.objects.filter(publish_level="public", status="active").count()
        assert told(PLOTS, anyone) == told(COUNTED, anyone)
        for asked in PUBLIC_FILTERS:
            assert told(PLOTS, anyone, **asked) == told(COUNTED, anyone, **asked)

    def test_the_public_role_sees_no_sum_of_an_internal_field(self, public_wall, busy):
        rows = PlotTally.objects.using("public")
        assert {row.level for row in rows} == {"public"}
        assert not {row.field for row in rows} & set(INTERNAL_TALLIES)
        assert {row.level for row in PlotCell.objects.using("public")} == {"public"}


def test_sums_answer_without_reading_plots(busy, people):
    """What a million plots would cost is not asked for."""
    with connection.execute_wrapper(_refuse_plots):
        counts.forget()
        question = read_question(PLOTS, User.objects.get(username="inspector"), Params({}))
        assert facets.facets(question).matched > 0
        assert counts.matched(question) > 0
        question = read_question(PLOTS, User.objects.get(username="inspector"), Params({"use_state": ["lent"]}))
        assert facets.facets(question).matched > 0
        assert counts.matched(question) > 0


def _refuse_plots(execute, sql, params, many, context):
    assert '"land_plot"' not in sql
    return execute(sql, params, many, context)
