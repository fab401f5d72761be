"""Earlier states of some plots: corrected areas, new managers after the reform, new uses, publication."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from land.sample.attributes import TODAY, Place, former_keeper, recorded
from land.sample.facts import REFORM
from land.sample.randomness import Dice
from land.sample.spec import SamplePlot, SampleVersion
from land.workflow import ChangeKind, PublishLevel, UseState

SHARE = 0.12
_STEPS = (("area", 30.0), ("manager", 30.0), ("use", 22.0), ("publish", 18.0))
_USE_REASONS = {
    UseState.VACANT.value: "Thu hồi, đã bàn giao mặt bằng trống",
    UseState.LEASED_SHORT.value: "Ký hợp đồng cho thuê ngắn hạn",
    UseState.LEASED_LONG.value: "Cho thuê đất dài hạn theo quyết định",
    UseState.LENT.value: "Cho mượn tạm theo văn bản của UBND",
    UseState.AGENCY_USED.value: "Giao cơ quan, đơn vị sử dụng",
    UseState.PUBLIC_WORK.value: "Xây dựng xong công trình công cộng",
    UseState.UNMANAGED.value: "Đơn vị quản lý giải thể, chưa giao đơn vị mới",
}

Step = tuple[date, datetime, str, str, dict[str, Any]]


def give_history(dice: Dice, plot: SamplePlot, place: Place) -> None:
    """Invent what the register said before; every step undoes one change of today's state."""
    names = sorted({dice.pick(_STEPS) for _ in range(1 + dice.chance(0.28))})
    steps = [step for name in names if (step := _step(dice, name, plot, place))]
    apply_steps(plot, steps)


def apply_steps(plot: SamplePlot, steps: list[Step]) -> None:
    """Turn steps into versions: each earlier state differs from today's by all the steps after it."""
    versions: list[Step] = [(plot.valid_from, plot.recorded_at, plot.change, plot.reason, {})]
    for valid_from, recorded_at, change, reason, before in sorted(steps, key=_moment):
        last_valid, last_recorded = versions[-1][:2]
        # A correction says what was so all along; the register takes in one thing after another.
        start = last_valid if change == ChangeKind.CORRECTED.value else valid_from
        versions.append((start, max(recorded_at, last_recorded + timedelta(hours=1)), change, reason, before))
    for index, (valid_from, recorded_at, change, reason, _) in enumerate(versions[:-1]):
        earlier: dict[str, Any] = {}
        for step in reversed(versions[index + 1 :]):
            earlier.update(step[4])
        plot.history.append(SampleVersion(valid_from, recorded_at, change, reason, earlier))
    plot.valid_from, plot.recorded_at, plot.change, plot.reason, _ = versions[-1]


def _moment(step: Step) -> tuple[date, str]:
    """Changes are told in the order they happened, corrections when they were found."""
    valid_from, recorded_at, change, _, _ = step
    return recorded_at.date() if change == ChangeKind.CORRECTED.value else valid_from, change


def _step(dice: Dice, name: str, plot: SamplePlot, place: Place) -> Step | None:
    created = plot.valid_from
    if name == "area":
        return _area(dice, plot, created)
    if name == "manager" and plot.managing_agency:
        change = ChangeKind.CHANGED.value
        reason = "Sắp xếp đơn vị hành chính và tổ chức bộ máy từ ngày 01/7/2025"
        before = {"managing_agency": former_keeper(plot.managing_agency, place)}
        return REFORM, _entered(dice, REFORM, 90), change, reason, before
    if name == "use":
        day = dice.day(max(created + timedelta(days=200), date(2019, 3, 1)), TODAY - timedelta(days=45))
        before_use = dice.one([state for state in UseState.values if state != plot.use_state])
        before = {"use_state": before_use}
        return day, recorded(day, dice), ChangeKind.CHANGED.value, _USE_REASONS[plot.use_state], before
    if name == "publish" and plot.published_on and plot.published_on > created + timedelta(days=60):
        before_level: dict[str, Any] = {"publish_level": PublishLevel.INTERNAL.value, "published_on": None}
        day = plot.published_on
        return day, _entered(dice, day, 0), ChangeKind.PUBLISHED.value, "Công khai theo kế hoạch", before_level
    return None


def _area(dice: Dice, plot: SamplePlot, created: date) -> Step | None:
    """A corrected area was always so in the world; only the register learned it later."""
    name = {"legal": "area_legal_m2", "surveyed": "area_surveyed_m2", "planar": "area_legal_m2"}[plot.area_method]
    day = dice.day(max(created + timedelta(days=150), date(2020, 2, 3)), TODAY - timedelta(days=30))
    share = dice.one((-1, 1)) * (0.004 + 0.05 * dice.roll())
    wrong = (plot.area_m2 * Decimal(str(round(1 + share, 4)))).quantize(Decimal("0.1"))
    before: dict[str, Any] = {"area_m2": wrong, name: wrong}
    if plot.area_method == "planar":
        before = {"area_m2": wrong, "area_method": "legal", name: wrong}
    reason = dice.one(("Đính chính diện tích theo kết quả đo đạc lại", "Đính chính sai sót khi nhập liệu"))
    return created, _entered(dice, day, 12), ChangeKind.CORRECTED.value, reason, before


def _entered(dice: Dice, day: date, most_days: int) -> datetime:
    from_midnight = time(dice.number(1, 9), dice.number(0, 59))
    later = min(day + timedelta(days=dice.number(0, most_days)), TODAY)
    return datetime.combine(later, from_midnight, tzinfo=recorded(day, dice).tzinfo)
