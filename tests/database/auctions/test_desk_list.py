"""The desk: who gets in, terms by working time left, counts, filters, pages; who reads which terms, moved terms."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.roles import Role
from auctions import offers, timing, watching
from auctions import reading_desk as desk
from auctions.models import LedgerEntry, Lot, LotEvent
from auctions.workflow import LotState
from tests.database.auctions.desk import client_of, everybody, text_of
from tests.factories import auctions, land
from worktime.actions import start_term
from worktime.models import Term, TermRule
from worktime.told import TermMoved

pytestmark = pytest.mark.django_db
S = LotState
PATH = "/auctions/desk/"


@pytest.fixture
def who():
    return auctions.people()


def test_desk__exists_for_whom_the_policy_names(who):
    answers = {name: client_of(user).get(PATH).status_code for name, user in everybody(who).items()}
    inside = {"inspector", "fund", "manager", "auctioneer", "registry", "other_fund", "other_auctioneer"}
    assert {name for name, status in answers.items() if status == 200} == inside
    assert answers.pop("anonymous") == 302
    assert {status for name, status in answers.items() if name not in inside} == {404}


def test_desk__shows_only_lots_in_reach(who):
    lot = auctions.at_state(S.POSTED, who)
    seen = {name: lot.code in text_of(client_of(user).get(PATH)) for name, user in everybody(who).items()}
    assert {name for name, shown in seen.items() if shown} == {"inspector", "fund", "manager", "auctioneer", "registry"}


def test_desk__menu_leads_to_it(who):
    assert f'href="{PATH}"' in text_of(client_of(who.fund).get("/lots/"))
    citizen = everybody(who)["citizen"]
    assert f'href="{PATH}"' not in text_of(client_of(citizen).get("/lots/"))


def test_terms__are_read_by_those_inside_the_lot(who):
    lot = auctions.at_state(S.POSTED, who)
    assert Term.objects.filter(subject_id=str(lot.pk)).exists()
    readers = {
        name: bool(Term.objects.visible_to(user).filter(subject_id=str(lot.pk)))
        for name, user in everybody(who).items()
        if user is not None
    }
    assert {name for name, reads in readers.items() if reads} == {
        "inspector", "planner", "fund", "manager", "auctioneer", "registry",
    }  # fmt: skip
    assert not Term.objects.visible_to(None).exists()


def test_terms__of_public_lots_are_read_by_who_changes_calendars(who):
    admin = land.person("quantri", Role.ADMIN)
    lot = auctions.at_state(S.POSTED, who)
    hidden = auctions.planned(who, plot=land.plot(managing_agency=who.owner))
    assert (lot.publish_level, hidden.publish_level) == ("public", "internal")
    plan = TermRule.objects.get(code="auction.refund").plan
    start_term(actor=None, subject=timing.subject_of(hidden), plan=plan, started_at=auctions.START)
    assert set(Term.objects.visible_to(admin).values_list("subject_id", flat=True)) == {str(lot.pk)}


def test_urgent__late_ones_say_so_first(who):
    late = auctions.at_state(S.POSTED, who)
    waiting = auctions.brought_to(S.SOLD_PROVISIONAL, who, plot=land.plot(managing_agency=who.owner))
    now = auctions.FILES_UNTIL + timedelta(days=4)
    found, count = desk.urgent(who.auctioneer, now)
    assert count == 4
    assert [item.lot for item in found] == [late, waiting, waiting, waiting]
    assert found[0].left.late
    assert found[0].left.text.startswith("quá hạn ")
    page = client_of(who.auctioneer).get(PATH)
    shown = page.content.decode()
    assert 'class="late"' in shown
    assert "quá hạn" in shown


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "dưới 1 giờ làm việc"), (30, "30 phút"), (90, "1 giờ 30 phút"), (480, "1 ngày làm việc"),
     (3 * 480 + 130, "3 ngày làm việc 2 giờ"), (-5, "dưới 1 giờ làm việc")],
)  # fmt: skip
def test_working_time__is_said_in_days_of_eight_hours(minutes, words):
    assert desk.working_time(minutes) == words


def test_left__is_counted_in_office_hours(who):
    auctions.at_state(S.SOLD_PROVISIONAL, who)
    term = Term.objects.get(kind="auction.refund")
    friday = datetime(2026, 9, 11, 8, 0, tzinfo=UTC)  # 15:00; the session was that morning
    left = desk.left_of(term, friday)
    assert (left.late, left.soon) == (False, False)
    assert left.text == "còn 3 ngày làm việc 2 giờ"


def test_mine__is_what_waits_for_a_step_of_the_person(who):
    lots = {
        state: auctions.brought_to(state, who, plot=land.plot(managing_agency=who.owner))
        for state in (S.PLANNED, S.AUCTION_DECIDED, S.ORG_CONTRACTED, S.REGISTRATION_CLOSED, S.PAID, S.HANDED_OVER)
    }
    for user in (who.fund, who.manager, who.auctioneer, who.registry):
        counted = set(Lot.objects.inside(user).filter(offers.waiting_for(user)))
        one_by_one = {lot for lot in Lot.objects.inside(user) if offers.next_acts(user, lot)}
        assert counted == one_by_one, user
        assert counted
    text = text_of(client_of(who.manager).get(f"{PATH}?mine=mine"))
    assert lots[S.PLANNED].code in text
    assert lots[S.PAID].code not in text.split('id="list"')[1]


def test_filters__narrow_and_unknown_values_ask_nothing(who):
    first = auctions.at_state(S.POSTED, who)
    second = auctions.planned(who, plot=land.plot(managing_agency=who.owner), name="Lô B2")
    client = client_of(who.manager)
    for asked, shown in (
        ({"state": "planned"}, {second}),
        ({"stage": "open"}, {first}),
        ({"session": first.auction.code}, {first}),
        ({"session": "none"}, {second}),
        ({"unit": first.unit_id}, {first, second}),
        ({"owner": str(who.owner.pk)}, {first, second}),
        ({"q": "b2"}, {second}),
        ({"state": "x", "owner": "y", "stage": "\x00", "after": "z"}, {first, second}),
        ({"owner": "999999"}, set()),
    ):
        rows = client.get(PATH, asked).context["listed"].rows
        assert {row.lot for row in rows} == shown, asked


def test_list__pages_by_keyset(who, monkeypatch):
    monkeypatch.setattr(desk, "PAGE", 2)
    made = [auctions.planned(who, plot=land.plot(managing_agency=who.owner)) for _ in range(5)]
    client, seen, path = client_of(who.manager), [], PATH
    while path:
        context = client.get(path).context
        seen += [row.lot for row in context["listed"].rows]
        path = f"{PATH}?{context['next']}" if context["next"] else ""
        assert context["listed"].count == 5
    assert seen == made[::-1]


def test_moved_term__is_an_act_of_the_lot_and_of_the_log(who):
    lot = auctions.at_state(S.POSTED, who)
    term = Term.objects.get(subject_id=str(lot.pk))
    before = LedgerEntry.objects.count()
    watching.tell_moved([TermMoved(term, term.due_at, term.due_at - timedelta(days=1))])
    act = LotEvent.objects.get(verb="term_moved")
    assert (act.lot, act.after, act.details["term"]) == (lot, S.POSTED, term.kind)
    assert term.name in act.reason
    assert LedgerEntry.objects.count() == before + 1
    assert "term_moved" in LedgerEntry.objects.order_by("at", "number").last().payload


def test_moved_term_of_a_hidden_lot__is_not_told_in_public(who):
    lot = auctions.planned(who)
    term = Term(subject_type="lot", subject_id=str(lot.pk), subject_label=lot.code, kind="x", name="Thời hạn")
    watching.tell_moved([TermMoved(term, auctions.START, auctions.SESSION)])
    assert LotEvent.objects.filter(verb="term_moved").count() == 1
    assert not LedgerEntry.objects.exists()


def test_lot__recognised_before_the_first_rule_says_that_no_deadline_is_known(who):
    rule = TermRule.objects.get(code="auction.tax_notice")
    TermRule.objects.filter(pk=rule.pk).update(period=DateRange(date(2027, 1, 1), None))
    lot = auctions.at_state(S.RECOGNISED, who)
    assert not Term.objects.filter(subject_id=str(lot.pk), kind=rule.code).exists()
    text = text_of(client_of(who.manager).get(f"{PATH}lots/{lot.code}/"))
    assert "chưa có căn cứ để tính hạn" in text
    assert f"trước ngày 01/01/2027 của quy định sớm nhất đã đọc ({rule.source})" in text


def test_lot__with_a_rule_for_its_day_has_a_deadline(who):
    lot = auctions.at_state(S.RECOGNISED, who)
    assert Term.objects.filter(subject_id=str(lot.pk), kind="auction.tax_notice").exists()
    assert "chưa có căn cứ" not in text_of(client_of(who.manager).get(f"{PATH}lots/{lot.code}/"))
