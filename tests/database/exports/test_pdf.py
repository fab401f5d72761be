"""The printed sheet: true to scale, readable as text, honest about what it is, and telling each reader theirs alone."""

import io
import itertools
import math

import pypdf
import pytest
import segno
from django.utils import translation
from reportlab.lib.units import mm
from shapely.geometry import MultiPolygon, Polygon

from land.actions import create_plots
from land.exports.downloads import ExportError
from land.exports.paper import SCALES
from land.exports.pdf import plot_pdf
from land.exports.pdf_map import BOUNDARY_WIDTH
from tests import places
from tests.database.exports.conftest import TODAY

pytestmark = pytest.mark.django_db
RULER_MM = 0.2


def printed(plot, user=None, **options) -> pypdf.PdfReader:
    address = f"https://datcong.example/plots/{plot.code}/"
    download = plot_pdf(plot.code, user=user, address=address, today=TODAY, **options)
    return pypdf.PdfReader(io.BytesIO(download.content()))


def text_of(reader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def paths(page):
    """Every stroked path as (line width, points in millimetres of the page)."""
    found, current, width = [], [], [1.0]
    stack = []

    def visit(operator, operands, matrix, _text_matrix):
        name = operator.decode()
        if name == "q":
            stack.append(width[0])
        elif name == "Q" and stack:
            width[0] = stack.pop()
        elif name == "w":
            width[0] = float(operands[0])
        elif name in ("m", "l"):
            a, b, c, d, e, f = matrix
            x, y = map(float, operands)
            current.append(((a * x + c * y + e) / mm, (b * x + d * y + f) / mm))
        elif name in ("S", "B", "B*", "f", "f*", "n"):
            if current:
                found.append((width[0], list(current)))
            current.clear()

    page.extract_text(visitor_operand_before=visit)
    return found


def boundary_mm(reader):
    """The corners of the plot as drawn."""
    return next(points for width, points in paths(reader.pages[1]) if width == pytest.approx(BOUNDARY_WIDTH))


def test_the_drawing_is_true_to_scale(plots):
    corners = boundary_mm(printed(plots["simple"]))
    assert len(corners) == 4
    sides = [math.dist(a, b) for a, b in itertools.pairwise([*corners, corners[0]])]
    assert sides == pytest.approx([40.0] * 4, abs=RULER_MM)  # 20 m at 1:500
    assert math.dist(corners[0], corners[2]) == pytest.approx(40 * math.sqrt(2), abs=RULER_MM)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_every_scale_on_every_paper(scale, paper, plots):
    reader = printed(plots["simple"], scale=scale, paper=paper)
    corners = boundary_mm(reader)
    assert math.dist(corners[0], corners[1]) == pytest.approx(20_000 / scale, abs=RULER_MM)
    assert f"1:{scale:,}".replace(",", ".") in text_of(reader)
    width = 210 if paper == "A4" else 297
    assert float(reader.pages[1].mediabox.width) / mm == pytest.approx(width, abs=0.1)


def test_the_grid_lies_where_its_coordinates_say(plots):
    """Measured from the boundary's corner to a labelled grid cross."""
    reader = printed(plots["simple"], scale=500)
    x, y = places.VUNG_TAU
    west, south = min(boundary_mm(reader))[0], min(point[1] for point in boundary_mm(reader))
    cross = (west + (426_440 - x) * 2, south + (1_144_660 - y) * 2)
    lines = [points for _width, points in paths(reader.pages[1]) if len(points) == 2]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in lines]
    assert min(math.dist(cross, middle) for middle in middles) < RULER_MM
    assert "426.440" in text_of(reader)
    assert "1.144.660" in text_of(reader)


@pytest.mark.parametrize(("side", "scale"), [(8, 500), (60, 500), (100, 1_000), (250, 2_000), (900, 10_000)])
def test_the_scale_is_chosen_to_fit(side, scale, register, plots):
    plot = create_plots(actor=None, drafts=[register.draft(dx=3000, side=float(side))])[0]
    corners = boundary_mm(printed(plot))
    assert math.dist(corners[0], corners[1]) == pytest.approx(side * 1000 / scale, abs=RULER_MM)


def test_a_scale_at_which_it_does_not_fit_is_refused_with_a_mend(register, plots):
    plot = create_plots(actor=None, drafts=[register.draft(dx=3000, side=300.0)])[0]
    with pytest.raises(ExportError, match=r"không vừa khổ giấy ở tỷ lệ 1:500.*1:5\.000"):
        printed(plot, scale=500)


@pytest.mark.parametrize("options", [{"scale": 750}, {"paper": "A5"}])
def test_unknown_scale_or_paper(options, plots):
    with pytest.raises(ExportError):
        printed(plots["simple"], **options)


