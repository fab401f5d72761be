"""Vector tiles: content, exact counts, headers, store."""

import gzip
import random
from dataclasses import replace

import pytest

from gis import crs, layers
from gis.db import versions
from gis.http.policy import NOTHING
from gis.tiles import serving, store, views
from gis.tiles.matrix import BUFFER, EXTENT, SIZE, Tile
from land.layers import PLOTS
from tests import places
from tests.database.ogc.conftest import Api
from tests.factories import land, mvt

TILES = "collections/plots/tiles/WebMercatorQuad"


def tile_at(plot, z):
    x, y = plot.anchor_3857.coords
    side = 2 * SIZE / (1 << z)
    return Tile(z, int((x + SIZE) // side), int((SIZE - y) // side))


def path(tile, name="plots"):
    return f"collections/{name}/tiles/WebMercatorQuad/{tile.z}/{tile.y}/{tile.x}"


def layers_of(api, plot, z, **params):
    answer = api.get(path(tile_at(plot, z)), **params)
    return mvt.read(answer.content) if answer.status == 200 else {}


def codes(features):
    return sorted(feature.properties["code"] for feature in features)


def test_tile__boundaries_and_points_apart(api, world):
    found = layers_of(api, world.plots["park"], 12)
    assert codes(found["plots_points"]) == [world.plots["point"].code]
    near = layers_of(api, world.plots["park"], 16)["plots"]
    park = next(one for one in near if one.properties["code"] == world.plots["park"].code)
    assert park.id == world.plots["park"].number
    assert park.kind == 3
    assert park.properties["area_m2"] == 900
    assert park.properties["published_on"] == "2025-08-01"
    assert park.properties["location_basis"] == "boundary"
    assert "address" not in park.properties  # not declared for tiles


def test_tile__fields_come_with_their_zoom(api, world):
    assert "sheet_number" in layers_of(api, world.plots["park"], 16)["plots"][0].properties
    assert "sheet_number" not in layers_of(api, world.plots["park"], 15)["plots"][0].properties


def test_tile__internal_fields_only_where_the_reader_reaches(world, readers):
    def level(reader):
        found = layers_of(Api(readers[reader]), world.plots["hidden"], 15)["plots"]
        return {one.properties["code"]: one.properties.get("publish_level") for one in found}

    assert set(level("anonymous").values()) == {None}
    assert level("officer")[world.plots["hidden"].code] == "internal"
    assert set(level("other_officer").values()) == {None, "public"}
    assert world.plots["hidden"].code not in level("other_officer")


def test_tile__reaches_over_its_edge_by_the_buffer(api, world):
    tile = tile_at(world.plots["park"], 16)
    _west, south, east, _north = tile.bounds
    margin = tile.side * BUFFER / EXTENT
    (x0, x1), (y0, y1) = crs.transform_points(
        [east + margin / 2, east + margin * 3], [south + tile.side * 0.9] * 2, crs.WEB_MERCATOR, crs.LEGAL
    )
    near = land.plot(shape=places.square((x0, y0), margin / 4))
    far = land.plot(shape=places.square((x1, y1), margin / 4))
    found = codes(mvt.read(api.get(path(tile)).content)["plots"])
    assert near.code in found
    assert far.code not in found


def test_tile__filters_and_days(api, world):
    road = world.plots["road"]
    assert codes(layers_of(api, road, 15, filter="land_use = 'DGT'")["plots"]) == [road.code]
    assert codes(layers_of(api, road, 15, land_use="DGT")["plots"]) == [road.code]
    assert len(layers_of(api, road, 15, datetime="2024-06-01")["plots"]) >= 2
    assert layers_of(api, road, 15, datetime="2010-01-01") == {}
    assert layers_of(api, road, 8, datetime="2024-06-01")["plots_cells"][0].properties["count"] == 5


@pytest.mark.parametrize(
    ("params", "status"), [({"filter": "x = 1"}, 400), ({"colour": "red"}, 400), ({"v": "1"}, 200)]
)
def test_tile__parameters(api, world, params, status):
    assert api.get(path(tile_at(world.plots["park"], 14)), **params).status == status


def test_tile__outside(api, world):
    assert api.get(f"{TILES}/14/0/0").status == 204
    assert api.get(f"{TILES}/4/0/0").status == 404
    assert api.get(f"{TILES}/19/0/0").status == 404
    assert api.get(f"{TILES}/6/64/0").status == 404
    assert api.get(f"{TILES}/99999999999999999999/1/1").status == 404
    assert api.get(f"{TILES}/6/64/0").headers["Content-Type"] == "application/problem+json"


@pytest.fixture
def scattered(world):
    """Plots strewn by a fixed seed, some of them just on the lines between cells and tiles."""
    rng = random.Random(7)
    for _ in range(60):
        dx, dy = rng.uniform(-9_000, 9_000), rng.uniform(1_000, 18_000)
        land.plot(shape=None, dx=dx, dy=dy, use_state=rng.choice(["vacant", "lent"]))
    edge = tile_at(world.plots["park"], 11)
    for at in (edge.bounds[0], edge.bounds[0] + edge.side / 8, edge.bounds[2]):
        x, y = crs.transform_points(at, edge.bounds[3], crs.WEB_MERCATOR, crs.LEGAL)
        origin = (x - 0.5, y - 0.5)
        land.plot(shape=None, dx=origin[0] - places.VUNG_TAU[0], dy=origin[1] - places.VUNG_TAU[1], side=1.0)
    return 5 + 60 + 3


def every_tile(z):
    west, south, east, north = 106.4, 9.9, 107.7, 10.9
    xs, ys = crs.transform_points([west, east], [south, north], crs.CRS84, crs.WEB_MERCATOR)
    side = 2 * SIZE / (1 << z)
    for x in range(int((xs[0] + SIZE) // side), int((xs[1] + SIZE) // side) + 1):
        for y in range(int((SIZE - ys[1]) // side), int((SIZE - ys[0]) // side) + 1):
            yield Tile(z, x, y)


@pytest.mark.parametrize("z", [5, 8, 10, 11])
def test_cells__count_every_row_once(api, scattered, z):
    total = area = 0
    for tile in every_tile(z):
        answer = api.get(path(tile), f="mvt")
        for cell in mvt.read(answer.content).get("plots_cells", []) if answer.status == 200 else []:
            total += cell.properties["count"]
            area += cell.properties["area_m2"]
            assert 0 <= cell.first[0] <= EXTENT
            assert 0 <= cell.first[1] <= EXTENT
    assert total == scattered == api.get("collections/plots/items").json["numberMatched"]
    assert area == pytest.approx(api.get("collections/plots/facets").json["area_m2"], abs=1)


def test_cells__count_with_a_filter(api, scattered):
    total = sum(
        cell.properties["count"]
        for tile in every_tile(9)
        if (answer := api.get(path(tile), use_state="lent")).status == 200
        for cell in mvt.read(answer.content)["plots_cells"]
    )
    assert total == api.get("collections/plots/items", use_state="lent").json["numberMatched"] > 1


def test_cells__carry_the_most_frequent_values(api, world):
    cell = layers_of(api, world.plots["park"], 8)["plots_cells"][0]
    assert cell.properties == {"count": 5, "area_m2": 2100.0, "land_use": "ODT", "use_state": "vacant"}


def test_cells__large_boundaries_stand_beside_them(api, world):
    big = land.plot(side=3_000, dy=5_000)
    found = layers_of(api, big, 11)
    assert codes(found["plots"]) == [big.code]


def test_units__are_features_at_every_zoom(api, world):
    found = mvt.read(api.get(path(tile_at(world.plots["park"], 8), "units")).content)
    assert {one.properties["name"] for one in found["units"]} == {"Phường Vũng Tàu", "Phường Rạch Dừa"}


def test_headers__of_public_tiles(api, world):
    where = path(tile_at(world.plots["park"], 14))
    tilejson = api.get(TILES, f="tilejson").json
    version = tilejson["tiles"][0].split("v=")[1]
    immutable = api.get(where, v=version).headers
    assert immutable["Cache-Control"] == "public, max-age=31536000, immutable"
    assert api.get(where).headers["Cache-Control"] == "public, no-cache"
    assert api.get(where, v="0").headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in immutable["Vary"]
    assert immutable["Access-Control-Allow-Origin"] == "*"
    assert api.get(where, headers={"If-None-Match": immutable["ETag"]}).status == 304


def test_headers__tag_follows_the_data_and_the_parameters(api, world):
    where = path(tile_at(world.plots["park"], 14))
    first = api.get(where).headers["ETag"]
    assert api.get(where, land_use="ODT").headers["ETag"] != first
    versions.bump("plots", [(tile_at(world.plots["park"], 12).x, tile_at(world.plots["park"], 12).y)])
    versions.forget()
    serving.forget()
    assert api.get(where).headers["ETag"] != first


def test_headers__an_old_tile_is_never_kept_under_the_new_address(api, world, monkeypatch):
    where, cell = path(tile_at(world.plots["park"], 14)), tile_at(world.plots["park"], 12)

    def edit():
        versions.bump("plots", [(cell.x, cell.y)])
        versions.forget()  # as if its half second were over, while the tile's own memory is still young
        return str(versions.layer_version("plots", "default"))

    old = api.get(where).headers["ETag"]
    assert api.get(where, v=edit()).headers["ETag"] != old

    def made_meanwhile(*args):
        made = packed_tile(*args)
        told.append(edit())
        return made

    told, packed_tile = [], views.packed_tile
    monkeypatch.setattr(views, "packed_tile", made_meanwhile)
    coming = str(int(edit()) + 1)
    assert api.get(where, v=coming).headers["Cache-Control"] == "public, no-cache"
    assert told == [coming]


def test_headers__gzip_only_for_clients_that_take_it(api, world):
    where = path(tile_at(world.plots["park"], 14))
    packed = api.get(where, headers={"Accept-Encoding": "gzip, br"})
    plain = api.get(where, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Security-Policy"] == NOTHING
    assert packed.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.content) == plain.content


def test_headers__a_person_gets_private_tiles_and_other_addresses(world, readers):
    person = Api(readers["officer"])
    where = path(tile_at(world.plots["park"], 14))
    address = person.get(TILES, f="tilejson").json["tiles"][0]
    assert address != Api().get(TILES, f="tilejson").json["tiles"][0]
    answer = person.get(where, v=address.split("v=")[1])
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["ETag"] != Api().get(where).headers["ETag"]


@pytest.mark.django_db(transaction=True)
def test_store__public_tiles_are_kept_until_the_data_change(api, world, readers, settings, monkeypatch):
    where = path(tile_at(world.plots["park"], 14))
    first = api.get(where).content
    kept = list(settings.TILE_CACHE_DIR.rglob("*.mvt.gz"))
    assert len(kept) == 1

    def fail(*args, **kwargs):
        raise AssertionError("the tile was made again")

    with monkeypatch.context() as patch:
        patch.setattr(serving, "tile_bytes", fail)
        assert api.get(where).content == first
        store.clear_memory()
        assert api.get(where).content == first
        with pytest.raises(AssertionError):
            api.get(where, land_use="ODT")
        with pytest.raises(AssertionError):
            Api(readers["officer"]).get(where)
    cell = tile_at(world.plots["park"], 12)
    versions.bump("plots", [(cell.x, cell.y)])
    versions.forget()
    serving.forget()
    land.plot(shape=None, dx=350)
    assert len(api.get(where).content) > len(first)
    assert len(list(settings.TILE_CACHE_DIR.rglob("*.mvt.gz"))) == 1


def test_tilejson__describes_what_tiles_hold(api, world, readers):
    answer = api.get(TILES, f="tilejson", land_use="ODT")
    body = answer.json
    assert body["tilejson"] == "3.0.0"
    assert body["tiles"][0].startswith("http://testserver/ogc/collections/plots/tiles/WebMercatorQuad/{z}/{y}/{x}?")
    assert "land_use=ODT" in body["tiles"][0]
    assert (body["minzoom"], body["maxzoom"]) == (5, 18)
    named = {one["id"]: one for one in body["vector_layers"]}
    assert set(named) == {"plots", "plots_points", "plots_cells"}
    assert "publish_level" not in named["plots"]["fields"]
    own = Api(readers["officer"]).get(TILES, f="tilejson").json["vector_layers"][0]
    assert "publish_level" in own["fields"]
    assert api.get(TILES, f="tilejson", filter="x = 1").status == 400


def test_tileset__metadata_and_matrix_set(api, world):
    body = api.get(TILES).json
    assert body["dataType"] == "vector"
    scheme = next(one["href"] for one in body["links"] if one["rel"].endswith("tiling-scheme"))
    matrices = api.get(scheme.split("/ogc/")[1]).json["tileMatrices"]
    assert matrices[0]["scaleDenominator"] == pytest.approx(559082264.028717)
    assert api.get("tileMatrixSets/Other").status == 404
    assert api.get("collections/plots/tiles").json["tilesets"][0]["dataType"] == "vector"


def test_tile__one_copy_for_readers_of_every_language(client, world):
    """nginx keeps a copy for each value of a header that Vary names."""
    tile = f"/ogc/{path(tile_at(world.plots['park'], 14))}"
    assert client.get(tile, headers={"Accept-Language": "en"})["Vary"] == "Accept-Encoding"
    words = client.get("/ogc/collections/plots?f=json", headers={"Accept-Language": "en"})
    assert "Accept-Language" in words["Vary"]


@pytest.mark.parametrize("z", [12, 13])
def test_crowded_tiles__give_cells_with_true_counts(api, scattered, z, monkeypatch):
    monkeypatch.setitem(layers._layers, "plots", replace(PLOTS, crowd=3))
    total = crowded = 0
    for tile in every_tile(z):
        answer = api.get(path(tile))
        found = mvt.read(answer.content) if answer.status == 200 else {}
        cells = [cell.properties["count"] for cell in found.get("plots_cells", [])]
        crowded += bool(cells)
        assert not cells or sum(cells) >= 3  # one just on the edge counts for the next tile
        total += sum(cells)
    assert crowded
    assert total <= scattered
    assert api.get("collections/plots/tiles/WebMercatorQuad", f="tilejson").json["vector_layers"][2]["maxzoom"] == 14


def test_crowded_tiles__never_from_zoom_15_on(api, world, monkeypatch):
    monkeypatch.setitem(layers._layers, "plots", replace(PLOTS, crowd=0))
    assert "plots_cells" in layers_of(api, world.plots["park"], 14)
    assert "plots_cells" not in layers_of(api, world.plots["park"], 15)
