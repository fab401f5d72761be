"""The geometric median against what is known of it, and against a slow search in double precision."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from imagery.composites.median import compose, geometric_median, stored
from imagery.composites.method import SCALE, TOLERANCE

NAN = np.nan


def median(*observations):
    """The median of one pixel's observations, each a spectrum."""
    seen = np.array(observations, dtype="float32").T[None]
    values, counts = geometric_median(seen)
    return values[0].tolist(), int(counts[0])


def cost(seen, point):
    """Sum of distances; `seen` (dates, bands)."""
    return np.linalg.norm(seen - point, axis=1).sum()


def searched(seen):
    """The best point that Weiszfeld's steps with the rule of Vardi and Zhang find in double precision."""
    seen = seen.astype("float64")
    point = seen.mean(axis=0)
    for _ in range(30_000):
        far = np.linalg.norm(seen - point, axis=1)
        off = far > 1e-15
        if not off.any():
            return point
        weights = 1 / far[off]
        goal = (weights[:, None] * seen[off]).sum(axis=0) / weights.sum()
        pull = np.linalg.norm((weights[:, None] * (seen[off] - point)).sum(axis=0))
        stay = min(1.0, (~off).sum() / pull) if pull else 1.0
        step = (1 - stay) * (goal - point)
        point = point + step
        if np.linalg.norm(step) < 1e-13:
            return point
    return point


def test_one_observation_is_its_own_median():
    assert median([0.1, 0.2, 0.3]) == (pytest.approx([0.1, 0.2, 0.3]), 1)


def test_of_two_observations_the_middle_is_taken():
    assert median([0.1, 0.2], [0.2, 0.5]) == (pytest.approx([0.15, 0.35]), 2)


def test_nothing_seen_is_nan():
    values, count = median([NAN, NAN], [NAN, NAN])
    assert count == 0
    assert np.isnan(values).all()


def test_an_observation_that_lacks_a_band_does_not_count():
    assert median([0.1, 0.2], [NAN, 0.9], [np.inf, 0.1], [0.1, 0.2]) == (pytest.approx([0.1, 0.2]), 2)


def test_in_one_band_it_is_the_median():
    values, count = median([0.1], [0.5], [0.12], [0.9], [0.11])
    assert count == 5
    assert values == pytest.approx([0.12], abs=1e-5)


def test_in_a_triangle_it_is_the_point_that_sees_its_sides_alike():
    # Fermat's point of an equilateral triangle is its middle.
    corners = [[0.0, 0.0], [1.0, 0.0], [0.5, 3**0.5 / 2]]
    assert median(*corners)[0] == pytest.approx([0.5, 3**0.5 / 6], abs=1e-5)


def test_in_a_wide_angle_it_is_the_corner():
    # A corner of 120 degrees and more is the median itself, where plain Weiszfeld steps would divide by zero.
    assert median([0.3, 0.3], [0.1, 0.31], [0.5, 0.31])[0] == pytest.approx([0.3, 0.3], abs=1e-5)


def test_of_a_square_it_is_where_the_diagonals_meet():
    assert median([0.1, 0.1], [0.3, 0.5], [0.5, 0.3], [0.4, 0.4])[0] == pytest.approx([0.4, 0.4], abs=2e-3)


def test_equal_observations_are_their_median():
    assert median(*[[0.25, 0.5]] * 7) == (pytest.approx([0.25, 0.5]), 7)


def test_outliers_of_less_than_half_move_it_little():
    clear = [[0.05, 0.3], [0.06, 0.31], [0.05, 0.32], [0.07, 0.3], [0.06, 0.29]]
    clouds = [[0.8, 0.8], [0.9, 0.85]]
    assert median(*clear, *clouds)[0] == pytest.approx([0.06, 0.305], abs=0.02)
    mean = np.mean([*clear, *clouds], axis=0)
    assert abs(mean[0] - 0.06) > 0.2  # what the mean would say


