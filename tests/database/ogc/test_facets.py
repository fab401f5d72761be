"""Counts and areas beside the filters, exact."""

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
            if value["value"]:
                matched = api.get("collections/plots/items", limit=1, **{name: value["value"]}).json["numberMatched"]
                assert matched == value["count"], (name, value)


def test_facets__chosen_names(api, world):
    assert list(api.get(FACETS, facets="unit").json["facets"]) == ["unit"]
    assert api.get(FACETS, facets="confidence").status == 400


def test_facets__labels_in_english(api, world):
    answer = api.get(FACETS, headers={"Accept-Language": "en"}).json
    assert {one["value"]: one["label"] for one in answer["facets"]["land_use"]["values"]}["DGT"] == "DGT"


def test_facets__of_a_layer_without_area(api, world):
    assert api.get("collections/units/facets").json["area_m2"] is None
