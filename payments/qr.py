"""A transfer's code as a drawing: SVG inside a page, vector squares on paper."""

from django.utils.safestring import SafeString
from reportlab.pdfgen.canvas import Canvas

from land.exports.pdf_qr import draw_qr, encoded

QUIET_MODULES = 4  # ISO/IEC 18004: readers look for this margin


def svg(text: str) -> SafeString:
    """The code as `<svg>` of correction level M or better with its quiet zone, black on white in every theme.

    Attributes only, no style: the site's Content-Security-Policy lets none through. It names nothing; the page does.
    """
    code = encoded(text)
    return SafeString(
        code.svg_inline(border=QUIET_MODULES, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    )


def draw(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """The code with its quiet zone in a square of `size` points, lower left corner at (x, y)."""
    draw_qr(canvas, text, x, y, size, quiet=QUIET_MODULES)
