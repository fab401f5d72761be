"""What the generator hands out: plain records, in the words of the models but without Django's fields."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shapely.geometry import MultiPolygon, Point, Polygon


@dataclass(slots=True)
class SampleParcel:
    """A parcel number and the period it was used; `ends_on` is the first day it no longer was."""

    unit_uid: str
    sheet_number: str
    parcel_number: str
    starts_on: date | None
    ends_on: date | None


@dataclass(slots=True)
class SampleFlag:
    """A flag and its period; `ends_on` None while it lasts. Ended flags are history, not part of the state."""

    kind: str
    starts_on: date
    ends_on: date | None
    note: str


@dataclass(slots=True)
class SampleVersion:
    """An earlier thing the register said, as differences from what it says today.

    Attributes:
        valid_from: first day in the world of this state.
        recorded_at: when the register took it in.
        change: land.workflow.ChangeKind of the step that led to this state.
        reason: why, in Vietnamese.
        earlier: attribute name of SamplePlot -> value in this state, only where it differs from today.
    """

    valid_from: date
    recorded_at: datetime
    change: str
    reason: str
    earlier: dict[str, Any]


@dataclass(slots=True)
class SampleLink:
    """Origin of a plot in another: `parent` is the other plot's key, `kind` "split" or "merge"."""

    parent: int
    kind: str
    on_date: date
    decision_number: str


@dataclass(slots=True)
class SamplePlot:
    """One plot. Codes are those of land.workflow; units, agencies and land uses by uid or code.

    `key` numbers the plots of one run from 1 (order of registration codes). The state is today's; `history` holds the
    states before it, oldest first, and `valid_from`, `recorded_at`, `change`, `reason` tell how today's came about.
    A retired plot (status split or merged) ended on `retired_on`.
    """

    key: int
    status: str
    name: str
    address: str
    unit_uid: str
    unit_at_record_uid: str
    sheet_number: str
    parcel_number: str
    parcels: list[SampleParcel]
    area_m2: Decimal
    area_method: str
    area_legal_m2: Decimal | None
    area_surveyed_m2: Decimal | None
    area_planar_m2: Decimal | None
    land_use: str
    land_use_current: str
    origin: str
    managing_agency: str
    using_agency: str
    decision_number: str
    decision_on: date | None
    decision_issuer: str
    use_state: str
    flags: list[SampleFlag]
    legal_status: str
    handling_plan: str
    publish_level: str
    published_on: date | None
    review_state: str
    review_notes: list[dict[str, str]]
    source: str
    surveyed_on: date | None
    confidence: str
    note: str
    location_basis: str
    geom: MultiPolygon | None
    point: Point | None
    valid_from: date
    recorded_at: datetime
    change: str
    reason: str
    history: list[SampleVersion] = field(default_factory=list)
    lineage: list[SampleLink] = field(default_factory=list)
    retired_on: date | None = None

    @property
    def current_flags(self) -> list[str]:
        """Kinds of the flags that still last, in the order of their start."""
        return [flag.kind for flag in self.flags if flag.ends_on is None]


@dataclass(slots=True)
class Site:
    """A place fit for a plot, before anything is known of it but its shape and surroundings.

    Attributes:
        shape: boundary in the legal system, on the millimetre grid.
        theme: what the landscape is there: lot, project, civic, ribbon, bank, coast, field, salt, pond, forest,
            industry, lake, lakeside, hill.
        commune: code of the commune of 2024.
        place: number of the region in the commune, to name streets, fields and hills alike.
        street: number of the street in front; `corner` of the second one, -1 without.
        block: number of the block or compartment, for neighbours that are handled together.
    """

    shape: Polygon
    theme: str
    commune: str
    place: int
    block: int = 0
    street: int = -1
    corner: int = -1


@dataclass(frozen=True, slots=True)
class AgencySpec:
    """A public body that manages or uses land in the sample."""

    code: str
    name: str
    name_en: str
    parent: str = ""
