"""What one reader sees of one plot."""

from datetime import date
from xml.etree import ElementTree

import pytest
import shapely

from land.actions import (
    FlagDraft,
    ParcelDraft,
    PlotDraft,
    close_flag,
    create_plots,
    merge_plots,
    raise_flag,
    revise_plot,
    split_plot,
    withdraw_flag,
)
from land.errors import BadChange, PlotEnded
from land.models import Plot
from land.moved_sketch import GAINED, LOST
from land.reading import flags, history, lineage, neighbours, parcels, read_plot
from land.workflow import ChangeKind, FlagKind
from tests import places

SECRETS = ("note", "confidence", "publish_level", "review_state", "flags")


@pytest.fixture
def plot(register):
    return create_plots(actor=None, drafts=[register.draft(note="BÍ MẬT", confidence="low", area_legal_m2=398)])[0]


@pytest.mark.parametrize(
    ("who", "internal"),
    [
        ("anonymous", False),
        ("stranger", False),
        ("other_officer", False),
        ("admin", False),
        ("investor", False),
        ("officer", True),
        ("land_fund_officer", True),
        ("planner", True),
        ("land_manager", True),
        ("inspector", True),
    ],
)
def test_read_plot__internal_fields_by_reader(plot, people, who, internal):
    seen = read_plot(people[who], plot.code, "vi")
    assert seen.internal is internal
    assert [name in seen.facts for name in SECRETS] == [internal] * len(SECRETS)
    assert ("BÍ MẬT" in str([fact.text for fact in seen.facts.values()])) is internal


def test_read_plot__words_for_people(plot, people):
    seen = read_plot(people["anonymous"], plot.code, "vi")
    assert seen.text("area_m2") == "398,0 m²"
    assert seen.text("use_state") == "Đất trống"
    assert seen.text("land_use") == "DGD – DGD"
    assert seen.text("managing_agency_name") == "Trung tâm Phát triển quỹ đất"


def test_read_plot__of_another_is_none(register, people):
    hidden = create_plots(actor=None, drafts=[register.draft(publish_level="internal", published_on=None)])[0]
    assert read_plot(people["anonymous"], hidden.code, "vi") is None
    assert read_plot(people["other_officer"], hidden.code, "vi") is None
    assert read_plot(people["officer"], hidden.code, "vi") is not None


def test_history__differences_in_words_and_none_that_are_hidden(plot, people):
    plot = revise_plot(actor=None, plot=plot, changes={"use_state": "lent", "note": "MẬT 2"}, reason="r")
    steps = history(people["anonymous"], read_plot(people["anonymous"], plot.code, "vi"))
    assert [step.version.version for step in steps] == [2, 1]
    assert [(d.title, d.before, d.after) for d in steps[0].differences] == [("Hiện trạng", "Đất trống", "Cho mượn")]
    inside = history(people["officer"], read_plot(people["officer"], plot.code, "vi"))
    assert {d.title for d in inside[0].differences} == {"Hiện trạng", "Ghi chú nội bộ"}


def boundary_step(plot, people, language="vi"):
    """What the last entry of the history says of the boundary."""
    steps = history(people["anonymous"], read_plot(people["anonymous"], plot.code, language))
    [told] = [difference for difference in steps[0].differences if difference.title == "Ranh giới"]
    return told


def test_history__a_moved_boundary_says_what_came_and_what_left(plot, people):
    """Of 20 x 20 m, moved 5 m to the east and made 2 m higher: 5 x 22 + 15 x 2 m came, 5 x 20 m left."""
    west, south, _east, _north = places.square(places.VUNG_TAU, 20).bounds
    moved = shapely.multipolygons([shapely.box(west + 5, south, west + 25, south + 22)])
    revise_plot(actor=None, plot=plot, changes={"geom": moved}, reason="đo lại")
    told = boundary_step(plot, people)
    assert (told.before, told.after) == ("", "thêm 140,0 m², bớt 100,0 m²")
    drawing = ElementTree.fromstring(told.sketch)
    paths = drawing.findall("{http://www.w3.org/2000/svg}path")
    assert [path.get("fill") for path in paths] == [GAINED, LOST, "none", "none"]
    assert [path.get("stroke-dasharray") for path in paths] == [None, None, None, "6 4"]
    ids = [element.get("id") for element in drawing.iter() if element.get("id")]
    revise_plot(actor=None, plot=Plot.objects.get(), changes={"geom": places.square(places.VUNG_TAU, 20)}, reason="r")
    again = boundary_step(plot, people)
    assert again.after == "thêm 100,0 m², bớt 140,0 m²"
    assert not any(name in str(again.sketch) for name in ids), "two drawings on a page share no id"


