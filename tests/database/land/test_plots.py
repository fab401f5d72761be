"""Entering and changing plots."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from shapely.geometry import MultiPolygon, Polygon

from audit.models import Event
from gis.http.problems import NotAllowed
from land.actions import create_plots, publish_plot, revise_plot
from land.errors import BadChange, ParcelTaken, PlotOverlap, StaleVersion
from land.models import AcceptedOverlap, Plot, PlotVersion
from land.workflow import ChangeKind, LocationBasis, PublishLevel
from tests import places


def create(register, **values) -> Plot:
    return create_plots(actor=None, drafts=[register.draft(**values)])[0]


def test_create__codes_areas_identifier_version_and_audit(register):
    first, second = create_plots(actor=None, drafts=[register.draft(), register.draft(dx=20)])
    assert (first.code, second.code) == ("BRVT-000001", "BRVT-000002")
    plot = Plot.objects.get(pk=first.pk)
    assert plot.area_m2 == 400
    assert plot.area_method == "planar"
    assert plot.area_geodesic_m2 == pytest.approx(400, abs=0.2)
    assert len(plot.parcel_uid) == 12
    assert plot.parcel_uid_provisional
    version = plot.versions.get()
    assert version.valid.lower == date(2020, 1, 1)
    assert version.recorded.upper is None
    assert version.geom.equals(plot.geom)
    assert Event.objects.get(subject_label="BRVT-000001").verb == "plot.created"


def test_create__legal_paper_leads_the_area(register):
    plot = create(register, area_legal_m2=398, area_surveyed_m2=401)
    assert (plot.area_m2, plot.area_method) == (398, "legal")


def test_area__the_named_method_leads_until_a_new_paper_comes(register):
    plot = create(register, area_legal_m2=398, area_surveyed_m2=401, area_method="surveyed")
    assert plot.area_m2 == 401
    plot = revise_plot(actor=None, plot=plot, changes={"name": "B"}, reason="r")
    assert (plot.area_m2, plot.area_method) == (401, "surveyed")
    plot = revise_plot(actor=None, plot=plot, changes={"area_legal_m2": 399}, reason="r")
    assert (plot.area_m2, plot.area_method) == (399, "legal")
    plot = revise_plot(actor=None, plot=plot, changes={"area_method": "planar"}, reason="r")
    assert (plot.area_m2, plot.area_method) == (400, "planar")


def test_create__without_boundary_is_a_plot_too(register):
    plot = create(register, geom=None, location_basis=LocationBasis.UNIT, area_legal_m2=120)
    assert plot.geom is None
    assert plot.area_m2 == 120


def test_create__invalid_boundary_names_the_place(register):
    bow = MultiPolygon([Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])])
    with pytest.raises(BadChange, match=r"Self-intersection\[5 5\]"):
        create(register, geom=bow)
    assert not Plot.objects.exists()


def test_create__overlap_is_refused_with_both_codes_and_area(register):
    create(register)
    with pytest.raises(PlotOverlap) as caught:
        create(register, dx=15)
    assert caught.value.errors[0]["area_m2"] == pytest.approx(100)
    assert "BRVT-000001" in caught.value.detail
    assert Plot.objects.count() == 1


def test_create__shared_border_and_tolerated_sliver_pass(register):
    create(register)
    create(register, dx=20)
    create(register, dy=19.96)  # 20 m x 4 cm = 0.8 m², below 1 m²
    assert Plot.objects.count() == 3


def test_create__accepted_overlap_passes_up_to_its_area(register):
    first = create(register)
    second = create(register, dx=100)
    low, high = sorted([first, second], key=lambda plot: plot.pk)
    AcceptedOverlap.objects.create(
        first=low, second=high, area_m2=150, reason="r", document_number="1", accepted_on=date(2026, 1, 1)
    )
    moved = revise_plot(
        actor=None, plot=second, changes={"geom": places.square(places.VUNG_TAU, dx=15)}, reason="đo lại"
    )
    assert moved.version == 2
    with pytest.raises(PlotOverlap):
        revise_plot(actor=None, plot=moved, changes={"geom": places.square(places.VUNG_TAU, dx=5)}, reason="đo lại")


def test_create__parcel_number_is_held_once_per_unit_and_period(register):
    old = (register.old_unit.uid, "12", "345", None, date(2025, 7, 1))
    new = (register.unit.uid, "112", "345", date(2025, 7, 1), None)
    create(register, parcels=[old, new])
    create(register, dx=30, parcels=[(register.old_unit.uid, "112", "345", None, date(2025, 7, 1))])
    with pytest.raises(ParcelTaken, match=r"Tờ 112, thửa 345, .* khu đất BRVT-000001"):
        create(register, dx=60, parcels=[(register.unit.uid, "112", "345", date(2026, 1, 1), None)])


def test_revise__leaves_a_version_and_an_event_with_the_difference(register, people):
    plot = create(register)
    manager = people["land_manager"]
    revised = revise_plot(actor=manager, plot=plot, changes={"name": "Khu đất B"}, reason="Đính chính tên")
    assert revised.version == 2
    old, new = plot.versions.order_by("id")
    assert old.recorded.upper == new.recorded.lower
    assert old.valid == new.valid
    assert (old.name, new.name) == ("Khu đất mẫu", "Khu đất B")
    event = Event.objects.get(verb="plot.corrected")
    assert (event.before, event.after["name"]) == ({"name": "Khu đất mẫu"}, "Khu đất B")


def test_revise__change_from_a_day_keeps_the_days_before(register):
    plot = create(register)
    revise_plot(
        actor=None, plot=plot, changes={"use_state": "leased_short"}, valid_from=date(2024, 3, 1),
        change=ChangeKind.CHANGED, reason="Hợp đồng",
    )  # fmt: skip
    on = PlotVersion.objects.valid_on
    assert on(date(2024, 2, 29)).get().use_state == "vacant"
    assert on(date(2024, 3, 1)).get().use_state == "leased_short"
    assert not on(date(2019, 12, 31)).exists()


def test_revise__a_change_told_late_does_not_undo_what_came_after(register):
    plot = create(register)
    change = {"change": ChangeKind.CHANGED, "reason": "x", "actor": None}
    plot = revise_plot(plot=plot, changes={"use_state": "leased_short"}, valid_from=date(2024, 6, 1), **change)
    plot = revise_plot(plot=plot, changes={"name": "Tên mới"}, valid_from=date(2022, 1, 1), **change)
    on = PlotVersion.objects.valid_on
    assert [(v.name, v.use_state) for v in (on(date(y, 7, 1)).get() for y in (2021, 2023, 2025))] == [
        ("Khu đất mẫu", "vacant"),
        ("Tên mới", "vacant"),
        ("Tên mới", "leased_short"),
    ]


def test_said_at__what_the_register_said_then(register):
    plot = create(register)
    said = plot.versions.get().recorded.lower
    revise_plot(actor=None, plot=plot, changes={"name": "Khu đất B"}, reason="r")
    later = plot.versions.order_by("-id").first().recorded.lower
    day = timezone.localdate()
    assert PlotVersion.objects.said_at(said, day).get().name == "Khu đất mẫu"
    assert PlotVersion.objects.said_at(later, day).get().name == "Khu đất B"
    assert not PlotVersion.objects.said_at(said - timedelta(days=1), day).exists()


def test_revise__stale_editor_is_told(register):
    plot = create(register)
    revise_plot(actor=None, plot=plot, changes={"name": "B"}, reason="r", expected_version=1)
    with pytest.raises(StaleVersion):
        revise_plot(actor=None, plot=plot, changes={"name": "C"}, reason="r", expected_version=1)


def test_revise__nothing_to_change_is_said(register):
    plot = create(register)
    with pytest.raises(BadChange, match="không có thay đổi"):
        revise_plot(actor=None, plot=plot, changes={"name": plot.name}, reason="r")
    assert plot.versions.count() == 1


@pytest.mark.parametrize("field", ["publish_level", "status", "flags"])
def test_revise__acts_of_their_own_are_not_edits(register, field):
    plot = create(register)
    with pytest.raises(BadChange):
        revise_plot(actor=None, plot=plot, changes={field: "x"}, reason="r")


def test_publish__dates_it_and_taking_back_hides_the_old_versions(register, people):
    plot = create(register, publish_level=PublishLevel.INTERNAL, published_on=None)
    anyone, today = people["anonymous"], date(2026, 11, 22)
    assert not Plot.objects.visible_to(anyone).exists()
    plot = publish_plot(actor=None, plot=plot, level=PublishLevel.PUBLIC, today=today, reason="Công khai")
    assert Plot.objects.visible_to(anyone).get().published_on == today
    assert PlotVersion.objects.visible_to(anyone).count() == 1
    publish_plot(actor=None, plot=plot, level=PublishLevel.INTERNAL, today=today, reason="Rút")
    assert not PlotVersion.objects.visible_to(anyone).exists()


def test_publish__faulty_record_is_refused(register):
    plot = create(register, publish_level="internal", published_on=None, review_state="needs_review")
    with pytest.raises(BadChange):
        publish_plot(actor=None, plot=plot, level=PublishLevel.PUBLIC, today=date(2026, 1, 1), reason="r")


def test_database__a_faulty_record_is_never_public(register):
    with pytest.raises(IntegrityError, match="faulty_record_is_not_public"):
        create(register, review_state="needs_review")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE land_plotversion SET name = 'x'",
        "DELETE FROM land_plotversion",
        "UPDATE land_plotversion SET recorded = tstzrange(lower(recorded), clock_timestamp()), name = 'x'",
        "DELETE FROM land_plot",
        "UPDATE land_plot SET code = 'BRVT-999999'",
        "UPDATE audit_event SET verb = 'x'",
        "DELETE FROM audit_event",
    ],
)
def test_database__facts_are_appended_only(register, statement):
    create(register)
    with pytest.raises(DatabaseError, match=r"never|only changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_database__closing_recorded_is_allowed_once(register):
    create(register)
    close = "UPDATE land_plotversion SET recorded = tstzrange(lower(recorded), clock_timestamp())"
    with connection.cursor() as cursor:
        cursor.execute(close)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(close)


REVISE = {
    "land_manager": {"note": True, "geom": True, "legal_status": True},
    "land_fund_officer": {"note": True, "geom": False, "legal_status": False},
    "registration_office": {"note": False, "geom": False, "legal_status": True},
}


@pytest.mark.parametrize("field", ["note", "geom", "legal_status"])
def test_revise__permissions_of_every_role(register, people, field):
    """CONTRACT's rights table: what it does not list is denied."""
    plot = create(register)
    values = {"note": "x", "geom": places.square(places.VUNG_TAU, side=21), "legal_status": "registered"}
    allowed = set()
    for name, user in people.items():
        try:
            with transaction.atomic():
                revise_plot(actor=user, plot=plot, changes={field: values[field]}, reason="r")
                allowed.add(name)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
    assert allowed == {role for role, fields in REVISE.items() if fields[field]}


def test_create__only_the_land_manager(register, people):
    for name, user in people.items():
        if name == "land_manager":
            continue
        with pytest.raises(NotAllowed):
            create_plots(actor=user, drafts=[register.draft()])
