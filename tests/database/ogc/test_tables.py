"""Layers without shapes: the land-price table and the planned uses of plots, through the same doors as maps."""

import csv
import io
from datetime import date

import pyogrio
import pytest

from gis.db import versions
from gis.query import counts
from gis.tiles import serving
from land.actions import PriceRow, revise_plot, withdraw_reference
from land.workflow import PublishLevel, ReferenceKind
from tests import places
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures
from tests.database.land.reference_sets import create, load, zone
from tests.database.ogc.conftest import Api

pytestmark = pytest.mark.django_db
PRICES, USES = "collections/land_prices", "collections/planned_uses"


@pytest.fixture
def prices(register):  # noqa: F811
    rows = [
        PriceRow("ODT", 60_000_000, street="Trần Phú", segment_from="Cầu", segment_to="Chợ", position=1),
        PriceRow("ODT", 30_000_000, street="Trần Phú", segment_from="Cầu", segment_to="Chợ", position=2),
        PriceRow("CLN", 500_000, zone="Khu vực 2"),
    ]
    return load(rows, kind=ReferenceKind.LAND_PRICE, decision_number="8/QĐ-UBND").set


@pytest.fixture
def anyone():
    return Api()


def prices_of(api, **params):
    answer = api.get(f"{PRICES}/items", f="json", **params)
    assert answer.status == 200, answer.content.decode()
    return sorted(feature["properties"]["price"] for feature in answer.json["features"])


def test_collection__says_that_there_is_no_map(anyone, prices):
    described = anyone.get(PRICES, f="json").json
    assert not {"crs", "storageCrs"} & set(described)
    assert "spatial" not in described.get("extent", {})
    rels = {link["rel"] for link in described["links"]}
    assert "items" in rels
    assert not rels & {"tilejson", "stylesheet", "related"}
    assert "land_prices" in {one["id"] for one in anyone.get("collections", f="json").json["collections"]}
    assert b".qlr" not in anyone.get(PRICES, f="html").content


@pytest.mark.parametrize(
    "path",
    [
        f"{PRICES}/tiles",
        f"{PRICES}/tiles/WebMercatorQuad",
        f"{PRICES}/tiles/WebMercatorQuad/14/1/1",
        "qgis/land_prices.qlr",
    ],
)
def test_maps__there_are_none(anyone, prices, path):
    answer = anyone.get(path)
    assert answer.status == 404
    assert "là bảng" in answer.json["detail"]
    described = anyone.get("api", f="json").json["paths"]
    assert f"/{PRICES}/items" in described
    assert not [one for one in described if "land_prices" in one and ("tiles" in one or "qgis" in one)]


def test_schema__has_no_shape_and_filters_cannot_name_one(anyone, prices):
    for name in ("schema", "queryables"):
        assert not {"geometry", "place"} & set(anyone.get(f"{PRICES}/{name}", f="json").json["properties"])
    refused = anyone.get(f"{PRICES}/items", filter="S_INTERSECTS(geometry, POINT(107 10))")
    assert refused.status == 400
    assert "geometry" in refused.json["detail"]


def test_items__features_without_geometry(anyone, prices):
    answer = anyone.get(f"{PRICES}/items", f="json", sortby="-price").json
    assert (answer["numberMatched"], {one["geometry"] for one in answer["features"]}) == (3, {None})
    first = answer["features"][0]
    assert (first["properties"]["street"], first["properties"]["price"]) == ("Trần Phú", 60_000_000)
    assert first["properties"]["decision_number"] == "8/QĐ-UBND"
    alone = anyone.get(f"{PRICES}/items/{first['id']}", f="json").json
    assert (alone["geometry"], alone["properties"]) == (None, first["properties"])


def test_items__by_words_by_field_by_filter(anyone, prices):
    assert prices_of(anyone, q="tran phu") == [30_000_000, 60_000_000]
    assert prices_of(anyone, position="1") == [60_000_000]
    assert prices_of(anyone, filter="price < 1000000 AND zone = 'Khu vực 2'") == [500_000]
    assert prices_of(anyone, bbox="100,8,110,12") == [], "only features that lie in the box are asked for"


