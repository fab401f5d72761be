"""The parts of the method by themselves."""

from datetime import date

import numpy as np
import pytest
from affine import Affine

from imagery.changes import breaks, fitting
from imagery.changes.blocks import MARGIN, blocks
from imagery.changes.confidence import WEIGHTS, confidence_of
from imagery.changes.course import Course
from imagery.changes.linking import Grid, objects_of
from imagery.changes.places import is_too_small
from imagery.changes.stack import NEEDED, Stack, box_sum, grown, median_of
from imagery.workflow import BandRole, Quality
from tests.unit.changes.ground import rectangle


def stack(times=3, side=8, **kwargs):
    days = tuple(date(2024, 1, 1 + number) for number in range(times))
    own = {
        "bands": np.zeros((times, 5, side, side), dtype=np.float32),
        "roles": NEEDED,
        "quality": np.ones((times, side, side), dtype=np.uint8),
        "days": days,
        "transform": Affine(10, 0, 0, 0, -10, 0),
    }
    return Stack(**own | kwargs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"roles": NEEDED[:4]},
        {"roles": (*NEEDED[:4], BandRole.PAN)},
        {"quality": np.ones((2, 8, 8), dtype=np.uint8)},
        {"days": (date(2024, 1, 3), date(2024, 1, 2), date(2024, 1, 1))},
    ],
)
def test_stack__refuses_what_does_not_fit(wrong):
    with pytest.raises(ValueError, match=r"fit|oldest"):
        stack(**wrong)


def test_stack__what_lies_beside_a_cloud_is_not_believed():
    quality = np.ones((3, 40, 40), dtype=np.uint8)
    quality[1, 10:20, 10:20] = Quality.CLOUD
    clear = stack(side=40, quality=quality).clear
    assert clear[0].all()
    assert not clear[1, 8:22, 8:22].any()
    assert clear[1, :7].all()


def test_stack__ground_metres_of_a_pixel():
    assert stack(ground_m=0.98).pixel_m == pytest.approx(9.8)


def test_grown__square():
    flags = np.zeros((1, 9, 9), dtype=bool)
    flags[0, 4, 4] = True
    assert grown(flags, 2).sum() == 25
    assert grown(flags, 0).sum() == 1


def test_box_sum__cut_at_the_edges():
    sums = box_sum(np.ones((5, 7)), 1)
    assert sums[0, 0] == 4
    assert sums[2, 3] == 9


def test_median_of__flagged_only():
    values = np.array([1.0, 9.0, 3.0, 100.0], dtype=np.float32).reshape(4, 1, 1)
    flags = np.array([True, True, True, False]).reshape(4, 1)
    assert median_of(values, flags) == 3
    assert median_of(values, ~flags & False) == 0


def series(*levels):
    return np.array(levels, dtype=np.float32).reshape(-1, 1, 1) * np.ones((1, 2, 1), dtype=np.float32)


def test_steady__a_day_that_leaves_and_returns_is_left_out():
    values = series(0, 0, 9, 0, 0, 9, 9, 9)
    kept = breaks.steady(values, np.ones((8, 1), dtype=bool))
    assert kept[:, 0].tolist() == [True, True, False, True, True, True, True, True]


def test_steps__the_day_of_the_step():
    values = series(0, 0.5, -0.5, 0, 6, 6.5, 5.5, 6)
    found = breaks.steps_of(values, np.ones((8, 1), dtype=bool))
    assert found.at[0] == 4
    assert found.strength[0] > 20


def test_steps__none_without_enough_days():
    clear = np.array([True, True, False, False, True]).reshape(5, 1)
    assert breaks.steps_of(series(0, 0, 0, 0, 9), clear).strength[0] == -1


