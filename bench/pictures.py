"""Raster tiles of one delivered scene: beside titiler.core, kept behind nginx, and what the processes weigh."""

import json
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import delivered
from bench.cached import pairs_of, rate
from bench.nginx import nginx
from bench.peers import python_of
from bench.processes import Client, application, child, free_port
from bench.registers import Register
from bench.report import Report, median, percentile
from gis import crs
from gis.tiles.matrix import SIZE, side

_TITILER = ("titiler.core==2.4.0", "uvicorn")
_APPLICATION = """
from fastapi import FastAPI
from titiler.core.errors import DEFAULT_STATUS_CODES, add_exception_handlers
from titiler.core.factory import TilerFactory

app = FastAPI()
app.include_router(TilerFactory(router_prefix="/cog").router, prefix="/cog")
add_exception_handlers(app, DEFAULT_STATUS_CODES)
"""
_OBSERVE = "from imagery.actions.observations import observe_scene; observe_scene(scene_id='{}')"
_OBSERVED = {7_500: "60 s"}
_ZOOMS = (9, 10, 11, 12, 13)  # of 512-pixel tiles; 13 has the pixels of 10 m
_EACH = 24
_FEW, _MANY = 5_000, 50_000
_STRETCH = "600,3000"


@dataclass(frozen=True)
class Place:
    """A tile."""

    z: int
    x: int
    y: int


def measure(register: Register, report: Report) -> None:
    """Import, cold tiles, beside titiler.core, cached, memory."""
    folder = register.folder / "pictures"
    folder.mkdir(exist_ok=True)
    source = delivered.write(folder / "SYN_20260117_delivered.tif")
    address, aligned = _imported(register, report, source)
    with application(register, keeping=False) as client:
        took = [client.timed(_path(address, tile))[0] for tile in _places(1)]
        note = f"p95 {percentile(took, 0.95):.1f} ms, {len(took)} tiles of 512 pixels"
        report.add(register.count, "raster tile, cold p50", median(took), "ms", "30 ms", note)
    for query, name, wanted in (
        (f"url={source}", "as delivered, its default encoder", "3 x"),
        (f"url={aligned}&format=jpeg", "same aligned file, JPEG", "1 x"),
    ):
        with application(register, keeping=False) as client, titiler(register) as peer:
            _beside(register, report, client, peer, address, query, name, wanted)
    with application(register) as client:
        _cached(register, report, client, address)
    with application(register, keeping=False) as client:
        _memory(register, report, client, address)


def _imported(register: Register, report: Report, source: Path) -> tuple[str, str]:
    """The scene's address and the file that the store holds; imported anew each time."""
    register.query("TRUNCATE imagery_scene, imagery_samplerun CASCADE")
    said = "--acquired", "2026-01-17", "--publish", "--verbosity", "0"
    took, peak_mb = register.measured("import_scene", str(source), *said)
    note = f"{source.stat().st_size / 1e6:.0f} MB in; {peak_mb:.0f} MB in memory"
    report.add(register.count, "import of a scene of 10980 x 10980 x 4", took, "s", "", note)
    ((pk, key),) = register.query("SELECT id, data_key FROM imagery_scene")
    took, peak_mb = register.measured("shell", "--verbosity", "0", "--command", _OBSERVE.format(pk))
    ((plots,),) = register.query("SELECT count(*) FROM imagery_observation")
    note = f"{plots:,} plots on it, {peak_mb:.0f} MB in memory, the start of a process included"
    report.add(
        register.count, "observation of every plot on the scene", took, "s", _OBSERVED.get(register.count, ""), note
    )
    return f"/imagery/scenes/{pk}/tiles/WebMercatorQuad", str(register.folder / "scenes" / key)


