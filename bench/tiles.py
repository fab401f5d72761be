"""Cold tiles: distinct addresses, nothing kept. tipg answers for the same tiles of the same table in turn."""

from bench.peers import PROPERTIES, tipg
from bench.places import tiles_of
from bench.processes import Client, application
from bench.registers import Register
from bench.report import Report, median, percentile
from gis.tiles.matrix import Tile

LOW, MIDDLE, HIGH = (6, 8, 9, 10), (11, 12, 13), (14, 15, 16, 17)
_WANTED = {7_500: {"low": 60, "13": 5, "high": 5}, 1_000_000: {"low": 250, "13": 120, "high": 60}}


def path(tile: Tile) -> str:
    """Address of a tile."""
    return f"/ogc/collections/plots/tiles/WebMercatorQuad/{tile.z}/{tile.y}/{tile.x}"


def measure(register: Register, report: Report) -> None:
    """Every zoom, then the ratio to tipg from zoom 12 on (below it sends ten thousand plots and drops the rest)."""
    wanted = _WANTED.get(register.count, {})
    with application(register) as client:
        client.timed("/ogc/collections/plots?f=json")
        for z in (*LOW, *MIDDLE, *HIGH):
            _zoom(register, report, client, z, wanted)
    with application(register) as client, tipg(register) as peer:
        client.timed("/ogc/collections/plots?f=json")
        for z in (13, 14, 16):
            _beside(register, report, client, peer, z)


def _zoom(register: Register, report: Report, client: Client, z: int, wanted: dict[str, int]) -> None:
    places = tiles_of(register, z)
    answers = [client.timed(path(tile)) for tile in places]
    took, sizes = [answer[0] for answer in answers], [answer[1] for answer in answers]
    limit = wanted.get("low" if z in LOW else "13" if z == 13 else "high" if z in HIGH else "", 0)
    report.add(
        register.count,
        f"cold tile z{z} p50",
        median(took),
        "ms",
        f"{limit} ms" if limit else "",
        f"p95 {percentile(took, 0.95):.1f} ms, {len(places)} tiles",
    )
    largest = max(sizes) / 1024
    report.add(
        register.count,
        f"tile z{z} largest",
        largest,
        "KB gz",
        "60 KB" if z in LOW else "",
        f"median {median(sizes) / 1024:.1f}",
    )


def _beside(register: Register, report: Report, client: Client, peer: Client, z: int) -> None:
    ratios, theirs = [], []
    for tile in tiles_of(register, z, 40)[::-1]:
        their, _ = peer.timed(
            f"/collections/public.land_plot/tiles/WebMercatorQuad/{tile.z}/{tile.x}/{tile.y}?geom-column=geom_3857"
            f"&properties={','.join(PROPERTIES)}&limit=100000"
        )
        own, _ = client.timed(path(tile))
        ratios.append(their / own)
        theirs.append(their)
    note = f"tipg p50 {median(theirs):.1f} ms, {len(ratios)} interleaved pairs"
    report.add(register.count, f"tipg / ours, cold tile z{z}", median(ratios), "x", "", note)
