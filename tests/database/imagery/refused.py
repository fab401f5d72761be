"""Files that give no scene, each with the reason that is to be told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from rasterio.enums import ColorInterp

from tests.factories.imagery import (
    RGB,
    SIZE,
    Landsat,
    Sentinel,
    band_files,
    converted,
    jpeg2000,
    north_up,
    plane,
    raster,
)

Made = tuple[list[Path], dict[str, Any]]
CASES: dict[str, tuple[str, Callable[[Path], Any]]] = {}
_ENGINEERING = 'LOCAL_CS["Nonearth",UNIT["metre",1]]'


def case(reason: str, name: str = "") -> Callable[[Callable[[Path], Any]], Callable[[Path], Any]]:
    """Register a maker of files: it returns a path, paths, or paths with options."""

    def register(make: Callable[[Path], Any]) -> Callable[[Path], Any]:
        CASES[name or make.__name__.removeprefix("_").replace("_", " ")] = (reason, make)
        return make

    return register


def made(make: Callable[[Path], Any], folder: Path) -> Made:
    """What a maker made, in one shape."""
    folder.mkdir(parents=True, exist_ok=True)
    result = make(folder)
    paths, options = result if isinstance(result, tuple) else (result, {})
    return ([paths] if isinstance(paths, Path) else list(paths)), options


# --- no picture, no place -------------------------------------------------------------------------------------------


@case("empty")
def _zero_bytes(folder: Path) -> Path:
    path = folder / "anh.tif"
    path.touch()
    return path


@case("unknown_format")
def _text_called_tif(folder: Path) -> Path:
    path = folder / "anh.tif"
    path.write_text("Đây không phải là ảnh. " * 50, encoding="utf-8")
    return path


@case("unknown_format")
def _png_called_tif(folder: Path) -> Path:
    source = raster(folder / "goc.tif", plane(3, "uint8", base=30))
    converted(source, folder / "anh.png", "PNG").rename(folder / "anh.tif")
    return folder / "anh.tif"


@case("nothing")
def _png(folder: Path) -> Path:
    return converted(raster(folder / "goc.tif", plane(3, "uint8", base=30)), folder / "anh.png", "PNG")


@case("nothing")
def _mask_alone(folder: Path) -> Path:
    return raster(folder / "anh_SCL.tif", plane(1, "uint8"))


@case("no_place")
def _not_georeferenced(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), system=None, transform=Affine.identity())


@case("no_place")
def _system_without_place(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), transform=Affine.identity())


@case("no_crs")
def _no_system(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), system=None)


@case("no_crs")
def _system_of_a_plan(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), system=_ENGINEERING)


@case("unknown_srid")
def _unknown_srid(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(1), system=None)], {"srid": "99999"}


@case("not_on_earth")
def _srid_of_heights(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(1), system=None)], {"srid": "5773"}


@case("not_on_earth")
def _metres_called_degrees(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), system="EPSG:4326")


@case("not_on_earth")
def _across_the_date_line(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), system="EPSG:4326", transform=Affine(0.1, 0, 177, 0, -0.1, 10))


@case("not_on_earth")
def _not_a_number(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), transform=Affine(10, 0, float("nan"), 0, -10, 1_145_000))


@case("pixel_size")
def _pixels_of_a_hair(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), transform=north_up(0.0001))


@case("pixel_size")
def _pixels_of_20_km(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1, size=8), transform=north_up(20_000))


@case("pixel_size")
def _pixels_on_a_line(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1), transform=Affine(10, 10, 729_000, 10, 10, 1_145_000))


# --- damaged, too large, numbers that are not kept ------------------------------------------------------------------


def cut(path: Path, share: float) -> Path:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return path


for _share in (0.05, 0.5, 0.98):
    case("damaged", f"striped tif cut at {_share}")(
        lambda folder, share=_share: cut(raster(folder / "anh.tif", noise(1)), share)
    )
    case("damaged", f"tiled tif cut at {_share}")(
        lambda folder, share=_share: cut(
            raster(folder / "anh.tif", noise(1), tiled=True, blockxsize=64, blockysize=64, compress="deflate"), share
        )
    )
    case("damaged", f"COG cut at {_share}")(
        lambda folder, share=_share: cut(
            converted(raster(folder / "goc.tif", noise(1)), folder / "anh.tif", "COG", BLOCKSIZE=128), share
        )
    )
    case("damaged", f"JPEG 2000 cut at {_share}")(
        lambda folder, share=_share: cut(jpeg2000(folder / "anh.jp2", noise(1)), share)
    )
    case("damaged", f"JPEG 2000 in tiles cut at {_share}")(lambda folder, share=_share: _tiled_jpeg2000(folder, share))


def noise(count: int) -> np.ndarray:
    return np.random.default_rng(1).integers(1, 60_000, (count, 300, 300)).astype("uint16")


def _tiled_jpeg2000(folder: Path, share: float) -> Path:
    source = raster(folder / "goc.tif", noise(1))
    options = {"BLOCKXSIZE": 64, "BLOCKYSIZE": 64, "QUALITY": 100, "REVERSIBLE": "YES"}
    return cut(converted(source, folder / "anh.jp2", "JP2OpenJPEG", **options), share)


@case("damaged")
def _bytes_changed_in_the_middle(folder: Path) -> Path:
    path = raster(folder / "anh.tif", noise(1), tiled=True, blockxsize=64, blockysize=64, compress="deflate")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4000] = bytes(4000)
    path.write_bytes(content)
    return path


@case("too_large")
def _300000_by_300000(folder: Path) -> Path:
    profile = {"driver": "GTiff", "width": 300_000, "height": 300_000, "count": 1, "dtype": "uint8", "tiled": True}
    path = folder / "anh.tif"
    with rasterio.open(path, "w", crs="EPSG:32648", transform=north_up(1), SPARSE_OK=True, BIGTIFF="YES", **profile):
        pass
    return path


@case("too_large")
def _65_bands(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(65, "uint8", size=8, base=1))], {"bands": ["other"] * 65}


@case("too_large")
def _fine_beside_coarse(folder: Path) -> list[Path]:
    fine = raster(folder / "x_red.tif", plane(1), transform=north_up(0.01))
    return [fine, raster(folder / "x_nir.tif", plane(1), transform=north_up(9000))]


@case("data_type")
def _complex_numbers(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1, "complex64"))


@case("data_type")
def _signed_bytes(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1, "int8", base=1, size=30))


@case("types_differ")
def _types_differ(folder: Path) -> list[Path]:
    return [raster(folder / "x_red.tif", plane(1)), raster(folder / "x_nir.tif", plane(1, "float32"))]


@case("palette")
def _colour_table(folder: Path) -> Path:
    with rasterio.open(raster(folder / "anh.tif", plane(1, "uint8")), "r+") as file:
        file.write_colormap(1, {100: (255, 0, 0, 255)})
    return folder / "anh.tif"


@case("all_empty")
def _all_empty(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(1) * 0, nodata=0)


@case("all_empty")
def _never_two_bands_at_once(folder: Path) -> list[Path]:
    west, east = plane(1), plane(1)
    west[..., 30:], east[..., :30] = 0, 0
    return band_files(folder, np.concatenate([west, east]), ["x_red", "x_nir"], nodata=0)


# --- bands, days, scenes --------------------------------------------------------------------------------------------


@case("choose_bands")
def _bands_unnamed(folder: Path) -> Path:
    return raster(folder / "anh.tif", plane(4))


@case("bands_differ")
def _too_few_bands_named(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(4))], {"bands": ["red", "green", "blue"]}


@case("unknown_band")
def _unknown_band(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(2))], {"bands": ["red", "purple"]}


@case("band_twice")
def _band_twice(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(2))], {"bands": ["red", "red"]}


@case("band_twice")
def _two_pictures(folder: Path) -> list[Path]:
    paths = [folder / "to_1.tif", folder / "to_2.tif"]
    return [raster(path, plane(3, "uint8", base=30), photometric="rgb", colours=RGB) for path in paths]


@case("nothing")
def _alpha_alone(folder: Path) -> Made:
    data = plane(2, "uint8")
    return [raster(folder / "anh.tif", data, colours=(ColorInterp.gray, ColorInterp.alpha))], {"bands": ["-", "alpha"]}


@case("no_day")
def _day_missing(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(1))], {"acquired": None}


@case("day_to_come")
def _day_to_come(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(1))], {"acquired": "2199-01-01"}


@case("day_to_come")
def _moment_to_come(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(1), tags={"ACQUIRED_AT": "2999-01-01T00:00:00"})], {"acquired": None}


@case("not_sample")
def _called_synthetic(folder: Path) -> Made:
    return [raster(folder / "anh.tif", plane(1))], {"collection": "sample"}


@case("several_scenes")
def _two_days(folder: Path) -> list[Path]:
    return band_files(folder, plane(2), ["x_20240101_red", "x_20240106_nir"])


@case("several_scenes")
def _mask_of_another_day(folder: Path) -> list[Path]:
    picture = raster(folder / "x_20240101.tif", plane(1))
    return [picture, raster(folder / "x_20240106_SCL.tif", plane(1, "uint8", base=4))]


@case("several_scenes")
def _two_masks(folder: Path) -> list[Path]:
    masks = [raster(folder / f"x_{name}.tif", plane(1, "uint8", base=4)) for name in ("SCL", "QA_PIXEL")]
    return [raster(folder / "x.tif", plane(1)), *masks]


@case("several_scenes")
def _two_days_of_sen2r(folder: Path) -> list[Path]:
    names = ("S2A2A_20170703_022_X_BOA_10", "S2A2A_20190723_022_X_BOA_10")
    return [raster(folder / f"{name}.tif", plane(11)) for name in names]


@case("bands_differ")
def _sen2r_with_other_bands(folder: Path) -> Path:
    return raster(folder / "S2A2A_20170703_022_X_BOA_10.tif", plane(4))


@case("apart")
def _bands_elsewhere(folder: Path) -> list[Path]:
    far = north_up(origin=(800_000.0, 1_145_000.0))
    return [raster(folder / "x_red.tif", plane(1)), raster(folder / "x_nir.tif", plane(1), transform=far)]


@case("apart")
def _mask_elsewhere(folder: Path) -> list[Path]:
    far = north_up(origin=(800_000.0, 1_145_000.0))
    return [raster(folder / "x.tif", plane(1)), raster(folder / "x_SCL.tif", plane(1, "uint8", base=4), transform=far)]


@case("apart")
def _alpha_of_other_pixels(folder: Path) -> list[Path]:
    mask = raster(folder / "x_mask.tif", plane(1), transform=north_up(20))
    return [raster(folder / "x_red.tif", plane(1)), raster(folder / "x_nir.tif", plane(1)), mask]


@case("data_type")
def _picture_of_a_mask(folder: Path) -> list[Path]:
    picture = plane(3, "uint8", base=30)
    return [raster(folder / "x.tif", plane(1)), raster(folder / "x_SCL.tif", picture, photometric="rgb")]


# --- products -------------------------------------------------------------------------------------------------------


def _sentinel(**changes: Any) -> Sentinel:
    return Sentinel(**({"data": plane(6), "scl": np.full((SIZE // 2, SIZE // 2), 4, dtype="uint8")} | changes))


def _landsat(**changes: Any) -> Landsat:
    return Landsat(**({"data": plane(6), "qa": np.full((SIZE, SIZE), 64, dtype="uint16")} | changes))


@case("bands_missing")
def _sentinel_without_nir(folder: Path) -> Path:
    safe = _sentinel().write(folder)
    next(safe.rglob("*_B08_10m.jp2")).unlink()
    return safe


@case("several_scenes")
def _two_sentinels(folder: Path) -> list[Path]:
    return [_sentinel().write(folder), _sentinel(moment="20240106T031131").write(folder)]


@case("several_scenes")
def _two_baselines_of_one_moment(folder: Path) -> list[Path]:
    return [_sentinel().write(folder), _sentinel(baseline="0301").write(folder)]


@case("no_metadata")
def _loose_files_of_sentinel2(folder: Path) -> list[Path]:
    names = [f"T48PYS_20240101T031131_{band}_10m" for band in ("B02", "B03", "B04", "B08")]
    return [jpeg2000(folder / f"{name}.jp2", plane(1)) for name in names]


@case("level_1")
def _sentinel_of_level_1(folder: Path) -> Path:
    safe = folder / "S2A_MSIL1C_20240101T031131_N0510_R075_T48PYS_20240101T050000.SAFE"
    for band in ("B02", "B03", "B04", "B08"):
        jpeg2000(safe / "IMG_DATA" / f"T48PYS_20240101T031131_{band}.jp2", plane(1))
    return safe


@case("damaged")
def _sentinel_with_torn_metadata(folder: Path) -> Path:
    safe = _sentinel().write(folder)
    cut(safe / "MTD_MSIL2A.xml", 0.5)
    return safe


@case("long_text")
def _sentinel_with_six_megabytes_of_metadata(folder: Path) -> Path:
    safe = _sentinel().write(folder)
    (safe / "MTD_MSIL2A.xml").write_text("<a>" + "\n" * 6_000_000 + "</a>")
    return safe


@case("long_text")
def _landsat_with_six_megabytes_of_metadata(folder: Path) -> Path:
    target = _landsat().write(folder)
    next(target.glob("*_MTL.txt")).write_text("\n" * 6_000_000)
    return target


@case("bands_known")
def _bands_named_of_a_product(folder: Path) -> Made:
    return [_sentinel().write(folder)], {"bands": ["blue", "green", "red", "nir", "swir1", "swir2"]}


@case("bands_missing")
def _landsat_without_red(folder: Path) -> Path:
    target = _landsat().write(folder)
    next(target.glob("*_SR_B4.TIF")).unlink()
    return target


@case("several_scenes")
def _two_landsats(folder: Path) -> list[Path]:
    return [_landsat().write(folder), _landsat(sensor="LC09").write(folder)]


@case("no_metadata")
def _landsat_of_level_1_without_mtl(folder: Path) -> Path:
    return _landsat(level="L1TP", mtl=()).write(folder)
