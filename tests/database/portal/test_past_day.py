"""A plot and the list as of a past day: page, PDF and files say what was so then and name the day."""

import io
import json
import re
from datetime import date, datetime, timedelta

import openpyxl
import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from gis.query.params import Params
from gis.query.question import read_question
from land.actions import create_plots, revise_plot
from land.layers import PLOTS
from land.models import Plot, PlotFlag, PlotParcel, PlotVersion
from land.past import Past, read_past
from land.workflow import FlagKind
from portal.pages import downloads
from tests import places
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures

CODE = "BRVT-000001"
THEN = "datetime=2025-03-01"
SECRET = "GHI CHÚ CŨ CỦA SỞ"


@pytest.fixture
def plot(register):  # noqa: F811
    """A plot that had another name, use and boundary until 2026, and a neighbour that began in 2026."""
    old = register.draft(name="Bãi đất cũ", use_state="lent", note=SECRET, area_legal_m2=412)
    beside = register.draft(dx=25, name="Khu bên cạnh", valid_from=date(2026, 1, 1))
    made, _beside = create_plots(actor=None, drafts=[old, beside])
    changes = {
        "name": "Công viên mới",
        "use_state": "vacant",
        "note": "",
        "area_legal_m2": 100,
        "geom": places.square(places.VUNG_TAU, 10),
    }
    return revise_plot(actor=None, plot=made, changes=changes, reason="Đo lại", valid_from=date(2026, 1, 1))


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def test_page__says_what_was_so_then_and_leads_back(client, plot):
    now, then = (client.get(f"/plots/{CODE}/{query}").content.decode() for query in ("", f"?{THEN}"))
    assert "Công viên mới" in now
    assert "Số liệu của ngày" not in now
    assert "Bãi đất cũ" in then
    assert "Công viên mới" not in then
    assert "412,0 m²" in then
    assert "Số liệu của ngày 01/03/2025." in then
    assert f'href="/plots/{CODE}/">Về hôm nay' in then
    assert "Khu bên cạnh" in now
    assert "Khu bên cạnh" not in then


def test_page__its_links_keep_the_day(client, plot):
    text = client.get(f"/plots/{CODE}/?{THEN}").content.decode()
    assert f'href="/?plot={CODE}&amp;date=2025-03-01"' in text
    for name in ("pdf", "xlsx", "geojson", "gpkg", "kml", "dxf", "csv"):
        assert f'href="?f={name}&amp;{THEN}"' in text
    assert '<input type="hidden" name="datetime" value="2025-03-01">' in text
    assert f'href="/plots/{CODE}/?{THEN}"' in client.get(f"/plots/?{THEN}").content.decode()
    assert client.get(f"/plots/{CODE}/?f=json&{THEN}").json()["as_of"] == "2025-03-01"


def test_list__its_sheets_are_of_what_the_register_said(client, plot):
    today = timezone.localdate()
    text = client.get(f"/plots/?recorded={today}").content.decode()
    assert f'href="/plots/{CODE}/?recorded={today}"' in text
    said = client.get(f"/plots/?f=json&recorded={today}").json()["plots"]
    assert {row["url"].partition("?")[2] for row in said} == {f"recorded={today}"}


def test_page__nothing_is_edited_in_the_past(client, plot, people):  # noqa: F811
    client.force_login(people["land_manager"])
    now, then = (client.get(f"/plots/{CODE}/{query}").content.decode() for query in ("", f"?{THEN}"))
    for act in ("Sửa hồ sơ", "Việc cần làm", "Thêm tài liệu", "Lập hợp đồng", "Lịch sử</h2>"):
        assert act in now
        assert act not in then


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("other_officer", False), ("officer", True)])
def test_page__internal_fields_of_the_day_by_reader(client, plot, people, who, sees):  # noqa: F811
    if who != "anonymous":
        client.force_login(people[who])
    text = client.get(f"/plots/{CODE}/?{THEN}").content.decode()
    assert (SECRET in text) is sees


def test_page__today_is_the_register(client, plot):
    today = timezone.localdate().isoformat()
    assert "Số liệu của ngày" not in client.get(f"/plots/{CODE}/?datetime={today}").content.decode()


