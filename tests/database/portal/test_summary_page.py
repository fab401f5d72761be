"""The summary on screen: readable, equal to the register, to each reader theirs."""

import re
from decimal import Decimal

import pytest
from django.db.models import Sum

from land.actions import create_plots
from land.models import Plot
from portal.pages import summary
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures


@pytest.fixture
def plots(register):  # noqa: F811
    own = register.draft
    return create_plots(
        actor=None,
        drafts=[
            own(unit_at_record_id=register.old_unit.uid),
            own(dx=30, land_use_id="ODT", use_state="lent", managing_agency_id=register.other_agency.pk),
            own(dx=60, geom=None, location_basis="unit", name="Chưa đo"),
            own(dx=90, publish_level="internal", published_on=None),
        ],
    )


def text_of(client, query="", user=None, status=200) -> str:
    if user is not None and user.is_authenticated:
        client.force_login(user)
    response = client.get(f"/summary/{query}")
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_it_reads_without_javascript(client, plots):
    text = text_of(client)
    assert "Biểu tổng hợp quỹ đất công" in text
    assert "toàn bộ sổ quỹ đất công" in text
    assert "Tổng số 3 1 800,0 100,00" in text
    assert "Chưa có ranh giới 1 được đếm" in text
    assert "Phường Vũng Tàu 3 1 800,0 100,00" in text
    assert "ODT ODT 1 400,0 Cho mượn Ủy ban nhân dân phường 1 400,0" in text


def test_what_is_shown_adds_up_to_the_register(client, plots, people):  # noqa: F811
    client.force_login(people["officer"])
    context = client.get("/summary/").context
    lines = [row for unit in context["units"] for row in unit["rows"] if "state" in row]
    number = lambda text: Decimal(text.replace(".", "").replace(",", "."))  # noqa: E731
    register_area = Plot.objects.aggregate(Sum("area_m2"))["area_m2__sum"]
    assert sum(number(row["area"]) for row in lines) == register_area == number(context["total"]["area"])
    assert sum(int(row["plots"]) for row in lines) == 4 == int(context["total"]["plots"])


def test_by_the_units_of_the_record(client, plots):
    text = text_of(client, "?era=record")
    assert "Phường 10 1 400,0" in text
    assert "Chưa ghi đơn vị khi lập 2 xếp ở dòng cuối, không suy từ vị trí" in text
    assert "không suy từ vị trí" not in text_of(client)


def test_what_names_no_old_unit_opens_as_a_list(client, plots):
    told = client.get("/summary/?era=record&use_state=vacant&unit_at_record=none,26536@initial").context["unnamed"]
    assert told == {"plots": "1", "address": "/plots/?use_state=vacant&unit_at_record=none"}
    page = client.get(told["address"])
    assert page.context["count"] == 1
    assert page.context["filter_text"] == "Đơn vị khi lập: Chưa ghi đơn vị khi lập; Hiện trạng: Đất trống"
    assert page.context["map_link"].href == "/?use_state=vacant&unit_at_record=none"


def test_filters_hold_and_go_along_to_the_files_and_the_map(client, plots):
    response = client.get("/summary/?use_state=lent&area_m2=100..&era=record")
    context = response.context
    assert context["total"]["plots"] == "1"
    assert context["filter_text"] == "Diện tích (m²): từ 100; Hiện trạng: Cho mượn"
    assert context["map_link"].href == "/?use_state=lent&area=100.."
    assert context["list_address"] == "/plots/?use_state=lent&area_m2=100.."
    for fmt in ("xlsx", "pdf"):
        assert client.get(f"/plots/?{context['files']}&f=summary-{fmt}").status_code == 200


@pytest.mark.parametrize(
    ("who", "count"), [("anonymous", 3), ("stranger", 3), ("other_officer", 3), ("investor", 3), ("officer", 4)]
)
def test_each_reader_counts_theirs(client, plots, people, who, count):  # noqa: F811
    if people[who].is_authenticated:
        client.force_login(people[who])
    assert client.get("/summary/").context["total"]["plots"] == str(count)


def test_an_internal_field_is_no_filter_for_the_public(client, plots, people):  # noqa: F811
    assert "Không có tham số" in text_of(client, "?review_state=ok", status=400)
    assert text_of(client, "?review_state=ok", people["officer"])


def test_nothing_found_says_so(client, plots):
    text = text_of(client, "?land_use=LUC")
    assert "Không có khu đất nào khớp với điều kiện lọc" in text
    assert "Xem toàn bộ" in text


def test_many_lines_are_folded(client, plots, monkeypatch):
    assert client.get("/summary/").content.decode().count('<details class="summary-unit" open>') == 1
    monkeypatch.setattr(summary, "OPEN_AT_MOST", 1)
    assert client.get("/summary/").content.decode().count('<details class="summary-unit">') == 1


def test_as_of_a_day(client, plots):
    text = text_of(client, "?datetime=2020-06-01")
    assert "Số liệu đến ngày 01/06/2020" in text
