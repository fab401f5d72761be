"""QR codes as vector squares."""

import segno
from reportlab.pdfgen.canvas import Canvas

from land.exports.pdf_frame import INK


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """A QR code with its lower left corner at (x, y)."""
    code = segno.make(text, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix]
    module = size / len(rows)
    canvas.setFillColor(INK)
    for line, row in enumerate(rows):
        for column, dark in enumerate(row):
            if dark:
                # A hair of overlap: viewers show white seams between touching squares otherwise.
                canvas.rect(x + column * module, y + size - (line + 1) * module, module + 0.05, module + 0.05, 0, 1)
