"""Leases of the sample register as of a day: every state and lessee, some near their end, some rent unpaid."""

from collections.abc import Iterator
from datetime import date, timedelta

from land.sample.randomness import Dice
from land.sample.rent import rent_of
from land.sample.spec import SamplePlot
from land.sample.spec_records import SampleLease
from land.workflow import HandlingPlan, LeaseKind, LeaseState, LesseeKind, Origin, PublishLevel, UseState

_SHARE = 0.7  # of the leased plots; of the others the office has no contract at hand, as offices do
_RENEWED = 0.22
_SHORT, _FUND, _ANNUAL, _ONCE = (kind.value for kind in LeaseKind)
_PERSON, _ORGANISATION, _FOREIGN, _AGENCY = (kind.value for kind in LesseeKind)
_LESSEES = {
    _SHORT: ((_PERSON, 44), (_ORGANISATION, 46), (_AGENCY, 10)),
    _FUND: ((_PERSON, 88), (_ORGANISATION, 12)),
    _ANNUAL: ((_ORGANISATION, 74), (_FOREIGN, 21), (_AGENCY, 5)),
    _ONCE: ((_ORGANISATION, 60), (_FOREIGN, 40)),
}
_NAMES = {
    _PERSON: ("Người thuê mẫu {:04d}",),
    _ORGANISATION: ("Công ty TNHH Mẫu {:04d}", "Hợp tác xã Mẫu {:04d}", "Công ty cổ phần Mẫu {:04d}"),
    _FOREIGN: ("Công ty TNHH Mẫu {:04d} (vốn nước ngoài)",),
    _AGENCY: ("Đơn vị sự nghiệp Mẫu {:04d}",),
}
_MONTHS = {_SHORT: (12, 24, 36, 60), _FUND: (36, 60, 120), _ANNUAL: (240, 360, 600), _ONCE: (600,)}
_PURPOSES = {
    _SHORT: ("Bãi giữ xe", "Kho chứa vật liệu tạm", "Bãi tập kết hàng", "Sân thể thao cộng đồng", "Điểm bán hàng tạm"),
    _FUND: ("Trồng lúa", "Trồng cây hằng năm", "Nuôi trồng thủy sản", "Làm muối", "Trồng cây ăn quả"),
    _ANNUAL: ("Sản xuất, kinh doanh", "Nhà xưởng", "Kho bãi, dịch vụ cảng", "Thương mại, dịch vụ"),
    _ONCE: ("Thương mại, dịch vụ", "Khu công nghiệp", "Khu du lịch"),
}
# (least, most) days from today to the last day of the term, with weights; None: anywhere in the term.
_LEFT: tuple[tuple[tuple[int, int] | None, float], ...] = (
    ((-3, -1), 0.5),
    ((0, 0), 0.5),
    ((1, 30), 3.0),
    ((31, 90), 6.0),
    (None, 90.0),
)
_DRAFTS, _EXPIRED, _TERMINATED, _PARTS = 30, 25, 40, 16
_REASONS = (
    "Bên thuê trả lại đất trước hạn, đã thanh lý",
    "Thu hồi để làm công trình công cộng, đã thanh lý",
    "Chấm dứt do không nộp tiền thuê",
)


def leases_of(dice: Dice, plots: list[SamplePlot], today: date) -> list[SampleLease]:
    """Leases of active plots that are not restricted, numbered in their order."""
    open_plots = [plot for plot in plots if plot.retired_on is None and plot.publish_level != PublishLevel.RESTRICTED]
    found: list[SampleLease] = []
    for plot in open_plots:
        if plot.use_state in (UseState.LEASED_SHORT, UseState.LEASED_LONG) and dice.chance(_SHARE):
            found += _running(dice, plot, today)
    found += _of_vacant(dice, open_plots, today)
    for number, lease in enumerate(found, 1):
        lease.contract_number = f"{number:04d}/{lease.contract_on.year}/HĐTĐ-MẪU"
        lease.lessee = (lease.earlier or lease).lessee or dice.one(_NAMES[lease.lessee_kind]).format(number)
    return found


