"""The admin's door to a plot: the same actions, the same rights."""

import json

import pytest
import shapely
from django.urls import reverse

from gis import crs
from land.actions import create_plots
from land.models import Plot
from tests import places


def page_of(plot):
    return reverse("admin:land_plot_change", args=[plot.pk])


@pytest.fixture
def staff(people):
    for user in people.values():
        if user.is_authenticated:
            user.is_staff = True
            user.save()
    return people


def form_values(response, **changes):
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields if not form.fields[name].disabled}
    values["boundary"] = form.fields["boundary"].widget.serialize(_degrees(form.initial["boundary"]))
    return {name: "" if value is None else value for name, value in values.items()} | changes


def _degrees(geom):
    from land.forms import _to_degrees

    return _to_degrees(geom)


def test_edit__goes_through_the_action(client, staff, plot):
    client.force_login(staff["land_manager"])
    response = client.get(page_of(plot))
    assert response.status_code == 200
    answer = client.post(page_of(plot), form_values(response, name="Khu đất B", reason="Đính chính tên"))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    changed = Plot.objects.get()
    assert (changed.name, changed.version) == ("Khu đất B", 2)
    version = changed.versions.order_by("-id").first()
    assert (version.actor_label, version.reason) == ("land_manager", "Đính chính tên")
    assert changed.geom.equals_exact(plot.geom), "an untouched boundary must not move by rounding"


def test_edit__boundary_comes_back_in_the_legal_crs(client, staff, plot):
    client.force_login(staff["land_manager"])
    shape = places.square(places.VUNG_TAU, side=25)
    text = shapely.to_geojson(crs.transform(shape, crs.LEGAL, crs.CRS84))
    values = form_values(client.get(page_of(plot)), boundary=text, reason="Đo lại")
    assert client.post(page_of(plot), values).status_code == 302
    stored = shapely.from_wkb(bytes(Plot.objects.get().geom.wkb))
    assert stored.hausdorff_distance(shape) < 0.001
    assert Plot.objects.get().area_planar_m2 == 625


def test_edit__what_the_domain_refuses_is_shown_and_nothing_is_lost(client, staff, plot, register):
    create_plots(actor=None, drafts=[register.draft(dx=30)])
    client.force_login(staff["land_manager"])
    wide = shapely.to_geojson(crs.transform(places.square(places.VUNG_TAU, 35), crs.LEGAL, crs.CRS84))
    response = client.post(page_of(plot), form_values(client.get(page_of(plot)), boundary=wide, reason="Đo lại"))
    assert response.status_code == 200
    assert "chồng lên khu đất" in response.content.decode()
    assert "Đo lại" in response.content.decode()
    assert Plot.objects.get(pk=plot.pk).version == 1


def test_edit__stale_version_is_told(client, staff, plot):
    client.force_login(staff["land_manager"])
    values = form_values(client.get(page_of(plot)), name="B", reason="r")
    assert client.post(page_of(plot), values).status_code == 302
    late = client.post(page_of(plot), values | {"name": "C"})
    assert "đã được người khác sửa" in late.content.decode()
    assert Plot.objects.get().name == "B"


def test_edit__a_reason_is_required(client, staff, plot):
    client.force_login(staff["land_manager"])
    response = client.post(page_of(plot), form_values(client.get(page_of(plot)), name="B"))
    assert "reason" in response.context["adminform"].form.errors


def test_edit__protected_fields_are_closed_to_the_land_fund(client, staff, plot):
    client.force_login(staff["land_fund_officer"])
    response = client.get(page_of(plot))
    form = response.context["adminform"].form
    closed = {name for name, field in form.fields.items() if field.disabled}
    assert {"boundary", "land_use", "managing_agency", "legal_status", "area_legal_m2"} <= closed
    assert "note" not in closed
    moved = shapely.to_geojson(crs.transform(places.square(places.VUNG_TAU, 5), crs.LEGAL, crs.CRS84))
    values = form_values(response, note="Đã rào", reason="Kiểm tra", boundary=moved, legal_status="certified")
    assert client.post(page_of(plot), values).status_code == 302
    after = Plot.objects.get()
    assert (after.note, after.legal_status) == ("Đã rào", "")
    assert after.geom.equals_exact(plot.geom)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("land_manager", 200),
        ("land_fund_officer", 200),
        ("registration_office", 200),
        ("officer", 403),
        ("planner", 403),
        ("inspector", 403),
        ("admin", 403),
        ("investor", 403),
        ("stranger", 403),
        ("other_officer", 403),
    ],
)
def test_edit__who_may_open_the_form(client, staff, plot, who, status):
    client.force_login(staff[who])
    assert client.get(page_of(plot)).status_code == status


def test_widget__the_map_script_carries_the_nonce(client, staff, plot):
    client.force_login(staff["land_manager"])
    page = client.get(page_of(plot)).content.decode()
    assert '<script nonce="' in page
    assert '<script nonce="None"' not in page
    sent = page.split('name="boundary"')[1].split(">", 1)[1].split("</textarea>")[0]
    assert json.loads(sent.replace("&quot;", '"'))["type"] == "MultiPolygon"


@pytest.mark.parametrize("sample", [True, False])
def test_every_page_says_that_the_register_is_a_sample(client, staff, plot, sample):
    Plot.objects.update(sample=sample)
    client.force_login(staff["land_manager"])
    for address in (reverse("admin:land_plot_changelist"), page_of(plot)):
        assert ("Dữ liệu mẫu" in client.get(address).content.decode()) == sample


def test_the_boundary_map_names_the_archipelagos(client, staff, plot):
    client.force_login(staff["land_manager"])
    text = client.get(page_of(plot)).content.decode()
    assert "site/widgetmap" in text
    names = json.loads(text.partition('id="sea-names" type="application/json">')[2].partition("</script>")[0])
    assert [item["name"] for item in names["islands"]] == [
        "Quần đảo Hoàng Sa (Việt Nam)",
        "Quần đảo Trường Sa (Việt Nam)",
    ]
