"""Changes on plots: how many of the planted ones are found, and how many of those told are none.

Tuned on the seeds TUNED; what is reported comes of REPORTED, which nobody looked at while tuning.
"""

import resource
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bench.changes_fit import fitted
from bench.changes_series import Register, Taken
from bench.changes_truth import TOLERANCE_DAYS, Planted, Tally, joined, outcomes
from bench.report import Report
from imagery.changes.confidence import LEAST
from imagery.changes.detecting import Candidate, detect
from imagery.sample.areas import AREAS
from imagery.workflow import ChangeKind

TUNED = (1, 2, 3, 4)
REPORTED = (11, 12, 13, 14, 15, 16)
_WANTED_M2 = 400.0
_SIZES = (0.0, 100.0, 200.0, 400.0, 800.0, 1_600.0, 1e9)
_EDGES = (0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
_ALL = 0.1  # confidence from which candidates are looked at for the table of reliability


@dataclass
class Run:
    """One area of one seed: `raised` what the method raises, `all` with less sure ones too."""

    seed: int
    area: str
    raised: Tally
    all: Tally
    seconds: float
    events: int
    decoys: Counter[str] = field(default_factory=Counter)


def measure(report: Report, seeds: Sequence[int]) -> None:
    """All areas of each seed, and the tables."""
    register = Register()
    runs = []
    for seed in seeds:
        for area in AREAS:
            report.say(f"making the series of {area.slug}, seed {seed}")
            runs.append(_run(register.series(area, seed), seed))
            _line(report, runs[-1])
    _table(report, runs)


def fit(report: Report, seeds: Sequence[int]) -> None:
    """Print the weights of `imagery.changes.confidence` as these seeds give them."""
    register = Register()
    found = []
    for seed in seeds:
        for area in AREAS:
            report.say(f"looking at {area.slug}, seed {seed}")
            taken = register.series(area, seed)
            candidates, _ = _found(taken, 0.0, join=False)
            found += outcomes(taken.truth, candidates, {plot.key: plot.shape for plot in taken.plots})
    print(fitted(found))


def _found(taken: Taken, least: float, *, join: bool = True) -> tuple[list[Candidate], float]:
    """Candidates and the seconds that the method took."""
    candidates: list[Candidate] = []
    spent = 0.0
    for stack, plots, core in taken.windows():
        began = time.process_time()
        candidates += detect(stack, plots, core, least, join=join).candidates
        spent += time.process_time() - began
    return candidates, spent


def _run(taken: Taken, seed: int) -> Run:
    candidates, seconds = _found(taken, _ALL)
    shapes = {plot.key: plot.shape for plot in taken.plots}
    planted = [
        Planted(event, taken.sizes[event.plot], seed, taken.truth.area) for event in taken.truth.events
    ]
    raised = outcomes(taken.truth, [one for one in candidates if one.confidence >= LEAST], shapes)
    return Run(
        seed,
        taken.truth.area,
        Tally(raised, planted),
        Tally(outcomes(taken.truth, candidates, shapes), planted),
        seconds,
        len(taken.truth.events),
        Counter(decoy.kind.value for decoy in taken.truth.decoys),
    )


def _line(report: Report, run: Run) -> None:
    recall, events = run.raised.recall(_WANTED_M2)
    precision, told = run.raised.precision(_WANTED_M2)
    name = f"{run.area}, seed {run.seed}"
    report.add(run.seed, f"{name}: recall of {events} events of 400 m² and more", recall, "", "0.8")
    report.add(run.seed, f"{name}: precision of {told} candidates of 400 m² and more", precision, "", "0.9")
    report.add(run.seed, f"{name}: precision of all {run.raised.precision()[1]}", run.raised.precision()[0], "")
    report.add(run.seed, f"{name}: processor time", run.seconds, "s")


def _table(report: Report, runs: list[Run]) -> None:
    print("\n| seed | events | decoys | recall ≥ 400 m² | precision ≥ 400 m² | precision, all sizes |\n|---|---|---|---|---|---|")
    seeds = sorted({run.seed for run in runs})
    for seed in seeds:
        _seed(str(seed), [run for run in runs if run.seed == seed])
    _seed("all", runs)
    whole = joined([run.raised for run in runs])
    _sizes(report, whole)
    _dates(whole)
    _kinds(whole)
    _false(whole)
    print("\n| confidence | candidates | of these true |\n|---|---|---|")
    for low, high, count, share in joined([run.all for run in runs]).reliability(_EDGES):
        print(f"| {low:.2f} to {min(high, 1):.2f} | {count} | {share:.2f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = sum(run.seconds for run in runs) / len(seeds)
    print(f"\nprocessor time of the method for one seed, three areas: {spent:.0f} s; peak of this process {peak:.0f} MB")


def _seed(name: str, runs: list[Run]) -> None:
    tally = joined([run.raised for run in runs])
    (recall, events), (precision, told), (every, count) = (
        tally.recall(_WANTED_M2),
        tally.precision(_WANTED_M2),
        tally.precision(),
    )
    decoys = sum(sum(run.decoys.values()) for run in runs)
    print(
        f"| {name} | {sum(run.events for run in runs)} | {decoys} | {recall:.3f} (of {events}) | "
        f"{precision:.3f} (of {told}) | {every:.3f} (of {count}) |"
    )


def _sizes(report: Report, tally: Tally) -> None:
    print("\n| on the plot, m² | events | recall | candidates | precision |\n|---|---|---|---|---|")
    for low, high in zip(_SIZES[:-1], _SIZES[1:], strict=True):
        (recall, events), (precision, told) = tally.recall(low, high), tally.precision(low, high)
        name = f"{low:,.0f} to {high:,.0f}" if high < 1e9 else f"{low:,.0f} and more"
        print(f"| {name} | {events} | {recall:.2f} | {told} | {precision:.2f} |")
    for small in (300.0, 500.0, 1_000.0):
        recall, events = tally.recall(0.0, small_plots=small)
        print(f"| plots below {small:,.0f} m², any event | {events} | {recall:.2f} | | |")
        report.add(0, f"recall on plots below {small:,.0f} m²", recall, "")


def _dates(tally: Tally) -> None:
    off = np.array([one.days_off for one in tally.true])
    length = np.array([(one.candidate.seen_on - one.candidate.last_clear_on).days for one in tally.true])
    overlap = np.array([one.overlap for one in tally.true if one.event and one.event.inside_m2 >= _WANTED_M2])
    print(f"\nday inside the interval told: {np.mean(off == 0):.2f}, within {TOLERANCE_DAYS} days of it: all that count")
    print(f"interval: median {np.median(length):.0f} days; outside it (signed, days): {_quartiles(off[off != 0])}")
    print(f"extent, intersection over union on the plot, events of 400 m² and more: {_quartiles(overlap)}")


def _quartiles(values: Any) -> str:
    if not len(values):
        return "none"
    low, middle, high = np.percentile(values, [25, 50, 75])
    return f"median {middle:.2f}, quartiles {low:.2f} and {high:.2f}"


def _kinds(tally: Tally) -> None:
    kinds = [kind.value for kind in ChangeKind]
    print("\n| planted | " + " | ".join(kinds) + " |\n|---" * 1 + "|---" * len(kinds) + "|")
    counts = Counter((one.event.kind.value, one.candidate.kind.value) for one in tally.true if one.event)
    for planted in sorted({pair[0] for pair in counts}):
        print(f"| {planted} | " + " | ".join(str(counts[planted, told]) for told in kinds) + " |")
    right = sum(count for (planted, told), count in counts.items() if planted == told)
    print(f"\nkind right: {right / max(1, sum(counts.values())):.2f}")


def _false(tally: Tally) -> None:
    counts = Counter(one.decoy or "nothing planted" for one in tally.outcomes if one.event is None)
    told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    repeats = sum(one.repeat for one in tally.outcomes)
    print(f"\nfalse candidates lie on: {told}; repeats of an event already told: {repeats}")
