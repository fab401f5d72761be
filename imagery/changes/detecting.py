"""The method from end to end, on one window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import shapely
from rasterio.features import rasterize

from imagery.changes import breaks
from imagery.changes.confidence import LEAST, confidence_of
from imagery.changes.context import normalised
from imagery.changes.course import course_of
from imagery.changes.features import features_of
from imagery.changes.kinds import kind_of
from imagery.changes.linking import Grid, objects_of
from imagery.changes.objects import Field, Measured, beside, measured
from imagery.changes.places import is_too_small, placed
from imagery.changes.seasons import deseasoned
from imagery.changes.stack import PlotShape, Stack, Whole, grown
from imagery.workflow import CandidateKind, Sight

METHOD: Final = "3"  # raise when the same pictures give other candidates
_NEAR_M: Final = 75.0  # around plots: surroundings that show what a day did
_LEAST_DAYS: Final = 6  # clear ones, below which a plot was not looked at
_LEAST_CLEAR: Final = 0.5  # share of a plot that must be clear for a day to count
_STAGES_DAYS: Final = 400  # between stages of one change: ground is cleared, then built on


@dataclass(frozen=True)
class Candidate:
    """A lasting change that may have happened on a plot. Ảnh 10 m, chưa kiểm tra thực địa.

    Attributes:
        last_clear, seen: numbers of the last usable picture that shows none of it and of the first that clearly does.
        extent: squares of the changed pixels in the CRS of the stack, of an encroachment on both sides of the border.
        area_m2: changed ground; `inside_m2` of it on the plot.
        confidence: 0 to 1.
        curve: for each picture whether it counts, and the indices of the changed ground.
        features: what the confidence was made of.
    """

    plot: Any
    kind: CandidateKind
    last_clear: int
    seen: int
    last_clear_on: date
    seen_on: date
    extent: shapely.Geometry
    area_m2: float
    inside_m2: float
    confidence: float
    curve: tuple[Mapping[str, Any], ...]
    features: Mapping[str, float]


@dataclass(frozen=True)
class Look:
    """What could be seen of a plot: whether it was looked at, and on how many days it was clear."""

    plot: Any
    sight: Sight
    clear_days: int


@dataclass(frozen=True)
class Found:
    """What a window gave."""

    candidates: tuple[Candidate, ...]
    looks: tuple[Look, ...]


def detect(
    stack: Stack,
    plots: Sequence[PlotShape],
    core: tuple[int, int, int, int] | None = None,
    least: float = LEAST,
) -> Found:
    """Lasting changes on plots.

    Args:
        plots: all that lie in the window, in its CRS.
        core: first and last row (exclusive), first and last column: objects and plots whose middle lies elsewhere are
            left to the neighbouring window.
        least: confidence from which a candidate is raised.
    """
    inside = _Core(stack, core or (0, stack.shape[0], 0, stack.shape[1]))
    looks = {plot.key: _look(stack, plot) for plot in plots}
    field, groups, steps = search(stack, plots)
    told: dict[int, list[tuple[Whole, Candidate]]] = {}
    for members in groups:
        owner = int(field.owners[members[0]])
        if owner < 0 or looks[plots[owner].key].sight != Sight.SEEN:
            continue
        candidate = _candidate(field, members, steps, plots[owner])
        if candidate is not None and candidate.confidence >= least:
            told.setdefault(owner, []).append((members, candidate))
    ones = [one for owner, parts in told.items() for one in _joined(field, steps, plots[owner], parts)]
    candidates = tuple(candidate for members, candidate in ones if inside.has(field, members))
    return Found(candidates, tuple(looks[plot.key] for plot in plots if inside.covers(plot)))


def _candidate(field: Field, members: Whole, steps: breaks.Steps, plot: PlotShape) -> Candidate | None:
    found = measured(field, members, steps)
    return judged(field, found, plot) if found is not None else None


def _joined(
    field: Field, steps: breaks.Steps, plot: PlotShape, told: list[tuple[Whole, Candidate]]
) -> list[tuple[Whole, Candidate]]:
    """Candidates of a plot that touch and follow each other closely are stages of one change, measured as one."""
    waiting = sorted(told, key=lambda one: one[1].seen_on)
    found: list[tuple[Whole, Candidate]] = []
    while waiting:
        members, candidate = waiting.pop(0)
        stages = [one for one in waiting if _is_stage(field, members, candidate, *one)]
        whole = np.concatenate([members, *(others for others, _ in stages)])
        one = _candidate(field, whole, steps, plot) if stages else None
        if one is None or one.confidence < LEAST:
            found.append((members, candidate))
            continue
        taken = {id(others) for others, _ in stages}
        waiting = [(whole, one), *(other for other in waiting if id(other[0]) not in taken)]
    return found


def _is_stage(field: Field, members: Whole, candidate: Candidate, others: Whole, other: Candidate) -> bool:
    close = abs((other.seen_on - candidate.seen_on).days) <= _STAGES_DAYS
    return close and bool(np.isin(beside(field, members), others).any())


def search(stack: Stack, plots: Sequence[PlotShape]) -> tuple[Field, list[Whole], breaks.Steps]:
    """The window prepared, the pixels of each object in it, and their steps."""
    near, own = _masks(stack, plots)
    flat = normalised(stack, near)
    seasons = deseasoned(flat, stack.days)
    steady = breaks.steady(seasons.values, flat.clear)
    steps = breaks.steps_of(seasons.values, steady)
    changes = np.zeros(seasons.values.shape[1:], dtype=np.float32)
    for day in np.unique(steps.at):
        at = steps.at == day
        changes[:, at] = breaks.apart(seasons.values[:, :, at], steady[:, at], int(day))
    grid = Grid.of(flat.rows, flat.columns, stack.shape)
    owners = own[flat.rows, flat.columns]
    groups = objects_of(steps, changes, grid, owners)
    taken = np.full(len(flat.rows), -1, dtype=np.int64)
    for number, members in enumerate(groups):
        taken[members] = number
    field = Field(stack, flat.rows, flat.columns, flat.values, seasons, flat.clear, grid, owners, taken)
    return field, groups, steps


def _masks(stack: Stack, plots: Sequence[PlotShape]) -> tuple[Any, Whole]:
    """(H, W) which pixels are looked at, and the number of the plot that each lies on, -1 beside all."""
    options = {"out_shape": stack.shape, "transform": stack.transform}
    touched = np.zeros(stack.shape, dtype=bool)
    own = np.full(stack.shape, -1, dtype=np.int64)
    if plots:
        touched = rasterize([plot.shape for plot in plots], all_touched=True, **options).astype(bool)
        numbered = [(plot.shape, number) for number, plot in enumerate(plots)]
        own = rasterize(numbered, fill=-1, dtype="int32", **options).astype(np.int64)
    return grown(touched, round(_NEAR_M / stack.pixel_m)), own


def judged(field: Field, found: Measured, plot: PlotShape) -> Candidate | None:
    """An object as a candidate, whatever its confidence; None where too little of it is the plot's."""
    days = field.stack.days
    course = course_of(field, found)
    features = features_of(field, found, course)
    kind = kind_of(field, found, plot)
    last_clear, seen = found.between
    last_clear = course.surely_before(last_clear)
    place = placed(field, found, plot, beyond=kind == CandidateKind.ENCROACHMENT)
    if not place.is_own:
        return None
    return Candidate(
        plot=plot.key,
        kind=kind,
        last_clear=last_clear,
        seen=seen,
        last_clear_on=days[last_clear],
        seen_on=days[seen],
        extent=place.extent,
        area_m2=place.area_m2,
        inside_m2=place.inside_m2,
        confidence=confidence_of(features),
        curve=course.rows(),
        features=features,
    )


