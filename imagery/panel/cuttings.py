"""The pixels of a scene around a plot as a GeoTIFF in the system of the cadastre, for programs that measure."""

from io import BytesIO
from math import ceil
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.io import MemoryFile
from rasterio.vrt import WarpedVRT

from gis import crs
from imagery import store
from imagery.errors import SceneBroken
from imagery.models import Scene
from imagery.panel.frames import Frame
from imagery.reading.footing import MERCATOR
from imagery.tiles.marking import WORDS
from imagery.tiles.sheets import Sheet

_MOST = 4096  # pixels a side


def cutting(scene: Scene, sheet: Sheet, frame: Frame) -> bytes | None:
    """A GeoTIFF of the frame in the legal CRS, all bands, at the scene's own pixel size; None where it shows nothing.

    The way from the store's grid is the pinned transformation (gis.crs); the file is written as EPSG's number of the
    same system, which is what other programs know.

    Raises:
        SceneBroken: the file cannot be read.
    """
    legal = crs.LEGAL
    west, south, east, north = _legal_box(frame)
    pixel = max(scene.gsd_m, (east - west) / _MOST, (north - south) / _MOST)
    width, height = max(1, ceil((east - west) / pixel)), max(1, ceil((north - south) / pixel))
    transform = Affine(pixel, 0, west, 0, -pixel, north)
    try:
        with rasterio.Env(**store.environment()), rasterio.open(sheet.data) as source:
            reader = WarpedVRT(
                source,
                src_crs=MERCATOR,
                crs=CRS.from_wkt(legal.proj().to_wkt()),
                transform=transform,
                width=width,
                height=height,
                resampling=Resampling.nearest,
                add_alpha=True,
            )
            with reader:
                values, valid = reader.read(source.indexes), reader.read(reader.count) > 0
            if not valid.any():
                return None
            return _written(scene, values, valid, transform)
    except RasterioError as error:
        raise SceneBroken(scene.pk, error) from error


def _legal_box(frame: Frame) -> tuple[float, float, float, float]:
    west, south, east, north = frame.box
    xs, ys = crs.transform_points([west, east, east, west], [south, south, north, north], crs.WEB_MERCATOR, crs.LEGAL)
    return float(np.min(xs)), float(np.min(ys)), float(np.max(xs)), float(np.max(ys))


def _written(scene: Scene, values: Any, valid: Any, transform: Affine) -> bytes:
    profile = {
        "driver": "GTiff",
        "count": values.shape[0],
        "height": values.shape[1],
        "width": values.shape[2],
        "dtype": values.dtype,
        "crs": CRS.from_epsg(crs.LEGAL.epsg),
        "transform": transform,
        "compress": "deflate",
        "predictor": 3 if values.dtype.kind == "f" else 2,
        "photometric": "MINISBLACK",
    }
    bands = list(scene.bands.all())
    out = BytesIO()
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), MemoryFile() as memory:
        with memory.open(**profile) as file:
            file.write(values)
            file.write_mask(np.where(valid, 255, 0).astype("uint8"))
            file.scales, file.offsets = [band.scale for band in bands], [band.offset for band in bands]
            for band in bands:
                file.set_band_description(band.index, band.role)
            file.update_tags(**_tags(scene))
        out.write(memory.read())
    return out.getvalue()


def _tags(scene: Scene) -> dict[str, str]:
    described = f"{scene.code}; {scene.attribution}"
    return {
        "TIFFTAG_IMAGEDESCRIPTION": f"{WORDS}; {described}" if scene.sample else described,
        "TIFFTAG_COPYRIGHT": f"{scene.licence}; {scene.attribution}",
        "ACQUISITION_TIME": scene.acquired_at.isoformat(),
        "SCENE": scene.code,
        "SCENE_SHA256": scene.data_sha256,
    }
