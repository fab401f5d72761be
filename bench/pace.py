"""How fast the machine is at this hour, so that figures of two runs can be held against each other.

One virtual machine took 13.5 s and 24 s for the same import of the same code on two days (measured): the neighbours on
its host count, too.
"""

import time
from statistics import median

from bench.report import Report

_ROUNDS = 5_000_000


def measure(plots: int, report: Report) -> None:
    """Milliseconds of a fixed loop in Python, median of five."""
    took = [_loop() for _ in range(5)]
    report.add(plots, "the machine itself: a fixed loop", median(took), "ms", "", f"{min(took):.0f} to {max(took):.0f}")


def _loop() -> float:
    total, began = 0, time.perf_counter()
    for number in range(_ROUNDS):
        total += number
    return (time.perf_counter() - began) * 1000
