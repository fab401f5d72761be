"""`Places` from the register."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from accounts.models import Agency
from land.loading.places import KnownPlot, Places, Unit
from land.models import LandUse, Plot, PlotParcel
from territory.ground import ground_on
from territory.models import AdminUnit, UnitSuccession

Parcel = tuple[str, str, str]


def places_of_register(today: date) -> Places:
    """Everything an import looks up, read once."""
    return Places(
        units=_units(),
        agencies={pk: (code, name, name_en) for pk, code, name, name_en in _agencies()},
        land_uses={
            code: (name, replaced or "")
            for code, name, replaced in LandUse.objects.values_list("code", "name_vi", "replaced_by_id")
        },
        ground=ground_on(today),
        known=known_plots,
        today=today,
    )


def known_plots(
    codes: Sequence[str], parcels: Sequence[Parcel]
) -> tuple[Mapping[str, KnownPlot], Mapping[Parcel, KnownPlot]]:
    """Registered plots with a boundary, by code and by open parcel number."""
    rows = Plot.objects.active().filter(code__in=set(codes), geom__isnull=False)
    by_code = {code: KnownPlot(code, point.x, point.y) for code, point in rows.values_list("code", "point")}
    held = PlotParcel.objects.filter(
        sheet_number__in={sheet for _unit, sheet, _number in parcels},
        parcel_number__in={number for _unit, _sheet, number in parcels},
        unit__in={unit for unit, _sheet, _number in parcels},
        period__endswith=None,
        plot__geom__isnull=False,
    )
    wanted = set(parcels)
    names = ("unit_id", "sheet_number", "parcel_number", "plot__code", "plot__point")
    by_parcel = {
        (unit, sheet, number): KnownPlot(code, point.x, point.y)
        for unit, sheet, number, code, point in held.values_list(*names)
        if (unit, sheet, number) in wanted
    }
    return by_code, by_parcel


def _agencies() -> Any:
    return Agency.objects.values_list("pk", "code", "name", "name_en")


def _units() -> list[Unit]:
    heirs: dict[str, list[str]] = {}
    for old, new in UnitSuccession.objects.values_list("predecessor_id", "successor_id"):
        heirs.setdefault(old, []).append(new)
    return [
        Unit(
            uid=unit.uid,
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            level=unit.level,
            start=unit.valid.lower,
            end=unit.valid.upper,
            parent_code=unit.parent_code,
            successors=tuple(sorted(heirs.get(unit.uid, ()))),
        )
        for unit in AdminUnit.objects.defer("geom", "geom_3857", "geom_low")
    ]
