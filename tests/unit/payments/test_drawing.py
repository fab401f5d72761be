"""The drawings hold exactly the modules of the code, in a quiet zone, on the page and on paper."""

import io
import re

import pypdf
import pytest
import segno
from reportlab.pdfgen.canvas import Canvas

from payments.qr import QUIET_MODULES, draw, svg
from payments.vietqr import Transfer, payload

TEXT = payload(Transfer("970436", "0011001234567", 1_250_000_000, "NOP TIEN", single_use=True))
DARK = {
    (line, column)
    for line, row in enumerate(segno.make(TEXT, error="m", micro=False).matrix)
    for column, dark in enumerate(row)
    if dark
}
SIDE = len(segno.make(TEXT, error="m", micro=False).matrix)


def modules(path: str) -> set[tuple[int, int]]:
    """The dark modules of a path by segno: relative moves, strokes half a module below their line."""
    found, x, y = set(), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            found |= {(int(y), int(x) + step) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return found


def test_svg__holds_the_code_in_its_quiet_zone() -> None:
    drawn = str(svg(TEXT))
    whole = SIDE + 2 * QUIET_MODULES
    assert f'viewBox="0 0 {whole} {whole}"' in drawn
    assert f'<path fill="#fff" d="M0 0h{whole}v{whole}h-{whole}z"/>' in drawn
    paths = re.findall(r'<path stroke="#000" d="([^"]+)"', drawn)
    assert len(paths) == 1
    assert modules(paths[0]) == {(line + QUIET_MODULES, column + QUIET_MODULES) for line, column in DARK}


def test_svg__has_no_style_and_no_size_of_its_own() -> None:
    opening = re.match(r"<svg[^>]*>", str(svg(TEXT)))
    assert opening
    assert 'class="qr"' in opening[0]
    assert not re.search(r"\b(style|width|height|id)=", opening[0])
    assert "<style" not in svg(TEXT)


@pytest.mark.parametrize("size", [100.0, 127.5])
def test_draw__holds_the_code_in_its_quiet_zone(size: float) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(300, 300))
    draw(canvas, TEXT, 20, 30, size)
    canvas.save()
    module = size / (SIDE + 2 * QUIET_MODULES)
    found = set()
    for operands, operator in pypdf.PdfReader(file).pages[0].get_contents().operations:
        if operator == b"re":
            x, y, width, _height = (float(operand) for operand in operands)
            assert width == pytest.approx(module + 0.05, abs=0.01)
            column, line = (x - 20) / module - QUIET_MODULES, (30 + size - y) / module - QUIET_MODULES - 1
            assert (column, line) == pytest.approx((round(column), round(line)), abs=0.01)
            found.add((round(line), round(column)))
    assert found == DARK