def test_history__a_first_boundary_has_nothing_before_it(register, people):
    plot = create_plots(actor=None, drafts=[register.draft(geom=None, location_basis="unit")])[0]
    changes = {"geom": places.square(places.VUNG_TAU, 20), "location_basis": "boundary"}
    revise_plot(actor=None, plot=plot, changes=changes, reason="đo")
    told = boundary_step(plot, people)
    assert (told.after, told.sketch) == ("lập ranh giới", None)


def test_history__what_leaves_the_boundary_alone_draws_nothing(plot, people):
    revise_plot(actor=None, plot=plot, changes={"use_state": "lent"}, reason="r")
    steps = history(people["anonymous"], read_plot(people["anonymous"], plot.code, "vi"))
    assert {difference.sketch for difference in steps[0].differences} == {None}


def test_history__a_changed_issuer_is_a_difference(plot, people):
    plot = revise_plot(actor=None, plot=plot, changes={"decision_issuer": "UBND tỉnh"}, reason="r")
    seen = read_plot(people["anonymous"], plot.code, "vi")
    assert seen.text("decision_issuer") == "UBND tỉnh"
    assert seen.text("area_geodesic_m2").endswith(" m²")
    [difference] = history(people["anonymous"], seen)[0].differences
    assert (difference.title, difference.before, difference.after) == ("Cơ quan ban hành", "", "UBND tỉnh")


def test_neighbours__the_nearest_are_kept_not_those_of_low_numbers(plot, register, people, monkeypatch):
    monkeypatch.setattr("land.reading._NEIGHBOURS", 1)
    _far, near = create_plots(actor=None, drafts=[register.draft(dx=50), register.draft(dx=21)])
    assert neighbours(people["anonymous"], Plot.objects.get(pk=plot.pk)) == [near]


def test_neighbours__near_visible_active(plot, register, people):
    near, _hidden, _far = create_plots(
        actor=None,
        drafts=[
            register.draft(dx=25),
            register.draft(dx=-25, publish_level="internal", published_on=None),
            register.draft(dx=400),
        ],
    )
    assert neighbours(people["anonymous"], Plot.objects.get(pk=plot.pk)) == [near]


def test_split__lineage_codes_and_what_remains(plot, register, people):
    left = PlotDraft(values=register.draft().values | {"name": "A"}, geom=places.square(places.VUNG_TAU, 10))
    whole = places.square(places.VUNG_TAU, 20)
    rest = PlotDraft(values=register.draft().values | {"name": "B"}, geom=type(whole)([whole.difference(left.geom)]))
    children = split_plot(
        actor=people["land_manager"], plot=plot, pieces=[left, rest], on_date=date(2026, 5, 1),
        decision_number="12/QĐ", reason="Tách",
    )  # fmt: skip
    parent = Plot.objects.get(pk=plot.pk)
    assert parent.status == "split"
    assert parent.code not in {child.code for child in children}
    came, became = lineage(people["anonymous"], parent)
    assert (came, {link.child for link in became}) == ([], set(children))
    assert [link.parent for link in lineage(people["anonymous"], children[0])[0]] == [parent]
    with pytest.raises(PlotEnded):
        revise_plot(actor=None, plot=parent, changes={"name": "x"}, reason="r")


def test_split__areas_must_add_up(plot, register):
    pieces = [
        PlotDraft(values=register.draft().values, geom=places.square(places.VUNG_TAU, 10)),
        PlotDraft(values=register.draft().values, geom=places.square(places.VUNG_TAU, 5, dx=12)),
    ]
    with pytest.raises(BadChange, match="khác trước"):
        split_plot(actor=None, plot=plot, pieces=pieces, on_date=date(2026, 5, 1), decision_number="1", reason="r")
    assert Plot.objects.get(pk=plot.pk).status == "active"


def test_merge__two_become_one(plot, register):
    other = create_plots(actor=None, drafts=[register.draft(dx=20)])[0]
    whole = places.square(places.VUNG_TAU, 20).union(places.square(places.VUNG_TAU, 20, dx=20))
    result = PlotDraft(values=register.draft().values, geom=type(places.square((0, 0)))([whole]))
    merged = merge_plots(
        actor=None, plots=[plot, other], result=result, on_date=date(2026, 5, 1), decision_number="1", reason="r"
    )
    assert merged.parent_links.count() == 2
    assert set(Plot.objects.filter(status="merged")) == {plot, other}


