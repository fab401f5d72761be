"""Counts of the filter panel: of the whole public register, and of what a filter or a box leaves of it."""

import json
import random
import time
from urllib.parse import quote

from bench.places import boxes
from bench.processes import Client, application
from bench.registers import Register
from bench.report import Report, median, percentile

_WANTED = {7_500: "50 ms", 1_000_000: "100 ms"}
_ADDRESS = "/ogc/collections/plots/facets?f=json"
_MOST = 50_000  # matched rows up to which the limit holds
_VERSION_AGE_S = 0.6  # a process looks for a new version of the data after half a second


def measure(register: Register, report: Report) -> None:
    """Every facet; new each time: what a process remembers it forgets with the data's version."""
    with application(register, workers=1) as client:
        client.timed(f"{_ADDRESS}&facets=origin")  # what a new process does once is not part of an answer
        whole = [anew(register, client, _ADDRESS)[0] for _ in range(40)]
        _add(register, report, "facets of all, p95", whole, f"{len(whole)} times")
        boxes = _boxes(register)
        legend = [f"{box}&facets=land_use" for box in boxes]  # what the page asks at every move of the map
        kinds = {"of the legend in a box": legend, "in a box": boxes, "filtered": _filters(register)}
        for what, questions in kinds.items():
            answers = [asked(client, f"{_ADDRESS}&{question}") for question in questions]
            kept = [(took, matched) for took, matched in answers if matched <= _MOST]
            counts = [matched for _, matched in kept]
            note = f"{len(kept)} questions that match {min(counts):,} to {max(counts):,} plots"
            _add(register, report, f"facets {what}, p95", [took for took, _ in kept], note)


def _add(register: Register, report: Report, what: str, took: list[float], note: str) -> None:
    wanted = _WANTED.get(register.count, "")
    report.add(register.count, what, percentile(took, 0.95), "ms", wanted, f"p50 {median(took):.1f} ms, {note}")


def anew(register: Register, client: Client, address: str, layer: str = "plots") -> tuple[float, int]:
    """Milliseconds and size of an answer after a change of a layer: nothing remembered answers."""
    register.query(
        "INSERT INTO gis_db_dataversion (layer, x, y, version) "
        f"VALUES ('{layer}', -1, -1, nextval('gis_db_data_version')) "
        "ON CONFLICT (layer, x, y) DO UPDATE SET version = excluded.version"
    )
    time.sleep(_VERSION_AGE_S)
    return client.timed(address)


def asked(client: Client, address: str) -> tuple[float, int]:
    """Milliseconds of an answer with counts, and how many rows matched."""
    milliseconds, status, body = client.get(address, Accept_Encoding="identity")
    if status != 200:
        raise RuntimeError(f"{address} answered {status}: {body[:300]!r}")
    return milliseconds, json.loads(body)["numberMatched"]


def _boxes(register: Register) -> list[str]:
    return [f"bbox={box}" for box in boxes(register, 12_000, 30) + boxes(register, 3_000, 30)]


def _filters(register: Register) -> list[str]:
    """A unit with a state, a land use, or the largest tenth by area: combinations that are there, always the same."""
    found = register.query(
        "SELECT DISTINCT unit_id, use_state, land_use_id FROM land_plot "
        "WHERE status = 'active' AND publish_level = 'public' AND unit_id IS NOT NULL ORDER BY 1, 2, 3"
    )
    large = register.query("SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY area_m2)::int FROM land_plot")[0][0]
    chosen = random.Random(7).sample(found, min(45, len(found)))
    questions = [f"unit={quote(unit)}&use_state={state}" for unit, state, _ in chosen[:15]]
    questions += [f"unit={quote(unit)}&land_use={use}" for unit, _, use in chosen[15:30]]
    return questions + [f"unit={quote(unit)}&filter={quote(f'area_m2 > {large}')}" for unit, _, _ in chosen[30:]]
