"""Holding the sample's sessions by the real acts, each at its own moment: nothing is written past them."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from django.db import transaction

from auctions.actions import deciding, lots
from auctions.actions.drafts import LotDraft
from auctions.models import AuctionOrganisation, AuctionPlan, Lot
from auctions.sample.days import Day, days
from auctions.sample.ground import Block, blocks
from auctions.sample.people import OWNER, cast
from auctions.sample.questions import ask_some
from auctions.sample.session import Session, Stage, price_of
from land.workflow import PublishLevel

SEED: Final = 20261130
LOTS: Final = 400
_UPCOMING: Final = 62
Told = Callable[[int, int], None]


class NoGround(Exception):
    """The register's sample has too little ground that is planned for auction."""


def make_auctions(*, now: datetime, sessions_wanted: int | None = None, told: Told = lambda done, total: None) -> int:
    """Make what is not there yet; each session in a transaction of its own. Returns how many lots there are.

    Raises:
        User.DoesNotExist, Agency.DoesNotExist: the register is not the sample.
        NoGround: it has too little ground.
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
        ask_some(stage)
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
    """Lots of the next blocks; what a block has beyond the number wanted is for the next session.

    Raises:
        NoGround: the register's sample has no more of it.
    """
    found: list[tuple[LotDraft, Block]] = []
    while len(found) < wanted:
        block = next(stage.ground, None)
        if block is None:
            raise NoGround(f"the sample's ground gave {len(found)} of {wanted} lots")
        taken = wanted - len(found)
        if len(block.parts) > taken:
            stage.ground = chain([block.without(taken)], stage.ground)
        for index, part in enumerate(block.parts[:taken], start=block.first):
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
    session = Session(stage, day, organisation, [*made, *its], {lot.pk for lot in its})
    session.run()


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
        price = price_of(lot, stage.dice)
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
