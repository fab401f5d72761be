"""Moving corners of a boundary on the widget's own page: who may, what is kept, what is refused."""

import json

import pytest
import shapely
from django.urls import reverse

from audit.models import Event
from gis import crs
from land import actions, policies
from land.models import Plot
from tests import places
from tests.database.land.lease_desk import text_of


def address(plot):
    return reverse("plot-redraw", args=[plot.code])


def again(plot):
    return Plot.objects.get(pk=plot.pk)


def legal(plot):
    return shapely.from_wkb(bytes(plot.geom.wkb))


def values_of(response, **changes):
    form = response.context["form"]
    own = {"seen_version": form["seen_version"].value(), "valid_from": "", "boundary": sent(response)}
    return own | changes


def sent(response):
    """The boundary as the page carries it."""
    text = response.content.decode().split('name="boundary"')[1].split(">", 1)[1].split("</textarea>")[0]
    return text.replace("&quot;", '"')


def with_first_corner_moved(text, metres):
    """The GeoJSON with its first corner moved to the east, as the map writes it."""
    shape = json.loads(text)
    ring = shape["coordinates"][0][0]
    x, y = crs.transform_points(*ring[0], crs.CRS84, crs.LEGAL)
    moved = [round(value, 9) for value in crs.transform_points(x + metres, y, crs.LEGAL, crs.CRS84)]
    ring[0] = ring[-1] = moved
    return json.dumps(shape)


def test_page__leads_from_the_plot_and_its_form_and_draws_the_neighbours(manager, plot, register):
    other = actions.create_plots(actor=None, drafts=[register.draft(dx=20)])[0]
    assert f'href="{address(plot)}"' in text_of(manager.get(reverse("plot", args=[plot.code])))
    assert f'href="{address(plot)}"' in text_of(manager.get(reverse("plot-edit", args=[plot.code])))
    page = manager.get(address(plot))
    corner = f"{crs.transform_points(other.geom.extent[2], other.geom.extent[3], crs.LEGAL, crs.CRS84)[0]:.6f}"
    assert corner in page.content.decode()
    assert '<script nonce="None"' not in page.content.decode()


def test_edit__one_corner_moves_and_the_others_stay_to_the_last_digit(manager, people, plot):
    page = manager.get(address(plot))
    values = values_of(page, boundary=with_first_corner_moved(sent(page), 3), reason="Đo lại góc phía đông")
    answer = manager.post(address(plot), values)
    assert answer.status_code == 302, answer.context["form"].errors
    before = {tuple(corner) for corner in shapely.get_coordinates(legal(plot))}
    after = {tuple(corner) for corner in shapely.get_coordinates(legal(again(plot)))}
    assert len(before & after) == 3
    [moved] = after - before
    [old] = before - after
    assert (moved[0] - old[0], moved[1] - old[1]) == pytest.approx((3, 0), abs=0.001)
    version = again(plot).versions.order_by("-id").first()
    assert (again(plot).version, version.reason, version.actor_label) == (2, "Đo lại góc phía đông", "land_manager")
    event = Event.objects.filter(verb="plot.corrected", subject_id=str(plot.pk)).get()
    assert (event.actor_id, event.reason) == (str(people["land_manager"].pk), "Đo lại góc phía đông")
    assert (event.before["area_planar_m2"], event.after["area_planar_m2"]) == ("400.0", "430.0")


def test_edit__holes_and_parts_come_through(manager, register):
    outer, hole, other = (places.square(places.VUNG_TAU, *square).geoms[0] for square in ((40,), (10, 15, 15), (5, 60)))
    shape = shapely.MultiPolygon([shapely.Polygon(outer.exterior, [hole.exterior]), other])
    plot = actions.create_plots(actor=None, drafts=[register.draft(geom=shape)])[0]
    page = manager.get(address(plot))
    values = values_of(page, boundary=with_first_corner_moved(sent(page), 2), reason="Đo lại")
    assert manager.post(address(plot), values).status_code == 302
    after = legal(again(plot))
    assert (len(after.geoms), len(after.geoms[0].interiors)) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Chưa ghi được"),
        ({"boundary": "", "reason": "x"}, "Ranh giới không được bỏ trống"),
        ({"boundary": "{", "reason": "x"}, "Ranh giới phải là một hoặc nhiều vùng khép kín"),
        ({"reason": "x"}, "không có thay đổi nào"),
    ],
)
def test_edit__what_is_missing_or_wrong_is_said(manager, plot, changes, words):
    answer = manager.post(address(plot), values_of(manager.get(address(plot)), **changes))
    assert words in text_of(answer)
    assert again(plot).version == 1


def test_edit__onto_a_neighbour_is_refused_and_the_drawing_kept(manager, plot, register):
    actions.create_plots(actor=None, drafts=[register.draft(dx=25)])
    page = manager.get(address(plot))
    boundary = with_first_corner_moved(sent(page), 12)
    answer = manager.post(address(plot), values_of(page, boundary=boundary, reason="Đo lại"))
    assert "chồng lên khu đất" in text_of(answer)
    assert json.loads(sent(answer)) == json.loads(boundary)
    assert again(plot).version == 1


def test_edit__somebody_elses_change_is_told_once(manager, plot):
    page = manager.get(address(plot))
    actions.revise_plot(actor=None, plot=plot, changes={"name": "B"}, reason="x")
    values = values_of(page, boundary=with_first_corner_moved(sent(page), 3), reason="Đo lại")
    late = manager.post(address(plot), values)
    assert late.context["form"].stale
    seen = late.context["form"]["seen_version"].value()
    assert manager.post(address(plot), values | {"seen_version": seen}).status_code == 302


def test_edit__a_plot_without_a_boundary_has_none_to_move(manager, people, register):
    plot = actions.create_plots(actor=None, drafts=[register.draft(geom=None, location_basis="unit")])[0]
    assert "redraw" not in policies.allowed_verbs(people["land_manager"], plot)
    assert manager.get(address(plot)).status_code == 403