@pytest.mark.parametrize("query", ["datetime=2019-01-01", "datetime=2019-01-01&f=html"])
def test_page__a_plot_that_was_not_there_yet(client, plot, query):
    response = client.get(f"/plots/{CODE}/?{query}")
    text = response.content.decode()
    assert response.status_code == 404
    assert f"Sổ không có khu đất {CODE} vào ngày 01/01/2019." in text
    assert f'href="/plots/{CODE}/"' in text
    assert 'href="/?date=2019-01-01"' in text


def test_page__what_was_not_published_then_stays_unknown(client, plot, people):  # noqa: F811
    past = PlotVersion.objects.filter(plot=plot.pk, recorded__endswith=None).order_by("valid").first()
    values = {name: getattr(past, name) for name in PlotVersion.state_fields()}
    periods = {"valid": (date(2010, 1, 1), date(2020, 1, 1)), "recorded": past.recorded}
    own = {"plot": plot, "number": past.number, "code": CODE, "version": 9, "change": "created"}
    PlotVersion.objects.create(**values | own | periods | {"publish_level": "internal"})
    public = client.get(f"/plots/{CODE}/?datetime=2015-01-01")
    assert public.status_code == 404
    assert SECRET not in public.content.decode()
    client.force_login(people["officer"])
    assert SECRET in client.get(f"/plots/{CODE}/?datetime=2015-01-01").content.decode()


@pytest.mark.parametrize("query", ["datetime=2025-13-01", "recorded=2025-13-01", "recorded=2999-01-01"])
def test_page__a_wrong_day_is_explained(client, plot, query):
    response = client.get(f"/plots/{CODE}/?{query}")
    assert response.status_code == 400
    assert query.partition("=")[2] in response.content.decode()


@pytest.fixture
def before_the_correction(plot):
    """The moment before the register learnt that the name had been wrong all the time."""
    moment = PlotVersion.objects.filter(plot=plot.pk).order_by("-recorded").first().recorded.lower
    revise_plot(actor=None, plot=plot, changes={"name": "Tên đã sửa"}, reason="Ghi sai tên")
    assert PlotVersion.objects.filter(plot=plot.pk, recorded__startswith__gt=moment).exists()
    return moment


def test_page__what_the_register_said_before_a_correction(client, plot, before_the_correction):
    asked = Past(timezone.localdate(), before_the_correction).query
    assert set(asked) == {"recorded"}
    now, said = (client.get(f"/plots/{CODE}/", query).content.decode() for query in ({}, asked))
    assert "Công viên mới" in said.partition("<main")[2]
    assert "Tên đã sửa" not in said
    assert "Tên đã sửa" in now
    told = timezone.localtime(before_the_correction).strftime("%d/%m/%Y %H:%M")
    assert f"theo sổ ghi đến {told}." in said
    assert "said=1" not in said, "the map has the end of the day only"
    links = re.findall(r'href="\?(recorded=[^"]+)">phiếu khi đó', now)
    assert [client.get(f"/plots/{CODE}/?{link}").status_code for link in links] == [200] * len(links)
    assert len(links) == 3


def test_files__of_what_the_register_said(client, plot, before_the_correction):
    asked = Past(timezone.localdate(), before_the_correction).query
    feature = json.loads(content(client.get(f"/plots/{CODE}/", {"f": "geojson", **asked})))
    assert feature["properties"]["name"] == "Công viên mới"
    assert "theo sổ ghi đến" in feature["description"]
    reader = pypdf.PdfReader(io.BytesIO(content(client.get(f"/plots/{CODE}/", {"f": "pdf", **asked}))))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Công viên mới" in text
    assert "Tên đã sửa" not in text
    assert "theo sổ ghi đến" in text


def test_page__the_register_said_nothing_yet(client, plot):
    yesterday = timezone.localdate() - timedelta(days=1)
    response = client.get(f"/plots/{CODE}/?recorded={yesterday}")
    assert response.status_code == 404
    assert f"theo sổ ghi đến {yesterday:%d/%m/%Y} 23:59" in response.content.decode()
    assert f'href="/?date={yesterday}&amp;said=1"' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "again"),
    [
        ({"datetime": "2025-03-01"}, {"datetime": "2025-03-01"}),
        ({"recorded": "2025-03-01"}, {"recorded": "2025-03-01"}),
        ({"recorded": "2025-03-01", "datetime": "2025-03-01"}, {"recorded": "2025-03-01"}),
        ({"recorded": "2025-03-01", "datetime": "2020-01-01"}, {"recorded": "2025-03-01", "datetime": "2020-01-01"}),
        ({"recorded": "2025-03-01T03:00:00Z"}, {"recorded": "2025-03-01T10:00:00+07:00"}),
    ],
)
def test_past__is_asked_for_again_as_it_was(query, again):
    past = read_past(Params({name: [text] for name, text in query.items()}))
    assert past.query == again
    assert read_past(Params({name: [text] for name, text in past.query.items()})) == past


