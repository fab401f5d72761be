"""What hangs on a plot, as one reader sees it: planned uses, price, leases, files, decisions, handovers.

Every function takes the reader first and a plot that this reader already sees (`reading.read_plot`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from land import files, policies
from land.models import (
    Document,
    HandlingDecision,
    HandoverMinute,
    Lease,
    Photo,
    PlannedUse,
    PlanZone,
    Plot,
    ReferenceSet,
    RentDue,
)
from land.prices import PriceReference, price_of
from land.workflow import LesseeKind, LocationBasis

BUCKETS = (0, 30, 90)  # days before the end of a lease at which somebody is told
_SHOWN_M2 = 0.05  # less is 0,0 m² on paper
BOUNDARY, POINT = "boundary", "point"


@dataclass(frozen=True)
class UseShare:
    """One planned use of a plot; for a plot without boundary area and share are None."""

    part: str
    code: str
    label: str
    area_m2: float | None = None
    percent: float | None = None


@dataclass(frozen=True)
class PlanAnswer:
    """What one plan says of a plot, with its decision and validity (on `set`)."""

    set: ReferenceSet
    basis: str
    uses: list[UseShare] = field(default_factory=list)


def plans_of(user: Any, plot: Plot, day: date) -> list[PlanAnswer]:
    """ "Đất này quy hoạch gì?": each plan in force on a day, by kind; [] where no plan covers the plot."""
    found = _by_boundary(user, plot, day) if plot.geom is not None else _by_point(user, plot, day)
    answers: dict[UUID, PlanAnswer] = {}
    for reference, basis, use in found:
        answers.setdefault(reference.pk, PlanAnswer(reference, basis)).uses.append(use)
    return sorted(answers.values(), key=lambda answer: (answer.set.kind, answer.set.decision_on, answer.set.code))


def _by_boundary(user: Any, plot: Plot, day: date) -> Iterator[tuple[ReferenceSet, str, UseShare]]:
    rows = PlannedUse.objects.visible_to(user).filter(plot=plot.pk, set__period__contains=day, area_m2__gte=_SHOWN_M2)
    for row in rows.select_related("set").order_by("-area_m2", "land_use_code"):
        label = row.label or row.get_part_display()
        use = UseShare(row.part, row.land_use_code, label, float(row.area_m2), row.share * 100)
        yield row.set, BOUNDARY, use


def _by_point(user: Any, plot: Plot, day: date) -> Iterator[tuple[ReferenceSet, str, UseShare]]:
    """The zone at the point; a plot placed by its unit alone has no point that means anything."""
    if plot.point is None or plot.location_basis == LocationBasis.UNIT:
        return
    rows = PlanZone.objects.visible_to(user).valid_on(day).filter(geom__covers=plot.point)
    for row in rows.select_related("set", "land_use").order_by("code"):
        label = row.land_use.name_vi if row.land_use else row.label
        yield row.set, POINT, UseShare(PlannedUse.COVERED, row.land_use_code, label)


@dataclass(frozen=True)
class LeaseView:
    """A lease without a person's name.

    Attributes:
        lessee: the organisation, or the words for a person.
        may_read_lessee: offer the act `read_lessee`; `needs_reason` when it asks why.
        days_left: to the last day of the term, negative after it.
    """

    lease: Lease
    lessee: str
    may_read_lessee: bool
    needs_reason: bool
    last_day: date
    days_left: int
    rent: list[RentDue]
    overdue: int


def leases_of(user: Any, plot: Plot, today: date) -> list[LeaseView]:
    """Leases of a plot, newest first; [] for whoever does not read the plot from inside."""
    rows = Lease.objects.visible_to(user).filter(plot=plot.pk).select_related("plot", "renews")
    return [_lease_view(user, lease, today) for lease in rows.order_by("-period__startswith", "pk")]


def _lease_view(user: Any, lease: Lease, today: date) -> LeaseView:
    is_person = lease.lessee_kind == LesseeKind.PERSON
    last = last_day(lease)
    owed = RentDue.objects.overdue(today).filter(lease=lease)
    return LeaseView(
        lease=lease,
        lessee=_("Cá nhân, hộ gia đình (không nêu tên)") if is_person else lease.organisation,
        may_read_lessee=is_person and policies.can_read_lessee(user, lease.plot),
        needs_reason=policies.must_reason_lessee(user),
        last_day=last,
        days_left=(last - today).days,
        rent=list(lease.rent.order_by("due_on")),
        overdue=sum(item.balance for item in owed),
    )


def last_day(lease: Lease) -> date:
    """The last day of the term."""
    end: date = lease.period.upper
    return end - timedelta(days=1)


@dataclass(frozen=True)
class Expiring:
    """A lease near its end; `bucket` is 90, 30 or 0 (the last day is today or past)."""

    lease: Lease
    last_day: date
    days_left: int
    bucket: int


def expiring_leases(user: Any, today: date, within_days: int = BUCKETS[-1]) -> list[Expiring]:
    """The list for a desk: leases that end within so many days, soonest first. `None` is the server's own command."""
    rows = Lease.objects.all() if user is None else Lease.objects.visible_to(user)
    return [
        Expiring(lease, last_day(lease), left, next((step for step in BUCKETS if left <= step), within_days))
        for lease in rows.expiring(today, within_days).select_related("plot", "plot__unit", "plot__managing_agency")
        for left in [(last_day(lease) - today).days]
    ]


