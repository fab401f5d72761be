"""The sums beside the lots say what counting says, for every reader they answer, in every state of a lot."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Sum

from auctions.actions import lots
from auctions.actions.tallies import fold_tallies, fold_tallies_when_many
from auctions.layers import LOTS
from auctions.models import INTERNAL_TALLIES, Lot, LotCell, LotTally
from auctions.workflow import LotState
from gis.layers import Audience
from gis.query import counts, facets
from gis.query.params import Params
from gis.query.question import read_question
from gis.tiles import crowds
from tests.factories import auctions, land
from tests.factories.sums import cells, told

pytestmark = pytest.mark.django_db
COUNTED = replace(LOTS, tally=lambda user: None)
PUBLIC_FILTERS = ({}, {"stage": "open"}, {"state": "failed"}, {"missing": "title"}, {"owner": "ttptqd"})


@pytest.fixture
def busy():
    """Lots in all states, one of them nobody's yet but the desk's; more than one commune, use and right."""
    who = auctions.people()
    for state in (
        LotState.FAILED,
        LotState.SUSPENDED,
        LotState.CERTIFIED,
        LotState.REGISTRATION_OPEN,
        LotState.PLANNED,
    ):
        auctions.at_state(state, who)
    plot = land.plot(managing_agency=who.owner, unit=land.unit("26560@2025-07-01", "Phường Bà Rịa"), side=70.0)
    values = {"right": "leased_annual", "term_kind": "years", "term_years": 50, "bidders": ["organisation"]}
    auctions.brought_to(LotState.AUCTION_DECIDED, who, plot=plot, land_use_id=land.land_use("TMD").code, **values)
    return who


def readers(who):
    return {"anonymous": AnonymousUser(), "manager": who.manager, "inspector": auctions.person("thanhtra", "inspector")}


@pytest.mark.parametrize("reader", ["anonymous", "manager", "inspector"])
def test_the_sums_say_what_counting_says(busy, reader):
    user = readers(busy)[reader]
    assert LOTS.tally(user) is not None
    assert told(LOTS, user)[0] == LOTS.rows(user).count() > 0
    for asked in PUBLIC_FILTERS:
        assert told(LOTS, user, **asked) == told(COUNTED, user, **asked)


def test_a_lot_that_is_not_public_yet_is_summed_for_the_desk_alone(busy):
    anyone = told(LOTS, AnonymousUser())[0]
    assert (
        told(LOTS, busy.manager)[0]
        == Lot.objects.count()
        > anyone
        == Lot.objects.filter(publish_level="public").count()
    )


def test_readers_of_some_lots_are_counted_for(busy):
    for user in (busy.fund, busy.auctioneer, busy.registry):
        assert LOTS.tally(user) is None
        assert told(LOTS, user)[0] == LOTS.rows(user).count()


@pytest.mark.parametrize("z", [5, 8, 10])
def test_cells_from_sums_are_the_counted_ones(busy, z):
    cell = LotCell.objects.first()
    x, y = cell.x >> (LotCell.ZOOM - z), cell.y >> (LotCell.ZOOM - z)
    for user in (AnonymousUser(), busy.manager):
        summed = cells(LOTS, user, z, x, y)
        assert summed
        assert summed == cells(COUNTED, user, z, x, y)


def test_every_facet_of_the_layer_has_sums(busy):
    kept = set(LotTally.objects.values_list("field", flat=True)) - {""}
    assert kept == {field.name for field in LOTS.fields if field.facet}
    internal = {field.name for field in LOTS.fields if field.facet and field.audience != Audience.PUBLIC}
    assert internal == set(INTERNAL_TALLIES)


def test_folding_changes_no_sum_and_leaves_one_row_a_key(busy, monkeypatch):
    before, rows = told(LOTS, busy.manager), LotTally.objects.count()
    fold_tallies_when_many()
    assert LotTally.objects.count() == rows, "not worth it yet"
    monkeypatch.setattr("gis.db.sums._MANY", 5)
    fold_tallies_when_many()
    assert LotTally.objects.count() < rows
    assert told(LOTS, busy.manager) == before == told(COUNTED, busy.manager)
    assert not LotTally.objects.filter(settled=False).exists()
    keys = list(LotTally.objects.values_list("level", "field", "held"))
    assert len(keys) == len(set(keys))
    assert not LotCell.objects.filter(n=0).exists()


def test_an_edit_that_moves_no_sum_adds_no_row(busy):
    lot = Lot.objects.filter(state="planned").first()
    rows = [model.objects.count() for model in (LotTally, LotCell)]
    lots.edit_lot(actor=busy.fund, lot=lot, values={"name": "Tên khác"}, now=auctions.SESSION)
    assert [model.objects.count() for model in (LotTally, LotCell)] == rows


def test_an_agency_is_counted_under_its_code_of_now(busy):
    busy.owner.code = "ttptqd-moi"
    busy.owner.save()
    for layer in (LOTS, COUNTED):
        assert {code for code, *_ in told(layer, busy.manager)[3]["owner"]} == {"ttptqd-moi"}


def test_sums_answer_without_reading_lots(busy):
    fold_tallies()

    def refuse(execute, sql, params, many, context):
        assert '"auctions_lot"' not in sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        counts.forget()
        question = read_question(LOTS, busy.manager, Params({}))
        assert facets.facets(question).matched == counts.matched(question) > 0


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
class TestBehindTheWall:
    def test_the_public_role_adds_up_published_lots_only(self, public_wall, busy):
        anyone = AnonymousUser()
        assert told(LOTS, anyone)[0] == Lot.objects.filter(publish_level="public").count()
        for asked in PUBLIC_FILTERS:
            assert told(LOTS, anyone, **asked) == told(COUNTED, anyone, **asked)
        assert {row.level for row in LotTally.objects.using("public")} == {"public"}
        assert not {row.field for row in LotTally.objects.using("public")} & set(INTERNAL_TALLIES)
        assert {row.level for row in LotCell.objects.using("public")} == {"public"}

    def test_crowds_of_the_public_are_known_from_the_sums(self, public_wall, busy):
        cell = LotCell.objects.first()
        held = LotCell.objects.filter(level="public", x=cell.x, y=cell.y).aggregate(held=Sum("n"))["held"]
        for crowd, clustered in ((held, False), (held - 1, True)):
            crowds._counted.clear()
            layer = replace(LOTS, crowd=crowd)
            assert bool(cells(layer, AnonymousUser(), LotCell.ZOOM, cell.x, cell.y)) == clustered
        crowds._counted.clear()
