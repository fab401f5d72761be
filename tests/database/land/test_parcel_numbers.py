"""One place for sheet and parcel numbers: no form writes the record's own, and an identifier goes with its parcel."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from land.actions import ParcelDraft, create_plots, resolve_review, revise_plot, set_parcels
from land.errors import BadChange, ParcelTaken
from land.models import Plot, PlotParcel
from tests.database.land.lease_desk import text_of
from tests.database.land.reference_sets import WARD
from tests.database.land.rights import WRITERS, who_may
from tests.database.land.test_edit_plot import values_of

ISSUED = "w3gv2k9x7c5d"
OTHER = "w3gv2k9x7c5e"


def again(plot):
    return Plot.objects.get(pk=plot.pk)


@pytest.fixture
def pair(register):
    """Two plots of sheet 12, parcels 5 and 6."""
    drafts = [
        register.draft(dx=50 * number, sheet_number="12", parcel_number=parcel, parcels=[(WARD, "12", parcel)])
        for number, parcel in enumerate("56")
    ]
    return create_plots(actor=None, drafts=drafts)


def give(plot, *parcels, actor=None, **values):
    return set_parcels(actor=actor, plot=plot, parcels=list(parcels), reason="Cấp mã", **values)


def test_edit__has_no_numbers_and_leads_to_the_act_that_has(manager, people, pair):
    page = manager.get(reverse("plot-edit", args=[pair[0].code]))
    assert not {"sheet_number", "parcel_number"} & set(page.context["form"].fields)
    assert reverse("plot-parcels", args=[pair[0].code]) in text_of(page)
    assert "tờ 12, thửa 5" in text_of(page)
    sent = values_of(page, parcel_number="6", sheet_number="12", name="Khu đất B", reason="Đính chính")
    assert manager.post(reverse("plot-edit", args=[pair[0].code]), sent).status_code == 302
    assert (again(pair[0]).name, again(pair[0]).parcel_number) == ("Khu đất B", "5")


def test_admin__has_no_numbers(manager, people, pair):
    people["land_manager"].is_staff = True
    people["land_manager"].save()
    form = manager.get(reverse("admin:land_plot_change", args=[pair[0].pk])).context["adminform"].form
    assert not {"sheet_number", "parcel_number"} & set(form.fields)


def test_new_plot__keeps_them(manager):
    fields = manager.get(reverse("plot-new")).context["form"].fields
    assert {"sheet_number", "parcel_number"} <= set(fields)


def test_actions__refuse_a_number_without_its_parcel(pair):
    with pytest.raises(BadChange, match="việc riêng"):
        revise_plot(actor=None, plot=pair[0], changes={"parcel_number": "6"}, reason="r")
    Plot.objects.filter(pk=pair[0].pk).update(review_state="needs_review", publish_level="internal", review_notes=[])
    with pytest.raises(BadChange, match="việc riêng"):
        resolve_review(actor=None, plot=again(pair[0]), notes=[], changes={"sheet_number": "1"}, reason="r")
    assert again(pair[0]).parcel_number == "5"


def test_identifier__of_the_leading_parcel_becomes_the_plots_issued_one(client, people, pair):
    plot = pair[0]
    computed = plot.parcel_uid
    assert plot.parcel_uid_provisional
    client.force_login(people["registration_office"])
    address = reverse("plot-parcels", args=[plot.code])
    page = client.get(address)
    row = {"unit": WARD, "sheet": "12", "parcel": "5", "start": "", "end": "", "identifier": ISSUED.upper()}
    sent = {f"row-0-{name}": value for name, value in row.items()}
    sent |= {"row-TOTAL_FORMS": 1, "row-INITIAL_FORMS": 0, "reason": "Cấp mã", "seen_version": 1}
    assert page.status_code == 200
    assert client.post(address, sent).status_code == 302
    after = again(plot)
    assert (after.parcel_uid, after.parcel_uid_provisional, after.version) == (ISSUED, False, 2)
    assert ISSUED in after.search_text
    assert after.versions.get(version=2).parcel_uid == ISSUED
    assert Event.objects.get(verb="plot.parcels_set").actor_label == "registration_office"
    client.logout()
    shown = text_of(client.get(reverse("plot", args=[plot.code])))
    assert "Mã định danh đã cấp" in shown
    assert f'<span class="code">{ISSUED}</span>' in shown
    assert "do hệ thống tạm tính" not in shown
    give(after, ParcelDraft(WARD, "12", "5"))
    assert (again(plot).parcel_uid, again(plot).parcel_uid_provisional) == (computed, True)


@pytest.mark.parametrize("text", ["w3gv2k9x7c5", "w3gv2k9x7c5da", "w3gv2k9x7c5a", "W3GV2K9X7C5D", "w3gv2k9x 7c5"])
def test_identifier__must_be_of_the_alphabet(pair, text):
    with pytest.raises(BadChange, match="Mã gồm 12 ký tự"):
        give(pair[0], ParcelDraft(WARD, "12", "5", identifier=text))
    assert not PlotParcel.objects.exclude(identifier="").exists()


def test_identifier__belongs_to_one_plot_at_a_time(pair):
    day = date(2026, 1, 1)
    give(pair[0], ParcelDraft(WARD, "12", "5", identifier=ISSUED))
    with pytest.raises(ParcelTaken, match=f"{ISSUED} đã được ghi cho thửa của khu đất khác"):
        give(pair[1], ParcelDraft(WARD, "12", "6", identifier=ISSUED))
    give(pair[1], ParcelDraft(WARD, "12", "6", identifier=OTHER))
    give(again(pair[0]), ParcelDraft(WARD, "12", "5", end=day, identifier=ISSUED))
    with pytest.raises(ParcelTaken, match=ISSUED):
        give(again(pair[1]), ParcelDraft(WARD, "12", "6", identifier=ISSUED))  # it held it before that day
    give(again(pair[1]), ParcelDraft(WARD, "12", "6", day, identifier=ISSUED))


def test_identifier__the_database_itself_refuses_a_second_plot(pair):
    give(pair[0], ParcelDraft(WARD, "12", "5", identifier=ISSUED))
    with pytest.raises(IntegrityError, match="one_plot_per_parcel_identifier"), transaction.atomic():
        PlotParcel.objects.filter(plot=pair[1]).update(identifier=ISSUED)
    PlotParcel.objects.filter(plot=pair[1]).update(identifier=OTHER)


def test_identifier__outlives_a_moved_boundary(register, pair):
    give(pair[0], ParcelDraft(WARD, "12", "5", identifier=ISSUED))
    moved = register.draft(side=21).geom
    revise_plot(actor=None, plot=again(pair[0]), changes={"geom": moved}, reason="Đo lại")
    assert again(pair[0]).parcel_uid == ISSUED


def test_identifier__who_may_issue(people, pair):
    numbered = ParcelDraft(WARD, "12", "5", identifier=ISSUED)
    assert who_may(people, lambda user: give(pair[0], numbered, actor=user)) == {*WRITERS, "registration_office"}
