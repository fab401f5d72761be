"""Lots at the size of a province's four years: tiles, counts, lists, pages, and alerts beside requests."""

from collections.abc import Sequence
from urllib.parse import quote

from bench import alerts, auctions_dataset, pace
from bench.facets import anew, asked
from bench.places import LOTS, boxes, tiles_of
from bench.processes import Client, application
from bench.registers import Register
from bench.report import Report, median, percentile

_FACETS = "/ogc/collections/lots/facets?f=json"
_WANTED_TILE, _WANTED_FACETS, _WANTED_PAGE = 10, "80 ms", "120 ms"
_TILE_FROM = 12  # the zoom from which the limit holds
_PAGES = 120
# As people ask: what is open, what fits a purse, a kind of right, a part of the land, and in which order.
_SORTS = ("", "-session_at", "files_until", "start_price", "-unit_price", "-area_m2")


def measure(report: Report, *, fresh: bool) -> None:
    """The register where it is missing; then everything, one after the other."""
    register = Register(auctions_dataset.LOTS)
    register.prepare(fresh=fresh)
    auctions_dataset.prepare(register, report)
    pace.measure(register.count, report)
    _tiles(register, report)
    _facets(register, report)
    with application(register) as client:
        _lists(register, report, client)
        _pages(register, report, client)
    alerts.measure(register, report)
    pace.measure(register.count, report)


def _tiles(register: Register, report: Report) -> None:
    with application(register) as client:
        for _worker in range(4):
            client.timed("/ogc/collections/lots?f=json")
        for z in range(6, 17):
            places = tiles_of(register, z, table=LOTS)
            answers = [client.timed(f"/ogc/collections/lots/tiles/WebMercatorQuad/{z}/{t.y}/{t.x}") for t in places]
            took, sizes = [answer[0] for answer in answers], [answer[1] / 1024 for answer in answers]
            wanted = f"{_WANTED_TILE} ms" if z >= _TILE_FROM else ""
            note = f"p95 {percentile(took, 0.95):.1f} ms, {len(places)} tiles, {median(sizes):.1f} KB gz, largest"
            report.add(
                register.count, f"cold tile of lots z{z} p50", median(took), "ms", wanted, f"{note} {max(sizes):.0f}"
            )


def _facets(register: Register, report: Report) -> None:
    with application(register, workers=1) as client:
        client.timed(f"{_FACETS}&facets=stage")  # what a new process does once is not part of an answer
        whole = [anew(register, client, _FACETS, "lots")[0] for _ in range(20)]
        _add(register, report, "facets of all lots", whole, _WANTED_FACETS)
        wide, near = boxes(register, 12_000, 30, table=LOTS), boxes(register, 3_000, 30, table=LOTS)
        for what, questions in {
            "filtered": _filters(register),
            "in a box": [f"bbox={box}" for box in wide + near],
        }.items():
            answers = [asked(client, f"{_FACETS}&{question}") for question in questions]
            counts = [count for _, count in answers]
            note = f"of {min(counts):,} to {max(counts):,} lots"
            _add(register, report, f"facets of lots {what}", [took for took, _ in answers], _WANTED_FACETS, note)


def _filters(register: Register) -> list[str]:
    units = [unit for (unit,) in register.query("SELECT DISTINCT unit_id FROM auctions_lot ORDER BY 1")]
    questions = [f"unit={quote(unit)}&stage=sold" for unit in units[:15]]
    questions += [f"stage={stage}" for stage in ("upcoming", "open", "in_session", "sold", "failed", "stopped")]
    questions += [f"start_price={low}00000000..{low * 3}00000000" for low in (3, 5, 10, 20, 50, 100, 200, 500)]
    questions += [f"right={right}&bidders=person" for right in ("allocated", "leased_once", "leased_annual")]
    questions += [
        f"area_m2={low}..{low * 5}&unit={quote(unit)}" for low, unit in zip(range(100, 900, 100), units, strict=False)
    ]
    return questions + [f"distance_coast_m=..{far}&term_kind=long" for far in (1_000, 3_000, 10_000)]


def _lists(register: Register, report: Report, client: Client) -> None:
    client.timed("/lots/")
    _add(register, report, "/lots/ as it opens", [anew(register, client, "/lots/", "lots")[0] for _ in range(20)])
    questions = [f"/lots/?{question}" for question in _filters(register)]
    _add(register, report, "/lots/ filtered", [client.timed(question)[0] for question in questions])
    ordered = [f"{question}&sortby={_SORTS[1 + n % 5]}" for n, question in enumerate(questions)]
    _add(register, report, "/lots/ filtered and sorted", [client.timed(question)[0] for question in ordered])


def _pages(register: Register, report: Report, client: Client) -> None:
    lots = _codes(register, "auctions_lot", _PAGES)
    for reader, headers in {
        "anonymous": {},
        "signed in": {"Cookie": f"sessionid={auctions_dataset.INVESTOR}"},
        "officer": {"Cookie": f"sessionid={auctions_dataset.OFFICER}"},
    }.items():
        client.timed(f"/lots/{lots[0]}/", **headers)
        took = [client.timed(f"/lots/{code}/", **headers)[0] for code in lots]
        _add(register, report, f"page of a lot, {reader}", took, _WANTED_PAGE)
    sessions = [client.timed(f"/auctions/{code}/")[0] for code in _codes(register, "auctions_auction", _PAGES)]
    _add(register, report, "page of a session", sessions, _WANTED_PAGE)


def _codes(register: Register, table: str, most: int) -> list[str]:
    rows = register.query(f"SELECT code FROM {table} WHERE publish_level = 'public' ORDER BY md5(code) LIMIT {most}")
    return [code for (code,) in rows]


def _add(
    register: Register, report: Report, what: str, took: Sequence[float], wanted: str = "", note: str = ""
) -> None:
    told = f"p50 {median(took):.1f} ms, {len(took)} answers {note}".strip()
    report.add(register.count, f"{what}, p95", percentile(took, 0.95), "ms", wanted, told)