def test_items__in_every_format(anyone, prices, tmp_path):
    rows = list(
        csv.DictReader(io.StringIO(anyone.get(f"{PRICES}/items", f="csv", wkt="true").content.decode("utf-8-sig")))
    )
    assert ("geometry" in rows[0], {row["price"] for row in rows}) == (False, {"60000000", "30000000", "500000"})
    for name in ("gpkg", "fgb"):
        path = tmp_path / f"t.{name}"
        path.write_bytes(anyone.get(f"{PRICES}/items", f=name).content)
        frame = pyogrio.read_dataframe(path)
        assert sorted(frame["price"]) == [500_000, 30_000_000, 60_000_000], name
        assert "geometry" not in frame.columns or frame.geometry.isna().all(), name
    assert "60.000.000" in anyone.get(f"{PRICES}/items", f="html").content.decode()


def test_facets__count(anyone, prices):
    found = anyone.get(f"{PRICES}/facets").json["facets"]
    assert {value["value"]: value["count"] for value in found["land_use"]["values"]} == {"ODT": 2, "CLN": 1}


def test_prices__of_the_day_and_gone_when_withdrawn(anyone, register, prices):  # noqa: F811
    assert prices_of(anyone, datetime="2024-12-31") == []
    withdraw_reference(actor=None, reference=prices, reason="Nạp nhầm")
    counts.forget()
    assert prices_of(anyone) == []


def uses_of(api):
    features = api.get(f"{USES}/items", f="json", limit=100).json["features"]
    return {
        (row["plot"], row["land_use"] or row["part"]): row["area_m2"] for row in (f["properties"] for f in features)
    }


def test_planned_uses__of_plots_that_the_reader_may_know(anyone, register, people):  # noqa: F811
    shown, hidden = create(register), create(register, dx=40, publish_level=PublishLevel.INTERNAL)
    load([zone("ODT", 10), zone("CGT", 10, dx=10), zone("CGT", 10, dx=40)], decision_number="9/QĐ-UBND")
    load([zone("DGD", 500)], decision_number="1/QĐ", kind=ReferenceKind.ANNUAL_LAND_USE_PLAN, end=date(2026, 1, 1))
    public = {(shown.code, "ODT"): 100, (shown.code, "CGT"): 100, (shown.code, "uncovered"): 200}
    assert uses_of(anyone) == public
    assert uses_of(Api(people["land_manager"])) == {
        **public,
        (hidden.code, "CGT"): 100,
        (hidden.code, "uncovered"): 300,
    }


@pytest.mark.parametrize("change", ["plot", "plan"])
def test_planned_uses__a_tag_changes_with_plots_and_with_plans(anyone, register, change):  # noqa: F811
    plot = create(register)
    made = load([zone("ODT", 100)]).set
    before = anyone.get(f"{USES}/items", f="json").headers["ETag"]
    serving.forget()
    if change == "plot":
        shape = places.square(places.VUNG_TAU, 30)
        revise_plot(actor=None, plot=plot, changes={"geom": shape}, reason="Đo lại ranh giới")
    else:
        withdraw_reference(actor=None, reference=made, reason="Nạp nhầm")
    versions.forget()
    assert anyone.get(f"{USES}/items", f="json").headers["ETag"] != before


def test_page__is_searched_by_words_and_keeps_what_was_asked(anyone, prices):
    page = anyone.get(f"{PRICES}/items", f="html", q="tran phu", set=prices.code, limit=1).content.decode()
    assert "1 trên 2 bản ghi" in page
    assert f'<input type="hidden" name="set" value="{prices.code}">' in page
    assert 'value="tran phu"' in page
    assert '<label for="q">' in page
    assert "Không có bản ghi nào khớp" in anyone.get(f"{PRICES}/items", f="html", q="khong co").content.decode()
    assert '<label for="q">' not in anyone.get(f"{USES}/items", f="html").content.decode()


def test_planned_uses__shares_stay_within_one_and_are_read_in_four_decimals(anyone, register):  # noqa: F811
    create(register)
    create(register, dx=60)
    load([zone("ODT", 7), zone("CGT", 40, dx=50, dy=-10), zone("DGD", 3**0.5, dx=15)])
    features = anyone.get(f"{USES}/items", f="json").json["features"]
    assert sorted(feature["properties"]["share"] for feature in features) == [0.0075, 0.1225, 0.87, 1]
    page = anyone.get(f"{USES}/items", f="html", limit=100).content.decode()
    assert "<td>0,1225</td>" in page
    assert "<td>0,87</td>" in page
