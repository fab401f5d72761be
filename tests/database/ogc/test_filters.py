"""One translation of CQL2: what matches, and what is refused with its place."""

import json

import pytest
import shapely
from django.db import connection
from shapely.affinity import translate

from gis import crs, layers
from gis.query.compiled import compiled
from gis.query.params import Params
from gis.query.question import read_question
from tests import places


def codes(world, *names):
    return [world.plots[name].code for name in names]


PUBLIC = ("park", "road", "point", "other", "noted")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("land_use = 'DGT'", ["road"]),
        ("land_use <> 'DGT'", ["park", "point", "other", "noted"]),
        ("area_m2 > 400", ["park"]),
        ("400 < area_m2", ["park"]),
        ("area_m2 >= 400 AND NOT (area_m2 > 400)", ["road", "other", "noted"]),
        ("area_m2 BETWEEN 899.5 AND 900", ["park"]),
        ("area_m2 IS NULL", ["point"]),
        ("NOT (area_m2 = 400)", ["park"]),  # unknown stays unknown: the plot without area is not in
        ("use_state IN ('lent', 'x')", ["point"]),
        ("use_state NOT IN ('vacant')", ["point"]),
        ("name LIKE 'Công%'", ["park"]),
        ("name LIKE 'công%'", []),
        ("CASEI(name) LIKE CASEI('CÔNG VIÊN ĐỐNG%')", ["park"]),
        ("CASEI(name) = CASEI('CÔNG VIÊN ĐỐNG ĐA')", ["park"]),
        ("ACCENTI(name) = ACCENTI('Cong vien Đong Da')", ["park"]),
        ("ACCENTI(name) = ACCENTI('cong vien dong da')", []),
        ("CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('%DONG D_'))", ["park"]),
        ("name LIKE '100\\%'", []),
        ("area_m2 / 2 + 50 = 500", ["park"]),
        ("area_m2 * 2 - 1 > 1000 AND area_m2 % 7 = 4 AND area_m2 div 7 = 128 AND area_m2 ^ 2 = 810000", ["park"]),
        ("area_m2 / 0 = 1", []),
        ("area_m2 / (area_m2 - area_m2) = 1", []),
        ("(0 - area_m2) ^ 0.5 = 1", []),
        ("area_m2 ^ 1000000 > 1", []),
        ("0 ^ -1 = 1", []),
        ("parcel_uid_provisional", list(PUBLIC)),
        ("parcel_uid_provisional = false", []),
        ("decision_on = DATE('2024-03-01')", ["road"]),
        ("decision_on IS NULL", ["park", "point", "other", "noted"]),
        ("T_AFTER(decision_on, DATE('2024-02-29'))", ["road"]),
        ("T_BEFORE(decision_on, DATE('2024-03-01'))", []),
        ("T_DURING(decision_on, INTERVAL('2024-01-01', '2024-12-31'))", ["road"]),
        ("T_DURING(decision_on, INTERVAL('2024-03-01', '..'))", []),
        ("T_INTERSECTS(decision_on, INTERVAL('2024-03-01', '..'))", ["road"]),
        ("T_EQUALS(decision_on, DATE('2024-03-01'))", ["road"]),
        ("T_AFTER(decision_on, TIMESTAMP('2024-02-29T16:00:00Z'))", ["road"]),
        ("T_INTERSECTS(INTERVAL(decision_on, published_on), DATE('2025-01-01'))", ["road"]),
        ("A_CONTAINS(public_flags, ('planned_auction'))", ["road", "other"]),
        ("A_CONTAINS(public_flags, ('planned_auction', 'in_auction'))", ["other"]),
        ("A_OVERLAPS(public_flags, ('in_auction', 'x'))", ["other"]),
        ("A_EQUALS(public_flags, ('planned_auction', 'in_auction', 'in_auction'))", ["other"]),
        ("A_CONTAINEDBY(public_flags, ('planned_auction'))", ["park", "road", "point", "noted"]),
        ("TRUE", list(PUBLIC)),
        ("FALSE", []),
        ("1 = 1 AND 'a' LIKE 'a'", list(PUBLIC)),
        ("geometry IS NULL", ["point"]),
        ("place IS NULL", []),
    ],
)
def test_filter__matches(api, world, text, names):
    assert api.codes(text) == codes(world, *names)


