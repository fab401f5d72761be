"""The list of plots: filters as a plain form, JSON, what it does not have, and the way to the map."""

import pytest

from land.actions import create_plots, revise_plot
from portal.pages import plots as list_page
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures


@pytest.fixture
def plots(register):  # noqa: F811
    own = register.draft
    hidden = {"publish_level": "internal", "published_on": None, "land_use_id": "CGT"}
    return create_plots(
        actor=None,
        drafts=[
            own(name="Công viên"),
            own(dx=30, land_use_id="ODT", use_state="lent", origin="gift", side=25),
            own(dx=60, land_use_id="ODT", managing_agency_id=register.other_agency.pk, handling_plan="auction"),
            own(dx=90, **hidden),
        ],
    )


def options(client, name: str, query: str = "") -> dict[str, str]:
    choices = client.get(f"/plots/{query}").context["form"]["choices"]
    return next({one.value: one.text for one in choice.options} for choice in choices if choice.name == name)


def test_form__counts_what_can_be_chosen(client, plots):
    assert options(client, "land_use") == {"DGD": "DGD DGD (1)", "ODT": "ODT ODT (2)"}
    assert options(client, "use_state") == {"lent": "Cho mượn (1)", "vacant": "Đất trống (2)"}
    assert options(client, "managing_agency", "?land_use=ODT") == {
        "ttptqd": "Trung tâm Phát triển quỹ đất (1)",
        "ubnd": "Ủy ban nhân dân phường (1)",
    }


def test_form__what_has_no_value_can_be_chosen_too(client, plots, register):  # noqa: F811
    revise_plot(actor=None, plot=plots[0], changes={"unit_at_record_id": register.old_unit.pk}, reason="r")
    assert list(options(client, "unit_at_record").items()) == [
        ("26536@initial", "Phường 10 (1)"),
        ("none", "Chưa ghi đơn vị khi lập (2)"),
    ]
    assert options(client, "handling_plan") == {
        "auction": "Đấu giá quyền sử dụng đất (1)",
        "none": "Chưa có thông tin (2)",
    }
    assert client.get("/plots/?handling_plan=none").context["count"] == 2
    chosen = client.get("/plots/?unit_at_record=none,26536@initial").content.decode()
    assert "selected>Chưa ghi đơn vị khi lập, Phường 10</option>" in chosen


def test_form__what_is_internal_is_offered_to_whom_it_concerns(client, plots, people):  # noqa: F811
    assert "CGT" not in options(client, "land_use")
    assert [choice.name for choice in client.get("/plots/").context["form"]["choices"]][-1] == "public_flags"
    client.force_login(people["officer"])
    assert "CGT" in options(client, "land_use")
    assert [choice.name for choice in client.get("/plots/").context["form"]["choices"]][-1] == "flags"


def test_form__what_is_sent_becomes_a_short_address(client, plots):
    sent = "q=&unit=&land_use=ODT&area_from=500&area_to=&published_from=2025-01-01&published_to=2025-12-31&sortby=code"
    response = client.get(f"/plots/?{sent}", follow=True)
    address = "/plots/?land_use=ODT&sortby=code&area_m2=500..&published_on=2025-01-01..2025-12-31"
    assert response.redirect_chain == [(address, 302)]
    assert response.context["count"] == 1
    text = " ".join(response.content.decode().split())
    assert '<option value="ODT" selected>' in text
    assert 'name="area_from" value="500"' in text
    assert 'name="published_to" value="2025-12-31"' in text


def test_form__keeps_what_it_does_not_offer(client, plots):
    response = client.get("/plots/?origin=gift&land_use=ODT,DGD&recorded=2025-09-01T10:00:00Z")
    kept = dict(response.context["kept"])
    assert kept == {"origin": "gift", "recorded": "2025-09-01T10:00:00Z"}, "no box holds a moment within a day"
    assert '<option value="ODT,DGD" selected>ODT, DGD</option>' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "word"), [("area_from=x", "x"), ("published_from=2025", "2025"), ("are_from=1", "are_from")]
)
def test_form__what_is_wrong_is_explained(client, plots, query, word):
    response = client.get(f"/plots/?{query}", follow=True)
    assert response.status_code == 400
    assert word in response.content.decode()


