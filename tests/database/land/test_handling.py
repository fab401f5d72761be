"""Decisions on what becomes of a plot, and handovers: papers that change the plot with a version."""

import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from land.actions import (
    DocumentDraft,
    Paper,
    attach_document,
    create_plots,
    decide_handling,
    record_handover,
    remove_plot,
    revise_plot,
    withdraw_file,
    withdraw_paper,
)
from land.errors import BadChange, PlotEnded
from land.models import HandlingDecision, HandoverMinute, PlotVersion
from land.reading_details import handling_of, handovers_of
from land.workflow import DocumentKind, HandlingPlan
from tests.database.land.rights import who_may

TODAY = date(2026, 11, 22)
DAY = date(2026, 10, 1)


@pytest.fixture
def plot(register):
    return create_plots(actor=None, drafts=[register.draft(handling_plan="awaiting_handover")])[0]


def paper(**values) -> Paper:
    return Paper(**{"number": "77/QĐ-UBND", "day": DAY, "issuer": "UBND Thành phố"} | values)


def decide(plot, actor=None, plan=HandlingPlan.AUCTION, **values) -> HandlingDecision:
    return decide_handling(actor=actor, plot=plot, plan=plan, paper=paper(**values), today=TODAY)


def hand_over(register, plot, actor=None, **values) -> HandoverMinute:
    own = {"to_agency": register.other_agency, "from_agency": register.agency, "paper": paper(number="05/BB-BG")}
    return record_handover(actor=actor, plot=plot, today=TODAY, **own | values)


def a_document(plot):
    draft = DocumentDraft(DocumentKind.HANDOVER, "Biên bản bàn giao")
    return attach_document(actor=None, plot=plot, content=io.BytesIO(b"%PDF-1.4"), draft=draft)


def test_decide__the_plot_follows_from_the_day_of_the_decision(plot):
    made = decide(plot)
    plot.refresh_from_db()
    assert (plot.handling_plan, plot.version, made.version) == ("auction", 2, 2)
    on = PlotVersion.objects.valid_on
    assert [on(day).get().handling_plan for day in (DAY - timedelta(1), DAY)] == ["awaiting_handover", "auction"]
    event = Event.objects.get(verb="plot.handling_decided")
    assert (event.after["number"], event.after["plan"]) == ("77/QĐ-UBND", "auction")


@pytest.mark.parametrize(
    "values",
    [{"number": " "}, {"issuer": ""}, {"day": TODAY + timedelta(1)}, {"plan": HandlingPlan.AWAITING_HANDOVER}],
    ids=["number", "issuer", "future", "same plan"],
)
def test_decide__faults_are_refused_and_nothing_stays(plot, values):
    with pytest.raises(BadChange):
        decide(plot, **values)
    assert not HandlingDecision.objects.exists()
    plot.refresh_from_db()
    assert plot.version == 1


def test_hand_over__changes_manager_and_user_with_a_version(register, plot):
    made = hand_over(register, plot, using_agency=register.agency, handling_plan=HandlingPlan.KEEP)
    plot.refresh_from_db()
    assert (plot.managing_agency, plot.using_agency) == (register.other_agency, register.agency)
    assert (plot.handling_plan, plot.version, made.version) == ("keep", 2, 2)
    on = PlotVersion.objects.valid_on
    assert on(DAY - timedelta(1)).get().managing_agency == register.agency
    assert on(DAY).get().managing_agency == register.other_agency
    assert Event.objects.get(verb="plot.handed_over").after["to"] == register.other_agency.pk


def test_hand_over__who_gives_must_be_the_manager_where_there_is_one(register, plot):
    for values in ({"from_agency": register.other_agency}, {"from_agency": None}):
        with pytest.raises(BadChange, match="Bên giao"):
            hand_over(register, plot, **values)
    orphan = create_plots(actor=None, drafts=[register.draft(dx=50, managing_agency_id=None)])[0]
    assert hand_over(register, orphan, from_agency=None).to_agency == register.other_agency


def test_hand_over__contradictions_are_refused(register, plot):
    for values in (
        {"to_agency": register.agency},
        {"paper": paper(number="")},
        {"paper": paper(day=TODAY + timedelta(1))},
    ):
        with pytest.raises(BadChange):
            hand_over(register, plot, **values)
    assert not HandoverMinute.objects.exists()


