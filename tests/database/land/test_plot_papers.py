"""Papers of a plot on its page and through the forms: who is offered what, mistakes named, the plot follows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from land import files
from land.actions import create_plots
from land.models import Document, HandlingDecision, HandoverMinute, Photo
from tests.database.land.lease_desk import NAME, client_of, day, lease, text_of
from tests.database.land.rights import INSIDE, WRITERS
from tests.database.land.test_documents import PDF, document, jpeg, photo

pytestmark = pytest.mark.usefixtures("media")
PAGE = "/plots/BRVT-000001/"


def upload(content=PDF, name="Nguyễn Văn A.pdf", **values):
    return {"file": SimpleUploadedFile(name, content), "level": "internal", "kind": "decision", "title": "QĐ"} | values


def shot(**values):
    return {
        "file": SimpleUploadedFile("a.jpg", jpeg(80, 60)),
        "level": "internal",
        "taken_on": day(timezone.localdate()),
    } | values


# --- the page ------------------------------------------------------------------------------------------------------
SECTIONS = {"Hợp đồng thuê": "leases", "Phương án xử lý": "handling", "Bàn giao": "handovers"}


def test_page__inner_sections_for_those_inside(plot, people):
    lease(plot)
    for name, user in people.items():
        text = text_of(client_of(user).get(PAGE))
        for section in SECTIONS.values():
            assert (f'id="{section}"' in text) is (name in INSIDE), (name, section)
        assert ("01/HĐ" in text) is (name in INSIDE)
        assert NAME not in text


def test_page__the_officer_of_another_ward_sees_none(plot, people):
    lease(plot)
    assert 'id="leases"' not in text_of(client_of(people["other_officer"]).get(PAGE))


BUTTONS = {
    "/desk/leases/new/?plot=BRVT-000001": WRITERS,
    f"{PAGE}handling/new/": WRITERS,
    f"{PAGE}handovers/new/": {"land_manager"},
    f"{PAGE}documents/new/": WRITERS,
    f"{PAGE}photos/new/": WRITERS,
}


def test_page__buttons_lead_to_forms_that_open(plot, people):
    for name, user in people.items():
        text = text_of(client_of(user).get(PAGE))
        for address, allowed in BUTTONS.items():
            assert (f'href="{address}"' in text) is (name in allowed), (name, address)
            status = client_of(user).get(address).status_code
            if name in allowed:
                assert status == 200, (name, address)
            elif name == "anonymous":
                assert status == 302
            else:
                assert status in {403, 404}, (name, address)


def test_page__public_files_with_size_hash_and_date(plot):
    shown = document(plot, level="public", title="Quyết định công khai")
    document(plot, PDF + b"2", title="Tài liệu nội bộ")
    taken = datetime(2026, 3, 4, 5, tzinfo=UTC)
    photo(plot, level="public", caption="Mặt đường", taken_at=taken)
    photo(plot, jpeg(90, 60), caption="Ảnh nội bộ")
    text = text_of(Client().get(PAGE))
    assert "Quyết định công khai" in text
    assert shown.sha256 in text
    assert f"{len(PDF)} byte" in text
    assert "Mặt đường" in text
    assert "Chụp ngày 04/03/2026" in text
    for hidden in ("Tài liệu nội bộ", "Ảnh nội bộ", "Nguyễn Văn A", "original", "Thu hồi", "hệ thống đính kèm"):
        assert hidden not in text


def test_page__without_files_the_public_sees_no_empty_section(plot):
    text = text_of(Client().get(PAGE))
    assert 'id="documents"' not in text
    assert 'id="photos"' not in text


# --- forms ---------------------------------------------------------------------------------------------------------
def test_document__attached_from_the_form(plot, people):
    officer = client_of(people["land_fund_officer"])
    sent = upload(number="12/QĐ", issued_on="01/02/2026", issuer="UBND", title="Quyết định giao đất")
    answer = officer.post(f"{PAGE}documents/new/", sent, follow=True)
    made = Document.objects.get()
    assert (made.kind, made.number, made.issued_on, made.publish_level) == (
        "decision",
        "12/QĐ",
        date(2026, 2, 1),
        "internal",
    )
    assert answer.redirect_chain[0][0] == f"{PAGE}#documents"
    assert "Đã đính kèm" in text_of(answer)
    assert "Quyết định giao đất" in text_of(answer)


@pytest.mark.parametrize(
    ("values", "field", "mend"),
    [
        ({"file": ""}, "file", "Hãy chọn một tệp"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "file", "Tệp rỗng"),
        ({"file": SimpleUploadedFile("a.pdf", b"<script>alert(1)</script>")}, "file", "Chỉ nhận tệp"),
        ({"title": ""}, "title", "Hãy điền ô này"),
        ({"issued_on": "30/02/2026"}, "issued_on", "không có trong lịch"),
        ({"kind": "x"}, "kind", "x"),
        ({"level": "public"}, "level", "public"),
    ],
)
def test_document__mistakes_are_named_and_nothing_is_lost(plot, people, values, field, mend):
    sent = upload(number="12/QĐ") | values
    answer = client_of(people["land_fund_officer"]).post(f"{PAGE}documents/new/", sent)
    assert answer.status_code == 400
    form = answer.context["form"]
    assert mend in " ".join(form.errors[field])
    assert form["number"].value() == "12/QĐ"
    assert "hãy chọn lại tệp" in text_of(answer)
    assert not Document.objects.exists()


def test_document__the_same_file_twice(plot, people):
    manager = client_of(people["land_manager"])
    manager.post(f"{PAGE}documents/new/", upload())
    answer = manager.post(f"{PAGE}documents/new/", upload())
    assert "đã được đính kèm" in " ".join(answer.context["form"].errors["file"])
    assert Document.objects.count() == 1


def test_document__too_large_is_not_kept(plot, people, monkeypatch, tmp_path):
    monkeypatch.setattr(files, "MOST_BYTES", 1 << 20)
    content = PDF + b"x" * (2 << 20)
    answer = client_of(people["land_manager"]).post(f"{PAGE}documents/new/", upload(content))
    assert "lớn hơn 1 MB" in " ".join(answer.context["form"].errors["file"])
    assert not (tmp_path / "media").exists()


def test_document__only_the_department_attaches_publicly(plot, people):
    levels = {}
    for name in WRITERS:
        form = client_of(people[name]).get(f"{PAGE}documents/new/").context["form"]
        levels[name] = [key for key, _title in form.fields["level"].choices]
    assert levels == {"land_fund_officer": ["internal"], "land_manager": ["internal", "public", "restricted"]}


def test_upload__needs_its_token_and_its_rights_first(plot, people):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["land_manager"])
    assert strict.post(f"{PAGE}documents/new/", upload()).status_code == 403
    assert strict.post(f"{PAGE}photos/new/", shot()).status_code == 403
    assert client_of(people["planner"]).post(f"{PAGE}documents/new/", upload()).status_code == 403
    assert Client().post(f"{PAGE}documents/new/", upload()).status_code == 302
    assert not Document.objects.exists()
    assert not Photo.objects.exists()


def test_photo__from_the_form_with_place_and_day(plot, people):
    sent = shot(caption="Mặt đường", taken_at="14:30", place="10.3501, 107.0801", heading="90")
    answer = client_of(people["land_fund_officer"]).post(f"{PAGE}photos/new/", sent, follow=True)
    made = Photo.objects.get()
    assert "Mặt đường" in text_of(answer)
    assert f"{timezone.localtime(made.taken_at):%H:%M}" == "14:30"
    assert (made.heading, round(made.point.x)) == (90, 426443)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"file": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff broken")}, "file"),
        ({"file": SimpleUploadedFile("a.pdf", PDF)}, "file"),
        ({"taken_on": ""}, "taken_on"),
        ({"taken_on": day(timezone.localdate() + timedelta(2))}, "taken_on"),
        ({"taken_at": "chiều"}, "taken_at"),
        ({"place": "gần chợ"}, "place"),
        ({"heading": "400"}, "heading"),
    ],
)
def test_photo__mistakes_are_named(plot, people, values, field):
    answer = client_of(people["land_manager"]).post(f"{PAGE}photos/new/", shot(caption="Chú thích") | values)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["caption"].value() == "Chú thích"
    assert not Photo.objects.exists()


@pytest.mark.parametrize(("make", "section"), [(document, "documents"), (photo, "photos")])
def test_file__published_and_withdrawn_by_those_who_may(plot, people, make, section):
    made = make(plot)
    level, withdraw = (f"{PAGE}{section}/{made.pk}/{act}/" for act in ("level", "withdraw"))
    for name, user in people.items():
        allowed = {level: {"land_manager"}, withdraw: WRITERS}
        for path, those in allowed.items():
            status = client_of(user).get(path).status_code
            assert (status == 200) is (name in those), (name, path)
    manager = client_of(people["land_manager"])
    for values, field in (
        ({"level": "public", "reason": ""}, "reason"),
        ({"level": "internal", "reason": "r"}, "level"),
    ):
        answer = manager.post(level, values)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    manager.post(level, {"level": "public", "reason": "Công khai"})
    assert f"{section}/{made.pk}/" in text_of(Client().get(PAGE))
    assert manager.post(withdraw, {"reason": " "}).status_code == 400
    officer = client_of(people["land_fund_officer"])
    officer.post(withdraw, {"reason": "Nhầm khu đất"})
    assert f"{section}/{made.pk}/" not in text_of(Client().get(PAGE))
    assert manager.get(withdraw).status_code == 404


# --- decisions and handovers ---------------------------------------------------------------------------------------
def test_handling__decided_from_the_form(plot, people):
    scan = document(plot)
    today = timezone.localdate()
    sent = {"plan": "auction", "number": "5/QĐ", "day": day(today), "issuer": "UBND TP", "document": str(scan.pk)}
    answer = client_of(people["land_fund_officer"]).post(f"{PAGE}handling/new/", sent, follow=True)
    made = HandlingDecision.objects.get()
    assert (made.plan, made.document_id, made.decided_on) == ("auction", scan.pk, today)
    plot.refresh_from_db()
    assert plot.handling_plan == "auction"
    assert "5/QĐ" in text_of(answer)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": ""}, "number"),
        ({"plan": ""}, "plan"),
        ({"issuer": ""}, "issuer"),
        ({"day": day(timezone.localdate() + timedelta(2))}, "day"),  # midnight may pass before the test comes
        ({"document": "00000000-0000-7000-8000-000000000000"}, "document"),
    ],
)
def test_handling__mistakes_are_named(plot, people, values, field):
    sent = {"plan": "auction", "number": "5/QĐ", "day": day(timezone.localdate()), "issuer": "UBND TP"} | values
    answer = client_of(people["land_manager"]).post(f"{PAGE}handling/new/", sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not HandlingDecision.objects.exists()


def test_handover__moves_the_plot_to_another_manager(plot, register, people):
    manager, today = client_of(people["land_manager"]), timezone.localdate()
    form = manager.get(f"{PAGE}handovers/new/").context["form"]
    assert form["from_agency"].value() == str(register.agency.pk)
    sent = {
        "number": "7/BB",
        "day": day(today),
        "from_agency": register.agency.pk,
        "to_agency": register.other_agency.pk,
    }
    answer = manager.post(f"{PAGE}handovers/new/", sent, follow=True)
    assert "7/BB" in text_of(answer)
    plot.refresh_from_db()
    assert plot.managing_agency_id == register.other_agency.pk
    # what was the first agency's is no longer its officer's
    assert client_of(people["land_fund_officer"]).get(f"{PAGE}handling/new/").status_code == 403


@pytest.mark.parametrize(
    ("values", "field"),
    [({"to_agency": ""}, "to_agency"), ({"from_agency": ""}, "from_agency"), ({"number": ""}, "number")],
)
def test_handover__mistakes_are_named(plot, register, people, values, field):
    sent = {
        "number": "7/BB",
        "day": day(timezone.localdate()),
        "from_agency": register.agency.pk,
        "to_agency": register.other_agency.pk,
    } | values
    answer = client_of(people["land_manager"]).post(f"{PAGE}handovers/new/", sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not HandoverMinute.objects.exists()


def test_papers__taken_back_by_those_who_may(plot, people):
    sent = {"plan": "auction", "number": "5/QĐ", "day": day(timezone.localdate()), "issuer": "UBND TP"}
    client_of(people["land_manager"]).post(f"{PAGE}handling/new/", sent)
    address = f"{PAGE}handling/{HandlingDecision.objects.get().pk}/withdraw/"
    for name, user in people.items():
        client = client_of(user)
        assert (f'href="{address}"' in text_of(client.get(PAGE))) is (name in WRITERS), name
        assert (client.get(address).status_code == 200) is (name in WRITERS), name
        if name not in WRITERS:
            assert client.post(address, {"reason": "r"}).status_code in {302, 403, 404}, name
    assert HandlingDecision.objects.get().withdrawn_at is None
    officer = client_of(people["land_fund_officer"])
    assert officer.post(address, {"reason": ""}).status_code == 400
    answer = officer.post(address, {"reason": "Nhầm khu đất"}, follow=True)
    assert "Đã rút lại văn bản 5/QĐ" in text_of(answer)
    assert f"Rút lại ngày {day(timezone.localdate())}: Nhầm khu đất" in text_of(answer)
    assert officer.get(address).status_code == 404
    assert 'id="handling"' not in text_of(Client().get(PAGE))


@pytest.mark.parametrize("act", ["documents/new/", "photos/new/", "handling/new/", "handovers/new/"])
def test_forms__of_a_hidden_plot_are_not_found(register, people, act):
    values = {"publish_level": "internal", "published_on": None, "managing_agency_id": register.other_agency.pk}
    create_plots(actor=None, drafts=[register.draft(**values)])
    assert client_of(people["land_fund_officer"]).get(PAGE + act).status_code == 404
    assert client_of(people["citizen"]).get(PAGE + act).status_code == 404
