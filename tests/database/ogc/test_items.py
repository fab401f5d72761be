"""Pages of features: order, keyset, boxes, days, systems, formats."""

import csv
import gzip
import io
import json
import sqlite3
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pyogrio
import pytest
from django.contrib.postgres.fields.ranges import DateRange

from gis import crs
from gis.db import versions
from gis.ogc import files
from gis.query.order import write_token
from territory.models import AdminUnit, UnitSuccession
from tests import places
from tests.factories import land

ITEMS = "collections/plots/items"
SHOWN = ("park", "road", "point", "other", "noted")


def pages(api, **params):
    """Keys over all pages of two, following rel=next."""
    found, answer = [], api.get(ITEMS, limit=2, **params)
    for _ in range(20):
        found += [feature["id"] for feature in answer.json["features"]]
        following = [one["href"] for one in answer.json["links"] if one["rel"] == "next"]
        if not following:
            return found
        answer = api.get(following[0].split("/ogc/")[1].split("?")[0], **dict(_query(following[0])))
    raise AssertionError("paging does not end")


def _query(address):
    return parse_qsl(urlsplit(address).query)


def test_items__say_how_many(api, world):
    answer = api.get(ITEMS, limit=2)
    assert (answer.json["numberMatched"], answer.json["numberReturned"]) == (5, 2)
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert answer.json["timeStamp"].endswith("Z")


@pytest.mark.parametrize(
    "order", ["", "area_m2", "-area_m2", "+land_use,-area_m2", "decision_on", "-decision_on,name", "-name", "-code"]
)
def test_items__pages_are_the_whole_in_order_even_with_nulls(api, world, order):
    whole = api.codes(sortby=order) if order else api.codes()
    assert sorted(whole) == sorted(world.plots[name].code for name in SHOWN)
    assert pages(api, **({"sortby": order} if order else {})) == whole


def test_items__nulls_come_last_either_way(api, world):
    last = world.plots["point"].code
    assert api.codes(sortby="area_m2")[-1] == last
    assert api.codes(sortby="-area_m2")[-1] == last
    assert api.codes(sortby="-area_m2")[0] == world.plots["park"].code


def test_items__a_page_survives_an_insert_before_it(api, world):
    first = api.get(ITEMS, limit=2, sortby="-code")
    token = dict(_query(next(one["href"] for one in first.json["links"] if one["rel"] == "next")))["token"]
    land.plot()
    rest = api.get(ITEMS, limit=10, sortby="-code", token=token)
    assert len(rest.json["features"]) == 3


@pytest.mark.parametrize("token", ["x", "W10:abc", write_token((), [])])
def test_items__refuse_a_foreign_token(api, world, token):
    assert api.get(ITEMS, token=token).status == 400


def test_items__refuse_a_token_of_another_order(api, world):
    following = next(one["href"] for one in api.get(ITEMS, limit=2).json["links"] if one["rel"] == "next")
    assert api.get(ITEMS, sortby="name", token=dict(_query(following))["token"]).status == 400


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "a,b,c,d"}, "bbox"),
        ({"bbox": "1,5,3,2"}, "bbox"),
        ({"bbox": "nan,2,3,4"}, "bbox"),
        ({"bbox-crs": "EPSG:32648", "bbox": "1,2,3,4"}, "bbox-crs"),
        ({"crs": "http://www.opengis.net/def/crs/EPSG/0/1"}, "crs"),
        ({"datetime": "yesterday"}, "datetime"),
        ({"datetime": "2024-13-01"}, "datetime"),
        ({"datetime": "2024-02-01/2024-01-01"}, "datetime"),
        ({"datetime": "../.."}, "datetime"),
        ({"sortby": "note"}, "sortby"),
        ({"sortby": "public_flags"}, "sortby"),
        ({"properties": "note"}, "properties"),
        ({"note": "x"}, "note"),
        ({"colour": "red"}, "colour"),
        ({"area_m2": "much"}, "area_m2"),
        ({"area_m2": ".."}, "area_m2"),
        ({"published_on": "2024"}, "published_on"),
        ({"parcel_uid_provisional": "yes"}, "parcel_uid_provisional"),
        ({"filter-lang": "sql", "filter": "a=1"}, "filter-lang"),
        ({"skipGeometry": "1"}, "skipGeometry"),
        ({"name": "a\x00b"}, "name"),
        ({"q": "a b c d e f g h i j k l m n"}, "q"),
    ],
)
def test_items__bad_parameters_are_named(api, world, params, parameter):
    answer = api.get(ITEMS, **params)
    assert answer.status == 400, answer.content
    assert answer.json["errors"][0]["parameter"] == parameter


