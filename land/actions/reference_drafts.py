"""What loading a reference layer takes: the set and its rows as plain data, checked by the action."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shapely.geometry import MultiLineString, MultiPolygon

from land.workflow import ReferenceKind


@dataclass(slots=True)
class SetDraft:
    """A version to load: its decision and validity.

    Attributes:
        unit_id: the unit it covers, None for the whole territory.
        start: first day in force; `end` the first day no longer so, None while it lasts.
        series: versions of one series follow each other; "" for the one of the kind and unit.
        file_sha256: of the file it came from; the same file twice changes nothing.
    """

    kind: ReferenceKind
    title: str
    decision_number: str
    decision_on: date
    issuer: str
    start: date
    source: str
    end: date | None = None
    scale: int | None = None
    unit_id: str | None = None
    series: str = ""
    file_sha256: str = ""
    sample: bool = False


@dataclass(slots=True)
class ParcelRow:
    """A parcel; geometry of all rows in the legal CRS, as shapely objects."""

    unit_id: str
    sheet_number: str
    parcel_number: str
    geom: MultiPolygon
    identifier: str = ""
    land_use_text: str = ""
    area_legal_m2: Decimal | None = None


@dataclass(slots=True)
class ZoneRow:
    """A zone of a plan."""

    land_use_code: str
    geom: MultiPolygon
    label: str = ""


@dataclass(slots=True)
class RoadRow:
    """A road with its planned width."""

    name: str
    geom: MultiLineString
    width_m: Decimal | None = None
    segment: str = ""


@dataclass(slots=True)
class PriceRow:
    """A line of a price table: a street with a position, or a zone."""

    land_use_code: str
    price: int
    street: str = ""
    segment_from: str = ""
    segment_to: str = ""
    position: int | None = None
    zone: str = ""
    unit_id: str | None = None


Row = ParcelRow | ZoneRow | RoadRow | PriceRow
