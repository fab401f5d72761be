"""Counts of the filter panel: of the whole public register, and of boxes that hold at most 50,000 plots."""

import json
import random
from itertools import combinations

from bench.places import boxes
from bench.processes import application
from bench.registers import Register
from bench.report import Report, median, percentile

_WANTED = {7_500: "50 ms", 1_000_000: "100 ms"}
_ADDRESS = "/ogc/collections/plots/facets?f=json"
_NAMES = "unit,land_use,use_state,managing_agency,origin,legal_status,handling_plan,public_flags".split(",")


def measure(register: Register, report: Report) -> None:
    """Cold answers only: what a process remembers is asked once."""
    wanted = _WANTED.get(register.count, "")
    with application(register, workers=1) as client:
        client.timed("/ogc/collections/plots?f=json")
        # What a new process does once, whoever asks, is not part of an answer.
        client.timed(f"{_ADDRESS}&facets={_NAMES[0]}")
        whole = [client.timed(_ADDRESS)[0]]
        # Three facets or more, so that the page's own question, all of them, is not the one heavy one among light ones.
        chosen = [names for count in (3, 5, 7) for names in combinations(_NAMES, count)]
        whole += [
            client.timed(f"{_ADDRESS}&facets={','.join(names)}")[0] for names in random.Random(7).sample(chosen, 60)
        ]
        note = f"p50 {median(whole):.1f} ms, {len(whole)} different questions"
        report.add(register.count, "facets of all, p95", percentile(whole, 0.95), "ms", wanted, note)
        took, counts = [], []
        for box in boxes(register, 12_000, 30) + boxes(register, 3_000, 30):
            milliseconds, _, body = client.get(f"{_ADDRESS}&bbox={box}", Accept_Encoding="identity")
            if (matched := json.loads(body)["numberMatched"]) <= 50_000:
                took.append(milliseconds)
                counts.append(matched)
        note = f"p50 {median(took):.1f} ms, {len(took)} boxes of {min(counts):,} to {max(counts):,} plots"
        report.add(register.count, "facets in a box, p95", percentile(took, 0.95), "ms", wanted, note)
