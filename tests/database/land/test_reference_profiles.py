"""Saved mappings of reference layers: kept once, used for the next file of the office."""

import pytest
from django.urls import reverse

from audit.models import Event
from land.actions.import_profiles import drop_import_profile, save_import_profile
from land.models import ImportJob, ImportProfile
from land.workflow import ImportState, ImportTarget, ReferenceKind
from tests.database.land.lease_desk import text_of
from tests.database.land.reference_desk import (
    ANY_LAYER,
    DETAILS,
    plan,
    post,
    send,
    uploaded,
    work,
)
from tests.database.land.rights import who_may

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_dir")]


def keep(user, name, kind="land_use_plan", **mapping):
    """A saved mapping of a reference layer."""
    columns = mapping.pop("columns", {"code": "F1", "label": ""})
    return save_import_profile(
        actor=user, name=name, mapping={"columns": columns, **mapping}, target=ImportTarget.REFERENCE, kind=kind
    )


def test_profile__mapped_once_by_hand_and_used_for_the_next_file(planner, tmp_path):
    assert 'name="profile"' not in text_of(planner.get("/desk/reference/new/"))
    path = plan(tmp_path, F1=["ODT", "CGT"], TenKhu=["a", "b"])
    job = uploaded(planner, path)
    columns = {"column-0": "code", "column-1": ""}
    post(planner, "check", job, **DETAILS, **columns, encoding="utf-8")
    job = work(job)
    told = text_of(post(planner, "profile", job, name=" Sở  NN&MT "))
    assert "Đã lưu hồ sơ ánh xạ “Sở NN&amp;MT”" in told
    assert Event.objects.get(verb="import.profile_saved").subject_label == "Sở NN&MT"
    kept = ImportProfile.objects.get()
    assert (kept.kind, kept.mapping["columns"]["code"], kept.mapping["encoding"]) == ("land_use_plan", "F1", "utf-8")
    again = uploaded(planner, path, kind="zoning_plan", profile=kept.pk)
    assert again.state == ImportState.CHECKED, again.error
    assert again.report["file"]["fields"] == {"code": "F1"}, "the name of a zone was switched off"
    listed = text_of(planner.get("/desk/reference/"))
    assert "Sở NN&amp;MT" in listed
    assert planner.post(reverse("reference-profile-drop", args=[kept.pk])).status_code == 302
    assert Event.objects.filter(verb="import.profile_dropped").exists()
    assert not ImportProfile.objects.exists()


def test_profile__what_the_form_says_stands_over_it(planner, people, tmp_path):
    kept = keep(people["planner"], "Múi 105", srid="9210")
    path = plan(tmp_path, F1=["ODT"])
    assert uploaded(planner, path, profile=kept.pk).error["code"] == "reference_system"
    assert uploaded(planner, path, profile=kept.pk, srid="5899").state == ImportState.CHECKED


def test_profile__swapped_axes_may_be_denied_in_the_first_reading(planner, people, tmp_path):
    kept = keep(people["planner"], "Bắc trước", swap_axes=True)
    path = plan(tmp_path, F1=["ODT"])
    assert uploaded(planner, path, profile=kept.pk).error["proposal"] == {"swap_axes": False}
    assert uploaded(planner, path, profile=kept.pk, axes="plain").state == ImportState.CHECKED


def test_profile__of_a_layer_with_other_fields_is_said_at_the_field(planner, people, tmp_path):
    kept = keep(people["planner"], "Thửa", kind="parcels", columns={"sheet_number": "A", "parcel_number": "B"})
    answer = send(planner, plan(tmp_path), profile=kept.pk)
    assert answer.status_code == 400
    assert "là của lớp “Bản đồ địa chính (thửa đất)”" in text_of(answer)
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize("kind", ReferenceKind)
def test_profile__kept_by_whoever_may_load_the_layer(people, kind):
    own = ANY_LAYER | ({"registration_office"} if kind == ReferenceKind.PARCELS else set())
    assert who_may(people, lambda user: keep(user, "A", kind=kind)) == own
    kept = keep(people["planner"], "A", kind=kind)
    seen = {
        name
        for name, user in people.items()
        if ImportProfile.objects.visible_to(user, ImportTarget.REFERENCE).filter(pk=kept.pk).exists()
    }
    assert seen == own
    assert who_may(people, lambda user: drop_import_profile(actor=user, profile=kept)) == {"planner"}


def test_profile__of_plots_and_of_layers_do_not_meet(client, people):
    layers = keep(people["land_manager"], "Mẫu")
    plots = save_import_profile(actor=people["land_manager"], name="Mẫu", mapping={"columns": {"name": "TEN"}})
    client.force_login(people["planner"])
    assert str(plots.pk) not in text_of(client.get("/desk/reference/new/"))
    assert client.post(reverse("reference-profile-drop", args=[plots.pk])).status_code == 404
    client.force_login(people["land_manager"])
    desk = text_of(client.get("/imports/"))
    assert str(plots.pk) in desk
    assert str(layers.pk) not in desk
    assert ImportProfile.objects.count() == 2
