"""Small rasters with known pixels, and the folders that satellites' products come in.

Coordinates are metres of the raster's own system. The pixels of a `plane` rise evenly to the east and to the south, so
that a picture which is bent onto another grid still has a known value at every place.
"""

import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from pyproj import CRS, Transformer
from rasterio.enums import ColorInterp
from rasterio.shutil import copy

from gis import crs
from imagery.grid import Grid
from imagery.models import Scene

UTM48 = "EPSG:32648"
ORIGIN = (729_000.0, 1_145_000.0)  # east, north in UTM 48N: at Vũng Tàu
SIZE = 60
RGB = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
ROLES = ("blue", "green", "red", "nir", "swir1", "swir2")


def north_up(pixel: float = 10.0, origin: tuple[float, float] = ORIGIN) -> Affine:
    """A raster's place by its upper left corner."""
    return Affine(pixel, 0.0, origin[0], 0.0, -pixel, origin[1])


def plane(count: int = 1, dtype: str = "uint16", size: int = SIZE, base: float = 100.0) -> np.ndarray:
    """Bands of (count, size, size): band b has base * b, and one more with each column and each row."""
    rows, columns = np.mgrid[0:size, 0:size]
    return np.stack([base * number + rows + columns for number in range(1, count + 1)]).astype(dtype)


def raster(
    path: Path,
    data: np.ndarray,
    *,
    system: Any = UTM48,
    transform: Affine | None = None,
    mask: np.ndarray | None = None,
    colours: Sequence[ColorInterp] = (),
    names: Sequence[str] = (),
    tags: Mapping[str, str] | None = None,
    scales: Sequence[float] = (),
    offsets: Sequence[float] = (),
    **profile: Any,
) -> Path:
    """Write a GeoTIFF, striped unless told otherwise.

    Args:
        data: (bands, rows, columns).
        system: anything that rasterio takes; None for a file that does not say.
        mask: (rows, columns), 0 where there is no data; kept inside the file.
        profile: as of rasterio.open, for example nodata, tiled, driver.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    shape = {"count": data.shape[0], "height": data.shape[1], "width": data.shape[2], "dtype": data.dtype}
    place = {"crs": system, "transform": north_up() if transform is None else transform}
    whole = {"driver": "GTiff", **shape, **place, **profile}
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "w", **whole) as file:
        if colours:
            file.colorinterp = tuple(colours)
        file.write(data)
        if mask is not None:
            file.write_mask(mask)
        if names:
            file.descriptions = tuple(names)
        if scales:
            file.scales, file.offsets = tuple(scales), tuple(offsets or [0.0] * len(scales))
        file.update_tags(**(tags or {}))
    return path


def converted(source: Path, target: Path, driver: str, **options: Any) -> Path:
    """The same raster by another driver: COG, JP2OpenJPEG, VRT."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True, GDAL_PAM_ENABLED="NO"):
        copy(source, target, driver=driver, **options)
    return target


def jpeg2000(path: Path, data: np.ndarray, **place: Any) -> Path:
    """A lossless JPEG 2000."""
    draft = raster(path.with_suffix(".draft.tif"), data, **place)
    converted(draft, path, "JP2OpenJPEG", QUALITY=100, REVERSIBLE="YES", YCBCR420="NO")
    draft.unlink()
    return path


def band_files(folder: Path, data: np.ndarray, names: Sequence[str], **place: Any) -> list[Path]:
    """A file for each band."""
    return [raster(folder / f"{name}.tif", data[i : i + 1], **place) for i, name in enumerate(names)]


# --- products -------------------------------------------------------------------------------------------------------


@dataclass
class Sentinel:
    """A Sentinel-2 Level-2A product as Copernicus delivers it, small.

    Attributes:
        data: (6, rows, columns) in 10 m pixels: B02, B03, B04, B08, B11, B12.
        scl: scene classification in 20 m pixels.
        offset: BOA_ADD_OFFSET of the metadata, None for none.
    """

    data: np.ndarray
    scl: np.ndarray
    tile: str = "T48PYS"
    moment: str = "20240101T031131"
    baseline: str = "0510"
    offset: int | None = -1000
    cloud: str = "12.5"
    metadata: bool = True

    @property
    def name(self) -> str:
        return f"S2A_MSIL2A_{self.moment}_N{self.baseline}_R075_{self.tile}_20240101T062011"

    def write(self, folder: Path) -> Path:
        """The SAFE folder."""
        safe = folder / f"{self.name}.SAFE"
        granule = safe / "GRANULE" / f"L2A_{self.tile}_A044561_20240101T031950"
        pictures = granule / "IMG_DATA"
        start = f"{self.tile}_{self.moment}"
        for index, band in enumerate(("B02", "B03", "B04", "B08")):
            jpeg2000(pictures / "R10m" / f"{start}_{band}_10m.jp2", self.data[index : index + 1])
        for index, band in enumerate(("B11", "B12"), 4):
            coarse = self.data[index : index + 1, ::2, ::2]
            jpeg2000(pictures / "R20m" / f"{start}_{band}_20m.jp2", coarse, transform=north_up(20))
            # The same bands are delivered at 60 m too, with other numbers here: the finest is to be taken.
            jpeg2000(pictures / "R60m" / f"{start}_{band}_60m.jp2", coarse[:, ::3, ::3] * 0, transform=north_up(60))
        jpeg2000(pictures / "R20m" / f"{start}_SCL_20m.jp2", self.scl[None], transform=north_up(20))
        jpeg2000(pictures / "R10m" / f"{start}_TCI_10m.jp2", plane(3, "uint8", base=20))
        if self.metadata:
            self._describe(safe, granule)
        return safe

    def _describe(self, safe: Path, granule: Path) -> None:
        offsets = "".join(f'<BOA_ADD_OFFSET band_id="{band}">{self.offset}</BOA_ADD_OFFSET>' for band in range(13))
        listed = f"<BOA_ADD_OFFSET_VALUES_LIST>{offsets}</BOA_ADD_OFFSET_VALUES_LIST>" if self.offset else ""
        quantum = '<BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE>'
        (safe / "MTD_MSIL2A.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?><n1:Level-2A_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.'
            f'int/PSD/User_Product_Level-2A.xsd">{quantum}{listed}<n1:Quality_Indicators_Info>'
            f"<Cloud_Coverage_Assessment>{self.cloud}</Cloud_Coverage_Assessment></n1:Quality_Indicators_Info>"
            "</n1:Level-2A_User_Product>",
            encoding="utf-8",
        )
        (granule / "MTD_TL.xml").write_text(
            "<Level-2A_Tile_ID><Tile_Angles><Mean_Sun_Angle><ZENITH_ANGLE unit='deg'>35.25</ZENITH_ANGLE>"
            "<AZIMUTH_ANGLE unit='deg'>144.5</AZIMUTH_ANGLE></Mean_Sun_Angle></Tile_Angles></Level-2A_Tile_ID>",
            encoding="utf-8",
        )


