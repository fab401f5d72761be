"""A year of made-up scenes, composed by threads and by a cluster of two processes: seconds, memory, the same bytes.

python -m bench.composites [--pixels 4096] [--dates 12] [--bands 4]
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import numpy as np
import rasterio
from affine import Affine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis.settings.base")
django.setup()

from distributed import Client, LocalCluster  # noqa: E402
from django.conf import settings  # noqa: E402 - after the set-up

from gis import crs  # noqa: E402
from imagery.composites import engines  # noqa: E402
from imagery.composites.blocks import Layer, Recipe  # noqa: E402
from imagery.composites.cube import blocks_of, edge_of  # noqa: E402
from imagery.workflow import CLEAR, Quality  # noqa: E402

_TILE = 512
_CLOUDS = 128  # pixels a side of a cloud
_PROFILE = {
    "driver": "GTiff",
    "tiled": True,
    "blockxsize": _TILE,
    "blockysize": _TILE,
    "interleave": "band",
    "compress": "zstd",
    "zstd_level": 1,
    "crs": f"EPSG:{crs.WEB_MERCATOR.srid}",
    "transform": Affine(10, 0, 0, 0, -10, 0),
}


def write(folder: Path, pixels: int, dates: int, bands: int) -> Recipe:
    """Scenes whose ground changes little and whose sky changes much: a third of each is cloud."""
    layers = []
    for date in range(dates):
        rng = np.random.default_rng(date)
        data, quality = folder / f"{date}.tif", folder / f"{date}-quality.tif"
        cells = -(-pixels // _CLOUDS)
        cloud = np.kron(rng.random((cells, cells)) < 0.33, np.ones((_CLOUDS, _CLOUDS), dtype=bool))[:pixels, :pixels]
        size = {"width": pixels, "height": pixels}
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
            with rasterio.open(data, "w", count=bands, dtype="uint16", **size, **_PROFILE) as file:
                for band in range(1, bands + 1):
                    ground = np.random.default_rng(1000 + band).integers(300, 3_500, (pixels, pixels))
                    seen = np.where(cloud, 7_000, ground * rng.normal(1, 0.08, (pixels, pixels)))
                    file.write(np.clip(seen, 1, 10_000).astype("uint16"), band)
                file.write_mask(np.full((pixels, pixels), 255, dtype="uint8"))
            with rasterio.open(quality, "w", count=1, dtype="uint8", **size, **_PROFILE) as file:
                file.write(np.where(cloud, Quality.CLOUD, Quality.CLEAR).astype("uint8"), 1)
        layers.append(_layer(folder, date, pixels, bands))
    return _recipe(layers)


def _layer(folder: Path, date: int, pixels: int, bands: int) -> Layer:
    reading = tuple((index, 0.0001, 0.0) for index in range(1, bands + 1))
    data, quality = str(folder / f"{date}.tif"), str(folder / f"{date}-quality.tif")
    return Layer(str(date), data, quality, 0, 0, (0, 0, pixels, pixels), reading)


def _recipe(layers: list[Layer]) -> Recipe:
    options = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
    return Recipe(tuple(layers), tuple(int(quality) for quality in CLEAR), options)


@contextmanager
def cluster(wanted: bool) -> Iterator[Client | None]:
    """Two workers in processes of their own."""
    if not wanted:
        yield None
        return
    options = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "silence_logs": 40}
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **options) as running,
        Client(running) as client,
    ):
        settings.DASK_SCHEDULER_ADDRESS = running.scheduler_address
        yield client


def peak_mb() -> float:
    """The most memory that this process has had; `ru_maxrss` would count what its parent had when it began."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def cpu_seconds(client: Client | None) -> float:
    """What this process, and the workers where there are any, have used of the processors."""
    return time.process_time() + (sum(client.run(time.process_time).values()) if client else 0.0)


def compose(folder: Path, pixels: int, dates: int, bands: int, engine: str) -> dict[str, object]:
    """Compose the scenes of a folder and write the picture, in this process."""
    recipe = _recipe([_layer(folder, date, pixels, bands) for date in range(dates)])
    settings.DASK_SCHEDULER_ADDRESS = ""
    digest = hashlib.sha256()
    profile = _PROFILE | {"width": pixels, "height": pixels, "count": bands + 1, "dtype": "uint16"}
    with cluster(engine == "cluster") as client, rasterio.open(folder / f"{engine}.tif", "w", **profile) as out:
        before = peak_mb()
        began, busy = time.perf_counter(), cpu_seconds(client)
        for block, made in engines.computed(blocks_of(recipe, pixels, pixels), lambda: None):
            left, top, width, height = block.part
            out.write(made, window=rasterio.windows.Window(left, top, width, height))
            digest.update(made.tobytes())
        seconds, busy = time.perf_counter() - began, cpu_seconds(client) - busy
        workers = sorted(round(peak) for peak in client.run(peak_mb).values()) if client else []
    return {
        "engine": engine,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(busy, 1),
        "before_mb": round(before),
        "peak_mb": round(peak_mb()),
        "workers_peak_mb": workers,
        "block": edge_of(recipe),
        "sha256": digest.hexdigest()[:16],
    }


def main() -> None:
    """Write the scenes, then compose them in a process of its own for each engine."""
    parser = argparse.ArgumentParser(prog="python -m bench.composites")
    parser.add_argument("--pixels", type=int, default=4096)
    parser.add_argument("--dates", type=int, default=12)
    parser.add_argument("--bands", type=int, default=4)
    parser.add_argument("--engine", choices=["threads", "cluster"])
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    size = chosen.pixels, chosen.dates, chosen.bands
    if chosen.engine:
        print(json.dumps(compose(chosen.folder, *size, chosen.engine)))
        return
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        write(Path(folder), *size)
        options = [f"--{name}={value}" for name, value in zip(("pixels", "dates", "bands"), size, strict=True)]
        for engine in ("threads", "cluster"):
            command = [sys.executable, "-m", "bench.composites", f"--engine={engine}", f"--folder={folder}", *options]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
