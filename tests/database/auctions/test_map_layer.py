"""The layer of lots as the map reads it: marks beside boundaries, what is written on them, files, what was said."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from auctions.models import LotVersion
from auctions.workflow import LotState
from gis.db import versions
from gis.tiles import sql
from gis.tiles.matrix import SIZE, Tile
from tests.database.ogc.conftest import Api
from tests.factories import auctions, land, mvt

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot():
    lot = auctions.brought_to(LotState.REGISTRATION_OPEN, plot=land.plot(side=15, managing_agency=land.agency()))
    versions.forget()
    sql.forget_statements()
    return lot


def tile(lot, z, **params):
    x, y = lot.anchor_3857.coords
    side = 2 * SIZE / (1 << z)
    at = Tile(z, int((x + SIZE) // side), int((SIZE - y) // side))
    answer = Api().get(f"collections/lots/tiles/WebMercatorQuad/{at.z}/{at.y}/{at.x}", **params)
    return mvt.read(answer.content) if answer.status == 200 else {}


@pytest.mark.parametrize("z", [11, 14, 16])
def test_tile__every_lot_has_one_point_beside_its_boundary(lot, z):
    found = tile(lot, z)
    (point,) = found["lots_points"]
    assert point.kind == 1
    assert point.properties["code"] == lot.code
    assert point.properties["stage"] == "open"
    assert ("lots" in found) == (z >= 12), "far out a boundary of 15 m is drawn as its point alone"


def test_tile__carries_what_is_written_on_a_lot(lot):
    (point,) = tile(lot, 14)["lots_points"]
    told = {name: point.properties[name] for name in ("start_price", "session_on", "auction", "expected_quarter")}
    assert told == {
        "start_price": auctions.PRICE,
        "session_on": "2026-09-11",
        "auction": lot.auction.code,
        "expected_quarter": 3,
    }


def test_tile__plots_with_a_boundary_have_no_point(lot):
    x, y = lot.anchor_3857.coords
    side = 2 * SIZE / (1 << 14)
    path = f"collections/plots/tiles/WebMercatorQuad/14/{int((SIZE - y) // side)}/{int((x + SIZE) // side)}"
    assert "plots_points" not in mvt.read(Api().get(path).content)


def test_tile__says_what_was_said(lot):
    (point,) = tile(lot, 14, recorded=timezone.localdate().isoformat())["lots_points"]
    assert point.properties["code"] == lot.code
    assert tile(lot, 14, recorded="2020-01-01") == {}


def test_first_day__is_that_of_the_first_version(lot):
    first = LotVersion.objects.filter(lot=lot, publish_level="public").order_by("recorded").first()
    here = datetime.fromisoformat("2026-01-01T00:00:00+07:00").tzinfo
    seen = LotVersion.objects.filter(lot=lot, publish_level="public").first_day()
    assert seen == first.recorded.lower.astimezone(here).date()
    assert LotVersion.objects.none().first_day() is None
    assert isinstance(seen, date)


def test_tilejson__tells_what_the_points_are(lot):
    layers = Api().get("collections/lots/tiles/WebMercatorQuad", f="tilejson").json["vector_layers"]
    assert {one["id"]: one["description"] for one in layers}["lots_points"].endswith("điểm đại diện")
