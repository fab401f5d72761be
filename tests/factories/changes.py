"""Candidates of changes, without pictures and without the method."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import shapely

from gis import crs
from imagery.changes.detecting import METHOD, Candidate, Found, Look
from imagery.changes.reading import Window
from imagery.models import ChangeCandidate, Scene
from imagery.workflow import CandidateKind, ChangeState, Sight
from land.models import Plot
from tests import places
from tests.factories import land
from tests.factories.scenes import scene

MOMENT = datetime(2026, 11, 22, 2, tzinfo=UTC)
BEFORE, AFTER = date(2025, 2, 1), date(2025, 6, 1)
FEATURES = {"strength": 4.0, "after": 2.0}


def two_scenes() -> tuple[Scene, Scene]:
    """The picture before and the one after, of one series."""
    known = {found.code: found for found in Scene.objects.filter(code__in=("before", "after"))}
    if known:
        return known["before"], known["after"]
    return scene("before", BEFORE.isoformat()), scene("after", AFTER.isoformat())


def candidate(
    plot: Plot | None = None,
    state: ChangeState = ChangeState.CANDIDATE,
    scenes: tuple[Scene, Scene] | None = None,
    **kwargs: Any,
) -> ChangeCandidate:
    """A candidate on a plot of its own unless told where; a decided one was decided by somebody."""
    plot = plot or land.plot()
    before, after = scenes or two_scenes()
    own: dict[str, Any] = {
        "plot": plot,
        "collection": after.collection,
        "kind": CandidateKind.BUILDING,
        "last_clear_on": BEFORE,
        "seen_on": AFTER,
        "scene_before": before,
        "scene_after": after,
        "extent": plot.geom,
        "area_m2": 400.0,
        "inside_m2": 400.0,
        "confidence": 0.9,
        "method": METHOD,
        "evidence": {"curve": [], "features": FEATURES},
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    if state in (ChangeState.CONFIRMED, ChangeState.DISMISSED):
        own |= {"decided_by": land.person(f"decider{plot.number}"), "decided_at": MOMENT, "reason": "Đã xem"}
    return ChangeCandidate.objects.create(state=state, **own | kwargs)


def told(plot: Plot, shape: Any = None, **kwargs: Any) -> Candidate:
    """What the method tells of a plot; the shape in the legal CRS."""
    shape = shape or shapely.from_wkb(bytes(plot.geom.wkb))
    own: dict[str, Any] = {
        "plot": plot.pk,
        "kind": CandidateKind.BUILDING,
        "last_clear": 0,
        "seen": 1,
        "last_clear_on": BEFORE,
        "seen_on": AFTER,
        "extent": shapely.multipolygons([crs.transform(shapely.get_parts(shape)[0], crs.LEGAL, crs.WEB_MERCATOR)]),
        "area_m2": 400.0,
        "inside_m2": 380.0,
        "confidence": 0.8,
        "curve": ({"day": "2025-06-01", "usable": True, "ndvi": 0.1},),
        "features": FEATURES,
    }
    return Candidate(**own | kwargs)


class Method:
    """Stands for the reading of a series and for the method: it tells what a test wants it to."""

    def __init__(self, plots: Mapping[Any, Sight] | None = None) -> None:
        self.candidates: list[Candidate] = []
        self.looks = dict(plots or {})
        self.days = (BEFORE, AFTER)
        self.missed: list[Any] = []
        self.standing = True

    def is_standing(self) -> bool:
        """Whether its scenes are all there still."""
        return self.standing

    def source_of(self, collection: Any) -> "Method":
        """Stands for `imagery.changes.reading.source_of`."""
        return self

    def windows(self) -> list[Any]:
        """One, empty."""
        return [Window(None, [], (0, 0, 0, 0))]  # type: ignore[arg-type]

    def scene_of(self, number: int, point: tuple[float, float]) -> Scene:
        """The picture before or after."""
        return two_scenes()[number]

    def detect(self, *_: Any) -> Found:
        """Stands for `imagery.changes.detecting.detect`."""
        plots = {one.plot: Sight.SEEN for one in self.candidates} | self.looks
        return Found(tuple(self.candidates), tuple(Look(plot, sight, 9) for plot, sight in plots.items()))


def part_of(plot: Plot, dx: float, dy: float, side: float) -> Any:
    """A square in the legal CRS, from the lower left corner of a plot."""
    west, south, _, _ = plot.geom.extent
    return places.square((west, south), side, dx, dy)
