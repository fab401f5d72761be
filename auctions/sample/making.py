"""Holding the sample's sessions by the real acts, each at its own moment: nothing is written past them."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from auctions.actions import checking, deciding, lots, money, results, sessions
from auctions.actions.drafts import LotDraft
from auctions.actions.rows import Decision
from auctions.models import Auction, AuctionOrganisation, AuctionPlan, Lot
from auctions.sample.chances import Course, course_of
from auctions.sample.days import Day, Fate, days, files_until
from auctions.sample.ground import Block, blocks
from auctions.sample.people import OWNER, Cast, cast
from auctions.workflow import FAILURES_OF_REGISTRATION, LotState, Readiness, ReadinessState
from land.workflow import PublishLevel

SEED: Final = 20261130
LOTS: Final = 400
_UPCOMING: Final = 62
_RETRY_AFTER = timedelta(days=75)
_TICKED = (Readiness.TITLE, Readiness.CLEARANCE, Readiness.DETAILED_PLAN, Readiness.ACCESS, Readiness.CHECKED)
_ISSUER = "UBND Thành phố Hồ Chí Minh"
_SIGNER = "Phó Chủ tịch (mẫu)"
Told = Callable[[int, int], None]
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


def make_auctions(*, now: datetime, sessions_wanted: int | None = None, told: Told = lambda done, total: None) -> int:
    """Make what is not there yet; each session in a transaction of its own. Returns how many lots there are.

    Raises:
        User.DoesNotExist, Agency.DoesNotExist: the register is not the sample.
    """
    stage = Stage(cast(), now, random.Random(SEED), blocks(OWNER, SEED))  # noqa: S311 - a sample
    every = days(now, SEED)[-sessions_wanted:] if sessions_wanted else days(now, SEED)
    share = (LOTS - _UPCOMING) / len(days(now, SEED))
    for index, day in enumerate(every):
        wanted = round(share * (index + 1)) - round(share * index)
        with transaction.atomic():
            _hold(stage, day, stage.cast.organisations[index % 2], wanted)
        told(index + 1, len(every))
    with transaction.atomic():
        _plan_ahead(stage, _UPCOMING if not sessions_wanted else 8)
    return Lot.objects.filter(sample=True).count()


def _plan(stage: Stage, on: datetime) -> AuctionPlan:
    year = on.year
    if year not in stage.plans:
        first = datetime(year - 1, 12, 20, 2, tzinfo=UTC)
        known = AuctionPlan.objects.filter(year=year, sample=True).first()
        stage.plans[year] = known or deciding.create_plan(
            actor=stage.cast.manager,
            owner=stage.cast.owner,
            year=year,
            title=f"Kế hoạch đấu giá quyền sử dụng đất năm {year} (mẫu)",
            decision=stage.paper("QĐ-UBND", first),
            sample=True,
            now=first,
        )
    return stage.plans[year]


def _drafts(stage: Stage, wanted: int) -> list[tuple[LotDraft, Block]]:
    """Lots of the next blocks; what a block has beyond the number wanted stays with the land fund."""
    found: list[tuple[LotDraft, Block]] = []
    while len(found) < wanted:
        block = next(stage.ground)
        for index, part in enumerate(islice(block.parts, wanted - len(found)), start=1):
            letter = chr(ord("A") + block.plot.number % 6)
            name = f"Lô {letter}{index:02d}" if part is not None else block.plot.name or f"Khu đất {block.plot.code}"
            found.append((LotDraft(name[:200], [block.plot], part, _terms(stage, block)), block))
    return found


def _terms(stage: Stage, block: Block) -> dict[str, Any]:
    dice = stage.dice
    if block.project:
        once = dice.random() < 0.5
        own = {
            "land_use_id": dice.choice(["TMD", "SKC"]),
            "right": "leased_once" if once else "leased_annual",
            "term_kind": "years",
            "term_years": 50,
            "bidders": ["organisation"],
            "sale_by": "project",
            "deposit_percent": Decimal(dice.choice([10, 15, 20])),
            "purpose": dice.choice(["Khu dịch vụ thương mại", "Cơ sở lưu trú du lịch", "Cơ sở sản xuất, kho"]),
        }
    else:
        town = block.plot.unit.unit_type == "Phường"
        own = {
            "land_use_id": "ODT" if town else "ONT",
            "right": "allocated",
            "term_kind": "long",
            "bidders": ["person", "organisation"] if dice.random() < 0.4 else ["person"],
            "sale_by": "lot",
            "deposit_percent": Decimal(dice.choice([10, 15, 20])),
            "purpose": "Đất ở theo quy hoạch chi tiết 1/500",
        }
    return own | {
        "file_fee_amount": dice.choice([200_000, 500_000]),
        "first_payment_percent": 50,
        "first_payment_days": 30,
        "payment_days": 90,
    }


def _price(lot: Lot, dice: random.Random) -> int:
    """In round hundred thousands of đồng; towns dearer than communes, projects cheaper by the m²."""
    town = lot.unit.unit_type == "Phường"
    per_m2 = dice.uniform(9e6, 38e6) if town else dice.uniform(2.5e6, 9e6)
    if lot.sale_by == "project":
        per_m2 *= 0.35
    return round(per_m2 * float(lot.area_m2) / 100_000) * 100_000


def _hold(stage: Stage, day: Day, organisation: AuctionOrganisation, wanted: int) -> None:
    """One session from the drawing of its lots to what came of them, as far as time has gone."""
    at = day.session_at
    its = [lot for since, lot in stage.again if since <= at][:2]
    stage.again = [item for item in stage.again if item[1] not in its]
    drafts = [draft for draft, _block in _drafts(stage, wanted)]
    planned_at = at - timedelta(days=150)
    quarter = {"expected_year": at.year, "expected_quarter": (at.month - 1) // 3 + 1}
    for draft in drafts:
        draft.values = {**draft.values, **quarter}
    made = lots.plan_lots(
        actor=stage.cast.fund, owner=stage.cast.owner, plan=_plan(stage, planned_at), drafts=drafts, now=planned_at
    )
    session = _Session(stage, day, organisation, [*made, *its], {lot.pk for lot in its})
    session.run()


@dataclass
class _Session:
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
        day = (self.day.session_at - timedelta(days=34)).date()
        return datetime.combine(day, time(1, 0), UTC)

    @property
    def _files_from(self) -> datetime:
        """The same morning; of the session that is only just posted, in some days."""
        posted = self._posted_at
        recent = self.stage.now - posted < timedelta(days=2)
        return posted + (timedelta(days=3) if recent else timedelta(minutes=30))

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
        price = _price(lot, self.stage.dice)
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


def _plan_ahead(stage: Stage, wanted: int) -> None:
    """Lots of the months to come, each as far as its papers are."""
    today, cast_ = stage.now, stage.cast
    drafts = [draft for draft, _block in _drafts(stage, wanted)]
    for index, draft in enumerate(drafts):
        months = 2 + index % 9
        year, month = today.year + (today.month + months - 1) // 12, (today.month + months - 1) % 12 + 1
        draft.values = {**draft.values, "expected_year": year, "expected_quarter": (month - 1) // 3 + 1}
    since = today - timedelta(days=60)
    made = lots.plan_lots(
        actor=cast_.fund, owner=cast_.owner, plan=_plan(stage, since + timedelta(days=60)), drafts=drafts, now=since
    )
    for index, lot in enumerate(made):
        at = since + timedelta(days=5)
        if index % 8 == 7:
            continue  # not public yet: the desk's own
        lots.publish_lot(actor=cast_.manager, lot=lot, level=PublishLevel.PUBLIC, now=at)
        _bring_ahead(stage, lot, index, at + timedelta(days=2))


def _bring_ahead(stage: Stage, lot: Lot, index: int, at: datetime) -> None:
    manager = stage.cast.manager
    steps = index % 5
    if steps >= 1:
        deciding.approve_plan(actor=manager, lot=lot, decision=stage.paper("QĐ-UBND", at), now=at)
    if steps >= 2:
        price = _price(lot, stage.dice)
        at += timedelta(days=10)
        values = {"step_amount": max(100_000, round(price * 0.01 / 100_000) * 100_000)}
        lots.edit_lot(actor=manager, lot=lot, values=values, now=at)
        at += timedelta(minutes=1)
        deciding.set_start_price(actor=manager, lot=lot, amount=price, decision=stage.paper("QĐ-UBND", at), now=at)
    if steps >= 3:
        at += timedelta(days=5)
        deciding.decide_auction(actor=manager, lot=lot, decision=stage.paper("QĐ-UBND", at), now=at)
    if index % 16 == 11:
        at += timedelta(days=3)
        reason = "Điều chỉnh quy hoạch, thu hẹp diện tích đấu giá."
        deciding.cancel_lot(actor=manager, lot=lot, decision=stage.paper("QĐ-UBND", at), reason=reason, now=at)


__all__ = ["LOTS", "SEED", "make_auctions"]
