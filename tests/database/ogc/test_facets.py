"""Counts and areas beside the filters, exact."""

from gis import layers
from gis.query.facets import labels_of
from gis.query.simple import NOTHING
from land.models import Plot
from tests.database.ogc.conftest import Api

FACETS = "collections/plots/facets"


def counts(api, name, **params):
    answer = api.get(FACETS, **params)
    assert answer.status == 200, answer.content
    return {value["value"]: value["count"] for value in answer.json["facets"][name]["values"]}


def test_facets__count_every_value(api, world):
    found = api.get(FACETS).json
    assert (found["numberMatched"], found["area_m2"]) == (5, 900.0 + 3 * 400)
    values = {value["value"]: value for value in found["facets"]["land_use"]["values"]}
    assert values["ODT"] == {"value": "ODT", "label": "Đất ở tại đô thị", "count": 4, "area_m2": 1700.0}
    assert values["DGT"]["label"] == "Đất giao thông"


def test_facets__arrays_count_each_element(api, world):
    assert counts(api, "public_flags") == {"planned_auction": 2, "in_auction": 1}


def test_facets__respect_the_filter(api, world):
    assert counts(api, "land_use", filter="area_m2 = 400") == {"ODT": 2, "DGT": 1}


def test_facets__leave_their_own_parameter_out(api, world):
    answer = api.get(FACETS, land_use="DGT").json
    assert answer["numberMatched"] == 1
    assert {one["value"]: one["count"] for one in answer["facets"]["land_use"]["values"]} == {"ODT": 4, "DGT": 1}
    assert {one["value"]: one["count"] for one in answer["facets"]["use_state"]["values"]} == {"vacant": 1}


def test_facets__leave_their_own_array_parameter_out(api, world):
    assert counts(api, "public_flags", public_flags="in_auction") == {"planned_auction": 2, "in_auction": 1}


def test_facets__agree_with_items(api, world):
    for name, values in api.get(FACETS).json["facets"].items():
        for value in values["values"]:
            asked = {name: value["value"] or NOTHING}
            assert api.get("collections/plots/items", limit=1, **asked).json["numberMatched"] == value["count"], asked


def test_facets__an_empty_text_and_no_text_are_one_value(api, world):
    shown = Plot.objects.filter(publish_level="public").order_by("number")
    shown.filter(pk=shown[0].pk).update(origin="gift", land_use=None)
    assert counts(api, "origin") == {"gift": 1, None: 4}
    assert counts(api, "land_use")[None] == 1
    assert counts(api, "use_state", origin="gift,none") == counts(api, "use_state")
    assert counts(api, "origin", origin="none", land_use="none") == {"gift": 1}


def test_facets__rows_that_hide_a_field_are_not_rows_without_one(api, world, readers):
    """An officer of one ward reads the confidence of its plots; those of others read as NULL."""
    officer = Api(readers["officer"])
    items = officer.get("collections/plots/items", confidence=NOTHING).json
    names = {feature["properties"]["name"] for feature in items["features"]}
    assert names == {"Công viên Đống Đa", "Đường Trần Phú", "Nhà văn hóa", "BIMATTEN"}
    assert counts(officer, "confidence") == {"low": 1, None: len(names)}


def test_facets__no_code_of_any_layer_is_the_word_for_none(api, world):
    for layer in layers.every():
        for field in layer.fields:
            assert NOTHING not in labels_of(field), (layer.name, field.name)


def test_facets__a_name_may_be_the_word_for_none(api, world):
    world.plots["park"].name = NOTHING
    world.plots["park"].save(update_fields=["name"])
    found = api.get("collections/plots/items", name=NOTHING).json["features"]
    assert [feature["properties"]["name"] for feature in found] == [NOTHING]


def test_facets__chosen_names(api, world):
    assert list(api.get(FACETS, facets="unit").json["facets"]) == ["unit"]
    assert api.get(FACETS, facets="confidence").status == 400


def test_facets__labels_in_english(api, world):
    answer = api.get(FACETS, headers={"Accept-Language": "en"}).json
    assert {one["value"]: one["label"] for one in answer["facets"]["land_use"]["values"]}["DGT"] == "DGT"


def test_facets__of_a_layer_without_area(api, world):
    assert api.get("collections/units/facets").json["area_m2"] is None
