"""No door shows what another hides: every address x every row of the rights table, with planted words."""

from collections.abc import Iterable

import pytest
from django.test import Client

from gis import layers
from land.exports import plot_formats, register, summary_files
from tests.database.doors import addresses
from tests.database.doors.addresses import Address
from tests.database.doors.conftest import (
    CHANGES,
    INTERNAL,
    MAY_SEE,
    NOBODY,
    OF_LAYERS,
    PARCELS,
    PAST_SCENES,
    PUBLIC,
    READERS,
    RESTRICTED,
    SCENES,
    SECRET_SCENES,
    UPLOADS,
    WORDS,
    World,
)
from tests.database.doors.reading import content_of, readable

OF_PLOTS = {"BIMATTEN", "GHICHUMAT", "GHICHUKIN"} | RESTRICTED
# What can be met in a layer's doors at all.
OF_LAYER = {
    "plots": OF_PLOTS,
    "parcels": PARCELS,
    "plans": PUBLIC - {"LOGIOIKIN", "GIAKIN", "CANHMO"},
    "roads": {"LOGIOIKIN"},
    "land_prices": {"GIAKIN"},
    "planned_uses": set(),  # its rows name plots by code alone; whose they may be: tests/database/ogc/test_tables.py
    "units": set(),
    "scenes": {"CANHMO"} | SCENES | SECRET_SCENES,
}
# Further parameters of an address: every form it answers in, and what lures hidden rows out.
_ITEMS = [
    *({"f": form, "limit": "1000"} for form in ("json", "html", "csv", "geojson", "fgb", "gpkg")),
    {"f": "csv", "wkt": "true"},
    {"datetime": "2026-01-01", "limit": "1000"},
]
# Asked in small letters: a page that repeats the question shows no planted word.
FORMS: dict[str, list[dict[str, str]]] = {
    "ogc/collections/<str:name>/items": _ITEMS,
    "ogc/collections/<str:name>/items/<str:key>": [
        {"f": "json"},
        {"f": "html"},
        {"f": "json", "datetime": "2026-01-01"},
    ],
    "ogc/collections/<str:name>/tiles/WebMercatorQuad": [{}, {"f": "tilejson"}],
    "plots/": [
        {},
        {"q": "bimat"},
        {"sortby": "-area_m2"},
        {"datetime": "2026-01-01"},
        {"recorded": "2026-01-01"},
        {"f": "csv", "recorded": "2026-01-01"},
        *({"f": form} for form in (*register.FORMATS, "report")),
        *({"f": f"summary-{form}"} for form in summary_files.FORMATS),
    ],
    "plots/<str:code>/": [
        {},
        {"datetime": "2026-01-01"},
        {"f": "json"},
        {"f": "pdf"},
        {"f": "pdf", "staff": "true"},
        *({"f": form} for form in plot_formats.FORMATS),
    ],
    "search": [{"q": words, **form} for form in ({}, {"f": "json"}) for words in ("bimat", "BRVT-000001", "5/7")],
    "map/print.pdf": [{"at": "10.34900,107.07800,16.00", "list": "all"}],
    "stac/": [{"f": "json"}, {"f": "html"}],
    "stac/collections/<str:name>": [{"f": "json"}, {"f": "html"}],
    "stac/search": [
        {},
        {"ids": "canh-public,canh-internal,canh-restricted,canh-rut"},
        {"filter": "title LIKE 'CANH%'", "sortby": "-title"},
        {"fields": "properties.title", "datetime": "2000-01-01T00:00:00Z/.."},
    ],
    "changes/": [{}, {"state": "confirmed"}],
    "audit/": [{}, {"f": "csv"}, {"about": "BRVT-000003"}, {"about": "hdkin/26"}],
}
Doors = Iterable[tuple[str, dict[str, str]]]


def of_layer(world: World, name: str) -> Doors:
    """Every address that answers for a layer."""
    for address in addresses.every():
        if address.route.startswith("ogc/") and "name" in address.parts and "tileMatrixSets" not in address.route:
            for path in world.fill(address, layer=name):
                yield from ((path, form) for form in forms(address))


def tiles(world: World, name: str) -> Doors:
    for z, row, col in world.tiles():
        yield f"/ogc/collections/{name}/tiles/WebMercatorQuad/{z}/{row}/{col}", {}


def of_house(world: World) -> Doors:
    """Every other address: pages, files, desks, acts, the admin."""
    for address in addresses.every():
        if not address.route.startswith("ogc/") or "name" not in address.parts:
            for path in world.fill(address):
                yield from ((path, form) for form in forms(address))


def forms(address: Address) -> list[dict[str, str]]:
    """Parameters with which everybody asks."""
    return FORMS.get(address.route, [{}])


def seen_in(world: World, reader: str, doors: Doors) -> set[str]:
    """Planted words that the answers show; each is held to what the reader may see."""
    client = Client()
    if user := world.people[reader]:
        client.force_login(user)
    seen: set[str] = set()
    for path, form in doors:
        response = client.get(path, form)
        assert response.status_code < 500, (path, form)
        text = readable(content_of(response))
        shown = {word for word in WORDS if word.encode() in text}
        assert shown <= MAY_SEE[reader], (path, form, response.status_code)
        seen |= shown
    return seen


@pytest.mark.parametrize("reader", READERS)
def test_doors__show_planted_words_only_to_whom_they_belong(world, fresh, reader):
    """Equal, not less: the words do travel where they may, so that the test can fail."""
    for layer, words in OF_LAYER.items():
        doors = [*of_layer(world, layer), *tiles(world, layer)]
        assert len(doors) > 10
        assert seen_in(world, reader, doors) == MAY_SEE[reader] & words, layer
    seen = seen_in(world, reader, of_house(world))
    assert seen - PUBLIC - PARCELS == MAY_SEE[reader] & (
        INTERNAL | RESTRICTED | UPLOADS | OF_LAYERS | SCENES | SECRET_SCENES | PAST_SCENES | CHANGES
    )
    assert "CANHMO" in seen
    assert not seen & NOBODY


def test_layers__are_all_planted():
    """Lots and results have a test of their own for every public door: tests/database/auctions/test_no_leak.py."""
    assert set(OF_LAYER) | {"lots", "results"} == {layer.name for layer in layers.every()}


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
def test_the_public_reads_through_the_second_wall(public_wall, fresh, world):
    """The same doors on the real public role, whose schema has neither the rows nor the columns."""
    of_layers = [door for name in ("plots", "parcels", "scenes") for door in of_layer(world, name)]
    doors = [*of_layers, *tiles(world, "plots"), *of_house(world)]
    assert seen_in(world, "anonymous", doors) <= PUBLIC
