"""Acts on leases through their forms: draft, sign, renew, end, pay; mistakes are named, nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from land.models import Lease, LesseePerson
from tests.database.land.lease_desk import NAME, address, client_of, contract, day, lease, text_of


def test_draft__from_form_to_signed_lease(plots, people):
    officer = client_of(people["land_fund_officer"])
    form = officer.get(f"/desk/leases/new/?plot={plots[0].code}")
    assert f'value="{plots[0].code}"' in text_of(form)
    today = timezone.localdate()
    rent = {"rent_amount": "5.000.000", "rent_every": "3", "rent_first": day(today + timedelta(10))}
    answer = officer.post("/desk/leases/new/", contract(plots[0], **rent), follow=True)
    made = Lease.objects.get()
    assert answer.redirect_chain == [(address(made), 302)]
    assert "Đã lưu dự thảo" in text_of(answer)
    assert (made.state, made.rent.count(), LesseePerson.objects.get().name) == ("draft", 4, NAME)
    signed = officer.post(address(made, "sign/"), follow=True)
    assert "Hợp đồng đã có hiệu lực" in text_of(signed)
    made.refresh_from_db()
    assert made.state == "active"
    assert NAME not in text_of(answer) + text_of(signed)


@pytest.mark.parametrize(
    ("values", "field", "mend"),
    [
        ({"contract_number": ""}, "contract_number", "Hãy điền ô này"),
        ({"lessee": "  "}, "lessee", "Hãy điền ô này"),
        ({"kind": "lâu dài"}, "kind", "lâu dài"),
        ({"contract_on": "31/02/2026"}, "contract_on", "không có trong lịch"),
        ({"start": "12/31/2026"}, "start", "viết tháng trước ngày"),
        ({"start": "mai"}, "start", "ví dụ 03/07/2026"),
        ({"last_day": "01/01/2020"}, "last_day", "phải từ ngày bắt đầu"),
        ({"area_m2": "rộng"}, "area_m2", "Không đọc được số"),
        ({"area_m2": "-5"}, "area_m2", "lớn hơn 0"),
        ({"area_m2": "9.999 ha"}, "area_m2", "lớn hơn diện tích khu đất"),
        ({"extent": "part"}, "area_m2", "phải ghi diện tích"),
        ({"rent": "31/03/2027; 5.000.000\nquý hai; 5.000.000"}, "rent", "Dòng 2"),
        ({"rent": "31/03/2027; năm triệu"}, "rent", "Không đọc được số"),
        ({"rent": "31/03/2027; 5\n31/03/2027; 6"}, "rent", "một ngày riêng"),
        ({"rent_amount": "5.000.000"}, "rent_every", "cần đủ"),
        ({"rent_amount": "5", "rent_every": "1", "rent_first": "01/01/2190"}, "rent_first", "sau ngày hết hạn"),
        (
            {"rent": "mai; 5", "rent_amount": "5", "rent_every": "1", "rent_first": "01/01/2027"},
            "rent",
            "Chọn một cách",
        ),
        ({"area_m2": "9" * 40}, "area_m2", "quá lớn"),
        ({"rent_amount": "9" * 40, "rent_every": "1", "rent_first": "01/01/2027"}, "rent_amount", "quá lớn"),
        ({"rent": "31/03/2027; " + "9" * 40}, "rent", "quá lớn"),
        ({"plot": "BRVT-999999"}, "plot", "kiểm tra lại mã"),
        ({"plot": "\x00"}, "plot", ""),
    ],
)
def test_draft__mistakes_are_named_and_nothing_is_lost(plots, people, values, field, mend):
    sent = contract(plots[0]) | values
    answer = client_of(people["land_fund_officer"]).post("/desk/leases/new/", sent)
    assert answer.status_code == 400
    form = answer.context["form"]
    assert field in form.errors
    assert mend in " ".join(form.errors[field])
    text = text_of(answer)
    assert f'href="#id_{field}"' in text
    for name in ("contract_number", "lessee", "purpose", "rent_amount"):
        assert form[name].value() == sent.get(name, form[name].value())
    assert not Lease.objects.exists()
    assert not LesseePerson.objects.exists()


def test_draft__another_agency_s_plot_is_not_found(plots, people):
    answer = client_of(people["land_fund_officer"]).post("/desk/leases/new/", contract(plots[1]))
    assert "plot" in answer.context["form"].errors
    assert not Lease.objects.exists()


def test_sign__ground_and_bounds_are_said_above_the_button(leased, plots, people):
    manager = client_of(people["land_manager"])
    second = lease(plots[0], "02/HĐ", signed=False)
    answer = manager.post(address(second, "sign/"))
    assert answer.status_code == 409
    assert "đã cho thuê theo hợp đồng 01/HĐ" in text_of(answer)
    third = lease(plots[2], "03/HĐ", days_left=3000, signed=False)
    answer = manager.post(address(third, "sign/"))
    assert answer.status_code == 400
    assert "vượt 60 tháng" in text_of(answer)


def test_renew__keeps_the_lessee_without_a_look(leased, people):
    officer = client_of(people["land_fund_officer"])
    start = leased.period.upper
    form = officer.get(address(leased, "renew/"))
    assert NAME not in text_of(form)
    assert f'value="{day(start)}"' in text_of(form)
    sent = contract(lessee="", start=day(start), last_day=day(start + timedelta(364)), contract_number="10/HĐ")
    answer = officer.post(address(leased, "renew/"), sent, follow=True)
    made = Lease.objects.get(contract_number="10/HĐ")
    assert (made.state, made.renews_id, made.person.name) == ("active", leased.pk, NAME)
    assert NAME not in text_of(answer)
    assert not Event.objects.filter(verb="personal.read").exists()
    assert "10/HĐ" in text_of(officer.get(address(leased)))


def test_renew__another_kind_of_lessee_needs_a_name(leased, people):
    start = leased.period.upper
    sent = contract(lessee="", lessee_kind="organisation", start=day(start), last_day=day(start + timedelta(9)))
    answer = client_of(people["land_manager"]).post(address(leased, "renew/"), sent)
    assert answer.status_code == 400
    assert "lessee" in answer.context["form"].errors
    leased.refresh_from_db()
    assert leased.state == "active"


def test_end__with_reason_and_day(leased, people):
    manager, today = client_of(people["land_manager"]), timezone.localdate()
    for values, field in (
        ({"on_date": day(today), "reason": ""}, "reason"),
        ({"on_date": day(today + timedelta(5)), "reason": "Trả đất"}, "on_date"),
        ({"on_date": "hôm qua", "reason": "Trả đất"}, "on_date"),
    ):
        answer = manager.post(address(leased, "end/"), values)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
        assert answer.context["form"]["reason"].value() == values["reason"]
    answer = manager.post(address(leased, "end/"), {"on_date": day(today), "reason": "Trả đất"}, follow=True)
    assert "Trả đất" in text_of(answer)
    assert manager.get(address(leased, "end/")).status_code == 403


def test_end__a_draft_is_dropped(plots, people):
    draft = lease(plots[0], signed=False)
    manager = client_of(people["land_manager"])
    assert "on_date" not in manager.get(address(draft, "end/")).context["form"].fields
    manager.post(address(draft, "end/"), {"reason": "Nhập nhầm"})
    draft.refresh_from_db()
    assert draft.state == "terminated"


def test_pay__in_parts_and_not_too_much(leased, people):
    officer, today = client_of(people["land_fund_officer"]), timezone.localdate()
    rent = leased.rent.first()
    path = address(leased, f"rent/{rent.pk}/")
    assert 'value="5.000.000"' in text_of(officer.get(path))
    for values, field in (
        ({"amount": "5.000.001", "paid_on": day(today)}, "amount"),
        ({"amount": "0", "paid_on": day(today)}, "amount"),
        ({"amount": "nhiều", "paid_on": day(today)}, "amount"),
        ({"amount": "1", "paid_on": day(today + timedelta(1))}, "paid_on"),
    ):
        answer = officer.post(path, values)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    officer.post(path, {"amount": "2 triệu", "paid_on": day(today)})
    rent.refresh_from_db()
    assert rent.paid_amount == 2_000_000
    assert 'value="3.000.000"' in text_of(officer.get(path))
    assert client_of(people["inspector"]).post(path, {"amount": "1", "paid_on": day(today)}).status_code == 403


def test_every_form__needs_its_token(leased, people):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["land_manager"])
    for path in ("/desk/leases/new/", address(leased, "end/"), address(leased, "lessee/")):
        assert strict.post(path, {"reason": "x"}).status_code == 403
