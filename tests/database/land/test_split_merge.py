"""Splitting and merging through the pages: cut, look, decide; what is refused loses nothing."""

import io
from datetime import date

import pytest
import shapely
from django.urls import reverse
from django.utils import timezone
from shapely.geometry import LineString

from gis import crs
from land import actions, cutting
from land.errors import BadChange, PlotEnded
from land.models import Plot, PlotLineage, PlotParcel
from land.workflow import FlagKind, PlotStatus, PublishLevel
from tests import places
from tests.database.land.lease_desk import lease, text_of

EAST, NORTH = places.VUNG_TAU
TODAY = "2026-01-15"


@pytest.fixture
def plot(register):
    return actions.create_plots(actor=None, drafts=[register.draft(side=40, name="Chợ cũ")])[0]


def address(path, plot):
    return reverse(f"plot-{path}", args=[plot.code])


def line(dx=10.0, low=-5.0, high=45.0):
    """Across the plot from south to north, `dx` metres from its west side."""
    west, south, _east, _north = places.square(places.VUNG_TAU, 40).bounds
    return LineString([(west + dx, south + low), (west + dx, south + high)])


def written(shape):
    """Corners as land papers have them: number, X (north), Y (east)."""
    return "\n".join(f"{number}\t{y:.3f}\t{x:.3f}" for number, (x, y) in enumerate(shape.coords, start=1))


def hidden(page):
    """What step 2 sends back."""
    data = {}
    for form in (
        page.context["rows"].management_form,
        page.context["form"],
        *page.context["rows"],
        page.context["cut"],
    ):
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    return data


def preview(client, plot, **values):
    return client.post(address("split", plot), {"step": "preview", "method": "lines", **values})


def test_split__by_a_pasted_line(manager, plot):
    assert manager.get(address("split", plot)).status_code == 200
    page = preview(manager, plot, corners=written(line()))
    assert [round(area) for area in page.context["areas"]] == [400, 1200]
    assert "<svg" in text_of(page)
    assert Plot.objects.count() == 1, "a preview writes nothing"
    values = hidden(page) | {"step": "commit", "reason": "Tách theo QĐ", "on_date": TODAY, "decision_number": "9/QĐ"}
    values |= {"part-0-name": "Chợ cũ, phần tây", "part-0-sheet": "12", "part-0-parcel": "7", "part-0-area": "401,5"}
    values["part-0-area"] = "401.5"
    assert manager.post(address("split", plot), values).status_code == 302
    children = list(Plot.objects.exclude(pk=plot.pk).order_by("number"))
    assert [child.area_planar_m2 for child in children] == [400, 1200]
    assert (children[0].name, children[0].area_legal_m2) == ("Chợ cũ, phần tây", children[0].area_m2)
    assert {link.child_id for link in PlotLineage.objects.filter(parent=plot, decision_number="9/QĐ")} == {
        child.pk for child in children
    }
    assert PlotParcel.objects.get().plot == children[0]
    assert {child.publish_level for child in children} == {PublishLevel.PUBLIC}
    page = text_of(manager.get(reverse("plot", args=[plot.code])))
    assert children[0].code in page


def test_split__by_a_drawn_line_and_by_a_file(manager, plot):
    drawn = shapely.to_geojson(crs.transform(shapely.GeometryCollection([line()]), crs.LEGAL, crs.CRS84))
    assert len(preview(manager, plot, drawn=drawn).context["areas"]) == 2
    degrees = crs.transform(line(), crs.LEGAL, crs.CRS84)
    upload = io.BytesIO(shapely.to_geojson(degrees).encode())
    upload.name = "cat.geojson"
    page = preview(manager, plot, file=upload)
    assert [round(area) for area in page.context["areas"]] == [400, 1200]
    back = manager.post(address("split", plot), hidden(page) | {"step": "back"})
    assert "Đã giữ hình đọc được từ tệp" in text_of(back), "a file cannot come back, its shapes do"


def test_split__by_parts_and_the_rest(manager, plot):
    part = places.square(places.VUNG_TAU, 20)
    page = preview(manager, plot, method="areas", corners=written(part.geoms[0].exterior))
    assert [round(area) for area in page.context["areas"]] == [400, 1200]


