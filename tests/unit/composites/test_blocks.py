"""Observations out of files: physical values, what is hidden, what lies aside; and blocks that bound the memory."""

from dataclasses import replace

import numpy as np
import pytest

from imagery.composites.blocks import Unreadable, read, shared
from imagery.composites.cube import blocks_of, composite_of, cube_of, edge_of
from imagery.workflow import Quality
from tests.factories.composites import recipe, scene


def flat(value, bands=2, size=16):
    return np.full((bands, size, size), value)


def test_values_are_physical_whatever_the_scale(tmp_path):
    one = scene(tmp_path, "one", flat(0.25))
    other = scene(tmp_path, "other", flat(0.25), scale=0.0000275, offset=-0.2)
    seen = read(recipe([one, other]), (0, 0, 16, 16))
    assert seen.shape == (2, 2, 16, 16)
    assert seen.dtype == np.float32
    assert np.abs(seen - 0.25).max() < 2e-5


@pytest.mark.parametrize("quality", list(Quality))
def test_only_the_clear_classes_are_seen(tmp_path, quality):
    classes = np.full((16, 16), Quality.CLEAR)
    classes[:8] = quality
    seen = read(recipe([scene(tmp_path, "one", flat(0.2), classes=classes)]), (0, 0, 16, 16))
    assert np.isfinite(seen[0, :, 8:]).all()
    assert np.isfinite(seen[0, :, :8]).all() == (quality in {Quality.CLEAR, Quality.WATER})


def test_without_data_nothing_is_seen(tmp_path):
    valid = np.zeros((16, 16), dtype=bool)
    valid[:, 10:] = True
    seen = read(recipe([scene(tmp_path, "one", flat(0.2), valid=valid)]), (0, 0, 16, 16))
    assert np.isnan(seen[..., :10]).all()
    assert np.isfinite(seen[..., 10:]).all()


def test_a_scene_that_lies_aside_covers_what_it_covers(tmp_path):
    aside = scene(tmp_path, "aside", flat(0.3), at=(10, 4))
    seen = read(recipe([aside]), (0, 0, 32, 32))
    covered = np.isfinite(seen[0, 0])
    assert covered.sum() == 16 * 16
    assert covered[4:20, 10:26].all()
    far = read(recipe([aside]), (100, 100, 8, 8))
    assert np.isnan(far).all()


def test_a_missing_file_is_told_with_its_scene(tmp_path):
    lost = replace(scene(tmp_path, "lost", flat(0.3)), data=str(tmp_path / "gone.tif"))
    with pytest.raises(Unreadable) as caught:
        read(recipe([lost]), (0, 0, 16, 16))
    name, what = caught.value.args
    assert name == "lost"
    assert str(tmp_path) not in what


@pytest.mark.parametrize(
    ("dates", "bands", "edge"), [(4, 5, 512), (21, 6, 512), (22, 6, 256), (70, 6, 256), (300, 6, 128)]
)
def test_the_observations_of_a_block_fit_its_share_of_memory(tmp_path, dates, bands, edge):
    layer = scene(tmp_path, "one", flat(0.2, bands))
    made = recipe([layer] * dates)
    assert edge_of(made) == edge
    assert edge**2 * dates * bands * 4 <= 128 * 1024**2


def test_the_cube_has_all_dates_in_one_block(whole_year):
    cube = cube_of(whole_year, 384, 256, 64)
    assert cube.dims == ("time", "band", "y", "x")
    assert cube.shape == (6, 3, 256, 384)
    assert cube.data.chunksize == (6, 3, 64, 64)
    picture = composite_of(cube)
    assert picture.dims == ("layer", "y", "x")
    assert picture.dtype == np.uint16


def test_the_size_of_blocks_does_not_change_a_byte(whole_year):
    made = [composite_of(cube_of(whole_year, 384, 256, edge)).compute(scheduler="threads") for edge in (64, 100, 1024)]
    assert made[0].values.tobytes() == made[1].values.tobytes() == made[2].values.tobytes()
    assert (made[0].values[-1] > 2).mean() > 0.5


def test_blocks_that_no_scene_reaches_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr("imagery.composites.cube._LARGEST", 32)
    made = recipe([scene(tmp_path, "one", flat(0.2)), scene(tmp_path, "two", flat(0.2), at=(64, 64))])
    assert [block.part for block in blocks_of(made, 128, 128)] == [(0, 0, 32, 32), (64, 64, 32, 32)]


def test_shared_parts():
    assert shared((0, 0, 10, 10), (5, 8, 10, 10)) == (5, 8, 5, 2)
    assert shared((0, 0, 10, 10), (10, 0, 5, 5)) is None
