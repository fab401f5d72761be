"""Entering the sample register. The only action that may backdate what the register knew, and only for sample plots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils.translation import gettext as _

from accounts.models import Agency
from audit.actions import Entry, record
from gis.db import versions
from gis.db.copy import copy_rows
from gis.db.numbers import take_numbers
from land.actions import changes, derive
from land.actions.entering import SERIES
from land.actions.overlay import refresh_planned_uses
from land.actions.sample_records import enter_records
from land.actions.tallies import fold_tallies
from land.actions.vocabulary import refresh_vocabulary
from land.errors import BadChange
from land.models import Plot, PlotFlag, PlotLineage, PlotParcel, PlotVersion
from land.sample.agencies import agencies
from land.sample.spec import SamplePlot
from land.sample.spec_records import SampleRecords

_ACTOR = "dữ liệu mẫu"
_RENAMED = {
    "unit_uid": "unit_id",
    "unit_at_record_uid": "unit_at_record_id",
    "land_use": "land_use_id",
    "land_use_current": "land_use_current_id",
    "managing_agency": "managing_agency_id",
    "using_agency": "using_agency_id",
}
_PLACE = frozenset({"geom", "point"})
_BATCH = 1000


@dataclass
class _Period:
    """A state that held from `start` to `end`, as known from `known` to `until`."""

    values: dict[str, Any]
    start: date
    end: date | None
    known: datetime
    until: datetime | None
    step: int
    change: str
    reason: str


@transaction.atomic
def load_sample(*, plots: Sequence[SamplePlot], records: SampleRecords | None = None) -> int:
    """Enter the sample plots with their history, parcels, flags and lineage. Returns how many.

    Args:
        records: leases, decisions, handovers and files of these plots.

    Raises:
        BadChange: the register already holds plots; sample and real records never mix.
    """
    if Plot.objects.exists():
        raise BadChange(_("Sổ đã có khu đất; dữ liệu mẫu chỉ nạp vào sổ trống."))
    agency_ids = _agency_ids()
    texts = derive.SearchTexts()
    numbers = take_numbers(SERIES, len(plots))
    rows: dict[int, Plot] = {}
    for start in range(0, len(plots), _BATCH):
        batch = plots[start : start + _BATCH]
        rows.update(_enter(batch, dict(zip((p.key for p in batch), numbers[start:], strict=False)), agency_ids, texts))
    _link(plots, rows)
    if records is not None:
        enter_records(records, rows, agency_ids)
    changes.check_ground()
    refresh_planned_uses()
    fold_tallies()
    refresh_vocabulary()
    record(actor=None, entries=[Entry("sample.loaded", "register", "sample", after={"count": len(rows)})])
    versions.bump(changes.LAYER)
    return len(rows)


def _agency_ids() -> dict[str, int]:
    Agency.objects.bulk_create(
        [Agency(code=spec.code, name=spec.name, name_en=spec.name_en) for spec in agencies()], ignore_conflicts=True
    )
    return dict(Agency.objects.values_list("code", "pk"))


def _enter(
    batch: Sequence[SamplePlot], numbers: dict[int, int], agency_ids: dict[str, int], texts: derive.SearchTexts
) -> dict[int, Plot]:
    histories = {sample.key: _periods(sample, agency_ids) for sample in batch}
    fresh = []
    for sample in batch:
        number, last = numbers[sample.key], histories[sample.key][-1]
        plot = Plot(
            number=number,
            code=f"BRVT-{number:06d}",
            updated_at=last.known,
            sample=True,
            version=last.step,
            **_written(last.values),
        )
        fresh.append(plot)
    derive.place(fresh, [sample.geom for sample in batch], [sample.point for sample in batch])
    for plot in fresh:
        derive.head(plot)
        plot.search_text = texts.of(plot)
    copy_rows(fresh)
    by_key = dict(zip((sample.key for sample in batch), fresh, strict=True))
    copy_rows(_versions(batch, by_key, histories))
    copy_rows(_parcels(batch, by_key))
    copy_rows(_flags(batch, by_key))
    return by_key


def _values(sample: SamplePlot, earlier: dict[str, Any], agency_ids: dict[str, int]) -> dict[str, Any]:
    """Attribute names of PlotState with the values of one state."""
    values = {name: getattr(sample, name) for name in _STATE if name not in _PLACE}
    values["flags"] = sample.current_flags
    values |= {name: value for name, value in earlier.items() if name not in _PLACE}
    values = {_RENAMED.get(name, name): value for name, value in values.items()}
    for name in ("managing_agency_id", "using_agency_id"):
        values[name] = agency_ids.get(values[name] or "")
    for name in ("unit_at_record_id", "land_use_id", "land_use_current_id"):
        values[name] = values[name] or None
    values["location_basis"] = values["location_basis"] or "unit"
    return values


_STATE = tuple(
    name
    for name in SamplePlot.__slots__
    if name not in {"key", "parcels", "flags", "valid_from", "recorded_at", "change", "reason", "history", "lineage"}
    and name != "retired_on"
)


def _periods(sample: SamplePlot, agency_ids: dict[str, int]) -> list[_Period]:
    """Every state with both its periods, today's last: told the way `periods.append_version` would have."""
    told: list[_Period] = []
    state: dict[str, Any] = {}
    steps = [(step.valid_from, step.recorded_at, step.change, step.reason, step.earlier) for step in sample.history]
    steps.append((sample.valid_from, sample.recorded_at, sample.change, sample.reason, {}))
    for number, (start, known, change, reason, earlier) in enumerate(steps, start=1):
        values = _values(sample, earlier, agency_ids) | {_SHAPE: earlier.get("geom", sample.geom)}
        changed = {name: value for name, value in values.items() if state.get(name, _ABSENT) != value}
        told += _tell(told, _Period(values, start, None, known, None, number, change, reason), changed)
        state = values
    return sorted(told, key=lambda period: (period.until is None, period.end is None, period.step))