@dataclass
class Landsat:
    """A Landsat product, small.

    Attributes:
        data: (6, rows, columns): blue, green, red, nir, swir1, swir2.
        qa: quality bits.
        mtl: endings of its metadata: "txt", "json" or both.
    """

    data: np.ndarray
    qa: np.ndarray
    sensor: str = "LC08"
    level: str = "L2SP"
    collection: str = "02"
    mtl: tuple[str, ...] = ("txt", "json")
    cloud: str = "7.25"

    @property
    def name(self) -> str:
        return f"{self.sensor}_{self.level}_124053_20240115_20240123_{self.collection}_T1"

    def write(self, folder: Path) -> Path:
        """The folder."""
        target = folder / self.name
        start = "SR_B" if self.level.startswith("L2") else "B"
        numbers = "234567" if self.sensor[1] in "CO" else "123457"
        for index, number in enumerate(numbers):
            place = {"transform": north_up(30), "nodata": 0}
            raster(target / f"{self.name}_{start}{number}.TIF", self.data[index : index + 1], **place)
        quality = "QA_PIXEL" if self.collection == "02" else "BQA"
        raster(target / f"{self.name}_{quality}.TIF", self.qa[None], transform=north_up(30), nodata=1)
        for ending in self.mtl:
            (target / f"{self.name}_MTL.{ending}").write_text(self._metadata(ending), encoding="utf-8")
        return target

    def _metadata(self, ending: str) -> str:
        facts = {
            "CLOUD_COVER": self.cloud,
            "SCENE_CENTER_TIME": "03:04:05.1234560Z",
            "SUN_AZIMUTH": "143.5",
            "SUN_ELEVATION": "48.25",
        }
        for number in "1234567":
            facts |= {f"REFLECTANCE_MULT_BAND_{number}": "2.0000E-05", f"REFLECTANCE_ADD_BAND_{number}": "-0.100000"}
        if ending == "json":
            lines = ",\n".join(f'      "{key}": "{value}"' for key, value in facts.items())
            return f'{{"LANDSAT_METADATA_FILE": {{\n    "IMAGE_ATTRIBUTES": {{\n{lines}\n    }}\n}}}}'
        lines = "\n".join(f"    {key} = {value}" for key, value in facts.items())
        return (
            f"GROUP = LANDSAT_METADATA_FILE\n  GROUP = IMAGE_ATTRIBUTES\n{lines}\n  END_GROUP = IMAGE_ATTRIBUTES\nEND"
        )


def zipped(folder: Path, target: Path) -> Path:
    """A folder as a .zip that holds it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent))
    return target


def tarred(folder: Path, target: Path) -> Path:
    """A folder's files as a .tar or .tar.gz, without the folder, as USGS packs them."""
    with tarfile.open(target, "w:gz" if target.suffix == ".gz" else "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.add(path, path.name)
    return target


# --- what became of them --------------------------------------------------------------------------------------------


def grid_of_scene(scene: Scene) -> Grid:
    """Where its file lies."""
    return Grid(scene.zoom, scene.column, scene.row, scene.width // 512, scene.height // 512, 0)


def places(grid: Any, transform: Affine, system: Any, rows: slice, columns: slice) -> tuple[np.ndarray, np.ndarray]:
    """Where the middles of a grid's pixels lie in a source raster: its (column, row), fractions of pixels.

    By pyproj along the official way, not by the code that is tested.
    """
    column, row = np.meshgrid(np.arange(columns.start, columns.stop) + 0.5, np.arange(rows.start, rows.stop) + 0.5)
    east = grid.transform.a * column + grid.transform.c
    north = grid.transform.e * row + grid.transform.f
    moved = Transformer.from_crs(crs.WEB_MERCATOR.proj(), CRS.from_user_input(system), always_xy=True)
    x, y = moved.transform(east, north)
    back = ~transform
    return back.a * x + back.b * y + back.c, back.d * x + back.e * y + back.f
