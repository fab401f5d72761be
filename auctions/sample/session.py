"""One session of the sample, by the real acts in the order of time."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from auctions.actions import checking, deciding, lots, money, results, sessions
from auctions.actions.rows import Decision
from auctions.models import Auction, AuctionOrganisation, AuctionPlan, Lot
from auctions.sample.chances import Course, course_of
from auctions.sample.days import Day, Fate, files_until
from auctions.sample.ground import Block
from auctions.sample.people import Cast
from auctions.workflow import FAILURES_OF_REGISTRATION, LotState, Readiness, ReadinessState
from land.workflow import PublishLevel

_RETRY_AFTER = timedelta(days=75)
_TICKED = (Readiness.TITLE, Readiness.CLEARANCE, Readiness.DETAILED_PLAN, Readiness.ACCESS, Readiness.CHECKED)
_ISSUER = "UBND Thành phố Hồ Chí Minh"
_SIGNER = "Phó Chủ tịch (mẫu)"
Act = tuple[datetime, Callable[[], Any]]


@dataclass
class Stage:
    """What the making stands on.

    Attributes:
        again: failed lots that wait for another session, with the first moment of it.
    """

    cast: Cast
    now: datetime
    dice: random.Random
    ground: Iterator[Block]
    plans: dict[int, AuctionPlan] = field(default_factory=dict)
    again: list[tuple[datetime, Lot]] = field(default_factory=list)
    papers: int = 0

    def paper(self, kind: str, on: datetime) -> Decision:
        """A decision of a day, numbered."""
        self.papers += 1
        return Decision(f"{self.papers}/{kind}", timezone.localtime(on).date(), _ISSUER, _SIGNER)


def price_of(lot: Lot, dice: random.Random) -> int:
    """In round hundred thousands of đồng; towns dearer than communes, projects cheaper by the m²."""
    town = lot.unit.unit_type == "Phường"
    per_m2 = dice.uniform(9e6, 38e6) if town else dice.uniform(2.5e6, 9e6)
    if lot.sale_by == "project":
        per_m2 *= 0.35
    return round(per_m2 * float(lot.area_m2) / 100_000) * 100_000


@dataclass
class Session:
    """Acts of one session in the order of time; what lies ahead of the sample's today is not done."""

    stage: Stage
    day: Day
    organisation: AuctionOrganisation
    lots: Sequence[Lot]
    again: set[Any]
    auction: Auction | None = None
    courses: dict[Any, Course] = field(default_factory=dict)

    def run(self) -> None:
        for moment, act in self._acts():
            if moment > self.stage.now:
                return
            act()

    def _acts(self) -> Iterator[Act]:
        at, ago = self.day.session_at, timedelta(days=1)
        yield at - 130 * ago, lambda: self._each(self._publish, at - 130 * ago)
        yield at - 110 * ago, lambda: self._each(self._approve, at - 110 * ago)
        yield at - 95 * ago, lambda: self._each(self._set_price, at - 95 * ago)
        yield at - 85 * ago, lambda: self._each(self._decide, at - 85 * ago)
        yield at - 80 * ago, lambda: self._set_up(at - 80 * ago)
        yield at - 75 * ago, lambda: self._each(self._contract, at - 75 * ago)
        yield at - 50 * ago, lambda: self._each(self._make_ready, at - 50 * ago)
        yield self._posted_at, lambda: self._post(self._posted_at)
        if self.day.fate in {Fate.SUSPENDED, Fate.WITHDRAWN}:
            stopped = self._posted_at + 4 * ago
            yield self._files_from, lambda: self._each(self._open, self._files_from)
            yield stopped, lambda: self._each(self._stop, stopped)
            return
        yield self._files_from, lambda: self._each(self._open, self._files_from)
        closed = files_until(at, self.organisation.pk)
        yield closed, lambda: self._each(self._close, closed)
        yield at, lambda: self._each(self._session, at)
        yield at + timedelta(hours=3), lambda: self._each(self._result, at + timedelta(hours=3))
        yield from self._afterwards(at, ago)

    def _afterwards(self, at: datetime, ago: timedelta) -> Iterator[Act]:
        yield at + 2 * ago, lambda: self._each(self._duties, at + 2 * ago)
        yield at + 7 * ago, lambda: self._each(self._recognise, at + 7 * ago)
        yield at + 12 * ago, lambda: self._each(self._ask_for_money, at + 12 * ago)
        yield at + 32 * ago, lambda: self._each(self._pay_half, at + 32 * ago)
        yield at + 80 * ago, lambda: self._each(self._pay_rest, at + 80 * ago)
        yield at + 104 * ago, lambda: self._each(self._hand_over, at + 104 * ago)
        yield at + 128 * ago, lambda: self._each(self._finish, at + 128 * ago)

    @property
    def _posted_at(self) -> datetime:
        if self.day.fate == Fate.JUST_POSTED:
            return self.stage.now - timedelta(hours=20)
        day = (self.day.session_at - timedelta(days=34)).date()
        return datetime.combine(day, time(1, 0), UTC)

    @property
    def _files_from(self) -> datetime:
        """The same morning; of the session that is only just posted, in some days."""
        waits = self.day.fate == Fate.JUST_POSTED
        return self._posted_at + (timedelta(days=3) if waits else timedelta(minutes=30))

    def _each(self, act: Callable[[Lot, datetime], Any], moment: datetime) -> None:
        for lot in Lot.objects.filter(pk__in=[lot.pk for lot in self.lots]).order_by("number"):
            act(lot, moment)

    def _publish(self, lot: Lot, at: datetime) -> None:
        if lot.pk not in self.again:
            lots.publish_lot(actor=self.stage.cast.manager, lot=lot, level=PublishLevel.PUBLIC, now=at)

    def _approve(self, lot: Lot, at: datetime) -> None:
        if lot.pk in self.again:
            return
        deciding.approve_plan(actor=self.stage.cast.manager, lot=lot, decision=self.stage.paper("QĐ-UBND", at), now=at)

    def _set_price(self, lot: Lot, at: datetime) -> None:
        last = lot.start_price_amount
        price = price_of(lot, self.stage.dice)
        if last is not None:
            price = last if lot.attempt == 2 else round(last * 0.9 / 100_000) * 100_000
        step = max(100_000, round(price * 0.01 / 100_000) * 100_000)
        lots.edit_lot(actor=self.stage.cast.manager, lot=lot, values={"step_amount": step}, now=at) if (
            lot.step_amount != step
        ) else None
        decision = self.stage.paper("QĐ-UBND", at)
        deciding.set_start_price(
            actor=self.stage.cast.manager, lot=lot, amount=price, decision=decision, now=at + timedelta(minutes=5)
        )

    def _decide(self, lot: Lot, at: datetime) -> None:
        decision = self.stage.paper("QĐ-UBND", at)
        deciding.decide_auction(actor=self.stage.cast.manager, lot=lot, decision=decision, now=at)

    def _set_up(self, at: datetime) -> None:
        session_at, posted = self.day.session_at, self._posted_at
        closed = files_until(session_at, self.organisation.pk)
        local = timezone.localtime(session_at)
        self.auction = sessions.create_auction(
            actor=self.stage.cast.fund,
            owner=self.stage.cast.owner,
            draft=sessions.SessionDraft(
                f"Đấu giá quyền sử dụng đất ngày {local:%d/%m/%Y} (mẫu)",
                self.organisation,
                {
                    "files_from": self._files_from,
                    "files_until": closed,
                    "deposit_until": closed,
                    "view_from": posted + timedelta(days=4),
                    "view_until": posted + timedelta(days=8, hours=8),
                    "session_at": session_at,
                    "venue": f"Hội trường {self.organisation.agency.name}",
                    "view_note": "Đăng ký xem đất tại tổ chức đấu giá trước một ngày; có cán bộ dẫn ra thực địa.",
                    "form": self.stage.dice.choice(["ballot", "ballot_indirect", "online", "oral"]),
                },
            ),
            lots=list(Lot.objects.filter(pk__in=[lot.pk for lot in self.lots])),
            now=at,
        )

    def _contract(self, lot: Lot, at: datetime) -> None:
        decision = self.stage.paper("HĐ-DVĐG", at)
        deciding.contract_organisation(actor=self.stage.cast.fund, lot=lot, decision=decision, now=at)

    def _make_ready(self, lot: Lot, at: datetime) -> None:
        self.stage.papers += 1
        basis, since = f"Biên bản kiểm tra số {self.stage.papers}/BB-TTPTQĐ", timezone.localtime(at).date()
        findings = [checking.Finding(kind, ReadinessState.MET, since, basis) for kind in _TICKED]
        checking.record_readiness(actor=self.stage.cast.fund, lot=lot, findings=findings, now=at)

    def _post(self, at: datetime) -> None:
        assert self.auction is not None
        notice = {"notice_code": f"TS_MAU_{self.auction.number:06d}"}
        sessions.post_auction(actor=self._auctioneer, auction=self.auction, notice=notice, now=at)

    @property
    def _auctioneer(self) -> Any:
        return self.stage.cast.auctioneers[0]

    def _open(self, lot: Lot, at: datetime) -> None:
        sessions.open_registration(actor=None, lot=lot, now=at)

    def _stop(self, lot: Lot, at: datetime) -> None:
        if self.day.fate == Fate.WITHDRAWN:
            reason = "Rà soát lại ranh giới theo kiến nghị của người dân."
            deciding.withdraw_lot(actor=self.stage.cast.fund, lot=lot, reason=reason, now=at)
            return
        decision, reason = self.stage.paper("QĐ-UBND", at), "Chờ giải quyết kiến nghị về lối đi chung."
        deciding.suspend_lot(actor=self.stage.cast.manager, lot=lot, decision=decision, reason=reason, now=at)

    def _close(self, lot: Lot, at: datetime) -> None:
        sessions.close_registration(actor=None, lot=lot, now=at)
        on = timezone.localtime(self.day.session_at).date()
        self.courses[lot.pk] = course_of(lot, self.stage.dice, on)

    def _session(self, lot: Lot, at: datetime) -> None:
        if self.courses[lot.pk].minutes.failure not in FAILURES_OF_REGISTRATION:
            sessions.open_session(actor=self._auctioneer, lot=lot, two_admitted=True, now=at)

    def _result(self, lot: Lot, at: datetime) -> None:
        course, second = self.courses[lot.pk], self.stage.cast.auctioneers[1]
        entered = results.enter_result(actor=self._auctioneer, lot=lot, minutes=course.minutes, now=at)
        if self.day.fate == Fate.RESULT_WAITS:
            return
        at += timedelta(minutes=30)
        done = results.confirm_result(actor=second, result=entered, now=at)
        if course.refused:
            done = self._refuse(done, course, at + timedelta(minutes=30))
        if done.state == LotState.FAILED:
            self._perhaps_again(done, at + timedelta(days=3))

    def _refuse(self, lot: Lot, course: Course, at: datetime) -> Lot:
        reason = "Người trúng đấu giá từ chối ký biên bản."
        if course.awarded is not None:
            return results.award_next(
                actor=self._auctioneer, lot=lot, refused=course.refused, party=course.awarded, reason=reason, now=at
            )
        return results.refuse_win(actor=self._auctioneer, lot=lot, refused=course.refused, reason=reason, now=at)

    def _perhaps_again(self, lot: Lot, at: datetime) -> None:
        if at > self.stage.now or lot.attempt >= 3 or self.stage.dice.random() > 0.65:
            return
        fund = self.stage.cast.fund
        done = deciding.try_again(actor=fund, lot=lot, reason="Tổ chức đấu giá lại theo kế hoạch.", now=at)
        self.stage.again.append((at + _RETRY_AFTER + timedelta(days=60), done))

    def _duties(self, lot: Lot, at: datetime) -> None:
        if lot.state in {LotState.SOLD_PROVISIONAL, LotState.FAILED}:
            for kind in results.duties_of(lot):
                results.fulfil_duty(actor=self._auctioneer, lot=lot, kind=kind, now=at)

    def _recognise(self, lot: Lot, at: datetime) -> None:
        if lot.state == LotState.SOLD_PROVISIONAL:
            decision = self.stage.paper("QĐ-UBND", at)
            money.recognise_result(actor=self.stage.cast.manager, lot=lot, decision=decision, now=at)

    def _ask_for_money(self, lot: Lot, at: datetime) -> None:
        if lot.state == LotState.RECOGNISED:
            day, number = timezone.localtime(at).date(), f"{lot.number}/TB-CCT"
            money.record_tax_notice(
                actor=self.stage.cast.fund,
                lot=lot,
                number=number,
                issued_on=day,
                amount=lot.sold_price_amount or 0,
                now=at,
            )

    def _pay_half(self, lot: Lot, at: datetime) -> None:
        if lot.state == LotState.RECOGNISED and self.courses[lot.pk].pays:
            self._pay(lot, (lot.sold_price_amount or 0) - (lot.sold_price_amount or 0) // 2, "1", at)

    def _pay_rest(self, lot: Lot, at: datetime) -> None:
        if lot.state == LotState.PAYMENT_50:
            self._pay(lot, (lot.sold_price_amount or 0) // 2, "2", at)

    def _pay(self, lot: Lot, amount: int, part: str, at: datetime) -> None:
        receipt, day = f"CT-{lot.number}-{lot.attempt}-{part}", timezone.localtime(at).date()
        money.record_payment(actor=self.stage.cast.fund, lot=lot, amount=amount, paid_on=day, receipt=receipt, now=at)

    def _hand_over(self, lot: Lot, at: datetime) -> None:
        if lot.state == LotState.PAID:
            decision = self.stage.paper("BB-BGĐ", at)
            money.hand_over(actor=self.stage.cast.fund, lot=lot, decision=decision, now=at)

    def _finish(self, lot: Lot, at: datetime) -> None:
        if lot.state == LotState.HANDED_OVER:
            money.certify(actor=self.stage.cast.manager, lot=lot, decision=self.stage.paper("GCN", at), now=at)
        elif lot.state == LotState.RECOGNISED:
            decision, reason = self.stage.paper("QĐ-UBND", at), "Quá thời hạn nộp tiền theo phương án."
            done = money.cancel_recognition(
                actor=self.stage.cast.manager, lot=lot, decision=decision, reason=reason, now=at
            )
            self._perhaps_again(done, at + timedelta(days=5))
