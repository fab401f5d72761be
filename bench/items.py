"""A page of 1,000 features as GeoJSON; tipg and pygeoapi give the same page of the same table in turn."""

import json

from bench.peers import PROPERTIES, pygeoapi, tipg
from bench.processes import Client, application
from bench.registers import Register
from bench.report import Report, median, percentile

_PAGE = "/ogc/collections/plots/items?f=json&limit=1000"
# The same fields as the others give, to compare like with like.
_ALIKE = (
    f"{_PAGE}&properties=code,unit,area_m2,land_use,managing_agency,use_state,handling_plan,published_on,location_basis"
)
_WANTED = {7_500: "60 ms", 1_000_000: "120 ms"}


def measure(register: Register, report: Report) -> None:
    """Pages one after the other; then pairs with the others."""
    with application(register) as client:
        took, path = [], _PAGE
        for _ in range(7):
            milliseconds, status, body = client.get(path, Accept_Encoding="identity")
            if status != 200:
                raise RuntimeError(f"{path} answered {status}")
            took.append(milliseconds)
            links = json.loads(body)["links"]
            path = next(
                (link["href"].partition("//")[2].partition("/")[2] for link in links if link["rel"] == "next"), ""
            )
            path = f"/{path}" if path else _PAGE
        report.add(
            register.count,
            "items, page of 1,000 p50",
            median(took),
            "ms",
            _WANTED.get(register.count, ""),
            f"p95 {percentile(took, 0.95):.0f} ms, 7 pages by token",
        )
        with tipg(register) as peer:
            address = "/collections/public.land_plot/items?f=geojson&limit=1000&geom-column=geom_3857"
            address += f"&properties={','.join(PROPERTIES)}"
            _beside(register, report, client, peer, "tipg", address)
        with pygeoapi(register) as peer:
            _beside(register, report, client, peer, "pygeoapi", "/collections/plots/items?f=json&limit=1000")


def _beside(register: Register, report: Report, client: Client, peer: Client, name: str, address: str) -> None:
    peer.timed(address, Accept_Encoding="identity")
    pairs = []
    for number in range(7):
        their, _ = peer.timed(f"{address}&offset={1000 * number}", Accept_Encoding="identity")
        own, _ = client.timed(_ALIKE, Accept_Encoding="identity")
        pairs.append((their, own))
    note = f"{name} p50 {median([their for their, _ in pairs]):.0f} ms, 7 interleaved pairs"
    ratio = median([their / own for their, own in pairs])
    report.add(register.count, f"{name} / ours, page of 1,000", ratio, "x", "", note)
