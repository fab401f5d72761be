"""Rows of a reference layer as they are stored: numbers and names also in the form in which they are compared."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from gis import crs
from gis.geometry import parcel_identifier
from gis.text.fold import fold
from land.actions.derive import to_geos
from land.actions.reference_drafts import ParcelRow, PriceRow, RoadRow, Row, ZoneRow
from land.models import CadastralParcel, LandPrice, LandUse, PlanZone, ReferenceRow, ReferenceSet, RoadLine
from land.prices import segment_key, street_key
from land.workflow import PLAN_KINDS, ReferenceKind

_TENTH = Decimal("0.1")


def normal_number(text: str) -> str:
    """A sheet or parcel number as numbers are compared: upper case, without leading zeros."""
    trimmed = "".join(text.split()).upper()
    return trimmed.lstrip("0") or trimmed[:1]


def objects_of(made: ReferenceSet, rows: Sequence[Row]) -> Iterator[ReferenceRow]:
    """Unsaved rows of a set, numbered in order."""
    known = set(LandUse.objects.values_list("code", flat=True))
    for number, row in enumerate(rows, start=1):
        yield _object(row, known, {"set": made, "code": f"{made.code}.{number}"})


def _object(row: Row, known: set[str], own: dict[str, Any]) -> ReferenceRow:
    own |= {} if isinstance(row, PriceRow) else {"geom": to_geos(row.geom)}
    if isinstance(row, ParcelRow):
        return _parcel(row, known, own)
    if isinstance(row, ZoneRow):
        return PlanZone(
            **own,
            land_use_code=row.land_use_code,
            land_use_id=row.land_use_code if row.land_use_code in known else None,
            label=row.label[:200],
            area_planar_m2=Decimal(row.geom.area).quantize(_TENTH),
        )
    if isinstance(row, RoadRow):
        names = {"name": row.name[:200], "name_key": street_key(row.name)[:200], "segment": row.segment[:300]}
        return RoadLine(**own, **names, width_m=row.width_m)
    return LandPrice(
        **own,
        unit_id=row.unit_id,
        street=row.street,
        street_key=street_key(row.street),
        segment_from=row.segment_from,
        segment_to=row.segment_to,
        segment_key=segment_key(row.segment_from, row.segment_to),
        position=row.position,
        zone=row.zone,
        zone_key=fold(row.zone),
        land_use_code=row.land_use_code,
        price=row.price,
    )


def _parcel(row: ParcelRow, known: set[str], own: dict[str, Any]) -> CadastralParcel:
    return CadastralParcel(
        **own,
        unit_id=row.unit_id,
        sheet_number=normal_number(row.sheet_number),
        parcel_number=normal_number(row.parcel_number),
        identifier=row.identifier or parcel_identifier(row.geom, crs.LEGAL),
        identifier_provisional=not row.identifier,
        land_use_id=row.land_use_text if row.land_use_text in known else None,
        land_use_text=row.land_use_text[:60],
        area_legal_m2=row.area_legal_m2,
        area_planar_m2=Decimal(row.geom.area).quantize(_TENTH),
    )


ROW_OF: dict[ReferenceKind, type] = {
    ReferenceKind.PARCELS: ParcelRow,
    ReferenceKind.ROAD_LINES: RoadRow,
    ReferenceKind.LAND_PRICE: PriceRow,
    **dict.fromkeys(PLAN_KINDS, ZoneRow),
}
MODEL_OF: dict[ReferenceKind, type[ReferenceRow]] = {
    ReferenceKind.PARCELS: CadastralParcel,
    ReferenceKind.ROAD_LINES: RoadLine,
    ReferenceKind.LAND_PRICE: LandPrice,
    **dict.fromkeys(PLAN_KINDS, PlanZone),
}