@dataclass(frozen=True)
class Overdue:
    """An instalment overdue, and what is still owed of it in đồng."""

    rent: RentDue
    balance: int


def overdue_rent(user: Any, today: date) -> list[Overdue]:
    """Instalments overdue, oldest first. `None` is the server's own command."""
    rows = RentDue.objects.all() if user is None else RentDue.objects.visible_to(user)
    return [Overdue(rent, rent.balance) for rent in rows.overdue(today).select_related("lease", "lease__plot")]


@dataclass(frozen=True)
class FileView:
    """A document or photo to list. The inner fields are "" for readers outside."""

    row: Document | Photo
    title: str
    file_name: str = ""
    attached_by: str = ""


def documents_of(user: Any, plot: Plot) -> list[FileView]:
    """Standing documents that the reader may open, newest first."""
    rows = Document.objects.visible_to(user).standing().filter(plot=plot.pk).order_by("-issued_on", "title")
    return _file_views(user, rows)


def photos_of(user: Any, plot: Plot) -> list[FileView]:
    """Standing photos that the reader may see, newest first."""
    rows = Photo.objects.visible_to(user).standing().filter(plot=plot.pk).order_by("-taken_at", "id")
    return _file_views(user, rows)


def _file_views(user: Any, rows: Any) -> list[FileView]:
    inner = set(rows.model.objects.inside(user).values_list("pk", flat=True).filter(pk__in=[row.pk for row in rows]))
    return [
        FileView(row, str(row), row.file_name, row.attached_by) if row.pk in inner else FileView(row, str(row))
        for row in rows
    ]


@dataclass(frozen=True)
class OpenedFile:
    """A file to send: as an attachment under a name that names no person, or inline for pictures made by us."""

    path: Path
    media_type: str
    name: str
    inline: bool
    attached_at: datetime


def open_file(user: Any, sha256: str) -> OpenedFile | None:
    """The file of a hash for this reader, None where there is none that the reader may open.

    The original of a photo, with its EXIF, opens from inside only; the view and the thumbnail wherever the photo shows.
    """
    document = Document.objects.visible_to(user).standing().filter(sha256=sha256).select_related("plot").first()
    if document is not None:
        suffix = files.SUFFIXES[document.media_type]
        name = f"{document.plot.code}-{document.kind}-{str(document.pk)[-6:]}.{suffix}"
        return OpenedFile(files.path_of(sha256), document.media_type, name, False, document.attached_at)
    shown = Photo.objects.visible_to(user).standing().select_related("plot")
    photo = shown.filter(view_sha256=sha256).first() or shown.filter(thumb_sha256=sha256).first()
    if photo is not None:
        name = f"{photo.plot.code}-{str(photo.pk)[-6:]}.jpg"
        return OpenedFile(files.path_of(sha256), files.JPEG, name, True, photo.attached_at)
    photo = Photo.objects.inside(user).standing().filter(sha256=sha256).select_related("plot").first()
    if photo is None:
        return None
    name = f"{photo.plot.code}-{str(photo.pk)[-6:]}-goc.{files.SUFFIXES[photo.media_type]}"
    return OpenedFile(files.path_of(sha256), photo.media_type, name, False, photo.attached_at)


def handling_of(user: Any, plot: Plot) -> list[HandlingDecision]:
    """Decisions on what becomes of the plot, newest first; inside only."""
    rows = HandlingDecision.objects.visible_to(user).filter(plot=plot.pk).select_related("document")
    return list(rows.order_by("-decided_on", "-id"))


def handovers_of(user: Any, plot: Plot) -> list[HandoverMinute]:
    """Handover minutes, newest first; inside only."""
    rows = HandoverMinute.objects.visible_to(user).filter(plot=plot.pk)
    related = rows.select_related("from_agency", "to_agency", "using_agency", "document")
    return list(related.order_by("-handed_on", "-id"))


@dataclass(frozen=True)
class Details:
    """Everything beside the facts of the sheet, for one page."""

    plans: list[PlanAnswer]
    price: PriceReference
    leases: list[LeaseView]
    documents: list[FileView]
    photos: list[FileView]
    handling: list[HandlingDecision]
    handovers: list[HandoverMinute]


def details_of(user: Any, plot: Plot, day: date) -> Details:
    """Read it all."""
    return Details(
        plans=plans_of(user, plot, day),
        price=price_of(user, plot, day),
        leases=leases_of(user, plot, day),
        documents=documents_of(user, plot),
        photos=photos_of(user, plot),
        handling=handling_of(user, plot),
        handovers=handovers_of(user, plot),
    )
