"""The printed map: true to scale, counting exactly what it shows, telling each reader theirs alone."""

import io
import math
from datetime import date
from decimal import Decimal

import pypdf
import pytest
import segno
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from reportlab.lib.units import mm
from shapely.geometry import MultiPolygon, Polygon

from gis import crs
from gis.query.params import Params
from gis.query.question import read_question
from land.actions import create_plots, revise_plot
from land.exports import map_content
from land.exports.downloads import ExportError
from land.exports.map_drawing import OUTLINE_WIDTH, SELECTED_WIDTH
from land.exports.map_pdf import map_pdf
from land.exports.map_request import FIXED_SCALES, MapRequest, frame_of, layout_of, round_scale
from land.layers import PLOTS
from tests import places
from tests.database.exports.conftest import TODAY
from tests.database.exports.test_pdf import paths

pytestmark = pytest.mark.django_db
RULER_MM = 0.2
ADDRESS = "https://datcong.example/?at=10.34637,107.07600,16.00"


def view(side: float = 400.0, place: tuple[float, float] = places.VUNG_TAU) -> tuple[float, float, float, float]:
    """A box of degrees around a place, `side` metres wide."""
    x, y = place
    return crs.transform(
        Polygon.from_bounds(x - side / 2, y - side / 2, x + side / 2, y + side / 2), crs.LEGAL, crs.CRS84
    ).bounds


def asked(user=None, params=None, **options) -> MapRequest:
    question = read_question(PLOTS, user or AnonymousUser(), Params({k: [v] for k, v in (params or {}).items()}))
    own = {"box": view(), "address": ADDRESS, "filter_text": "", "today": TODAY}
    return MapRequest(question=question, **(own | options))


def printed(user=None, params=None, **options) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(map_pdf(asked(user, params, **options)).content()))


def text_of(reader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def outlines(reader, width=OUTLINE_WIDTH):
    return [points for drawn, points in paths(reader.pages[0]) if drawn == pytest.approx(width)]


@pytest.mark.parametrize("scale", FIXED_SCALES)
@pytest.mark.parametrize(("paper", "landscape"), [("A4", True), ("A4", False), ("A3", True), ("A3", False)])
def test_a_fixed_scale_is_true_to_a_fifth_of_a_millimetre(scale, paper, landscape, register):
    """A plot 40 mm wide and 30 mm high on paper, in the middle of the view."""
    x, y = places.VUNG_TAU
    wide, high = 0.04 * scale, 0.03 * scale
    corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
    create_plots(actor=None, drafts=[register.draft(geom=MultiPolygon([Polygon(corners)]))])
    reader = printed(scale=scale, paper=paper, landscape=landscape)
    drawn = next(points for points in outlines(reader) if len(points) == 4)
    west, south = min(point[0] for point in drawn), min(point[1] for point in drawn)
    assert max(point[0] for point in drawn) - west == pytest.approx(40, abs=RULER_MM)
    assert max(point[1] for point in drawn) - south == pytest.approx(30, abs=RULER_MM)
    window = layout_of(paper, landscape).window
    middle = (window[0] + window[2] / 2) / mm, (window[1] + window[3] / 2) / mm
    assert (west, south) == pytest.approx(middle, abs=RULER_MM)  # its corner is the middle of the view
    assert f"1:{scale:,}".replace(",", ".") in text_of(reader)
    width, height = (
        ((297, 210) if landscape else (210, 297)) if paper == "A4" else ((420, 297) if landscape else (297, 420))
    )
    assert float(reader.pages[0].mediabox.width) / mm == pytest.approx(width, abs=0.1)
    assert float(reader.pages[0].mediabox.height) / mm == pytest.approx(height, abs=0.1)


def test_the_grid_lies_where_its_coordinates_say(plots):
    reader = printed(scale=2_000, params={"sheet_number": "12"})
    drawn = next(points for points in outlines(reader) if len(points) == 4)
    x, y = places.VUNG_TAU
    west, south = min(point[0] for point in drawn), min(point[1] for point in drawn)
    cross = (west + (426_400 - x) / 2, south + (1_144_600 - y) / 2)
    lines = [points for _width, points in paths(reader.pages[0]) if len(points) == 2]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in lines]
    assert min(math.dist(cross, middle) for middle in middles) < RULER_MM
    assert "426.400" in text_of(reader)
    assert "1.144.600" in text_of(reader)


