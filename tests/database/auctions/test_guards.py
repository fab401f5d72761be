"""Every guard refuses what it is there for, names it, and leaves the lot where it stood."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from auctions.actions import checking, deciding, lots, money, results, sessions
from auctions.actions.checking import Finding
from auctions.errors import BadTerms, GuardRefused, LotStep, StaleLot, TooEarly
from auctions.models import AuctionBound, AuctionResult, Lot
from auctions.workflow import Failure, LotState, Readiness, ReadinessState
from gis.geometry import to_multipolygon
from gis.http.problems import NotAllowed
from land.actions import flags
from land.actions.derive import to_shapely
from land.actions.plots import revise_plot
from land.workflow import FlagKind
from tests.factories import auctions
from tests.factories.auctions import FILES_UNTIL, POSTED, SESSION, START, decision
from tests.factories.land import plot as make_plot

pytestmark = pytest.mark.django_db


def refused(act, sentence):
    """The act is refused for this; nothing of it was written."""
    with pytest.raises(GuardRefused) as caught, transaction.atomic():
        act()
    assert any(sentence in item["detail"] for item in caught.value.errors), caught.value.errors


def approve(who, lot):
    return lambda: deciding.approve_plan(
        actor=who.manager, lot=lot, decision=decision(), now=START + timedelta(hours=1)
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"right": ""}, "hình thức sử dụng đất"),
        ({"term_kind": ""}, "thời hạn sử dụng đất"),
        ({"bidders": []}, "đối tượng được tham gia"),
        ({"sale_by": ""}, "theo lô hay theo dự án"),
        ({"land_use_id": None}, "mục đích sử dụng đất"),
        ({"deposit_percent": None}, "Tiền đặt trước: chưa ghi"),
        ({"deposit_percent": Decimal("4.99")}, "nằm ngoài khung 5–20 %"),
        ({"deposit_percent": Decimal("20.01")}, "nằm ngoài khung 5–20 %"),
        ({"first_payment_percent": 49}, "nằm ngoài khung 50–100 %"),
        ({"first_payment_days": 31}, "nằm ngoài khung ≤ 30"),
        ({"payment_days": 91}, "nằm ngoài khung ≤ 90"),
    ],
)
def test_approve_plan__terms_missing_or_out_of_bounds(values, sentence):
    who = auctions.people()
    refused(approve(who, auctions.planned(who, **values)), sentence)


def test_approve_plan__project_land__has_a_higher_least_deposit():
    who = auctions.people()
    own = {"sale_by": "project", "bidders": ["organisation"], "right": "leased_once"}
    refused(approve(who, auctions.planned(who, deposit_percent=Decimal(9), **own)), "10–20 %")
    lot = auctions.planned(who, plot=make_plot(managing_agency=who.owner), deposit_percent=Decimal(10), **own)
    assert approve(who, lot)().state == LotState.PLAN_APPROVED


def test_approve_plan__bound_of_another_day__does_not_count():
    """Percentages are dated data: a bound that ended says nothing of a plan approved later."""
    who = auctions.people()
    bound = AuctionBound.objects.get(code="deposit_percent", sale_by="", period__contains=date(2026, 8, 3))
    AuctionBound.objects.filter(pk=bound.pk).update(period=(bound.period.lower, date(2026, 8, 3)))
    lot = auctions.planned(who, deposit_percent=Decimal(30))
    assert approve(who, lot)().state == LotState.PLAN_APPROVED


def test_set_start_price__third_attempt__needs_a_price_decided_after_the_failures():
    who = auctions.people()
    lot = auctions.at_state(LotState.FAILED, who)
    Lot.objects.filter(pk=lot.pk).update(attempt=2)
    lot.refresh_from_db()
    lot.attempts.filter(number=1).update(number=2)
    lot = deciding.try_again(actor=who.fund, lot=lot, reason="Tổ chức lại", now=SESSION + timedelta(days=5))
    at = SESSION + timedelta(days=6)

    def price(on):
        return deciding.set_start_price(
            actor=who.manager, lot=lot, amount=auctions.PRICE, decision=decision("9/QĐ", on), now=at
        )

    refused(lambda: price(date(2026, 9, 10)), "phải được xác định lại")
    assert price(date(2026, 9, 15)).state == LotState.START_PRICE_SET


def test_decide_auction__without_step(db):
    who = auctions.people()
    lot = auctions.brought_to(LotState.START_PRICE_SET, who, step_amount=None)
    act = lambda: deciding.decide_auction(actor=who.manager, lot=lot, decision=decision(), now=START)  # noqa: E731
    refused(act, "Chưa ghi bước giá")


def test_contract__outside_a_session():
    who = auctions.people()
    lot = auctions.brought_to(LotState.AUCTION_DECIDED, who)
    act = lambda: deciding.contract_organisation(actor=who.manager, lot=lot, decision=decision(), now=START)  # noqa: E731
    with pytest.raises(NotAllowed), transaction.atomic():
        act()
    act = lambda: deciding.contract_organisation(actor=who.fund, lot=lot, decision=decision(), now=START)  # noqa: E731
    refused(act, "chưa thuộc cuộc đấu giá nào")


class TestPosting:
    """What keeps a lot from being posted."""

    def ready(self, who, **timetable):
        """A contracted lot, ready and public."""
        lot = auctions.brought_to(LotState.AUCTION_DECIDED, who)
        auctions.session(who, lot, **timetable)
        lot = deciding.contract_organisation(
            actor=who.fund, lot=lot, decision=decision(), now=START + timedelta(days=3)
        )
        auctions.make_ready(who, lot)
        return lots.publish_lot(actor=who.manager, lot=lot, level="public", now=POSTED - timedelta(days=1))

    def post(self, who, lot, now=POSTED):
        return lambda: sessions.post_auction(actor=who.auctioneer, auction=lot.auction, now=now)

    def test_lawful(self):
        who = auctions.people()
        (done,) = self.post(who, self.ready(who))()
        assert (done.state, done.announced_version) == (LotState.POSTED, done.version)

    @pytest.mark.parametrize(
        "kind", [Readiness.TITLE, Readiness.CLEARANCE, Readiness.DETAILED_PLAN, Readiness.ACCESS, Readiness.CHECKED]
    )
    def test_condition_missing__and_excepted_with_a_public_reason(self, kind):
        who = auctions.people()
        lot = self.ready(who)
        finding = Finding(kind, ReadinessState.MISSING, date(2026, 8, 4))
        checking.record_readiness(actor=who.fund, lot=lot, findings=[finding], now=POSTED - timedelta(hours=2))
        refused(self.post(who, lot), f"“{kind.label}”: chưa đạt")
        excepted = Finding(kind, ReadinessState.EXCEPTED, date(2026, 8, 12), "Tờ trình 5/TTr", "Đường đang thi công.")
        with pytest.raises(NotAllowed), transaction.atomic():
            checking.except_readiness(actor=who.fund, lot=lot, finding=excepted, now=POSTED - timedelta(hours=1))
        checking.except_readiness(actor=who.manager, lot=lot, finding=excepted, now=POSTED - timedelta(hours=1))
        assert self.post(who, lot)()[0].state == LotState.POSTED

    @pytest.mark.parametrize("kind", [FlagKind.ENCROACHED, FlagKind.DISPUTED])
    def test_open_flag_of_the_plot(self, kind):
        who = auctions.people()
        lot = self.ready(who)
        plot = lot.plot_links.get().plot
        flags.raise_flag(actor=who.manager, plot=plot, kind=kind, since=date(2026, 8, 5), today=date(2026, 8, 6))
        refused(self.post(who, lot), f"“{Readiness.UNDISPUTED.label}”: chưa đạt")

    def test_check_too_old(self):
        who = auctions.people()
        lot = self.ready(who)
        old = Finding(Readiness.CHECKED, ReadinessState.MET, date(2026, 5, 1), "Biên bản cũ")
        checking.record_readiness(actor=who.fund, lot=lot, findings=[old], now=POSTED - timedelta(hours=1))
        refused(self.post(who, lot), f"“{Readiness.CHECKED.label}”: chưa đạt")

    def test_not_public(self):
        who = auctions.people()
        lot = self.ready(who)
        lots.publish_lot(actor=who.manager, lot=lot, level="internal", now=POSTED - timedelta(hours=1))
        refused(self.post(who, lot), "chưa được công khai")

    def test_too_late__fifteen_days_before_the_session_is_the_last(self):
        """Session on 11/9: the last day to post is 27/8, to its end."""
        who = auctions.people()
        late = {"files_from": POSTED + timedelta(days=16), "view_from": SESSION - timedelta(days=9)}
        lot = self.ready(who, **late, view_until=SESSION - timedelta(days=6))
        last = SESSION.replace(month=8, day=27, hour=16, minute=59)
        refused(self.post(who, lot, last + timedelta(minutes=1)), "hạn cuối là ngày 27/08/2026")
        assert self.post(who, lot, last)()[0].state == LotState.POSTED

    @pytest.mark.parametrize("away", [-1, 1])
    def test_files__sold_to_the_last_lawful_day_no_longer_and_no_shorter(self, away):
        who = auctions.people()
        lot = self.ready(who, files_until=FILES_UNTIL + timedelta(days=away), deposit_until=FILES_UNTIL)
        refused(self.post(who, lot), "đến hết ngày 09/09/2026")

    def test_viewing__two_days_at_least(self):
        who = auctions.people()
        from_, until = POSTED + timedelta(days=2), POSTED + timedelta(days=2, hours=5)
        lot = self.ready(who, view_from=from_, view_until=until)
        refused(self.post(who, lot), "ít nhất 2 ngày")

    @pytest.mark.parametrize("name", ["files_from", "files_until", "deposit_until", "view_from", "session_at", "venue"])
    def test_timetable_incomplete(self, name):
        who = auctions.people()
        lot = self.ready(who, **{name: "" if name == "venue" else None})
        refused(self.post(who, lot), "Chưa ghi")

    def test_plot_moved_away_under_the_lot(self):
        who = auctions.people()
        lot = self.ready(who)
        plot = lot.plot_links.get().plot
        shape = to_multipolygon(to_shapely(plot.geom.buffer(-5)))
        revise_plot(actor=who.manager, plot=plot, changes={"geom": shape}, reason="Đo lại")
        refused(self.post(who, lot), "không còn chứa hết lô")


def test_open_session__before_its_time__or_without_two():
    who = auctions.people()
    lot = auctions.brought_to(LotState.REGISTRATION_CLOSED, who)

    def open_it(now, two):
        return lambda: sessions.open_session(actor=who.auctioneer, lot=lot, two_admitted=two, now=now)

    refused(open_it(SESSION - timedelta(seconds=1), True), "Chưa đến giờ đấu giá")
    refused(open_it(SESSION, False), "từ hai người đủ điều kiện")
    assert open_it(SESSION, True)().state == LotState.IN_SESSION


def test_close_registration__a_second_early():
    who = auctions.people()
    lot = auctions.brought_to(LotState.REGISTRATION_OPEN, who)
    early = FILES_UNTIL - timedelta(seconds=1)
    refused(lambda: sessions.close_registration(actor=None, lot=lot, now=early), "Chưa hết hạn nhận hồ sơ")
    assert sessions.close_registration(actor=None, lot=lot, now=FILES_UNTIL).state == LotState.REGISTRATION_CLOSED


class TestResults:
    """Minutes: when they may be entered, by whom they are confirmed, what they may not say."""

    @pytest.mark.parametrize("state", [LotState.POSTED, LotState.REGISTRATION_OPEN, LotState.REGISTRATION_CLOSED])
    def test_too_early__nobodys_number_enters(self, state):
        who = auctions.people()
        lot = auctions.brought_to(state, who)
        for said in (auctions.minutes(), auctions.failed_minutes()):
            with pytest.raises(TooEarly), transaction.atomic():
                results.enter_result(actor=who.auctioneer, lot=lot, minutes=said, now=SESSION - timedelta(hours=1))
        assert not AuctionResult.objects.exists()

    def test_too_early__the_database_refuses_too(self):
        who = auctions.people()
        lot = auctions.brought_to(LotState.REGISTRATION_OPEN, who)
        own = {"minutes_number": "1", "minutes_on": date(2026, 9, 1), "registrants": 0, "participants": 0}
        with pytest.raises(IntegrityError, match="no result while files are taken"), transaction.atomic():
            AuctionResult.objects.create(
                lot=lot,
                auction=lot.auction,
                attempt=1,
                failure=Failure.NO_REGISTRANT,
                entered_by=who.auctioneer,
                entered_at=FILES_UNTIL - timedelta(days=1),
                **own,
            )

    def test_four_eyes(self):
        who = auctions.people()
        lot = auctions.brought_to(LotState.IN_SESSION, who)
        at = SESSION + timedelta(hours=1)
        entered = results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes(), now=at)
        for actor in (who.auctioneer, who.fund, who.manager):
            with pytest.raises(NotAllowed), transaction.atomic():
                results.confirm_result(actor=actor, result=entered, now=at)
        with pytest.raises(IntegrityError), transaction.atomic():
            AuctionResult.objects.filter(pk=entered.pk).update(state="confirmed", decided_by=who.auctioneer)
        assert results.confirm_result(actor=who.second, result=entered, now=at).state == LotState.SOLD_PROVISIONAL

    def test_contradiction__is_named_and_keeps_the_result_out(self):
        who = auctions.people()
        lot = auctions.brought_to(LotState.IN_SESSION, who)
        at = SESSION + timedelta(hours=1)
        wrong = auctions.minutes(winner=1, price=auctions.PRICE + 3 * auctions.STEP)
        entered = results.enter_result(actor=who.auctioneer, lot=lot, minutes=wrong, now=at)
        refused(
            lambda: results.confirm_result(actor=who.second, result=entered, now=at), "không phải giá hợp lệ cao nhất"
        )
        results.reject_result(actor=who.second, result=entered, reason="Nhập nhầm", now=at)
        again = results.enter_result(actor=who.auctioneer, lot=lot, minutes=auctions.minutes(), now=at)
        assert results.confirm_result(actor=who.second, result=again, now=at).state == LotState.SOLD_PROVISIONAL

    def test_refusal__somebody_comes_next__is_awarded(self):
        who = auctions.people()
        lot = auctions.brought_to(LotState.SOLD_PROVISIONAL, who)
        at = SESSION + timedelta(hours=5)
        refused(
            lambda: results.refuse_win(actor=who.auctioneer, lot=lot, refused=[2], reason="Từ chối", now=at),
            "Người trả giá liền kề đủ điều kiện",
        )
        done = results.award_next(
            actor=who.auctioneer,
            lot=lot,
            refused=[2],
            party=results.Party("person", "Lê Văn Kế"),
            reason="Người trúng từ chối ký biên bản",
            now=at,
        )
        assert (done.state, done.sold_price_amount) == (LotState.SOLD_PROVISIONAL, auctions.PRICE + 3 * auctions.STEP)


def test_payment__moves_on_only_when_the_sum_is_reached():
    who = auctions.people()
    lot = auctions.brought_to(LotState.RECOGNISED, who)
    owed, day, at = lot.sold_price_amount, date(2026, 9, 16), SESSION + timedelta(days=5)
    with pytest.raises(BadTerms), transaction.atomic():
        money.record_payment(actor=who.fund, lot=lot, amount=owed, paid_on=day, receipt=" ", now=at)
    money.record_tax_notice(actor=who.fund, lot=lot, number="1/TB", issued_on=day, amount=owed, now=at)
    pay = lambda amount, receipt: money.record_payment(  # noqa: E731
        actor=who.fund, lot=lot, amount=amount, paid_on=day, receipt=receipt, now=at
    )
    assert pay(owed // 2 - 1, "CT-1").state == LotState.RECOGNISED
    assert pay(1, "CT-2").state == LotState.PAYMENT_50
    with pytest.raises(BadTerms, match="CT-2"), transaction.atomic():
        pay(1, "CT-2")
    assert pay(owed - owed // 2, "CT-3").state == LotState.PAID


def test_cancel_recognition__before_the_term_is_over():
    who = auctions.people()
    lot = auctions.brought_to(LotState.PAYMENT_50, who)
    early = SESSION + timedelta(days=60)
    act = lambda now: money.cancel_recognition(  # noqa: E731
        actor=who.manager, lot=lot, decision=decision("1/QĐ", date(2026, 11, 10)), reason="Quá hạn", now=now
    )
    refused(lambda: act(early), "Thời hạn nộp tiền còn đến")
    assert act(SESSION + timedelta(days=120)).failure == Failure.NOT_PAID


def test_resume__only_to_where_it_stood():
    who = auctions.people()
    lot = auctions.at_state(LotState.SUSPENDED, who)
    done = deciding.resume_lot(
        actor=who.manager, lot=lot, decision=decision(), reason="Đã giải quyết", now=FILES_UNTIL - timedelta(days=1)
    )
    assert (done.state, done.state_before) == (LotState.REGISTRATION_OPEN, "")
    with pytest.raises(LotStep), transaction.atomic():
        deciding.resume_lot(actor=who.manager, lot=done, decision=decision(), reason="Lại", now=FILES_UNTIL)


def test_leave_auction__after_one_failure():
    who = auctions.people()
    lot = auctions.at_state(LotState.FAILED, who)
    for act in (deciding.leave_auction, deciding.cancel_lot):
        refused(
            lambda act=act: act(actor=who.manager, lot=lot, decision=decision(), reason="Giao đất", now=SESSION),
            "từ hai lần",
        )


def test_step__of_somebody_elses_reading__is_told():
    who = auctions.people()
    lot = auctions.planned(who)
    approve(who, lot)()
    with pytest.raises(StaleLot), transaction.atomic():
        deciding.set_start_price(
            actor=who.manager, lot=lot, amount=1, decision=decision(), expected_version=lot.version, now=START
        )


@pytest.mark.parametrize(("paper", "reason"), [(decision(" "), "x"), (decision(), "  ")])
def test_step__without_paper_or_reason(paper, reason):
    who = auctions.people()
    lot = auctions.planned(who)
    with pytest.raises(BadTerms), transaction.atomic():
        deciding.cancel_lot(actor=who.manager, lot=lot, decision=paper, reason=reason, now=START)
