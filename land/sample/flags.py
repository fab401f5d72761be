"""Dated facts beside the use state."""

from datetime import date, timedelta

from land.sample.attributes import TODAY
from land.sample.kinds import Kind
from land.sample.randomness import Dice
from land.sample.spec import SampleFlag, SamplePlot
from land.workflow import FlagKind, HandlingPlan, PublishLevel, UseState

_OPEN_LAND = frozenset({UseState.VACANT.value, UseState.UNMANAGED.value, UseState.LENT.value})
_LEASED = frozenset({UseState.LEASED_SHORT.value, UseState.LEASED_LONG.value})
_AUCTION_USES = frozenset({"CGT", "ODT", "ONT", "TMD", "SKK", "SKN", "SKC"})

_REMARKS = {
    FlagKind.ENCROACHED.value: ("Lấn khoảng {area} m² làm sân, mái che.", "Trồng cây lấn ranh khoảng {area} m².",
                                "Xây tường rào lấn khoảng {area} m²."),
    FlagKind.DISPUTED.value: ("Có đơn khiếu nại về ranh giới, phường đang hòa giải.", "Tranh chấp lối đi chung."),
    FlagKind.IN_CLEARANCE.value: ("Đang kiểm đếm, lập phương án bồi thường.", "Chờ chi trả bồi thường đợt 2."),
    FlagKind.HAS_DEBT.value: ("Nợ tiền thuê đất {quarter} quý.",),
    FlagKind.RESTRICTED.value: ("Trong khu vực bảo vệ di tích.", "Trong vành đai an toàn công trình quốc phòng."),
    FlagKind.MISUSED.value: ("Dùng làm bãi giữ xe không phép.", "Cho thuê lại không đúng mục đích."),
    FlagKind.IDLE.value: ("Chậm đưa vào sử dụng quá 24 tháng.",),
}  # fmt: skip


def flags_of(dice: Dice, kind: Kind, state: str, created: date, restricted: bool) -> list[SampleFlag]:
    """Flags of one plot; the planned auctions are given out later, over the whole register."""
    open_land = state in _OPEN_LAND
    leased = state in _LEASED
    odds = (
        (FlagKind.ENCROACHED.value, 0.06 if open_land else 0.015),
        (FlagKind.DISPUTED.value, 0.02 if open_land else 0.008),
        (FlagKind.IN_CLEARANCE.value, 0.022 if kind.land_use == "CGT" else 0.004),
        (FlagKind.HAS_DEBT.value, 0.08 if leased else 0.0),
        (FlagKind.MISUSED.value, 0.04 if leased or state == UseState.LENT.value else 0.004),
        (FlagKind.IDLE.value, 0.05 if state == UseState.VACANT.value else 0.0),
    )
    found = [_flag(dice, name, created) for name, share in odds if share and dice.chance(share)]
    if restricted:
        found.append(_flag(dice, FlagKind.RESTRICTED.value, created, lasting=True))
    return sorted(found, key=lambda flag: (flag.starts_on, flag.kind))


def is_restricted(dice: Dice, kind: Kind) -> bool:
    """Whether defence or heritage restricts the plot."""
    if kind.land_use in ("CQP", "CAN"):
        return dice.chance(0.7)
    return dice.chance(0.3) if kind.land_use == "DDD" else dice.chance(0.018)


def _flag(dice: Dice, kind: str, created: date, lasting: bool = False) -> SampleFlag:
    start = dice.day(max(created, date(2018, 1, 8)), TODAY - timedelta(days=20))
    ended = not lasting and dice.chance(0.22)
    end = dice.day(start + timedelta(days=10), TODAY) if ended else None
    note = dice.one(_REMARKS[kind]).format(area=dice.number(3, 260), quarter=dice.number(1, 7))
    return SampleFlag(kind, start, end, note if dice.chance(0.7) else "")


def plan_auctions(dice: Dice, plots: list[SamplePlot], planned: int, running: int) -> None:
    """Give the auction flags to plots fit for them: vacant or leased short, public, with a boundary."""
    fit = [plot for plot in plots if _fit_for_auction(plot)]
    marks = sorted((dice.roll(), plot.key) for plot in fit)
    order = {key: number for number, (_, key) in enumerate(marks)}
    for plot in fit:
        rank = order[plot.key]
        if rank < planned:
            _announce(dice, plot, FlagKind.PLANNED_AUCTION.value, date(2025, 2, 3))
        elif rank < planned + running:
            _announce(dice, plot, FlagKind.IN_AUCTION.value, date(2026, 8, 3))


def _fit_for_auction(plot: SamplePlot) -> bool:
    return (
        plot.land_use in _AUCTION_USES
        and plot.geom is not None
        and plot.use_state in (UseState.VACANT.value, UseState.LEASED_SHORT.value)
        and plot.publish_level == PublishLevel.PUBLIC.value
        and not plot.current_flags
        and plot.area_m2 < 120_000
    )


def _announce(dice: Dice, plot: SamplePlot, kind: str, first: date) -> None:
    start = dice.day(max(first, plot.valid_from), TODAY - timedelta(days=9))
    plot.flags.append(SampleFlag(kind, start, None, "Theo kế hoạch đấu giá quyền sử dụng đất năm 2026."))
    plot.handling_plan = HandlingPlan.AUCTION.value
