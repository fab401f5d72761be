"""What the register said at a moment: `recorded` beside `datetime`, at every door that narrows the plots."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from accounts.roles import Role
from gis import layers
from land.actions import publish_plot, revise_plot
from land.workflow import PublishLevel
from tests.database.ogc.conftest import Api
from tests.database.tiles.test_tiles import layers_of
from tests.factories import land

ITEMS = "collections/plots/items"
LEARNED = datetime(2025, 6, 1, tzinfo=UTC)
KNOWN = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def mended(db):
    """A plot that was vacant in 2020 as the register said until June 2025, and leased as it says since."""
    made = land.plot(name="Đất mới", use_state="leased_long", recorded=DateTimeTZRange(LEARNED, None))
    land.version(
        made,
        name="Đất cũ",
        use_state="vacant",
        area_m2=100,
        version=0,
        valid=DateRange(date(2020, 1, 1), None),
        recorded=DateTimeTZRange(KNOWN, LEARNED),
    )
    return made


def names(api, **params):
    answer = api.get(ITEMS, f="json", properties="name", **params)
    assert answer.status == 200, answer.content.decode()
    return [feature["properties"]["name"] for feature in answer.json["features"]]


def test_recorded__a_later_correction_does_not_change_what_was_said(api, mended):
    assert names(api) == names(api, datetime="2025-03-01") == ["Đất mới"], "today's knowledge about that day"
    assert names(api, recorded="2025-03-01") == ["Đất cũ"]
    assert names(api, recorded="2025-06-02") == ["Đất mới"]
    assert names(api, recorded="2024-12-31") == []
    revise_plot(actor=None, plot=mended, changes={"name": "Đất nay"}, reason="Đính chính")
    assert names(api, datetime="2025-03-01") == ["Đất nay"]
    assert names(api, recorded="2025-03-01") == ["Đất cũ"]
    assert names(api, recorded="2025-06-02") == ["Đất mới"]


def test_recorded__a_day_counts_to_its_end_here_and_a_moment_is_exact(api, mended):
    assert names(api, recorded="2025-05-31") == ["Đất cũ"]
    assert names(api, recorded="2025-06-01") == ["Đất mới"], "learned at 7 in the morning of that day"
    assert names(api, recorded="2025-06-01T06:59:59+07:00") == ["Đất cũ"]
    assert names(api, recorded="2025-06-01T07:00:00+07:00") == ["Đất mới"]
    assert names(api, recorded=timezone.localdate().isoformat()) == ["Đất mới"]


def test_recorded__both_clocks_together(api, mended):
    assert names(api, recorded="2025-03-01", datetime="2021-01-01") == ["Đất cũ"]
    assert names(api, recorded="2025-03-01", datetime="2019-01-01") == []
    assert names(api, recorded="2025-03-01", use_state="vacant", q="dat cu") == ["Đất cũ"]
    assert names(api, recorded="2025-03-01", use_state="leased_long") == []


@pytest.mark.parametrize("text", ["yesterday", "2025-13-01", "2025-01-01/2025-02-01", "9999-12-31", "2025-01-01T00:00"])
def test_recorded__what_cannot_be_asked_is_told(api, mended, text):
    answer = api.get(ITEMS, f="json", recorded=text)
    assert (answer.status, answer.json["errors"][0]["parameter"]) == (400, "recorded")


def test_recorded__tomorrow_is_not_known(api, mended):
    answer = api.get(ITEMS, f="json", recorded=(timezone.localdate() + timedelta(days=1)).isoformat())
    assert "Chưa ai biết" in answer.json["detail"]


def test_recorded__tiles_facets_counts_and_files_answer_alike(api, mended):
    asked = {"recorded": "2025-03-01"}
    shown = layers_of(api, mended, 15, **asked)["plots"][0].properties
    assert shown["use_state"] == "vacant"
    assert layers_of(api, mended, 15)["plots"][0].properties["use_state"] == "leased_long"
    facets = api.get("collections/plots/facets", facets="use_state", **asked).json
    assert (facets["numberMatched"], facets["area_m2"]) == (1, 100.0)
    assert [value["value"] for value in facets["facets"]["use_state"]["values"]] == ["vacant"]
    assert api.get(ITEMS, f="json", recorded="2024-12-31").json["numberMatched"] == 0
    rows = list(csv.DictReader(io.StringIO(api.get(ITEMS, f="csv", **asked).content.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Đất cũ"]
    one = api.get(f"{ITEMS}/{mended.code}", f="json", **asked).json
    assert one["properties"]["name"] == "Đất cũ"
    listed = b"".join(api.client.get("/plots/", {"f": "csv", **asked}).streaming_content).decode("utf-8-sig")
    assert "Đất cũ" in listed
    page = api.client.get("/plots/", asked).content.decode()
    assert "theo sổ ghi đến 01/03/2025 23:59" in page


def test_recorded__etags_differ_by_what_is_asked(api, mended):
    path = "collections/plots/tiles/WebMercatorQuad/10/486/815"
    questions = ({}, {"recorded": "2025-03-01"}, {"datetime": "2025-03-01"})
    tags = [api.get(path, **asked).headers["ETag"] for asked in questions]
    assert len(set(tags)) == 3


def test_recorded__is_offered_where_the_layer_remembers(api, mended):
    paths = api.get("api", f="json").json["paths"]
    for layer in layers.listed(None):
        for path in (f"/collections/{layer.name}/items", f"/collections/{layer.name}/items/{{featureId}}"):
            given = {one["name"] for one in paths[path]["get"]["parameters"]}
            assert ("recorded" in given) == (layer.name in {"plots", "lots"}), path
    answer = api.get("collections/units/items", f="json", recorded="2025-03-01")
    assert (answer.status, answer.json["errors"][0]["parameter"]) == (400, "recorded"), "ignored, it would lie"


def test_recorded__the_public_sees_what_was_public_then_and_still_is(db):
    """Both: what was inside then was not said to the public, and what is inside now is not told any more."""
    manager = Api(land.person("manager", Role.LAND_MANAGER))
    since = DateTimeTZRange(LEARNED, None)
    once = land.plot(name="Nay nội bộ", publish_level="internal", published_on=None, recorded=since)
    land.version(
        once,
        name="Từng công khai",
        publish_level="public",
        published_on=date(2025, 1, 1),
        version=0,
        valid=DateRange(date(2020, 1, 1), None),
        recorded=DateTimeTZRange(KNOWN, LEARNED),
    )
    late = land.plot(name="Nay công khai", recorded=since)
    land.version(
        late,
        name="Từng nội bộ",
        publish_level="internal",
        published_on=None,
        version=0,
        valid=DateRange(date(2020, 1, 1), None),
        recorded=DateTimeTZRange(KNOWN, LEARNED),
    )
    assert names(Api(), recorded="2025-03-01") == []
    assert names(Api(), recorded="2025-06-02") == ["Nay công khai"]
    assert names(manager, recorded="2025-03-01") == ["Từng công khai", "Từng nội bộ"]
    publish_plot(actor=None, plot=late, level=PublishLevel.INTERNAL, today=date(2026, 1, 1), reason="r")
    assert names(Api(), recorded="2025-06-02") == []
