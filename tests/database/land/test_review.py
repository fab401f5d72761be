"""The worklist of records with a mendable fault."""

from datetime import date

import pytest

from audit.models import Event
from gis.http.problems import NotAllowed
from land.actions import create_plots, keep_for_review, publish_plot, resolve_review, revise_plot
from land.errors import BadChange, StaleVersion
from land.models import Plot
from tests import places
from tests.database.land.rights import who_may

NOTES = [
    {"code": "area_differs", "detail": "Diện tích lệch giấy tờ 12 %", "mend": "Kiểm tra lại"},
    {"code": "land_use_unknown", "detail": "Loại đất XYZ không có"},
    {"code": "required_empty", "detail": "Thiếu địa chỉ"},
]


@pytest.fixture
def plot(register):
    values = {"publish_level": "internal", "published_on": None, "review_state": "needs_review", "review_notes": NOTES}
    return create_plots(actor=None, drafts=[register.draft(**values)])[0]


def resolve(plot, notes=(0,), actor=None, **values) -> Plot:
    own = {"changes": {}, "reason": "Đã đối chiếu hồ sơ"}
    return resolve_review(actor=actor, plot=plot, notes=list(notes), **own | values)


def keep(plot, actor=None, notes=({"detail": "Ranh giới lệch"},), reason="Phản ánh của phường") -> Plot:
    return keep_for_review(actor=actor, plot=plot, notes=notes, reason=reason)


def test_resolve__note_by_note_each_with_a_version(plot):
    plot = resolve(plot, [1], changes={"land_use_id": "ODT"})
    assert (plot.review_state, [note["code"] for note in plot.review_notes]) == (
        "needs_review",
        ["area_differs", "required_empty"],
    )
    plot = resolve(plot, [0, 1], changes={"address": "12 Trần Phú"})
    stored = Plot.objects.get(pk=plot.pk)
    assert (stored.review_state, stored.review_notes, stored.version) == ("checked", [], 3)
    assert (stored.land_use_id, stored.address) == ("ODT", "12 Trần Phú")
    assert not Plot.objects.needing_review().exists()
    assert Event.objects.filter(verb="plot.corrected", reason="Đã đối chiếu hồ sơ").count() == 2
    assert publish_plot(actor=None, plot=stored, level="public", today=date(2026, 11, 22), reason="r").version == 4


def test_resolve__a_note_looked_into_needs_no_change(plot):
    assert resolve(plot, [0, 1, 2]).review_state == "checked"


def test_resolve__a_boundary_may_be_mended_on_the_way(plot):
    plot = resolve(plot, [0], changes={"geom": places.square(places.VUNG_TAU, 21)})
    assert plot.area_planar_m2 == 441


@pytest.mark.parametrize(
    "values",
    [
        {"notes": []},
        {"notes": [3]},
        {"notes": [-1]},
        {"reason": " "},
        {"changes": {"publish_level": "public"}},
        {"changes": {"review_state": "checked"}},
        {"changes": {"status": "removed"}},
    ],
    ids=str,
)
def test_resolve__shortcuts_are_refused(plot, values):
    with pytest.raises(BadChange):
        resolve(plot, **values)
    assert Plot.objects.get(pk=plot.pk).version == 1


def test_resolve__what_was_seen_must_still_be_so(plot):
    revise_plot(actor=None, plot=plot, changes={"name": "Tên khác"}, reason="r")
    with pytest.raises(StaleVersion):
        resolve(plot)


def test_resolve__a_checked_record_has_nothing_to_clear(register):
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    with pytest.raises(BadChange, match="không có nội dung"):
        resolve(plot)


def test_keep__adds_to_the_notes(plot):
    assert [note["detail"] for note in keep(plot).review_notes][-1] == "Ranh giới lệch"
    assert len(Plot.objects.get(pk=plot.pk).review_notes) == 4


def test_keep__a_published_record_goes_back_inside_by_those_who_publish(register, people):
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    with pytest.raises(NotAllowed, match="công khai"):
        keep(plot, people["land_fund_officer"])
    plot = keep(plot, people["land_manager"])
    assert (plot.publish_level, plot.published_on, plot.review_state) == ("internal", None, "needs_review")
    assert not Plot.objects.visible_to(people["anonymous"]).exists()


@pytest.mark.parametrize("values", [{"notes": ()}, {"notes": [{"detail": " "}]}, {"notes": [{}]}, {"reason": ""}])
def test_keep__without_words_is_refused(plot, values):
    with pytest.raises(BadChange):
        keep(plot, **values)


def test_permissions__of_every_role(plot, people):
    keepers = {"land_manager", "land_fund_officer"}
    assert who_may(people, lambda user: resolve(plot, actor=user)) == keepers
    assert who_may(people, lambda user: keep(plot, user)) == keepers
    protected = {"geom": places.square(places.VUNG_TAU, 21)}
    assert who_may(people, lambda user: resolve(plot, actor=user, changes=protected)) == {"land_manager"}
