"""How a mosaic is composed and kept: of each scene what is needed, at its place; nothing old under a new version."""

import io
from datetime import date

import numpy as np
import pytest
from PIL import Image

from gis.db import versions
from gis.tiles.matrix import Tile
from imagery.layers import SCENES
from imagery.tiles import drawing, mosaics, pixels, sheets
from tests.database.imagery.pictures import as_reader, forget
from tests.database.imagery.test_faults import behead, file_of
from tests.database.imagery.test_tiles import address, tile_of
from tests.factories import pictures

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 18)


def ground(seed):
    rng = np.random.default_rng(seed)
    return {role: rng.integers(200, 3_000, (80, 80)) for role in pictures.WOOD}


def clouds(rows, columns):
    classes = np.full((80, 80), 4)
    classes[rows, columns] = 9
    return classes


def mosaic(place, **query):
    text = "".join(f"&{key}={value}" for key, value in query.items())
    return as_reader().get(f"/imagery/mosaics/{DAY}/tiles/WebMercatorQuad/{place}?style=true{text}")


def picture(answer):
    drawn = np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGBA"))
    return np.where(drawn[..., 3:] > 0, drawn, 0)  # what is not shown has any colour


@pytest.mark.parametrize("zoom", [11, 13, 14, 16])
@pytest.mark.parametrize("size", [256, 512])
def test_part_under_a_cloud__is_the_other_scene_pixel_for_pixel(folder, zoom, size):
    one = pictures.scene(folder, DAY, ground(1), scl=clouds(slice(33, 45), slice(37, 48)))
    two = pictures.scene(folder, DAY, ground(2), scl=clouds(slice(60, 80), slice(0, 80)), code="B")
    forget()
    place = tile_of(zoom=zoom)
    z, row, column = map(int, place.split("/"))
    view = pixels.View.of_tile(Tile(z, column, row), size)
    hidden = drawing.cloudy(sheets.sheet_of(None, one.pk), view, 2)
    alone = [picture(as_reader().get(address(scene, place, style="true", f="png", size=size))) for scene in (one, two)]
    shown = picture(mosaic(place, f="png", size=size))
    assert hidden.any()
    expected = np.where(hidden[..., None], alone[1], alone[0])
    assert not (shown != expected).any(axis=2).sum()
    assert (shown != alone[0]).any()


@pytest.mark.parametrize(("zoom", "looked"), [(13, ["read_mask"]), (17, [])])
def test_scene_whose_ground_is_painted_already__is_not_read(folder, monkeypatch, zoom, looked):
    """Beyond the first scene's edge only the other's mask can tell whether it shows more; a full tile asks nothing."""
    pictures.scene(folder, DAY, ground(1), scl=clouds(slice(0), slice(0)))
    second = pictures.scene(folder, DAY, ground(2), scl=clouds(slice(60, 80), slice(0, 80)), code="B")
    forget()
    asked: list[str] = []

    def noted(name, read):
        def note(sheet, *args):
            if sheet.id == second.pk:
                asked.append(name)
            return read(sheet, *args)

        return note

    for name in ("read", "read_mask", "read_quality"):
        monkeypatch.setattr(pixels, name, noted(name, getattr(pixels, name)))
    assert mosaic(tile_of(zoom=zoom)).status_code == 200
    assert asked == looked


def test_store__keeps_nothing_made_without_a_broken_scene(folder, settings):
    settings.TILE_CACHE_DIR = folder.parent / "tiles"
    pictures.scene(folder, DAY, ground(1), scl=clouds(slice(0), slice(0)))
    behead(file_of(pictures.scene(folder, DAY, ground(2), scl=clouds(slice(0, 9), slice(0, 9)), code="B")))
    forget()
    assert mosaic(tile_of()).status_code == 200
    assert not settings.TILE_CACHE_DIR.exists()


def test_scene_that_comes_while_a_tile_is_asked_for__does_not_make_the_old_one_immutable(folder, monkeypatch):
    pictures.scene(folder, DAY, ground(1))
    forget()
    seen = mosaics.sheets_at

    def and_then_another_comes(*args):
        found = seen(*args)
        versions.bump(SCENES.name)
        versions.forget()
        return found

    monkeypatch.setattr(mosaics, "sheets_at", and_then_another_comes)
    version = int(versions.layer_version(SCENES.name)) + 1
    answer = mosaic(tile_of(), v=f"{sheets.FORMAT}.{version}")
    assert versions.layer_version(SCENES.name) == version
    assert "immutable" not in answer["Cache-Control"]
