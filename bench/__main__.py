"""What script/bench runs."""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis.settings.base")
django.setup()

from bench import (  # noqa: E402 - after the set-up
    auctions,
    cached,
    clock,
    facets,
    imports,
    items,
    mosaics,
    pace,
    panel,
    pictures,
    registers,
    search,
    tiles,
)
from bench.report import Report  # noqa: E402

MEASURES: dict[str, Callable[[registers.Register, Report], None]] = {
    "import": imports.measure,
    "tiles": tiles.measure,
    "cached": cached.measure,
    "items": items.measure,
    "search": search.measure,
    "facets": facets.measure,
    "pictures": pictures.measure,
    "panel": panel.measure,  # after the pictures, which take all scenes away
    "mosaics": mosaics.measure,
}
# On no register, or on one of their own: once, whatever the sizes.
APART: dict[str, Callable[[argparse.Namespace, Report], None]] = {
    "clock": lambda chosen, report: clock.measure(chosen.cases, report),
    "auctions": lambda chosen, report: auctions.measure(report, fresh=chosen.fresh),
}


def main() -> None:
    """Measure what is named, at every size that is named."""
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument("names", nargs="*", help=", ".join((*MEASURES, *APART)))
    parser.add_argument("--plots", type=int, action="append")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--fresh", action="store_true")
    chosen = parser.parse_args()
    if chosen.names == ["drop"]:
        registers.drop_all()
        return
    if unknown := set(chosen.names) - {*MEASURES, *APART}:
        parser.error(f"there is no measurement called {', '.join(sorted(unknown))}")
    report = Report()
    for name in [name for name in APART if not chosen.names or name in chosen.names]:
        APART[name](chosen, report)
    # The import comes first: the register of the other measurements is made of what it loaded.
    on_register = [name for name in MEASURES if not chosen.names or name in chosen.names]
    for count in (chosen.plots or [7_500]) if on_register else []:
        register = registers.Register(count)
        pace.measure(count, report)
        for name in on_register:
            if name != "import":
                register.prepare(fresh=chosen.fresh)
                chosen.fresh = False
            MEASURES[name](register, report)
        pace.measure(count, report)
    report.print_whole()
    if chosen.json:
        chosen.json.write_text(json.dumps(report.as_dict(), indent=1), encoding="utf-8")


main()