def test_fit_shows_the_whole_view_at_a_readable_scale(plots):
    box = view(1_300)
    request = asked(box=box)
    frame = frame_of(request, layout_of("A4", True).window)
    west, south, east, north = frame.bounds
    x, y = places.VUNG_TAU
    assert west <= x - 650
    assert east >= x + 650
    assert south <= y - 650
    assert north >= y + 650
    assert frame.scale == round_scale(frame.scale)


@pytest.mark.parametrize(
    ("least", "scale"), [(200, 200), (501, 600), (1_000, 1_000), (8_300, 10_000), (126_000, 150_000)]
)
def test_readable_scales(least, scale):
    assert round_scale(least) == scale


def test_it_says_its_language(plots):
    with translation.override("en"):
        assert printed(scale=2_000).trailer["/Root"]["/Lang"] == "en"


def test_it_says_all_that_makes_it_a_map(plots):
    reader = printed(scale=2_000, title="Khu đất quanh trường Lê Lợi", filter_text="Loại đất: DGD")
    text = text_of(reader)
    wanted = (
        "Khu đất quanh trường Lê Lợi",
        "5 khu đất trong khung",
        "Điều kiện lọc: Loại đất: DGD",
        "Tỷ lệ 1:2.000 – 1 cm trên bản vẽ bằng 20 m trên thực địa",
        "Hệ tọa độ VN-2000, kinh tuyến trục 107°45′, múi chiếu 3°",
        "Số liệu đến ngày 22/11/2026",
        "In ngày 22/11/2026",
        "không thay thế Giấy chứng nhận hoặc trích lục bản đồ địa chính",
        "Khu đất chưa có ranh giới",
        "https://datcong.example/?at=10.34637,107.07600,16.00",
    )
    assert [item for item in wanted if item not in text] == []
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in text  # it must not look like a certificate


def test_the_qr_code_and_the_link_hold_the_address(plots, monkeypatch):
    coded = []
    make = segno.make
    monkeypatch.setattr("land.exports.pdf_qr.segno.make", lambda text, **kw: coded.append(text) or make(text, **kw))
    reader = printed()
    assert coded == [ADDRESS]
    assert [item.get_object()["/A"]["/URI"] for item in reader.pages[0]["/Annots"]] == [ADDRESS]


def test_an_address_that_no_telephone_reads_is_told_instead(plots):
    reader = printed(address=f"https://datcong.example/?unit={'26506,' * 400}")
    assert "Liên kết quá dài để in" in text_of(reader)


def test_the_legend_counts_what_is_drawn(plots, people):
    request = asked(people["officer"], box=view(300), scale=2_000)
    frame = frame_of(request, layout_of("A4", True).window)
    content = map_content.read_content(request, frame)
    counts = {item.value: item.count for item in content.theme.classes}
    assert counts == {"DGD": 4, "ODT": 1, "CGT": 1}
    assert content.matched == sum(counts.values()) == len(content.plots.shapes) == 6
    total = PLOTS.rows(people["officer"]).values_list("area_m2", flat=True)
    assert content.area_m2 == pytest.approx(float(sum(total, Decimal())), abs=0.05)


def test_a_filter_on_the_theme_itself_narrows_its_legend(plots):
    content = read({"land_use": "ODT"})
    assert [(item.value, item.count) for item in content.theme.classes] == [("ODT", 1)]
    assert content.matched == 1


def read(params=None, scale=2_000, **options):
    request = asked(params=params, scale=scale, **options)
    return map_content.read_content(request, frame_of(request, layout_of("A4", True).window))


def test_what_lies_outside_the_frame_is_not_counted(register, plots):
    create_plots(actor=None, drafts=[register.draft(dx=3_000)])
    assert read().matched == 5
    assert read(scale=50_000).matched == 6


@pytest.mark.parametrize("theme", ["land_use", "use_state", "managing_agency", "published_on"])
@pytest.mark.parametrize("scale", [2_000, 100_000])
def test_every_theme__as_plots_and_as_cells(theme, scale, plots):
    content = read(theme=theme, scale=scale)
    assert content.counted is (scale == 100_000)
    assert sum(item.count for item in content.theme.classes) == content.matched == 5
    if content.counted:
        assert sum(cell.count for cell in content.cells) == 5
    assert len(printed(theme=theme, scale=scale).pages) == 1


