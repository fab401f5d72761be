"""One plot from a site, its areas and its numbers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shapely.geometry import MultiPolygon, Point, Polygon

from land.sample import attributes as known
from land.sample.agencies import LAND_FUND
from land.sample.attributes import Place
from land.sample.flags import flags_of, is_restricted
from land.sample.kinds import Kind
from land.sample.names import Surroundings, address_of, name_of
from land.sample.numbering import Sheets
from land.sample.randomness import Dice
from land.sample.spec import SampleParcel, SamplePlot, Site
from land.workflow import ChangeKind, HandlingPlan, LocationBasis, PlotStatus, UseState


@dataclass(frozen=True, slots=True)
class PlotAreas:
    """Areas of one plot and which of them counts."""

    headline: Decimal
    method: str
    legal: Decimal | None
    surveyed: Decimal | None
    planar: Decimal | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A site about to become a plot. Without a boundary, `basis` says how it is placed and `shape` is None."""

    site: Site
    kind: Kind
    place: Place
    around: Surroundings
    areas: PlotAreas
    shape: Polygon | None
    point: Point
    basis: str = LocationBasis.BOUNDARY.value


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plot is used and kept, and who may know of it."""

    state: str
    manager: str
    user: str
    restricted: bool
    review_state: str
    review_notes: list[dict[str, str]]
    level: str
    published_on: date | None


def build(dice: Dice, draft: Draft, sheets: Sheets, created: date) -> SamplePlot:
    """A plot with everything but history, lineage and auction flags; `key` is given at the end."""
    kind, place = draft.kind, draft.place
    standing = _standing(dice, draft, created)
    number, decided_on, issuer = known.decision(dice, created, place)
    source, surveyed_on, confidence = known.source_of(dice, created, place)
    parcels, first = _parcels(dice, draft, sheets, created)
    planned = dice.pick(kind.profile.plans)
    return SamplePlot(
        key=0,
        status=PlotStatus.ACTIVE.value,
        name=name_of(dice, kind.names, draft.site, draft.around),
        address=address_of(dice, draft.site, draft.around),
        unit_uid=place.facts.unit_uid,
        unit_at_record_uid=known.unit_at_record(dice, place),
        sheet_number=parcels[-1].sheet_number,
        parcel_number=first,
        parcels=parcels,
        area_m2=draft.areas.headline,
        area_method=draft.areas.method,
        area_legal_m2=draft.areas.legal,
        area_surveyed_m2=draft.areas.surveyed,
        area_planar_m2=draft.areas.planar,
        land_use=kind.land_use,
        land_use_current=known.current_use(dice, kind, standing.state, place),
        origin=dice.pick(kind.profile.origins),
        managing_agency=standing.manager,
        using_agency=standing.user,
        decision_number=number,
        decision_on=decided_on,
        decision_issuer=issuer,
        use_state=standing.state,
        flags=flags_of(dice, kind, standing.state, created, standing.restricted),
        legal_status=dice.pick(kind.profile.legal),
        handling_plan=_plan(planned, standing.manager, standing.state),
        publish_level=standing.level,
        published_on=standing.published_on,
        review_state=standing.review_state,
        review_notes=standing.review_notes,
        source=source,
        surveyed_on=surveyed_on if draft.shape else None,
        confidence=confidence if draft.shape else dice.one(("medium", "low")),
        note=known.note_of(dice),
        **_where(draft),
        valid_from=created,
        recorded_at=known.recorded(created, dice),
        change=ChangeKind.IMPORTED.value if created < date(2015, 1, 1) else ChangeKind.CREATED.value,
        reason="Lập hồ sơ khu đất",
    )


def _plan(planned: str, manager: str, state: str) -> str:
    """A plan that does not contradict the keeper: only what nobody keeps waits for handover."""
    if state == UseState.UNMANAGED.value and not manager:
        return HandlingPlan.AWAITING_HANDOVER.value
    if planned == HandlingPlan.AWAITING_HANDOVER.value and manager == LAND_FUND:
        return HandlingPlan.KEEP.value
    return planned


def _where(draft: Draft) -> dict[str, Any]:
    shape = MultiPolygon([draft.shape]) if draft.shape else None
    return {"location_basis": draft.basis, "geom": shape, "point": draft.point}


def _standing(dice: Dice, draft: Draft, created: date) -> Standing:
    kind = draft.kind
    state = dice.pick(kind.profile.states)
    manager, user = known.keepers(dice, kind, state, draft.place)
    restricted = is_restricted(dice, kind)
    review_state, notes = known.review(dice, 0.015 if draft.shape else 0.03)
    level, published_on = known.publication(dice, kind, created, restricted, bool(notes))
    return Standing(state, manager, user, restricted, review_state, notes, level, published_on)


def _parcels(dice: Dice, draft: Draft, sheets: Sheets, created: date) -> tuple[list[SampleParcel], str]:
    """Parcel numbers through all mergers, and the first of today; big plots often hold several parcels."""
    commune = draft.site.commune
    sheet = sheets.sheet_at(commune, draft.point.x, draft.point.y)
    count = 1
    if draft.areas.headline > 700 and dice.chance(0.16):
        count = dice.number(2, 6)
    numbers = sheets.take(commune, sheet, count, dice.number(0, 6))
    return sheets.parcels(commune, sheet, numbers, created, None), str(numbers[0])
