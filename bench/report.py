"""Figures as they come in, and the table at the end."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """Of one list."""
    return float(statistics.median(values))


@dataclass(frozen=True)
class Figure:
    """One figure of one measurement."""

    plots: int
    name: str
    value: float
    unit: str
    wanted: str = ""
    note: str = ""


@dataclass
class Report:
    """All figures of a run."""

    figures: list[Figure] = field(default_factory=list)

    def add(self, plots: int, name: str, value: float, unit: str, wanted: str = "", note: str = "") -> None:
        """Note a figure and show it at once."""
        figure = Figure(plots, name, round(value, 3), unit, wanted, note)
        self.figures.append(figure)
        print(self._line(figure), flush=True)

    def say(self, text: str) -> None:
        """What is being done."""
        print(f"... {text}", flush=True)

    def print_whole(self) -> None:
        """The table."""
        load = os.getloadavg()[0]
        print(f"\n{os.cpu_count()} processors, load {load:.1f} at the end\n")
        print("| plots | what | measured | wanted | |\n|---|---|---|---|---|")
        for figure in self.figures:
            print(self._line(figure))

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        return {"processors": os.cpu_count(), "figures": [asdict(figure) for figure in self.figures]}

    @staticmethod
    def _line(figure: Figure) -> str:
        value = f"{figure.value:,.0f}" if figure.value >= 100 else f"{figure.value:,.3g}"
        return f"| {figure.plots:,} | {figure.name} | {value} {figure.unit} | {figure.wanted} | {figure.note} |"