def test_items__limit_over_the_most_is_the_most(api, world):
    assert api.get(ITEMS, limit=999_999).status == 200


def test_items__a_parameter_twice_is_refused(api, world):
    assert api.get(ITEMS + "?land_use=ODT&land_use=DGT").status == 400


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"land_use": "DGT"}, ["road"]),
        ({"land_use": "DGT,ODT", "use_state": "lent"}, ["point"]),
        ({"area_m2": "500..1000"}, ["park"]),
        ({"area_m2": "..400"}, ["road", "other", "noted"]),
        ({"area_m2": "900"}, ["park"]),
        ({"public_flags": "in_auction,x"}, ["other"]),
        ({"decision_on": "2024-01-01..2024-12-31"}, ["road"]),
        ({"unit": "26536@2025-07-01"}, ["other"]),
        ({"name": "Chợ Rạch Dừa"}, ["other"]),
        ({"q": "CHO rach"}, ["other"]),
        ({"q": "dong da le loi"}, ["park"]),
        ({"q": "!!!"}, list(SHOWN)),
        ({"q": "bimatten"}, []),
    ],
)
def test_items__simple_parameters(api, world, params, names):
    assert api.codes(**params) == [world.plots[name].code for name in names]


def around(plot, system=crs.CRS84, metres=3.0):
    x, y = plot.point.x, plot.point.y
    corners = crs.transform_points([x - metres, x + metres], [y - metres, y + metres], crs.LEGAL, system)
    (west, east), (south, north) = corners
    box = (south, west, north, east) if system.latitude_first else (west, south, east, north)
    return ",".join(f"{value:.9f}" for value in box)


@pytest.mark.parametrize("system", crs.SERVED, ids=lambda one: one.code)
def test_items__bbox_in_every_system(api, world, system):
    box = around(world.plots["park"], system)
    assert api.codes(bbox=box, **{"bbox-crs": system.uri}) == [world.plots["park"].code]


def test_items__bbox_finds_a_plot_without_boundary_by_its_point(api, world):
    assert api.codes(bbox=around(world.plots["point"])) == [world.plots["point"].code]


def test_items__bbox_of_the_world(api, world):
    assert len(api.codes(bbox="-180,-90,180,90")) == 5
    assert len(api.codes(bbox="-180,-90,-100,180,90,100")) == 5


@pytest.mark.parametrize("system", crs.SERVED, ids=lambda one: one.code)
def test_items__coordinates_follow_the_system(api, world, system):
    answer = api.get(f"{ITEMS}/{world.plots['park'].code}", crs=system.uri)
    assert answer.headers["Content-Crs"] == f"<{system.uri}>"
    stored = world.plots["park"].geom[0][0][0]
    x, y = crs.transform_points(stored[0], stored[1], crs.LEGAL, system)
    expected = (y, x) if system.latitude_first else (x, y)
    found = answer.json["geometry"]["coordinates"][0][0]
    nearest = min(abs(a - expected[0]) + abs(b - expected[1]) for a, b in found)
    assert nearest < (1e-4 if system.metres or system == crs.WEB_MERCATOR else 2e-8)


def test_items__chosen_properties_and_no_geometry(api, world):
    answer = api.get(ITEMS, properties="name,code", skipGeometry="true")
    assert list(answer.json["features"][0]["properties"]) == ["code", "name"]
    assert answer.json["features"][0]["geometry"] is None


def test_item__without_boundary_has_no_geometry_but_a_box(api, world):
    found = api.get(f"{ITEMS}/{world.plots['point'].code}").json
    assert found["geometry"] is None
    assert found["bbox"][0] == pytest.approx(107.08, abs=0.1)