def test_split__a_list_without_boundary_is_split_on_paper(manager, register):
    plot = actions.create_plots(actor=None, drafts=[register.draft(geom=None, location_basis="unit")])[0]
    page = preview(manager, plot, method="paper", count="3")
    assert page.context["areas"] == [None, None, None]
    values = hidden(page) | {"step": "commit", "reason": "QĐ", "on_date": TODAY}
    assert manager.post(address("split", plot), values).status_code == 302
    assert Plot.objects.filter(status="active", geom=None).count() == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Hãy vẽ đường cắt"),
        ({"corners": "1\tabc\tdef"}, "Dòng 1: không đọc được tọa độ"),
        ({"corners": written(line(dx=100))}, "chưa chia được khu đất"),
        ({"corners": written(line(high=20))}, "chưa chia được khu đất"),
        ({"corners": f"{NORTH} {EAST}"}, "cần ít nhất hai điểm"),
        ({"method": "areas", "corners": written(line())}, "cần ít nhất ba góc"),
        ({"drawn": "{"}, "Không đọc được hình vẽ"),
        ({"kept": "00"}, "Không đọc được hình từ tệp"),
        ({"method": "magic"}, "Chưa ghi được"),
    ],
)
def test_split__bad_input_is_said_and_kept(manager, plot, given, said):
    page = preview(manager, plot, **given)
    assert page.status_code == 200
    assert said in text_of(page)
    if "corners" in given:
        assert given["corners"].split("\n")[0].split("\t")[-1] in page.content.decode()
    assert Plot.objects.count() == 1


def test_split__what_the_register_refuses_is_said_beside_the_parts(manager, register, plot):
    held = [("26506@2025-07-01", "12", "7")]
    other = actions.create_plots(actor=None, drafts=[register.draft(dx=90, parcels=held)])[0]
    page = preview(manager, plot, corners=written(line()))
    values = hidden(page) | {"step": "commit", "reason": "Lý do dài", "on_date": TODAY}
    taken = manager.post(address("split", plot), values | {"part-0-sheet": "12", "part-0-parcel": "7"})
    assert f"đang thuộc khu đất {other.code}" in text_of(taken)
    half = manager.post(address("split", plot), values | {"part-0-sheet": "12"})
    assert "Cần cả số tờ và số thửa" in text_of(half)
    late = manager.post(address("split", plot), values | {"on_date": "2099-01-01"})
    assert "không được sau hôm nay" in text_of(late)
    for answer in (taken, half, late):
        assert "Lý do dài" in text_of(answer)
    assert Plot.objects.get(pk=plot.pk).status == PlotStatus.ACTIVE
    assert other.code == Plot.objects.latest("number").code


def test_split__stale_is_told_and_can_be_meant(manager, plot):
    values = hidden(preview(manager, plot, corners=written(line()))) | {
        "step": "commit",
        "reason": "Tách",
        "on_date": TODAY,
    }
    actions.revise_plot(actor=None, plot=plot, changes={"note": "x"}, reason="r")
    page = manager.post(address("split", plot), values)
    assert "đã được người khác sửa" in text_of(page)
    seen = page.context["form"]["seen_version"].value()
    assert manager.post(address("split", plot), values | {"seen_version": seen}).status_code == 302


def test_split__forged_parts_elsewhere_are_refused(manager, plot):
    values = hidden(preview(manager, plot, corners=written(line()))) | {
        "step": "commit",
        "reason": "Tách",
        "on_date": TODAY,
    }
    away = [shapely.to_wkb(places.square(places.VUNG_TAU, 28.28, dx=500 + 40 * n), hex=True) for n in (0, 1)]
    page = manager.post(address("split", plot), values | {"part-0-shape": away[0], "part-1-shape": away[1]})
    assert "không nằm trên đất của khu đất cũ" in text_of(page)


def test_split__secrecy_faults_and_flags_go_with_the_ground(manager, people, register):
    draft = register.draft(
        side=40,
        publish_level="restricted",
        published_on=None,
        review_state="needs_review",
        review_notes=[{"code": "by_hand", "detail": "Sai"}],
    )
    plot = actions.create_plots(actor=None, drafts=[draft])[0]
    actions.raise_flag(
        actor=None, plot=plot, kind=FlagKind.DISPUTED, since=date(2025, 1, 1), today=date(2026, 1, 1), note="n"
    )
    page = preview(manager, plot, corners=written(line()))
    values = hidden(page) | {
        "step": "commit",
        "reason": "Tách",
        "on_date": TODAY,
        "keep_public": "on",
        "keep_flags": "on",
    }
    assert manager.post(address("split", plot), values).status_code == 302
    for child in Plot.objects.exclude(pk=plot.pk):
        assert (child.publish_level, child.review_state, child.flags) == ("restricted", "needs_review", ["disputed"])


# --- merging ------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(register):
    drafts = [register.draft(parcels=[("26506@2025-07-01", "12", "1")]), register.draft(dx=20, name="Bên cạnh")]
    return actions.create_plots(actor=None, drafts=drafts)


def merge(client, pair, **values):
    return client.post(address("merge", pair[0]), {"step": "preview", "near": [pair[1].code], **values})


def commit_values(page):
    data = {field.html_name: field.value() or "" for field in page.context["form"]}
    return data | {"step": "commit", "reason": "Gộp theo QĐ", "on_date": TODAY}


