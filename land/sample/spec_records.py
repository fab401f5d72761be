"""What hangs on the sample plots, as plain records: leases with rent, decisions, handovers, documents, photos."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(slots=True)
class SampleRent:
    """An instalment in đồng; `paid_on` None while nothing is paid."""

    due_on: date
    amount: int
    paid_on: date | None = None
    paid_amount: int | None = None


@dataclass(slots=True)
class SampleLease:
    """A lease; codes are those of land.workflow.

    Attributes:
        plot: key of its plot.
        lessee: made up, and to be seen as such.
        area_m2: leased part; None for the whole plot.
        start, end: first day with and first day without the lease.
        earlier: the lease that this one renews.
    """

    plot: int
    kind: str
    state: str
    lessee_kind: str
    lessee: str
    contract_number: str
    contract_on: date
    purpose: str
    start: date
    end: date
    area_m2: Decimal | None = None
    ended_on: date | None = None
    end_reason: str = ""
    rent: list[SampleRent] = field(default_factory=list)
    earlier: "SampleLease | None" = None


@dataclass(slots=True)
class SampleFile:
    """A document, or a photo taken on `day`; the bytes are made by land.sample.papers."""

    plot: int
    kind: str
    title: str
    number: str
    day: date
    issuer: str
    level: str
    content: bytes = b""
    is_photo: bool = False


@dataclass(slots=True)
class SampleDecision:
    """A decision on the plan that the plot has today."""

    plot: int
    plan: str
    number: str
    decided_on: date
    issuer: str
    state: int
    file: SampleFile | None = None


@dataclass(slots=True)
class SampleHandover:
    """Minutes of a handover that the history of the plot knows; agencies by code."""

    plot: int
    number: str
    handed_on: date
    from_agency: str
    to_agency: str
    state: int
    file: SampleFile | None = None


@dataclass(slots=True)
class SampleRecords:
    """All of them."""

    leases: list[SampleLease]
    decisions: list[SampleDecision]
    handovers: list[SampleHandover]
    files: list[SampleFile]