@pytest.mark.parametrize("key", ["BRVT-999999", "x'); DROP TABLE land_plot; --", "%00"])
def test_item__unknown(api, world, key):
    assert api.get(f"{ITEMS}/{key}").status in (400, 404)


def test_item__hidden_is_not_found(api, world):
    assert api.get(f"{ITEMS}/{world.plots['hidden'].code}").status == 404


def test_items__as_of_a_day(api, world):
    old = land.plot(name="Mới", valid=DateRange(date(2025, 3, 1), None))
    assert old.code not in api.codes(datetime="2025-02-28")
    assert old.code in api.codes(datetime="2025-03-01")
    assert old.code in api.codes(datetime="2025-03-01T00:00:00+07:00")
    assert old.code not in api.codes(datetime="2025-02-28T23:59:59+07:00")
    assert old.code not in api.codes(datetime="2024-01-01/2025-02-28")
    assert old.code in api.codes(datetime="2024-01-01/..")
    assert old.code in api.codes(datetime="2025-03-01", q="moi")
    assert api.codes(datetime="2010-01-01") == []


def test_items__csv_has_no_text_that_a_spreadsheet_would_calculate(api, world):
    land.plot(name="=HYPERLINK(1)", address="-1+1", dx=900, area_m2=-5)
    answer = api.get(ITEMS, f="csv", limit=1000)
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert (rows["'=HYPERLINK(1)"]["address"], float(rows["'=HYPERLINK(1)"]["area_m2"])) == ("'-1+1", -5)


def test_items__csv_opens_with_a_mark_and_reads_back(api, world):
    answer = api.get(ITEMS, f="csv", wkt="true")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == [world.plots[name].code for name in SHOWN]
    assert rows[0]["geometry"].startswith("MULTIPOLYGON")
    assert rows[2]["geometry"] == ""
    assert rows[3]["public_flags"] == "in_auction;planned_auction"


@pytest.mark.parametrize("name", ["gpkg", "fgb"])
def test_items__files_hold_everything(api, world, tmp_path, name):
    path = tmp_path / f"plots.{name}"
    path.write_bytes(api.get(ITEMS, f=name, crs=crs.LEGAL.uri).content)
    frame = pyogrio.read_dataframe(path)
    assert sorted(frame["code"]) == sorted(world.plots[one].code for one in SHOWN)
    assert frame.crs.to_epsg() == 5899
    park = frame.set_index("code").loc[world.plots["park"].code]
    assert park.geometry.area == pytest.approx(900)
    assert park["area_m2"] == 900
    assert park["name"] == "Công viên Đống Đa"
    assert "note" not in frame


@pytest.mark.parametrize("at_once", [1, 2, 2_000])
def test_items__geojson_file_holds_everything_once(api, world, monkeypatch, at_once):
    monkeypatch.setattr(files, "_AT_ONCE", at_once)
    answer = api.get(ITEMS, f="geojson", sortby="-area_m2", q="")
    codes = [feature["id"] for feature in answer.json["features"]]
    assert codes == [feature["id"] for feature in api.get(ITEMS, limit=100, sortby="-area_m2").json["features"]]
    assert len(codes) == len(SHOWN)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plots.geojson"'
    assert len(api.get(ITEMS, f="geojson", limit=2).json["features"]) == 2
    assert api.get(ITEMS, f="geojson", land_use="ONT").json["features"] == []


def test_items__geopackage_names_its_columns(api, world, tmp_path):
    path = tmp_path / "plots.gpkg"
    path.write_bytes(api.get(ITEMS, f="gpkg").content)
    rows = dict(sqlite3.connect(path).execute("SELECT column_name, name FROM gpkg_data_columns").fetchall())
    assert rows["area_m2"] == "Diện tích (m²)"


@pytest.mark.parametrize("name", ["gpkg", "fgb", "csv"])
def test_items__empty_files(api, world, name):
    assert api.get(ITEMS, f=name, land_use="ONT").status == 200


