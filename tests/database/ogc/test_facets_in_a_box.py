"""A large box is counted by its inner cells and its rim, and gives what reading every boundary gives."""

import random
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from shapely.geometry import MultiPolygon, Point, box

from gis import crs, layers
from gis.query import cells, facets
from gis.query.params import Params
from gis.query.question import Question, read_question
from land.models import Plot
from tests import places
from tests.factories import land

SPAN_M = 12_000
STATES = ["vacant", "agency_used", "leased_short", "lent"]
ORIGINS = ["commune_fund", "", "recovered"]


@pytest.fixture
def scattered(db: None) -> list[Plot]:
    """Plots of every size and kind over 12 km, most of them small, none over another."""
    rng = random.Random(3)
    ward, uses = land.unit(), [land.land_use(), land.land_use("TSC", "Đất xây dựng trụ sở cơ quan")]
    made: list[Plot] = []
    taken: list[MultiPolygon] = []
    for number in range(1, 221):
        shape, point = drawn(rng, in_two_parts=number % 5 == 0)
        if any(shape.intersects(other) for other in taken):
            continue
        taken.append(shape)
        own = {"use_state": rng.choice(STATES), "origin": rng.choice(ORIGINS), "land_use": rng.choice(uses)}
        if number % 9 == 0:
            own |= {"publish_level": "internal", "published_on": None}
        if number % 7 == 0:
            own |= {"location_basis": "point"}
        made.append(
            land.plot(number=number, unit=ward, shape=None if number % 7 == 0 else shape, point=land.geos(point), **own)
        )
    return made


def drawn(rng: random.Random, *, in_two_parts: bool) -> tuple[MultiPolygon, Point]:
    """A square, or two far from each other, and a point in the first."""
    first = places.square(places.VUNG_TAU, rng.choice([20, 60, 400, 1500]), *anywhere(rng))
    parts = [*first.geoms]
    if in_two_parts:
        parts += places.square(places.VUNG_TAU, 80, *anywhere(rng)).geoms
    return MultiPolygon(parts), first.centroid


def anywhere(rng: random.Random) -> tuple[float, float]:
    return rng.uniform(0, SPAN_M), rng.uniform(0, SPAN_M)


def corners(west: float, south: float, east: float, north: float) -> str:
    x, y = places.VUNG_TAU
    around = crs.transform(box(x + west, y + south, x + east, y + north), crs.LEGAL, crs.CRS84)
    return ",".join(f"{value:.7f}" for value in around.bounds)


def asked(bbox: str, **more: str) -> Question:
    values = {"bbox": [bbox], **{name: [value] for name, value in more.items()}}
    return read_question(layers.get("plots"), AnonymousUser(), Params(values))


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Facets that read the boundary of every row."""

    def count(question: Question) -> facets.Facets:
        with monkeypatch.context() as patched:
            patched.setattr(facets, "parted", lambda _question: None)
            return facets.facets(question)

    return count


def boxes() -> list[str]:
    rng = random.Random(11)
    found = [corners(0, 0, SPAN_M, SPAN_M), corners(-3000, 2000, SPAN_M + 3000, 9000)]
    for _ in range(25):
        west, south = rng.uniform(-2000, 3000), rng.uniform(-2000, 3000)
        found.append(corners(west, south, west + rng.uniform(7000, 11000), south + rng.uniform(7000, 11000)))
    return found


@pytest.mark.parametrize("more", [{}, {"use_state": "vacant"}, {"land_use": "TSC", "origin": "commune_fund,none"}])
def test_box__counted_in_parts_as_row_by_row(scattered, plainly, more):
    seen = set()
    for bbox in boxes():
        question = asked(bbox, **more)
        inner, rim = cells.parted(question)
        assert inner.rows.exists(), "the box has plots inside"
        assert rim.rows.exists(), "and at its rim"
        found = facets.facets(question)
        assert found == plainly(question), bbox
        seen.add(found.matched)
    assert len(seen) > 3, "the boxes differ"


def test_box__small_or_huge_boxes_and_other_conditions_are_read_row_by_row(scattered):
    assert cells.parted(asked(corners(0, 0, 3000, 3000))) is None
    assert cells.parted(asked("102,8,110,24")) is None
    assert cells.parted(asked(corners(0, 0, SPAN_M, SPAN_M), q="khu")) is None
    assert cells.parted(asked(corners(0, 0, SPAN_M, SPAN_M), filter="area_m2 > 500")) is None
    assert cells.parted(asked(corners(0, 0, SPAN_M, SPAN_M), datetime="2024-01-01")) is None


def test_box__at_the_edge_of_a_cell(scattered, plainly):
    """A box whose edges are those of cells: what touches an edge from outside counts, as it does row by row."""
    side, half = cells.CELL_SIDE_M, crs.HALF_WORLD_M
    (east,), (north,) = crs.transform_points([places.VUNG_TAU[0]], [places.VUNG_TAU[1]], crs.LEGAL, crs.WEB_MERCATOR)
    left, bottom = ((east + half) // side) * side - half, half - ((half - north) // side) * side
    ring = (left, bottom, left + 14 * side, bottom + 14 * side)
    question = read_question(
        layers.get("plots"),
        AnonymousUser(),
        Params({"bbox": [",".join(map(repr, ring))], "bbox-crs": [crs.WEB_MERCATOR.uri]}),
    )
    assert cells.parted(question) is not None
    assert facets.facets(question) == plainly(question)


def test_cell__is_the_tile_of_the_point(scattered):
    for plot in Plot.objects.all():
        place = Point(plot.anchor_3857.x, plot.anchor_3857.y)
        column, line = divmod(plot.cell, 1 << cells.CELL_ZOOM)
        west, north = column * cells.CELL_SIDE_M - crs.HALF_WORLD_M, crs.HALF_WORLD_M - line * cells.CELL_SIDE_M
        assert box(west, north - cells.CELL_SIDE_M, west + cells.CELL_SIDE_M, north).contains(place)


def test_boundary__has_a_point(scattered):
    with pytest.raises(IntegrityError, match="boundary_has_a_point"), transaction.atomic():
        Plot.objects.filter(pk=scattered[0].pk).update(point=None)
