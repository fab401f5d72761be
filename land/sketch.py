"""Sơ đồ vị trí khu đất: a plot with its neighbours as SVG, for pages under a strict content security policy.

Built as a tree, so no text can become markup; looks by presentation attributes and classes, never by inline styles.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from gis.text.numbers import format_number
from land.corners import Ring, corners, count
from land.placing import Label, Paper, label_spot, nice_length, ring_labels, width_of

INK, MUTED, OUTLINE, PAPER, ACCENT = "#13211f", "#4d5d5a", "#8a938f", "#ffffff", "#a3211a"
GROUND = "#f3f6f5"
_EDGE = 46.0  # room around the plot for corner numbers, in units of the drawing
_SCALE_BAR = 110.0  # longest
_AROUND_A_POINT_M = 60.0
_LEAST_SPAN_M = 8.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another plot beside this one.

    Attributes:
        label: what is written on it (code, sheet/parcel), lines separated by a line feed.
        geom: boundary in the legal CRS.
        colour: of its land use, "#rrggbb"; "" for none.
    """

    label: str
    geom: BaseGeometry
    colour: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The map window: metres to drawing units, y downwards."""

    left: float
    top: float
    scale: float
    width: float
    height: float

    def up(self, east: float, north: float) -> tuple[float, float]:
        """Drawing units with y upwards, as `placing` wants them."""
        return (east - self.left) * self.scale, self.height - (self.top - north) * self.scale

    def down(self, east: float, north: float) -> tuple[float, float]:
        """Drawing units as SVG has them."""
        return (east - self.left) * self.scale, (self.top - north) * self.scale

    @property
    def window(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        right, bottom = self.left + self.width / self.scale, self.top - self.height / self.scale
        return self.left, bottom, right, self.top


def sketch_svg(
    plot_geom: BaseGeometry | None,
    neighbours: Sequence[Neighbour] = (),
    *,
    width: float = 520,
    height: float = 440,
    colour: str = "#e6e6e6",
    title: str = "",
    label: str = "",
    point: Point | None = None,
    number_lang: Literal["vi", "en"] = "vi",
    identifier: str = "plot-sketch",
) -> str:
    """The drawing as a string to put into a page as it is.

    Args:
        plot_geom: boundary in the legal CRS; None draws a circle around `point` and says "chưa có ranh giới".
        neighbours: drawn as outlines with their labels.
        width, height: of the view box; the element scales with its container.
        colour: official colour of the plot's land use.
        title: accessible name.
        label: written on the plot.
        point: where a plot without a boundary lies.
        number_lang: how lengths are written.
        identifier: prefix of the ids in the drawing, unique on the page.
    """
    rings = corners(plot_geom) if plot_geom is not None else []
    view = _view(plot_geom, point, width, height)
    svg = _root(width, height, title or _("Sơ đồ vị trí khu đất"), _described(rings, len(neighbours)), identifier)
    clip = SubElement(SubElement(svg, "defs"), "clipPath", id=f"{identifier}-frame")
    SubElement(clip, "rect", width=_n(width), height=_n(height))
    drawing = SubElement(svg, "g", {"clip-path": f"url(#{identifier}-frame)"})
    SubElement(drawing, "rect", {"class": "sketch-ground", "width": _n(width), "height": _n(height), "fill": GROUND})
    paper = Paper(width, height, margin=3)
    _furniture_room(paper, view)
    shown = _draw_neighbours(drawing, neighbours, view)
    if plot_geom is None:
        _draw_point(drawing, view, point, paper)
    else:
        _draw_plot(drawing, plot_geom, colour, view)
        _draw_labels(drawing, rings, view, paper, label, plot_geom, number_lang)
    _label_neighbours(drawing, shown, paper)
    _north_arrow(drawing, width)
    _scale_bar(drawing, view, number_lang)
    SubElement(
        svg, "rect", {"x": "0.5", "y": "0.5", "width": _n(width - 1), "height": _n(height - 1), "fill": "none"}
    ).set("stroke", OUTLINE)
    return ElementTree.tostring(svg, encoding="unicode")


def _root(width: float, height: float, title: str, description: str, identifier: str) -> Element:
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "plot-sketch",
            "viewBox": f"0 0 {_n(width)} {_n(height)}",
            "role": "img",
            "aria-labelledby": f"{identifier}-title {identifier}-desc",
            "preserveAspectRatio": "xMidYMid meet",
            "font-family": "Noto Sans, Be Vietnam Pro, sans-serif",
        },
    )
    SubElement(svg, "title", id=f"{identifier}-title").text = title
    SubElement(svg, "desc", id=f"{identifier}-desc").text = description
    return svg


def _described(rings: Sequence[Ring], neighbours: int) -> str:
    if not rings:
        return _("Khu đất chưa có ranh giới; vòng tròn chỉ vị trí gần đúng. Bắc ở phía trên.")
    return _(
        "Ranh giới khu đất có %(corners)s đỉnh, đánh số theo chiều kim đồng hồ từ phía tây bắc; "
        "%(neighbours)s khu đất liền kề hoặc ở gần. Bắc ở phía trên. Tọa độ từng đỉnh có trong bảng tọa độ."
    ) % {"corners": count(rings), "neighbours": neighbours}


def _view(geom: BaseGeometry | None, point: Point | None, width: float, height: float) -> View:
    if geom is not None:
        west, south, east, north = geom.bounds
    else:
        x, y = (point.x, point.y) if point is not None else (0.0, 0.0)
        west, south, east, north = x, y, x, y
    least = _LEAST_SPAN_M if geom is not None else 2 * _AROUND_A_POINT_M
    span_x, span_y = max(east - west, least), max(north - south, least)
    scale = min((width - 2 * _EDGE) / span_x, (height - 2 * _EDGE) / span_y)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return View(middle_x - width / scale / 2, middle_y + height / scale / 2, scale, width, height)


def _path(geom: BaseGeometry, place: Callable[[float, float], tuple[float, float]], tolerance: float) -> str:
    """SVG path of polygons; vertices closer than a third of a unit are not drawn."""
    simple = shapely.simplify(geom, tolerance)
    commands = []
    for polygon in shapely.get_parts(simple):
        for ring in (polygon.exterior, *polygon.interiors):
            points = [place(*point) for point in shapely.get_coordinates(ring)[:-1]]
            if points:
                commands.append("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z")
    return "".join(commands)


def _draw_neighbours(drawing: Element, neighbours: Sequence[Neighbour], view: View) -> list[tuple[str, BaseGeometry]]:
    """Draw the outlines; gives label and visible part (y upwards) of those that are in the window."""
    group = SubElement(drawing, "g", {"class": "sketch-neighbours", "stroke": OUTLINE, "stroke-width": "1"})
    window = shapely.box(*view.window).buffer(5 / view.scale, join_style="mitre")
    shown = []
    for neighbour in neighbours:
        visible = _polygons(shapely.intersection(neighbour.geom, window))
        if visible.is_empty:
            continue
        data = _path(visible, view.down, 0.3 / view.scale)
        SubElement(group, "path", {"d": data, "fill": PAPER, "fill-rule": "evenodd"})
        shown.append((neighbour.label, visible))
    return [(text, shapely.transform(geom, lambda xy: _each(xy, view))) for text, geom in shown]


def _draw_plot(drawing: Element, geom: BaseGeometry, colour: str, view: View) -> None:
    SubElement(
        drawing,
        "path",
        {
            "class": "sketch-plot",
            "d": _path(geom, view.down, 0.3 / view.scale),
            "fill": colour,
            "fill-rule": "evenodd",
            "stroke": ACCENT,
            "stroke-width": "2.5",
            "stroke-linejoin": "round",
        },
    )


def _draw_labels(
    drawing: Element,
    rings: Sequence[Ring],
    view: View,
    paper: Paper,
    label: str,
    geom: BaseGeometry,
    lang: Literal["vi", "en"],
) -> None:
    group = SubElement(drawing, "g", {"class": "sketch-corners", "fill": INK})
    inner = _inner_label(label, geom, view)
    if inner is not None and paper.offer(inner):
        _text(group, inner, view.height, weight="600")
    numbers, lengths = ring_labels(
        rings, view.up, paper, size=12, length_text=lambda value: format_number(value, lang, 2), most=40
    )
    for item in numbers:
        x, y = item.anchor
        SubElement(group, "circle", {"cx": _n(x), "cy": _n(view.height - y), "r": "2.6", "fill": ACCENT})
        _text(group, item, view.height, weight="600")
    for item in lengths:
        _text(group, item, view.height, fill=MUTED)


def _inner_label(label: str, geom: BaseGeometry, view: View) -> Label | None:
    """The plot's own label, if it fits into it."""
    if not label:
        return None
    east, north, radius = label_spot(geom)
    if width_of(label, 14) > 2.2 * radius * view.scale:
        return None
    x, y = view.up(east, north)
    return Label(label, x, y, 14)