def test_items__negotiation(api, world):
    assert api.get(ITEMS, headers={"Accept": "text/csv"}).headers["Content-Type"].startswith("text/csv")
    assert api.get(ITEMS, headers={"Accept": "application/json"}).headers["Content-Type"] == "application/geo+json"
    assert api.get(ITEMS, headers={"Accept": "text/html"}).headers["Content-Type"].startswith("text/html")
    assert api.get(ITEMS, headers={"Accept": "image/png"}).status == 406
    assert api.get(ITEMS, f="shp").status == 400


def test_items__conditional(api, world):
    first = api.get(ITEMS)
    assert api.get(ITEMS, headers={"If-None-Match": first.headers["ETag"]}).status == 304
    land.plot()
    versions.forget()
    assert api.get(ITEMS, headers={"If-None-Match": first.headers["ETag"]}).status == 200


def test_items__open_to_other_origins(api, world):
    assert api.get(ITEMS).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in api.get(ITEMS).headers


def test_items__head_and_post(api, world):
    assert api.client.head(f"/ogc/{ITEMS}").status_code == 200
    assert api.client.post(f"/ogc/{ITEMS}").status_code == 405


def test_items__gzip(api, world):
    answer = api.get(ITEMS, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["numberMatched"] == 5


def test_items__of_units(api, world):
    found = api.get("collections/units/items", level="commune").json
    assert found["numberMatched"] == 2
    assert found["features"][0]["properties"]["valid_from"] == "2025-07-01"


@pytest.mark.parametrize(
    ("day", "name"), [("2024-05-01", "Phường 1"), ("2025-06-30", "Phường 1"), ("2025-07-01", "Phường Vũng Tàu")]
)
def test_items__which_unit_held_a_place_on_a_day(api, world, day, name):
    before = land.unit("26506@initial", "Phường 1", valid=DateRange(None, date(2025, 7, 1)))
    today = AdminUnit.objects.get(pk="26506@2025-07-01")
    UnitSuccession.objects.create(predecessor=before, successor=today, on_date=date(2025, 7, 1))
    elsewhere = land.geos(places.square(places.CON_DAO, 2000))
    AdminUnit.objects.filter(pk="26536@2025-07-01").update(geom=elsewhere)
    x, y = crs.transform_points(*world.plots["park"].point.coords, crs.LEGAL, crs.CRS84)
    found = api.get("collections/units/items", datetime=day, filter=f"S_INTERSECTS(geometry,POINT({x} {y}))").json
    assert [feature["properties"]["name"] for feature in found["features"]] == [name]
    told = found["features"][0]["properties"]
    old = name == "Phường 1"
    assert (told["successors"], told["predecessors"]) == (
        (["Phường Vũng Tàu (26506)"], []) if old else ([], ["Phường 1 (26506)"])
    )


@pytest.mark.parametrize("path", ["", "conformance", "collections", "collections/plots", "api", f"{ITEMS}?limit=3"])
def test_pages__for_people(api, world, path):
    answer = api.get(path, headers={"Accept": "text/html"})
    assert answer.status == 200
    assert b"<h1>" in answer.content


def test_collection__unknown(api, db):
    assert api.get("collections/nothing").status == 404
    assert api.get("collections/nothing/items").headers["Content-Type"] == "application/problem+json"


def test_item_page__writes_days_and_areas_for_the_reader(api, world):
    code = world.plots["noted"].code
    item = api.get(f"{ITEMS}/{code}").json["properties"]
    page = api.get(f"{ITEMS}/{code}", f="html").content.decode()
    year, month, day = item["published_on"].split("-")
    assert f"{day}/{month}/{year}" in page
    assert item["published_on"] not in page


@pytest.mark.parametrize(
    "wrong",
    [{"filter-crs": "nonsense"}, {"bbox-crs": "nonsense"}, {"filter-lang": "sql"}, {"wkt": "5"}, {"skipGeometry": "x"}],
)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_items__a_wrong_parameter_is_told_even_where_it_would_not_be_used(api, world, wrong, form):
    answer = api.get(ITEMS, f=form, **wrong)
    assert (answer.status, answer.json["errors"][0]["parameter"]) == (400, next(iter(wrong)))


def test_address__that_no_view_has_is_a_problem_for_machines(api, world):
    answer = api.get("collections/plots/tiles/WebMercatorQuad/-1/0/0")
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json["code"] == "not_found"
