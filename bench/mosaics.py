"""Tiles of the map's pictures of many days, on the sample's series: drawn anew, and kept."""

from random import Random

from bench.panel import ensure_series
from bench.processes import application
from bench.registers import Register
from bench.report import Report, median, percentile
from gis import crs
from gis.tiles.matrix import SIZE, side
from imagery.sample.areas import AREAS, CRS

_ZOOMS = (11, 12, 13, 14)  # 13 has the pixels of 10 m in tiles of 512
_EACH = 12
_WANTED = "150 ms"  # of up to a dozen scenes
_LATEST = "/imagery/mosaics/latest/tiles/WebMercatorQuad"


def measure(register: Register, report: Report) -> None:
    """The latest pictures of the whole land, in true colours and as an index."""
    ensure_series(register, report)
    paths = _paths()
    with application(register, keeping=False) as client:
        for style in ("true", "ndvi"):
            took = [client.timed(f"{path}?style={style}")[0] for path in paths]
            note = f"p50 {median(took):.0f} ms, {len(took)} tiles of 512 pixels"
            name = f"mosaic `latest`, {style}, cold p95"
            report.add(register.count, name, percentile(took, 0.95), "ms", _WANTED, note)
    with application(register) as client:
        for path in paths:
            client.timed(f"{path}?style=true")
        took = [client.timed(f"{path}?style=true")[0] for path in paths]
        note = f"p50 {median(took):.1f} ms"
        report.add(register.count, "mosaic `latest`, kept, p95", percentile(took, 0.95), "ms", "", note)


def _paths() -> list[str]:
    """Tiles whose middle lies in an area of the sample, at random but always the same."""
    rng, found = Random(11), []
    for z in _ZOOMS:
        for _ in range(_EACH):
            west, south, east, north = rng.choice(AREAS).box.bounds
            at = rng.uniform(west, east), rng.uniform(south, north)
            x, y = crs.transform_points(*at, CRS, crs.WEB_MERCATOR)
            found.append(f"{_LATEST}/{z}/{int((SIZE - y) // side(z))}/{int((x + SIZE) // side(z))}")
    return sorted(set(found))
