"""New plots and the worklists, through their pages."""

import re

import pytest
import shapely
from django.urls import reverse

from accounts.roles import Role
from gis import crs
from land import actions
from land.models import Plot, PlotParcel
from land.workflow import LocationBasis, PublishLevel
from tests import places
from tests.database.land.lease_desk import text_of

UNIT = "26506@2025-07-01"
DESK = ("desk-review", "desk-unplaced")


def create(client, **values):
    return client.post("/plots/new/", {"unit": UNIT, "reason": "Kiểm kê 2026", **values})


@pytest.mark.parametrize("path", ["/desk/review/?unit=%00", "/desk/unplaced/?unit=a%00b", "/desk/unplaced/?basis=%00"])
def test_desks__a_sign_that_no_database_holds_is_a_bad_request(manager, path):
    manager.raise_request_exception = False
    answer = manager.get(path)
    assert answer.status_code == 400
    assert "NUL" in text_of(answer)


# --- who ----------------------------------------------------------------------------------------------------------


def test_new__open_to_the_department_alone(client, people):
    for name, user in people.items():
        client.logout()
        if name == "anonymous":
            assert client.get("/plots/new/")["Location"].startswith("/accounts/sign-in/")
            continue
        client.force_login(user)
        wanted = 200 if name == "land_manager" else 403
        assert client.get("/plots/new/").status_code == wanted, name
        assert (create(client).status_code == 302) is (name == "land_manager"), name
    assert Plot.objects.count() == 1


def test_desks__open_to_whoever_reads_the_inside(client, people):
    inside = {*(Role.LAND_MANAGER, Role.PLANNER, Role.INSPECTOR, Role.OFFICER, Role.REGISTRATION_OFFICE)}
    inside |= {Role.CLERK, Role.LEADER, Role.LAND_FUND_OFFICER, "other_officer"}
    for name, user in people.items():
        client.logout()
        if name == "anonymous":
            assert client.get(reverse(DESK[0])).status_code == 302
            continue
        client.force_login(user)
        for desk in DESK:
            assert client.get(reverse(desk)).status_code == (200 if name in inside else 404), (name, desk)
        assert ('href="/desk/review/"' in text_of(client.get("/accounts/"))) is (name in inside), name


# --- new plots ----------------------------------------------------------------------------------------------------


def test_new__by_unit_alone(manager):
    assert manager.get("/plots/new/").status_code == 200
    assert create(manager).status_code == 302
    plot = Plot.objects.get()
    assert (plot.location_basis, plot.publish_level, plot.geom) == (LocationBasis.UNIT, PublishLevel.INTERNAL, None)


def test_new__by_sheet_and_parcels(manager):
    answer = create(manager, sheet_number="12", parcel_number="7, 8", name="Đất chợ")
    assert answer.status_code == 302
    numbers = PlotParcel.objects.values_list("unit_id", "sheet_number", "parcel_number").order_by("parcel_number")
    assert list(numbers) == [(UNIT, "12", "7"), (UNIT, "12", "8")]
    page = text_of(manager.get(answer["Location"]))
    assert "không có tờ, thửa này trên bản đồ địa chính đã nạp" in page


def test_new__by_point_by_corners_and_by_drawing(manager):
    east, north = places.VUNG_TAU
    assert create(manager, corners=f"{north:.2f} {east:.2f}").status_code == 302
    assert Plot.objects.latest("number").location_basis == LocationBasis.POINT
    shape = places.square(places.VUNG_TAU, 20).geoms[0]
    corners = "\n".join(f"{y:.3f};{x:.3f}" for x, y in shape.exterior.coords)
    assert create(manager, corners=corners).status_code == 302
    assert Plot.objects.latest("number").area_planar_m2 == 400
    away = crs.transform(places.square(places.VUNG_TAU, 20, dx=50), crs.LEGAL, crs.CRS84)
    assert create(manager, drawn=shapely.to_geojson(shapely.GeometryCollection(list(away.geoms)))).status_code == 302
    assert round(Plot.objects.latest("number").area_planar_m2) == 400


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"unit": ""}, "Chưa ghi được"),
        ({"reason": ""}, "Chưa ghi được"),
        ({"area_legal_m2": "nhiều"}, "Chưa ghi được"),
        ({"corners": "abc 12"}, "Dòng 1: không đọc được tọa độ"),
        ({"corners": "một hai ba"}, "Không đọc được tọa độ nào"),
        ({"corners": "1146543.21 432100.55\n1146553.21 432100.55"}, "cần ít nhất ba góc"),
        ({"unit": "26536@initial"}, "Chưa ghi được"),
    ],
)
def test_new__bad_input_is_said_and_nothing_is_lost(manager, given, said):
    page = create(manager, **({"name": "Trạm y tế cũ"} | given))
    assert page.status_code == 200
    assert said in text_of(page)
    assert "Trạm y tế cũ" in text_of(page)
    assert not Plot.objects.exists()


