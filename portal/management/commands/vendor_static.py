"""Copies the front-end files that pages need from node_modules to DATA_DIR/vendor, where collectstatic finds them."""

import re
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from land.exports import fonts
from portal.icons import ICONS

SUBSETS = ("vietnamese", "latin")
# File of the installation -> name under vendor/. MapLibre finds its worker beside itself, by the plain name.
FILES = {
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-shared.mjs": "maplibre/maplibre-gl-shared.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre/maplibre-gl.css",
    "pmtiles/dist/esm/index.js": "pmtiles/pmtiles.mjs",
    "fflate/esm/browser.js": "pmtiles/fflate.mjs",
    "uplot/dist/uPlot.esm.js": "uplot/uPlot.mjs",
    "uplot/dist/uPlot.min.css": "uplot/uPlot.min.css",
    **{
        f"@fontsource/{family}/files/{family}-{subset}-{weight}-normal.woff2": f"fonts/{family}-{subset}-{weight}.woff2"
        for family, weights in {"be-vietnam-pro": (400, 600), "noto-sans": (400, 600)}.items()
        for weight in weights
        for subset in SUBSETS
    },
}
_SOURCE_MAP = re.compile(rb"^\s*(//|/\*)# sourceMappingURL=\S+\s*(\*/)?\s*$", re.MULTILINE)
_SVG = "http://www.w3.org/2000/svg"


class Command(BaseCommand):
    """One folder in, one folder out; what is no longer named disappears."""

    help = "Copy the needed front-end files from node_modules to DATA_DIR/vendor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="source", default=str(settings.BASE_DIR / "node_modules"))

    def handle(self, *_args: Any, source: str, **_options: Any) -> None:
        target = settings.DATA_DIR / "vendor"
        fresh = settings.DATA_DIR / "vendor.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for name, place in FILES.items():
            _copy(Path(source) / name, fresh / place)
        (fresh / "icons.svg").write_text(_sprite(Path(source) / "lucide-static/icons"), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
        fonts.build(Path(source), settings.DATA_DIR / "fonts")
        self.stdout.write(f"{len(FILES) + 1} files in {target}")


def _copy(source: Path, target: Path) -> None:
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        raise CommandError(f"{source} is missing. Run `npm ci`, then this command again.") from None
    target.parent.mkdir(parents=True, exist_ok=True)
    # Shipped maps make Brotli take 92 s; a reference to a map that is not shipped makes collectstatic fail.
    target.write_bytes(_SOURCE_MAP.sub(b"", content) if target.suffix in {".mjs", ".css"} else content)


def _sprite(folder: Path) -> str:
    """One SVG with a symbol per icon, for `<use href="...#name">`."""
    symbols = [_symbol(folder / f"{name}.svg", name) for name in ICONS]
    return f'<svg xmlns="{_SVG}">{"".join(symbols)}</svg>\n'


def _symbol(path: Path, name: str) -> str:
    if not path.is_file():
        raise CommandError(f"There is no icon {name} in {path.parent}. Correct portal/icons.py.")
    drawing = ElementTree.parse(path).getroot()  # noqa: S314 - a file of our own lock
    for shape in drawing.iter():
        shape.tag = shape.tag.rpartition("}")[2]
    shapes = "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in drawing)
    look = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24"><g {look}>{shapes}</g></symbol>'
