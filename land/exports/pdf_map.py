"""The map of a plot sheet, drawn at true scale: one metre is `points_per_metre(scale)` points, nothing is stretched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from django.utils.translation import gettext as _
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable
from shapely.geometry.base import BaseGeometry

from gis.text.numbers import format_number
from land.corners import Ring
from land.exports import fonts
from land.exports.paper import GRID_RIM, points_per_metre, scale_text
from land.exports.pdf_frame import INK, LINE, MUTED, MapFrame, draw_border, draw_crosses, draw_label, draw_north_arrow
from land.exports.rows import number_lang
from land.placing import Label, Paper, label_spot, nice_length, ring_labels, width_of
from land.sketch import Neighbour

BOUNDARY = HexColor("#a3211a")
BOUNDARY_WIDTH = 1.4
_WHITE = HexColor("#ffffff")
_SCALE_BAR_LONGEST = 60 * mm


@dataclass(frozen=True)
class Scene:
    """What is drawn.

    Attributes:
        geom: boundary in the legal CRS; None for a plot without one.
        centre: (east, north) in the middle of the map.
        rings: corners of the boundary.
        colour: official colour of the land use.
        label: written on the plot.
    """

    geom: BaseGeometry | None
    centre: tuple[float, float]
    rings: Sequence[Ring]
    neighbours: Sequence[Neighbour]
    colour: str
    label: str
    scale: int


class PlotMap(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The map with its grid labels; `width` and `height` are those of the whole drawing."""

    def __init__(self, scene: Scene, width: float, height: float) -> None:
        super().__init__()
        self.scene, self.width, self.height = scene, width, height
        self._ratio = points_per_metre(scene.scale)
        self._window = window_of(width, height)
        self._ground = MapFrame(scene.centre, scene.scale, self._window)

    def wrap(self, *_available: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.translate(GRID_RIM, GRID_RIM)
        paper = Paper(*self._window, margin=2)
        paper.reserve(self._window[0] - 14 * mm, self._window[1] - 20 * mm, 14 * mm, 20 * mm)
        self._inside(canvas, paper)
        draw_border(canvas, self._ground)
        draw_north_arrow(canvas, self._window[0] - 7 * mm, self._window[1] - 15 * mm)
        canvas.restoreState()

    def to_paper(self, east: float, north: float) -> tuple[float, float]:
        """Points from the window's lower left corner."""
        return self._ground.to_paper(east, north)

    def _inside(self, canvas: Canvas, paper: Paper) -> None:
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(0, 0, *self._window)
        canvas.clipPath(clip, stroke=0)
        neighbours = list(self._neighbours(canvas))
        if self.scene.geom is None:
            self._circle(canvas, paper)
        else:
            self._plot(canvas, self.scene.geom)
        draw_crosses(canvas, self._ground)
        if self.scene.geom is not None:
            self._labels(canvas, paper, self.scene.geom)
        for label in neighbours:
            if paper.offer(label):
                draw_label(canvas, label, MUTED)
        canvas.restoreState()

    def _neighbours(self, canvas: Canvas) -> Iterator[Label]:
        """Draw the other plots; gives the labels that may be written on them."""
        window = shapely.box(*self._ground.bounds)
        for neighbour in self.scene.neighbours:
            if not shapely.intersects(window, neighbour.geom):
                continue
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(0.5)
            canvas.setFillColor(_pale(neighbour.colour))
            canvas.drawPath(self._path(canvas, neighbour.geom), stroke=1, fill=1)
            visible = shapely.intersection(window, neighbour.geom)
            spot = shapely.point_on_surface(visible)
            label = Label(neighbour.label, *self.to_paper(spot.x, spot.y), 6)
            left, _low, right, _top = visible.bounds
            if (right - left) * self._ratio > width_of(neighbour.label, 6):
                yield label

    def _plot(self, canvas: Canvas, geom: BaseGeometry) -> None:
        canvas.saveState()
        canvas.setFillColor(HexColor(self.scene.colour))
        canvas.setFillAlpha(0.75)
        canvas.setStrokeColor(BOUNDARY)
        canvas.setLineWidth(BOUNDARY_WIDTH)
        canvas.setLineJoin(1)
        canvas.drawPath(self._path(canvas, geom), stroke=1, fill=1)
        canvas.restoreState()

    def _path(self, canvas: Canvas, geom: BaseGeometry) -> PDFPathObject:
        path = canvas.beginPath()
        for polygon in shapely.get_parts(geom):
            for ring in (polygon.exterior, *polygon.interiors):
                first, *others = (self.to_paper(*point) for point in shapely.get_coordinates(ring)[:-1])
                path.moveTo(*first)
                for point in others:
                    path.lineTo(*point)
                path.close()
        return path

    def _circle(self, canvas: Canvas, paper: Paper) -> None:
        x, y = self._window[0] / 2, self._window[1] / 2
        paper.reserve(x - 14 * mm, y - 14 * mm, 28 * mm, 28 * mm)
        canvas.saveState()
        canvas.setStrokeColor(BOUNDARY)
        canvas.setLineWidth(1.2)
        canvas.setDash(4, 3)
        canvas.circle(x, y, 13 * mm)
        canvas.setDash()
        canvas.setFillColor(BOUNDARY)
        canvas.circle(x, y, 1 * mm, stroke=0, fill=1)
        canvas.restoreState()
        label = Label(_("Chưa có ranh giới"), x, y - 18 * mm, 9)
        paper.offer(label)
        draw_label(canvas, label, INK, fonts.BOLD)

    def _labels(self, canvas: Canvas, paper: Paper, geom: BaseGeometry) -> None:
        own = self._own_label(geom)
        if own is not None and paper.offer(own):
            draw_label(canvas, own, INK, fonts.BOLD)
        numbers, lengths = ring_labels(
            self.scene.rings,
            self.to_paper,
            paper,
            size=6.5,
            length_text=lambda value: format_number(value, number_lang(), 2),
            most=60,
        )
        canvas.setFillColor(BOUNDARY)
        for label in numbers:
            canvas.circle(*label.anchor, 1.1, stroke=0, fill=1)
        for label in numbers:
            draw_label(canvas, label, INK, fonts.BOLD)
        for label in lengths:
            draw_label(canvas, label, INK)

    def _own_label(self, geom: BaseGeometry) -> Label | None:
        east, north, radius = label_spot(geom)
        fits = width_of(self.scene.label, 9) < 2.4 * radius * self._ratio
        return Label(self.scene.label, *self.to_paper(east, north), 9) if fits and self.scene.label else None


class ScaleBar(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A bar in five parts with round lengths, and the scale in figures."""

    def __init__(self, scale: int, longest: float = _SCALE_BAR_LONGEST) -> None:
        super().__init__()
        self.scale = scale
        self.metres = nice_length(longest / points_per_metre(scale))
        self.width, self.height = self.metres * points_per_metre(scale) + 14 * mm, 9 * mm

    def wrap(self, *_available: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        part = self.metres * points_per_metre(self.scale) / 5
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.5)
        for index in range(5):
            canvas.setFillColor(INK if index % 2 == 0 else _WHITE)
            canvas.rect(3 * mm + index * part, 2 * mm, part, 1.6 * mm, stroke=1, fill=1)
        unit, factor = ("km", 1000) if self.metres >= 1000 else ("m", 1)
        for index in (0, 1, 3, 5):
            text = format_number(self.metres * index / 5 / factor, number_lang())
            if index == 5:
                text = f"{text} {unit}"
            draw_label(canvas, Label(text, 3 * mm + index * part, 6 * mm, 6.5), INK)


def window_of(width: float, height: float) -> tuple[float, float]:
    """Size of the map window inside a drawing of this size."""
    return width - 2 * GRID_RIM, height - 2 * GRID_RIM


def scale_sentence(scale: int) -> str:
    """The scale in words."""
    unit, factor = ("km", 100_000) if scale >= 100_000 else ("m", 100)
    return _("Tỷ lệ %(scale)s – 1 cm trên bản vẽ bằng %(length)s %(unit)s trên thực địa") % {
        "scale": scale_text(scale),
        "length": format_number(scale / factor, number_lang()),
        "unit": unit,
    }


def _pale(colour: str) -> Color:
    """A land-use colour that stands back behind the plot's own."""
    own = HexColor(colour or "#f3f6f5")
    return Color(*(1 - (1 - part) * 0.22 for part in (own.red, own.green, own.blue)))
