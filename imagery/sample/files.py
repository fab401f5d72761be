"""Scenes as files: two GeoTIFFs each, which say in every copy that they are synthetic."""

from pathlib import Path
from typing import Final

import numpy as np
import rasterio
from affine import Affine

from imagery.sample.areas import CRS
from imagery.sample.scenes import Scene
from imagery.sample.spectra import BANDS
from imagery.sample.weather import COARSE

NOTE_VI: Final = "Ảnh mô phỏng, không phải ảnh chụp"
NOTE_EN: Final = "Synthetic, not an observation"
_BLOCK: Final = 256
_LAYOUT: Final = {
    "driver": "GTiff",
    "tiled": True,
    "blockxsize": _BLOCK,
    "blockysize": _BLOCK,
    "compress": "deflate",
    "nodata": 0,
    "crs": f"EPSG:{CRS.epsg}",
}


def write(scene: Scene, folder: Path) -> tuple[Path, Path]:
    """Write a scene and its classification into a folder and tell their paths."""
    bands, classes = folder / f"{scene.name}.tif", folder / f"{scene.name}_SCL.tif"
    height, width = scene.area.shape
    with rasterio.open(
        bands,
        "w",
        width=width,
        height=height,
        count=len(BANDS),
        dtype="uint16",
        transform=scene.area.transform,
        predictor=2,
        zlevel=4,
        interleave="band",
        **_LAYOUT,
    ) as file:
        file.write(scene.bands)
        file.descriptions = BANDS
        file.scales = (0.0001,) * len(BANDS)
        file.offsets = (0.0,) * len(BANDS)
        file.units = ("reflectance",) * len(BANDS)
        file.update_tags(**tags(scene))
    with rasterio.open(
        classes,
        "w",
        width=width // COARSE,
        height=height // COARSE,
        count=1,
        dtype="uint8",
        transform=scene.area.transform @ Affine.scale(COARSE),
        zlevel=6,
        **_LAYOUT,
    ) as file:
        file.write(scene.scl.astype(np.uint8), 1)
        file.descriptions = ("SCL",)
        file.update_tags(**tags(scene))
    return bands, classes


def tags(scene: Scene) -> dict[str, str]:
    """What is written into the files beside the pixels."""
    return {
        "TIFFTAG_IMAGEDESCRIPTION": f"{NOTE_VI} / {NOTE_EN}",
        "TIFFTAG_SOFTWARE": "imagery.sample",
        "TIFFTAG_DATETIME": f"{scene.taken_at:%Y:%m:%d %H:%M:%S}",
        "SYNTHETIC": "YES",
        "AREA": scene.area.slug,
        "ACQUISITION_TIME": scene.taken_at.isoformat(),
        "SUN_AZIMUTH": f"{scene.sun_azimuth:.3f}",
        "SUN_ELEVATION": f"{scene.sun_elevation:.3f}",
        "CLOUD_SHARE": f"{scene.cloud_share:.4f}",
    }