def _running(dice: Dice, plot: SamplePlot, today: date) -> Iterator[SampleLease]:
    """The lease that holds today, after the one it renewed."""
    kind = _kind(plot)
    months = dice.one(_MONTHS[kind])
    band = dice.pick(_LEFT)
    first, last = band or (91, max(92, months * 30 - 45))
    end = today + timedelta(days=dice.number(first, last) + 1)
    start = max(_months_before(end, months), plot.valid_from)
    if start > today - timedelta(days=30):
        return
    lease = _lease(dice, plot, kind, LeaseState.ACTIVE, start, end)
    if kind in (_SHORT, _FUND) and dice.chance(_RENEWED):
        before = _months_before(start, dice.one(_MONTHS[kind]))
        if before >= plot.valid_from:
            lease.earlier = _lease(dice, plot, kind, LeaseState.RENEWED, before, start, lease.lessee_kind)
            lease.earlier.rent = rent_of(dice, lease.earlier, plot.area_m2, today)
            yield lease.earlier
    lease.rent = rent_of(dice, lease, plot.area_m2, today)
    yield lease


def _of_vacant(dice: Dice, plots: list[SamplePlot], today: date) -> Iterator[SampleLease]:
    """Drafts, terms that are over, leases that ended early, and parts of plots."""
    vacant = [
        plot
        for plot in plots
        if plot.use_state == UseState.VACANT
        and plot.handling_plan == HandlingPlan.SHORT_LEASE
        and plot.managing_agency
        and plot.valid_from < today - timedelta(days=1200)
    ]
    wanted = (
        (LeaseState.DRAFT, _DRAFTS),
        (LeaseState.EXPIRED, _EXPIRED),
        (LeaseState.TERMINATED, _TERMINATED),
        (LeaseState.ACTIVE, _PARTS),
    )
    for state, count in wanted:
        for _turn in range(min(count, len(vacant))):
            plot = vacant.pop(dice.number(0, len(vacant) - 1))
            yield _ended(dice, plot, state, today)


def _ended(dice: Dice, plot: SamplePlot, state: LeaseState, today: date) -> SampleLease:
    kind, months = _kind(plot), 36
    start = {
        LeaseState.DRAFT: today + timedelta(days=dice.number(5, 40)),
        LeaseState.EXPIRED: _months_before(today - timedelta(days=dice.number(2, 200)), months),
    }.get(state, today - timedelta(days=dice.number(300, 1000)))
    lease = _lease(dice, plot, kind, state, start, _months_before(start, -months))
    if state == LeaseState.DRAFT:
        lease.contract_on = today
    if state == LeaseState.TERMINATED:
        lease.end = lease.ended_on = start + timedelta(days=dice.number(120, 290))
        lease.end_reason = dice.one(_REASONS)
    if state == LeaseState.ACTIVE:
        lease.area_m2 = (plot.area_m2 * dice.number(20, 60) / 100).quantize(plot.area_m2)
    lease.rent = rent_of(dice, lease, lease.area_m2 or plot.area_m2, today)
    return lease


def _lease(
    dice: Dice, plot: SamplePlot, kind: str, state: LeaseState, start: date, end: date, lessee_kind: str = ""
) -> SampleLease:
    return SampleLease(
        plot=plot.key,
        kind=kind,
        state=state.value,
        lessee_kind=lessee_kind or dice.pick(_LESSEES[kind]),
        lessee="",
        contract_number="",
        contract_on=start - timedelta(days=dice.number(3, 25)),
        purpose=dice.one(_PURPOSES[kind]),
        start=start,
        end=end,
    )


def _kind(plot: SamplePlot) -> str:
    if plot.use_state == UseState.LEASED_LONG:
        return _ONCE if plot.origin == Origin.LEASED_ONCE else _ANNUAL
    return _FUND if plot.origin == Origin.COMMUNE_FUND else _SHORT


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