def _places(seed: int, each: int = _EACH) -> list[Place]:
    """Tiles that lie wholly in the scene, at random but always the same."""
    rng = Random(seed)
    inset, edge = 3_000, delivered.SIZE * delivered.PIXEL_M - 3_000
    corners = [(delivered.WEST + inset, delivered.NORTH - inset), (delivered.WEST + edge, delivered.NORTH - edge)]
    (west, north), (east, south) = (crs.transform_points(*corner, crs.UTM48N, crs.WEB_MERCATOR) for corner in corners)
    found = []
    for z in _ZOOMS:
        length = side(z)
        columns = range(int((west + SIZE) // length), int((east + SIZE) // length) + 1)
        rows = range(int((SIZE - north) // length), int((SIZE - south) // length) + 1)
        tiles = [Place(z, x, y) for x in columns for y in rows]
        found += rng.sample(tiles, min(each, len(tiles)))
    return found


def _path(address: str, tile: Place) -> str:
    return f"{address}/{tile.z}/{tile.y}/{tile.x}?style=true"


@contextmanager
def titiler(register: Register) -> Iterator[Client]:
    """titiler.core with two workers."""
    python = python_of("titiler", _TITILER)
    folder = register.folder / "titiler"
    folder.mkdir(exist_ok=True)
    (folder / "tiles_app.py").write_text(_APPLICATION, encoding="utf-8")
    port = free_port()
    command = [str(python), "-m", "uvicorn", "tiles_app:app", "--app-dir", str(folder), "--host", "127.0.0.1"]
    more = ["--port", str(port), "--workers", "2", "--log-level", "warning"]
    with child([*command, *more], port, None, folder / "titiler.log"):
        yield Client(port)


def _beside(
    register: Register, report: Report, client: Client, peer: Client, address: str, query: str, name: str, wanted: str
) -> None:
    """The same tiles, in turn; ours are drawn each time, whatever was asked for before."""
    seed = sum(name.encode())
    client, peer = Client(client.port), Client(peer.port)  # uvicorn closes what was silent for 5 s
    ratios, theirs, ours = [], [], []
    for tile in _places(seed):
        asked = f"bidx=3&bidx=2&bidx=1&rescale={_STRETCH}&tilesize=512&{query}"
        their, _ = peer.timed(f"/cog/tiles/WebMercatorQuad/{tile.z}/{tile.x}/{tile.y}?{asked}")
        own, _ = client.timed(_path(address, tile))
        ratios.append(their / own)
        theirs.append(their)
        ours.append(own)
    note = f"p50 {median(theirs):.1f} ms to {median(ours):.1f} ms, {len(ratios)} interleaved pairs"
    report.add(register.count, f"titiler.core / ours, {name}", median(ratios), "x", wanted, note)
    many = _places(seed + 1, 60)
    theirs_s = _throughput(
        peer.port,
        [
            f"/cog/tiles/WebMercatorQuad/{t.z}/{t.x}/{t.y}?bidx=3&bidx=2&bidx=1&rescale={_STRETCH}&tilesize=512&{query}"
            for t in many
        ],
    )
    ours_s = _throughput(client.port, [_path(address, t) for t in many])
    note = f"{ours_s:.0f} to {theirs_s:.0f} tiles a second, four connections, two workers each"
    report.add(register.count, f"ours / titiler.core, tiles a second, {name}", ours_s / theirs_s, "x", wanted, note)


def _throughput(port: int, paths: list[str]) -> float:
    began = time.perf_counter()
    _ask(port, paths)
    return len(paths) / (time.perf_counter() - began)


def _ask(port: int, paths: list[str], connections: int = 4) -> None:
    """Every path once, over some kept connections."""

    def one(part: list[str]) -> None:
        client = Client(port)
        for path in part:
            client.timed(path)

    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(one, [paths[at::connections] for at in range(connections)]))


def _cached(register: Register, report: Report, client: Client, address: str) -> None:
    told = json.loads(client.get(f"{address}?f=tilejson", Accept_Encoding="identity")[2])
    tile = next(place for place in _places(5) if place.z == 12)
    template = f"/{told['tiles'][0].partition('//')[2].partition('/')[2]}"
    path = template.replace("{z}", str(tile.z)).replace("{x}", str(tile.x)).replace("{y}", str(tile.y))
    body = client.get(path)[2]
    alone = median([rate(f"http://127.0.0.1:{client.port}{path}") for _ in range(3)])
    report.add(
        register.count, "cached raster tile, application alone", alone, "req/s", "", f"{len(body) / 1024:.0f} KB"
    )
    with nginx(register, client.port, body) as site:
        pairs = pairs_of(f"{site}{path}", f"{site}/static/bench-tile.mvt", 7)
    ratio = median([one / other for one, other in pairs])
    tiles_s, files_s = (median(rates) for rates in zip(*pairs, strict=True))
    note = f"{tiles_s:,.0f} to {files_s:,.0f} req/s, 7 interleaved pairs"
    report.add(register.count, "cached raster tile behind nginx / static file", ratio, "x", "0.8 x", note)


def _memory(register: Register, report: Report, client: Client, address: str) -> None:
    """Resident memory of the workers after a few thousand requests and after many."""
    rng, weights = Random(9), []
    tiles = _places(9, 10_000)
    asked = 0
    for goal in (_FEW, _MANY):
        while asked < goal:
            part = [_path(address, rng.choice(tiles)) + f"&size={rng.choice((256, 512))}" for _ in range(1_000)]
            _ask(client.port, part)
            asked += len(part)
        weights.append(_resident(client.port))
    few, many = weights
    note = f"{few / 1e6:.0f} MB at request {_FEW:,}, {many / 1e6:.0f} MB at {_MANY:,}, two workers together"
    report.add(register.count, "resident memory of the workers, growth", 100 * (many / few - 1), "%", "10 %", note)


def _resident(port: int) -> int:
    """Bytes of the processes that listen on a port and of their children."""
    told = subprocess.run(["ps", "-eo", "pid,ppid,rss,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in told.splitlines()[1:]]
    mine = {pid for pid, _, _, words in rows if f"--port {port}" in words}
    mine |= {pid for pid, parent, _, _ in rows if parent in mine}
    return sum(int(rss) for pid, _, rss, _ in rows if pid in mine) * 1024
