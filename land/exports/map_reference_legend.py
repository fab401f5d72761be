"""The reference layers in the legend of a printed map."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer

from land.exports.map_drawing import PLAN_ALPHA
from land.exports.map_legend import HEADING, LINE, LegendLine
from land.exports.map_reference import LINES, OTHER_USE, ReferenceShapes
from land.exports.map_texts import OUTLINE
from land.exports.pdf_frame import INK
from land.exports.pdf_page import SMALL

MOST_USES = 20
_SIGNS = {"plans": "nothing", "roads": "line", "parcels": "outline"}
_ACROSS, _ROW, _BOX = 4, 4.6 * mm, 3.2 * mm


class Uses(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Planned uses by their codes, several in a row: their names are in the law, and on the screen."""

    def __init__(self, colours: Mapping[str, str]) -> None:
        super().__init__()
        self.uses = sorted(colours.items())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, -(-len(self.uses) // _ACROSS) * _ROW
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        for at, (code, colour) in enumerate(self.uses):
            row, column = divmod(at, _ACROSS)
            x, y = column * self.width / _ACROSS, self.height - (row + 1) * _ROW + 0.7 * mm
            canvas.saveState()
            canvas.setFillColor(HexColor(colour))
            canvas.setFillAlpha(PLAN_ALPHA)
            canvas.setStrokeColor(OUTLINE)
            canvas.setLineWidth(0.4)
            canvas.rect(x, y, _BOX, _BOX, stroke=1, fill=1)
            canvas.restoreState()
            canvas.setFillColor(INK)
            canvas.setFont(LINE.fontName, LINE.fontSize)
            canvas.drawString(x + _BOX + 1.2 * mm, y + 0.7 * mm, code[:6])


def reference_legend(reference: Sequence[ReferenceShapes]) -> list[Any]:
    """Each layer that is on, and the planned uses that are drawn; a layer that is not drawn says why."""
    return list(_lines(reference)) if reference else []


def _lines(reference: Sequence[ReferenceShapes]) -> Iterator[Any]:
    yield Spacer(1, 2 * mm)
    yield Paragraph(_("Lớp tham chiếu"), HEADING)
    for layer in reference:
        text = str(layer.kind.label)
        if not layer.drawn:
            text = _("%(layer)s: không vẽ ở tỷ lệ này, hãy in ở tỷ lệ lớn hơn") % {"layer": text}
        elif not len(layer.shapes):
            text = _("%(layer)s: không có trong khung") % {"layer": text}
        yield LegendLine(_SIGNS[layer.collection] if layer.drawn else "nothing", text, colour=LINES[layer.collection])
    used = {use: layer.colours.get(use, OTHER_USE) for layer in reference for use in layer.uses if use}
    if used:
        yield Uses(dict(sorted(used.items())[:MOST_USES]))
        yield Paragraph(_("Màu nhạt là loại đất theo quy hoạch; chỉ có giá trị tham khảo."), SMALL)
