"""Entering the sample register. The only action that may backdate what the register knew, and only for sample plots."""

from collections.abc import Iterator, Sequence
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
from land.actions.sample_history import SHAPE, Period, told_periods, versions_of_states, written
from land.actions.sample_records import enter_records
from land.actions.tallies import fold_tallies
from land.actions.vocabulary import refresh_vocabulary
from land.errors import BadChange
from land.models import Plot, PlotFlag, PlotLineage, PlotParcel, PlotVersion
from land.sample.agencies import agencies
from land.sample.spec import SamplePlot
from land.sample.spec_records import SampleRecords

_ACTOR = "dữ liệu mẫu"
_BATCH = 1000


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
        enter_records(records, rows, agency_ids, {sample.key: versions_of_states(sample) for sample in plots})
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
    histories = {sample.key: told_periods(sample, agency_ids) for sample in batch}
    fresh = []
    for sample in batch:
        number, last = numbers[sample.key], histories[sample.key][-1]
        plot = Plot(
            number=number,
            code=f"BRVT-{number:06d}",
            updated_at=last.known,
            sample=True,
            version=last.step,
            **written(last.values),
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


def _versions(
    batch: Sequence[SamplePlot], rows: dict[int, Plot], histories: dict[int, list[Period]]
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
                **written(period.values),
            )
            if period.values[SHAPE] is not sample.geom:
                moved.append((version, period.values[SHAPE]))
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
