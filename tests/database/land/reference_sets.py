"""Sets of reference data as tests load them."""

from datetime import date
from decimal import Decimal

from shapely.geometry import MultiLineString

from land.actions import ParcelRow, PriceRow, RoadRow, SetDraft, ZoneRow, create_plots, load_reference
from land.models import PlannedUse, Plot
from land.workflow import PLAN_KINDS, LocationBasis, ReferenceKind
from tests import places

WARD = "26506@2025-07-01"
TODAY = date(2026, 11, 22)


def a_set(kind=ReferenceKind.LAND_USE_PLAN, start=date(2025, 1, 1), **values) -> SetDraft:
    own = {
        "kind": kind,
        "title": "Quy hoạch sử dụng đất đến năm 2030",
        "decision_number": "123/QĐ-UBND",
        "decision_on": start,
        "issuer": "UBND tỉnh",
        "start": start,
        "source": "Tệp kiểm thử",
    }
    return SetDraft(**own | values)


def zone(code: str, side: float = 20, dx: float = 0, dy: float = 0, shape=None) -> ZoneRow:
    return ZoneRow(code, shape or places.square(places.VUNG_TAU, side, dx, dy), f"Ô {code}")


def parcel(sheet: str, number: str, dx: float = 0, unit: str = WARD, **values) -> ParcelRow:
    return ParcelRow(unit, sheet, number, places.square(places.VUNG_TAU, 20, dx), **values)


def load(rows, actor=None, **values):
    return load_reference(actor=actor, draft=a_set(**values), rows=rows)


def create(register, **values) -> Plot:
    return create_plots(actor=None, drafts=[register.draft(**values)])[0]


def without_boundary(register, **values) -> Plot:
    own = {"geom": None, "location_basis": LocationBasis.UNIT}
    return create(register, **own | values)


def shares(plot: Plot) -> dict[str, float]:
    rows = PlannedUse.objects.filter(plot=plot.pk)
    return {row.land_use_code or row.part: float(row.area_m2) for row in rows}


ROWS = {
    ReferenceKind.PARCELS: [parcel("1", "1")],
    ReferenceKind.ROAD_LINES: [
        RoadRow("Trần Phú", MultiLineString([[(426400, 1144644), (426500, 1144644)]]), Decimal(12))
    ],
    ReferenceKind.LAND_PRICE: [PriceRow("ODT", 60_000_000, street="Trần Phú", position=1)],
    **{kind: [zone("ODT")] for kind in PLAN_KINDS},
}
