"""Noto Sans for PDF: reportlab wants one TrueType file, the npm package brings WOFF files cut by alphabet.

`build` joins the cuts at installation (or at first use, where node_modules is there); nothing is committed.
"""

import threading
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from fontTools import subset
from fontTools.merge import Merger
from fontTools.merge import Options as MergeOptions
from fontTools.ttLib import TTFont as FontFile
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from gis.http.problems import DomainError

REGULAR, BOLD, ITALIC = "NotoSans", "NotoSans-Bold", "NotoSans-Italic"
_FILES = {REGULAR: "400-normal", BOLD: "700-normal", ITALIC: "400-italic"}
_CUTS = ("latin", "vietnamese", "latin-ext")
_PACKAGE = "@fontsource/noto-sans/files"
# Shaping tables of the cuts contradict each other when joined; precomposed Vietnamese letters need none.
_DROPPED = ["GSUB", "GPOS", "GDEF", "DSIG", "STAT", "gasp", "prep", "fpgm", "cvt "]
_lock = threading.Lock()


class FontsMissing(DomainError):
    """The installation has no fonts for PDF."""

    code = "land.fonts_missing"
    status = 503


def folder() -> Path:
    """Where the joined fonts are kept."""
    return Path(settings.DATA_DIR) / "fonts"


def build(node_modules: Path, target: Path) -> list[Path]:
    """Join the cuts of each face into one TrueType file.

    Args:
        node_modules: the folder npm installs into.
        target: folder to write to; made when missing.

    Raises:
        FontsMissing: the npm package is not installed.
    """
    target.mkdir(parents=True, exist_ok=True)
    return [_join(node_modules / _PACKAGE, face, target / f"{name}.ttf") for name, face in _FILES.items()]


def register() -> None:
    """Make the faces known to reportlab, once per process."""
    with _lock:
        if REGULAR in pdfmetrics.getRegisteredFontNames():
            return
        for name in (ITALIC, BOLD, REGULAR):
            pdfmetrics.registerFont(TTFont(name, str(file_of(name))))
        pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def file_of(name: str) -> Path:
    """The TrueType file of a face; all are made when one is missing."""
    kept = folder()
    if not all((kept / f"{face}.ttf").is_file() for face in _FILES):
        build(Path(settings.BASE_DIR) / "node_modules", kept)
    return kept / f"{name}.ttf"


def _join(package: Path, face: str, target: Path) -> Path:
    taken: set[int] = set()
    parts: list[FontFile] = []
    for cut in _CUTS:
        source = package / f"noto-sans-{cut}-{face}.woff"
        if not source.is_file():
            raise FontsMissing(f"Thiếu phông chữ {source.name}. Chạy `npm ci` rồi `manage.py vendor_static`.")
        font = FontFile(source)
        own = set(font.getBestCmap()) - taken
        taken |= own
        parts.append(_only(font, own))
    options = MergeOptions()
    options.drop_tables = _DROPPED
    merged = _merge(parts, options, target.parent)
    fresh = target.with_suffix(f".{threading.get_ident()}.new")
    merged.flavor = None
    merged.save(fresh)
    fresh.replace(target)  # another process may be doing the same
    return target


def _only(font: FontFile, letters: Iterable[int]) -> FontFile:
    """The font with these letters alone, so that no letter comes from two cuts."""
    options = subset.Options()
    options.drop_tables = [*options.drop_tables, *_DROPPED]
    options.hinting, options.notdef_outline, options.glyph_names = False, True, False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    return font


def _merge(parts: list[FontFile], options: MergeOptions, folder_of_work: Path) -> FontFile:
    paths = []
    for index, part in enumerate(parts):
        part.flavor = None
        path = folder_of_work / f"part-{threading.get_ident()}-{index}.ttf"
        part.save(path)
        paths.append(path)
    try:
        return Merger(options=options).merge([str(path) for path in paths])
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