def test_fit__season_and_step_together():
    days = np.arange(16)
    season = np.cos(np.pi * days / 2)
    patterns = (season / np.sqrt((season**2).sum()))[:, None, None].repeat(1, axis=1).astype(np.float32)
    course = (5 * season + 4 * (days >= 9) + 0.1 * np.sin(days * 7.0))[:, None].astype(np.float32)
    found = fitting.fit(course, np.ones(16, dtype=bool), patterns)
    assert found.at == 9
    assert np.abs(found.level[9:] - found.level[:9].mean() - 4).max() < 1.2
    alone = fitting.fit((5 * season)[:, None].astype(np.float32), np.ones(16, dtype=bool), patterns)
    assert alone.strength < 5


def test_objects__end_at_the_border_of_a_plot_and_need_a_seed():
    rows, columns = (part.ravel() for part in np.mgrid[0:4, 0:6])
    grid = Grid.of(rows, columns, (4, 6))
    strength = np.where(rows < 2, 20.0, 0.0).astype(np.float32)
    strength[rows == 3] = 6
    steps = breaks.Steps(strength, np.full(24, 5, dtype=np.int16))
    found = objects_of(steps, np.ones((2, 24), dtype=np.float32), grid, np.where(columns < 3, 0, -1))
    assert sorted(len(group) for group in found) == [6, 6]
    assert all(len(set((columns[group] < 3).tolist())) == 1 for group in found)


@pytest.mark.parametrize(
    ("rows", "columns", "small"), [(1.2, 5, True), (1.3, 1.3, True), (1.6, 5, False), (3, 3, False)]
)
def test_too_small__narrower_than_a_pixels_diagonal(rows, columns, small):
    assert is_too_small(rectangle(0.3, 0.3, rows, columns), stack()) is small


def test_blocks__cores_cover_everything_once():
    seen = np.zeros((700, 530), dtype=int)
    for block in blocks(700, 530, 110):
        top, bottom, left, right = block.core
        seen[block.top + top : block.top + bottom, block.left + left : block.left + right] += 1
        assert top in (0, MARGIN)
        assert block.height * block.width * 110 < 20_000_000
    assert (seen == 1).all()


def test_blocks__a_longer_series_in_smaller_pieces():
    assert max(block.height for block in blocks(700, 530, 360)) < max(block.height for block in blocks(700, 530, 110))


def test_confidence__a_share_that_grows_with_the_evidence():
    middle = {name: values[0] for name, values in WEIGHTS.items()}
    strong = middle | {"strength": middle["strength"] + 2, "after": middle["after"] / 2}
    assert 0 < confidence_of(middle) < confidence_of(strong) < 1
    assert confidence_of(middle | {"beside": 3.0}) < confidence_of(middle)


@pytest.mark.parametrize(
    ("green", "usable", "told"),
    [
        ([0.6, 0.6, 0.6, 0.5, 0.1], [1, 1, 1, 1, 1], 3),
        ([0.6, 0.6, 0.5, 0.2, 0.1], [1, 1, 1, 1, 1], 2),
        ([0.6, 0.5, 0.2, 0.2, 0.1], [1, 1, 1, 1, 1], 1),
        ([0.5, 0.2, 0.2, 0.2, 0.1], [1, 1, 1, 1, 1], 3),
        ([0.2, 0.2, 0.2, 0.2, 0.1], [1, 1, 1, 1, 1], 3),
        ([0.5, 0.6, 0.2, 0.9, 0.2], [1, 1, 0, 0, 1], 1),
        ([0.5, 0.6, np.nan, 0.2, 0.1], [1, 1, 1, 1, 1], 2),
    ],
)
def test_last_day_before__is_one_on_which_the_ground_was_green_where_one_is_near(green, usable, told):
    """What comes last happened; the day before it is asked for, of those that count."""
    days = [date(2024, month, 1) for month in range(1, 6)]
    course = Course(days, np.array(usable, dtype=bool), {"ndvi": np.array(green, dtype=np.float32)})
    last = max(number for number in range(4) if usable[number])
    assert course.surely_before(last) == told
    assert "ndvi" not in course.rows()[2] or np.isfinite(green[2])
