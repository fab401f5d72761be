"""The detector on the sample: floors that a careless change would fall through, on a small series and on a whole area.

`python -m bench.changes` measures it properly, on all areas and on seeds that nobody tuned on.
"""

from itertools import pairwise

import numpy as np
import pytest

from bench.changes import measured
from bench.changes_series import Register
from gis import crs
from imagery.changes.detecting import detect
from imagery.changes.stack import NEEDED, PlotShape, Stack
from imagery.sample.areas import AREAS, CRS, SMALL
from imagery.writing.masking import SCHEMES


@pytest.fixture(scope="module")
def found(scenes, series, plots):
    bands = np.stack([scene.bands for scene in scenes]).astype(np.float32) / 10_000
    classes = np.stack([SCHEMES["scl"](scene.scl).repeat(2, 0).repeat(2, 1) for scene in scenes])
    classes[(bands == 0).all(axis=1)] = 0
    stack = Stack(bands, NEEDED, classes, series.days, SMALL.transform)
    shapes = [PlotShape(plot.code, crs.transform(plot.shape, crs.LEGAL, CRS)) for plot in plots]
    box = SMALL.box
    return detect(stack, [shape for shape in shapes if shape.shape.intersects(box)])


@pytest.fixture(scope="module")
def pairs(found, series):
    """Candidates with the event of their plot that they overlap, None for a false one."""
    return [(one, _event_of(one, series.truth.events)) for one in found.candidates]


def _event_of(candidate, events):
    extent = crs.transform(candidate.extent, CRS, crs.LEGAL)
    here = [event for event in events if event.plot == candidate.plot and event.shape.intersects(extent)]
    return here[0] if here else None


def test_most_events_are_found(pairs, series):
    found = {event.id for _, event in pairs if event}
    large = [event for event in series.truth.events if event.inside_m2 >= 400]
    # Twelve pictures; four of the ten happen when two are left, and two hardly tell a change from what passes.
    assert sum(event.id in found for event in large) >= 0.6 * len(large)


def test_most_candidates_are_events(pairs):
    assert len(pairs) >= 7
    assert sum(event is not None for _, event in pairs) >= 0.9 * len(pairs)


def test_days_stand_between_two_pictures(pairs, series):
    intervals = set(pairwise(series.days))
    told = [(one.last_clear_on < event.on <= one.seen_on) for one, event in pairs if event]
    assert sum(told) >= 0.85 * len(told)
    assert all(one.last_clear_on < one.seen_on for one, _ in pairs)
    assert any((one.last_clear_on, one.seen_on) in intervals for one, _ in pairs)


def test_extent__most_of_it_lies_on_the_changed_ground(pairs):
    shares = []
    for one, event in pairs:
        if event and event.inside_m2 >= 400:
            extent = crs.transform(one.extent, CRS, crs.LEGAL)
            shares.append(extent.intersection(event.shape).area / extent.union(event.shape).area)
    assert np.median(shares) > 0.6


def test_narrow_plots_are_said_to_be_too_small(found):
    assert {look.sight for look in found.looks} >= {"seen", "too_small"}
    small = {look.plot for look in found.looks if look.sight == "too_small"}
    assert not small & {one.plot for one in found.candidates}


def test_whole_area__as_precise_and_as_complete_as_wanted():
    """Vũng Tàu, on a seed that the method was tuned on: 0.9 of precision at 0.8 of recall, 400 m² and more."""
    area = next(area for area in AREAS if area.slug == "vung-tau")
    told = measured(Register().series(area, 1), 1).raised
    (recall, events), (precision, candidates) = told.recall(400.0), told.precision(400.0)
    assert min(events, candidates) > 30
    assert (recall >= 0.8, precision >= 0.9) == (True, True), (recall, precision)