def test_json__page_by_page_with_the_number_matched(client, plots, monkeypatch):
    monkeypatch.setattr(list_page, "_PAGE", 2)
    first = client.get("/plots/?f=json&use_state=vacant,lent").json()
    assert (first["numberMatched"], first["numberReturned"]) == (3, 2)
    links = {link["rel"]: link["href"] for link in first["links"]}
    second = client.get(links["next"]).json()
    assert "next" not in {link["rel"] for link in second["links"]}
    codes = [row["code"] for row in first["plots"] + second["plots"]]
    assert codes == ["BRVT-000001", "BRVT-000002", "BRVT-000003"]
    assert first["plots"][0]["name"] == "Công viên"
    assert first["plots"][0]["url"] == "http://testserver/plots/BRVT-000001/"
    assert not {"note", "publish_level", "flags"} & set(first["plots"][0])


@pytest.mark.parametrize(("wanted", "mend"), [("pdf", "summary-pdf"), ("dxf", "gpkg")])
def test_what_only_one_plot_has_is_refused_with_a_mend(client, plots, wanted, mend):
    response = client.get(f"/plots/?f={wanted}", headers={"Accept": "application/json"})
    assert response.status_code == 400
    problem = response.json()
    assert mend in problem["errors"][0]["mend"]
    assert f"f={wanted}" in problem["errors"][0]["detail"]


def test_xlsx_of_one_plot(client, plots):
    response = client.get("/plots/BRVT-000001/?f=xlsx")
    assert response["Content-Disposition"].endswith('"BRVT-000001.xlsx"')
    assert b"".join(response.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("path", ["/plots/", "/summary/"])
def test_the_way_to_the_map_keeps_what_the_map_filters_by(client, plots, path):
    query = "q=khu&origin=gift&legal_status=clear&area_m2=100&published_on=2025-01-01..&datetime=2025-09-01"
    found = client.get(f"{path}?{query}").context["map_link"]
    assert found.left_out == ()
    assert found.href == ("/?q=khu&origin=gift&legal_status=clear&area=100..100&published=2025-01-01..&date=2025-09-01")
    said = client.get(f"{path}?recorded=2025-09-01").context["map_link"]
    assert (said.href, said.left_out) == ("/?date=2025-09-01&said=1", ())


@pytest.mark.parametrize("path", ["/plots/", "/summary/"])
def test_the_way_to_the_map_says_what_it_leaves_out(client, plots, path):
    query = "filter=area_m2>1&bbox=107,10,108,11&code=BRVT-000001&land_use=ODT"
    response = client.get(f"{path}?{query}")
    assert response.context["map_link"].href == "/?land_use=ODT"
    assert "Bản đồ không lọc theo: Biểu thức, Trong khung, Mã khu đất." in response.content.decode()
    known = client.get(f"{path}?land_use=ODT&recorded=2025-09-01T03:00:00Z").context["map_link"]
    assert (known.href, known.left_out) == ("/?land_use=ODT&date=2025-09-01", ("Thời điểm sổ ghi",))
    assert "Bản đồ không lọc theo" not in client.get(f"{path}?land_use=ODT").content.decode()


def test_every_coded_field_is_told_to_the_map(client, plots, people):  # noqa: F811
    client.force_login(people["land_manager"])
    response = client.get("/")
    fields = response.context["config"]["fields"]
    assert {"origin", "legal_status", "location_basis", "land_use_current", "confidence"} <= {
        name for name, field in fields.items() if field["facet"]
    }


@pytest.mark.parametrize(("query", "offered"), [("?land_use=ODT", True), ("?land_use=ODT&area_m2=100000..", False)])
def test_files_are_offered_where_something_is_found(client, plots, query, offered):
    page = client.get(f"/plots/{query}").content.decode()
    assert ("f=xlsx" in page, "Không có khu đất nào khớp" in page) == (offered, not offered)
