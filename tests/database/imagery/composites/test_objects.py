"""Composites of scenes that lie in an object store: read with the store's keys by every thread, and kept there."""

import numpy as np
import rasterio

from imagery import store
from tests.database.imagery.composites.days import Days, made
from tests.database.imagery.test_store import bucket, server

__all__ = ["bucket", "server"]


def pixels(scene):
    with rasterio.Env(**store.environment()), rasterio.open(store.address(scene.data_key)) as file:
        return file.read(), file.read_masks(1) > 0


def test_composite__of_scenes_in_an_object_store(db, bucket, tmp_path):
    days = Days(tmp_path / "files")
    year = [days.load(day, light=light) for day, light in (("2024-02-01", 0.9), ("2024-05-01", 1), ("2024-11-01", 1.1))]
    (scene,) = made(2024)
    assert f"{scene.pk}/1/data.tif" in bucket()
    values, valid = pixels(scene)
    (plain, there), box = pixels(year[1]), (slice(None), valid)
    assert valid.any()
    assert (valid <= there).all()
    assert np.abs(values[:4][box].astype(int) - plain[box]).max() <= 2  # the middle one of three