_ABSENT = object()
_SHAPE = "shape"  # the boundary of a state, before it is written


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """Values without the boundary, which `derive.place` writes."""
    return {name: value for name, value in values.items() if name != _SHAPE}


def _tell(told: list[_Period], news: _Period, changed: dict[str, Any]) -> list[_Period]:
    """Close the knowledge that the news touches; give the rows that replace it."""
    touched = [row for row in told if row.until is None and (row.end is None or row.end > news.start)]
    if not touched:
        return [news]
    fresh = []
    for row in touched:
        row.until = news.known
        if row.start < news.start:
            fresh.append(replace(row, end=news.start, known=news.known, until=None))
        start = max(row.start, news.start)
        fresh.append(replace(news, values=row.values | changed, start=start, end=row.end))
    return fresh


def _versions(
    batch: Sequence[SamplePlot], rows: dict[int, Plot], histories: dict[int, list[_Period]]
) -> Iterator[PlotVersion]:
    moved: list[tuple[PlotVersion, Any]] = []
    for sample in batch:
        plot = rows[sample.key]
        for period in histories[sample.key]:
            version = PlotVersion(
                plot=plot,
                number=plot.number,
                code=plot.code,
                version=period.step,
                valid=DateRange(period.start, period.end),
                recorded=DateTimeTZRange(period.known, period.until),
                change=period.change,
                reason=period.reason,
                actor_label=_ACTOR,
                **_written(period.values),
            )
            if period.values[_SHAPE] is not sample.geom:
                moved.append((version, period.values[_SHAPE]))
                continue
            version.geom, version.point = plot.geom, plot.point
            for name in ("area_planar_m2", "area_geodesic_m2", "parcel_uid", "parcel_uid_provisional"):
                setattr(version, name, getattr(plot, name))
            yield version
    earlier = [version for version, _shape in moved]
    derive.place(earlier, [shape for _version, shape in moved], [None] * len(moved))
    yield from earlier


def _parcels(batch: Sequence[SamplePlot], rows: dict[int, Plot]) -> Iterator[PlotParcel]:
    for sample in batch:
        for parcel in sample.parcels:
            yield PlotParcel(
                plot=rows[sample.key],
                unit_id=parcel.unit_uid,
                sheet_number=parcel.sheet_number,
                parcel_number=parcel.parcel_number,
                period=DateRange(parcel.starts_on, parcel.ends_on),
            )


def _flags(batch: Sequence[SamplePlot], rows: dict[int, Plot]) -> Iterator[PlotFlag]:
    for sample in batch:
        for flag in sample.flags:
            period = DateRange(flag.starts_on, flag.ends_on)
            yield PlotFlag(plot=rows[sample.key], kind=flag.kind, period=period, note=flag.note)


def _link(plots: Sequence[SamplePlot], rows: dict[int, Plot]) -> None:
    PlotLineage.objects.bulk_create(
        PlotLineage(
            parent=rows[link.parent],
            child=rows[sample.key],
            kind=link.kind,
            on_date=link.on_date,
            decision_number=link.decision_number,
        )
        for sample in plots
        for link in sample.lineage
    )