def test_merge__neighbours_become_one(manager, pair):
    page = text_of(manager.get(address("merge", pair[0])))
    assert f"{pair[1].code} Bên cạnh, liền kề" in page
    shown = merge(manager, pair)
    assert round(shown.context["area"]) == 800
    assert shown.context["pieces"] == 1
    values = commit_values(shown) | {"near": [pair[1].code], "sheet": "12", "parcel": "1", "decision_number": "3/QĐ"}
    answer = manager.post(address("merge", pair[0]), values)
    made = Plot.objects.latest("number")
    assert answer["Location"].endswith(f"/plots/{made.code}/")
    assert made.area_planar_m2 == 800
    assert {link.parent.code for link in PlotLineage.objects.filter(child=made, kind="merge")} == {p.code for p in pair}
    assert PlotParcel.objects.filter(plot=made, sheet_number="12", parcel_number="1").exists(), "the number goes over"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"near": [], "more": ""}, "Hãy chọn ít nhất một khu đất"),
        ({"near": [], "more": "BRVT-999999"}, "Không gộp được với: BRVT-999999"),
        ({"near": ["BRVT-999999"]}, "Hãy chọn ít nhất một khu đất"),
        ({"near": [], "more": "BRVT-000001"}, "Hãy chọn ít nhất một khu đất"),
    ],
)
def test_merge__bad_choice_is_said(manager, pair, given, said):
    assert said in text_of(manager.post(address("merge", pair[0]), {"step": "preview", **given}))


def test_merge__a_forged_list_of_versions_breaks_nothing(manager, pair):
    first, second = pair
    values = {"step": "commit", "near": second.code, "seen": f"{first.code}:²", "seen_version": "1", "reason": ""}
    assert manager.post(address("merge", first), values | {"reason": "Gộp", "on_date": TODAY}).status_code in {200, 302}


def test_merge__apart_is_told(manager, register, pair):
    far = actions.create_plots(actor=None, drafts=[register.draft(dx=200)])[0]
    page = merge(manager, pair, near=[], more=far.code.lower())
    assert "không liền nhau" in text_of(page)


def test_merge__stale_neighbour_is_told(manager, pair):
    values = commit_values(merge(manager, pair)) | {"near": [pair[1].code]}
    actions.revise_plot(actor=None, plot=pair[1], changes={"note": "x"}, reason="r")
    page = manager.post(address("merge", pair[0]), values)
    assert "đã được người khác sửa" in text_of(page)
    assert "Gộp theo QĐ" in text_of(page)
    seen = page.context["form"]["seen"].value()
    assert manager.post(address("merge", pair[0]), values | {"seen": seen}).status_code == 302


def test_ends__not_before_the_plot_began(manager, register):
    plot = actions.create_plots(
        actor=None, drafts=[register.draft(parcels=[(register.unit.uid, "1", "2", date(2021, 1, 1), None)])]
    )[0]
    values = {"reason": "Nhầm ngày", "seen_version": plot.version, "on_date": "2019-12-31"}
    answer = manager.post(address("remove", plot), values)
    assert "có từ ngày 01/01/2020" in text_of(answer)
    plot.refresh_from_db()
    assert plot.status == PlotStatus.ACTIVE
    assert PlotParcel.objects.filter(plot=plot).exists()
    assert manager.post(address("remove", plot), values | {"on_date": "2025-12-31"}).status_code == 302


def test_ends__a_running_lease_is_told(manager, pair):
    plot, other = pair
    assert "01/HĐ" not in text_of(manager.get(address("split", plot)))
    lease(plot, "01/HĐ", days_left=40)
    lease(other, "02/HĐ", days_left=-1)  # over: nothing to think of
    for page in (
        manager.get(address("split", plot)),
        manager.get(address("remove", plot)),
        merge(manager, (other, plot)),
    ):
        assert "hợp đồng ở lại với mã cũ" in text_of(page)
        assert "01/HĐ</a>" in text_of(page)
        assert "02/HĐ" not in text_of(page)
    assert "01/HĐ" not in text_of(manager.get(address("remove", other)))


