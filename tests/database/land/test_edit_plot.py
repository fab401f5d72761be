"""Correcting a record on its own form: whose fields it shows, how days and areas are read, what is refused."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from gis.query.facets import labels_of
from land import actions
from land.layers import PLOTS
from land.models import Plot
from land.reading import history, read_plot
from territory.models import AdminUnit
from tests.database.land.lease_desk import text_of


def address(plot):
    return reverse("plot-edit", args=[plot.code])


def again(plot):
    return Plot.objects.get(pk=plot.pk)


def values_of(response, **changes):
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields if name != "file"}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def send(client, plot, **changes):
    return client.post(address(plot), values_of(client.get(address(plot)), reason="Căn cứ biên bản", **changes))


def test_edit__opens_to_whom_some_fields_belong_and_shows_only_those(client, people, plot):
    for name, user in people.items():
        client.logout()
        if name == "anonymous":
            assert client.get(address(plot)).status_code == 302
            continue
        client.force_login(user)
        response = client.get(address(plot))
        allowed = name in {"land_manager", "land_fund_officer", "registration_office"}
        assert response.status_code == (200 if allowed else 403), name
        if name == "land_fund_officer":
            assert "name" in response.context["form"].fields
            assert not {"land_use", "area_legal_m2", "managing_agency"} & set(response.context["form"].fields)
        if name == "registration_office":
            assert "name" not in response.context["form"].fields


def test_edit__reads_days_and_areas_as_offices_write_them(manager, plot):
    page = manager.get(address(plot))
    values = values_of(
        page, name="Khu đất B", area_legal_m2="1.234,5", decision_on="22/11/2020", reason="Đính chính theo quyết định"
    )
    assert manager.post(address(plot), values).status_code == 302
    changed = again(plot)
    assert (changed.name, float(changed.area_legal_m2), changed.version) == ("Khu đất B", 1234.5, 2)
    assert changed.decision_on == date(2020, 11, 22)
    assert changed.geom.equals_exact(plot.geom)


def test_edit__pasted_corners_replace_the_boundary(manager, plot):
    west, south, _east, _north = plot.geom.extent
    ring = [(0, 0), (0, 10), (10, 10), (10, 0)]
    corners = "\n".join(f"{south + dy:.2f} {west + dx:.2f}" for dx, dy in ring)
    page = manager.get(address(plot))
    assert manager.post(address(plot), values_of(page, corners=corners, reason="Đo lại")).status_code == 302
    assert float(again(plot).area_planar_m2) == pytest.approx(100, abs=0.5)


def test_edit__a_field_of_another_office_that_is_sent_all_the_same_changes_nothing(client, people, plot):
    client.force_login(people["land_fund_officer"])
    page = client.get(address(plot))
    values = values_of(page, name="Khu đất B", area_legal_m2="9", land_use="ODT", reason="Đính chính")
    assert client.post(address(plot), values).status_code == 302
    assert (again(plot).area_legal_m2, again(plot).land_use_id) == (plot.area_legal_m2, plot.land_use_id)


def test_edit__somebody_elses_change_is_told_and_nothing_typed_is_lost(manager, plot):
    page = manager.get(address(plot))
    actions.revise_plot(actor=None, plot=plot, changes={"address": "Đường A"}, reason="x")
    answer = manager.post(address(plot), values_of(page, name="Khu đất B", reason="Đính chính"))
    assert answer.status_code == 200
    assert 'value="Khu đất B"' in text_of(answer)
    assert answer.context["form"].stale
    assert again(plot).version == 2


def test_edit__a_plot_that_ended_is_only_read(manager, plot):
    actions.remove_plot(actor=None, plot=plot, on_date=date(2026, 1, 10), reason="Bán đấu giá")
    assert manager.get(address(plot)).status_code == 409


def test_edit__a_district_that_had_no_communes_stays_the_unit_of_the_record(manager, register):
    """Papers of Côn Đảo name the district, which was a commune's place until 2025."""
    before = DateRange(None, date(2025, 7, 1))
    district = AdminUnit.objects.create(
        uid="755@initial", code="755", name="Huyện Côn Đảo", level="district", valid=before
    )
    [plot] = actions.create_plots(actor=None, drafts=[register.draft(unit_at_record_id=district.pk)])
    assert send(manager, plot, name="Khu đất B").status_code == 302
    assert (again(plot).name, again(plot).unit_at_record_id) == ("Khu đất B", district.pk)
    field = PLOTS.field_for(None, "unit_at_record")
    assert labels_of(field)[district.pk] == "Huyện Côn Đảo"


