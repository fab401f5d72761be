"""The desk of leases through its doors: who sees what, what the filters find, acts as forms, mistakes named."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from land.actions import create_plots, end_lease, record_payment
from land.lease_facts import load_lease_terms
from land.models import Lease, LeaseTermBound, LesseePerson, RentDue
from tests.database.land.lease_desk import COMPANY, NAME, client_of, day, instalments, lease, text_of

WRITERS = {"land_manager", "land_fund_officer"}
INSIDE = {*WRITERS, "planner", "inspector", "officer", "registration_office", "clerk", "leader"}
NAMED = {"land_manager", "land_fund_officer", "inspector"}


@pytest.fixture
def plots(register):
    load_lease_terms()
    other = {"managing_agency_id": register.other_agency.pk}
    return create_plots(
        actor=None,
        drafts=[register.draft(), register.draft(dx=50, **other), register.draft(dx=100), register.draft(dx=150)],
    )


@pytest.fixture
def leased(plots):
    return lease(plots[0], rent=instalments(-40, -10, 20))


def address(made: Lease, act: str = "") -> str:
    return f"/desk/leases/{made.pk}/{act}"


def contract(plot=None, **values):
    today = timezone.localdate()
    own = {
        "plot": plot.code if plot else "",
        "kind": "short",
        "lessee_kind": "person",
        "lessee": NAME,
        "contract_number": "09/HĐ",
        "contract_on": day(today),
        "purpose": "Bãi giữ xe",
        "start": day(today),
        "last_day": day(today + timedelta(364)),
        "extent": "whole",
        "area_m2": "",
    }
    return own | values


# --- who gets in ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/desk/leases/", "/desk/leases/rent/"])
def test_lists__exist_for_those_inside(leased, people, path):
    answers = {name: client_of(user).get(path).status_code for name, user in people.items()}
    assert answers.pop("anonymous") == 302
    assert answers.pop("other_officer") == 200  # reads plots of another ward, so an empty list
    assert {name for name, status in answers.items() if status == 200} == INSIDE
    assert {status for name, status in answers.items() if name not in INSIDE} == {404}


def test_lists__show_only_what_is_in_reach(leased, plots, people):
    foreign = lease(plots[1], "02/HĐ", rent=instalments(-5))
    for path in ("/desk/leases/", "/desk/leases/rent/"):
        seen = {name: text_of(client_of(people[name]).get(path)) for name in INSIDE | {"other_officer"}}
        assert {name for name, text in seen.items() if leased.contract_number in text} == INSIDE
        assert {name for name, text in seen.items() if foreign.contract_number in text} == INSIDE - {
            "land_fund_officer"  # the plot is another agency's
        }
        assert not {name for name, text in seen.items() if NAME in text}


def test_page__exists_for_those_inside(leased, plots, people):
    answers = {name: client_of(user).get(address(leased)).status_code for name, user in people.items()}
    assert {name for name, status in answers.items() if status == 200} == INSIDE
    assert answers["anonymous"] == 302
    assert answers["other_officer"] == answers["citizen"] == 404
    foreign = lease(plots[1], "02/HĐ")
    assert client_of(people["land_fund_officer"]).get(address(foreign)).status_code == 404


@pytest.mark.parametrize("act", ["renew/", "end/"])
def test_acts__are_the_writers(leased, people, act):
    answers = {name: client_of(user).get(address(leased, act)).status_code for name, user in people.items()}
    assert {name for name, status in answers.items() if status == 200} == WRITERS
    assert {answers[name] for name in INSIDE - WRITERS} == {403}
    posted = {name: client_of(people[name]).post(address(leased, act)).status_code for name in INSIDE - WRITERS}
    assert set(posted.values()) == {403}
    leased.refresh_from_db()
    assert leased.state == "active"


def test_acts__of_another_agency_are_not_found(plots, people):
    foreign = lease(plots[1], rent=instalments(-5))
    officer = client_of(people["land_fund_officer"])
    rent = foreign.rent.get()
    for act in ("renew/", "end/", "sign/", "lessee/", f"rent/{rent.pk}/"):
        assert officer.post(address(foreign, act), {"reason": "x", "amount": "1"}).status_code == 404
    assert Lease.objects.get().state == "active"
    assert RentDue.objects.get().paid_amount is None


def test_draft__is_offered_to_writers(plots, people):
    answers = {name: client_of(user).get("/desk/leases/new/").status_code for name, user in people.items()}
    assert {name for name, status in answers.items() if status == 200} == WRITERS
    for name in INSIDE - WRITERS:
        assert client_of(people[name]).post("/desk/leases/new/", contract(plots[0])).status_code == 403
    assert not Lease.objects.exists()


def test_menu__offers_the_desk_to_those_inside(leased, people):
    offered = {
        name for name, user in people.items() if 'href="/desk/leases/"' in text_of(client_of(user).get("/plots/"))
    }
    assert offered == INSIDE | {"other_officer"}


# --- the lists -----------------------------------------------------------------------------------------------------
@pytest.fixture
def many(plots, register):
    """Ends at -3, 0, 30 and 90 days, and one far ahead; one settled."""
    more = create_plots(actor=None, drafts=[register.draft(dx=200), register.draft(dx=250)])
    ends = {"TRE": -3, "NAY": 0, "THANG": 30, "QUY": 90, "XA": 91}
    for plot, (number, left) in zip([*plots, *more], ends.items(), strict=False):
        lease(plot, number, days_left=left)
    settled = lease(more[-1], "THANHLY")
    today = timezone.localdate()
    end_lease(actor=None, lease=settled, on_date=today, today=today, reason="Trả đất")


def found(client, query):
    return [row.lease.contract_number for row in client.get(f"/desk/leases/?{query}").context["listed"].rows]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["TRE", "NAY", "THANG", "QUY", "XA"]),
        ("ends=over", ["TRE"]),
        ("ends=0", ["NAY"]),
        ("ends=30", ["THANG"]),
        ("ends=90", ["QUY"]),
        ("state=terminated", ["THANHLY"]),
        ("state=all&q=THANHLY", ["THANHLY"]),
        ("q=BRVT-000002", ["NAY"]),
        ("unit=26506@2025-07-01&ends=30", ["THANG"]),
        ("unit=26536@2025-07-01", []),
        ("ends=x&state=x&rent=x&agency=x&after=x&unit=", ["TRE", "NAY", "THANG", "QUY", "XA"]),
        ("q=%00&agency=99999999999999999999", ["TRE", "NAY", "THANG", "QUY", "XA"]),
        ("rent=overdue", []),
    ],
)
def test_list__filters(many, people, query, numbers):
    assert found(client_of(people["land_manager"]), query) == numbers


def test_list__by_agency_and_counts(many, register, people):
    manager = client_of(people["land_manager"])
    assert found(manager, f"agency={register.other_agency.pk}") == ["NAY"]
    bands = manager.get("/desk/leases/").context["bands"]
    assert [(band.key, band.count) for band in bands] == [("over", 1), ("0", 1), ("30", 1), ("90", 1)]


def test_list__goes_on_where_the_page_ended(many, people, monkeypatch):
    monkeypatch.setattr("land.reading_lease_desk.PAGE", 2)
    manager, numbers, query = client_of(people["land_manager"]), [], ""
    for _page in range(3):
        context = manager.get(f"/desk/leases/?{query}").context
        numbers += [row.lease.contract_number for row in context["listed"].rows]
        query = context["next"]
    assert numbers == ["TRE", "NAY", "THANG", "QUY", "XA"]
    assert query == ""


def test_list__empty_says_why(plots, people):
    manager = client_of(people["land_manager"])
    assert "Chưa có hợp đồng thuê nào" in text_of(manager.get("/desk/leases/"))
    assert "Hãy bỏ bớt điều kiện" in text_of(manager.get("/desk/leases/?q=zzz"))
    assert "Không có kỳ tiền thuê nào quá hạn" in text_of(manager.get("/desk/leases/rent/"))


def test_rent__overdue_coming_paid(leased, people):
    manager, today = client_of(people["land_manager"]), timezone.localdate()
    first = leased.rent.first()
    record_payment(actor=None, rent=first, amount=first.amount, paid_on=today, today=today)
    counts = {}
    for status in ("overdue", "coming", "unpaid", "paid", "all"):
        counts[status] = manager.get(f"/desk/leases/rent/?rent={status}").context["listed"].count
    assert counts == {"overdue": 1, "coming": 1, "unpaid": 2, "paid": 1, "all": 3}
    assert found(manager, "rent=overdue") == [leased.contract_number]
    text = text_of(manager.get("/desk/leases/rent/?rent=all"))
    assert "phải nộp 15.000.000 đồng, đã nộp 5.000.000 đồng, còn nợ 10.000.000 đồng" in text


def test_rent__nothing_is_owed_after_the_end(leased, people):
    today = timezone.localdate()
    end_lease(actor=None, lease=leased, on_date=today - timedelta(20), today=today, reason="Trả đất")
    manager = client_of(people["land_manager"])
    assert manager.get("/desk/leases/rent/?rent=overdue").context["listed"].count == 1
    assert manager.get("/desk/leases/rent/?rent=coming").context["listed"].count == 0
    late = leased.rent.order_by("due_on").last()
    assert manager.get(address(leased, f"rent/{late.pk}/")).status_code == 404
    assert "Không phải nộp" in text_of(manager.get(address(leased)))


# --- one lease -----------------------------------------------------------------------------------------------------
def test_page__term_with_the_dated_rule(leased, people):
    text = text_of(client_of(people["planner"]).get(address(leased)))
    bound = LeaseTermBound.objects.get(kind="short")
    assert bound.source in text
    assert "nhiều nhất 60 tháng" in text
    assert "01/08/2024" in text
    assert "họ tên được che" in text
    assert "Ghi đã nộp" not in text


def test_page__offers_what_is_possible(plots, people):
    draft = lease(plots[0], signed=False)
    manager = client_of(people["land_manager"])
    text = text_of(manager.get(address(draft)))
    assert ("Ký hợp đồng" in text, "Gia hạn" in text, "Bỏ dự thảo" in text) == (True, False, True)
    assert manager.get(address(draft, "renew/")).status_code == 403
    assert "Lập hợp đồng" not in text_of(client_of(people["planner"]).get("/desk/leases/"))


# --- the lessee ----------------------------------------------------------------------------------------------------
def test_lessee__read_with_a_reason_and_shown_once(leased, people):
    answers = {}
    for name in INSIDE:
        answers[name] = client_of(people[name]).post(address(leased, "lessee/"), {"reason": "Đơn số 5"})
    assert {name for name, answer in answers.items() if NAME in text_of(answer)} == NAMED
    assert {answers[name].status_code for name in INSIDE - NAMED} == {403}
    assert "no-store" in answers["land_manager"]["Cache-Control"]
    assert Event.objects.filter(verb="personal.read").count() == len(NAMED)
    assert NAME not in text_of(client_of(people["land_manager"]).get(address(leased)))


def test_lessee__a_look_alone_names_nobody(leased, people):
    for name in NAMED:
        client = client_of(people[name])
        assert NAME not in text_of(client.get(address(leased, "lessee/")))
        assert client.head(address(leased, "lessee/")).status_code == 200
    assert not Event.objects.filter(verb="personal.read").exists()


def test_lessee__the_department_says_why(leased, people):
    for name, status in (("land_manager", 400), ("inspector", 400), ("land_fund_officer", 200)):
        answer = client_of(people[name]).post(address(leased, "lessee/"), {"reason": "  "})
        assert (answer.status_code, NAME in text_of(answer)) == (status, status == 200)


def test_lessee__an_organisation_has_nothing_to_hide(plots, people):
    made = lease(plots[0], lessee_kind="organisation", lessee=COMPANY)
    manager = client_of(people["land_manager"])
    assert COMPANY in text_of(manager.get(address(made)))
    assert manager.get(address(made, "lessee/")).status_code == 403


# --- acts ----------------------------------------------------------------------------------------------------------
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


@pytest.mark.parametrize("path", ["/desk/leases/00000000-0000-7000-8000-000000000000/", "/desk/leases/x/"])
def test_page__unknown_is_not_found(people, path):
    assert client_of(people["land_manager"]).get(path).status_code == 404


def test_every_form__needs_its_token(leased, people):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["land_manager"])
    for path in ("/desk/leases/new/", address(leased, "end/"), address(leased, "lessee/")):
        assert strict.post(path, {"reason": "x"}).status_code == 403