def test_the_spectrum_keeps_its_shape():
    """Bands are taken together: spectra that are multiples of one give a multiple of it, not a mixture."""
    shape = np.array([0.04, 0.08, 0.06, 0.35, 0.2])
    values, _ = median(*[(shape * light).tolist() for light in (0.7, 0.9, 1.0, 1.1, 1.6)])
    assert values == pytest.approx(shape.tolist(), rel=1e-4)


@pytest.mark.parametrize("dates", [3, 4, 5, 8, 13, 40])
def test_no_slow_search_finds_a_better_point(dates):
    rng = np.random.default_rng(dates)
    pixels = 60
    ground = rng.uniform(0.02, 0.35, (pixels, 5, 1))
    seen = ground * (1 + 0.12 * rng.standard_normal((pixels, 5, dates)))
    seen = np.where(rng.random((pixels, 1, dates)) < 0.1, seen + 0.4, seen).astype("float32")
    seen[np.broadcast_to(rng.random((pixels, 1, dates)) < 0.1, seen.shape)] = NAN
    values, counts = geometric_median(seen)
    for pixel in range(pixels):
        clear = seen[pixel].T[np.isfinite(seen[pixel]).all(axis=0)].astype("float64")
        assert counts[pixel] == len(clear)
        if len(clear):
            best = cost(clear, searched(clear))
            # What is left of the way is shorter than a hundredth of a stored step for each observation.
            assert cost(clear, values[pixel].astype("float64")) <= best + TOLERANCE * len(clear)


def test_the_order_of_dates_does_not_matter():
    rng = np.random.default_rng(3)
    seen = rng.uniform(0.02, 0.4, (200, 4, 9)).astype("float32")
    one, _ = geometric_median(seen)
    other, _ = geometric_median(np.ascontiguousarray(seen[:, :, rng.permutation(9)]))
    assert np.abs(one - other).max() < SCALE


spectra = arrays("float32", (2, 3, 6), elements=st.floats(0, 1, width=32) | st.just(NAN))


@given(spectra)
@settings(max_examples=60, deadline=None)
def test_it_lies_among_the_observations(seen):
    values, counts = geometric_median(seen)
    for pixel, count in enumerate(counts):
        clear = seen[pixel].T[np.isfinite(seen[pixel]).all(axis=0)]
        assert len(clear) == count
        if count:
            assert (values[pixel] >= clear.min(axis=0) - 1e-5).all()
            assert (values[pixel] <= clear.max(axis=0) + 1e-5).all()


def test_a_pixel_knows_nothing_of_its_neighbours():
    """geomad begins a pixel where the one before it in the row left off; here its place must not matter."""
    rng = np.random.default_rng(5)
    stack = rng.uniform(0.02, 0.4, (40, 50, 3, 5)).astype("float32")
    stack[np.broadcast_to(rng.random((40, 50, 1, 5)) < 0.4, stack.shape)] = NAN
    whole = compose(stack)
    parts = [compose(stack[:, start : start + 17]) for start in range(0, 50, 17)]
    assert np.array_equal(whole, np.concatenate(parts, axis=1))
    assert np.array_equal(whole[::-1, ::-1], compose(stack[::-1, ::-1]))


def test_compose_counts_behind_the_bands():
    stack = np.full((1, 3, 2, 4), NAN, dtype="float32")
    stack[0, 0, :, :3] = [[0.1], [0.2]]
    stack[0, 1, :, 1] = [0.3, 0.4]
    assert compose(stack).tolist() == [[[1000, 2000, 3], [3000, 4000, 1], [0, 0, 0]]]


def test_stored_values_are_rounded_and_kept_within_their_type():
    values = np.array([-0.05, 0.00004, 0.00006, 0.1, 7.0, NAN], dtype="float32")
    assert stored(values).tolist() == [0, 0, 1, 1000, 65535, 0]
