"""What reaches the native parser, and what does not."""

import pytest

from gis.query.errors import QueryError
from gis.query.parser import MAX_BYTES, parse_filter


def test_parse_filter__text_and_json_mean_the_same():
    text = parse_filter("land_use = 'ODT' AND area_m2 > 5")
    json = parse_filter(
        '{"op":"and","args":[{"op":"=","args":[{"property":"land_use"},"ODT"]},'
        '{"op":">","args":[{"property":"area_m2"},5]}]}',
        "cql2-json",
    )
    assert text == json


def test_parse_filter__names_the_place_of_a_slip():
    with pytest.raises(QueryError) as caught:
        parse_filter("code = 'x' = = 3")
    assert caught.value.status == 400
    assert caught.value.errors[0]["parameter"] == "filter"
    assert caught.value.errors[0]["position"] >= 10


@pytest.mark.parametrize(
    "text",
    [
        "(" * 9_000 + "a=1" + ")" * 9_000,
        "not " * 4_900 + "a=1",
        "a=" + "-" * 19_000 + "1",
        "^".join(["a"] * 5_000) + "=1",
        "casei(" * 2_000 + "a" + ")" * 2_000 + "=1",
        "a in " + "(" * 9_000 + "1" + ")" * 9_000,
        "a = '" + "x" * MAX_BYTES + "'",
    ],
    ids=["brackets", "nots", "minuses", "powers", "calls", "lists", "long"],
)
def test_parse_filter__refuses_what_would_overrun_the_stack(text):
    with pytest.raises(QueryError):
        parse_filter(text)


@pytest.mark.parametrize(
    "text",
    ["[" * 5_000, '{"op":"not","args":[' * 400 + "true" + "]}" * 400, "{", "NaN", '"\\ud800"', '"a\\u0000b"', "\x00"],
)
def test_parse_filter__refuses_bad_json(text):
    with pytest.raises(QueryError):
        parse_filter(text, "cql2-json")


def test_parse_filter__quoted_text_does_not_count_as_depth():
    assert parse_filter(f"name = '{'(' * 200}'")["op"] == "="


def test_parse_filter__a_long_and_is_fine():
    assert len(parse_filter(" AND ".join(["area_m2 > 1"] * 800))["args"]) == 800


def test_parse_filter__a_polygon_with_negative_numbers_is_no_arithmetic():
    ring = ", ".join(f"-{index}.5 -{index}" for index in range(300))
    assert parse_filter(f"S_INTERSECTS(geometry, LINESTRING({ring}))")["op"] == "s_intersects"


def test_parse_filter__unknown_language():
    with pytest.raises(QueryError) as caught:
        parse_filter("a=1", "sql")
    assert caught.value.errors[0]["parameter"] == "filter-lang"