def _label_neighbours(drawing: Element, shown: Sequence[tuple[str, BaseGeometry]], paper: Paper) -> None:
    group = SubElement(drawing, "g", {"class": "sketch-neighbour-labels", "fill": MUTED})
    for text, geom in sorted(shown, key=lambda item: -item[1].area):
        inside = shapely.intersection(geom, shapely.box(0, 0, paper.width, paper.height))
        if inside.is_empty:
            continue
        spot = shapely.point_on_surface(inside)
        label = Label(text, spot.x, spot.y, 11)
        left, _low, right, _top = inside.bounds
        if text and right - left > width_of(text, 11) and paper.offer(label):
            _text(group, label, paper.height)


def _draw_point(drawing: Element, view: View, point: Point | None, paper: Paper) -> None:
    x, y = view.width / 2, view.height / 2
    group = SubElement(drawing, "g", {"class": "sketch-point"})
    if point is not None:
        paper.reserve(x - 36, y - 36, 72, 72)
        SubElement(
            group,
            "circle",
            {"cx": _n(x), "cy": _n(y), "r": "34", "fill": "none", "stroke": ACCENT, "stroke-width": "2"},
        ).set("stroke-dasharray", "6 5")
        SubElement(group, "circle", {"cx": _n(x), "cy": _n(y), "r": "4", "fill": ACCENT})
    label = Label(_("Chưa có ranh giới"), x, view.height - y - 54, 15)
    paper.offer(label)
    _text(group, label, view.height, fill=INK, weight="600")