ALLEN = {
    "T_BEFORE": ("2025-06-01", "2025-07-01"),
    "T_MEETS": ("2025-03-31", "2025-07-01"),
    "T_OVERLAPS": ("2025-03-10", "2025-07-01"),
    "T_FINISHEDBY": ("2025-03-10", "2025-03-31"),
    "T_CONTAINS": ("2025-03-10", "2025-03-20"),
    "T_STARTS": ("2025-03-01", "2025-07-01"),
    "T_EQUALS": ("2025-03-01", "2025-03-31"),
    "T_STARTEDBY": ("2025-03-01", "2025-03-20"),
    "T_DURING": ("2025-01-01", "2025-07-01"),
    "T_FINISHES": ("2025-01-01", "2025-03-31"),
    "T_OVERLAPPEDBY": ("2025-01-01", "2025-03-20"),
    "T_METBY": ("2025-01-01", "2025-03-01"),
    "T_AFTER": ("2025-01-01", "2025-02-01"),
}


@pytest.mark.parametrize("held", ALLEN)
@pytest.mark.parametrize("asked", ALLEN)
def test_filter__allens_relations_exclude_each_other(api, world, asked, held):
    """March 2025 stands in exactly one of the thirteen relations to any interval."""
    start, end = ALLEN[held]
    text = f"{asked}(INTERVAL('2025-03-01', '2025-03-31'), INTERVAL('{start}', '{end}'))"
    assert api.codes(text) == (codes(world, *PUBLIC) if asked == held else [])


@pytest.mark.parametrize(
    ("op", "apart"), [("T_DISJOINT", {"T_BEFORE", "T_AFTER"}), ("T_INTERSECTS", set(ALLEN) - {"T_BEFORE", "T_AFTER"})]
)
def test_filter__apart_or_not(api, world, op, apart):
    for name, (start, end) in ALLEN.items():
        found = api.codes(f"{op}(INTERVAL('2025-03-01', '2025-03-31'), INTERVAL('{start}', '{end}'))")
        assert bool(found) == (name in apart), name


def wkt_round(plot, metres=1.0):
    """A small square round a plot's point, in longitude and latitude."""
    x, y = plot.point.x, plot.point.y
    square = places.square((x - metres, y - metres), 2 * metres)
    return crs.transform(square, crs.LEGAL, crs.CRS84).wkt


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("S_INTERSECTS(geometry, {small})", ["park"]),
        ("S_INTERSECTS({small}, geom)", ["park"]),
        ("S_CONTAINS(geometry, {small})", ["park"]),
        ("S_WITHIN({small}, geometry)", ["park"]),
        ("S_WITHIN(geometry, {large})", ["park"]),
        ("S_CONTAINS({large}, geometry)", ["park"]),
        ("S_DISJOINT(geometry, {large})", ["road", "other", "noted"]),
        ("S_TOUCHES(geometry, {small})", []),
        ("S_OVERLAPS(geometry, {small})", []),
        ("S_CROSSES(geometry, {line})", ["park"]),
        ("S_EQUALS(geometry, {small})", []),
        ("S_DWITHIN(geometry, {small}, 84)", ["park"]),
        ("S_DWITHIN(geometry, {small}, 90)", ["park", "road"]),
        ("S_INTERSECTS(geometry, {at_point})", []),
        ("S_INTERSECTS(place, {at_point})", ["point"]),
        ("S_DISJOINT(place, {at_point})", ["park", "road", "other", "noted"]),
        ("S_DWITHIN(place, {at_point}, 5)", ["point"]),
        ("S_INTERSECTS(geometry, BBOX(-180, -90, 180, 90))", ["park", "road", "other", "noted"]),
        ("S_INTERSECTS(geometry, BBOX(0, 0, 1, 1))", []),
    ],
)
def test_filter__spatial(api, world, template, names):
    park, point = world.plots["park"], world.plots["point"]
    line = crs.transform(places.square((park.point.x, park.point.y), 50).geoms[0].exterior, crs.LEGAL, crs.CRS84)
    shapes = {
        "small": wkt_round(park),
        "large": wkt_round(park, 30),
        "at_point": wkt_round(point),
        "line": f"LINESTRING({', '.join(f'{x} {y}' for x, y in line.coords[2:])})",
    }
    assert api.codes(template.format(**shapes)) == codes(world, *names)


