"""The plot page, the list, the search box: what they say, and to whom."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.roles import Role
from land.actions import create_plots, revise_plot
from land.layers import FIELDS
from portal.pages.plot import SECTIONS
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures
from tests.factories import land

SECRET = "BÍ MẬT CỦA SỞ"


@pytest.fixture
def plots(register):  # noqa: F811
    return create_plots(
        actor=None,
        drafts=[
            register.draft(
                name="Khu đất trống góc đường <Bình Giã>",
                note=SECRET,
                unit_at_record_id=register.old_unit.uid,
                sheet_number="112",
                parcel_number="345",
                parcels=[(register.old_unit.uid, "12", "345", None, date(2025, 7, 1))],
            ),
            register.draft(dx=30, publish_level="internal", published_on=None, name=SECRET),
            register.draft(dx=60, geom=None, location_basis="unit", name="Chưa đo", area_legal_m2=500),
        ],
    )


def page(client, path, user=None, **headers):
    if user is not None and not isinstance(user, AnonymousUser):
        client.force_login(user)
    return client.get(path, headers=headers)


def test_plot_page__reads_without_javascript(client, plots):
    response = page(client, "/plots/BRVT-000001/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "Phiếu thông tin khu đất" in text
    assert "không thay thế Giấy chứng nhận hoặc trích lục bản đồ địa chính" in text
    assert "Khu đất trống góc đường &lt;Bình Giã&gt;" in text
    assert "<Bình Giã>" not in text
    assert "400,0 m²" in text
    assert "Phường 10" in text
    assert "<svg" in text
    assert "1.144.664,00" in text  # north of the north-west corner
    assert "tạm tính" in text
    assert "Dữ liệu mẫu" not in text


def test_plot_page__every_field_of_the_layer_stands_in_a_section():
    shown = {name for _key, _title, names in SECTIONS for name in names}
    spelt_out = {"unit", "unit_at_record", "managing_agency"}  # their names stand there
    assert {field.name for field in FIELDS} - shown == spelt_out | {"parcel_uid_provisional"}  # said in a sentence


def test_plot_page__nothing_internal_for_the_public(client, plots):
    text = page(client, "/plots/BRVT-000001/").content.decode()
    assert SECRET not in text
    assert "BRVT-000002" not in text  # a neighbour that is not published
    assert "Ghi chú nội bộ" not in text
    assert "Sửa hồ sơ" not in text


@pytest.mark.parametrize(
    ("who", "sees"),
    [("stranger", False), ("other_officer", False), ("investor", False), ("officer", True), ("land_manager", True)],
)
def test_plot_page__internal_fields_by_reader(client, plots, people, who, sees):  # noqa: F811
    assert (SECRET in page(client, "/plots/BRVT-000001/", people[who]).content.decode()) is sees
    assert page(client, "/plots/BRVT-000002/", people[who]).status_code == (200 if sees else 404)


def test_plot_page__unpublished_and_unknown_look_alike(client, plots):
    hidden, unknown = (page(client, f"/plots/BRVT-{n}/") for n in ("000002", "999999"))
    assert hidden.status_code == unknown.status_code == 404
    own = r"BRVT-\d+|value=\"\w{64}\"|nonce=\"[^\"]+\""  # what differs from request to request anyway
    assert re.sub(own, "", hidden.content.decode()) == re.sub(own, "", unknown.content.decode())


def test_plot_page__without_boundary_says_so(client, plots):
    text = page(client, "/plots/BRVT-000003/").content.decode()
    assert "Chưa có ranh giới" in text
    assert "Bảng tọa độ góc ranh" not in text


def test_plot_page__history_with_differences(client, plots):
    revise_plot(actor=None, plot=plots[0], changes={"use_state": "lent"}, reason="Lý do nội bộ")
    text = page(client, "/plots/BRVT-000001/").content.decode()
    assert "<del>Đất trống</del> → <ins>Cho mượn</ins>" in text
    assert "Lý do nội bộ" not in text


def test_plot_page__json_ld_cannot_be_broken_out_of(client, plots):
    text = page(client, "/plots/BRVT-000001/").content.decode()
    block = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.DOTALL).group(1)
    data = json.loads(block)
    assert data["name"] == "Khu đất trống góc đường <Bình Giã>"
    assert data["geo"]["latitude"] == pytest.approx(10.35, abs=0.01)
    told = {item["name"]: item["value"] for item in data["additionalProperty"]}
    assert told == {"Diện tích (m²)": "400,0 m²", "Loại đất theo hồ sơ": "DGD – DGD", "Hiện trạng": "Đất trống"}


def test_plot_card__as_json(client, plots):
    card = page(client, "/plots/BRVT-000001/?f=json").json()
    facts = {fact["name"]: fact for fact in card["facts"]}
    assert facts["area_m2"]["text"] == "400,0 m²"
    assert "note" not in facts


def test_list__pages_by_keyset_and_filters(client, plots):
    response = page(client, "/plots/")
    assert response.context["count"] == 2
    assert [row["code"] for row in response.context["rows"]] == ["BRVT-000001", "BRVT-000003"]
    assert page(client, "/plots/?q=chua do").context["count"] == 1
    assert page(client, "/plots/?filter=area_m2>450").context["count"] == 1
    assert page(client, "/plots/?q=zzzz").context["count"] == 0


def test_plot_page__the_print_has_paper_scale_and_for_the_inside_the_staff_blocks(client, plots, people):  # noqa: F811
    public = page(client, "/plots/BRVT-000001/").content.decode()
    assert '<select name="scale">' in public
    assert '<option value="2000">1:2.000</option>' in public
    assert 'name="staff"' not in public
    assert 'name="staff"' in page(client, "/plots/BRVT-000001/", people["officer"]).content.decode()
    assert page(client, "/plots/BRVT-000001/?f=pdf&paper=A3&scale=&staff=true").status_code == 200


def test_list__bad_filter_is_explained(client, plots):
    response = page(client, "/plots/?filter=aera_m2>450")
    assert response.status_code == 400
    assert "aera_m2" in response.content.decode()


@pytest.mark.parametrize("fmt", ["xlsx", "gpkg", "geojson", "shp", "csv", "kml"])
def test_list__downloads_hold_what_is_filtered_and_no_more(client, plots, fmt):
    response = page(client, f"/plots/?f={fmt}")
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    assert content
    assert "attachment" in response["Content-Disposition"]
    assert SECRET.encode() not in content


@pytest.mark.parametrize("query", ["BRVT-000002", SECRET, "bi mat"])
def test_search__hidden_plots_are_not_found(client, plots, query):
    answer = page(client, "/search?q=" + query, Accept="application/json").json()
    assert not [row for row in answer["results"] if row["kind"] == "plot"]


def test_search__old_unit_name_answers_with_the_unit_of_today(client, plots, register):  # noqa: F811
    from territory.models import UnitSuccession

    UnitSuccession.objects.create(predecessor=register.old_unit, successor=register.unit, on_date=date(2025, 7, 1))
    rows = page(client, "/search?q=P. 10", Accept="application/json").json()["results"]
    unit = next(row for row in rows if row["kind"] == "unit")
    assert unit["title"] == "Phường 10"
    assert unit["code"] == register.unit.uid
    assert unit["url"] == f"/?unit={register.unit.uid}"
    assert "Phường Vũng Tàu" in unit["note"]


def test_search__an_old_unit_leads_to_all_its_heirs(client, plots, register):  # noqa: F811
    from territory.models import UnitSuccession

    for heir in (register.unit, register.neighbour):
        UnitSuccession.objects.create(predecessor=register.old_unit, successor=heir, on_date=date(2025, 7, 1))
    rows = page(client, "/search?q=P. 10", Accept="application/json").json()["results"]
    unit = next(row for row in rows if row["kind"] == "unit")
    assert unit["url"] == f"/?unit={register.unit.uid},{register.neighbour.uid}"


def test_search__a_place_opens_the_map_there(client, plots):
    rows = page(client, "/search?q=10.5001, 107.2001", Accept="application/json").json()["results"]
    assert rows[0]["url"] == "/?at=10.500100,107.200100,17"


@pytest.mark.parametrize("query", ["10.3501, 107.0801", "X=1144654 Y=426442", "426442 1144654"])
def test_search__coordinates_in_both_systems_find_the_plot(client, plots, query):
    rows = page(client, "/search?q=" + query, Accept="application/json").json()["results"]
    assert rows[0]["kind"] == "coordinates"
    assert rows[0]["note"] == "BRVT-000001"


def test_search__page_without_javascript(client, plots):
    text = page(client, "/search?q=binh gia").content.decode()
    assert "BRVT-000001" in text
    assert "Không tìm thấy" in page(client, "/search?q=zzzz").content.decode()


@pytest.mark.parametrize("path", ["/", "/plots/", "/plots/BRVT-000001/", "/search?q=a", "/accounts/sign-in/"])
def test_every_page__strict_policy(client, plots, path):
    policy = page(client, path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "fmt", ["pdf", "pdf&paper=A3", "pdf&scale=500", "geojson", "gpkg", "kml", "dxf", "csv", "xlsx"]
)
def test_plot_downloads(client, plots, fmt):
    response = page(client, f"/plots/BRVT-000001/?f={fmt}")
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    assert len(content) > 200
    assert SECRET.encode() not in content


@pytest.mark.parametrize(
    ("query", "word"),
    [("f=doc", "doc"), ("f=pdf&paper=A9", "A9"), ("f=pdf&scale=123", "123"), ("f=pdf&scale=x", "scale")],
)
def test_plot_downloads__unknown_is_explained(client, plots, query, word):
    response = page(client, f"/plots/BRVT-000001/?{query}")
    assert response.status_code == 400
    assert word in response.content.decode()


@pytest.mark.parametrize(
    ("came_from", "offered"), [("/?at=10.35,107.08,15", True), ("https://elsewhere.example/x", False)]
)
def test_downloads__a_refusal_leads_back_to_where_the_link_was(client, plots, came_from, offered):
    referer = came_from if came_from.startswith("https:") else f"http://testserver{came_from}"
    response = client.get("/plots/BRVT-000001/?f=pdf&paper=A9", HTTP_REFERER=referer, HTTP_ACCEPT="text/html,*/*")
    assert response.status_code == 400
    assert (f'href="{referer}"' in response.content.decode()) == offered


@pytest.mark.parametrize("path", ["/plots/", "/plots/BRVT-000001/", "/summary/"])
def test_downloads__are_plain_links(client, plots, path):
    """A browser drops the page that says why there is no file where the link has the attribute."""
    links = re.findall(r"<a [^>]*f=(?:xlsx|gpkg|summary-xlsx)[^>]*>", page(client, path).content.decode())
    assert links
    assert not [link for link in links if " download" in link]


@pytest.mark.parametrize("fmt", ["summary-xlsx", "summary-pdf", "report"])
def test_list__summary_and_report(client, plots, fmt):
    response = page(client, f"/plots/?f={fmt}")
    content = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert len(content) > 1000
    assert SECRET.encode() not in content


def test_list__says_its_conditions_and_keeps_them_on_the_way_to_the_map(client, plots):
    text = page(client, "/plots/?use_state=vacant&area_m2=10..").content.decode()
    assert "Điều kiện lọc" in text
    assert 'href="/?use_state=vacant&amp;area=10.."' in text
    assert "Điều kiện lọc" not in page(client, "/plots/").content.decode()


@pytest.mark.parametrize(("role", "offered"), [(Role.ADMIN, True), (Role.LAND_MANAGER, False)])
def test_menu__leads_administrators_to_the_users(client, plots, role, offered):
    client.force_login(land.person("someone", role))
    assert ('href="/admin/"' in page(client, "/summary/").content.decode()) == offered


@pytest.mark.parametrize(("role", "offered"), [(Role.LAND_MANAGER, True), (Role.PLANNER, False), (Role.ADMIN, False)])
def test_menu__leads_managers_to_the_register_in_the_admin(client, plots, role, offered):
    client.force_login(land.person("someone", role))
    assert ('href="/admin/land/plot/"' in page(client, "/summary/").content.decode()) == offered


@pytest.mark.parametrize(
    ("address", "foreign"),
    [
        ("", False),
        ("/base/{z}/{x}/{y}.png", False),
        ("http://testserver/b.pmtiles", False),
        ("https://a.example/{z}/{x}/{y}", True),
    ],
)
def test_map__warns_of_a_foreign_base_map(client, plots, settings, address, foreign):
    settings.BASEMAP_URL = address
    assert ("có thể không thể hiện đúng chủ quyền" in page(client, "/").content.decode()) == foreign