def test_new__overlap_and_taken_number_are_said(manager, register):
    held = actions.create_plots(actor=None, drafts=[register.draft(parcels=[(UNIT, "12", "7")])])[0]
    shape = places.square(places.VUNG_TAU, 20).geoms[0]
    corners = "\n".join(f"{y:.3f} {x:.3f}" for x, y in shape.exterior.coords)
    assert "chồng lên khu đất" in text_of(create(manager, corners=corners))
    taken = create(manager, sheet_number="12", parcel_number="7")
    assert f"đang thuộc khu đất {held.code}" in text_of(taken)
    assert Plot.objects.count() == 1


# --- the worklists ------------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(register):
    note = {"code": "area_differs", "detail": "Lệch 30 %", "mend": "Đo lại"}
    own = {"publish_level": "internal", "published_on": None, "review_state": "needs_review"}
    drafts = [
        register.draft(name="Lệch diện tích", review_notes=[note], **own),
        register.draft(
            dx=50, name="Thiếu quyết định", review_notes=[{"field": "decision_number", "detail": "Thiếu"}], **own
        ),
        register.draft(
            dx=100,
            name="Bên kia",
            unit_id=register.neighbour.uid,
            review_notes=[note],
            managing_agency_id=register.other_agency.pk,
            **own,
        ),
        register.draft(dx=150, name="Không sao"),
    ]
    return actions.create_plots(actor=None, drafts=drafts)


def test_review__lists_what_is_wrong_and_narrows(manager, faulty):
    page = text_of(manager.get("/desk/review/"))
    assert all(name in page for name in ("Lệch diện tích", "Thiếu quyết định", "Bên kia", "Lệch 30 %", "Đo lại"))
    assert "Không sao" not in page
    assert reverse("plot-review", args=[faulty[0].code]) in page
    area = text_of(manager.get("/desk/review/?kind=area"))
    assert "Bên kia" in area
    assert "Thiếu quyết định" not in area.split("worklist")[1]
    both = text_of(manager.get(f"/desk/review/?kind=area&unit={UNIT}"))
    assert "Bên kia" not in both.split("worklist")[1]
    assert "Không có hồ sơ nào khớp" in text_of(manager.get("/desk/review/?unit=nowhere&page=9"))


@pytest.mark.parametrize(
    ("who", "seen", "may"),
    [
        ("land_manager", 3, 3),
        ("inspector", 3, 0),
        ("officer", 2, 0),
        ("other_officer", 1, 0),
        ("land_fund_officer", 2, 2),
    ],
)
def test_review__each_sees_and_may_what_is_theirs(client, people, faulty, who, seen, may):
    client.force_login(people[who])
    page = client.get("/desk/review/")
    assert len(page.context["rows"]) == seen
    assert len(re.findall(r'href="/plots/BRVT-\d+/review/"', text_of(page))) == may


def test_unplaced__chosen_plots_are_placed_each_with_an_answer(client, people, register):
    drafts = [register.draft(geom=None, location_basis="unit", name=name) for name in ("A", "B")]
    drafts.append(register.draft(geom=None, location_basis="unit", managing_agency_id=register.other_agency.pk))
    plots = actions.create_plots(actor=None, drafts=drafts)
    client.force_login(people["land_fund_officer"])
    page = text_of(client.get("/desk/unplaced/"))
    assert plots[0].code in page
    assert f'value="{plots[2].code}"' not in page
    answer = client.post("/desk/unplaced/", {"code": [plots[0].code, plots[1].code], "reason": "Đợt 1"})
    assert text_of(answer).count("chưa có số tờ, số thửa") == 2
    refused = client.post("/desk/unplaced/", {"code": [plots[2].code], "reason": "Đợt 1"}, follow=True)
    assert "Hãy chọn ít nhất một khu đất" in text_of(refused) or "không có quyền" in text_of(refused)
    none = client.post("/desk/unplaced/", {"reason": "Đợt 1"}, follow=True)
    assert "Hãy chọn ít nhất một khu đất" in text_of(none)
    client.force_login(people["officer"])
    assert "không có quyền" in text_of(
        client.post("/desk/unplaced/", {"code": [plots[0].code], "reason": "x"}, follow=True)
    )