@pytest.mark.parametrize("op", ["S_EQUALS", "S_TOUCHES", "S_OVERLAPS"])
def test_filter__spatial_to_the_corner(api, world, op):
    """In the register's own system, where a corner comes back as it is stored."""
    plot = world.plots["park"]
    itself = shapely.from_wkb(bytes(plot.geom.wkb))
    given = {"S_EQUALS": itself, "S_TOUCHES": itself.boundary, "S_OVERLAPS": translate(itself, xoff=5)}
    text = {name: f"{op}(geometry, {shape.wkt})" for name, shape in given.items()}
    for name in given:
        assert api.codes(text[name], **{"filter-crs": crs.LEGAL.uri}) == ([plot.code] if name == op else []), name


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:3857", "EPSG:3405", "EPSG:5899", "EPSG:9210", "OGC:CRS84"])
def test_filter__in_every_served_system(api, world, code):
    system = crs.by_code(code)
    plot = world.plots["park"]
    x, y = crs.transform_points(plot.point.x, plot.point.y, crs.LEGAL, system)
    x, y = (y, x) if system.latitude_first else (x, y)
    assert api.codes(f"S_INTERSECTS(geometry, POINT({x:.9f} {y:.9f}))", **{"filter-crs": system.uri}) == [plot.code]


def test_filter__json(api, world):
    node = {"op": "like", "args": [{"op": "casei", "args": [{"property": "name"}]}, {"op": "casei", "args": ["CHỢ%"]}]}
    assert api.codes(json.dumps(node), **{"filter-lang": "cql2-json"}) == codes(world, "other")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nothing = 1", "nothing"),
        ("note = 'GHICHUKIN'", "note"),
        ("area_m2 = 'big'", "area_m2"),
        ("name = 5", "name"),
        ("decision_on > '2024-01-01'", "decision_on"),
        ("decision_on > DATE('2024-02-30')", "2024-02-30"),
        ("area_m2 > 1e300", ""),
        ("name > NULL", ""),
        ("name", "name"),
        ("geometry = 3", "geometry"),
        ("name LIKE name", "name"),
        ("name LIKE 'a\\'", ""),
        ("name BETWEEN 'a' AND 'b'", "name"),
        ("public_flags = 'x'", "public_flags"),
        ("A_CONTAINS(name, ('x'))", "name"),
        ("A_CONTAINS(public_flags, (1))", ""),
        ("S_INTERSECTS(name, POINT(1 2))", "name"),
        ("S_INTERSECTS(geometry, geometry)", "s_intersects"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "Polygon"),
        ("S_INTERSECTS(geometry, POINT(500 2))", ""),
        ("S_DWITHIN(geometry, POINT(107 10), -5)", "s_dwithin"),
        ("S_DWITHIN(geometry, POINT(107 10), 'a')", "s_dwithin"),
        ("T_AFTER(name, DATE('2024-01-01'))", "name"),
        ("T_DURING(decision_on, DATE('2024-01-01'))", "t_during"),
        ("T_DURING(decision_on, INTERVAL('2024-02-01', '2024-01-01'))", "interval"),
        ("upper(name) = 'X'", "upper"),
        ("CASEI(area_m2) = 'x'", "area_m2"),
        ("area_m2 + name > 3", "name"),
        ("f(1)", "f"),
        ("TRUE = TRUE + 1", ""),
    ],
)
def test_filter__refused_with_name_and_parameter(api, world, text, name):
    answer = api.get("collections/plots/items", filter=text)
    assert answer.status == 400, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json["errors"][0]
    assert answer.json["code"] == "query_invalid"
    assert problem["parameter"] == "filter"
    if name:
        assert problem["name"] == name


def test_filter__tells_the_position_of_an_unknown_property(api, world):
    answer = api.get("collections/plots/items", filter="land_use = 'ODT' AND nothing = 1")
    assert answer.json["errors"][0]["position"] == 22


def test_filter__hidden_and_missing_properties_read_the_same(api, world):
    missing, hidden = (api.get("collections/plots/items", filter=f"{name} = 'x'") for name in ("notx", "note"))
    assert missing.json["detail"].replace("notx", "note") == hidden.json["detail"]


def test_filter__uses_the_spatial_index(world):
    params = Params({"filter": [f"S_INTERSECTS(geometry, {wkt_round(world.plots['park'])})"]})
    sql, values = compiled(read_question(layers.get("plots"), None, params).rows())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "land_plot_geom" in plan
    assert "Index Cond: (geom &&" in plan or "Index Cond: (land_plot.geom &&" in plan
