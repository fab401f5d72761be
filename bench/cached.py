"""A tile that is kept: by the application alone, and by the shipped nginx beside the same bytes as a static file."""

import json
import re
import subprocess

from bench.nginx import nginx
from bench.places import tiles_of
from bench.processes import Client, application
from bench.registers import Register
from bench.report import Report, median
from bench.tiles import path
from gis.tiles.matrix import Tile

_PAIRS, _SECONDS = 9, 3
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")


def measure(register: Register, report: Report) -> None:
    """Requests in a second over eight kept connections."""
    with application(register) as client:
        address = _address(client, register)
        plain = path(_typical(client, register))
        client.timed(plain)
        rates = [rate(f"http://127.0.0.1:{client.port}{plain}") for _ in range(5)]
        size = client.timed(plain)[1] / 1024
        report.add(
            register.count,
            "cached tile, application alone",
            median(rates),
            "req/s",
            "2,500 req/s",
            f"{size:.0f} KB gz, 2 workers",
        )
        with nginx(register, client.port, client.get(address)[2]) as site:
            pairs = pairs_of(f"{site}{address}", f"{site}/static/bench-tile.mvt", _PAIRS)
    ratio = median([tile / file for tile, file in pairs])
    tile, file = (median(rates) for rates in zip(*pairs, strict=True))
    note = f"tile {tile:,.0f}, file {file:,.0f} req/s over TLS, {_PAIRS} interleaved pairs"
    report.add(register.count, "cached tile behind nginx / static file", ratio, "x", "0.8 x", note)


def _typical(client: Client, register: Register) -> Tile:
    """The tile of median size among thirty of zoom 14."""
    places = sorted(tiles_of(register, 14, 30), key=lambda tile: client.timed(path(tile))[1])
    return places[len(places) // 2]


def _address(client: Client, register: Register) -> str:
    """The address that TileJSON hands out, with the data's version."""
    told = json.loads(
        client.get("/ogc/collections/plots/tiles/WebMercatorQuad?f=tilejson", Accept_Encoding="identity")[2]
    )
    template = told["tiles"][0].partition("//")[2]
    tile = _typical(client, register)
    filled = template.replace("{z}", str(tile.z)).replace("{x}", str(tile.x)).replace("{y}", str(tile.y))
    return f"/{filled.partition('/')[2]}"


def pairs_of(tile: str, file: str, count: int) -> list[tuple[float, float]]:
    """Requests in a second of two addresses, in turn."""
    return [(rate(tile), rate(file)) for _ in range(count)]


def rate(url: str) -> float:
    """Requests in a second over eight kept connections."""
    command = ["wrk", "-t1", "-c8", f"-d{_SECONDS}s", "-H", "Accept-Encoding: gzip", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise RuntimeError(f"{url}: {told}")
    return float(_RATE.search(told)[1])  # type: ignore[index]
