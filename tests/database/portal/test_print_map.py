"""The print's address: the map's own parameters in, the view that they name out, errors that help."""

import io
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest

from land.actions import create_plots
from portal.pages import print_map
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures

AT = "at=10.34900,107.07800,16.00"


@pytest.fixture
def plots(register):  # noqa: F811
    hidden = {"publish_level": "internal", "published_on": None}
    drafts = [register.draft(dx=30.0 * at, **(hidden if at == 2 else {})) for at in range(3)]
    return create_plots(actor=None, drafts=[*drafts, register.draft(dx=120, land_use_id="ODT", use_state="lent")])


@pytest.fixture
def requests_of(monkeypatch):
    """What the page asks the drawing for."""
    asked = []
    made = print_map.map_pdf
    monkeypatch.setattr(print_map, "map_pdf", lambda request: asked.append(request) or made(request))
    return asked


def fetched(client, query, user=None):
    if user is not None and user.is_authenticated:
        client.force_login(user)
    return client.get(f"/map/print.pdf?{query}")


def text_of(response) -> str:
    content = b"".join(response.streaming_content)
    return " ".join(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


def test_a_permalink_gives_a_pdf_to_look_at(client, plots):
    response = fetched(client, f"{AT}&theme=use_state&list=all&sort=code&hide=grid&layers=parcels")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; ")
    assert "3 khu đất trong khung" in text_of(response)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("land_use=ODT", 1),
        ("land_use=DGD,ODT", 3),
        ("area=..399", 0),
        ("area=400..", 3),
        ("use_state=lent", 1),
        ("date=2019-01-01", 0),
        ("date=2025-09-01", 3),
        ("date=2025-09-01&said=1", 0),
        ("date=2025-09-01&said=0", 3),
        ("said=1", 3),
        ("published=2031-01-01..", 0),
        ("filter=area_m2>1000", 0),
        ("bbox=107.5,10.5,107.6,10.6", 0),
    ],
)
def test_filters_hold_on_paper(client, plots, query, count):
    assert f"{count} khu đất trong khung" in text_of(fetched(client, f"{AT}&{query}"))


@pytest.mark.parametrize(
    ("who", "count"), [("anonymous", 3), ("stranger", 3), ("other_officer", 3), ("investor", 3), ("officer", 4)]
)
def test_what_a_reader_may_not_know_is_not_on_paper(client, plots, people, who, count):  # noqa: F811
    response = fetched(client, f"{AT}&plot={plots[2].code}", people[who])
    text = text_of(response)
    assert f"{count} khu đất trong khung" in text
    # The address of the page names the plot that was asked for; the legend only what the reader may know of.
    assert ("Khu đất đang chọn" in text) is (count == 4)
    assert response["Cache-Control"] == ("no-cache" if who == "anonymous" else "private, no-store")


def test_an_internal_field_is_no_filter_for_the_public(client, plots, people):  # noqa: F811
    assert fetched(client, f"{AT}&review_state=ok").status_code == 400
    assert fetched(client, f"{AT}&review_state=ok", people["officer"]).status_code == 200


def test_the_address_on_paper_is_the_view_without_the_paper(client, plots, requests_of):
    own = f"{AT}&q=khu&land_use=DGD,ODT&area=100..&theme=use_state&layers=land_use_plan"
    fetched(client, f"{own}&paper=A3&scale=5000&title=A&bbox=107,10.3,107.2,10.4")
    address = urlsplit(requests_of[0].address)
    assert (address.scheme, address.netloc, address.path) == ("http", "testserver", "/")
    assert parse_qs(address.query) == {
        "at": ["10.34900,107.07800,16.00"],
        "q": ["khu"],
        "layers": ["land_use_plan"],
        "land_use": ["DGD,ODT"],
        "area": ["100.."],
        "theme": ["use_state"],
    }


def test_the_conditions_are_written_in_words(client, plots, requests_of):
    fetched(client, f"{AT}&use_state=lent,vacant&area=1000..5000.5&published=2024-02-01..&date=2026-01-31")
    assert requests_of[0].filter_text == (
        "Diện tích (m²): từ 1.000 đến 5.000,5; Hiện trạng: Cho mượn, Đất trống; Ngày công khai: từ 01/02/2024"
    )


def test_without_a_box_the_view_is_that_of_a_usual_screen(client, plots, requests_of):
    fetched(client, AT)
    west, south, east, north = requests_of[0].box
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((107.078, 10.349), abs=1e-4)
    assert east - west == pytest.approx(1040 * 360 / 512 / 2**16, rel=1e-6)
    fetched(client, "")
    assert requests_of[1].box == print_map.HOME


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("at=10.3", "cần 3 số"),
        ("bbox=1,2,x,4", "cần 4 số"),
        ("bbox=1,2,3,4", "ngoài vùng in được"),
        ("paper=A0", "A4 hoặc A3"),
        ("orientation=round", "portrait"),
        ("scale=1234", "1:5.000"),
        ("scale=-1", "số nguyên"),
        ("theme=note", "Không tô màu được"),
        ("landuse=ODT", "landuse"),
        ("date=2024-13-31", "không phải là ngày"),
    ],
)
def test_what_is_wrong_is_explained(client, plots, query, word):
    response = fetched(client, query)
    assert response.status_code == 400
    assert word in response.content.decode()
