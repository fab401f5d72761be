"""Splits and merges: retired plots beside the active ones, each family with its day and decision."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from land.sample.attributes import TODAY, recorded
from land.sample.numbering import Sheets
from land.sample.randomness import Dice
from land.sample.shapes import DIGITS, cut_across
from land.sample.spec import SampleLink, SampleParcel, SamplePlot, SampleVersion
from land.workflow import AreaMethod, ChangeKind, PlotStatus

_RETIRED = {"split": PlotStatus.SPLIT.value, "merge": PlotStatus.MERGED.value}
_CHANGES = {"split": ChangeKind.SPLIT.value, "merge": ChangeKind.MERGED.value}
_REASONS = {"split": "Tách khu đất", "merge": "Gộp khu đất"}


@dataclass(slots=True)
class Family:
    """Parents that ended and children that began on one day."""

    kind: str
    parents: list[SamplePlot]
    children: list[SamplePlot]
    on_date: date
    decision_number: str

    def link(self) -> None:
        """Tell the children their parents, once all have keys."""
        for child in self.children:
            child.lineage = [
                SampleLink(parent.key, self.kind, self.on_date, self.decision_number) for parent in self.parents
            ]


def families(
    dice: Dice, plots: list[SamplePlot], communes: list[str], sheets: Sheets, many: int, few: int
) -> list[Family]:
    """`many` splits and `few` merges among plots with boundaries; `communes` gives the commune of each plot."""
    fit = [index for index, plot in enumerate(plots) if plot.geom is not None and 120 < plot.area_m2 < 40_000]
    shapes = np.array([plots[index].geom for index in fit])
    tree = shapely.STRtree(shapes)
    order = sorted((dice.roll(), position) for position in range(len(fit)))
    found: list[Family] = []
    used: set[int] = set()
    for _, position in order:
        if len(found) >= many + few:
            break
        if position in used:
            continue
        code = communes[fit[position]]
        if len(found) < many:
            members = _neighbours(dice, position, shapes, tree, used)
            if len(members) < 2:
                continue
            used.update(members)
            found.append(_split(dice, [plots[fit[member]] for member in members], code, sheets))
        elif plots[fit[position]].area_m2 > 500 and (merged := _merge(dice, plots[fit[position]], code, sheets)):
            used.add(position)
            found.append(merged)
    return found


def _neighbours(dice: Dice, position: int, shapes: Any, tree: shapely.STRtree, used: set[int]) -> list[int]:
    """A plot and up to three free ones that share an edge with it or each other, whose union has no hole."""
    members = [position]
    wanted = dice.number(2, 4)
    for other in sorted(tree.query(shapes[position], predicate="touches").tolist()):
        shared = shapely.intersection(shapes[position], shapes[other])
        if other in used or other == position or shapely.length(shared) < 4:
            continue
        union = shapely.union_all(shapes[[*members, other]])
        if isinstance(union, Polygon) and not union.interiors:
            members.append(other)
        if len(members) == wanted:
            break
    return members


def _split(dice: Dice, children: list[SamplePlot], code: str, sheets: Sheets) -> Family:
    day = dice.day(date(2016, 3, 1), TODAY - timedelta(days=120))
    shape = shapely.union_all([child.geom for child in children])
    created = dice.day(date(2005, 2, 1), day - timedelta(days=300))
    area = sum((child.area_m2 for child in children), Decimal(0))
    parent = _retired(dice, children[0], shape, area, code, sheets, created, day, "split")
    parent.name = children[0].name if len(children[0].name) > 150 else f"{children[0].name} (trước khi tách)"
    return _family(dice, "split", [parent], children, day)


def _merge(dice: Dice, child: SamplePlot, code: str, sheets: Sheets) -> Family | None:
    assert child.geom is not None
    pieces = cut_across(child.geom.geoms[0], 0.5, 60)
    if len(pieces) < 2:
        return None
    day = dice.day(date(2016, 3, 1), TODAY - timedelta(days=120))
    parents = []
    for piece in pieces:
        created = dice.day(date(2005, 2, 1), day - timedelta(days=300))
        share = Decimal(str(round(piece.area / child.geom.area, 6)))
        area = (child.area_m2 * share).quantize(Decimal("0.1"))
        parents.append(_retired(dice, child, piece, area, code, sheets, created, day, "merge"))
    return _family(dice, "merge", parents, [child], day)


def _retired(
    dice: Dice,
    like: SamplePlot,
    shape: Any,
    area: Decimal,
    code: str,
    sheets: Sheets,
    created: date,
    ended: date,
    kind: str,
) -> SamplePlot:
    """A plot that was, resembling one that is."""
    point = shape.representative_point()
    sheet = sheets.sheet_at(code, point.x, point.y)
    numbers = sheets.take(code, sheet, 1, 0)
    parcels = sheets.parcels(code, sheet, numbers, created, ended)
    geom = shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
    first = SampleVersion(
        created,
        recorded(created, dice),
        ChangeKind.CREATED.value,
        "Lập hồ sơ khu đất",
        {"status": PlotStatus.ACTIVE.value},
    )
    return replace(
        like,
        status=_RETIRED[kind],
        parcels=parcels,
        sheet_number=parcels[-1].sheet_number,
        parcel_number=str(numbers[0]),
        area_m2=area,
        area_method=AreaMethod.LEGAL.value,
        area_legal_m2=area,
        area_surveyed_m2=None,
        area_planar_m2=Decimal(round(geom.area * 10)).scaleb(-1),
        decision_on=min(like.decision_on, created) if like.decision_on else None,
        flags=[],
        review_notes=list(like.review_notes),
        geom=geom,
        point=shapely.Point(np.round(shapely.get_coordinates(point)[0], DIGITS)),
        valid_from=ended,
        recorded_at=recorded(ended, dice),
        change=_CHANGES[kind],
        reason=_REASONS[kind],
        history=[first],
        lineage=[],
        retired_on=ended,
    )


def _family(dice: Dice, kind: str, parents: list[SamplePlot], children: list[SamplePlot], day: date) -> Family:
    number = f"{dice.number(20, 3900)}/QĐ-UBND"
    entered = recorded(day, dice)
    for child in children:
        born = max(child.valid_from, day)
        held = [parcel for parcel in child.parcels if parcel.ends_on is None or parcel.ends_on > day]
        child.parcels = [_from(parcel, day, born) for parcel in held]
        child.valid_from, child.recorded_at = day, entered
        child.change, child.reason = _CHANGES[kind], f"{_REASONS[kind]} theo Quyết định số {number}"
        child.decision_number, child.decision_on = number, day
        if child.published_on and child.published_on < day:
            child.published_on = min(day + timedelta(days=30), TODAY)
        child.flags = [flag for flag in child.flags if flag.starts_on >= day]
    return Family(kind, parents, children, day, number)


def _from(parcel: SampleParcel, day: date, born: date) -> SampleParcel:
    """A child's number from its birth on, whenever the draft had it start."""
    start = parcel.starts_on
    return replace(parcel, starts_on=day) if start is None or start <= born else parcel
