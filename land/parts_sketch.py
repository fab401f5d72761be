"""Boundaries side by side as SVG, each with its number: what a division or a union would look like."""

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

import shapely
from shapely.geometry.base import BaseGeometry

from land.placing import label_spot
from land.sketch import ACCENT, GROUND, INK, OUTLINE, PAPER, _n, _path, _root, _view

# Light, so that numbers can be read on them; neighbours in the list differ.
COLOURS = ("#cfe8e2", "#f6dfb5", "#d7def5", "#f3d3d0", "#dcecc8", "#e6d9ee")


def parts_svg(
    parts: Sequence[BaseGeometry],
    *,
    title: str,
    description: str,
    around: Sequence[BaseGeometry] = (),
    outline: BaseGeometry | None = None,
    width: float = 640,
    height: float = 440,
) -> str:
    """The drawing as a string to put into a page as it is.

    Args:
        parts: in the legal CRS; numbered from 1 in this order.
        title, description: accessible name and what the picture shows in words.
        around: neighbours, drawn pale beneath.
        outline: drawn strong over the parts, for the boundary that is divided or made.
    """
    whole = shapely.union_all(list(parts))
    view = _view(whole if outline is None else outline, None, width, height)
    svg = _root(width, height, title, description, "parts-sketch")
    SubElement(svg, "rect", {"width": _n(width), "height": _n(height), "fill": GROUND})
    tolerance = 0.3 / view.scale
    for shape in around:
        data = {"d": _path(shape, view.down, tolerance), "fill": PAPER, "stroke": OUTLINE, "fill-rule": "evenodd"}
        SubElement(svg, "path", data)
    for number, shape in enumerate(parts):
        data = {
            "d": _path(shape, view.down, tolerance),
            "fill": COLOURS[number % len(COLOURS)],
            "stroke": INK,
            "stroke-width": "1.5",
            "fill-rule": "evenodd",
        }
        SubElement(svg, "path", data)
    if outline is not None:
        data = {"d": _path(outline, view.down, tolerance), "fill": "none", "stroke": ACCENT, "stroke-width": "2.5"}
        SubElement(svg, "path", data)
    for number, shape in enumerate(parts, start=1):
        x, y, _room = label_spot(shape)
        left, top = view.down(x, y)
        SubElement(svg, "circle", {"cx": _n(left), "cy": _n(top), "r": "13", "fill": PAPER, "stroke": INK})
        text = {"x": _n(left), "y": _n(top + 5), "text-anchor": "middle", "font-size": "14", "font-weight": "600"}
        SubElement(svg, "text", text | {"fill": INK}).text = str(number)
    return ElementTree.tostring(svg, encoding="unicode")