def test_split__use_state_goes_on_but_not_a_lease(manager, plot):
    page = preview(manager, plot, corners=written(line()))
    assert [row["use_state"].value() for row in page.context["rows"]] == [plot.use_state] * 2
    assert "hợp đồng thuê không chuyển sang" not in text_of(page)
    made = lease(plot, "01/HĐ", days_left=40)
    page = preview(manager, plot, corners=written(line()))
    assert "hợp đồng thuê không chuyển sang" in text_of(page)
    values = hidden(page) | {"step": "commit", "reason": "Tách", "on_date": f"{timezone.localdate():%d/%m/%Y}"}
    refused = text_of(manager.post(address("split", plot), values))
    assert "Hãy chọn một mục" in refused
    assert "Hãy xem các hợp đồng thuê rồi đánh dấu" in refused
    assert Plot.objects.count() == 1
    values |= {"part-0-use_state": "vacant", "part-1-use_state": "leased_short", "leases_seen": "on"}
    told = text_of(manager.post(address("split", plot), values, follow=True))
    assert f"chờ chấm dứt, thanh lý: 01/HĐ ({plot.code})" in told
    children = Plot.objects.exclude(pk=plot.pk).order_by("number")
    assert [child.use_state for child in children] == ["vacant", "leased_short"]
    made.refresh_from_db()
    assert (made.plot_id, made.state) == (plot.pk, "active")


@pytest.mark.parametrize(
    ("first", "second", "preset"),
    [("vacant", "vacant", "vacant"), ("vacant", "lent", ""), ("leased_long", "leased_long", "")],
)
def test_merge__use_state_is_asked_where_it_cannot_go_on(manager, register, first, second, preset):
    drafts = [register.draft(use_state=first), register.draft(dx=20, use_state=second)]
    both = actions.create_plots(actor=None, drafts=drafts)
    form = merge(manager, both).context["form"]
    assert form["use_state"].value() == preset
    assert bool(form["use_state"].help_text) is not bool(preset)
    values = commit_values(merge(manager, both)) | {"near": [both[1].code]}
    if not preset:
        assert "Hãy chọn một mục" in text_of(manager.post(address("merge", both[0]), values))
    assert manager.post(address("merge", both[0]), values | {"use_state": "vacant"}).status_code == 302
    assert Plot.objects.latest("number").use_state == "vacant"


def test_ends__an_old_copy_of_the_plot_ends_nothing(register, plot):
    old = Plot.objects.get(pk=plot.pk)
    actions.remove_plot(actor=None, plot=plot, on_date=date(2025, 9, 1), reason="r")
    with pytest.raises(PlotEnded):
        actions.remove_plot(actor=None, plot=old, on_date=date(2025, 9, 1), reason="r")
    pieces = [register.draft(side=40, geom=part) for part in cutting.cut(places.square(places.VUNG_TAU, 40), [line()])]
    with pytest.raises(PlotEnded):
        actions.split_plot(
            actor=None, plot=old, pieces=pieces, on_date=date(2025, 9, 1), decision_number="", reason="r"
        )


# --- the cut itself -----------------------------------------------------------------------------------------------


def test_cut__parts_cover_the_whole_and_share_their_border():
    whole = places.square(places.VUNG_TAU, 40)
    crossing = LineString(
        [(x, y + 20) for x, y in ((whole.bounds[0] - 1, whole.bounds[1]), (whole.bounds[2] + 1, whole.bounds[1] + 3))]
    )
    parts = cutting.cut(whole, [line(), crossing])
    assert len(parts) == 4
    assert sum(part.area for part in parts) == pytest.approx(1600, abs=1e-6)
    for index, part in enumerate(parts):
        for other in parts[index + 1 :]:
            assert shapely.intersection(part, other).area < 1e-9


def test_cut__a_line_that_ends_just_short_still_cuts():
    whole = places.square(places.VUNG_TAU, 40)
    assert len(cutting.cut(whole, [line(low=0.3, high=39.8)])) == 2
    with pytest.raises(BadChange):
        cutting.cut(whole, [line(low=3, high=39)])


def test_cut__ground_apart_stays_with_the_largest():
    one, two = places.square(places.VUNG_TAU, 40), places.square(places.VUNG_TAU, 10, dx=100)
    parts = cutting.cut(shapely.MultiPolygon([*one.geoms, *two.geoms]), [line()])
    assert sorted(round(part.area) for part in parts) == [400, 1300]


def test_assemble__refuses_what_lies_outside_or_overlaps():
    whole = places.square(places.VUNG_TAU, 40)
    with pytest.raises(BadChange, match="nằm ngoài"):
        cutting.assemble(whole, [places.square(places.VUNG_TAU, 40, dx=20)])
    with pytest.raises(BadChange, match="chồng lên"):
        cutting.assemble(whole, [places.square(places.VUNG_TAU, 30), places.square(places.VUNG_TAU, 20)])
    with pytest.raises(BadChange, match="ít nhất hai phần"):
        cutting.assemble(whole, [whole])


def test_assemble__rounded_corners_leave_no_gap():
    whole = places.square(places.VUNG_TAU, 40)
    rounded = shapely.set_precision(places.square(places.VUNG_TAU, 20), 0.05)
    parts = cutting.assemble(whole, [rounded])
    assert sum(part.area for part in parts) == pytest.approx(1600, abs=1e-6)
    assert len(parts) == 2
