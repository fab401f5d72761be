"""What script/bench runs."""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis.settings.base")
django.setup()

from bench import cached, facets, imports, items, mosaics, pace, panel, pictures, registers, search, tiles  # noqa: E402 - after the set-up
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


def main() -> None:
    """Measure what is named, at every size that is named."""
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument("names", nargs="*", help=", ".join(MEASURES))
    parser.add_argument("--plots", type=int, action="append")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--fresh", action="store_true")
    chosen = parser.parse_args()
    if chosen.names == ["drop"]:
        registers.drop_all()
        return
    if unknown := set(chosen.names) - set(MEASURES):
        parser.error(f"there is no measurement called {', '.join(sorted(unknown))}")
    report = Report()
    for count in chosen.plots or [7_500]:
        register = registers.Register(count)
        pace.measure(count, report)
        # The import comes first: the register of the other measurements is made of what it loaded.
        for name in [name for name in MEASURES if not chosen.names or name in chosen.names]:
            if name != "import":
                register.prepare(fresh=chosen.fresh)
                chosen.fresh = False
            MEASURES[name](register, report)
        pace.measure(count, report)
    report.print_whole()
    if chosen.json:
        chosen.json.write_text(json.dumps(report.as_dict(), indent=1), encoding="utf-8")


main()
