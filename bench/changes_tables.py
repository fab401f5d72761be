"""The tables of `bench.changes`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from bench.changes_truth import Tally, joined
from imagery.workflow import CandidateKind

_WANTED_M2 = 400.0
_SIZES = (0.0, 100.0, 200.0, 400.0, 800.0, 1_600.0, 1e9)
_PLOTS = (0.0, 300.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 1e9)
_EDGES = (0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True)
class Run:
    """One area of one seed: `raised` what the method raises, `told` with less sure ones too.

    Attributes:
        decoys: how many were planted, by kind.
        memory_mb: what the method held beside the series.
    """

    seed: int
    area: str
    raised: Tally
    told: Tally
    decoys: Counter[str]
    seconds: float
    memory_mb: float


def line(run: Run) -> None:
    """What a run gave, at once."""
    (recall, events), (precision, count) = run.raised.recall(_WANTED_M2), run.raised.precision(_WANTED_M2)
    print(
        f"{run.area}, seed {run.seed}: recall {recall:.3f} of {events}, precision {precision:.3f} of {count}, "
        f"{run.seconds:.0f} s, {run.memory_mb:.0f} MB",
        flush=True,
    )


def tables(runs: Sequence[Run]) -> None:
    """All of them."""
    _series(runs)
    whole = joined([run.raised for run in runs])
    _sizes(whole)
    _dates(whole)
    _kinds(whole)
    _false(whole, sum((run.decoys for run in runs), Counter()))
    _reliability(joined([run.told for run in runs]))
    seeds = len({run.seed for run in runs})
    spent, most = sum(run.seconds for run in runs) / seeds, max(run.memory_mb for run in runs)
    print(f"\nthree areas: {spent:.0f} s of the processor; at most {most:.0f} MB beside the series")


def _series(runs: Sequence[Run]) -> None:
    _head("seed, area", "events", "decoys", "recall ≥ 400 m²", "precision ≥ 400 m²", "precision, all sizes")
    for seed in sorted({run.seed for run in runs}):
        _group(str(seed), [run for run in runs if run.seed == seed])
    for area in sorted({run.area for run in runs}):
        _group(area, [run for run in runs if run.area == area])
    _group("all", runs)


def _group(name: str, runs: Sequence[Run]) -> None:
    tally = joined([run.raised for run in runs])
    decoys = sum(run.decoys.total() for run in runs)
    shares = (tally.recall(_WANTED_M2), tally.precision(_WANTED_M2), tally.precision())
    _row(name, len(tally.planted), decoys, *(f"{share:.3f} (of {count})" for share, count in shares))


def _sizes(tally: Tally) -> None:
    _head("on the plot", "events", "recall", "candidates", "precision")
    for low, high in pairwise(_SIZES):
        (recall, events), (precision, told) = tally.recall(low, high), tally.precision(low, high)
        _row(_span(low, high), events, f"{recall:.2f}", told, f"{precision:.2f}")
    _head("size of the plot", "events", "recall")
    for low, high in pairwise(_PLOTS):
        recall, events = tally.recall(0.0, plots=(low, high))
        _row(_span(low, high), events, f"{recall:.2f}")


def _span(low: float, high: float) -> str:
    return f"{low:,.0f} to {high:,.0f} m²" if high < 1e9 else f"{low:,.0f} m² and more"


def _dates(tally: Tally) -> None:
    off = np.array([one.days_off for one in tally.true])
    length = np.array([(one.candidate.seen_on - one.candidate.last_clear_on).days for one in tally.true])
    overlap = np.array([one.overlap for one in tally.true if one.event and one.event.inside_m2 >= _WANTED_M2])
    print(f"\nday inside the interval told: {np.mean(off == 0):.2f}; outside, days: {_quartiles(off[off != 0])}")
    print(f"length of the interval, days: {_quartiles(length)}")
    print(f"extent, intersection over union on the plot, events of 400 m² and more: {_quartiles(overlap)}")


def _quartiles(values: Any) -> str:
    if not len(values):
        return "none"
    low, middle, high = np.percentile(values, [25, 50, 75])
    return f"median {middle:.2f}, quartiles {low:.2f} and {high:.2f}"


def _kinds(tally: Tally) -> None:
    told = [kind.value for kind in CandidateKind]
    counts = Counter((one.event.kind.value, one.candidate.kind.value) for one in tally.true if one.event)
    _head("planted", "recall ≥ 400 m²", *(f"told {kind}" for kind in told))
    for kind in sorted({one.event.kind.value for one in tally.planted}):
        recall, events = tally.recall(_WANTED_M2, kind=kind)
        _row(kind, f"{recall:.2f} (of {events})", *(counts[kind, other] for other in told))
    right = sum(count for (kind, other), count in counts.items() if kind == other)
    print(f"\nkind right: {right / max(1, counts.total()):.2f}")


def _false(tally: Tally, decoys: Counter[str]) -> None:
    counts = Counter(one.lies_on for one in tally.outcomes if one.event is None)
    _head("false candidates lie on", "candidates", "of so many planted")
    for name in [*sorted(decoys), *sorted(set(counts) - set(decoys))]:
        _row(name, counts[name], decoys[name] or "")
    print(f"\nrepeats of an event already told: {sum(one.repeat for one in tally.outcomes)}")


def _reliability(tally: Tally) -> None:
    _head("confidence", "candidates", "of these true")
    for low, high, count, share in tally.reliability(_EDGES):
        _row(f"{low:.2f} to {min(high, 1):.2f}", count, f"{share:.2f}")


def _head(*names: str) -> None:
    print()
    _row(*names)
    print("|---" * len(names) + "|")


def _row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |")
