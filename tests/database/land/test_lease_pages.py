"""The desk of leases: who gets in and sees what, lists and filters, the page of a lease, the lessee."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from land.actions import create_plots, end_lease, record_payment, remove_plot
from land.models import Lease, LeaseTermBound, RentDue
from tests.database.land.lease_desk import COMPANY, NAME, address, client_of, contract, instalments, lease, text_of
from tests.database.land.rights import INSIDE, WRITERS

NAMED = {"land_manager", "land_fund_officer", "inspector"}


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


@pytest.mark.parametrize("act", ["renew/", "end/", "amend/"])
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
    for act in (
        "renew/",
        "end/",
        "sign/",
        "amend/",
        "part/",
        "lessee/",
        f"rent/{rent.pk}/",
        f"rent/{rent.pk}/correct/",
    ):
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


def test_page__of_an_ended_plot_offers_only_the_end(plots, people):
    draft, running = lease(plots[0], "D", signed=False), lease(plots[1], "R")
    for plot in plots:
        remove_plot(actor=None, plot=plot, on_date=timezone.localdate(), reason="r")
    manager = client_of(people["land_manager"])
    for made, acts in ((draft, ("sign/", "amend/")), (running, ("renew/", "amend/"))):
        page = manager.get(address(made))
        assert {act for act in ("sign/", "renew/", "amend/", "end/") if f'"{address(made, act)}"' in text_of(page)} == {
            "end/"
        }
        assert "không ký, sửa hay gia hạn được nữa" in text_of(page)
        for act in acts:
            assert manager.get(address(made, act)).status_code == 409
        assert manager.get(address(made, "end/")).status_code == 200
    assert "/desk/leases/new/" not in text_of(manager.get(f"/plots/{plots[0].code}/"))


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


@pytest.mark.parametrize("path", ["/desk/leases/00000000-0000-7000-8000-000000000000/", "/desk/leases/x/"])
def test_page__unknown_is_not_found(people, path):
    assert client_of(people["land_manager"]).get(path).status_code == 404