def test_flags__raised_and_closed_with_versions(plot, today):
    flag = raise_flag(actor=None, plot=plot, kind=FlagKind.ENCROACHED, since=date(2026, 1, 1), today=today)
    with pytest.raises(BadChange, match="đang có"):
        raise_flag(actor=None, plot=plot, kind=FlagKind.ENCROACHED, since=date(2026, 2, 1), today=today)
    assert Plot.objects.get().flags == ["encroached"]
    assert Plot.objects.get().public_flags == []
    close_flag(actor=None, flag=flag, until=date(2026, 6, 1), today=today, reason="Đã trả đất")
    assert Plot.objects.get().flags == []
    on = plot.versions.model.objects.valid_on
    assert [on(day).get().flags for day in (date(2025, 12, 31), date(2026, 3, 1), date(2026, 6, 1))] == [
        [],
        ["encroached"],
        [],
    ]


def flags_on(plot, *days) -> list[list[str]]:
    return [plot.versions.model.objects.valid_on(day).get(plot=plot).flags for day in days]


BEFORE, FIRST, SECOND, THIRD = (date(2024, 12, 1), date(2025, 1, 1), date(2025, 6, 1), date(2025, 9, 1))


def test_flags__one_told_late_leaves_the_others_their_days(plot, today):
    raise_flag(actor=None, plot=plot, kind=FlagKind.IDLE, since=SECOND, today=today)
    late = raise_flag(actor=None, plot=plot, kind=FlagKind.ENCROACHED, since=FIRST, today=today)
    days = (BEFORE, FIRST, date(2025, 3, 1), SECOND, THIRD)
    assert flags_on(plot, *days) == [
        [], ["encroached"], ["encroached"], ["encroached", "idle"], ["encroached", "idle"],
    ]  # fmt: skip
    revise_plot(actor=None, plot=plot, changes={"name": "Khu B"}, valid_from=THIRD, reason="r")
    close_flag(actor=None, flag=late, until=date(2025, 3, 1), today=today, reason="Đã trả đất")
    assert flags_on(plot, *days) == [[], ["encroached"], [], ["idle"], ["idle"]]
    assert plot.versions.model.objects.valid_on(THIRD).get().name == "Khu B"
    assert Plot.objects.get().flags == ["idle"]


def test_flags__one_withdrawn_takes_only_itself(plot, today):
    raise_flag(actor=None, plot=plot, kind=FlagKind.IDLE, since=SECOND, today=today)
    ended = raise_flag(actor=None, plot=plot, kind=FlagKind.MISUSED, since=FIRST, today=today)
    wrong = raise_flag(actor=None, plot=plot, kind=FlagKind.ENCROACHED, since=FIRST, today=today)
    close_flag(actor=None, flag=ended, until=THIRD, today=today, reason="r")
    withdraw_flag(actor=None, flag=wrong, reason="Nhầm khu đất")
    assert flags_on(plot, BEFORE, FIRST, SECOND, THIRD) == [[], ["misused"], ["idle", "misused"], ["idle"]]


def test_flags__since_nobody_knows_when(register, today):
    draft = register.draft()
    draft.flags.append(FlagDraft("encroached", None))
    [plot] = create_plots(actor=None, drafts=[draft])
    revise_plot(actor=None, plot=plot, changes={"name": "Khu B"}, valid_from=FIRST, reason="r")
    raise_flag(actor=None, plot=plot, kind=FlagKind.IDLE, since=SECOND, today=today)
    assert [flag.kind for flag in flags(plot)] == ["encroached", "idle"]
    assert flags_on(plot, BEFORE, SECOND) == [["encroached"], ["encroached", "idle"]]
    withdraw_flag(actor=None, flag=flags(plot)[0], reason="Tệp của cơ quan ghi nhầm")
    assert flags_on(plot, BEFORE, FIRST, SECOND) == [[], [], ["idle"]]


@pytest.mark.parametrize("kind", list(FlagKind))
def test_flags__only_published_kinds_are_public(plot, kind, today):
    from land.workflow import PUBLIC_FLAGS

    raise_flag(actor=None, plot=plot, kind=kind, since=date(2026, 1, 1), today=today)
    assert Plot.objects.get().public_flags == ([kind] if kind in PUBLIC_FLAGS else [])


def test_parcels__current_before_past(register):
    old, new = register.old_unit.uid, register.unit.uid
    draft = register.draft()
    draft.parcels = [
        ParcelDraft(old, "12", "345", None, date(2025, 7, 1)),
        ParcelDraft(new, "112", "345", date(2025, 7, 1)),
    ]
    plot = create_plots(actor=None, drafts=[draft], change=ChangeKind.IMPORTED)[0]
    assert [parcel.sheet_number for parcel in parcels(plot)] == ["112", "12"]
