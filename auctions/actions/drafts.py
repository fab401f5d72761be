"""What actions take: plain data, checked by the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from shapely.geometry import MultiPolygon

from auctions.models import PaperKind
from land.models import Plot
from land.workflow import PublishLevel


@dataclass(frozen=True)
class Upload:
    """A file that comes with an act; what it is follows from its bytes (land/files.py)."""

    content: IO[bytes]
    level: PublishLevel = PublishLevel.INTERNAL


@dataclass(frozen=True)
class PaperDraft:
    """A document to attach; the title may be read by anybody and names no person."""

    kind: PaperKind
    title: str
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""


@dataclass(slots=True)
class LotDraft:
    """A lot to enter.

    Attributes:
        name: as it will be announced, e.g. "Lô A1-05".
        plots: what it is drawn from.
        geom: its ground in the legal CRS (metres) as shapely; None takes the plots whole.
        values: further facts by attribute name (`TERMS`).
    """

    name: str
    plots: Sequence[Plot]
    geom: MultiPolygon | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


# What people write of a lot; everything else follows from acts.
TERMS = frozenset(
    {
        "name",
        "address",
        "unit_at_record_id",
        "land_use_current_id",
        "land_use_id",
        "purpose",
        "right",
        "term_kind",
        "term_years",
        "bidders",
        "sale_by",
        "expected_year",
        "expected_quarter",
        "plan_id",
        "deposit_percent",
        "deposit_amount",
        "step_amount",
        "file_fee_amount",
        "first_payment_percent",
        "first_payment_days",
        "payment_days",
        "note",
    }
)
# What the authority approved with the plan: only it may change these afterwards.
APPROVED_TERMS = frozenset(
    {"deposit_percent", "first_payment_percent", "first_payment_days", "payment_days", "right", "term_kind",
     "term_years", "bidders", "sale_by", "land_use_id"}
)  # fmt: skip
