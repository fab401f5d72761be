"""What hangs on a plot, as one reader sees it: planned uses, price, leases, files, decisions, handovers.

Every function takes the reader first and a plot that this reader already sees (`reading.read_plot`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from land.models import HandlingDecision, HandoverMinute, LandUse, PlannedUse, PlanZone, Plot, ReferenceSet
from land.prices import PriceReference, price_of
from land.reading_files import FileView, documents_of, photos_of
from land.reading_leases import LeaseView, leases_of
from land.reading_roads import RoadReach, roads_of
from land.workflow import LocationBasis

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
    shown = PlannedUse.objects.visible_to(user).filter(plot=plot.pk, set__period__contains=day, area_m2__gte=_SHOWN_M2)
    rows = list(shown.select_related("set").order_by("-area_m2", "land_use_code"))
    names = _land_use_names(plot, {row.land_use_code for row in rows})
    for row in rows:
        label = names.get(row.land_use_code) or row.label or row.get_part_display()
        use = UseShare(row.part, row.land_use_code, label, float(row.area_m2), row.share * 100)
        yield row.set, BOUNDARY, use


def _by_point(user: Any, plot: Plot, day: date) -> Iterator[tuple[ReferenceSet, str, UseShare]]:
    """The zone at the point; a plot placed by its unit alone has no point that means anything."""
    if plot.point is None or plot.location_basis == LocationBasis.UNIT:
        return
    rows = PlanZone.objects.visible_to(user).valid_on(day).filter(geom__covers=plot.point)
    for row in rows.select_related("set", "land_use").order_by("code"):
        label = row.land_use.name if row.land_use else row.label
        yield row.set, POINT, UseShare(PlannedUse.COVERED, row.land_use_code, label)


def _land_use_names(plot: Plot, codes: set[str]) -> dict[str, str]:
    """Names in the reader's language; a plan's own codes have none but what the plan calls them."""
    return {use.code: use.name for use in LandUse.objects.using(plot._state.db).filter(code__in=codes)}


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
class Planning:
    """What planning says of a plot on a day: plans, roads that take ground of it, and the price table."""

    plans: list[PlanAnswer]
    roads: list[RoadReach]
    price: PriceReference


def planning_of(user: Any, plot: Plot, day: date) -> Planning:
    """ "Đất này quy hoạch gì?", whole."""
    return Planning(plans_of(user, plot, day), roads_of(user, plot, day), price_of(user, plot, day))


@dataclass(frozen=True)
class Details:
    """Everything beside the facts of the sheet, for one page."""

    planning: Planning
    leases: list[LeaseView]
    documents: list[FileView]
    photos: list[FileView]
    handling: list[HandlingDecision]
    handovers: list[HandoverMinute]

    @property
    def last_papers(self) -> set[UUID]:
        """Keys of the papers that can be taken back: the last of each kind that stands."""
        kinds: tuple[Iterable[HandlingDecision | HandoverMinute], ...] = (self.handling, self.handovers)
        standing = [[paper for paper in papers if paper.withdrawn_at is None] for papers in kinds]
        return {max(papers, key=lambda paper: (paper.version, paper.pk)).pk for papers in standing if papers}


def details_of(user: Any, plot: Plot, day: date) -> Details:
    """Read it all."""
    return Details(
        planning=planning_of(user, plot, day),
        leases=leases_of(user, plot, day),
        documents=documents_of(user, plot),
        photos=photos_of(user, plot),
        handling=handling_of(user, plot),
        handovers=handovers_of(user, plot),
    )
