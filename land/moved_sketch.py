"""A boundary before and after a change as SVG, one over the other: what came to the plot and what left it."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from land.sketch import ACCENT, INK, OUTLINE, PAPER, _n, _path, _polygons, _root, _view

GAINED, LOST = "#bfe3d8", "#f3d3d0"
_WIDTH, _HEIGHT = 360.0, 240.0


def moved_svg(before: BaseGeometry, after: BaseGeometry, identifier: str) -> str:
    """The drawing as a string to put into a page as it is.

    Args:
        before, after: boundaries in the legal CRS.
        identifier: prefix of the ids in the drawing, unique on the page.
    """
    view = _view(shapely.union(before, after), None, _WIDTH, _HEIGHT)
    title = _("Ranh giới trước và sau thay đổi")
    described = _("Nét đứt là ranh giới trước, nét liền là ranh giới sau. Bắc ở phía trên.")
    svg = _root(_WIDTH, _HEIGHT, title, described, identifier)
    SubElement(svg, "rect", {"width": _n(_WIDTH), "height": _n(_HEIGHT), "fill": PAPER, "stroke": OUTLINE})

    def draw(shape: BaseGeometry, **looks: str) -> Element:
        path = {"d": _path(shape, view.down, 0.3 / view.scale), "fill-rule": "evenodd", "stroke-linejoin": "round"}
        return SubElement(svg, "path", path | looks)

    draw(_polygons(shapely.difference(after, before)), fill=GAINED)
    draw(_polygons(shapely.difference(before, after)), fill=LOST)
    draw(after, fill="none", stroke=ACCENT).set("stroke-width", "2.5")
    dashed = draw(before, fill="none", stroke=INK)
    dashed.set("stroke-width", "1.5")
    dashed.set("stroke-dasharray", "6 4")
    return ElementTree.tostring(svg, encoding="unicode")
