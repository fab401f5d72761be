"""Putting a lease right: all of a draft, some of one in force; the leased part; nobody's name is read for it."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from audit.models import Event
from land.actions import Instalment, amend_lease, draw_part, end_lease, record_payment
from land.actions.lease_amend import fingerprint
from land.errors import BadChange, LeaseOverlap, LeaseStep, StaleVersion
from land.models import Lease, LesseePerson
from land.parts_sketch import parts_svg
from land.workflow import LeaseKind, LeaseState, LesseeKind
from tests import places
from tests.database.land.lease_desk import NAME, address, client_of, contract, day, instalments, lease, text_of
from tests.database.land.lease_terms import RENT, TODAY, drafted, in_state, signed, terms
from tests.database.land.rights import WRITERS, who_may

LATER = [Instalment(date(2026, 6, 30), 4_000_000), Instalment(date(2026, 12, 31), 6_000_000)]


def amend(lease: Lease, actor=None, rent=(), reason="Gõ nhầm", seen="", **values) -> Lease:
    draft = replace(terms(lessee=""), **values)
    return amend_lease(actor=actor, lease=lease, draft=draft, rent=rent, reason=reason, seen=seen)


def planned(lease: Lease) -> list[tuple[date, int]]:
    return list(lease.rent.order_by("due_on").values_list("due_on", "amount"))


# --- what is written -----------------------------------------------------------------------------------------------
def test_draft__everything_can_be_put_right(plot):
    draft = drafted(plot, rent=RENT)
    values = {"kind": LeaseKind.ANNUAL, "contract_number": "01a/HĐ", "last_day": date(2027, 12, 31), "purpose": "Kho"}
    amend(draft, rent=LATER, reason="", whole_plot=False, area_m2=Decimal(100), **values)
    made = Lease.objects.get()
    assert (made.kind, made.contract_number, made.purpose, made.area_m2) == ("annual", "01a/HĐ", "Kho", 100)
    assert (made.whole_plot, made.period.upper, made.state) == (False, date(2028, 1, 1), "draft")
    assert planned(made) == [(item.due_on, item.amount) for item in LATER]
    assert LesseePerson.objects.get().name == NAME, "an empty name stays what it was"


def test_signed__number_day_purpose_name_and_unpaid_rent(plot):
    held = signed(plot, rent=RENT)
    record_payment(actor=None, rent=held.rent.order_by("due_on").first(), amount=1_000, paid_on=TODAY, today=TODAY)
    amend(held, rent=LATER[1:], contract_number="1/HĐ-2026", purpose="Kho", lessee="Trần Thị Đúng Tên")
    held.refresh_from_db()
    assert (held.contract_number, held.purpose, held.state) == ("1/HĐ-2026", "Kho", "active")
    assert LesseePerson.objects.get().name == "Trần Thị Đúng Tên"
    assert planned(held) == [(date(2026, 3, 31), 5_000_000), (date(2026, 12, 31), 6_000_000)]
    event = Event.objects.get(verb="lease.amended")
    assert (event.before["contract_number"], event.after["contract_number"]) == ("01/HĐ", "1/HĐ-2026")
    assert event.after["lessee_changed"] is True
    assert (event.before["rent"], event.after["rent"]) == (["31/12/2026: 5000000"], ["31/12/2026: 6000000"])
    assert (event.before["purpose"], event.after["purpose"]) == ("Bãi giữ xe", "Kho")
    assert event.reason == "Gõ nhầm"
    assert NAME not in str(list(Event.objects.values()))
    assert "Đúng Tên" not in str(list(Event.objects.values()))


def test_signed__an_instalment_that_is_not_touched_is_the_same_row(plot):
    """Somebody may have the form of its payment open."""
    held = signed(plot, rent=RENT)
    before = set(held.rent.values_list("pk", flat=True))
    amend(held, rent=[RENT[0], Instalment(RENT[1].due_on, 7)])
    assert len(before & set(held.rent.values_list("pk", flat=True))) == 1


def test_signed__the_log_has_the_old_name_of_an_organisation_but_of_no_person(plot):
    held = signed(plot, lessee_kind=LesseeKind.ORGANISATION, lessee="Công ty A")
    amend(held, lessee_kind=LesseeKind.ORGANISATION, lessee="Công ty B")
    event = Event.objects.get(verb="lease.amended")
    assert (event.before["organisation"], event.after["organisation"]) == ("Công ty A", "Công ty B")


def test_signed__what_somebody_changed_meanwhile_is_not_lost(plot):
    held = signed(plot, rent=RENT)
    seen = fingerprint(held)
    amend(held, rent=RENT, contract_number="02/HĐ", seen=seen)
    with pytest.raises(StaleVersion, match="người khác sửa"):
        amend(held, rent=RENT, purpose="Kho", seen=seen)
    seen = fingerprint(Lease.objects.get())
    record_payment(actor=None, rent=held.rent.order_by("due_on").last(), amount=1, paid_on=TODAY, today=TODAY)
    with pytest.raises(StaleVersion):
        amend(held, rent=RENT[:1], purpose="Kho", contract_number="02/HĐ", seen=seen)
    assert Lease.objects.get().contract_number == "02/HĐ"


@pytest.mark.parametrize(
    "values",
    [
        {"kind": LeaseKind.ANNUAL},
        {"start": date(2026, 2, 1)},
        {"last_day": date(2026, 11, 30)},
        {"whole_plot": False, "area_m2": Decimal(10)},
    ],
    ids=["kind", "start", "end", "extent"],
)
def test_signed__what_was_agreed_stays(plot, values):
    held = signed(plot)
    with pytest.raises(BadChange, match="gia hạn"):
        amend(held, **values)
    assert not Event.objects.filter(verb="lease.amended").exists()


def test_signed__an_area_on_record_that_changed_since_is_no_change_of_the_contract(plot):
    held = signed(plot)
    type(plot).objects.filter(pk=plot.pk).update(area_m2=200)
    assert amend(held, purpose="Kho").area_m2 == 400


@pytest.mark.parametrize(
    ("values", "rent", "reason"),
    [
        ({"contract_number": " "}, RENT, "r"),
        ({"purpose": ""}, RENT, "r"),
        ({"purpose": "Kho"}, RENT, " "),
        ({"purpose": "Kho"}, [Instalment(date(2026, 3, 31), 7)], "r"),
        ({}, RENT[1:], "r"),
    ],
    ids=["number", "purpose", "reason", "a day that has money on it", "nothing"],
)
def test_signed__mistakes_are_refused_and_nothing_stays(plot, values, rent, reason):
    held = signed(plot, rent=RENT)
    record_payment(actor=None, rent=held.rent.order_by("due_on").first(), amount=1_000, paid_on=TODAY, today=TODAY)
    with pytest.raises(BadChange):
        amend(held, rent=rent, reason=reason, **values)
    assert planned(held) == [(item.due_on, item.amount) for item in RENT]


@pytest.mark.usefixtures("lease_bounds")
def test_signed__another_day_of_contract_is_held_against_the_bounds_of_that_day(plot):
    from land.models import LeaseTermBound

    held = signed(plot)
    LeaseTermBound.objects.filter(kind="short", lessee_kind="").update(most_months=3)
    assert amend(held, purpose="Kho").purpose == "Kho"
    with pytest.raises(BadChange, match="3 tháng"):
        amend(held, contract_on=date(2026, 1, 5))


@pytest.mark.parametrize("state", list(LeaseState))
def test_states__those_that_somebody_works_with_can_be_put_right(plot, people, state):
    held = in_state(plot, state)
    mendable = state in {LeaseState.DRAFT, LeaseState.ACTIVE, LeaseState.EXPIRED}
    page = client_of(people["land_manager"]).get(address(held))
    assert (address(held, "amend/") in text_of(page)) is mendable
    if mendable:
        assert amend(held, purpose="Kho").purpose == "Kho"
    else:
        with pytest.raises(LeaseStep, match="tra cứu"):
            amend(held, purpose="Kho")


# --- the part ------------------------------------------------------------------------------------------------------
def a_part(dx=0, side=10):
    return places.square(places.VUNG_TAU, side, dx)


def test_part__drawn_and_taken_back(plot):
    held = drafted(plot, whole_plot=False, area_m2=Decimal(90))
    made = draw_part(actor=None, lease=held, part=a_part())
    assert (round(Lease.objects.get().part.area), made.area_m2) == (100, 90)
    draw_part(actor=None, lease=held, part=None)
    assert Lease.objects.get().part is None
    with pytest.raises(BadChange, match="nằm ngoài"):
        draw_part(actor=None, lease=held, part=a_part(15))
    assert Event.objects.filter(verb="lease.part_drawn").count() == 2


def test_part__of_a_lease_in_force_keeps_off_the_others(plot):
    one = signed(plot, "A", whole_plot=False, part=a_part())
    two = signed(plot, "B", whole_plot=False, area_m2=Decimal(100))
    with pytest.raises(LeaseOverlap, match="hợp đồng A"):
        draw_part(actor=None, lease=two, part=a_part(5), reason="r")
    with pytest.raises(BadChange, match="lý do"):
        draw_part(actor=None, lease=two, part=a_part(10))
    type(plot).objects.filter(pk=plot.pk).update(area_m2=150)  # measured again: not the drawing's business
    assert draw_part(actor=None, lease=two, part=a_part(10), reason="r").part is not None
    draw_part(actor=None, lease=two, part=None, reason="Vẽ nhầm")
    first, last = Event.objects.filter(verb="lease.part_drawn").order_by("pk")
    assert first.before["part"] == last.after["part"] == ""
    assert first.after["part"] == last.before["part"] != ""
    end_lease(actor=None, lease=one, on_date=TODAY, today=TODAY, reason="r")
    with pytest.raises(LeaseStep):
        draw_part(actor=None, lease=one, part=a_part())


def test_part__the_whole_plot_has_none(plot):
    with pytest.raises(BadChange, match="toàn bộ"):
        draw_part(actor=None, lease=drafted(plot), part=a_part())


def test_part__its_picture_shows_the_whole_plot(plot):
    """A small part in a large plot: no corner of the boundary lies outside the picture."""
    outline = places.square(places.VUNG_TAU, 20)
    drawn = parts_svg([a_part(0, 2)], title="t", description="d", outline=outline)
    strong = next(path for path in drawn.split("<path")[1:] if 'fill="none"' in path)
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", strong.split('d="')[1].split('"')[0])]
    assert all(0 <= number <= 640 for number in numbers)


def test_who_may(plot, people):
    held = signed(plot, whole_plot=False, area_m2=Decimal(100))
    own = {"whole_plot": False, "purpose": "Kho"}
    assert who_may(people, lambda user: amend(held, actor=user, **own)) == WRITERS
    assert who_may(people, lambda user: draw_part(actor=user, lease=held, part=a_part(), reason="r")) == WRITERS


# --- the pages -----------------------------------------------------------------------------------------------------
def test_page__a_draft_is_mended_before_it_is_signed(plots, people):
    draft = lease(plots[0], signed=False, rent=instalments(20))
    officer = client_of(people["land_fund_officer"])
    page = officer.get(address(draft, "amend/"))
    assert NAME not in text_of(page)
    form = page.context["form"]
    assert form["rent"].value() == f"{day(draft.rent.get().due_on)}; 5.000.000"
    assert "reason" not in form.fields
    sent = contract(lessee="", contract_number="10/HĐ", extent="part", area_m2="120", rent="31/03/2027; 1.000.000")
    answer = officer.post(address(draft, "amend/"), sent, follow=True)
    assert "Đã sửa hợp đồng" in text_of(answer)
    draft.refresh_from_db()
    assert (draft.contract_number, draft.area_m2, draft.whole_plot) == ("10/HĐ", 120, False)
    assert planned(draft) == [(date(2027, 3, 31), 1_000_000)]


def test_page__of_a_lease_in_force_asks_only_for_what_may_change(plots, people):
    held = lease(plots[0], rent=instalments(-10, 20))
    officer = client_of(people["land_fund_officer"])
    form = officer.get(address(held, "amend/")).context["form"]
    assert list(form.fields) == ["contract_number", "contract_on", "purpose", "lessee", "rent", "reason", "seen"]
    sent = {name: form[name].value() for name in ("contract_number", "purpose", "rent")}
    sent |= {"contract_on": day(held.contract_on), "lessee": "", "purpose": "Kho", "reason": ""}
    sent["seen"] = form["seen"].value()
    answer = officer.post(address(held, "amend/"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["reason"])
    assert officer.post(address(held, "amend/"), sent | {"reason": "Đổi mục đích"}).status_code == 302
    held.refresh_from_db()
    assert (held.purpose, held.rent.count()) == ("Kho", 2)
    answer = officer.post(address(held, "amend/"), sent | {"purpose": "Bến", "reason": "r"})
    assert (answer.status_code, answer.context["form"]["purpose"].value()) == (409, "Bến")
    assert "người khác sửa" in text_of(answer)


def test_page__the_part_is_drawn_pasted_and_shown(plots, people):
    held = lease(plots[0], whole_plot=False, area_m2=Decimal(90))
    whole = lease(plots[2], "02/HĐ")
    path = address(held, "part/")
    for name, user in people.items():
        assert (client_of(user).get(path).status_code == 200) is (name in WRITERS), name
    officer = client_of(people["land_fund_officer"])
    assert officer.get(address(whole, "part/")).status_code == 403
    assert officer.post(path, {}).status_code == 400
    west, south, east, north = a_part().bounds
    corners = "\n".join(f"{y:.3f} {x:.3f}" for x, y in ((west, south), (east, south), (east, north), (west, north)))
    assert list(officer.post(path, {"corners": corners}).context["form"].errors) == ["reason"]
    answer = officer.post(path, {"corners": corners, "reason": "Vẽ theo hợp đồng"}, follow=True)
    assert "Đã ghi phần đất thuê" in text_of(answer)
    assert "parts-sketch" in text_of(answer)
    held.refresh_from_db()
    assert round(held.part.area) == 100
    page = officer.get(path)
    assert not page.context["form"]["drawn"].value(), "what is drawn already would stand before what is pasted"
    assert page.context["map"]["part"].startswith('{"type":"MultiPolygon"')
    officer.post(path, {"none": "on", "reason": "Vẽ nhầm"})
    held.refresh_from_db()
    assert held.part is None