# --- which area leads ---------------------------------------------------------------------------------------------


@pytest.fixture
def measured(register):
    """A plot of 400 m² by the map and 398 by its paper, which leads; without a survey."""
    return actions.create_plots(actor=None, drafts=[register.draft(area_legal_m2=398)])[0]


def leads(plot):
    changed = again(plot)
    return float(changed.area_m2), changed.area_method


def test_leading_area__only_what_the_register_knows_is_offered(manager, measured):
    field = manager.get(address(measured)).context["form"]["area_method"]
    assert [value for value, _label in field.field.choices] == ["", "legal", "planar"]
    assert (field.value(), str(field.label)) == ("", "Căn cứ diện tích")
    page = text_of(manager.get(address(measured)))
    assert "Tự chọn" in page
    answer = send(manager, measured, area_method="surveyed")
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"area_method"}
    assert leads(measured) == (398, "legal")


def test_leading_area__is_named_kept_through_a_new_paper_and_left_to_the_register_again(manager, measured):
    assert send(manager, measured, area_method="planar").status_code == 302
    assert leads(measured) == (400, "planar")
    assert manager.get(address(measured)).context["form"]["area_method"].value() == "planar"
    assert send(manager, measured, area_legal_m2="399").status_code == 302
    assert leads(measured) == (400, "planar"), "the form showed what leads"
    assert send(manager, measured, area_method="").status_code == 302
    assert leads(measured) == (399, "legal")


def test_leading_area__another_change_leaves_it(manager, measured):
    for given, found in (("", (398, "legal")), ("planar", (400, "planar"))):
        assert send(manager, measured, area_method=given, name=f"Khu đất {given or 'A'}").status_code == 302
        assert leads(measured) == found
        assert send(manager, measured, note=f"x{given}").status_code == 302
        assert leads(measured) == found


def test_leading_area__is_not_taken_away_in_the_same_act(manager, register):
    drafts = [register.draft(area_legal_m2=398, area_surveyed_m2=401, area_method="surveyed")]
    [plot] = actions.create_plots(actor=None, drafts=drafts)
    answer = send(manager, plot, area_surveyed_m2="")
    assert "Không còn diện tích theo căn cứ này" in text_of(answer)
    assert send(manager, plot, area_surveyed_m2="", area_method="").status_code == 302
    assert leads(plot) == (398, "legal")


def test_leading_area__stands_in_the_history(manager, people, measured):
    send(manager, measured, area_method="planar")
    told = history(people["land_manager"], read_plot(people["land_manager"], measured.code, "vi"))[0]
    assert "Căn cứ diện tích" in {str(difference.title) for difference in told.differences}
    page = text_of(manager.get(reverse("plot", args=[measured.code])))
    assert "<del>Theo giấy tờ pháp lý</del> → <ins>Tính trên bản đồ (VN-2000)</ins>" in page


def test_leading_area__is_asked_of_the_department_alone_and_of_no_new_plot(client, people, measured):
    for name in ("land_fund_officer", "registration_office"):
        client.force_login(people[name])
        assert "area_method" not in client.get(address(measured)).context["form"].fields
    client.force_login(people["land_manager"])
    assert "area_method" not in client.get(reverse("plot-new")).context["form"].fields