class _Core:
    """The part of a window that it is asked about."""

    def __init__(self, stack: Stack, core: tuple[int, int, int, int]) -> None:
        self._stack, self._core = stack, core

    def has(self, field: Field, members: Whole) -> bool:
        """Whether the middle of an object lies in it."""
        return self._holds(float(field.rows[members].mean()), float(field.columns[members].mean()))

    def covers(self, plot: PlotShape) -> bool:
        """Whether a point of a plot, always the same one, lies in it."""
        point = plot.shape.representative_point()
        column, row = ~self._stack.transform @ (point.x, point.y)
        return self._holds(row - 0.5, column - 0.5)

    def _holds(self, row: float, column: float) -> bool:
        top, bottom, left, right = self._core
        return top <= row + 0.5 < bottom and left <= column + 0.5 < right


def _look(stack: Stack, plot: PlotShape) -> Look:
    """Whether a plot can be looked at."""
    west, south, east, north = plot.shape.bounds
    left, top = (int(part) for part in ~stack.transform @ (west, north))
    right, bottom = (int(part) + 1 for part in ~stack.transform @ (east, south))
    part = stack.clear[:, max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    days = int((part.mean(axis=(1, 2)) >= _LEAST_CLEAR).sum()) if part.size else 0
    if is_too_small(plot.shape, stack):
        return Look(plot.key, Sight.TOO_SMALL, days)
    return Look(plot.key, Sight.SEEN if days >= _LEAST_DAYS else Sight.TOO_FEW_DAYS, days)