def test_it_says_what_it_is_on_every_page(plots):
    reader = printed(plots["simple"])
    assert "PHIẾU THÔNG TIN KHU ĐẤT" in reader.pages[0].extract_text()
    assert "SƠ ĐỒ VỊ TRÍ KHU ĐẤT" in reader.pages[1].extract_text()
    for page in reader.pages:
        text = page.extract_text().replace("\n", " ")
        assert "không thay thế Giấy chứng nhận hoặc trích lục bản đồ địa chính" in text
        assert "Số liệu đến ngày 22/11/2026" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in text_of(reader)  # it must not look like a certificate


def test_facts_and_corners(plots):
    text = text_of(printed(plots["simple"]))
    wanted = ("402,5 m²", "Đất trống", "Trung tâm Phát triển quỹ đất", "123/QĐ-UBND", "29/02/2024", "Phường 10")
    wanted += ("Cơ quan ban hành", "UBND huyện Côn Đảo", "Diện tích trên mặt elip (m²)")
    assert [item for item in wanted if item not in text] == []
    assert "1.144.664,00" in text
    assert "426.432,00" in text
    assert "Biển Đông" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_paper_says_its_language(language, plots):
    with translation.override(language):
        assert printed(plots["simple"]).trailer["/Root"]["/Lang"] == language


def test_the_locator_names_the_neighbours_and_calls_them_a_sketch(plots):
    text = text_of(printed(plots["simple"])).replace("\n", " ")
    assert "Đồng Nai" in text
    assert "xung quanh là sơ đồ" in text


def test_the_qr_code_holds_the_address(plots, monkeypatch):
    asked = []
    make = segno.make
    monkeypatch.setattr("land.exports.pdf_qr.segno.make", lambda text, **kw: asked.append(text) or make(text, **kw))
    reader = printed(plots["simple"])
    assert asked == [f"https://datcong.example/plots/{plots['simple'].code}/"]
    links = [item.get_object()["/A"]["/URI"] for item in reader.pages[0]["/Annots"]]
    assert links == asked


@pytest.mark.parametrize("reader", ["anonymous", "stranger", "other_officer"])
def test_staff_print_by_somebody_else_tells_nothing_internal(reader, plots, people):
    text = text_of(printed(plots["simple"], people[reader], staff=True))
    assert "Chỉ nội bộ được biết" not in text
    assert "Bị lấn, chiếm" not in text


def test_staff_print_has_internal_fields_and_signatures(plots, people):
    text = text_of(printed(plots["simple"], people["officer"], staff=True))
    wanted = ("NGƯỜI LẬP", "NGƯỜI KIỂM TRA", "THỦ TRƯỞNG ĐƠN VỊ", "Chỉ nội bộ được biết", "Bị lấn, chiếm")
    assert [item for item in wanted if item not in text] == []


@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize("kind", ["simple", "point", "long"])
def test_signatures_stand_under_facts_on_either_paper(paper, kind, plots, people):
    """A page with signatures and nothing to sign would be a blank cheque."""
    if kind == "long":
        text = "Ghi chú dài của cán bộ. " * 60
        plots["simple"].__class__.objects.filter(pk=plots["simple"].pk).update(note=text)
    plot = plots["simple" if kind == "long" else kind]
    reader = printed(plot, people["officer"], staff=True, paper=paper)
    signed = [page.extract_text() for page in reader.pages if "NGƯỜI LẬP" in page.extract_text()]
    assert len(signed) == 1
    assert "NGƯỜI KIỂM TRA" in signed[0]
    assert "THỦ TRƯỞNG ĐƠN VỊ" in signed[0]
    assert "Thông tin nội bộ" in signed[0]
    if kind != "long":
        assert signed[0] == reader.pages[0].extract_text()


def test_a_print_for_the_counter_hides_internal_fields_of_an_officer(plots, people):
    text = text_of(printed(plots["simple"], people["officer"]))
    assert "Chỉ nội bộ được biết" not in text
    assert "NGƯỜI LẬP" not in text


def test_a_plot_without_boundary(plots):
    text = text_of(printed(plots["point"]))
    assert "Chưa có ranh giới" in text
    assert "1:2.000" in text
    assert "Bảng tọa độ" not in text


def test_a_long_boundary_has_its_table_on_pages_of_its_own(register, plots):
    x, y = places.VUNG_TAU
    ring = [(x + 3000 + 900 * math.cos(i / 50 * math.pi), y + 900 * math.sin(i / 50 * math.pi)) for i in range(100)]
    plot = create_plots(actor=None, drafts=[register.draft(geom=MultiPolygon([Polygon(ring)]))])[0]
    reader = printed(plot)
    assert len(reader.pages) == 4
    assert "100-1" in reader.pages[3].extract_text()
    assert "1:25.000" in reader.pages[1].extract_text()


def test_made_up_data_is_marked(plots):
    plots["simple"].__class__.objects.filter(pk=plots["simple"].pk).update(sample=True)
    assert all("DỮ LIỆU MẪU" in page.extract_text() for page in printed(plots["simple"]).pages)
    assert "DỮ LIỆU MẪU" not in text_of(printed(plots["formula"]))