def test_cells_of_all_plots_come_from_the_sums_and_are_the_same(plots):
    """The whole territory in view, so nothing is narrowed and the sums beside the register answer."""
    summed = read(scale=None, box=(104.0, 8.0, 110.0, 12.0))
    counted = read({"filter": "area_m2 >= 0 OR area_m2 IS NULL"}, scale=None, box=(104.0, 8.0, 110.0, 12.0))
    assert [(cell.count, cell.value) for cell in summed.cells] == [(cell.count, cell.value) for cell in counted.cells]
    assert summed.cells[0].x == pytest.approx(counted.cells[0].x, abs=0.01)
    assert summed.matched == counted.matched == 5


def test_more_plots_than_a_page_can_hold_are_counted(plots, monkeypatch):
    monkeypatch.setattr(map_content, "MOST_PLOTS", 3)
    content = read()
    assert content.counted
    assert sum(cell.count for cell in content.cells) == 5


@pytest.mark.parametrize("box", [(107.0, 10.0, 112.0, 12.0), (96.0, 2.5, 123.5, 25.5), (104.0, 8.0, 110.4, 15.5)])
def test_sovereignty_is_named_wherever_the_view_reaches(box, plots):
    text = text_of(printed(box=box))
    _west, south, east, north = box
    assert "Biển Đông" in text
    assert ("Quần đảo Trường Sa" in text) is (east > 109.5 and south < 12.6)
    assert ("Quần đảo Hoàng Sa" in text) is (east > 110.3 and north > 15)
    assert text.count("(Việt Nam)") == text.count("Quần đảo")


@pytest.mark.parametrize(
    ("place", "named"),
    [((430_000.0, 1_136_000.0), True), ((427_500.0, 1_144_900.0), False), ((440_000.0, 1_185_000.0), False)],
    ids=["off Vũng Tàu", "inside the ward", "inland"],
)
def test_the_sea_is_named_on_any_stretch_of_coast(place, named, plots):
    side = 600.0 if place[0] == 427_500.0 else 6_000.0
    assert ("Biển Đông" in text_of(printed(box=view(side, place)))) is named


def test_a_small_print_has_degrees_instead_of_metres(plots):
    text = text_of(printed(box=(96.0, 2.5, 123.5, 25.5)))
    assert "110°Đ" in text
    assert "10°B" in text


def test_the_selected_plot_is_marked(plots):
    reader = printed(scale=2_000, selection=plots["simple"].code)
    assert outlines(reader, SELECTED_WIDTH)
    assert f"Khu đất đang chọn: {plots['simple'].code} – Khu đất trường học Lê Lợi" in text_of(reader)


@pytest.mark.parametrize("who", ["anonymous", "stranger", "other_officer", "investor", "officer", "land_manager"])
def test_each_reader_has_theirs_alone(who, plots, people):
    hidden = plots["hidden"]
    text = text_of(printed(people[who], scale=2_000, selection=hidden.code))
    sees = who in ("officer", "land_manager")
    assert (hidden.code in text) is sees
    assert ("6 khu đất" in text) is sees
    assert "Bí mật" not in text


def test_as_of_a_day(plots):
    revise_plot(
        actor=None,
        plot=plots["formula"],
        changes={"use_state": "lent"},
        reason="Biên bản",
        valid_from=date(2026, 11, 1),
    )
    now, then = read(theme="use_state"), read({"datetime": "2026-10-01"}, theme="use_state")
    assert "lent" in {item.value for item in now.theme.classes}
    assert "lent" not in {item.value for item in then.theme.classes}
    assert "Số liệu đến ngày 01/10/2026" in text_of(printed(params={"datetime": "2026-10-01"}))


def test_nothing_in_view(plots):
    text = text_of(printed(params={"land_use": "LUC"}))
    assert "0 khu đất trong khung" in text
    assert "Không có khu đất nào khớp trong khung này" in text


def test_made_up_data_is_marked(plots):
    assert "DỮ LIỆU MẪU" not in text_of(printed())
    plots["simple"].__class__.objects.filter(pk=plots["simple"].pk).update(sample=True)
    assert "DỮ LIỆU MẪU" in text_of(printed())


def test_a_title_is_text_alone_and_stays_on_its_line(plots):
    text = text_of(printed(title="<b>A & B</b> " + "rất dài " * 14))
    assert "<b>A & B</b> rất dài" in text


@pytest.mark.parametrize(
    "options",
    [
        {"scale": 750},
        {"paper": "A5"},
        {"theme": "note"},
        {"box": (0.0, 0.0, 10.0, 10.0)},
        {"box": (108.0, 10.0, 107.0, 11.0)},
    ],
)
def test_what_cannot_be_printed_is_refused(options, plots):
    with pytest.raises(ExportError):
        printed(**options)
