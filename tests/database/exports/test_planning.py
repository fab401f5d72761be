"""What planning says of a plot stands in every file of it: planned uses, road lines, price, each with its decision."""

import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pyogrio
import pypdf
import pytest
from django.utils import translation
from shapely.geometry import MultiLineString

from land.actions import PriceRow, RoadRow
from land.exports.pdf import plot_pdf
from land.exports.plot_formats import export_plot
from land.past import Past
from land.workflow import ReferenceKind
from tests import places
from tests.database.exports.conftest import TODAY
from tests.database.land.reference_sets import create, load, zone

pytestmark = pytest.mark.django_db
X, Y = places.VUNG_TAU


@pytest.fixture
def plot(register):
    made = create(register)  # 20 x 20 m
    load([zone("ODT", 10), zone("CGT", 20, dy=10)], decision_number="9/QĐ-UBND")
    line = MultiLineString([[(X - 100, Y), (X + 100, Y)]])
    load([RoadRow("Trần Phú", line, Decimal(10))], kind=ReferenceKind.ROAD_LINES, decision_number="7/QĐ-UBND")
    row = PriceRow(made.land_use_id, 60_000_000, street="Trần Phú", position=1)
    load([row], kind=ReferenceKind.LAND_PRICE, decision_number="8/QĐ-UBND")
    return made


SAID = (
    "200,0 m² (50,0 %)",
    "9/QĐ-UBND",
    "Trần Phú, lộ giới 10 m: 100,0 m² của khu đất nằm trong lộ giới",
    "60.000.000 đồng/m²",
    "8/QĐ-UBND",
)


def file_of(plot, fmt, **options) -> bytes:
    return export_plot(fmt, code=plot.code, user=None, today=TODAY, **options).content()


def sheet_of(content: bytes) -> str:
    about = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    return "\n".join(f"{row[0]}: {row[1]}" for row in about.iter_rows(values_only=True, max_col=2))


def pdf_of(plot, **options) -> str:
    content = plot_pdf(plot.code, user=None, address="https://example.vn/p", today=TODAY, **options).content()
    text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    return " ".join(text.split())


def package_of(content: bytes, folder) -> str:
    path = folder / "plot.gpkg"
    path.write_bytes(content)
    return str(pyogrio.read_info(path, layer="plots")["layer_metadata"]["DESCRIPTION"])


def every_text(plot, folder, **options) -> dict[str, str]:
    return {
        "pdf": pdf_of(plot, **options),
        "xlsx": sheet_of(file_of(plot, "xlsx", **options)),
        "kml": file_of(plot, "kml", **options).decode(),
        "gpkg": package_of(file_of(plot, "gpkg", **options), folder),
    }


def test_every_paper_and_file_says_it(plot, tmp_path):
    for fmt, text in every_text(plot, tmp_path).items():
        for said in SAID:
            assert said in text, (fmt, said, text)


def test_programs_get_numbers(plot, client):
    planning = json.loads(file_of(plot, "geojson"))["planning"]
    assert client.get(f"/plots/{plot.code}/?f=json").json()["planning"] == planning
    (plan,) = planning["plans"]
    assert (plan["kind"], plan["decision_number"], plan["basis"]) == ("land_use_plan", "9/QĐ-UBND", "boundary")
    assert {use["land_use"]: (use["area_m2"], use["percent"]) for use in plan["uses"]} == {
        "ODT": (100, 25),
        "CGT": (200, 50),
        None: (100, 25),
    }
    (road,) = planning["roads"]
    assert (road["name"], road["width_m"], road["inside_m2"], road["decision_number"]) == (
        "Trần Phú",
        10,
        100,
        "7/QĐ-UBND",
    )
    assert (planning["price"]["price"], planning["price"]["unit"]) == (60_000_000, "VND/m2")
    assert (planning["price"]["basis"], planning["price"]["decision_number"]) == ("nearest", "8/QĐ-UBND")


def test_a_past_state_says_nothing_of_todays_plans(plot, tmp_path, client):
    past = Past(date(2026, 11, 1))
    for fmt, text in every_text(plot, tmp_path, past=past).items():
        assert "QĐ-UBND" not in text, fmt
    assert "planning" not in json.loads(file_of(plot, "geojson", past=past))
    assert client.get(f"/plots/{plot.code}/?f=json&datetime=2026-11-01").json()["planning"] is None


def test_what_is_not_known_is_said(register, tmp_path):
    for fmt, text in every_text(create(register), tmp_path).items():
        assert "Chưa có lớp quy hoạch nào còn hiệu lực" in text, fmt
        assert "Không tìm thấy: chưa có bảng giá đất" in text, fmt


def test_in_english(plot, client):
    with translation.override("en"):
        text = sheet_of(file_of(plot, "xlsx"))
    assert "200.0 m² (50.0 %)" in text
    assert "60,000,000 đồng/m²" in text
