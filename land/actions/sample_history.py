"""What the sample register said, and when: told the way `periods.append_version` would have."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from land.sample.spec import SampleFlag, SamplePlot
from land.workflow import ChangeKind

SHAPE = "shape"  # the boundary of a state, before it is written
_ABSENT = object()
_RENAMED = {
    "unit_uid": "unit_id",
    "unit_at_record_uid": "unit_at_record_id",
    "land_use": "land_use_id",
    "land_use_current": "land_use_current_id",
    "managing_agency": "managing_agency_id",
    "using_agency": "using_agency_id",
}
_PLACE = frozenset({"geom", "point"})
_STATE = tuple(
    name
    for name in SamplePlot.__slots__
    if name not in {"key", "parcels", "flags", "valid_from", "recorded_at", "change", "reason", "history", "lineage"}
    and name != "retired_on"
)
_EVENING = time(10, 15, 30, tzinfo=UTC)  # no instant at which the generator records a state
_Turn = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Period:
    """A state that held from `start` to `end`, as known from `known` to `until`."""

    values: dict[str, Any]
    start: date
    end: date | None
    known: datetime
    until: datetime | None
    step: int
    change: str
    reason: str


@dataclass(frozen=True)
class _Step:
    """A thing the register learned: `turn` gives the values of a period with it from those without.

    `state` is the number of the generator's state that it brings, 0 for a flag.
    """

    start: date
    known: datetime
    change: str
    reason: str
    turn: _Turn
    state: int = 0


def told_periods(sample: SamplePlot, agency_ids: dict[str, int]) -> list[Period]:
    """Every state with both its periods, today's last."""
    told: list[Period] = []
    for number, step in enumerate(_steps(sample, agency_ids), start=1):
        told += _tell(told, step, number)
    return sorted(told, key=lambda period: (period.until is None, period.end is None, period.step))


def versions_of_states(sample: SamplePlot) -> dict[int, int]:
    """Number of each state of the generator (1 the first) -> the version that brought it; flags have versions too."""
    return {step.state: number for number, step in enumerate(_steps(sample, {}), start=1) if step.state}


def _steps(sample: SamplePlot, agency_ids: dict[str, int]) -> list[_Step]:
    return sorted([*_states(sample, agency_ids), *_flags(sample)], key=lambda step: step.known)


def written(values: dict[str, Any]) -> dict[str, Any]:
    """Values without the boundary, which `derive.place` writes."""
    return {name: value for name, value in values.items() if name != SHAPE}


def _states(sample: SamplePlot, agency_ids: dict[str, int]) -> Iterator[_Step]:
    steps = [(step.valid_from, step.recorded_at, step.change, step.reason, step.earlier) for step in sample.history]
    steps.append((sample.valid_from, sample.recorded_at, sample.change, sample.reason, {}))
    state: dict[str, Any] = {}
    for number, (start, known, change, reason, earlier) in enumerate(steps, start=1):
        values = _values(sample, earlier, agency_ids) | {SHAPE: earlier.get("geom", sample.geom)}
        changed = {name: value for name, value in values.items() if state.get(name, _ABSENT) != value}
        yield _Step(start, known, change, reason, _with(changed if state else changed | {"flags": []}), number)
        state = values


def _with(changed: dict[str, Any]) -> _Turn:
    return lambda values: values | changed


def _flags(sample: SamplePlot) -> Iterator[_Step]:
    """Flags raised and closed in the evening of their days, or as soon as the register knows the plot."""
    known = (sample.history[0] if sample.history else sample).recorded_at
    days = [(flag.starts_on, flag.note, _raised(flag)) for flag in sample.flags]
    days += [(flag.ends_on, "Đã xử lý xong", _closed(flag)) for flag in sample.flags if flag.ends_on is not None]
    for day, reason, turn in sorted(days, key=lambda item: item[0]):
        known = max(datetime.combine(day, _EVENING), known + timedelta(minutes=7))
        yield _Step(day, known, ChangeKind.CHANGED.value, reason, turn)


def _raised(flag: SampleFlag) -> _Turn:
    return lambda values: values | {"flags": sorted({*values["flags"], flag.kind})}


def _closed(flag: SampleFlag) -> _Turn:
    return lambda values: values | {"flags": sorted({*values["flags"]} - {flag.kind})}


def _values(sample: SamplePlot, earlier: dict[str, Any], agency_ids: dict[str, int]) -> dict[str, Any]:
    """Attribute names of PlotState with the values of one state; flags are told by themselves."""
    values = {name: getattr(sample, name) for name in _STATE if name not in _PLACE}
    values |= {name: value for name, value in earlier.items() if name not in _PLACE}
    values = {_RENAMED.get(name, name): value for name, value in values.items()}
    for name in ("managing_agency_id", "using_agency_id"):
        values[name] = agency_ids.get(values[name] or "")
    for name in ("unit_at_record_id", "land_use_id", "land_use_current_id"):
        values[name] = values[name] or None
    values["location_basis"] = values["location_basis"] or "unit"
    return values


def _tell(told: list[Period], step: _Step, number: int) -> list[Period]:
    """Close the knowledge that the news touches; give the rows that replace it."""
    news = Period({}, step.start, None, step.known, None, number, step.change, step.reason)
    touched = [row for row in told if row.until is None and (row.end is None or row.end > news.start)]
    if not touched:
        return [replace(news, values=step.turn({}))]
    fresh = []
    for row in touched:
        row.until = news.known
        if row.start < news.start:
            fresh.append(replace(row, end=news.start, known=news.known, until=None))
        start = max(row.start, news.start)
        fresh.append(replace(news, values=step.turn(row.values), start=start, end=row.end))
    return fresh
