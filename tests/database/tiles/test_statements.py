"""Statements of tiles that are written once for a zoom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from gis import layers
from gis.db.wall import database_of
from gis.query.params import Params
from gis.query.question import read_question
from gis.tiles import sql
from gis.tiles.matrix import Tile
from tests.database.tiles.test_tiles import tile_at
from tests.factories import mvt


@pytest.fixture
def written(monkeypatch):
    """The zooms for which a statement was written."""
    made, write = [], sql._features

    def noted(layer, user, rows, z):
        made.append(z)
        return write(layer, user, rows, z)

    monkeypatch.setattr(sql, "_features", noted)
    sql.forget_statements()
    yield made
    sql.forget_statements()


def tile(user, place, **params):
    return sql.tile_bytes(read_question(layers.get("plots"), user, Params({k: [v] for k, v in params.items()})), place)


def test_public_tiles_of_a_zoom_share_one_statement(world, written):
    there = tile_at(world.plots["park"], 16)
    beside = [Tile(16, there.x + dx, there.y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    shared = [tile(None, place) for place in beside]
    assert written == [16]
    apart = []
    for place in beside:
        sql.forget_statements()
        apart.append(tile(None, place))
    assert shared == apart
    assert len(set(shared)) > 1


def plans():
    """How many statements of tiles the server keeps, and how often it used them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(generic_plans + custom_plans), 0) FROM pg_prepared_statements "
            "WHERE statement LIKE '%ST_AsMVT%'"
        )
        return cursor.fetchone()


def test_the_server_keeps_the_plan_of_public_tiles_and_of_no_others(world, readers, written, monkeypatch):
    there = tile_at(world.plots["park"], 16)
    beside = [Tile(16, there.x + dx, there.y) for dx in (-1, 0, 1)]
    tile(None, there)
    kept, used = plans()
    shared = [tile(None, place) for place in beside]
    assert plans() == (kept, used + 3)
    tile(readers["officer"], there)
    tile(None, there, use_state="lent")
    assert plans() == (kept, used + 3)
    monkeypatch.setattr(sql, "fetch_prepared", sql.fetch)
    assert [tile(None, place) for place in beside] == shared
    assert plans() == (kept, used + 3)


def test_people_and_filters_get_statements_of_their_own(world, readers, written):
    place = tile_at(world.plots["hidden"], 15)
    public = tile(None, place)
    assert tile(readers["officer"], place) != public
    assert tile(None, place, use_state="lent") != public
    assert tile(None, place) == public
    assert written == [15, 15, 15]


def test_a_statement_serves_the_day_it_was_written_for(world, written, monkeypatch):
    place, today = tile_at(world.plots["park"], 15), timezone.localdate()
    tile(None, place)
    monkeypatch.setattr(sql.timezone, "localdate", lambda: today + timedelta(days=1))
    tile(None, place)
    tile(None, place)
    assert written == [15, 15]


def test_crowded_tiles_of_a_zoom_share_the_statement_of_what_is_large(world, monkeypatch):
    monkeypatch.setitem(layers._layers, "plots", replace(layers.get("plots"), crowd=0))
    made, write = [], sql._large

    def noted(layer, user, rows, z):
        made.append(z)
        return write(layer, user, rows, z)

    monkeypatch.setattr(sql, "_large", noted)
    sql.forget_statements()
    there = tile_at(world.plots["park"], 13)
    beside = [Tile(13, there.x + dx, there.y) for dx in (-1, 0, 1)]
    shared = [tile(None, place) for place in beside]
    assert made == [13]
    apart = []
    for place in beside:
        sql.forget_statements()
        apart.append(tile(None, place))
    assert shared == apart
    assert "plots_cells" in mvt.read(tile(None, there))
    sql.forget_statements()


@pytest.mark.parametrize("known", [True, False])
def test_rows_of_every_layer_come_by_the_connection_that_versions_are_read_from(known, django_user_model, settings):
    settings.PUBLIC_DATABASE = "public"
    user = django_user_model(username="r") if known else AnonymousUser()
    assert {layer.rows(user).db for layer in layers.every()} == {database_of(user)}
