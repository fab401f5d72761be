"""No door of the catalogue shows what another hides: every reader x every door, with the real second wall."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from accounts.tokens import issue_token
from tests.database.stac.conftest import PUBLIC, Api
from tests.factories import land

BOX = {"type": "Polygon", "coordinates": [[[107.15, 10.3], [107.4, 10.3], [107.4, 10.6], [107.15, 10.3]]]}
SEEN = {
    "anonymous": {*PUBLIC},
    "stranger": {*PUBLIC},
    "other_officer": {*PUBLIC},
    "officer": {*PUBLIC, "hidden"},
    "land_manager": {*PUBLIC, "hidden", "secret"},
}


@pytest.mark.parametrize("reader", list(SEEN))
def test_every_door__shows_the_same(world, readers, reader):
    api = Api(readers[reader])
    wanted = {world.scenes[name].code for name in SEEN[reader]}
    assert set(api.search()) == wanted
    assert set(api.post({"limit": 100}).ids) == wanted
    assert set(api.search(filter="datetime > TIMESTAMP('2000-01-01T00:00:00Z')")) == wanted
    assert set(api.search(ids=",".join(scene.code for scene in world.scenes.values()))) == wanted
    listed = {one["id"] for one in api.get("collections").json["collections"]}
    assert listed == {world.scenes[name].collection_id for name in SEEN[reader]}
    assert {code for name in listed for code in api.get(f"collections/{name}/items").ids} == wanted
    for scene in world.scenes.values():
        status = api.get(f"collections/{scene.collection_id}/items/{scene.code}").status
        assert status == (200 if scene.code in wanted else 404)
    last = api.get("collections/sentinel-2-l2a").json["extent"]["temporal"]["interval"][0][1]
    assert (last == "2026-06-01T03:00:00Z") == ("hidden" in SEEN[reader])


@pytest.mark.parametrize("reader", list(SEEN))
def test_publication_level__is_for_who_reads_what_is_internal(world, readers, reader):
    api = Api(readers[reader])
    inside = reader in ("officer", "land_manager", "other_officer")
    item = api.get("collections/sentinel-2-l2a/items/S2A_20260301").json
    assert ("datcong:publish_level" in item["properties"]) == inside
    assert ("datcong:publish_level" in api.get("queryables").json["properties"]) == inside
    asked = {"filter": "datcong:publish_level = 'public'"}
    assert api.get("search", **asked).status == (200 if inside else 400)
    assert api.get("search", sortby="datcong:publish_level").status == (200 if inside else 400)


def test_answers__to_people_are_kept_by_no_shared_cache(world, readers):
    for path in ("", "collections", "search", "queryables"):
        answer = Api(readers["officer"]).get(path)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["ETag"] != Api().get(path).headers["ETag"]


def test_programs__sign_in_to_search_by_a_header(world, readers):
    secret = issue_token(actor=readers["officer"], label="QGIS", now=timezone.localtime())
    headers = {"Authorization": f"Bearer {secret}"}
    hidden = world.scenes["hidden"].code
    assert hidden in Api().post({}, headers=headers).ids
    assert hidden in Api().get("search", headers=headers).ids
    assert hidden not in Api().post({}).ids
    assert Api().post({}, headers={"Authorization": "Bearer dc_wrong"}).status == 401


def test_a_session__searches_without_a_token_against_forgery(world, readers):
    assert world.scenes["hidden"].code in Api(readers["officer"]).post({}).ids


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
def test_the_public__reads_through_the_second_wall(public_wall, world):
    api = Api()
    public = {world.scenes[name].code for name in PUBLIC}
    assert set(api.search()) == public
    assert set(api.post({"filter": {"op": "s_intersects", "args": [{"property": "geometry"}, BOX]}}).ids) < public
    assert set(api.search(filter="S_DWITHIN(geometry, POINT(107.19 10.45), 1200)")) < public
    assert {one["id"] for one in api.get("collections").json["collections"]} == {
        "landsat-c2-l2",
        "orthophotos",
        "sentinel-2-l2a",
    }
    item = api.get("collections/sentinel-2-l2a/items/S2A_20260301").json
    assert len(item["assets"]["data"]["bands"]) == 5
    assert api.get("collections/sentinel-2-l2a").json["item_assets"]["data"]["bands"]


BOX = {
    "type": "Polygon",
    "coordinates": [[[107.15, 10.3], [107.4, 10.3], [107.4, 10.6], [107.15, 10.6], [107.15, 10.3]]],
}


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
def test_numbers__are_remembered_apart_for_the_words_of_each_standard(public_wall, world):
    """The same filter asks another question where a word means something else."""
    asked = {"filter": "platform = 'sentinel-2a'"}
    ours = Client().get("/ogc/collections/scenes/items", asked)
    assert json.loads(b"".join(ours.streaming_content))["numberMatched"] == 0
    assert Api().get("search", **asked).json["numberMatched"] == 2


def test_a_planner__reads_what_is_internal_everywhere(world):
    planner = land.person("planner", Role.PLANNER, world.other, world.ward)
    assert world.scenes["hidden"].code in Api(planner).search()
    assert world.scenes["secret"].code not in Api(planner).search()
