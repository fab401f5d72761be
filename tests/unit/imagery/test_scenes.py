"""The scenes: values, clouds and mask, changes that stay and appearances that pass."""

import numpy as np
import pytest

from gis import crs
from imagery.sample import mask
from imagery.sample.areas import CON_SON, CRS, SMALL
from imagery.sample.dates import days_of
from imagery.sample.pieces import window_of
from imagery.sample.scenes import _swath
from land.sample.randomness import stream


def inside(shape):
    """Rows and columns of the pixels that lie wholly in a shape of the legal CRS."""
    rows, columns, fine = window_of(SMALL, crs.transform(shape, crs.LEGAL, CRS))
    flags = np.zeros((SMALL.height * 5, SMALL.width * 5), dtype=bool)
    flags[rows, columns] = fine
    return np.nonzero(flags.reshape(SMALL.height, 5, SMALL.width, 5).all(axis=(1, 3)))


def is_clear(scene, at):
    codes = scene.scl[at[0] // 2, at[1] // 2]
    return np.isin(codes, (4, 5, 6, 7)).all()


def spectrum(scene, at):
    return scene.bands[:, at[0], at[1]].astype(float).mean(axis=1) / 10_000


def test_scenes__one_for_each_day(scenes, series):
    assert [scene.taken_at.date() for scene in scenes] == list(series.days)
    assert len(scenes) >= 12
    for scene in scenes:
        assert scene.bands.shape == (5, 256, 256)
        assert scene.bands.dtype == np.uint16
        assert scene.scl.shape == (128, 128)
        assert 35 < scene.sun_elevation < 80


def test_values__look_like_reflectances(scenes):
    for scene in scenes:
        ground = scene.bands[:, np.repeat(np.repeat(~scene.clouded, 2, 0), 2, 1)] / 10_000
        blue, _, _, nir, _ = ground.mean(axis=1)
        assert 0.01 < blue < 0.2
        assert 0.03 < nir < 0.35
        assert scene.bands[:4].max() > 2_000


def test_clouds__few_in_the_dry_season_and_many_in_the_rains(scenes):
    shares = {scene.taken_at.date(): float(scene.clouded.mean()) for scene in scenes}
    dry = [share for day, share in shares.items() if day.month in (12, 1, 2, 3, 4)]
    wet = [share for day, share in shares.items() if day.month not in (12, 1, 2, 3, 4)]
    assert max(dry) < 0.3
    assert np.median(dry) < 0.05 < max(wet) < 0.8
    assert all(0 <= scene.cloud_share <= 1 for scene in scenes)


def test_mask__mostly_right_and_not_perfect(scenes):
    hidden = np.concatenate([scene.clouded.ravel() for scene in scenes])
    classes = np.concatenate([scene.scl.ravel() for scene in scenes])
    told = np.isin(classes, (mask.MEDIUM, mask.HIGH))
    cirrus = classes == mask.CIRRUS
    assert told[hidden].mean() > 0.85
    assert 0 < told[~hidden & ~cirrus].mean() < 0.03
    assert set(np.unique(classes)) <= {0, 3, 4, 5, 6, 7, 8, 9, 10}
    assert {3, 4, 5, 6, 8, 9} <= set(np.unique(classes))


def test_mask__no_data_is_no_cloud():
    assert mask.cloud_share(np.array([[0, 0], [8, 4]], dtype=np.uint8)) == 0.5
    assert mask.cloud_share(np.zeros((2, 2), dtype=np.uint8)) == 0.0


def test_swath__ends_inside_the_island_on_some_days_only():
    shares = [_swath(stream(1, day), CON_SON, day).mean() for day in days_of(CON_SON)]
    assert 0.8 < min(shares) < 1
    assert sum(share == 1 for share in shares) > len(shares) / 3
    assert _swath(stream(1), SMALL, days_of(SMALL)[0]).all()


def change(scenes, before, after, at):
    """Median over pairs of clear scenes of the distance between spectra, None without two clear scenes."""
    pairs = [(one, two) for one in before for two in after if is_clear(one, at) and is_clear(two, at)]
    return (
        float(np.median([np.abs(spectrum(one, at) - spectrum(two, at)).max() for one, two in pairs])) if pairs else None
    )


def test_events__change_the_picture_for_good(scenes, series, plots):
    changed, quiet = [], []
    touched = {thing.plot for thing in (*series.truth.events, *series.truth.decoys)}
    # Scenes of one season, so that the ground alone makes the difference.
    dry = [scene for scene in scenes if scene.taken_at.month in (12, 1, 2, 3, 4)]
    for event in series.truth.events:
        at = inside(event.shape)
        if len(at[0]) >= 3:
            before = [scene for scene in dry if scene.taken_at.date() < event.on]
            after = [scene for scene in dry if scene.taken_at.date() >= event.on]
            changed.append(change(scenes, before, after, at))
    for plot in plots[::5]:
        at = inside(plot.shape)
        if plot.code not in touched and 3 <= len(at[0]) <= 60:
            quiet.append(change(scenes, dry[:3], dry[3:], at))
    changed, quiet = ([value for value in values if value is not None] for values in (changed, quiet))
    assert len(changed) >= 4
    assert len(quiet) >= 8
    assert np.median(changed) > 2 * np.median(quiet)


def test_burnt_ground__is_dark_and_comes_back(scenes, series):
    found = [
        decoy for decoy in series.truth.decoys if decoy.kind in ("burnt", "flooded") and len(inside(decoy.shape)[0])
    ]
    assert found
    drops, returns = [], []
    for decoy in found:
        at = inside(decoy.shape)
        seen = [scene for scene in scenes if scene.taken_at.date() == decoy.seen_on[0] and is_clear(scene, at)]
        others = [scene for scene in scenes if scene.taken_at.date() not in decoy.seen_on and is_clear(scene, at)]
        if seen:
            usual = [spectrum(scene, at)[3] for scene in others]
            drops.append(spectrum(seen[0], at)[3] / np.median(usual))
            later = [spectrum(scene, at)[3] for scene in others if scene.taken_at.date() > decoy.until]
            returns += [value / np.median(usual) for value in later]
    assert np.median(drops) < 0.8
    assert np.median(returns) == pytest.approx(1, abs=0.15)


def test_cloud_shadows__dark_for_one_day_and_not_in_the_mask(scenes, series):
    found = [decoy for decoy in series.truth.decoys if decoy.kind == "cloud_shadow"]
    assert found
    ratios = []
    for decoy in found:
        at = inside(decoy.shape)
        number = series.days.index(decoy.seen_on[0])
        if len(at[0]) >= 4 and is_clear(scenes[number], at):
            usual = np.median([spectrum(scene, at)[3] for scene in scenes if is_clear(scene, at)])
            ratios.append(spectrum(scenes[number], at)[3] / usual)
    assert ratios
    assert np.median(ratios) < 0.75
