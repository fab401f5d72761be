"""Boundaries that moved: plots that were smaller until ground beside them was added by a decision."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shapely.geometry import MultiPolygon

from land.sample.attributes import TODAY, recorded
from land.sample.history import apply_steps
from land.sample.randomness import Dice
from land.sample.shapes import cut_across
from land.sample.spec import SamplePlot
from land.workflow import AreaMethod, ChangeKind

SHARE = 0.016  # of the plots with a boundary that have no other history
_LEAST, _MOST = 0.68, 0.92  # of the length that the plot had before
_LEAST_M2 = 40.0
_REASONS = (
    "Nhập thêm phần đất thu hồi liền kề theo Quyết định số {number}/QĐ-UBND",
    "Điều chỉnh ranh giới sau khi thu hồi hẻm không sử dụng, Quyết định số {number}/QĐ-UBND",
    "Điều chỉnh ranh giới theo bản đồ địa chính đo mới, Quyết định số {number}/QĐ-UBND",
)


def move_border(dice: Dice, plot: SamplePlot) -> None:
    """Let a plot without history have been a part of what it is; a part overlaps nobody, then or now."""
    first = max(plot.valid_from + timedelta(days=200), date(2017, 1, 16))
    last = TODAY - timedelta(days=60)
    pieces = cut_across(plot.geom.geoms[0], dice.between(_LEAST, _MOST), _LEAST_M2) if plot.geom is not None else []
    if not pieces or first >= last:
        return
    day = dice.day(first, last)
    reason = dice.one(_REASONS).format(number=dice.number(20, 3900))
    step = (day, recorded(day, dice), ChangeKind.CHANGED.value, reason, _before(plot, MultiPolygon([pieces[0]])))
    apply_steps(plot, [step])


def _before(plot: SamplePlot, shape: MultiPolygon) -> dict[str, Any]:
    """The boundary before, with areas in proportion."""
    assert plot.geom is not None
    share = Decimal(str(round(shape.area / plot.geom.area, 6)))
    before: dict[str, Any] = {"geom": shape, "area_planar_m2": Decimal(round(shape.area * 10)).scaleb(-1)}
    for name in ("area_legal_m2", "area_surveyed_m2"):
        area = getattr(plot, name)
        if area is not None:
            before[name] = (area * share).quantize(Decimal("0.1"))
    method = AreaMethod(plot.area_method).value
    before["area_m2"] = before[f"area_{method}_m2"]
    return before
