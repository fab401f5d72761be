"""Correcting a record on its own form: whose fields it shows, how days and areas are read, what is refused."""

from datetime import date

import pytest
from django.urls import reverse

from land import actions
from land.models import Plot
from tests.database.land.lease_desk import text_of


def address(plot):
    return reverse("plot-edit", args=[plot.code])


def again(plot):
    return Plot.objects.get(pk=plot.pk)


def values_of(response, **changes):
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields if name != "file"}
    return {name: "" if value is None else value for name, value in values.items()} | changes


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