def test_hand_over__the_paper_is_one_of_this_plot(register, plot, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    other = create_plots(actor=None, drafts=[register.draft(dx=50)])[0]
    with pytest.raises(BadChange, match="Tài liệu"):
        hand_over(register, plot, paper=paper(document=a_document(other)))
    gone = withdraw_file(actor=None, file=a_document(plot), reason="r")
    with pytest.raises(BadChange, match="Tài liệu"):
        hand_over(register, plot, paper=paper(document=gone))
    made = a_document(plot)
    assert hand_over(register, plot, paper=paper(document=made)).document == made


@pytest.mark.parametrize("table", ["land_handlingdecision", "land_handoverminute"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET number = 'X'", "DELETE FROM {}"])
def test_database__papers_are_appended_only(register, plot, table, statement):
    decide(plot)
    plot.refresh_from_db()
    hand_over(register, plot)
    with (
        pytest.raises(DatabaseError, match=r"never|only taken back"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_permissions__of_every_role(register, plot, people):
    assert who_may(people, lambda user: decide(plot, user)) == {"land_manager", "land_fund_officer"}
    assert who_may(people, lambda user: hand_over(register, plot, user)) == {"land_manager"}


def test_read__inside_only_and_by_the_new_agency_after_the_handover(register, plot, people):
    decide(plot)
    plot.refresh_from_db()
    inside = {"land_manager", "planner", "inspector", "officer", "registration_office", "clerk", "leader"}
    assert {name for name, user in people.items() if handling_of(user, plot)} == inside | {"land_fund_officer"}
    hand_over(register, plot)
    assert {name for name, user in people.items() if handovers_of(user, plot)} == inside


# --- taken back ----------------------------------------------------------------------------------------------------
def test_withdraw__a_decision_entered_by_mistake_never_was(plot):
    wrong = decide(plot)
    withdraw_paper(actor=None, paper=wrong, reason="Quyết định của khu đất khác")
    plot.refresh_from_db()
    assert (plot.handling_plan, plot.version) == ("awaiting_handover", 3)
    assert PlotVersion.objects.valid_on(DAY).get().handling_plan == "awaiting_handover"
    known = PlotVersion.objects.filter(valid__contains=DAY).order_by("recorded")
    assert [row.handling_plan for row in known] == ["awaiting_handover", "auction", "awaiting_handover"]
    assert (known.last().change, known.last().reason) == ("corrected", "Quyết định của khu đất khác")
    row = HandlingDecision.objects.get()
    assert row.withdrawn_at is not None
    assert row.withdrawn_reason == "Quyết định của khu đất khác"
    assert Event.objects.get(verb="plot.handling_withdrawn").before["number"] == "77/QĐ-UBND"
    with pytest.raises(BadChange, match="đã được rút lại"):
        withdraw_paper(actor=None, paper=wrong, reason="r")
    assert decide(plot, number="78/QĐ-UBND").version == 4, "the right one can be entered"


def test_withdraw__a_handover_gives_back_manager_user_and_plan(register, plot):
    made = hand_over(register, plot, using_agency=register.agency, handling_plan=HandlingPlan.KEEP)
    withdraw_paper(actor=None, paper=made, reason="Ghi nhầm biên bản")
    plot.refresh_from_db()
    assert (plot.managing_agency, plot.using_agency_id) == (register.agency, None)
    assert plot.handling_plan == "awaiting_handover"


def test_withdraw__what_somebody_changed_since_stays(plot):
    made = decide(plot)
    revise_plot(actor=None, plot=plot, changes={"handling_plan": "keep"}, valid_from=DAY + timedelta(5), reason="r")
    withdraw_paper(actor=None, paper=made, reason="Ghi nhầm")
    plot.refresh_from_db()
    assert plot.handling_plan == "keep"


def plans_on(*days) -> list[str]:
    return [PlotVersion.objects.valid_on(day).get().handling_plan for day in days]


LATE = DAY - timedelta(200)


def test_withdraw__a_misdated_decision_gives_every_day_its_own_plan_back(plot):
    """Entered with the wrong year, it wrote over what was decided since; without it that stands again."""
    decide(plot, plan=HandlingPlan.SHORT_LEASE)
    wrong = decide(plot, number="12/QĐ-UBND", day=LATE)
    assert plans_on(LATE - timedelta(1), LATE, DAY) == ["awaiting_handover", "auction", "auction"]
    withdraw_paper(actor=None, paper=wrong, reason="Sai năm")
    assert plans_on(LATE - timedelta(1), LATE, DAY) == ["awaiting_handover", "awaiting_handover", "short_lease"]
    plot.refresh_from_db()
    assert plot.handling_plan == "short_lease"


def test_withdraw__a_late_decision_that_said_what_was_so_then(plot):
    decide(plot, plan=HandlingPlan.SHORT_LEASE)
    wrong = decide(plot, plan=HandlingPlan.AWAITING_HANDOVER, number="12/QĐ-UBND", day=LATE)
    withdraw_paper(actor=None, paper=wrong, reason="Sai năm")
    plot.refresh_from_db()
    assert plot.handling_plan == "short_lease"
    assert plans_on(LATE, DAY) == ["awaiting_handover", "short_lease"]


def test_withdraw__a_late_handover_leaves_the_decision_since(register, plot):
    decide(plot, plan=HandlingPlan.SHORT_LEASE)
    wrong = hand_over(register, plot, paper=paper(number="05/BB", day=LATE))
    withdraw_paper(actor=None, paper=wrong, reason="Ghi nhầm")
    plot.refresh_from_db()
    assert (plot.handling_plan, plot.managing_agency) == ("short_lease", register.agency)
    assert plans_on(LATE, DAY) == ["awaiting_handover", "short_lease"]


def test_withdraw__a_decision_that_a_handover_went_on_from_waits_for_it(register, plot):
    """Otherwise the withdrawn plan would come back with the handover's withdrawal."""
    first = decide(plot)
    second = hand_over(register, plot, handling_plan=HandlingPlan.KEEP, paper=paper(number="05/BB", day=DAY))
    with pytest.raises(BadChange, match="05/BB ghi sau"):
        withdraw_paper(actor=None, paper=first, reason="r")
    withdraw_paper(actor=None, paper=second, reason="r")
    withdraw_paper(actor=None, paper=first, reason="r")
    plot.refresh_from_db()
    assert plot.handling_plan == "awaiting_handover"


def test_withdraw__of_an_ended_plot_is_refused_and_nothing_stays(plot):
    made = decide(plot)
    remove_plot(actor=None, plot=plot, on_date=TODAY, reason="r")
    with pytest.raises(PlotEnded):
        withdraw_paper(actor=None, paper=made, reason="r")
    assert HandlingDecision.objects.get().withdrawn_at is None


def test_withdraw__the_last_goes_first_and_needs_a_reason(plot):
    first = decide(plot)
    second = decide(plot, plan=HandlingPlan.KEEP, number="79/QĐ-UBND", day=DAY + timedelta(10))
    with pytest.raises(BadChange, match="79/QĐ-UBND ghi sau"):
        withdraw_paper(actor=None, paper=first, reason="r")
    with pytest.raises(BadChange, match="lý do"):
        withdraw_paper(actor=None, paper=second, reason=" ")
    withdraw_paper(actor=None, paper=second, reason="r")
    plot.refresh_from_db()
    assert plot.handling_plan == "auction"
    withdraw_paper(actor=None, paper=first, reason="r")
    plot.refresh_from_db()
    assert plot.handling_plan == "awaiting_handover"


def test_withdraw__who_may(register, plot, people):
    decision, minute = decide(plot), hand_over(register, plot)
    assert who_may(people, lambda user: withdraw_paper(actor=user, paper=minute, reason="r")) == {"land_manager"}
    withdraw_paper(actor=None, paper=minute, reason="r")
    assert who_may(people, lambda user: withdraw_paper(actor=user, paper=decision, reason="r")) == {
        "land_manager",
        "land_fund_officer",
    }


def test_database__a_paper_is_taken_back_once_and_nothing_else(plot):
    decide(plot)
    withdrawn = "UPDATE land_handlingdecision SET withdrawn_at = now(), withdrawn_reason = 'r'"
    for statement in (withdrawn + ", number = 'X'", "UPDATE land_handlingdecision SET withdrawn_reason = 'r'"):
        with pytest.raises(DatabaseError, match="only taken back"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute(withdrawn)
    with pytest.raises(DatabaseError, match="only taken back"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE land_handlingdecision SET withdrawn_at = NULL, withdrawn_reason = ''")
