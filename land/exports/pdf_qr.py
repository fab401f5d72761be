"""QR codes as vector squares."""

import segno
from reportlab.pdfgen.canvas import Canvas

from land.exports.pdf_frame import INK


def encoded(text: str) -> segno.QRCode:
    """The code of a text, of correction level M or better: a stain or a fold over a seventh of it does no harm."""
    return segno.make(text, error="m", micro=False)


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float, quiet: int = 0) -> None:
    """A QR code with its lower left corner at (x, y), `quiet` modules of its `size` left white on each side."""
    rows = [bytes(row) for row in encoded(text).matrix]
    module = size / (len(rows) + 2 * quiet)
    left, top = x + quiet * module, y + size - quiet * module
    canvas.setFillColor(INK)
    for line, row in enumerate(rows):
        for column, dark in enumerate(row):
            if dark:
                # A hair of overlap: viewers show white seams between touching squares otherwise.
                canvas.rect(left + column * module, top - (line + 1) * module, module + 0.05, module + 0.05, 0, 1)