def test_past__today_is_the_register():
    assert read_past(Params({})) is None
    assert read_past(Params({"datetime": [timezone.localdate().isoformat()]})) is None
    assert isinstance(read_past(Params({"recorded": [timezone.localdate().isoformat()]})).moment, datetime)


def test_pdf__of_the_day_with_its_address(client, plot):
    reader = pypdf.PdfReader(io.BytesIO(content(client.get(f"/plots/{CODE}/?f=pdf&{THEN}"))))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "tình trạng ngày 01/03/2025" in text
    assert "Số liệu đến ngày 01/03/2025" in text
    assert "Bãi đất cũ" in text
    assert "Công viên mới" not in text
    assert THEN in text.replace(" ", "")


def test_files__of_the_day(client, plot):
    feature = json.loads(content(client.get(f"/plots/{CODE}/?f=geojson&{THEN}")))
    assert feature["properties"]["name"] == "Bãi đất cũ"
    assert "01/03/2025" in feature["description"]
    corners = [content(client.get(f"/plots/{CODE}/?f=csv{day}")).decode() for day in ("", f"&{THEN}")]
    assert "10,00" in corners[0]
    assert "20,00" in corners[1]
    for name in ("gpkg", "kml", "dxf", "xlsx"):
        assert content(client.get(f"/plots/{CODE}/?f={name}&{THEN}"))
    gone = client.get(f"/plots/{CODE}/?f=geojson&datetime=2019-01-01")
    assert gone.status_code == 404
    assert "vào ngày 01/01/2019" in gone.content.decode()


def test_list_as_a_spreadsheet__names_the_day_of_its_data(client, plot):
    response = client.get(f"/plots/?f=xlsx&{THEN}")
    assert "_2025-03-01.xlsx" in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(content(response)))
    facts = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(max_col=2)}
    assert facts["Thời điểm"] == "Số liệu đến ngày 01/03/2025"
    assert "Bãi đất cũ" in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}


def test_report__names_the_day_of_its_data(plot, register):  # noqa: F811
    params = Params({"datetime": ["2025-03-01"]})
    question = read_question(PLOTS, AnonymousUser(), params)
    made = downloads.of_register("report", question, params)
    assert made.filename.endswith("_2025-03-01.html")
    text = made.content().decode()
    assert "Số liệu đến ngày 01/03/2025" in text
    assert json.dumps("Bãi đất cũ")[1:-1] in text


def test_page__parcels_and_flags_of_the_day(client, plot, people):  # noqa: F811
    made = Plot.objects.get(code=CODE)
    unit = made.unit
    PlotParcel.objects.filter(plot=made).delete()
    for sheet, start, end in (("7", date(2020, 1, 1), date(2025, 7, 1)), ("31", date(2025, 7, 1), None)):
        PlotParcel.objects.create(
            plot=made, unit=unit, sheet_number=sheet, parcel_number="12", period=DateRange(start, end)
        )
    PlotFlag.objects.create(
        plot=made, kind=FlagKind.ENCROACHED, period=DateRange(date(2024, 5, 2), date(2025, 5, 3)), note=SECRET
    )
    pages = {}
    for who in ("anonymous", "officer"):
        if who != "anonymous":
            client.force_login(people[who])
        for query in ("", f"?{THEN}", "?recorded=2026-01-02"):
            text = " ".join(client.get(f"/plots/{CODE}/{query}").content.decode().split())
            pages[who, query] = text
            parcels = text.partition('id="parcels"')[2]
            assert ("<td>31</td>" in parcels, "<td>7</td>" in parcels) == {
                "": (True, True),
                f"?{THEN}": (False, True),
            }.get(query, (False, False))
    flag = "<td>Bị lấn, chiếm</td><td>02/05/2024</td><td>03/05/2025</td>"
    assert [key for key, text in pages.items() if flag in text] == [("officer", ""), ("officer", f"?{THEN}")]
    assert [key[0] for key, text in pages.items() if SECRET in text.partition('id="flags"')[2][:2000]] == [
        "officer"
    ] * 2
