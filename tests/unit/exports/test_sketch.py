"""The drawing on the page: well-formed, accessible, true in shape, safe under a strict policy."""

import math
import re
from xml.etree import ElementTree

import pytest
from shapely.geometry import MultiPolygon, Point, Polygon, box

from land.corners import corners
from land.placing import Label, Paper, nice_length, ring_labels
from land.sketch import Neighbour, sketch_svg
from tests import places

X, Y = places.VUNG_TAU
SVG = "{http://www.w3.org/2000/svg}"
EVIL = '"><script>alert(1)</script>&'


def star(corners_wanted: int, radius: float) -> MultiPolygon:
    angles = [index / corners_wanted * 2 * math.pi for index in range(corners_wanted)]
    points = [
        (X + radius * (1 + 0.2 * math.sin(7 * a)) * math.cos(a), Y + radius * (1 + 0.2 * math.sin(7 * a)) * math.sin(a))
        for a in angles
    ]
    return MultiPolygon([Polygon(points)])


def drawn(*args, **kwargs):
    return ElementTree.fromstring(sketch_svg(*args, **kwargs))


def texts(root) -> list[str]:
    return [item.text for item in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    "geom",
    [
        places.square(places.VUNG_TAU, 7.75),
        star(300, 980),
        star(12, 30),
        MultiPolygon([box(X, Y, X + 900, Y + 4)]),
        None,
    ],
    ids=["60 m2", "300 ha, 300 corners", "12 corners", "strip", "no boundary"],
)
@pytest.mark.parametrize(("width", "height"), [(320, 300), (520, 440), (900, 700)])
def test_every_size_is_drawn_inside_its_frame(geom, width, height):
    root = drawn(
        geom,
        [Neighbour("BRVT-000009\n1/2", box(X + 5, Y, X + 40, Y + 40))],
        width=width,
        height=height,
        point=Point(X, Y),
    )
    for path in root.iter(f"{SVG}path"):
        if path.get("class") == "sketch-plot":
            numbers = [float(item) for item in re.findall(r"-?[\d.]+", path.get("d"))]
            assert min(numbers) >= 0
            assert max(numbers[::2]) <= width
            assert max(numbers[1::2]) <= height
    assert "B" in texts(root)


def test_it_is_an_image_with_a_name_and_a_description():
    root = drawn(places.square(places.VUNG_TAU), title="Sơ đồ BRVT-000001", identifier="s1")
    ids = {item.get("id"): item.text for item in root.iter() if item.get("id")}
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == ["s1-title", "s1-desc"]
    assert ids["s1-title"] == "Sơ đồ BRVT-000001"
    assert "4 đỉnh" in ids["s1-desc"]


def test_a_strict_policy_has_nothing_to_refuse_and_text_stays_text():
    neighbour = Neighbour(EVIL, box(X + 20, Y, X + 400, Y + 100))
    text = sketch_svg(places.square(places.VUNG_TAU), [neighbour], title=EVIL, label="12/345")
    root = ElementTree.fromstring(text)
    assert {item.tag for item in root.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "defs", "clipPath", "rect", "g", "path", "circle", "text")
    }
    assert [
        name for item in root.iter() for name in list(item.attrib) if name == "style" or name.startswith("on")
    ] == []
    assert "<script" not in text


def test_corners_lengths_and_colour():
    root = drawn(places.square(places.VUNG_TAU), colour="#ffaaa0", label="12/345")
    assert {"1", "2", "3", "4", "20,00", "12/345"} <= set(texts(root))
    assert next(item for item in root.iter(f"{SVG}path") if item.get("class") == "sketch-plot").get("fill") == "#ffaaa0"


def test_proportions_are_kept():
    root = drawn(MultiPolygon([box(X, Y, X + 30, Y + 10)]))
    path = next(item for item in root.iter(f"{SVG}path") if item.get("class") == "sketch-plot")
    numbers = [float(item) for item in re.findall(r"[\d.]+", path.get("d"))]
    wide, tall = (max(axis) - min(axis) for axis in (numbers[::2], numbers[1::2]))
    assert wide / tall == pytest.approx(3, abs=0.01)


def test_without_boundary_it_says_so():
    root = drawn(None, point=Point(X, Y))
    assert "Chưa có ranh giới" in texts(root)
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert "chưa có ranh giới" in root.find(f"{SVG}desc").text


def test_a_long_boundary_gets_a_readable_subset_of_numbers():
    numbers = [text for text in texts(drawn(star(300, 980))) if text.isdigit() and text != "0"]
    assert 10 <= len(numbers) <= 40
    assert "1" in numbers


def test_no_label_lies_over_another():
    geom = star(60, 30)
    scale, paper = 5.0, Paper(500, 500)
    numbers, lengths = ring_labels(
        corners(geom), lambda e, n: ((e - X) * scale + 250, (n - Y) * scale + 250), paper, size=10, length_text=str
    )
    spots = [(label.x, label.y) for label in (*numbers, *lengths)]
    assert len(spots) > 20
    assert min(math.dist(a, b) for a in spots for b in spots if a is not b) > 8


def test_a_label_outside_the_frame_is_not_offered_room():
    paper = Paper(100, 100)
    assert paper.offer(Label("12", 50, 50, 10))
    assert not paper.offer(Label("12", 52, 50, 10))
    assert not paper.offer(Label("12", 99, 50, 10))


@pytest.mark.parametrize(("longest", "nice"), [(1, 1), (9.9, 5), (50, 50), (49, 20), (1234, 1000), (0.3, 0.2)])
def test_nice_length(longest, nice):
    assert nice_length(longest) == pytest.approx(nice)