def _furniture_room(paper: Paper, view: View) -> None:
    paper.reserve(0, 0, nice_length(_SCALE_BAR / view.scale) * view.scale + 40, 34)
    paper.reserve(paper.width - 44, paper.height - 62, 44, 62)


def _north_arrow(drawing: Element, width: float) -> None:
    group = SubElement(drawing, "g", {"class": "sketch-north", "transform": f"translate({_n(width - 24)} 12)"})
    SubElement(group, "path", {"d": "M0 0L8 26L0 20L-8 26Z", "fill": INK})
    _text(group, Label(_("B"), 0, -38, 13), 0, fill=INK, weight="600")


def _scale_bar(drawing: Element, view: View, lang: Literal["vi", "en"]) -> None:
    metres = nice_length(_SCALE_BAR / view.scale)
    length, y = metres * view.scale, view.height - 16
    group = SubElement(drawing, "g", {"class": "sketch-scale"})
    half = length / 2
    for start, fill in ((12.0, INK), (12.0 + half, PAPER)):
        box = {"x": _n(start), "y": _n(y), "width": _n(half), "height": "5", "fill": fill, "stroke": INK}
        SubElement(group, "rect", box)
    unit, value = ("km", metres / 1000) if metres >= 1000 else ("m", metres)
    text = f"{format_number(value, lang)} {unit}"
    _text(group, Label("0", 12, 26, 11), view.height, fill=INK)
    _text(group, Label(text, 12 + length, 26, 11), view.height, fill=INK)


def _text(parent: Element, label: Label, height: float, *, fill: str = "", weight: str = "") -> None:
    x, y = label.x, height - label.y
    lines = label.text.split("\n")
    attributes = {"text-anchor": "middle", "font-size": _n(label.size)}
    # A halo in the colour of the paper keeps text readable over lines.
    attributes |= {"stroke": PAPER, "stroke-width": "3", "stroke-linejoin": "round", "paint-order": "stroke"}
    if fill:
        attributes["fill"] = fill
    if weight:
        attributes["font-weight"] = weight
    if label.angle:
        attributes["transform"] = f"rotate({_n(-label.angle)} {_n(x)} {_n(y)})"
    for index, line in enumerate(lines):
        shift = (index - (len(lines) - 1) / 2) * 1.15 + 0.35
        place = {"x": _n(x), "y": _n(y + shift * label.size)}
        SubElement(parent, "text", attributes | place).text = line


def _polygons(geom: BaseGeometry) -> BaseGeometry:
    """Lines and points where a neighbour only touches the window are nothing to draw."""
    parts = [part for part in shapely.get_parts(geom) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def _each(points: object, view: View) -> object:
    return [view.up(east, north) for east, north in points]  # type: ignore[attr-defined]


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
