"""Changes on plots: how many of the planted ones are found, and how many of those told are none.

python -m bench.changes [--seeds 41,42,43,44,45,46] [--fit]

Tuned on the seeds TUNED; what is reported comes of REPORTED, which nobody looked at while tuning. With `--fit` it
prints the weights of `imagery.changes.confidence` as the candidates of the seeds TUNED give them that the present ones
hold for 0.1 sure or more.
"""

import argparse
import os
import re
import time
from collections import Counter
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis.settings.base")
django.setup()

from bench.changes_fit import fitted  # noqa: E402 - after the set-up
from bench.changes_series import Register, Taken  # noqa: E402
from bench.changes_tables import Run, line, tables  # noqa: E402
from bench.changes_truth import Outcome, Planted, Tally, outcomes  # noqa: E402
from imagery.changes.confidence import LEAST  # noqa: E402
from imagery.changes.detecting import Candidate, detect  # noqa: E402
from imagery.sample.areas import AREAS  # noqa: E402

TUNED = (1, 2, 3, 4, 11, 12, 13, 14, 15, 16)
REPORTED = (41, 42, 43, 44, 45, 46)
_ALL = 0.1  # confidence from which candidates are looked at for the table of reliability and the fit


def measured(taken: Taken, seed: int) -> Run:
    """What the method does with a series."""
    _peak_mb()
    held, began = _peak_mb(), time.process_time()
    candidates = _candidates(taken, _ALL)
    seconds, memory = time.process_time() - began, _peak_mb() - held
    truth = taken.truth
    planted = [Planted(event, taken.sizes[event.plot], seed, truth.area) for event in truth.events]
    raised = _outcomes(taken, [one for one in candidates if one.confidence >= LEAST])
    return Run(
        seed,
        truth.area,
        Tally(raised, planted),
        Tally(_outcomes(taken, candidates), planted),
        Counter(decoy.kind.value for decoy in truth.decoys),
        seconds,
        memory,
    )


def _candidates(taken: Taken, least: float) -> list[Candidate]:
    return [one for stack, plots, core in taken.windows() for one in detect(stack, plots, core, least).candidates]


def _outcomes(taken: Taken, candidates: list[Candidate]) -> list[Outcome]:
    return outcomes(taken.truth, candidates, {plot.key: plot.shape for plot in taken.plots})


def _peak_mb() -> float:
    """The most memory that this process held since the last call; called twice, what it holds now."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    Path("/proc/self/clear_refs").write_text("5")
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """The tables, or the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.changes")
    parser.add_argument("--seeds", type=lambda text: [int(part) for part in text.split(",")])
    parser.add_argument("--fit", action="store_true")
    chosen = parser.parse_args()
    register = Register()
    runs: list[Run] = []
    judged: list[Outcome] = []
    for seed in chosen.seeds or (TUNED if chosen.fit else REPORTED):
        for area in AREAS:
            taken = register.series(area, seed)
            if chosen.fit:
                judged += _outcomes(taken, _candidates(taken, _ALL))
            else:
                runs.append(measured(taken, seed))
                line(runs[-1])
    print(fitted(judged)) if chosen.fit else tables(runs)


if __name__ == "__main__":
    main()
