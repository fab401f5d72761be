"""Candidates held against what was planted.

A candidate is true when an event was planted on its plot, their extents share at least a fifth of the smaller one, and
the event's day lies in the interval told or no more than TOLERANCE_DAYS outside it. Further candidates that match the
same event are repeats, neither true nor false. All others are false, wherever they are: on a decoy, on a plot where
nothing was planted, or on an event at another time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from gis import crs
from imagery.changes.detecting import Candidate
from imagery.sample.truth import Event, Truth

TOLERANCE_DAYS = 90
OVERLAP = 0.2


@dataclass(frozen=True)
class Outcome:
    """A candidate and what became of it.

    Attributes:
        event: the one it matches, None for a false one.
        repeat: an earlier, surer candidate matches the same event.
        lies_on: kind of the decoy under a false one; an event of another time or a neighbour's; or nothing planted.
    """

    area: str
    seed: int
    candidate: Candidate
    event: Event | None
    repeat: bool = False
    lies_on: str = ""
    overlap: float = 0.0

    @property
    def days_off(self) -> int:
        """How far the event's day lies outside the interval, 0 inside."""
        assert self.event is not None
        on, candidate = self.event.on, self.candidate
        if candidate.last_clear_on < on <= candidate.seen_on:
            return 0
        late = (candidate.last_clear_on - on).days + 1
        return late if late > 0 else -(on - candidate.seen_on).days


def outcomes(truth: Truth, candidates: Sequence[Candidate], shapes: dict[str, Any]) -> list[Outcome]:
    """What became of the candidates of a series, the surest first.

    Args:
        shapes: plots in EPSG:3857 by key; extents overlap events on the plot.
    """
    found: list[Outcome] = []
    taken: set[str] = set()
    for candidate in sorted(candidates, key=lambda one: -one.confidence):
        extent = crs.transform(candidate.extent, crs.WEB_MERCATOR, crs.LEGAL)
        plot = crs.transform(shapes[candidate.plot], crs.WEB_MERCATOR, crs.LEGAL)
        here = [event for event in truth.events if event.plot == candidate.plot]
        ranked = sorted(here, key=lambda event: -_shared(extent, event.shape))
        matching = [event for event in ranked if _shared(extent, event.shape) >= OVERLAP and _in_time(candidate, event)]
        if not matching:
            found.append(Outcome(truth.area, truth.seed, candidate, None, lies_on=_lies_on(truth, candidate, extent)))
            continue
        event = matching[0]
        iou = _iou(extent.intersection(plot), event.shape.intersection(plot))
        found.append(Outcome(truth.area, truth.seed, candidate, event, repeat=event.id in taken, overlap=iou))
        taken.add(event.id)
    return found


def _in_time(candidate: Candidate, event: Event) -> bool:
    off = max((candidate.last_clear_on - event.on).days + 1, (event.on - candidate.seen_on).days)
    return off <= TOLERANCE_DAYS


def _shared(extent: shapely.Geometry, shape: shapely.Geometry) -> float:
    smaller = min(extent.area, shape.area)
    return float(extent.intersection(shape).area / smaller) if smaller else 0.0


def _iou(one: shapely.Geometry, other: shapely.Geometry) -> float:
    union = one.union(other).area
    return float(one.intersection(other).area / union) if union else 0.0


def _lies_on(truth: Truth, candidate: Candidate, extent: shapely.Geometry) -> str:
    for decoy in truth.decoys:
        if decoy.plot == candidate.plot and decoy.shape.intersects(extent):
            return decoy.kind.value
    near = [event for event in truth.events if event.shape.intersects(extent)]
    if any(event.plot == candidate.plot for event in near):
        return "its plot's event, at another time or place"
    return "a neighbour's event" if near else "nothing planted"


@dataclass(frozen=True)
class Planted:
    """An event and the size of its plot."""

    event: Event
    plot_m2: float
    seed: int
    area: str


@dataclass
class Tally:
    """Outcomes and events of some series together."""

    outcomes: list[Outcome]
    planted: list[Planted]

    def recall(
        self, low: float, high: float = 1e9, *, plots: tuple[float, float] = (0.0, 1e9), kind: str = ""
    ) -> tuple[float, int]:
        """Share of the events of a size (inside the plot) that were found, and how many there are."""
        found = {(one.area, one.seed, one.event.id) for one in self.outcomes if one.event is not None}
        wanted = [
            one
            for one in self.planted
            if low <= one.event.inside_m2 < high and plots[0] <= one.plot_m2 < plots[1]
            if not kind or one.event.kind.value == kind
        ]
        hit = sum((one.area, one.seed, one.event.id) in found for one in wanted)
        return (hit / len(wanted) if wanted else float("nan")), len(wanted)

    def precision(self, low: float = 0.0, high: float = 1e9) -> tuple[float, int]:
        """Share of the candidates of a size (as told, on the plot) that are true, and how many there are."""
        told = [one for one in self.outcomes if not one.repeat and low <= one.candidate.inside_m2 < high]
        true = sum(one.event is not None for one in told)
        return (true / len(told) if told else float("nan")), len(told)

    @property
    def true(self) -> list[Outcome]:
        """Those that match."""
        return [one for one in self.outcomes if one.event is not None and not one.repeat]

    def reliability(self, edges: Sequence[float]) -> list[tuple[float, float, int, float]]:
        """For each class of confidence its bounds, how many, and the share that is true."""
        rows = []
        for low, high in pairwise(edges):
            told = [one for one in self.outcomes if low <= one.candidate.confidence < high and not one.repeat]
            share = float(np.mean([one.event is not None for one in told])) if told else float("nan")
            rows.append((low, high, len(told), share))
        return rows


def joined(tallies: Sequence[Tally]) -> Tally:
    """Several as one."""
    return Tally([one for tally in tallies for one in tally.outcomes], [one for t in tallies for one in t.planted])
