"""The map page is about plots or about lots: what it tells the browser of either, and to whom."""

import json
import re
from itertools import pairwise

import pytest

from auctions.workflow import LotState, Stage
from gis.db import versions
from portal.pages import lots as lots_list
from portal.pages import search
from tests.database.auctions.conftest import calendar  # noqa: F401 - fixture
from tests.factories import auctions

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(calendar):  # noqa: F811
    who = auctions.people()
    lot = auctions.brought_to(LotState.REGISTRATION_OPEN, who)
    versions.forget()
    return lot, who


def block(client, address, name="map-config"):
    page = client.get(address).content.decode()
    return json.loads(re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page, re.DOTALL)[1])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "plots"),
        ("/?of=lots", "lots"),
        ("/?lot=LDG-000001", "lots"),
        ("/?of=plots&lot=LDG-000001", "plots"),
        ("/?of=else", "plots"),
        ("/?plot=BRVT-000001", "plots"),
    ],
)
def test_subject__is_read_from_the_address(client, address, name):
    told = block(client, address)["subject"]
    assert told["name"] == name


def test_switch__leads_to_either_and_marks_this_one(client):
    page = client.get("/?of=lots").content.decode()
    switch = re.search(r'<nav class="subjects".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="(.*?)"', switch) == ["/", "/?of=lots"]
    assert "aria-current" in switch.split("/?of=lots")[1]
    assert "aria-current" not in switch.split("/?of=lots")[0]


def test_config__of_lots(client, world):
    told = block(client, "/?of=lots")
    names = [item["name"] for item in told["filters"]]
    assert names[:4] == ["stage", "start_price", "unit", "area_m2"]
    assert set(names) >= {
        *lots_list.FILTERS.choices,
        *lots_list.FILTERS.ranges,
        "stage",
    }, "what the list filters by, the map does too"
    assert [item["name"] for item in told["filters"] if item["first"]] == names[:4]
    assert list(told["palettes"]["stage"]) == [stage.value for stage in Stage]
    assert told["fields"]["missing"]["codes"]["clearance"]
    assert "codes" not in told["fields"]["unit"], "communes are named by their facet"
    assert told["subject"]["clock"] == "recorded"
    assert (told["subject"]["cellsBelow"], told["subject"]["crowdedBelow"]) == (11, 15)
    assert [item["f"] for item in told["downloads"]] == ["csv", "geojson", "gpkg"]
    price = next(item for item in told["filters"] if item["name"] == "start_price")
    assert price["kind"] == "money"
    assert price["presets"][0] == {"text": "Dưới 1 tỷ", "low": None, "high": "1000000000"}
    assert price["presets"][1] == {"text": "1 tỷ–5 tỷ", "low": "1000000000", "high": "5000000000"}
    assert price["presets"][-1]["high"] is None


def test_config__of_plots_is_what_the_list_of_plots_filters_by(client):
    told = block(client, "/")
    names = [item["name"] for item in told["filters"]]
    assert names[:4] == ["unit", "land_use", "use_state", "area"]
    area, published = (next(item for item in told["filters"] if item["name"] == name) for name in ("area", "published"))
    assert (area["field"], published["field"]) == ("area_m2", "published_on")
    assert [preset["text"] for preset in area["presets"]][:2] == ["Dưới 500 m²", "500–5.000 m²"]
    ends = [(preset["low"], preset["high"]) for preset in published["presets"]]
    assert ends[0][1] is None
    assert ends[-1][0] is None
    assert all(newer[0] > older[1] for newer, older in pairwise(ends)), "no day is in two of them"
    assert told["subject"]["themes"] == ["land_use", "use_state", "managing_agency", "published_on"]


def test_config__internal_fields_of_lots_are_for_those_who_reach_them(client, world):
    _lot, who = world
    assert "note" not in block(client, "/?of=lots")["fields"]
    client.force_login(who.fund)
    assert "note" in block(client, "/?of=lots")["fields"]


def test_page__of_lots_offers_nothing_that_only_plots_have(client, world):
    page = client.get("/?of=lots").content.decode()
    for gone in ("control-print", "print-dialog", "summary-link", "as-of-said", "khu đất</span>"):
        assert gone not in page
        assert gone in client.get("/").content.decode()
    assert "Lô đang chọn" in page
    assert block(client, "/?of=lots", "map-messages")["list.found"] == "{count} lô"
    assert block(client, "/", "map-messages")["list.found"] == "{count} khu đất"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sorts__of_the_map_are_those_of_the_list(client, world, language):
    client.cookies["django_language"] = language
    page = client.get("/?of=lots").content.decode()
    select = re.search(r'<select id="sort".*?</select>', page, re.DOTALL)[0]
    values = re.findall(r'value="(.*?)"', select)
    assert values[:-1] == [value for value, _title in lots_list.sort_titles()]
    for value in values:
        assert client.get("/ogc/collections/lots/items", {"sortby": value, "f": "json"}).status_code == 200


@pytest.mark.parametrize("name", [name for name, _ends in lots_list.FILTERS.ranges.items()])
def test_presets__are_ranges_that_the_doors_read(client, world, name):
    told = next(item for item in block(client, "/?of=lots")["filters"] if item["name"] == name)
    assert told["presets"]
    for preset in told["presets"]:
        asked = {told["field"]: f"{preset['low'] or ''}..{preset['high'] or ''}", "f": "json"}
        assert client.get("/ogc/collections/lots/items", asked).status_code == 200


def test_search__finds_lots_by_code_and_words(client, world):
    lot, who = world
    by_code = client.get("/search", {"q": lot.code.lower(), "f": "json"}).json()["results"]
    assert [(item["kind"], item["code"], item["url"]) for item in by_code] == [("lot", lot.code, f"/lots/{lot.code}/")]
    assert "5 tỷ đồng" in by_code[0]["subtitle"]
    west, south, east, north = by_code[0]["bbox"]
    assert 107 < west < east < 108
    assert 10 < south < north < 11
    assert lot.code in {item["code"] for item in search.find(who.fund, "A1-05")}
    page = client.get("/search", {"q": lot.code}).content.decode()
    assert "lô đấu giá" in page


def test_search__lots_lead_on_the_map_of_lots(world):
    lot, who = world
    plot = lot.plot_links.get().plot
    plot.name, plot.search_text = "A1-05 khu đất", "a1 05 khu dat"
    plot.save()
    versions.forget()
    kinds = [item["kind"] for item in search.find(who.manager, "a1-05", lots_first=True)]
    assert kinds[:1] == ["lot"]
    assert [item["kind"] for item in search.find(who.manager, "a1-05")][-1:] == ["lot"]
    assert "plot" in kinds


def test_plot__tells_the_lots_that_were_drawn_from_it(client, world):
    lot, _who = world
    plot = lot.plot_links.get().plot
    told = client.get(f"/plots/{plot.code}/", {"f": "json"}).json()
    assert told["lots"] == [{"code": lot.code, "title": lot.name, "stage": "open", "stage_text": str(Stage.OPEN.label)}]
    assert client.get(f"/plots/{plot.code}/", {"f": "json", "datetime": "2026-09-01"}).json()["lots"] == []
